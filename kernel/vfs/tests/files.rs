//! Regular files, devices, the console, attributes.

use super::Done::{Asleep, Failed, Value};
use super::*;
use crate::vfs::OutputChunk;

#[test]
fn bytes_go_in_and_come_out() {
    let mut rig = Rig::new();
    let fd = rig.fd("f", O_CREAT | O_RDWR);
    let data: Vec<u8> = (0..20_000u32).map(|n| (n % 253) as u8).collect();
    assert_eq!(rig.write(fd, &data), Value(20_000));
    assert_eq!(rig.ok(Syscall::Lseek { fd, offset: -5000, whence: SEEK_END }), 15_000);
    assert!(rig.read(fd, 10_000).unwrap() == data[15_000..]);
    assert_eq!(rig.read(fd, 10).unwrap(), b"");
    assert_eq!(rig.call(Syscall::Pread { fd, buf: UserAddr(DATA), count: 3, offset: 4095 }), Value(3));
    assert_eq!(rig.get_as(rig.tid, DATA, 3), data[4095..4098]);
    assert_eq!(rig.ok(Syscall::Lseek { fd, offset: 0, whence: SEEK_CUR }), 20_000);
    let stat = rig.fstat(fd);
    assert_eq!((stat.size, stat.blocks, stat.blksize), (20_000, 40, 4096));
}

#[test]
fn holes_read_as_zeros_and_take_no_room() {
    let mut rig = Rig::new();
    let fd = rig.fd("f", O_CREAT | O_RDWR);
    rig.ok(Syscall::Lseek { fd, offset: 100_000, whence: SEEK_SET });
    rig.write(fd, b"end");
    let stat = rig.fstat(fd);
    assert_eq!((stat.size, stat.blocks), (100_003, 8));
    rig.ok(Syscall::Lseek { fd, offset: 99_998, whence: SEEK_SET });
    assert_eq!(rig.read(fd, 10).unwrap(), b"\0\0end");
    assert_eq!(rig.kernel.vfs.charged_pages, 1);
}

#[test]
fn truncating() {
    let mut rig = Rig::new();
    let fd = rig.fd("f", O_CREAT | O_RDWR);
    rig.write(fd, b"0123456789");
    rig.ok(Syscall::Ftruncate { fd, length: 4 });
    rig.ok(Syscall::Ftruncate { fd, length: 6 });
    assert_eq!(rig.kernel.read_file("/home/user/f").unwrap(), b"0123\0\0");
    let path = rig.path("f");
    rig.ok(Syscall::Truncate { path, length: 1 });
    assert_eq!(rig.fstat(fd).size, 1);
    rig.fd("f", O_WRONLY | O_TRUNC);
    assert_eq!(rig.fstat(fd).size, 0);
    let read_only = rig.fd("f", O_RDONLY);
    assert_eq!(rig.errno(Syscall::Ftruncate { fd: read_only, length: 0 }), "EINVAL");
    assert_eq!(rig.errno(Syscall::Ftruncate { fd: Fd(99), length: -1 }), "EINVAL");
    assert_eq!(rig.errno(Syscall::Ftruncate { fd, length: i64::MAX }), "EFBIG");
}

#[test]
fn seeking() {
    let mut rig = Rig::new();
    let fd = rig.fd("f", O_CREAT | O_RDWR);
    rig.write(fd, b"0123456789");
    for (offset, whence, want) in [
        (-1, SEEK_SET, "EINVAL"),
        (0, 9, "EINVAL"),
        (i64::MAX, SEEK_END, "EOVERFLOW"),
        (-11, SEEK_END, "EINVAL"),
        (3, SEEK_DATA, "3"),
        (3, SEEK_HOLE, "10"),
        (10, SEEK_DATA, "ENXIO"),
        (1 << 40, SEEK_SET, "1099511627776"),
    ] {
        assert_eq!(rig.errno(Syscall::Lseek { fd, offset, whence }), want, "{offset} {whence}");
    }
    assert_eq!(rig.read(fd, 1).unwrap(), b"");
    assert_eq!(rig.write(fd, b"x"), Failed(Errno::EFBIG));
}

#[test]
fn an_unlinked_file_lives_until_it_is_closed() {
    let mut rig = Rig::new();
    let fd = rig.fd("f", O_CREAT | O_RDWR);
    rig.write(fd, b"ghost");
    let (path, inodes) = (rig.path("f"), rig.kernel.vfs.inodes.len());
    rig.ok(Syscall::Unlink { path });
    assert_eq!(rig.call(Syscall::Pread { fd, buf: UserAddr(DATA), count: 9, offset: 0 }), Value(5));
    rig.close(fd);
    assert_eq!(rig.kernel.vfs.inodes.len(), inodes - 1);
    assert_eq!(rig.kernel.vfs.charged_pages, 0);
}

#[test]
fn limits_of_size() {
    let mut rig = Rig::with(Config { max_file_bytes: 16_384, ..Config::default() });
    let fd = rig.fd("f", O_CREAT | O_RDWR);
    assert_eq!(rig.write(fd, &[1; 20_000]), Value(16_384));
    assert_eq!(rig.write(fd, &[1; 1]), Failed(Errno::ENOSPC));
    rig.ok(Syscall::Ftruncate { fd, length: 4096 });
    let other = rig.fd("g", O_CREAT | O_RDWR);
    assert_eq!(rig.write(other, &[1; 20_000]), Value(12_288));
    // RLIMIT_FSIZE: what fits is written, then SIGXFSZ.
    rig.kernel.procs.task_mut(rig.tid).mask = crate::abi::SigSet::of(Signal::XFSZ);
    rig.kernel.process_of_mut(rig.tid).rlimits[RLIMIT_FSIZE as usize].0 = 100;
    let small = rig.fd("h", O_CREAT | O_RDWR | O_TRUNC);
    rig.ok(Syscall::Ftruncate { fd: other, length: 0 });
    assert_eq!(rig.write(small, &[1; 200]), Value(100));
    assert_eq!(rig.write(small, &[1; 200]), Failed(Errno::EFBIG));
    assert_eq!(rig.errno(Syscall::Ftruncate { fd: small, length: 101 }), "EFBIG");
    assert!(rig.kernel.procs.task(rig.tid).pending.set().contains(Signal::XFSZ));
}

#[test]
fn faults_in_the_middle_leave_a_count() {
    let mut rig = Rig::new();
    let fd = rig.fd("f", O_CREAT | O_RDWR);
    let end = MEMORY + (1 << 20);
    let call = Syscall::Write { fd, buf: UserAddr(end - 100), count: 1000 };
    assert_eq!(rig.call(call), Value(100));
    assert_eq!(rig.errno(Syscall::Write { fd, buf: UserAddr(8), count: 10 }), "EFAULT");
    rig.ok(Syscall::Lseek { fd, offset: 0, whence: SEEK_SET });
    assert_eq!(rig.call(Syscall::Read { fd, buf: UserAddr(end - 10), count: 1000 }), Value(10));
    assert_eq!(rig.errno(Syscall::Read { fd, buf: UserAddr(u64::MAX - 4), count: u64::MAX }), "EFAULT");
    let dir = rig.fd(".", O_RDONLY);
    assert_eq!(rig.read(dir, 1), Err(Failed(Errno::EISDIR)));
}

#[test]
fn devices() {
    let mut rig = Rig::new();
    let null = rig.fd("/dev/null", O_RDWR);
    assert_eq!((rig.read(null, 9).unwrap(), rig.write(null, b"abc")), (Vec::new(), Value(3)));
    for (offset, whence, want) in [(100, SEEK_SET, "0"), (-100, SEEK_END, "0"), (0, 77, "EINVAL")] {
        assert_eq!(rig.errno(Syscall::Lseek { fd: null, offset, whence }), want);
    }
    assert_eq!(rig.errno(Syscall::Ftruncate { fd: null, length: 0 }), "EINVAL");
    assert_eq!(rig.errno(Syscall::Fsync { fd: null }), "EINVAL");
    assert_eq!(rig.errno(Syscall::Ioctl { fd: null, request: FIONREAD, arg: DATA }), "ENOTTY");
    let zero = rig.fd("/dev/zero", O_RDWR);
    assert_eq!(rig.read(zero, 10_000).unwrap(), vec![0; 10_000]);
    let full = rig.fd("/dev/full", O_RDWR);
    assert_eq!((rig.write(full, b"x"), rig.write(full, b"")), (Failed(Errno::ENOSPC), Failed(Errno::ENOSPC)));
    let stat = rig.fstat(null);
    assert_eq!((stat.mode, stat.rdev), (S_IFCHR | 0o666, 0x103));
}

#[test]
fn random_bytes_follow_from_the_seed() {
    let draw = |seed| {
        let mut rig = Rig::with(Config { seed, ..Config::default() });
        let fd = rig.fd("/dev/urandom", O_RDONLY);
        let mut bytes = rig.read(fd, 16).unwrap();
        rig.ok(Syscall::Getrandom { buf: UserAddr(DATA), size: 16, flags: 0 });
        bytes.extend(rig.get_as(rig.tid, DATA, 16));
        bytes
    };
    assert_eq!(draw(1), draw(1));
    assert_ne!(draw(1), draw(2));
    let mut rig = Rig::new();
    assert_eq!(rig.errno(Syscall::Getrandom { buf: UserAddr(DATA), size: 1, flags: 8 }), "EINVAL");
}

#[test]
fn the_outside_world() {
    let mut rig = Rig::new();
    rig.write(Fd(1), b"out");
    rig.write(Fd(1), b"put");
    rig.write(Fd(2), b"err");
    let chunk = |fd, bytes: &[u8]| OutputChunk { fd, bytes: bytes.to_vec() };
    assert_eq!(rig.kernel.take_output(), [chunk(1, b"output"), chunk(2, b"err")]);
    assert_eq!(rig.read(Fd(0), 100), Err(Asleep));
    rig.kernel.feed_input(b"one\ntwo\n");
    assert_eq!(rig.go_on(rig.tid), Value(8));
    rig.kernel.feed_eof();
    assert_eq!(rig.read(Fd(0), 100).unwrap(), b"");
    assert_eq!(rig.fstat(Fd(0)).mode, S_IFIFO | 0o600);
    assert_eq!(rig.errno(Syscall::Lseek { fd: Fd(0), offset: 0, whence: 0 }), "ESPIPE");
    assert_eq!(rig.errno(Syscall::Ioctl { fd: Fd(1), request: TCGETS, arg: DATA }), "ENOTTY");
}

#[test]
fn a_terminal_like_console_hands_out_lines() {
    let mut rig = Rig::new();
    let file = rig.kernel.host_stdio(Stdio::Input(Look::Terminal), crate::vfs::boot::USER).unwrap();
    let fd = rig.kernel.fd_install(rig.tid, file, false).unwrap();
    rig.ok(Syscall::Ioctl { fd, request: TCGETS, arg: DATA });
    rig.kernel.feed_input(b"one\ntwo");
    assert_eq!(rig.read(fd, 100).unwrap(), b"one\n");
    assert_eq!(rig.read(fd, 2).unwrap(), b"tw");
    assert_eq!(rig.fstat(fd).mode & S_IFMT, S_IFCHR);
}

#[test]
fn standard_input_from_a_file_can_be_sought() {
    let mut rig = Rig::new();
    let file = rig.kernel.host_stdio(Stdio::File(b"contents".to_vec()), crate::vfs::boot::USER).unwrap();
    let fd = rig.kernel.fd_install(rig.tid, file, false).unwrap();
    assert_eq!(rig.read(fd, 3).unwrap(), b"con");
    rig.ok(Syscall::Lseek { fd, offset: -2, whence: SEEK_END });
    assert_eq!(rig.read(fd, 3).unwrap(), b"ts");
    assert_eq!(rig.write(fd, b"x"), Failed(Errno::EBADF));
}

#[test]
fn times_come_from_the_virtual_clock() {
    let mut rig = Rig::new();
    let fd = rig.fd("f", O_CREAT | O_RDWR);
    let made = rig.fstat(fd);
    assert_eq!(made.mtime, 1_700_000_000);
    rig.write(fd, b"x");
    let written = rig.fstat(fd);
    assert!(written.mtime_nsec > made.mtime_nsec && written.atime_nsec == made.atime_nsec);
    let times = [5i64, 6, 7, 8].iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<_>>();
    rig.put_as(rig.tid, DATA, &times);
    let set = Syscall::Utimensat { dir: fd, path: UserAddr::NULL, times: UserAddr(DATA), flags: 0 };
    rig.ok(set);
    let stat = rig.fstat(fd);
    assert_eq!((stat.atime, stat.atime_nsec, stat.mtime, stat.mtime_nsec), (5, 6, 7, 8));
}

#[test]
fn the_umask_applies_to_what_is_made() {
    let mut rig = Rig::new();
    assert_eq!(rig.call(Syscall::Umask { mask: 0o7077 }), Value(0o22));
    let fd = rig.fd("f", O_CREAT | O_RDWR);
    assert_eq!(rig.fstat(fd).mode, S_IFREG | 0o600);
    assert_eq!(rig.call(Syscall::Umask { mask: 0o22 }), Value(0o77));
    // The mode does not matter for the open that makes the file.
    let path = rig.path("g");
    let fd = Fd(rig.ok(Syscall::Open { path, flags: O_CREAT | O_RDWR, mode: 0 }) as i32);
    assert_eq!(rig.write(fd, b"x"), Value(1));
    assert_eq!(rig.open("g", O_RDONLY, 0), Failed(Errno::EACCES));
}
