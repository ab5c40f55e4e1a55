//! Descriptors: dup, fcntl, close-on-exec (facts FD-*).

use super::Done::{Failed, Value};
use super::*;

fn cloexec(rig: &mut Rig, fd: Fd) -> Done {
    rig.fcntl(fd, F_GETFD, 0)
}

#[test]
fn fd_02_to_04_dup_shares_offset_and_status_flags_and_open_does_not() {
    let mut rig = Rig::new();
    let fd = rig.fd("f", O_CREAT | O_RDWR);
    rig.write(fd, b"0123456789");
    let dup = Fd(rig.ok(Syscall::Dup { fd }) as i32);
    rig.ok(Syscall::Lseek { fd, offset: 3, whence: SEEK_SET });
    assert_eq!(rig.read(dup, 2).unwrap(), b"34");
    let other = rig.fd("f", O_RDONLY);
    assert_eq!(rig.read(other, 2).unwrap(), b"01");
    rig.fcntl(dup, F_SETFL, (O_APPEND | O_NONBLOCK) as u64);
    let flags = (O_RDWR | O_APPEND | O_NONBLOCK | O_LARGEFILE) as u64;
    assert_eq!(rig.fcntl(fd, F_GETFL, 0), Value(flags));
}

#[test]
fn fd_05_to_08_close_on_exec_belongs_to_the_descriptor() {
    let mut rig = Rig::new();
    let fd = rig.fd("f", O_CREAT | O_RDWR | O_CLOEXEC);
    assert_eq!(cloexec(&mut rig, fd), Value(1));
    let dup = Fd(rig.ok(Syscall::Dup { fd }) as i32);
    assert_eq!(cloexec(&mut rig, dup), Value(0));
    assert_eq!(rig.fcntl(fd, F_DUPFD, 20), Value(20));
    assert_eq!(cloexec(&mut rig, Fd(20)), Value(0));
    assert_eq!(rig.fcntl(fd, F_DUPFD_CLOEXEC, 20), Value(21));
    assert_eq!(cloexec(&mut rig, Fd(21)), Value(1));
    rig.fcntl(Fd(20), F_SETFD, 1);
    assert_eq!((cloexec(&mut rig, Fd(20)), cloexec(&mut rig, dup)), (Value(1), Value(0)));
}

#[test]
fn fd_09_to_16_dup2_and_dup3() {
    let mut rig = Rig::new();
    let fd = rig.fd("f", O_CREAT | O_RDWR | O_CLOEXEC);
    assert_eq!(rig.call(Syscall::Dup2 { old: fd, new: fd }), Value(fd.0 as u64));
    assert_eq!(cloexec(&mut rig, fd), Value(1));
    for (old, new) in [(99, 99), (99, 1), (fd.0, -1), (fd.0, 1024)] {
        assert_eq!(rig.call(Syscall::Dup2 { old: Fd(old), new: Fd(new) }), Failed(Errno::EBADF), "{old} {new}");
    }
    assert_eq!(rig.write(Fd(1), b"x"), Value(1), "FD-13: the target stays open");
    for (old, new, flags) in [(fd, fd, 0), (fd, Fd(9), 1), (Fd(99), Fd(99), 0)] {
        assert_eq!(rig.call(Syscall::Dup3 { old, new, flags }), Failed(Errno::EINVAL));
    }
    assert_eq!(rig.call(Syscall::Dup3 { old: fd, new: Fd(9), flags: O_CLOEXEC }), Value(9));
    assert_eq!(cloexec(&mut rig, Fd(9)), Value(1));
    assert_eq!(rig.call(Syscall::Dup { fd: Fd(99) }), Failed(Errno::EBADF));
}

#[test]
fn fd_16_and_17_dup2_closes_what_was_there() {
    let mut rig = Rig::new();
    let (read, write) = rig.pipe();
    let dup = Fd(rig.ok(Syscall::Dup { fd: write }) as i32);
    rig.close(write);
    rig.fcntl(read, F_SETFL, O_NONBLOCK as u64);
    assert_eq!(rig.read(read, 1), Err(Failed(Errno::EAGAIN)));
    rig.ok(Syscall::Dup2 { old: Fd(1), new: dup });
    assert_eq!(rig.read(read, 1).unwrap(), b"");
}

#[test]
fn fd_18_to_23_errors() {
    let mut rig = Rig::new();
    assert_eq!(rig.call(Syscall::Close { fd: Fd(99) }), Failed(Errno::EBADF));
    assert_eq!(rig.read(Fd(-1), 1), Err(Failed(Errno::EBADF)));
    assert_eq!(rig.write(Fd(99), b"x"), Failed(Errno::EBADF));
    assert_eq!(rig.fcntl(Fd(0), 12345, 0), Failed(Errno::EINVAL));
    assert_eq!(rig.fcntl(Fd(99), 12345, 0), Failed(Errno::EBADF));
    assert_eq!(rig.fcntl(Fd(0), F_DUPFD, u64::MAX), Failed(Errno::EINVAL));
    assert_eq!(rig.fcntl(Fd(0), F_DUPFD, 1024), Failed(Errno::EINVAL));
    assert_eq!(rig.fcntl(Fd(0), F_SETOWN, 99_999), Failed(Errno::ESRCH));
    assert_eq!(rig.fcntl(Fd(0), F_SETOWN, 0x8000_0000), Failed(Errno::EINVAL));
}

#[test]
fn fd_24_no_free_descriptor_is_found_out_before_the_path() {
    let mut rig = Rig::new();
    rig.kernel.process_of_mut(rig.tid).rlimits[RLIMIT_NOFILE as usize].0 = 4;
    rig.fd("f", O_CREAT);
    assert_eq!(rig.open("missing", O_RDONLY, 0), Failed(Errno::EMFILE));
    assert_eq!(rig.call(Syscall::Dup { fd: Fd(0) }), Failed(Errno::EMFILE));
    rig.close(Fd(3));
    assert_eq!(rig.call(Syscall::Pipe { fds: UserAddr(DATA) }), Failed(Errno::EMFILE), "PIPE-28");
    assert_eq!(rig.kernel.pipes.iter().count(), 0);
}

#[test]
fn fd_25_to_27_after_fork_offsets_are_shared_and_tables_are_not() {
    let mut rig = Rig::new();
    let fd = rig.fd("f", O_CREAT | O_RDWR);
    rig.write(fd, b"0123456789");
    rig.ok(Syscall::Lseek { fd, offset: 2, whence: SEEK_SET });
    let child = rig.fork();
    assert_eq!(rig.read_as(child, fd, 3).unwrap(), b"234");
    assert_eq!(rig.read(fd, 1).unwrap(), b"5");
    rig.call_as(child, Syscall::Fcntl { fd, cmd: F_SETFD, arg: 1 });
    assert_eq!(cloexec(&mut rig, fd), Value(0));
    rig.call_as(child, Syscall::Close { fd });
    assert_eq!(rig.read(fd, 1).unwrap(), b"6");
}

#[test]
fn fd_28_and_29_exec_closes_what_is_marked() {
    let mut rig = Rig::new();
    let (marked, kept) = (rig.fd("a", O_CREAT | O_CLOEXEC), rig.fd("b", O_CREAT));
    let table = rig.kernel.procs.task(rig.tid).fds;
    rig.kernel.fd_table_close_on_exec(table);
    assert_eq!(cloexec(&mut rig, marked), Failed(Errno::EBADF));
    assert_eq!(cloexec(&mut rig, kept), Value(0));
}

#[test]
fn fd_30_to_34() {
    let mut rig = Rig::new();
    let fd = rig.fd("f", O_CREAT | O_RDWR | O_APPEND);
    rig.write(fd, b"abc");
    rig.ok(Syscall::Lseek { fd, offset: 0, whence: SEEK_SET });
    rig.write(fd, b"def");
    assert_eq!(rig.kernel.read_file("/home/user/f").unwrap(), b"abcdef");
    rig.fcntl(fd, F_SETFL, O_WRONLY as u64);
    assert_eq!(rig.fcntl(fd, F_GETFL, 0), Value((O_RDWR | O_LARGEFILE) as u64), "FD-31");
    assert_eq!(rig.open("f", O_CREAT | O_EXCL, 0), Failed(Errno::EEXIST));
    assert_eq!(rig.open("missing", O_RDONLY, 0), Failed(Errno::ENOENT));
    rig.close(Fd(0));
    assert_eq!(rig.open("f", O_RDONLY, 0), Value(0));
}

#[test]
fn handles_of_o_path_only_name() {
    let mut rig = Rig::new();
    rig.fd("f", O_CREAT);
    let fd = rig.fd("f", O_PATH | O_RDWR | O_CLOEXEC);
    assert_eq!(rig.fcntl(fd, F_GETFL, 0), Value(O_PATH as u64));
    assert_eq!(rig.fcntl(fd, F_SETFL, 0), Failed(Errno::EBADF));
    assert_eq!(rig.read(fd, 1), Err(Failed(Errno::EBADF)));
    assert_eq!(rig.call(Syscall::Fchmod { fd, mode: 0 }), Failed(Errno::EBADF));
    assert_eq!(rig.call(Syscall::Ioctl { fd, request: FIOCLEX, arg: 0 }), Failed(Errno::EBADF));
    assert_eq!(rig.call(Syscall::Fchdir { fd }), Failed(Errno::ENOTDIR));
    assert_eq!(rig.fstat(fd).mode, S_IFREG | 0o644);
}

#[test]
fn ioctl_of_every_descriptor() {
    let mut rig = Rig::new();
    let (read, write) = rig.pipe();
    rig.ok(Syscall::Ioctl { fd: read, request: FIOCLEX, arg: 0 });
    assert_eq!(cloexec(&mut rig, read), Value(1));
    rig.put_as(rig.tid, DATA, &1i32.to_le_bytes());
    rig.ok(Syscall::Ioctl { fd: read, request: FIONBIO, arg: DATA });
    assert_eq!(rig.fcntl(read, F_GETFL, 0), Value(O_NONBLOCK as u64));
    rig.write(write, b"hello");
    rig.ok(Syscall::Ioctl { fd: read, request: FIONREAD, arg: DATA });
    assert_eq!(rig.get_as(rig.tid, DATA, 4), 5i32.to_le_bytes());
    assert_eq!(rig.call(Syscall::Ioctl { fd: read, request: TCGETS, arg: DATA }), Failed(Errno::ENOTTY));
}

#[test]
fn a_range_is_closed_at_once() {
    let mut rig = Rig::new();
    rig.pipe();
    assert_eq!(rig.errno(Syscall::CloseRange { first: 4, last: 3, flags: 0 }), "EINVAL");
    rig.ok(Syscall::CloseRange { first: 4, last: u32::MAX, flags: 4 });
    assert_eq!((cloexec(&mut rig, Fd(3)), cloexec(&mut rig, Fd(4))), (Value(0), Value(1)));
    rig.ok(Syscall::CloseRange { first: 3, last: u32::MAX, flags: 0 });
    assert_eq!(rig.open("/dev/null", O_RDONLY, 0), Value(3));
}

#[test]
fn ten_thousand_descriptors() {
    let mut rig = Rig::new();
    rig.kernel.process_of_mut(rig.tid).rlimits[RLIMIT_NOFILE as usize].0 = 10_100;
    let table = rig.kernel.procs.task(rig.tid).fds;
    for _ in 3..10_000 {
        let file = rig.kernel.fds(rig.tid).get(Fd(0)).unwrap().file;
        rig.kernel.vfs.file_get(file);
        rig.kernel.fd_install(rig.tid, file, false).unwrap();
    }
    for fd in [9_999, 5_000, 64] {
        rig.close(Fd(fd));
    }
    for fd in [64, 5_000, 9_999, 10_000] {
        assert_eq!(rig.open("/dev/null", O_RDONLY, 0), Value(fd));
    }
    assert_eq!(rig.kernel.procs.fd_tables[table.0].open_count(), 10_001);
}
