//! What an error of a call usually means, and what mends it: errors that say little by themselves.
//!
//! Entry point: [`hint`].

use forklore_kernel::abi::Errno;

/// Function, error, what mends it as a rule. From the man pages of the functions.
const HINTS: &[(&str, Errno, &str)] = &[
    ("accept", Errno::EINVAL, "call listen() on the socket before accept()"),
    ("accept", Errno::EOPNOTSUPP, "accept() is for stream sockets that listen; a datagram socket receives at once"),
    (
        "bind",
        Errno::EADDRINUSE,
        "the address is in use: unlink() the path of a Unix socket before bind(); for a port, set SO_REUSEADDR, or end the process that has it",
    ),
    ("bind", Errno::EINVAL, "the socket has an address already, or the length is not that of its address structure"),
    ("bind", Errno::EACCES, "ports below 1024 are for root: take a higher one"),
    (
        "connect",
        Errno::ECONNREFUSED,
        "nobody listens at this address (yet): call bind() and listen() before fork(), write ports with htons(), and try again until it works",
    ),
    ("connect", Errno::ENOENT, "nobody has bound a socket to this path (yet): call bind() and listen() before fork()"),
    ("listen", Errno::EOPNOTSUPP, "only stream and seqpacket sockets listen: SOCK_STREAM, not SOCK_DGRAM"),
    (
        "write",
        Errno::EBADF,
        "the descriptor is not open for writing: p[1] is a pipe's writing end, p[0] its reading end; it may have been closed, or its opening have failed",
    ),
    (
        "read",
        Errno::EBADF,
        "the descriptor is not open for reading: p[0] is a pipe's reading end, p[1] its writing end; it may have been closed, or its opening have failed",
    ),
    ("write", Errno::EPIPE, "nobody has the other end open for reading any more: look who closed it"),
    ("send", Errno::EPIPE, "the peer has closed the connection"),
    (
        "write",
        Errno::ENOTCONN,
        "the socket is not connected: look at the result of connect(), or write to what accept() returned",
    ),
    (
        "read",
        Errno::ENOTCONN,
        "the socket is not connected: look at the result of connect(), or read from what accept() returned",
    ),
    (
        "recv",
        Errno::ENOTCONN,
        "the socket is not connected: look at the result of connect(), or receive from what accept() returned",
    ),
    (
        "send",
        Errno::ENOTCONN,
        "the socket is not connected: look at the result of connect(), or send to what accept() returned",
    ),
    ("write", Errno::EDESTADDRREQ, "a datagram needs an address: use sendto(), or connect() before"),
    ("send", Errno::EDESTADDRREQ, "a datagram needs an address: use sendto(), or connect() before"),
    (
        "sendto",
        Errno::EINVAL,
        "the address is not one: recvfrom() fills it in only if its last argument points to the size that there is for it (len = sizeof from)",
    ),
    ("sendto", Errno::EAFNOSUPPORT, "the address is of another family than the socket: sin_family has to be AF_INET"),
    ("sendto", Errno::EMSGSIZE, "a datagram has a largest size: send it in parts"),
    (
        "open",
        Errno::ENXIO,
        "a FIFO can't be opened with O_WRONLY | O_NONBLOCK before it has a reader: open it without O_NONBLOCK, which waits for one",
    ),
    ("open", Errno::EEXIST, "the file is there already: leave out O_EXCL, or remove it before"),
    ("dup2", Errno::EBADF, "the descriptor is closed already: call dup2() before close()"),
    ("msgget", Errno::ENOENT, "nobody has made a queue of this key (yet): give IPC_CREAT, or make it before fork()"),
    (
        "msgget",
        Errno::EEXIST,
        "a queue of this key is there already, perhaps from an earlier run: remove it with msgctl(IPC_RMID) or ipcrm, or leave out IPC_EXCL",
    ),
    (
        "msgsnd",
        Errno::EINVAL,
        "the type (the structure's first long) has to be greater than 0, the size that of the text alone, and the queue must exist",
    ),
    ("msgrcv", Errno::EINVAL, "the queue has to exist, and the size (of the text alone) must not be negative"),
    (
        "msgrcv",
        Errno::E2BIG,
        "the message is longer than the buffer: give the size of the text (sizeof m.text), not of the type; MSG_NOERROR cuts it",
    ),
    (
        "msgrcv",
        Errno::ENOMSG,
        "no message of this type is there (yet): without IPC_NOWAIT it waits for one; look at the type, and whether msgsnd() went well",
    ),
    ("msgrcv", Errno::EIDRM, "somebody removed the queue: let the last user do that, after wait()"),
    ("msgsnd", Errno::EIDRM, "somebody removed the queue: let the last user do that, after wait()"),
    ("semget", Errno::ENOENT, "nobody has made a set of this key (yet): give IPC_CREAT, or make it before fork()"),
    ("semget", Errno::EINVAL, "the set has fewer semaphores than are asked for"),
    (
        "semget",
        Errno::EEXIST,
        "a set of this key is there already, perhaps from an earlier run: remove it with semctl(IPC_RMID) or ipcrm, or leave out IPC_EXCL",
    ),
    ("semop", Errno::EFBIG, "sem_num is too large: semaphores of a set are counted from 0"),
    ("semop", Errno::EIDRM, "somebody removed the set while this waited: let the last user do that, after wait()"),
    ("semop", Errno::EINVAL, "the set does not exist (any more)"),
    ("semctl", Errno::EINVAL, "the set does not exist, or semnum is not in it: they are counted from 0"),
    ("shmget", Errno::ENOENT, "nobody has made a segment of this key (yet): give IPC_CREAT, or make it before fork()"),
    (
        "shmget",
        Errno::EINVAL,
        "the size is 0, or larger than the segment that is there: an earlier run may have left a smaller one (ipcrm)",
    ),
    (
        "shmget",
        Errno::EEXIST,
        "a segment of this key is there already, perhaps from an earlier run: remove it with shmctl(IPC_RMID) or ipcrm, or leave out IPC_EXCL",
    ),
    (
        "shmat",
        Errno::EINVAL,
        "the segment does not exist (any more), or the address is not on a page's border: give NULL",
    ),
    ("shmdt", Errno::EINVAL, "shmdt() takes the address that shmat() returned, not the segment's number"),
    (
        "mmap",
        Errno::EINVAL,
        "the length must not be 0, the offset be a multiple of the page size, and flags have MAP_SHARED or MAP_PRIVATE",
    ),
    ("mmap", Errno::EBADF, "without a file give MAP_ANONYMOUS, too"),
    ("mmap", Errno::EACCES, "to write to MAP_SHARED memory, the file has to be open with O_RDWR"),
    ("shm_open", Errno::ENOENT, "nobody has made it (yet): give O_CREAT and a mode"),
    ("sem_open", Errno::ENOENT, "nobody has made it (yet): give O_CREAT, a mode and a value"),
    ("mq_open", Errno::ENOENT, "nobody has made it (yet): give O_CREAT, a mode and attributes"),
    (
        "mq_open",
        Errno::EINVAL,
        "the name has to begin with / and have no other one, and mq_maxmsg and mq_msgsize must not be 0 or above the limits (10 and 8192)",
    ),
    ("mq_receive", Errno::EMSGSIZE, "the buffer has to be at least as large as the queue's mq_msgsize"),
    ("mq_send", Errno::EMSGSIZE, "the message is longer than the queue's mq_msgsize"),
    ("mq_send", Errno::EBADF, "the queue has to be open for sending: O_WRONLY or O_RDWR"),
    ("mq_receive", Errno::EBADF, "the queue has to be open for receiving: O_RDONLY or O_RDWR"),
    ("lseek", Errno::ESPIPE, "pipes, FIFOs and sockets have no position"),
    ("wait", Errno::ECHILD, "it has no child that could be waited for: it is the parent that waits"),
    (
        "waitpid",
        Errno::ECHILD,
        "it has no such child (any more): only the parent can wait, and once; a SIGCHLD handler may have done so",
    ),
    (
        "setpgid",
        Errno::EACCES,
        "the child has executed another program already: let both parent and child call setpgid(), before exec",
    ),
    ("kill", Errno::EPERM, "the process belongs to another user"),
    ("kill", Errno::ESRCH, "there is no such process: keep the pid that fork() returns, or ask getppid()"),
    ("sigaction", Errno::EINVAL, "SIGKILL and SIGSTOP can't be caught"),
    ("fork", Errno::EAGAIN, "there are too many processes: wait() for those that have ended"),
    (
        "pthread_create",
        Errno::EAGAIN,
        "there are too many threads: pthread_join() those that have ended, or detach them",
    ),
    ("pthread_join", Errno::EINVAL, "the thread is detached, or another one joins it already"),
    ("pthread_join", Errno::ESRCH, "it has been joined already: join each thread once"),
    ("pthread_join", Errno::EDEADLK, "a thread can't wait for itself"),
    ("pthread_detach", Errno::EINVAL, "it is detached already"),
    ("pthread_mutex_lock", Errno::EDEADLK, "this thread has locked it already"),
    (
        "pthread_mutex_lock",
        Errno::EOWNERDEAD,
        "who had it has died: mend what it protects, then pthread_mutex_consistent()",
    ),
    ("pthread_mutex_unlock", Errno::EPERM, "this thread has not locked it: only who has locked a mutex may unlock it"),
    ("pthread_mutex_destroy", Errno::EBUSY, "somebody has it locked: destroy it when all threads have been joined"),
    ("pthread_barrier_init", Errno::EINVAL, "the count must not be 0"),
    ("pthread_attr_setstacksize", Errno::EINVAL, "a stack has at least PTHREAD_STACK_MIN bytes, 16384"),
];

const WRONG_POINTER: &str = "a pointer leads nowhere: it was never set, is a number, or came from a function that no header declares (see the compiler's warnings)";

/// What usually mends this error of this function.
pub(super) fn hint(function: &str, errno: Errno) -> Option<&'static str> {
    let function = if function == "accept4" { "accept" } else { function };
    let known = HINTS.iter().find(|(name, error, _)| *name == function && *error == errno).map(|(.., text)| *text);
    known.or((errno == Errno::EFAULT).then_some(WRONG_POINTER))
}
