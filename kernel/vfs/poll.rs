//! Readiness of files: what poll(2), select(2) and epoll(7) are told about an open file description, and which queues
//! whoever waits for a change of it joins.
//!
//! Entry points: [`Kernel::file_poll`], [`Kernel::poll_queues`]. Whoever adds a kind of file adds its arm to both and to
//! [`FileKind::can_poll`], and wakes those queues ([`Kernel::wake`], [`Kernel::wake_one`], [`Kernel::wake_pollers`])
//! whenever the readiness changes, also when nobody is blocked in a call of it. The calls themselves are in `poll_calls`.

use super::file::{Device, FileKind, OpenFile};
use crate::Kernel;
use crate::abi::poll::PollMask;
use crate::abi::{FileId, PipeId};
use crate::ipc::pipe::Ends;
use crate::sched::wait::WaitOn;

/// The queues of a file: one for its reading and one for its writing side, and for a datagram socket its receiver's.
pub type PollQueues = [Option<WaitOn>; 3];

impl FileKind {
    /// Has it a notion of readiness? epoll takes no others (EPERM), and poll always finds them ready (POLL-11).
    pub fn can_poll(self) -> bool {
        match self {
            FileKind::Regular | FileKind::Directory | FileKind::Proc | FileKind::Path => false,
            FileKind::Device(Device::Null | Device::Zero | Device::Full | Device::Urandom | Device::HostFile(_)) => {
                false
            }
            FileKind::Device(_)
            | FileKind::Pipe(..)
            | FileKind::Socket(_)
            | FileKind::MessageQueue(_)
            | FileKind::Tty(_)
            | FileKind::PtyMaster(_) => true,
            FileKind::Eventfd(_) | FileKind::Timerfd(_) | FileKind::Signalfd(_) | FileKind::Epoll(_) => true,
            FileKind::Inotify(_) | FileKind::Pidfd(_) => true,
        }
    }
}

impl Kernel {
    /// What the file is ready for now. ERR and HUP are in it whether asked for or not.
    pub fn file_poll(&self, id: FileId) -> PollMask {
        let Ok(file) = self.vfs.file(id) else { return PollMask::NVAL };
        match file.kind {
            FileKind::Regular | FileKind::Directory | FileKind::Proc => PollMask::ALWAYS,
            FileKind::Path => PollMask::NVAL,
            FileKind::MessageQueue(queue) => self.mqueue_poll(queue),
            FileKind::Pipe(pipe, ends) => self.pipe_poll(file, pipe, ends),
            FileKind::Socket(id) => self.net.poll(id),
            FileKind::Device(device) => self.device_poll(file, device),
            FileKind::Tty(tty) => self.tty_poll(tty),
            FileKind::PtyMaster(tty) => self.pty_poll(tty),
            FileKind::Eventfd(eventfd) => self.vfs.eventfds[eventfd.0].poll(),
            FileKind::Timerfd(timerfd) => PollMask::IN.when(self.vfs.timerfds[timerfd.0].ticks > 0),
            FileKind::Signalfd(mask) => self.signalfd_poll(mask),
            FileKind::Epoll(epoll) => self.epoll_poll(epoll),
            FileKind::Inotify(inotify) => PollMask::READ.when(self.vfs.inotifies[inotify.0].is_ready()),
            FileKind::Pidfd(pid) => PollMask::READ.when(self.has_ended(pid)),
        }
    }

    /// The queues that are woken when its readiness may have changed. Empty for what never changes.
    pub fn poll_queues(&self, id: FileId) -> PollQueues {
        let Ok(file) = self.vfs.file(id) else { return [None; 3] };
        match file.kind {
            FileKind::Regular | FileKind::Directory | FileKind::Proc | FileKind::Path => [None; 3],
            FileKind::MessageQueue(queue) => {
                [Some(WaitOn::MqueueReadable(queue)), Some(WaitOn::MqueueWritable(queue)), None]
            }
            FileKind::Pipe(pipe, ends) => [
                ends.reads().then_some(WaitOn::PipeReadable(pipe)),
                ends.writes().then_some(WaitOn::PipeWritable(pipe)),
                None,
            ],
            FileKind::Tty(tty) => [Some(WaitOn::TtyInput(tty)), Some(WaitOn::TtyOutput(tty)), None],
            FileKind::PtyMaster(tty) => [Some(WaitOn::PtyReadable(tty)), Some(WaitOn::PtyWritable(tty)), None],
            FileKind::Socket(id) => [
                Some(WaitOn::SocketReadable(id)),
                Some(WaitOn::SocketWritable(id)),
                self.net.destination(id).map(WaitOn::SocketRoom),
            ],
            FileKind::Device(Device::HostIn | Device::HostOut(_)) => [Some(WaitOn::ConsoleInput), None, None],
            FileKind::Device(_) => [None; 3],
            FileKind::Eventfd(eventfd) => {
                [Some(WaitOn::EventfdReadable(eventfd)), Some(WaitOn::EventfdWritable(eventfd)), None]
            }
            FileKind::Timerfd(timerfd) => [Some(WaitOn::Timerfd(timerfd)), None, None],
            FileKind::Signalfd(_) => [self.signalfd_queue(), None, None],
            FileKind::Epoll(epoll) => [Some(WaitOn::Epoll(epoll)), None, None],
            FileKind::Inotify(inotify) => [Some(WaitOn::Inotify(inotify)), None, None],
            FileKind::Pidfd(pid) => [Some(WaitOn::ProcessEnd(pid)), None, None],
        }
    }

    /// POLL-01 to POLL-10, FIFO-08, FIFO-12.
    fn pipe_poll(&self, file: &OpenFile, id: PipeId, ends: Ends) -> PollMask {
        let Some(pipe) = self.pipes.get(id) else { return PollMask::NVAL };
        let mut mask = PollMask::NONE;
        if ends.reads() {
            mask |= PollMask::READ.when(!pipe.is_empty());
            // Before its first writer a FIFO has not been hung up: `offset` holds how many there had been at the open.
            mask |= PollMask::HUP.when(pipe.writers == 0 && file.offset != u64::from(pipe.writer_opens));
        }
        if ends.writes() {
            mask |= PollMask::WRITE.when(!pipe.is_full());
            mask |= PollMask::ERR.when(pipe.readers == 0);
        }
        mask
    }

    fn device_poll(&self, file: &OpenFile, device: Device) -> PollMask {
        let input = || {
            let terminal = self.vfs.inode(file.inode).is_ok_and(|inode| inode.is_terminal());
            let console = &self.vfs.console;
            let mask = PollMask::READ.when(console.waiting() > 0 || terminal && console.is_at_end());
            (terminal, mask | PollMask::HUP.when(!terminal && console.is_at_end()))
        };
        match device {
            Device::Null | Device::Zero | Device::Full | Device::Urandom => PollMask::ALWAYS,
            Device::Random => PollMask::READ,
            Device::HostIn => {
                let (terminal, mask) = input();
                mask | PollMask::WRITE.when(terminal)
            }
            Device::HostOut(_) => {
                let (terminal, mask) = input();
                PollMask::WRITE | if terminal { mask } else { PollMask::NONE }
            }
            Device::HostFile(_) | Device::Tty | Device::Ptmx | Device::Pts(..) => PollMask::ALWAYS,
        }
    }
}
