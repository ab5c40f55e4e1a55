//! Making processes: fork(2), vfork(2), clone(2) as far as it is fork with flags.
//!
//! The child is a copy of the caller: memory copy-on-write, a descriptor table whose entries refer to the same open
//! file descriptions, dispositions, mask, groups, limits. Not inherited: pending signals, timers, CPU times.

use super::process::{Itimers, JobState, Links, NONE, Process, Usage};
use super::signal::pending::Pending;
use super::task::{Task, TaskState, Wakeup};
use crate::Kernel;
use crate::abi::{Errno, Pid, ProgramId, SigSet, Signal, Syscall, Tid, UserAddr};
use crate::entry::{Ctx, Restart, Sleep, Stop, SysResult};
use crate::proc::limits::RLIMIT_NPROC;
use crate::sched::Because;
use crate::sched::wait::WaitOn;
use crate::trace::event::EventKind;
use std::collections::VecDeque;

/// clone(2) flags, x86-64 values.
mod flag {
    pub const CSIGNAL: u64 = 0xff;
    pub const VM: u64 = 0x100;
    pub const FS: u64 = 0x200;
    pub const FILES: u64 = 0x400;
    pub const SIGHAND: u64 = 0x800;
    pub const VFORK: u64 = 0x4000;
    pub const THREAD: u64 = 0x1_0000;
    pub const PARENT_SETTID: u64 = 0x10_0000;
    pub const CHILD_CLEARTID: u64 = 0x20_0000;
    pub const CHILD_SETTID: u64 = 0x100_0000;
    /// What a forked process may be given.
    pub const SUPPORTED: u64 = CSIGNAL | VM | VFORK | PARENT_SETTID | CHILD_CLEARTID | CHILD_SETTID;
}

/// What differs between fork, vfork and clone.
#[derive(Clone, Copy)]
struct Request {
    flags: u64,
    parent_tid: UserAddr,
    child_tid: UserAddr,
}

impl Kernel {
    /// fork(2).
    pub(crate) fn sys_fork(&mut self, ctx: &mut Ctx) -> SysResult {
        let flags = Signal::CHLD.number().into();
        self.make_child(ctx, Syscall::Fork {}, Request { flags, parent_tid: UserAddr::NULL, child_tid: UserAddr::NULL })
    }

    /// vfork(2): the child borrows the memory, and the parent sleeps until it calls execve or ends.
    pub(crate) fn sys_vfork(&mut self, ctx: &mut Ctx) -> SysResult {
        let flags = flag::VM | flag::VFORK | u64::from(Signal::CHLD.number());
        self.make_child(
            ctx,
            Syscall::Vfork {},
            Request { flags, parent_tid: UserAddr::NULL, child_tid: UserAddr::NULL },
        )
    }

    /// clone(2). Not supported: threads (CLONE_THREAD), memory shared without vfork's waiting, shared tables, namespaces.
    pub(crate) fn sys_clone(&mut self, ctx: &mut Ctx, call: Syscall) -> SysResult {
        let Syscall::Clone { flags, stack, parent_tid, child_tid, .. } = call else { return Err(Errno::EINVAL.into()) };
        if flags & flag::THREAD != 0 && flags & flag::SIGHAND == 0
            || flags & flag::SIGHAND != 0 && flags & flag::VM == 0
        {
            return Err(Errno::EINVAL.into());
        }
        let shares_memory = flags & flag::VM != 0 && flags & flag::VFORK == 0;
        let unsupported = flag::THREAD | flag::SIGHAND | flag::FILES | flag::FS | !flag::SUPPORTED;
        if flags & unsupported != 0 || shares_memory || !stack.is_null() {
            return Err(Errno::ENOSYS.into());
        }
        self.make_child(ctx, call, Request { flags, parent_tid, child_tid })
    }

    /// May the caller have one more process?
    fn room_for_process(&self, tid: Tid) -> Result<(), Errno> {
        let process = self.procs.process_of(tid);
        let limit = process.rlimits[RLIMIT_NPROC].0;
        if !process.cred.is_root() && u64::from(self.procs.user_processes(process.cred.uid)) >= limit {
            return Err(Errno::EAGAIN);
        }
        if self.procs.process_count() > self.config.max_procs as usize {
            return Err(Errno::EAGAIN);
        }
        Ok(())
    }

    fn make_child(&mut self, ctx: &mut Ctx, call: Syscall, request: Request) -> SysResult {
        let parent_tid = ctx.tid;
        self.room_for_process(parent_tid)?;
        let borrows = request.flags & flag::VM != 0;
        let space = self.procs.task(parent_tid).space;
        let space = match borrows {
            true => {
                self.mm.space_retain(space);
                space
            }
            false => self.mm.space_fork(space).ok_or(Errno::ENOMEM)?,
        };
        let Some(number) = self.procs.alloc_number() else {
            self.mm.space_release(space);
            self.settle_attachments(self.procs.task(parent_tid).pid);
            return Err(Errno::EAGAIN.into());
        };
        self.settle_attachments(self.procs.task(parent_tid).pid);
        let fds = self.fd_table_clone(self.procs.task(parent_tid).fds);
        let cwd = self.procs.process_of(parent_tid).cwd;
        self.vfs.inode_get(cwd);
        let exit_signal = Signal::new((request.flags & flag::CSIGNAL) as i64);
        let (parent_pid, child) = self.insert_copy(parent_tid, number, space, fds, exit_signal, request);
        let tid = Tid(number);
        if request.flags & flag::PARENT_SETTID != 0 {
            // As on Linux a bad address is not an error here.
            let _ = self.copy_out(parent_tid, request.parent_tid, &number.to_le_bytes());
        }
        if request.flags & flag::CHILD_SETTID != 0 {
            let _ = self.copy_out(tid, request.child_tid, &number.to_le_bytes());
        }
        debug_assert_eq!(self.procs.process(child).map(|c| c.parent), Some(parent_pid));
        let nice = self.procs.task(tid).nice;
        if request.flags & flag::VFORK != 0 {
            self.wait_for_vfork_child(ctx, call, tid, child);
        } else {
            let task = self.procs.task_mut(parent_tid);
            task.wakeup = Wakeup::Value(i64::from(number));
            task.returning = Some(call);
        }
        self.sched.ready(tid, nice, Because::Born);
        if self.events.is_on() {
            self.emit(parent_tid, EventKind::Forked { child: tid });
        }
        Err(Stop::Forked(tid))
    }

    /// Puts the child's process and task into the tables.
    fn insert_copy(
        &mut self,
        parent_tid: Tid,
        number: u32,
        space: crate::mm::SpaceId,
        fds: crate::abi::ids::FdTableId,
        exit_signal: Option<Signal>,
        request: Request,
    ) -> (Pid, Pid) {
        let now = self.clock.now_ns();
        let child = Pid(number);
        let (parent_task, parent) = self.procs.task_and_process_mut(parent_tid);
        let (parent_pid, pgid, sid) = (parent.pid, parent.pgid, parent.sid);
        let process = Process {
            pid: child,
            parent: parent_pid,
            links: Links::NEW,
            waitable: VecDeque::new(),
            pgid,
            sid,
            leader: None,
            threads: Vec::new(),
            pending: Pending::default(),
            actions: parent.actions.clone(),
            cred: parent.cred.clone(),
            cwd: parent.cwd,
            umask: parent.umask,
            rlimits: parent.rlimits,
            did_exec: false,
            exiting: None,
            exit_status: None,
            exit_signal,
            vfork_parent: None,
            job: JobState::default(),
            ctty: parent.ctty,
            hung_up_foreground: None,
            death_signal: None,
            comm: parent.comm,
            image: parent.image.clone(),
            itimers: Itimers::default(),
            dead_tasks: Usage::default(),
            children_usage: Usage::default(),
            start_ns: now,
        };
        // CLONE_VM without CLONE_VFORK would drop the alternate stack; vfork and fork keep it.
        let task = Task {
            tid: Tid(number),
            pid: child,
            process: NONE,
            state: TaskState::Ready,
            attention: false,
            wakeup: Wakeup::Value(0),
            blocked: None,
            entry: (ProgramId(0), UserAddr::NULL),
            returning: None,
            wait: None,
            timer: None,
            since_ns: now,
            space,
            fds,
            mask: parent_task.mask,
            saved_mask: None,
            waiting_for: SigSet::EMPTY,
            pending: Pending::default(),
            altstack: parent_task.altstack,
            altstack_flags: parent_task.altstack_flags,
            clear_tid: if request.flags & flag::CHILD_CLEARTID != 0 { request.child_tid } else { UserAddr::NULL },
            nice: parent_task.nice,
            user_ns: 0,
            system_ns: 0,
            voluntary_switches: 0,
            involuntary_switches: 0,
        };
        self.procs.insert_process(process);
        self.procs.insert_task(task);
        self.procs.join_parent(child, parent_pid);
        self.procs.join_group(child, pgid, sid);
        (parent_pid, child)
    }

    fn wait_for_vfork_child(&mut self, ctx: &mut Ctx, call: Syscall, child: Tid, child_pid: Pid) {
        if let Some(process) = self.procs.process_mut(child_pid) {
            process.vfork_parent = Some(ctx.tid);
        }
        let sleep = Sleep { on: WaitOn::VforkChild(child), deadline_ns: None, restart: Restart::Uninterruptible };
        self.put_to_sleep(&call, ctx, sleep);
    }

    /// The process has done what its vfork parent waits for.
    pub(crate) fn release_vfork_parent(&mut self, pid: Pid) {
        let Some(parent) = self.procs.process_mut(pid).and_then(|process| process.vfork_parent.take()) else { return };
        let sleeps = self.procs.find_task(parent).and_then(|task| task.blocked.as_ref()).map(|blocked| blocked.on);
        if sleeps == Some(WaitOn::VforkChild(Tid(pid.0))) {
            self.complete(parent, i64::from(pid.0));
        }
    }

    /// set_tid_address(2).
    pub(crate) fn sys_set_tid_address(&mut self, ctx: &mut Ctx, tid: UserAddr) -> SysResult {
        self.procs.task_mut(ctx.tid).clear_tid = tid;
        Ok(ctx.tid.0.into())
    }
}
