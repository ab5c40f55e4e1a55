//! Controlling terminals and job control (tty_jobctrl.c of Linux): the foreground group, SIGTTIN and SIGTTOU for the others,
//! getting and giving up a controlling terminal, hang-up.

use super::Master;
use crate::Kernel;
use crate::abi::{Errno, Pid, SigInfo, Signal, Tid, TtyId};
use crate::proc::signal::action::SIG_IGN;
use crate::sched::wait::WaitOn;

/// May a caller go on?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Admission {
    /// Yes.
    Granted,
    /// Its group has been sent SIGTTIN or SIGTTOU: the call is made again once that has been seen to.
    Signalled,
}

impl Kernel {
    /// Is the caller in the foreground, as far as this terminal controls it? Else its group gets the signal; one that
    /// ignores or blocks SIGTTOU goes on, with SIGTTIN it gets EIO, as does an orphaned group (TTY-11 to TTY-16).
    pub(crate) fn tty_admit(&mut self, tid: Tid, id: TtyId, signal: Signal) -> Result<Admission, Errno> {
        let (task, process) = (self.procs.task(tid), self.procs.process_of(tid));
        let foreground = self.ttys.get(id).and_then(|tty| tty.foreground);
        if process.ctty != Some(id) || foreground.is_none_or(|group| group == process.pgid) {
            return Ok(Admission::Granted);
        }
        let pgid = process.pgid;
        if task.mask.contains(signal) || process.actions.get(signal).handler == SIG_IGN {
            return if signal == Signal::TTIN { Err(Errno::EIO) } else { Ok(Admission::Granted) };
        }
        if self.is_orphaned_group(pgid) {
            return Err(Errno::EIO);
        }
        self.post_to_group(pgid, signal);
        Ok(Admission::Signalled)
    }

    /// A signal from the kernel to every member of a group.
    pub(crate) fn post_to_group(&mut self, pgid: Pid, signal: Signal) {
        let members: Vec<Pid> = self.procs.members(pgid).map(|member| member.pid).collect();
        for pid in members {
            self.post_to_process(pid, SigInfo::kernel(signal));
        }
    }

    /// A signal to the foreground group of a terminal.
    pub(crate) fn post_to_foreground(&mut self, id: TtyId, signal: Signal) {
        if let Some(group) = self.ttys.get(id).and_then(|tty| tty.foreground) {
            self.post_to_group(group, signal);
        }
    }

    /// The terminal becomes the process's controlling one, its group the foreground.
    pub(crate) fn tty_take_control(&mut self, pid: Pid, id: TtyId) {
        let Some(process) = self.procs.process_mut(pid) else { return };
        process.ctty = Some(id);
        process.hung_up_foreground = None;
        let (sid, pgid) = (process.sid, process.pgid);
        if let Some(tty) = self.ttys.get_mut(id) {
            (tty.session, tty.foreground) = (Some(sid), Some(pgid));
        }
    }

    /// A session leader without a controlling terminal gets the one that it opens, if no session has that.
    pub(crate) fn tty_control_on_open(&mut self, tid: Tid, id: TtyId) {
        let process = self.procs.process_of(tid);
        let free = self.ttys.get(id).is_some_and(|tty| tty.session.is_none());
        if process.pid == process.sid && process.ctty.is_none() && free {
            let pid = process.pid;
            self.tty_take_control(pid, id);
        }
    }

    /// TIOCSCTTY: EPERM for who leads no session or has a terminal already, and for another session's terminal, which
    /// only root may steal, with argument 1.
    pub(crate) fn tty_set_control(&mut self, tid: Tid, id: TtyId, steal: u64) -> Result<(), Errno> {
        let process = self.procs.process_of(tid);
        let (pid, leads, root) = (process.pid, process.pid == process.sid, process.cred.is_root());
        let (sid, has_one) = (process.sid, process.ctty.is_some());
        let session = self.ttys.get(id).ok_or(Errno::EIO)?.session;
        if leads && session == Some(sid) {
            return Ok(());
        }
        if !leads || has_one {
            return Err(Errno::EPERM);
        }
        if let Some(other) = session {
            if steal != 1 || !root {
                return Err(Errno::EPERM);
            }
            self.forget_control(other);
        }
        self.tty_take_control(pid, id);
        Ok(())
    }

    /// No process of the session has a controlling terminal any more.
    fn forget_control(&mut self, sid: Pid) {
        let members: Vec<Pid> = self.procs.processes().filter(|p| p.sid == sid).map(|p| p.pid).collect();
        for pid in members {
            if let Some(process) = self.procs.process_mut(pid) {
                process.ctty = None;
            }
        }
    }

    /// TIOCNOTTY: a leader gives the terminal up for its whole session, any other process only for itself.
    pub(crate) fn tty_give_up(&mut self, tid: Tid, id: TtyId) -> Result<(), Errno> {
        let process = self.procs.process_of_mut(tid);
        if process.ctty != Some(id) {
            return Err(Errno::ENOTTY);
        }
        if process.pid == process.sid {
            let pid = process.pid;
            self.leave_terminal(pid, Leaving::Alive);
        } else {
            process.ctty = None;
        }
        Ok(())
    }

    /// A session leader parts with its controlling terminal: the foreground group gets SIGHUP (and, unless the leader
    /// dies, SIGCONT), and the session has no terminal any more (TTY-20).
    pub(crate) fn leave_terminal(&mut self, pid: Pid, leaving: Leaving) {
        let Some(process) = self.procs.process_mut(pid) else { return };
        if process.pid != process.sid {
            return;
        }
        let (sid, id, before) = (process.sid, process.ctty, process.hung_up_foreground.take());
        let Some(id) = id else {
            // It has hung up already; who was in the foreground then is told now.
            if let (Some(group), Leaving::Dead) = (before, leaving) {
                self.post_to_group(group, Signal::HUP);
                self.post_to_group(group, Signal::CONT);
            }
            return;
        };
        if let Some(group) = self.ttys.get(id).and_then(|tty| tty.foreground) {
            self.post_to_group(group, Signal::HUP);
            if leaving == Leaving::Alive {
                self.post_to_group(group, Signal::CONT);
            }
        }
        if let Some(tty) = self.ttys.get_mut(id) {
            (tty.session, tty.foreground) = (None, None);
        }
        self.forget_control(sid);
    }

    /// The terminal hangs up: nobody types or looks any more. The session leader gets SIGHUP and SIGCONT, the session
    /// loses its terminal, and everybody who sleeps on it wakes.
    pub fn tty_hang_up(&mut self, id: TtyId) {
        let Some(tty) = self.ttys.get_mut(id) else { return };
        tty.master = Master::Gone;
        let (session, foreground) = (tty.session.take(), tty.foreground.take());
        tty.disc.flush_input();
        tty.disc.start();
        tty.disc.output.clear();
        if let Some(sid) = session {
            self.forget_control(sid);
            if let Some(leader) = self.procs.process_mut(sid) {
                leader.hung_up_foreground = foreground;
                self.post_to_process(sid, SigInfo::kernel(Signal::HUP));
                self.post_to_process(sid, SigInfo::kernel(Signal::CONT));
            }
        }
        self.wake(WaitOn::TtyInput(id));
        self.wake(WaitOn::TtyOutput(id));
    }

    /// TIOCSPGRP, the call behind tcsetpgrp(3) (TTY-15 to TTY-17).
    pub(crate) fn tty_set_foreground(&mut self, tid: Tid, id: TtyId, pgid: i32) -> Result<(), Errno> {
        let group = u32::try_from(pgid).map(Pid).map_err(|_| Errno::EINVAL)?;
        let sid = self.procs.process_of(tid).sid;
        let session = self.ttys.get(id).ok_or(Errno::EIO)?.session;
        if self.procs.process_of(tid).ctty != Some(id) || session != Some(sid) {
            return Err(Errno::ENOTTY);
        }
        let owner = match self.procs.group(group) {
            Some(group) => group.sid,
            None => self.procs.process(group).ok_or(Errno::ESRCH)?.sid,
        };
        if owner != sid {
            return Err(Errno::EPERM);
        }
        if let Some(tty) = self.ttys.get_mut(id) {
            tty.foreground = Some(group);
        }
        Ok(())
    }
}

/// Why a session leader parts with its terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Leaving {
    /// TIOCNOTTY.
    Alive,
    /// It has ended.
    Dead,
}
