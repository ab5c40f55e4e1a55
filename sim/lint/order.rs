//! What orders two tasks: every way in which one learns that the other has come to some point. More order than there is hides
//! a race; less would invent one. So where it is not exactly known what was learnt, all is.

use super::clocks::{Clocks, Key};
use super::scene::{Look, Open, Scene};
use forklore_kernel::abi::flags::{O_CREAT, O_EXCL};
use forklore_kernel::abi::{Fd, Pid, Syscall, Tid};
use forklore_kernel::trace::event::{Disposition, Event, EventKind, Outcome};
use forklore_kernel::vfs::file::FileKind;

/// Takes in what the kernel has done.
pub(super) fn look(clocks: &mut Clocks, scene: &Scene, look: &Look) {
    for closed in &look.closed {
        let by = scene.tasks.iter().find(|(_, facts)| facts.pid == closed.pid).map(|(tid, _)| *tid);
        let by = look.events.iter().map(|event| event.tid).find(|tid| scene.pid(*tid) == closed.pid).or(by);
        if let Some(tid) = by {
            clocks.release(tid, key(&closed.open));
        }
    }
    for event in look.events {
        one(clocks, scene, look, event);
    }
}

fn one(clocks: &mut Clocks, scene: &Scene, look: &Look, event: &Event) {
    let tid = event.tid;
    let pid = scene.pid(tid);
    match &event.kind {
        EventKind::Enter { call, .. } => enter(clocks, scene, look, tid, call),
        EventKind::Exit { call, outcome: Outcome::Value(value), .. } => exit(clocks, scene, tid, call, *value),
        EventKind::Woken { by: Some(by) } => clocks.tell(*by, tid),
        EventKind::Forked { child } => clocks.tell(tid, *child),
        // One that is ignored tells the program nothing.
        EventKind::Signal { disposition: Disposition::Caught, .. } => {
            clocks.acquire(tid, Key::Signals(pid));
            clocks.acquire(tid, Key::GroupSignals);
        }
        EventKind::Exited { .. } | EventKind::Killed { .. } => {
            clocks.release(tid, Key::End(pid));
            clocks.release(tid, Key::ThreadEnds(pid));
            if let Some(process) = scene.processes.get(&pid) {
                clocks.release(tid, Key::Signals(process.parent));
            }
            clocks.release(tid, Key::Names);
        }
        _ => {}
    }
}

fn key(open: &Open) -> Key {
    match open.kind {
        FileKind::Socket(_) => Key::Sockets,
        FileKind::Tty(_) | FileKind::PtyMaster(_) => Key::Terminals,
        _ => Key::Inode(open.ino),
    }
}

fn key_of(scene: &Scene, tid: Tid, fd: Fd) -> Option<Key> {
    scene.processes.get(&scene.pid(tid))?.fds.get(&fd).map(key)
}

/// What a call tells others, from its start: they may learn of it before it returns.
fn enter(clocks: &mut Clocks, scene: &Scene, _: &Look, tid: Tid, call: &Syscall) {
    use Syscall as C;
    let told = match *call {
        C::Write { fd, .. }
        | C::Writev { fd, .. }
        | C::Pwrite { fd, .. }
        | C::Pwritev { fd, .. }
        | C::Sendto { fd, .. }
        | C::Sendmsg { fd, .. }
        | C::Sendmmsg { fd, .. }
        | C::Connect { fd, .. }
        | C::Shutdown { fd, .. }
        | C::Listen { fd, .. }
        | C::Bind { fd, .. }
        | C::MqTimedsend { fd, .. }
        | C::Flock { fd, .. }
        | C::Fcntl { fd, .. }
        | C::Ftruncate { fd, .. }
        | C::Lseek { fd, .. }
        | C::TimerfdSettime { fd, .. }
        // Reading tells too: of the room that it makes.
        | C::Read { fd, .. }
        | C::Readv { fd, .. }
        | C::Recvfrom { fd, .. }
        | C::Recvmsg { fd, .. }
        | C::MqTimedreceive { fd, .. }
        | C::Accept { fd, .. }
        | C::Accept4 { fd, .. } => key_of(scene, tid, fd),
        C::Msgsnd { id, .. } | C::Msgrcv { id, .. } | C::Msgctl { id, .. } => Some(Key::Messages(id)),
        C::Semop { id, .. } | C::Semtimedop { id, .. } | C::Semctl { id, .. } => Some(Key::Semaphores(id)),
        C::Kill { pid, .. } if pid > 0 => Some(Key::Signals(Pid(pid as u32))),
        C::Tgkill { tgid: pid, .. } | C::RtSigqueueinfo { pid, .. } | C::RtTgsigqueueinfo { tgid: pid, .. } => {
            Some(Key::Signals(Pid(pid as u32)))
        }
        C::Tkill { tid: to, .. } => Some(Key::Signals(scene.pid(Tid(to as u32)))),
        C::Kill { .. } => Some(Key::GroupSignals),
        C::Unlink { .. }
        | C::Unlinkat { .. }
        | C::Link { .. }
        | C::Linkat { .. }
        | C::Rename { .. }
        | C::Renameat { .. }
        | C::Renameat2 { .. }
        | C::Mkdir { .. }
        | C::Mkdirat { .. }
        | C::Rmdir { .. }
        | C::Mknod { .. }
        | C::Mknodat { .. }
        | C::Open { .. }
        | C::Openat { .. }
        | C::MqOpen { .. }
        | C::Msgget { .. }
        | C::Semget { .. }
        | C::Shmget { .. }
        | C::Shmctl { .. } => Some(Key::Names),
        _ => None,
    };
    if let Some(key) = told {
        clocks.release(tid, key);
    }
}

/// What a call has learnt when it returns.
fn exit(clocks: &mut Clocks, scene: &Scene, tid: Tid, call: &Syscall, value: i64) {
    use Syscall as C;
    let pid = scene.pid(tid);
    let learnt = match *call {
        C::Read { fd, .. }
        | C::Readv { fd, .. }
        | C::Pread { fd, .. }
        | C::Recvfrom { fd, .. }
        | C::Recvmsg { fd, .. }
        | C::Recvmmsg { fd, .. }
        | C::Write { fd, .. }
        | C::Writev { fd, .. }
        | C::Connect { fd, .. }
        | C::Accept { fd, .. }
        | C::Accept4 { fd, .. }
        | C::MqTimedreceive { fd, .. }
        | C::MqTimedsend { fd, .. }
        | C::Flock { fd, .. }
        | C::Fcntl { fd, .. }
        | C::Ioctl { fd, .. }
        | C::Lseek { fd, .. }
        | C::Fstat { fd, .. } => key_of(scene, tid, fd),
        C::Msgrcv { id, .. } | C::Msgsnd { id, .. } | C::Msgctl { id, .. } => Some(Key::Messages(id)),
        C::Semop { id, .. } | C::Semtimedop { id, .. } | C::Semctl { id, .. } => Some(Key::Semaphores(id)),
        C::Wait4 { .. } if value > 0 => Some(Key::End(Pid(value as u32))),
        C::Waitid { .. } => {
            let children: Vec<Pid> =
                scene.processes.iter().filter(|(_, p)| p.parent == pid).map(|(pid, _)| *pid).collect();
            children.into_iter().for_each(|child| clocks.acquire(tid, Key::End(child)));
            None
        }
        C::RtSigtimedwait { .. } | C::RtSigpending { .. } => {
            clocks.acquire(tid, Key::GroupSignals);
            Some(Key::Signals(pid))
        }
        C::Open { flags, .. } | C::Openat { flags, .. } | C::MqOpen { flags, .. } => {
            if flags & (O_CREAT | O_EXCL) == O_CREAT {
                clocks.release(tid, Key::Names);
            }
            if let Ok(fd) = i32::try_from(value)
                && let Some(key) = key_of(scene, tid, Fd(fd))
            {
                clocks.acquire(tid, key);
                clocks.release(tid, key);
            }
            Some(Key::Names)
        }
        C::Stat { .. }
        | C::Newfstatat { .. }
        | C::Access { .. }
        | C::Faccessat { .. }
        | C::Faccessat2 { .. }
        | C::Link { .. }
        | C::Linkat { .. }
        | C::Mkdir { .. }
        | C::Mkdirat { .. }
        | C::Unlink { .. }
        | C::Unlinkat { .. }
        | C::Rename { .. }
        | C::Msgget { .. }
        | C::Semget { .. }
        | C::Shmget { .. }
        | C::Shmctl { .. } => Some(Key::Names),
        C::Poll { .. }
        | C::Ppoll { .. }
        | C::Select { .. }
        | C::Pselect6 { .. }
        | C::EpollWait { .. }
        | C::EpollPwait { .. } => {
            let open: Vec<Key> =
                scene.processes.get(&pid).map(|p| p.fds.values().map(key).collect()).unwrap_or_default();
            open.into_iter().for_each(|key| clocks.acquire(tid, key));
            None
        }
        _ => None,
    };
    if let Some(key) = learnt {
        clocks.acquire(tid, key);
    }
}
