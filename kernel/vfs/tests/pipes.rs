//! Pipes between processes: blocking, waking, end of file, SIGPIPE (facts PIPE-*).

use super::Done::{Asleep, Failed, Value};
use super::*;

fn nonblocking(rig: &mut Rig, fd: Fd) {
    rig.ok(Syscall::Fcntl { fd, cmd: F_SETFL, arg: O_NONBLOCK as u64 });
}

fn ignore_sigpipe(rig: &mut Rig) {
    let mask = crate::abi::SigSet::of(Signal::PIPE);
    rig.kernel.procs.task_mut(rig.tid).mask = mask;
}

#[test]
fn pipe_01_to_05_and_37_38() {
    let mut rig = Rig::new();
    rig.close(Fd(0));
    let (read, write) = rig.pipe();
    assert_eq!((read, write), (Fd(0), Fd(3)));
    assert_eq!(rig.write(read, b"x"), Failed(Errno::EBADF));
    assert_eq!(rig.read(write, 1), Err(Failed(Errno::EBADF)));
    assert_eq!(rig.errno(Syscall::Lseek { fd: read, offset: 0, whence: SEEK_SET }), "ESPIPE");
    assert_eq!(rig.errno(Syscall::Lseek { fd: read, offset: 0, whence: 9 }), "EINVAL");
    assert_eq!(rig.errno(Syscall::Pread { fd: read, buf: UserAddr(DATA), count: 0, offset: 0 }), "ESPIPE");
    assert_eq!(rig.fcntl(read, F_GETFL, 0), Value(O_RDONLY as u64));
    assert_eq!(rig.fcntl(write, F_GETFL, 0), Value(O_WRONLY as u64));
    let stat = rig.fstat(read);
    assert_eq!((stat.mode, stat.nlink, stat.blksize, stat.size), (S_IFIFO | 0o600, 1, 4096, 0));
    assert_eq!(rig.fstat(write).ino, stat.ino);
    assert_eq!(rig.errno(Syscall::Ftruncate { fd: write, length: 0 }), "EINVAL");
    assert_eq!(rig.errno(Syscall::Fsync { fd: write }), "EINVAL");
    assert_eq!(rig.fcntl(read, F_GETPIPE_SZ, 0), Value(65_536), "PIPE-06");
}

#[test]
fn pipe_10_and_22_nothing_is_nothing() {
    let mut rig = Rig::new();
    let (read, write) = rig.pipe();
    assert_eq!(rig.read(read, 0).unwrap(), b"");
    assert_eq!(rig.call(Syscall::Write { fd: write, buf: UserAddr(8), count: 0 }), Value(0));
    rig.close(read);
    assert_eq!(rig.write(write, b""), Value(0));
}

#[test]
fn pipe_11_to_15_without_blocking() {
    let mut rig = Rig::new();
    let (read, write) = rig.pipe();
    nonblocking(&mut rig, read);
    assert_eq!(rig.fcntl(write, F_GETFL, 0), Value(O_WRONLY as u64), "PIPE-12");
    assert_eq!(rig.read(read, 1), Err(Failed(Errno::EAGAIN)));
    nonblocking(&mut rig, write);
    assert_eq!(rig.write(write, &[7; 70_000]), Value(65_536));
    assert_eq!(rig.write(write, &[7; 1]), Failed(Errno::EAGAIN));
    assert_eq!(rig.read(read, 100).unwrap(), [7; 100]);
    assert_eq!(rig.write(write, &[7; 4096]), Failed(Errno::EAGAIN), "PIPE-15");
}

#[test]
fn pipe_18_to_20_ends() {
    let mut rig = Rig::new();
    let (read, write) = rig.pipe();
    rig.write(write, b"last");
    rig.close(write);
    assert_eq!(rig.read(read, 10).unwrap(), b"last");
    assert_eq!(rig.read(read, 10).unwrap(), b"");
    let (read, write) = rig.pipe();
    rig.close(read);
    ignore_sigpipe(&mut rig);
    assert_eq!(rig.write(write, b"x"), Failed(Errno::EPIPE));
    assert!(rig.kernel.procs.task(rig.tid).pending.set().contains(Signal::PIPE));
}

#[test]
fn pipe_23_a_blocked_write_returns_what_went_when_the_last_reader_goes() {
    let mut rig = Rig::new();
    let (read, write) = rig.pipe();
    let child = rig.fork();
    rig.call_as(child, Syscall::Close { fd: write });
    rig.close(read);
    ignore_sigpipe(&mut rig);
    assert_eq!(rig.write(write, &[1; 131_072]), Asleep);
    rig.call_as(child, Syscall::Close { fd: read });
    assert_eq!(rig.go_on(rig.tid), Value(65_536));
    assert!(rig.kernel.procs.task(rig.tid).pending.set().contains(Signal::PIPE));
}

#[test]
fn pipe_24_a_reader_sleeps_until_data_or_end() {
    let mut rig = Rig::new();
    let (read, write) = rig.pipe();
    let child = rig.fork();
    rig.call_as(child, Syscall::Close { fd: write });
    assert_eq!(rig.read_as(child, read, 100), Err(Asleep));
    assert_eq!(rig.go_on(child), Asleep);
    rig.write(write, b"abc");
    assert_eq!(rig.go_on(child), Value(3));
    assert_eq!(rig.get_as(child, DATA, 3), b"abc");
    assert_eq!(rig.read_as(child, read, 100), Err(Asleep));
    rig.close(write);
    assert_eq!(rig.go_on(child), Value(0));
}

#[test]
fn a_long_write_goes_on_until_all_is_written() {
    let mut rig = Rig::new();
    let (read, write) = rig.pipe();
    let child = rig.fork();
    let data: Vec<u8> = (0..300_000u32).map(|n| (n % 251) as u8).collect();
    assert_eq!(rig.write_as(child, write, &data), Asleep);
    let mut got = Vec::new();
    let mut end = Asleep;
    while got.len() < data.len() {
        got.extend(rig.read(read, 10_000).unwrap());
        if end == Asleep {
            end = rig.go_on(child);
        }
    }
    assert_eq!(end, Value(300_000));
    assert!(got == data);
}

#[test]
fn woken_readers_pass_on_what_they_leave() {
    let mut rig = Rig::new();
    let (read, write) = rig.pipe();
    let readers = [rig.fork(), rig.fork(), rig.fork()];
    for reader in readers {
        assert_eq!(rig.read_as(reader, read, 2), Err(Asleep));
    }
    rig.write(write, b"abcde");
    assert_eq!(rig.kernel.runnable(), [readers[0]], "one wake for data in an empty pipe");
    assert_eq!(rig.go_on(readers[0]), Value(2));
    assert_eq!(rig.go_on(readers[2]), Asleep);
    assert_eq!(rig.go_on(readers[1]), Value(2));
    assert_eq!(rig.go_on(readers[2]), Value(1));
}

#[test]
fn woken_writers_pass_on_the_room_they_leave() {
    let mut rig = Rig::new();
    let (read, write) = rig.pipe();
    let writers = [rig.fork(), rig.fork()];
    rig.write(write, &[0; 65_536]);
    for writer in writers {
        assert_eq!(rig.write_as(writer, write, &[9; 10]), Asleep);
    }
    assert_eq!(rig.read(read, 4095).unwrap().len(), 4095);
    assert_eq!(rig.go_on(writers[0]), Asleep, "no slot is free yet");
    rig.read(read, 8193).unwrap();
    assert_eq!(rig.go_on(writers[1]), Asleep);
    assert_eq!(rig.go_on(writers[0]), Value(10));
    assert_eq!(rig.go_on(writers[1]), Value(10));
}

#[test]
fn pipe_26_to_29() {
    let mut rig = Rig::new();
    assert_eq!(rig.errno(Syscall::Pipe2 { fds: UserAddr(DATA), flags: O_APPEND }), "EINVAL");
    assert_eq!(rig.errno(Syscall::Pipe { fds: UserAddr(8) }), "EFAULT");
    assert_eq!(rig.open("/dev/null", O_RDONLY, 0), Value(3), "none leaked");
    rig.ok(Syscall::Pipe2 { fds: UserAddr(DATA), flags: O_CLOEXEC | O_NONBLOCK });
    for fd in [4, 5] {
        assert_eq!(rig.fcntl(Fd(fd), F_GETFD, 0), Value(1));
        assert_eq!(rig.fcntl(Fd(fd), F_GETFL, 0), Value((O_NONBLOCK | if fd == 5 { O_WRONLY } else { 0 }) as u64));
    }
}

#[test]
fn pipe_35_and_36_and_what_is_not_a_pipe() {
    let mut rig = Rig::new();
    let (read, write) = rig.pipe();
    assert_eq!(rig.fcntl(read, F_SETPIPE_SZ, 0), Value(4096));
    assert_eq!(rig.fcntl(write, F_SETPIPE_SZ, 1 << 21), Failed(Errno::EPERM));
    assert_eq!(rig.fcntl(write, F_SETPIPE_SZ, u64::from(u32::MAX)), Failed(Errno::EINVAL));
    assert_eq!(rig.fcntl(write, F_SETPIPE_SZ, 1 << 20), Value(1 << 20));
    rig.write(write, &[0; 5000]);
    assert_eq!(rig.fcntl(write, F_SETPIPE_SZ, 4096), Failed(Errno::EBUSY));
    let fd = rig.fd("f", O_CREAT);
    assert_eq!(rig.fcntl(fd, F_GETPIPE_SZ, 0), Failed(Errno::EBADF));
}

#[test]
fn vectors_and_faults() {
    let mut rig = Rig::new();
    let (read, write) = rig.pipe();
    rig.put_as(rig.tid, DATA, b"abcdefgh");
    let iov = DATA + 0x1000;
    let pieces = [(DATA + 6, 2u64), (DATA, 0), (DATA, 3)];
    let bytes: Vec<u8> = pieces.iter().flat_map(|(a, l)| [a.to_le_bytes(), l.to_le_bytes()].concat()).collect();
    rig.put_as(rig.tid, iov, &bytes);
    assert_eq!(rig.call(Syscall::Writev { fd: write, iov: UserAddr(iov), iovcnt: 3 }), Value(5));
    assert_eq!(rig.call(Syscall::Readv { fd: read, iov: UserAddr(iov), iovcnt: 3 }), Value(5));
    assert_eq!(
        rig.get_as(rig.tid, DATA, 8),
        b"abcdefgh".map(|b| match b {
            b'g' => b'g',
            b'a' => b'a',
            b => b,
        })
    );
    for count in [-1, 1025] {
        assert_eq!(rig.errno(Syscall::Writev { fd: write, iov: UserAddr(iov), iovcnt: count }), "EINVAL");
    }
    assert_eq!(rig.errno(Syscall::Writev { fd: write, iov: UserAddr(8), iovcnt: 1 }), "EFAULT");
    assert_eq!(rig.errno(Syscall::Write { fd: write, buf: UserAddr(8), count: 1 }), "EFAULT");
    // The first page is there, the second is not: what could be read has gone in.
    let end = MEMORY + (1 << 20);
    assert_eq!(rig.call(Syscall::Write { fd: write, buf: UserAddr(end - 4096), count: 8192 }), Value(4096));
    rig.write(write, b"xyz");
    assert_eq!(rig.errno(Syscall::Read { fd: read, buf: UserAddr(8), count: 10 }), "EFAULT");
    assert_eq!(rig.read(read, 5000).unwrap().len(), 4099, "a failed read loses nothing");
}
