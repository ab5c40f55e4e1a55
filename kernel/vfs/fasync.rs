//! Signals about files: SIGIO for what was opened with, or set to, O_ASYNC, and SIGURG (fcntl(2), "Managing signals").
//!
//! A description with O_ASYNC has a shared place in the queue of its reading side, like a poller's. Whatever wakes pollers
//! signals its owner.

use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::poll::PollMask;
use crate::abi::siginfo::{Origin, POLL_HUP, POLL_IN, SI_KERNEL};
use crate::abi::{Errno, Fd, FileId, Pid, SigInfo, Signal, Tid, Uid};
use crate::entry::SysResult;
use crate::sched::wait::{Class, Waiter};
use crate::vfs::file::FileKind;
use serde::{Deserialize, Serialize};

/// Whom a file's signals go to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum SignalTo {
    /// To nobody.
    #[default]
    Nobody,
    /// To one task.
    Task(Tid),
    /// To a process.
    Process(Pid),
    /// To every process of a group.
    Group(Pid),
}

/// F_SETOWN, F_SETSIG.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Owner {
    /// Who gets the signals.
    pub to: SignalTo,
    /// What is sent instead of SIGIO, with the descriptor's number.
    pub signal: Option<Signal>,
    /// The descriptor by which O_ASYNC was set.
    pub fd: i32,
    /// Real and effective user of whoever set the owner: they have to be allowed to signal it.
    pub by: (Uid, Uid),
}

impl Owner {
    /// As F_GETOWN gives it.
    pub fn number(&self) -> i32 {
        match self.to {
            SignalTo::Nobody | SignalTo::Task(_) => 0,
            SignalTo::Process(pid) => pid.0 as i32,
            SignalTo::Group(pgid) => -(pgid.0 as i32),
        }
    }
}

const F_OWNER_TID: i32 = 0;
const F_OWNER_PID: i32 = 1;
const F_OWNER_PGRP: i32 = 2;

impl SignalTo {
    /// Of `struct f_owner_ex`; `None` for an unknown type.
    pub fn decode(bytes: [u8; 8]) -> Option<SignalTo> {
        let int = |at: usize| i32::from_le_bytes(std::array::from_fn(|n| bytes[at + n]));
        let number = int(4) as u32;
        match int(0) {
            F_OWNER_TID | F_OWNER_PID | F_OWNER_PGRP if number == 0 => Some(SignalTo::Nobody),
            F_OWNER_TID => Some(SignalTo::Task(Tid(number))),
            F_OWNER_PID => Some(SignalTo::Process(Pid(number))),
            F_OWNER_PGRP => Some(SignalTo::Group(Pid(number))),
            _ => None,
        }
    }

    /// As `struct f_owner_ex`.
    pub fn encode(self) -> [u8; 8] {
        let (kind, number) = match self {
            SignalTo::Nobody => (F_OWNER_TID, 0),
            SignalTo::Task(tid) => (F_OWNER_TID, tid.0),
            SignalTo::Process(pid) => (F_OWNER_PID, pid.0),
            SignalTo::Group(pgid) => (F_OWNER_PGRP, pgid.0),
        };
        let mut bytes = [0; 8];
        bytes[..4].copy_from_slice(&kind.to_le_bytes());
        bytes[4..].copy_from_slice(&number.to_le_bytes());
        bytes
    }
}

impl Kernel {
    /// F_SETOWN; ESRCH if there is nobody of that number.
    pub(super) fn set_owner(&mut self, tid: Tid, file: FileId, to: SignalTo) -> SysResult {
        let known = match to {
            SignalTo::Nobody => true,
            SignalTo::Task(task) => self.procs.find_task(task).is_some(),
            SignalTo::Process(pid) => self.procs.process(pid).is_some(),
            SignalTo::Group(pgid) => self.procs.group(pgid).is_some(),
        };
        if !known {
            return Err(Errno::ESRCH.into());
        }
        let cred = &self.process_of(tid).cred;
        let by = (cred.uid, cred.euid);
        let owner = &mut self.vfs.file_mut(file)?.owner;
        (owner.to, owner.by) = (to, by);
        Ok(0)
    }

    /// O_ASYNC has been set or cleared: the description joins the queue of its reading side, or leaves it.
    pub(super) fn set_async(&mut self, id: FileId, fd: Fd) {
        let on = self.poll_queues(id)[0];
        let Ok(file) = self.vfs.file_mut(id) else { return };
        if let Some(place) = file.async_place.take() {
            self.waits.leave(place);
        }
        if file.flags & O_ASYNC == 0 {
            return;
        }
        file.owner.fd = fd.0;
        // epoll, eventfd, timerfd and message queues have no such signals on Linux.
        let sends = matches!(
            file.kind,
            FileKind::Pipe(..) | FileKind::Socket(_) | FileKind::Tty(_) | FileKind::PtyMaster(_) | FileKind::Device(_)
        );
        if let (true, Some(on)) = (sends, on) {
            file.async_place = self.waits.join_also(None, on, Waiter::Async(id), Class::Shared);
        }
    }

    /// Something has come for the description, or its other end has gone.
    pub(crate) fn async_notify(&mut self, id: FileId) {
        let Ok(file) = self.vfs.file(id) else { return };
        let (owner, is_socket) = (file.owner, matches!(file.kind, FileKind::Socket(_)));
        let hung_up = is_socket && self.file_poll(id).intersects(PollMask::HUP);
        let (code, band) = if hung_up { (POLL_HUP, 0x18) } else { (POLL_IN, 0x41) };
        let info = match owner.signal {
            // Without F_SETSIG nothing is said of the file.
            None => SigInfo { signal: Signal::IO, code: SI_KERNEL, origin: Origin::Kernel },
            Some(signal) => SigInfo { signal, code, origin: Origin::Poll { band, fd: owner.fd } },
        };
        self.signal_owner(owner, info);
    }

    /// Signals a file's owner, as far as whoever named it may.
    pub(crate) fn signal_owner(&mut self, owner: Owner, info: SigInfo) {
        let targets: Vec<Pid> = match owner.to {
            SignalTo::Nobody => return,
            SignalTo::Task(tid) => {
                if self.procs.find_task(tid).is_some_and(|task| self.may_signal_as(owner, task.pid)) {
                    self.post_to_task(tid, info);
                }
                return;
            }
            SignalTo::Process(pid) => vec![pid],
            SignalTo::Group(pgid) => self.procs.members(pgid).map(|process| process.pid).collect(),
        };
        for pid in targets {
            if self.may_signal_as(owner, pid) {
                self.post_to_process(pid, info);
            }
        }
    }

    fn may_signal_as(&self, owner: Owner, pid: Pid) -> bool {
        let Some(process) = self.procs.process(pid) else { return false };
        let ((uid, euid), cred) = (owner.by, &process.cred);
        euid.0 == 0 || [cred.suid, cred.uid].iter().any(|target| *target == uid || *target == euid)
    }
}
