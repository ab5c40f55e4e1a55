//! Typed ids. A number that a person sees (pid, fd) and a key of a kernel table (file, inode, pipe)
//! are different types, so that one is never used for the other.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        pub struct $name(pub $inner);

        impl $name {
            /// The id as an index into a dense table.
            #[inline]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    };
}

id!(
    /// A process (thread group) number, as `getpid` returns it.
    Pid(u32)
);
id!(
    /// A task (thread) number, as `gettid` returns it; equal to the pid for a process's first task.
    Tid(u32)
);
id!(
    /// A file descriptor as a program passes it; may be negative or out of range.
    Fd(i32)
);
id!(
    /// A user id.
    Uid(u32)
);
id!(
    /// A group id.
    Gid(u32)
);
id!(
    /// Identifier of a System V message queue, semaphore set or shared memory segment, as a program passes it.
    IpcId(i32)
);
id!(
    /// Key of a POSIX message queue.
    MqueueId(u32)
);
id!(
    /// Key of an open file description.
    FileId(u32)
);
id!(
    /// Key of an inode. The number a program sees as `st_ino` is the inode's own `ino`.
    InodeId(u32)
);
id!(
    /// Key of a pipe's buffer (of an anonymous pipe or of a FIFO).
    PipeId(u32)
);
id!(
    /// Key of a terminal. The number that a program sees in /dev/pts/N is the terminal's own.
    TtyId(u32)
);
id!(
    /// Key of a socket.
    SocketId(u32)
);
id!(
    /// Key of an eventfd's counter.
    EventfdId(u32)
);
id!(
    /// Key of a timerfd's timer.
    TimerfdId(u32)
);
id!(
    /// Key of an inotify instance.
    InotifyId(u32)
);
id!(
    /// Key of an epoll instance.
    EpollId(u32)
);
id!(
    /// Key of a descriptor that an epoll instance watches.
    EpollItemId(u32)
);
id!(
    /// Key of a descriptor table; several processes may share one.
    FdTableId(u32)
);
id!(
    /// Key of a futex that somebody sleeps on.
    FutexId(u32)
);
id!(
    /// An executable image known to the machine; the kernel sees only the number in the file's header.
    ProgramId(u32)
);

/// An address in a process's address space. It is only a number: the kernel reads and writes through
/// [`crate::mm`], which checks it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct UserAddr(pub u64);

impl UserAddr {
    /// The null pointer.
    pub const NULL: UserAddr = UserAddr(0);

    /// Is this the null pointer?
    #[inline]
    pub fn is_null(self) -> bool {
        self.0 == 0
    }

    /// The address `bytes` further on, wrapping as the CPU does.
    #[inline]
    #[allow(clippy::should_implement_trait)]
    pub fn add(self, bytes: u64) -> UserAddr {
        UserAddr(self.0.wrapping_add(bytes))
    }
}

impl fmt::Debug for UserAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_null() { f.write_str("NULL") } else { write!(f, "{:#x}", self.0) }
    }
}

impl fmt::Display for UserAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
