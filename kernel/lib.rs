//! The simulated kernel as a value: processes, descriptors, pipes, signals and time, with Linux's semantics.
//!
//! The crate stands alone: it knows no CPU and no C. Whoever drives it (the machine of `forklore-sim`, or a
//! Rust test) makes system calls on behalf of tasks through [`entry`], and is told what each task's CPU does next.
//!
//! | module | what it holds |
//! |---|---|
//! | [`abi`] | system calls, errno values, signals, flags, structure layouts; no logic |
//! | [`entry`] | the one door: trap, dispatch, block, return to user |
//! | [`proc`] | tasks and processes, descriptor tables, fork, exec, exit, wait, groups, signals, permissions |
//! | [`sched`] | wait queues, virtual clock and timers, the run queue and its policies |
//! | [`ipc`] | pipes and FIFOs, futexes, System V message queues, semaphores and segments, as objects |
//! | [`sysv`] | the system calls of System V IPC |
//! | [`vfs`] | names, inodes, open file descriptions |
//! | [`procfs`] | /proc: the kernel's state as files |
//! | [`tty`] | terminals: line discipline, job control, pseudo-terminals |
//! | [`net`] | sockets |
//! | [`table`] | the dense tables that objects live in |
//! | [`mm`] | frames, address spaces, copying to and from user memory |
//! | [`trace`] | events, and the writers that turn them into text |
//!
//! Dependencies point one way: `entry -> {proc, sysv, vfs, tty, net} -> {ipc, sched, mm} -> abi`.

pub mod abi;
mod beside;
mod check;
pub mod entry;
pub mod ipc;
pub mod mm;
pub mod net;
pub mod proc;
pub mod procfs;
pub mod sched;
pub mod sysv;
pub mod table;
pub mod trace;
pub mod tty;
pub mod vfs;

use abi::{Pid, ProgramId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The whole state of one simulated kernel. A plain value: cloning it gives an independent kernel.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Kernel {
    /// Physical memory, address spaces and memory objects.
    pub mm: mm::Memory,
    /// Tasks and processes, descriptor tables, signal dispositions.
    pub procs: proc::ProcTable,
    /// How many signals each user has queued.
    pub queued_signals: proc::signal::pending::QueuedSignals,
    /// Names, inodes and open file descriptions.
    pub vfs: vfs::Vfs,
    /// Terminals.
    pub ttys: tty::Ttys,
    /// Buffers of pipes and FIFOs.
    pub pipes: ipc::pipe::Pipes,
    /// Sockets.
    pub net: net::Net,
    /// POSIX message queues.
    pub mqueues: table::Table<ipc::mqueue::Mqueue>,
    /// System V IPC: message queues, semaphore sets, shared memory segments.
    pub sysv: ipc::SysV,
    /// Words of memory that tasks sleep on.
    pub futexes: ipc::futex::Futexes,
    /// Virtual clock and armed timers.
    pub clock: sched::clock::Clock,
    /// Who sleeps on what.
    pub waits: sched::wait::WaitQueues,
    /// The run queue and its policy.
    pub sched: sched::Scheduler,
    /// Where events go; off by default, and then free.
    pub events: trace::EventLog,
    /// Programs that execve knows, each with the memory that its processes begin with.
    pub images: BTreeMap<ProgramId, mm::SpaceId>,
    /// Processes started from outside, with their wait status once they are dead.
    pub spawned: BTreeMap<Pid, Option<i32>>,
    /// Limits and switches chosen at boot.
    pub config: Config,
}

/// Limits and switches of a machine, chosen at boot.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Config {
    /// Most frames of physical memory in use at once; beyond that ENOMEM or a kill.
    pub max_frames: u32,
    /// Most processes at once in the whole machine; beyond that fork gives EAGAIN.
    pub max_procs: u32,
    /// Most bytes that the machine's files may hold together (beyond that ENOSPC), its pipes (ENOMEM) and its sockets (ENOBUFS).
    pub max_file_bytes: u64,
    /// A misaligned access raises SIGBUS (as on strict machines) when set.
    pub strict_alignment: bool,
    /// Host name, as uname(2) gives it.
    pub hostname: String,
    /// Seconds since the epoch at boot: the virtual clock's CLOCK_REALTIME starts here.
    pub epoch_secs: u64,
    /// Which scheduling policy picks the next task.
    pub policy: sched::PolicyKind,
    /// Seed of every policy that draws lots, and of getrandom(2).
    pub seed: u64,
    /// Time slice in virtual nanoseconds.
    pub quantum_ns: u64,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            max_frames: 1 << 18,
            max_procs: 16_384,
            max_file_bytes: 1 << 30,
            strict_alignment: false,
            hostname: "forklore".to_string(),
            epoch_secs: 1_700_000_000,
            policy: sched::PolicyKind::RoundRobin,
            seed: 0,
            quantum_ns: 4_000_000,
        }
    }
}
