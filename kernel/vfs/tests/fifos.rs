//! Named pipes (facts FIFO-*).

use super::Done::{Asleep, Failed, Value};
use super::*;

fn rig() -> Rig {
    let mut rig = Rig::new();
    assert_eq!(mkfifo(&mut rig, "fifo", 0o666), Value(0));
    rig
}

fn mkfifo(rig: &mut Rig, path: &str, mode: u32) -> Done {
    let path = rig.path(path);
    rig.call(Syscall::Mknod { path, mode: S_IFIFO | mode, dev: 0 })
}

fn open_as(rig: &mut Rig, tid: Tid, flags: i32) -> Done {
    rig.put_as(tid, DATA, b"fifo\0");
    rig.call_as(tid, Syscall::Open { path: UserAddr(DATA), flags, mode: 0 })
}

#[test]
fn fifo_01_to_04_making() {
    let mut rig = rig();
    let stat = rig.lstat("fifo").unwrap();
    assert_eq!((stat.mode, stat.size, stat.nlink), (S_IFIFO | 0o644, 0, 1));
    assert_eq!(mkfifo(&mut rig, "fifo", 0o666), Failed(Errno::EEXIST));
    assert_eq!(mkfifo(&mut rig, "missing/fifo", 0o666), Failed(Errno::ENOENT));
    assert_eq!(mkfifo(&mut rig, "fifo/", 0o666), Failed(Errno::EEXIST));
    assert_eq!(mkfifo(&mut rig, "other/", 0o666), Failed(Errno::ENOENT));
}

#[test]
fn fifo_05_to_11_without_blocking() {
    let mut rig = rig();
    assert_eq!(rig.open("fifo", O_WRONLY | O_NONBLOCK, 0), Failed(Errno::ENXIO));
    let read = rig.fd("fifo", O_RDONLY | O_NONBLOCK);
    assert_eq!(rig.read(read, 1).unwrap(), b"", "FIFO-07");
    let write = rig.fd("fifo", O_WRONLY | O_NONBLOCK);
    assert_eq!(rig.read(read, 1), Err(Failed(Errno::EAGAIN)), "FIFO-10");
    rig.write(write, b"left");
    rig.close(write);
    assert_eq!(rig.read(read, 10).unwrap(), b"left");
    assert_eq!(rig.read(read, 10).unwrap(), b"");
    let write = rig.fd("fifo", O_WRONLY | O_NONBLOCK);
    assert_eq!(rig.read(read, 1), Err(Failed(Errno::EAGAIN)), "FIFO-13");
    rig.write(write, b"lost");
    rig.close(write);
    rig.close(read);
    let read = rig.fd("fifo", O_RDONLY | O_NONBLOCK);
    assert_eq!(rig.read(read, 10).unwrap(), b"", "FIFO-14");
}

#[test]
fn fifo_15_and_16_opens_wait_for_each_other() {
    for (first, second) in [(O_RDONLY, O_WRONLY), (O_WRONLY, O_RDONLY)] {
        let mut rig = rig();
        let child = rig.fork();
        assert_eq!(open_as(&mut rig, child, first), Asleep);
        assert_eq!(rig.open("fifo", second, 0), Value(3));
        assert_eq!(rig.go_on(child), Value(3));
    }
}

#[test]
fn a_partner_that_has_come_and_gone_lets_the_open_finish() {
    let mut rig = rig();
    let child = rig.fork();
    assert_eq!(open_as(&mut rig, child, O_WRONLY), Asleep);
    let read = rig.fd("fifo", O_RDONLY);
    rig.close(read);
    assert_eq!(rig.go_on(child), Value(3));
    assert_eq!(rig.write_as(child, Fd(3), b""), Value(0));
}

#[test]
fn several_waiting_readers_are_all_let_in_by_one_writer() {
    let mut rig = rig();
    let children = [rig.fork(), rig.fork(), rig.fork()];
    for child in children {
        assert_eq!(open_as(&mut rig, child, O_RDONLY), Asleep);
    }
    rig.fd("fifo", O_WRONLY);
    for child in children {
        assert_eq!(rig.go_on(child), Value(3));
    }
}

#[test]
fn fifo_18_reading_and_writing_never_blocks() {
    let mut rig = rig();
    let fd = rig.fd("fifo", O_RDWR);
    rig.write(fd, b"own");
    assert_eq!(rig.read(fd, 10).unwrap(), b"own");
    assert_eq!(rig.open("fifo", 3 | O_NONBLOCK, 0), Failed(Errno::EINVAL));
}

#[test]
fn fifo_19_a_cancelled_open_leaves_nothing() {
    let mut rig = rig();
    let child = rig.fork();
    assert_eq!(open_as(&mut rig, child, O_RDONLY), Asleep);
    rig.kernel.open_cancel(child);
    rig.kernel.check().unwrap();
    assert_eq!(rig.open("fifo", O_WRONLY | O_NONBLOCK, 0), Failed(Errno::ENXIO));
    assert_eq!(rig.kernel.pipes.iter().count(), 0);
}

#[test]
fn fifo_19_a_handler_ends_a_waiting_open() {
    use crate::abi::Signal;
    for (flags, restarts) in [(0u64, false), (SA_RESTART, true)] {
        let mut rig = rig();
        let child = rig.fork();
        let action = crate::abi::layout::SigAction {
            handler: 0x401000,
            flags: flags | SA_RESTORER,
            restorer: 0x401010,
            mask: 0,
        };
        rig.put_as(child, DATA + 0x1000, &action.encode());
        let signum = i32::from(Signal::USR1.number());
        let call = Syscall::RtSigaction { signum, act: UserAddr(DATA + 0x1000), oldact: UserAddr::NULL, sigsetsize: 8 };
        assert_eq!(rig.call_as(child, call), Value(0));
        assert_eq!(open_as(&mut rig, child, O_RDONLY), Asleep);
        rig.ok(Syscall::Kill { pid: child.0 as i32, sig: signum });
        assert!(rig.kernel.claim(child));
        let Flow::Handlers(value) = rig.kernel.resume(child, UserAddr(MEMORY + 0xf_0000)) else { panic!("no handler") };
        assert_eq!(value, (!restarts).then_some(-Errno::EINTR.number()));
        // It no longer counts as a reader while the handler runs.
        rig.kernel.check().unwrap();
        assert_eq!(rig.kernel.pipes.iter().count(), 0);
        let saved = rig.kernel.next_handler(child).unwrap().saved;
        assert!(rig.kernel.claim(child));
        let flow = rig.kernel.sigreturn(child, UserAddr(MEMORY + 0xf_0000), saved);
        assert_eq!(flow, if restarts { Flow::Slept } else { Flow::Resume(None) });
        let writer = rig.open("fifo", O_WRONLY | O_NONBLOCK, 0);
        assert_eq!(writer, if restarts { Value(3) } else { Failed(Errno::ENXIO) });
    }
}

#[test]
fn fifo_20_an_unlinked_fifo_goes_on_working() {
    let mut rig = rig();
    let read = rig.fd("fifo", O_RDONLY | O_NONBLOCK);
    let write = rig.fd("fifo", O_WRONLY);
    let path = rig.path("fifo");
    rig.ok(Syscall::Unlink { path });
    rig.write(write, b"still");
    assert_eq!(rig.read(read, 10).unwrap(), b"still");
    assert_eq!(rig.fstat(read).nlink, 0);
}

#[test]
fn fifo_21_and_22_permissions_and_truncate() {
    let mut rig = rig();
    let path = rig.path("fifo");
    rig.ok(Syscall::Chmod { path, mode: 0o400 });
    assert_eq!(rig.open("fifo", O_WRONLY | O_NONBLOCK, 0), Failed(Errno::EACCES));
    let path = rig.path("fifo");
    assert_eq!(rig.errno(Syscall::Truncate { path, length: 0 }), "EINVAL");
    assert_eq!(rig.open("fifo", O_RDONLY | O_DIRECTORY, 0), Failed(Errno::ENOTDIR));
}
