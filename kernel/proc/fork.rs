//! Making processes and threads: fork(2), vfork(2), clone(2), clone3(2).
//!
//! The child is a copy of the caller: memory copy-on-write, a descriptor table whose entries refer to the same open
//! file descriptions, dispositions, mask, groups, limits. Not inherited: pending signals, timers, CPU times.

use super::process::{Attributes, Itimers, JobState, Links, NONE, Process, Usage};
use super::signal::pending::Pending;
use super::task::{Task, TaskState, Wakeup};
use super::timer::PosixTimers;
use crate::Kernel;
use crate::abi::{Errno, Pid, ProgramId, SigSet, Signal, Syscall, Tid, UserAddr};
use crate::entry::{Ctx, NewTask, Restart, Sleep, Stop, SysResult};
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
    pub const SYSVSEM: u64 = 0x4_0000;
    pub const SETTLS: u64 = 0x8_0000;
    pub const PARENT_SETTID: u64 = 0x10_0000;
    pub const CHILD_CLEARTID: u64 = 0x20_0000;
    pub const DETACHED: u64 = 0x40_0000;
    pub const UNTRACED: u64 = 0x80_0000;
    pub const CHILD_SETTID: u64 = 0x100_0000;
    pub const IO: u64 = 0x8000_0000;
    /// What every thread shares.
    pub const THREAD_SHARES: u64 = VM | FS | FILES | SIGHAND;
    /// What a process may be given. CLONE_UNTRACED and CLONE_IO are about what there is not.
    pub const FOR_PROCESS: u64 = CSIGNAL
        | VM
        | FS
        | FILES
        | SIGHAND
        | VFORK
        | SETTLS
        | PARENT_SETTID
        | CHILD_CLEARTID
        | DETACHED
        | UNTRACED
        | CHILD_SETTID
        | IO;
    /// What a thread may be given.
    pub const FOR_THREAD: u64 =
        THREAD | THREAD_SHARES | CSIGNAL | SYSVSEM | SETTLS | PARENT_SETTID | CHILD_CLEARTID | DETACHED | CHILD_SETTID;
}

/// Sizes of `struct clone_args` (clone3(2)): as first published, and what is known of it.
const CLONE_ARGS_MIN: u64 = 64;
const CLONE_ARGS_KNOWN: usize = 88;

/// What differs between fork, vfork, clone and clone3.
#[derive(Clone, Copy)]
struct Request {
    flags: u64,
    exit_signal: u64,
    parent_tid: UserAddr,
    child_tid: UserAddr,
    /// The new stack's end, if there is one.
    stack: Option<UserAddr>,
    tls: Option<u64>,
}

impl Request {
    fn plain(flags: u64) -> Request {
        let exit_signal = Signal::CHLD.number().into();
        Request { flags, exit_signal, parent_tid: UserAddr::NULL, child_tid: UserAddr::NULL, stack: None, tls: None }
    }
}

impl Kernel {
    /// fork(2).
    pub(crate) fn sys_fork(&mut self, ctx: &mut Ctx) -> SysResult {
        self.make_child(ctx, Syscall::Fork {}, Request::plain(0))
    }

    /// vfork(2): the child borrows the memory, and the parent sleeps until it calls execve or ends.
    pub(crate) fn sys_vfork(&mut self, ctx: &mut Ctx) -> SysResult {
        self.make_child(ctx, Syscall::Vfork {}, Request::plain(flag::VM | flag::VFORK))
    }

    /// clone(2): a process, or with CLONE_THREAD a thread of the caller's. Not supported: namespaces, pidfds, CLONE_PARENT,
    /// processes that share semaphore adjustments.
    pub(crate) fn sys_clone(&mut self, ctx: &mut Ctx, call: Syscall) -> SysResult {
        let Syscall::Clone { flags, stack, parent_tid, child_tid, tls } = call else {
            return Err(Errno::EINVAL.into());
        };
        let request = Request {
            flags: flags & !flag::CSIGNAL,
            exit_signal: flags & flag::CSIGNAL,
            parent_tid,
            child_tid,
            stack: (!stack.is_null()).then_some(stack),
            tls: (flags & flag::SETTLS != 0).then_some(tls),
        };
        self.clone_as_requested(ctx, call, request)
    }

    /// clone3(2).
    pub(crate) fn sys_clone3(&mut self, ctx: &mut Ctx, call: Syscall, args: UserAddr, size: u64) -> SysResult {
        if size > crate::mm::PAGE {
            return Err(Errno::E2BIG.into());
        }
        if size < CLONE_ARGS_MIN {
            return Err(Errno::EINVAL.into());
        }
        let mut bytes = vec![0; (size as usize).max(CLONE_ARGS_KNOWN)];
        self.copy_in(ctx.tid, args, &mut bytes[..size as usize])?;
        if bytes[CLONE_ARGS_KNOWN..].iter().any(|b| *b != 0) {
            return Err(Errno::E2BIG.into());
        }
        let word = |n: usize| u64::from_le_bytes(std::array::from_fn(|i| bytes[8 * n + i]));
        let [flags, _pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls] = std::array::from_fn(word);
        let bad_signal = exit_signal & !flag::CSIGNAL != 0 || flags & flag::THREAD != 0 && exit_signal != 0;
        if flags & (flag::CSIGNAL | flag::DETACHED) != 0 || bad_signal || (stack == 0) != (stack_size == 0) {
            return Err(Errno::EINVAL.into());
        }
        // set_tid and cgroup.
        if (8..11).any(|n| word(n) != 0) {
            return Err(Errno::ENOSYS.into());
        }
        let request = Request {
            flags,
            exit_signal,
            parent_tid: UserAddr(parent_tid),
            child_tid: UserAddr(child_tid),
            stack: (stack != 0).then_some(UserAddr(stack.wrapping_add(stack_size))),
            tls: (flags & flag::SETTLS != 0).then_some(tls),
        };
        self.clone_as_requested(ctx, call, request)
    }

    fn clone_as_requested(&mut self, ctx: &mut Ctx, call: Syscall, request: Request) -> SysResult {
        let flags = request.flags;
        if flags & flag::THREAD != 0 && flags & flag::SIGHAND == 0
            || flags & flag::SIGHAND != 0 && flags & flag::VM == 0
        {
            return Err(Errno::EINVAL.into());
        }
        if flags & flag::THREAD == 0 {
            if flags & !flag::FOR_PROCESS != 0 {
                return Err(Errno::ENOSYS.into());
            }
            return self.make_child(ctx, call, request);
        }
        if flags & !flag::FOR_THREAD != 0 || flags & flag::THREAD_SHARES != flag::THREAD_SHARES {
            return Err(Errno::ENOSYS.into());
        }
        self.make_thread(ctx, call, request)
    }

    /// May the caller have one more process?
    fn room_for_process(&self, tid: Tid) -> Result<(), Errno> {
        let process = self.procs.process_of(tid);
        let limit = process.rlimits[RLIMIT_NPROC].0;
        if !process.cred.is_root() && u64::from(self.procs.user_processes(process.cred.uid)) >= limit {
            return Err(Errno::EAGAIN);
        }
        if self.procs.process_count().max(self.procs.task_count()) > self.config.max_procs as usize {
            return Err(Errno::EAGAIN);
        }
        Ok(())
    }

    /// A new task of the caller's process: it shares all that the process has.
    fn make_thread(&mut self, ctx: &mut Ctx, call: Syscall, request: Request) -> SysResult {
        self.room_for_process(ctx.tid)?;
        let number = self.procs.alloc_number().ok_or(Errno::EAGAIN)?;
        let caller = self.procs.task(ctx.tid);
        let (pid, space, fds) = (caller.pid, caller.space, caller.fds);
        self.mm.space_retain(space);
        self.fd_table_share(fds);
        let mut task = self.copy_of_task(ctx.tid, number, pid, space, fds, request);
        (task.altstack, task.altstack_flags) = ((UserAddr::NULL, 0), 0);
        self.procs.insert_task(task);
        self.begin_child(ctx, call, Tid(number), request)
    }

    fn make_child(&mut self, ctx: &mut Ctx, call: Syscall, request: Request) -> SysResult {
        let parent_tid = ctx.tid;
        self.room_for_process(parent_tid)?;
        let borrows = request.flags & flag::VM != 0;
        let caller = self.procs.task(parent_tid);
        let (space, fds) = (caller.space, caller.fds);
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
        let fds = match request.flags & flag::FILES != 0 {
            true => {
                self.fd_table_share(fds);
                fds
            }
            false => self.fd_table_clone(fds),
        };
        let cwd = self.procs.process_of(parent_tid).cwd;
        self.vfs.inode_get(cwd);
        let mut task = self.copy_of_task(parent_tid, number, Pid(number), space, fds, request);
        if borrows && request.flags & flag::VFORK == 0 {
            (task.altstack, task.altstack_flags) = ((UserAddr::NULL, 0), 0);
        }
        self.insert_process_copy(parent_tid, number, Signal::new(request.exit_signal as i64));
        self.share_with_child(parent_tid, Pid(number), request.flags);
        self.procs.insert_task(task);
        self.begin_child(ctx, call, Tid(number), request)
    }

    /// The child is in the tables: it becomes ready, and the parent goes on, or sleeps with vfork.
    fn begin_child(&mut self, ctx: &mut Ctx, call: Syscall, tid: Tid, request: Request) -> SysResult {
        let parent_tid = ctx.tid;
        if request.flags & flag::PARENT_SETTID != 0 {
            // As on Linux a bad address is not an error here.
            let _ = self.copy_out(parent_tid, request.parent_tid, &tid.0.to_le_bytes());
        }
        if request.flags & flag::CHILD_SETTID != 0 {
            let _ = self.copy_out(tid, request.child_tid, &tid.0.to_le_bytes());
        }
        let nice = self.procs.task(tid).nice;
        if request.flags & flag::VFORK != 0 {
            self.wait_for_vfork_child(ctx, call, tid, Pid(tid.0));
        } else {
            let task = self.procs.task_mut(parent_tid);
            task.wakeup = Wakeup::Value(i64::from(tid.0));
            task.returning = Some(call);
        }
        self.sched.ready(tid, nice, Because::Born);
        if self.events.is_on() {
            self.emit(parent_tid, EventKind::Forked { child: tid });
        }
        Err(Stop::Forked(NewTask { tid, stack: request.stack, tls: request.tls }))
    }

    /// The child's process: a copy of the caller's, put into the tables.
    fn insert_process_copy(&mut self, parent_tid: Tid, number: u32, exit_signal: Option<Signal>) {
        let now = self.clock.now_ns();
        let child = Pid(number);
        let parent = self.procs.process_of(parent_tid);
        let (parent_pid, pgid, sid) = (parent.pid, parent.pgid, parent.sid);
        let process = Process {
            pid: child,
            parent: parent_pid,
            links: Links::NEW,
            waitable: VecDeque::new(),
            pgid,
            sid,
            leader: None,
            leader_mask: SigSet::EMPTY,
            nice: 0,
            threads: Vec::new(),
            pending: Pending::default(),
            actions: parent.actions.clone(),
            cred: parent.cred.clone(),
            cwd: parent.cwd,
            umask: parent.umask,
            rlimits: parent.rlimits,
            did_exec: false,
            exiting: None,
            leader_status: None,
            exit_status: None,
            exit_signal,
            vfork_parent: None,
            job: JobState::default(),
            ctty: parent.ctty,
            hung_up_foreground: None,
            death_signal: None,
            attributes: Attributes { subreaper: false, ..parent.attributes },
            fs_group: 0,
            sighand_group: 0,
            comm: parent.comm,
            image: parent.image.clone(),
            itimers: Itimers::default(),
            timers: PosixTimers::default(),
            dead_tasks: Usage::default(),
            children_usage: Usage::default(),
            start_ns: now,
        };
        self.procs.insert_process(process);
        self.procs.join_parent(child, parent_pid);
        self.procs.join_group(child, pgid, sid);
    }

    /// CLONE_FS and CLONE_SIGHAND: parent and child are in one group, whose members change together.
    fn share_with_child(&mut self, parent_tid: Tid, child: Pid, flags: u64) {
        if flags & (flag::FS | flag::SIGHAND) == 0 {
            return;
        }
        let last = self.procs.processes().map(|process| process.fs_group.max(process.sighand_group)).max().unwrap_or(0);
        let parent = self.procs.process_of_mut(parent_tid);
        if flags & flag::FS != 0 && parent.fs_group == 0 {
            parent.fs_group = last + 1;
        }
        if flags & flag::SIGHAND != 0 && parent.sighand_group == 0 {
            parent.sighand_group = last + 1;
        }
        let (fs, sighand) = (parent.fs_group, parent.sighand_group);
        let Some(child) = self.procs.process_mut(child) else { return };
        child.fs_group = if flags & flag::FS != 0 { fs } else { 0 };
        child.sighand_group = if flags & flag::SIGHAND != 0 { sighand } else { 0 };
    }

    /// The task's process has changed its umask or its dispositions: so have those that share them with it.
    pub(crate) fn after_shared_change(&mut self, tid: Tid) {
        let process = self.procs.process_of(tid);
        let (pid, fs, sighand) = (process.pid, process.fs_group, process.sighand_group);
        if fs == 0 && sighand == 0 {
            return;
        }
        let (umask, actions) = (process.umask, process.actions.clone());
        for other in self.procs.sharing(pid, fs, sighand) {
            let Some(other) = self.procs.process_mut(other) else { continue };
            if fs != 0 && other.fs_group == fs {
                other.umask = umask;
            }
            if sighand != 0 && other.sighand_group == sighand {
                other.actions = actions.clone();
            }
        }
    }

    /// The child's task, not yet in the table.
    fn copy_of_task(
        &self,
        parent_tid: Tid,
        number: u32,
        pid: Pid,
        space: crate::mm::SpaceId,
        fds: crate::abi::ids::FdTableId,
        request: Request,
    ) -> Task {
        let parent = self.procs.task(parent_tid);
        Task {
            tid: Tid(number),
            pid,
            process: NONE,
            state: TaskState::Ready,
            attention: false,
            wakeup: Wakeup::Value(0),
            blocked: None,
            entry: (ProgramId(0), UserAddr::NULL),
            returning: None,
            wait: None,
            timer: None,
            since_ns: self.clock.now_ns(),
            space,
            fds,
            mask: parent.mask,
            saved_mask: None,
            waiting_for: SigSet::EMPTY,
            pending: Pending::default(),
            handlers: Vec::new(),
            altstack: parent.altstack,
            altstack_flags: parent.altstack_flags,
            clear_tid: if request.flags & flag::CHILD_CLEARTID != 0 { request.child_tid } else { UserAddr::NULL },
            robust_list: UserAddr::NULL,
            name: parent.name,
            nice: parent.nice,
            user_ns: 0,
            system_ns: 0,
            voluntary_switches: 0,
            involuntary_switches: 0,
        }
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
