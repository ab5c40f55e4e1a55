//! Beginning: the kernel with its init, and processes started from outside.
//!
//! Entry points: [`Kernel::boot`], [`Kernel::spawn`], [`Kernel::spawn_bare`].

use super::exit::INIT;
use super::fdtable::{FdEntry, FdTable};
use super::limits::default_limits;
use super::process::{Attributes, Cred, ImageName, Itimers, JobState, Links, NONE, Process, Usage};
use super::signal::action::Actions;
use super::signal::pending::{Pending, QueuedSignals};
use super::task::{Task, TaskState, Wakeup};
use super::timer::PosixTimers;
use crate::abi::ids::FdTableId;
use crate::abi::{Errno, Fd, FileId, InodeId, Pid, ProgramId, SigSet, Tid, UserAddr};
use crate::ipc::SysV;
use crate::ipc::futex::Futexes;
use crate::ipc::pipe::Pipes;
use crate::mm::{MapRequest, Memory, Placement, Prot, Sharing, SpaceId};
use crate::net::Net;
use crate::sched::clock::Clock;
use crate::sched::wait::WaitQueues;
use crate::sched::{Because, Scheduler};
use crate::trace::EventLog;
use crate::vfs::Vfs;
use crate::{Config, Kernel};
use std::collections::{BTreeMap, VecDeque};
use triomphe::Arc;

/// A program to be started from outside, as a child of init with its own session and group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpawnSpec {
    /// The executable file.
    pub path: Vec<u8>,
    /// Arguments, the program's name first.
    pub argv: Vec<Vec<u8>>,
    /// Environment, `NAME=value` each.
    pub envp: Vec<Vec<u8>>,
    /// On whose behalf.
    pub cred: Cred,
    /// Working directory.
    pub cwd: Vec<u8>,
    /// Descriptors 0, 1, 2, ...: the process takes over the caller's reference to each.
    pub files: Vec<FileId>,
}

impl Kernel {
    /// A kernel with nothing running but init, and a fresh tree of files.
    pub fn boot(config: Config) -> Kernel {
        let mut mm = Memory::new(config.max_frames);
        mm.set_strict_alignment(config.strict_alignment);
        let mut kernel = Kernel {
            mm,
            procs: super::ProcTable::default(),
            queued_signals: QueuedSignals::default(),
            vfs: Vfs::new(&config),
            ttys: crate::tty::Ttys::default(),
            pipes: Pipes::new(config.max_file_bytes / crate::mm::PAGE),
            net: Net::new(config.max_file_bytes),
            mqueues: crate::table::Table::new(),
            sysv: SysV::default(),
            futexes: Futexes::default(),
            clock: Clock::new(config.epoch_secs),
            waits: WaitQueues::default(),
            sched: Scheduler::new(config.policy, config.quantum_ns, config.seed),
            events: EventLog::default(),
            images: BTreeMap::new(),
            spawned: BTreeMap::new(),
            config,
        };
        // Without the few pages that the tree needs a machine starts with what fits.
        let _ = kernel.boot_tree();
        let root = kernel.vfs.root;
        kernel.procs.alloc_number();
        let mut init = kernel.new_process(INIT, Pid(0), Cred::user(0, 0), root);
        init.set_name(b"init");
        kernel.vfs.inode_get(root);
        kernel.procs.insert_process(init);
        kernel.procs.join_group(INIT, INIT, INIT);
        kernel
    }

    fn new_process(&self, pid: Pid, parent: Pid, cred: Cred, cwd: InodeId) -> Process {
        Process {
            pid,
            parent,
            links: Links::NEW,
            waitable: VecDeque::new(),
            pgid: pid,
            sid: pid,
            leader: None,
            leader_mask: SigSet::EMPTY,
            nice: 0,
            threads: Vec::new(),
            pending: Pending::default(),
            actions: Actions::default(),
            cred: Arc::new(cred),
            cwd,
            umask: 0o022,
            rlimits: default_limits(self.config.max_procs),
            did_exec: false,
            exiting: None,
            leader_status: None,
            exit_status: None,
            exit_signal: Some(crate::abi::Signal::CHLD),
            vfork_parent: None,
            job: JobState::default(),
            ctty: None,
            hung_up_foreground: None,
            death_signal: None,
            attributes: Attributes::default(),
            fs_group: 0,
            sighand_group: 0,
            comm: [0; 16],
            image: Arc::new(ImageName::default()),
            itimers: Itimers::default(),
            timers: PosixTimers::default(),
            dead_tasks: Usage::default(),
            children_usage: Usage::default(),
            start_ns: self.clock.now_ns(),
        }
    }

    /// Starts a program: the first one becomes pid 2. Its first [`Kernel::resume`] gives [`crate::entry::Flow::Exec`].
    /// Fails as execve would; the files are then closed.
    pub fn spawn(&mut self, spec: SpawnSpec) -> Result<Tid, Errno> {
        let space = self.mm.space_create();
        let tid = self.start_process(spec.cred, space, &spec.files)?;
        let begun = self.enter_directory(tid, &spec.cwd);
        let begun = begun.and_then(|()| self.replace_image(tid, spec.path, spec.argv, spec.envp));
        match begun {
            Ok(entry) => {
                let task = self.procs.task_mut(tid);
                (task.wakeup, task.entry) = (Wakeup::Exec, entry);
                self.procs.process_of_mut(tid).did_exec = false;
                Ok(tid)
            }
            Err(errno) => {
                self.end_task(tid, 127 << 8);
                self.spawned.remove(&Pid(tid.0));
                Err(errno)
            }
        }
    }

    fn enter_directory(&mut self, tid: Tid, path: &[u8]) -> Result<(), Errno> {
        let id = self.lookup(tid, Fd(crate::abi::flags::AT_FDCWD), path, crate::vfs::namei::Follow::Always)?;
        self.vfs.inode_get(id);
        let old = std::mem::replace(&mut self.procs.process_of_mut(tid).cwd, id);
        self.inode_put(old);
        Ok(())
    }

    /// Starts a process without a program, for a driver that makes system calls on its behalf: a mebibyte of its memory
    /// from [`Kernel::BARE_MEMORY`] on can be read and written. It is ready to run.
    pub fn spawn_bare(&mut self, cred: Cred, cwd: &[u8], files: &[FileId]) -> Result<Tid, Errno> {
        let space = self.mm.space_create();
        let request = MapRequest {
            placement: Placement::Fixed(Self::BARE_MEMORY.0),
            len: 1 << 20,
            prot: Prot::RW,
            sharing: Sharing::Private,
            object: None,
        };
        if let Err(error) = self.mm.map(space, request) {
            self.mm.space_release(space);
            return Err(error.into());
        }
        let tid = self.start_process(cred, space, files)?;
        if let Err(errno) = self.enter_directory(tid, cwd) {
            self.end_task(tid, 127 << 8);
            return Err(errno);
        }
        Ok(tid)
    }

    /// Where the memory of a process made by [`Kernel::spawn_bare`] begins.
    pub const BARE_MEMORY: UserAddr = UserAddr(0x10_0000);

    /// A process in the given space, which it takes over, as it does the files.
    fn start_process(&mut self, cred: Cred, space: SpaceId, files: &[FileId]) -> Result<Tid, Errno> {
        let mut table = FdTable::new();
        for (number, file) in files.iter().enumerate() {
            table.install(Fd(number as i32), FdEntry { file: *file, cloexec: false });
        }
        let fds = FdTableId(self.procs.fd_tables.insert(table));
        let Some(number) = self.procs.alloc_number() else {
            self.fd_table_release(fds);
            self.mm.space_release(space);
            return Err(Errno::EAGAIN);
        };
        let (pid, tid, root) = (Pid(number), Tid(number), self.vfs.root);
        self.vfs.inode_get(root);
        let process = self.new_process(pid, INIT, cred, root);
        self.procs.insert_process(process);
        self.procs.insert_task(new_task(tid, pid, space, fds));
        self.procs.join_parent(pid, INIT);
        self.procs.join_group(pid, pid, pid);
        self.spawned.insert(pid, None);
        self.sched.ready(tid, 0, Because::Born);
        Ok(tid)
    }
}

fn new_task(tid: Tid, pid: Pid, space: SpaceId, fds: FdTableId) -> Task {
    Task {
        tid,
        pid,
        process: NONE,
        state: TaskState::Ready,
        attention: false,
        wakeup: Wakeup::User,
        blocked: None,
        entry: (ProgramId(0), UserAddr::NULL),
        returning: None,
        wait: None,
        timer: None,
        since_ns: 0,
        space,
        fds,
        mask: SigSet::EMPTY,
        saved_mask: None,
        waiting_for: SigSet::EMPTY,
        pending: Pending::default(),
        handlers: Vec::new(),
        altstack: (UserAddr::NULL, 0),
        altstack_flags: 0,
        clear_tid: UserAddr::NULL,
        robust_list: UserAddr::NULL,
        name: None,
        nice: 0,
        user_ns: 0,
        system_ns: 0,
        voluntary_switches: 0,
        involuntary_switches: 0,
    }
}
