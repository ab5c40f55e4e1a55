//! The process: what tasks share (a thread group), and its place among relatives, group and session.

use super::signal::action::Actions;
use super::signal::pending::Pending;
use super::timer::PosixTimers;
use crate::abi::{Gid, InodeId, Pid, SigSet, Signal, Tid, TtyId, Uid};
use crate::sched::clock::TimerId;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use triomphe::Arc;

/// No process, in the links between processes.
pub(crate) const NONE: u32 = u32::MAX;

/// What the tasks of a process share.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Process {
    /// Its number.
    pub pid: Pid,
    /// Nice value of the task that ended last: a dead process keeps it until it is reaped.
    pub nice: i8,
    /// Parent; pid 1 after the parent's death. Pid 1's own parent is 0.
    pub parent: Pid,
    /// Links among relatives and group members.
    pub(crate) links: Links,
    /// Children with something to report to wait (dead, stopped, continued), in the order in which they joined
    /// this parent: wait takes the first (WAIT-21).
    pub waitable: VecDeque<(u64, Pid)>,
    /// Process group.
    pub pgid: Pid,
    /// Session.
    pub sid: Pid,
    /// Its first task, until that ends. `None` in a zombie, and in init, which is part of the kernel.
    pub leader: Option<Tid>,
    /// The signal mask that its first task ended with, which /proc shows of a zombie.
    pub leader_mask: SigSet,
    /// Further tasks (threads).
    pub threads: Vec<Tid>,
    /// Signals pending for the process: any task that does not block one takes it.
    pub pending: Pending,
    /// Signal dispositions.
    pub actions: Actions,
    /// User and group ids.
    pub cred: Arc<Cred>,
    /// Working directory.
    pub cwd: InodeId,
    /// File mode creation mask.
    pub umask: u32,
    /// Soft and hard limits by RLIMIT number; `u64::MAX` is infinity.
    pub rlimits: [(u64, u64); 16],
    /// Set once it has called execve: setpgid by its parent then fails (EACCES).
    pub did_exec: bool,
    /// A fatal signal or exit_group has decided its end: the wait status with which every task dies.
    pub exiting: Option<i32>,
    /// With which its first task ended while others went on: the status of the process, unless all are made to end.
    pub leader_status: Option<i32>,
    /// Zombie's wait status, once dead.
    pub exit_status: Option<i32>,
    /// The signal sent to the parent at its end: SIGCHLD but for clone(2).
    pub exit_signal: Option<Signal>,
    /// The parent's task that sleeps in vfork(2) until this process calls execve or ends.
    pub vfork_parent: Option<Tid>,
    /// Job control: stopped, continued, and what of it has been reported.
    pub job: JobState,
    /// Its controlling terminal.
    pub ctty: Option<TtyId>,
    /// Of a session leader whose terminal has hung up: the group that was in the foreground then.
    pub hung_up_foreground: Option<Pid>,
    /// Signal to itself when its parent dies (prctl(2), PR_SET_PDEATHSIG).
    pub death_signal: Option<Signal>,
    /// What prctl(2) sets and reads back.
    pub attributes: Attributes,
    /// Processes that clone(2) made with CLONE_FS, which share working directory and umask; 0 for a process by itself.
    pub(crate) fs_group: u32,
    /// Processes that clone(2) made with CLONE_SIGHAND, which share dispositions; 0 for a process by itself.
    pub(crate) sighand_group: u32,
    /// Name, as in /proc/PID/comm: at most 15 bytes, the rest zero.
    pub comm: [u8; 16],
    /// Path and command line of its image, for ps.
    pub image: Arc<ImageName>,
    /// Interval timers.
    pub itimers: Itimers,
    /// POSIX timers.
    pub timers: PosixTimers,
    /// CPU time of its tasks that have ended.
    pub dead_tasks: Usage,
    /// What its waited-for children used, and theirs.
    pub children_usage: Usage,
    /// Virtual time of its birth.
    pub start_ns: u64,
}

/// Attributes of a process that prctl(2) sets.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Attributes {
    /// PR_SET_DUMPABLE
    pub dumpable: bool,
    /// PR_SET_KEEPCAPS
    pub keep_caps: bool,
    /// PR_SET_NO_NEW_PRIVS: execve honours no set-id bits.
    pub no_new_privs: bool,
    /// PR_SET_CHILD_SUBREAPER: orphans among its descendants become its children.
    pub subreaper: bool,
    /// PR_SET_TIMERSLACK, in ns. It has no effect.
    pub timer_slack_ns: u64,
}

impl Default for Attributes {
    fn default() -> Attributes {
        Attributes { dumpable: true, keep_caps: false, no_new_privs: false, subreaper: false, timer_slack_ns: 50_000 }
    }
}

/// Links in the lists that the process is part of; all are keys of the process table.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub(crate) struct Links {
    /// Order in which processes got their present parent.
    pub birth: u64,
    pub first_child: u32,
    pub last_child: u32,
    pub prev_sibling: u32,
    pub next_sibling: u32,
    /// Key of the group.
    pub group: u32,
    pub group_prev: u32,
    pub group_next: u32,
}

impl Links {
    pub(crate) const NEW: Links = Links {
        birth: 0,
        first_child: NONE,
        last_child: NONE,
        prev_sibling: NONE,
        next_sibling: NONE,
        group: NONE,
        group_prev: NONE,
        group_next: NONE,
    };
}

/// How the process was last executed.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct ImageName {
    /// Path given to execve.
    pub path: Vec<u8>,
    /// Arguments, each ended by a NUL byte, as in /proc/PID/cmdline.
    pub cmdline: Vec<u8>,
    /// Environment, likewise, as in /proc/PID/environ.
    pub environ: Vec<u8>,
}

/// User and group ids (credentials(7)).
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Cred {
    pub uid: Uid,
    pub euid: Uid,
    pub suid: Uid,
    pub gid: Gid,
    pub egid: Gid,
    pub sgid: Gid,
    /// Supplementary groups.
    pub groups: Vec<Gid>,
}

impl Cred {
    /// All ids of one user and one group, without supplementary groups.
    pub fn user(uid: u32, gid: u32) -> Cred {
        let (uid, gid) = (Uid(uid), Gid(gid));
        Cred { uid, euid: uid, suid: uid, gid, egid: gid, sgid: gid, groups: Vec::new() }
    }

    /// May it do what only the superuser may?
    #[inline]
    pub fn is_root(&self) -> bool {
        self.euid == Uid(0)
    }
}

/// Job control state (signal(7), wait(2)).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct JobState {
    /// Stopped by this signal.
    pub stopped: Option<Signal>,
    /// The stop has not yet been waited for.
    pub stop_unreported: bool,
    /// It was continued, and that has not yet been waited for.
    pub continue_unreported: bool,
    /// The parent is still to be told, when the process next runs, that it was continued.
    pub notify_continued: bool,
}

/// CPU time and switches, as getrusage(2) counts them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Usage {
    /// Virtual ns in user mode.
    pub user_ns: u64,
    /// Virtual ns in the kernel.
    pub system_ns: u64,
    /// Voluntary context switches.
    pub voluntary_switches: u64,
    /// Involuntary context switches.
    pub involuntary_switches: u64,
}

impl Usage {
    /// Adds the other's figures.
    pub fn add(&mut self, other: Usage) {
        self.user_ns += other.user_ns;
        self.system_ns += other.system_ns;
        self.voluntary_switches += other.voluntary_switches;
        self.involuntary_switches += other.involuntary_switches;
    }
}

/// Interval timers (setitimer(2)).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Itimers {
    /// ITIMER_REAL's armed timer; also alarm(2)'s.
    pub real: Option<TimerId>,
    /// When ITIMER_REAL expires, or expired last.
    pub real_expires_ns: u64,
    /// ITIMER_REAL's interval in ns, 0 for none.
    pub real_interval_ns: u64,
    /// ITIMER_VIRTUAL: ns of user time left (0: disarmed), and interval.
    pub virtual_ns: (u64, u64),
    /// ITIMER_PROF: ns of CPU time left (0: disarmed), and interval.
    pub prof_ns: (u64, u64),
}

impl Itimers {
    /// Ns of user-mode running until a CPU-time timer expires.
    #[inline]
    pub fn next_cpu_expiry(&self) -> Option<u64> {
        match (self.virtual_ns.0, self.prof_ns.0) {
            (0, 0) => None,
            (0, left) | (left, 0) => Some(left),
            (a, b) => Some(a.min(b)),
        }
    }
}

impl Process {
    /// Its live tasks.
    #[inline]
    pub fn tasks(&self) -> impl Iterator<Item = Tid> {
        self.leader.into_iter().chain(self.threads.iter().copied())
    }

    /// Is it dead and not yet waited for?
    #[inline]
    pub fn is_zombie(&self) -> bool {
        self.exit_status.is_some()
    }

    /// Its name as text.
    pub fn name(&self) -> String {
        String::from_utf8_lossy(&self.comm).trim_end_matches('\0').to_string()
    }

    /// Sets its name: cut to 15 bytes.
    pub fn set_name(&mut self, name: &[u8]) {
        self.comm = [0; 16];
        let len = name.iter().position(|b| *b == 0).unwrap_or(name.len()).min(15);
        self.comm[..len].copy_from_slice(&name[..len]);
    }
}
