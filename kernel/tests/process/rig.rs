//! A driver without CPUs: makes system calls on behalf of tasks, and runs signal handlers as a CPU would.

use forklore_kernel::abi::siginfo::SigInfo;
use forklore_kernel::abi::{Errno, Fd, Pid, SigSet, Signal, Syscall, Tid, UserAddr};
use forklore_kernel::entry::{Exception, Flow, HandlerFrame};
use forklore_kernel::proc::signal::action::SIG_DFL;
use forklore_kernel::proc::{Cred, Process};
use forklore_kernel::{Config, Kernel};
use std::collections::BTreeMap;

/// Arguments are put here, answers come here.
pub const ARG: UserAddr = UserAddr(Kernel::BARE_MEMORY.0);
pub const ARG_2: UserAddr = UserAddr(Kernel::BARE_MEMORY.0 + 0x1000);
/// The stack of every task.
pub const SP: UserAddr = UserAddr(Kernel::BARE_MEMORY.0 + 0x8_0000);
/// A handler's address.
pub const HANDLER: UserAddr = UserAddr(0x40_1000);
pub const SIG_IGN: UserAddr = UserAddr(1);

/// How a call went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Done {
    Value(u64),
    Failed(Errno),
    /// In user mode, no call in progress.
    Running,
    Asleep,
    Stopped,
    Dead,
    /// A handler for this signal was entered (in a rig that does not run handlers by itself).
    Handler(Signal),
}

/// A task's CPU: the handlers that it is in, innermost last.
#[derive(Clone, Default)]
struct Cpu {
    frames: Vec<HandlerFrame>,
    result: Option<i64>,
}

#[derive(Clone)]
pub struct Rig {
    pub kernel: Kernel,
    /// The first process.
    pub tid: Tid,
    /// Handlers return as soon as they are entered.
    pub run_handlers: bool,
    /// Handlers entered so far: who and which signal, in the order in which they ran.
    pub ran: Vec<(Tid, Signal)>,
    cpus: BTreeMap<Tid, Cpu>,
}

pub const HUP: i32 = 1;
pub const KILL: i32 = 9;
pub const USR1: i32 = 10;
pub const USR2: i32 = 12;
pub const ALRM: i32 = 14;
pub const TERM: i32 = 15;
pub const CHLD: i32 = 17;
pub const CONT: i32 = 18;
pub const STOP: i32 = 19;
pub const TSTP: i32 = 20;

pub const WNOHANG: i32 = 1;
pub const WUNTRACED: i32 = 2;
pub const WCONTINUED: i32 = 8;

pub fn signal(number: i32) -> Signal {
    Signal::new(number.into()).unwrap()
}

pub fn set(numbers: &[i32]) -> SigSet {
    SigSet(numbers.iter().fold(0, |set, n| set | 1 << (n - 1)))
}

impl Rig {
    /// A kernel with one process of user 1000.
    pub fn new() -> Rig {
        Rig::with(Config::default(), 1000)
    }

    pub fn with(config: Config, uid: u32) -> Rig {
        let mut kernel = Kernel::boot(config);
        let tid = kernel.spawn_bare(Cred::user(uid, uid), b"/", &[]).unwrap();
        Rig { kernel, tid, run_handlers: true, ran: Vec::new(), cpus: BTreeMap::new() }
    }

    pub fn process(&self, tid: Tid) -> &Process {
        self.kernel.process(Pid(tid.0)).unwrap()
    }

    pub fn exists(&self, tid: Tid) -> bool {
        self.kernel.process(Pid(tid.0)).is_some()
    }

    /// A task makes a call; it must be able to run.
    #[track_caller]
    pub fn call(&mut self, tid: Tid, call: Syscall) -> Done {
        let before = self.go_on(tid);
        assert!(
            matches!(before, Done::Running | Done::Value(_) | Done::Failed(_) | Done::Handler(_)),
            "{tid} can't make {call:?}: {before:?}"
        );
        let flow = self.kernel.syscall(tid, SP, call);
        self.follow(tid, flow)
    }

    /// A call that must succeed.
    #[track_caller]
    pub fn ok(&mut self, tid: Tid, call: Syscall) -> u64 {
        match self.call(tid, call) {
            Done::Value(value) => value,
            other => panic!("{call:?}: {other:?}"),
        }
    }

    /// Gives a task the CPU and lets it go on; says how its call ended, if one did.
    pub fn go_on(&mut self, tid: Tid) -> Done {
        if !self.kernel.claim(tid) {
            return self.idle_state(tid);
        }
        let flow = self.kernel.resume(tid, SP);
        self.follow(tid, flow)
    }

    fn idle_state(&self, tid: Tid) -> Done {
        use forklore_kernel::proc::task::TaskState;
        match self.kernel.procs.find_task(tid).map(|task| task.state) {
            None => Done::Dead,
            Some(TaskState::Stopped) => Done::Stopped,
            Some(_) => Done::Asleep,
        }
    }

    /// Does what a CPU does with a flow, until the task is in user mode or leaves the CPU.
    fn follow(&mut self, tid: Tid, mut flow: Flow) -> Done {
        loop {
            self.kernel.check().unwrap();
            match flow {
                Flow::Resume(value) => {
                    if value.is_some() {
                        self.cpus.entry(tid).or_default().result = value;
                    }
                }
                Flow::Handlers(value) => {
                    let cpu = self.cpus.entry(tid).or_default();
                    if value.is_some() {
                        cpu.result = value;
                    }
                    cpu.frames.extend(std::iter::from_fn(|| self.kernel.next_handler(tid)));
                }
                Flow::Forked(_) => {
                    flow = self.kernel.after_fork(tid, SP);
                    continue;
                }
                Flow::Exec { .. } => return Done::Running,
                Flow::Slept | Flow::Exited => return self.idle_state(tid),
            }
            if self.kernel.current() != Some(tid) {
                return self.idle_state(tid);
            }
            if self.kernel.attention(tid) {
                flow = self.kernel.resume(tid, SP);
                continue;
            }
            let cpu = self.cpus.entry(tid).or_default();
            let Some(top) = cpu.frames.last() else {
                return match cpu.result.take() {
                    None => Done::Running,
                    Some(value) if value < 0 => Done::Failed(Errno::from_number(-value).unwrap()),
                    Some(value) => Done::Value(value as u64),
                };
            };
            if !self.run_handlers {
                return Done::Handler(top.signal);
            }
            flow = self.leave_handler(tid);
        }
    }

    fn leave_handler(&mut self, tid: Tid) -> Flow {
        let frame = self.cpus.get_mut(&tid).and_then(|cpu| cpu.frames.pop()).expect("in a handler");
        self.ran.push((tid, frame.signal));
        self.kernel.sigreturn(tid, SP, frame.saved)
    }

    /// The innermost handler of a task returns.
    pub fn return_from_handler(&mut self, tid: Tid) -> Done {
        assert!(self.kernel.claim(tid));
        let flow = self.leave_handler(tid);
        self.follow(tid, flow)
    }

    /// The innermost handler's frame.
    pub fn frame(&self, tid: Tid) -> &HandlerFrame {
        self.cpus[&tid].frames.last().unwrap()
    }

    /// The handlers that a task has run since the last time this was asked.
    pub fn handlers_run(&mut self, tid: Tid) -> Vec<u8> {
        let (its, others) = self.ran.drain(..).partition(|(who, _)| *who == tid);
        self.ran = others;
        its.into_iter().map(|(_, signal): (Tid, Signal)| signal.number()).collect()
    }

    pub fn fault(&mut self, tid: Tid, number: i32, code: i32) -> Done {
        self.go_on(tid);
        let exception = Exception { signal: signal(number), code, addr: UserAddr(8) };
        let flow = self.kernel.fault(tid, SP, exception);
        self.follow(tid, flow)
    }

    // Memory.

    pub fn put(&mut self, tid: Tid, at: UserAddr, bytes: &[u8]) {
        self.kernel.copy_out(tid, at, bytes).unwrap();
    }

    pub fn get<const N: usize>(&mut self, tid: Tid, at: UserAddr) -> [u8; N] {
        let mut bytes = [0; N];
        self.kernel.copy_in(tid, at, &mut bytes).unwrap();
        bytes
    }

    pub fn get_i32(&mut self, tid: Tid, at: UserAddr) -> i32 {
        i32::from_le_bytes(self.get(tid, at))
    }

    pub fn put_words(&mut self, tid: Tid, at: UserAddr, words: &[u64]) {
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        self.put(tid, at, &bytes);
    }

    // Calls.

    #[track_caller]
    pub fn fork(&mut self, tid: Tid) -> Tid {
        let child = Tid(self.ok(tid, Syscall::Fork {}) as u32);
        self.kernel.check().unwrap();
        child
    }

    /// A task that must be able to run calls _exit.
    #[track_caller]
    pub fn exit(&mut self, tid: Tid, status: i32) {
        assert_eq!(self.call(tid, Syscall::ExitGroup { status }), Done::Dead);
        self.kernel.check().unwrap();
    }

    pub fn wait4(&mut self, tid: Tid, pid: i32, options: i32) -> Done {
        self.call(tid, Syscall::Wait4 { pid, status: ARG, options, rusage: UserAddr::NULL })
    }

    /// Waits, and gives the child's number and status.
    #[track_caller]
    pub fn reap(&mut self, tid: Tid, pid: i32, options: i32) -> (Tid, i32) {
        match self.wait4(tid, pid, options) {
            Done::Value(pid) => (Tid(pid as u32), self.get_i32(tid, ARG)),
            other => panic!("wait4({pid}): {other:?}"),
        }
    }

    pub fn kill(&mut self, tid: Tid, pid: i32, sig: i32) -> Done {
        self.call(tid, Syscall::Kill { pid, sig })
    }

    pub fn raise(&mut self, tid: Tid, sig: i32) -> Done {
        self.call(tid, Syscall::Tgkill { tgid: tid.0 as i32, tid: tid.0 as i32, sig })
    }

    #[track_caller]
    pub fn handle(&mut self, tid: Tid, sig: i32, handler: UserAddr, flags: u64, mask: SigSet) {
        self.put_words(tid, ARG, &[handler.0, flags, 0, mask.0]);
        self.ok(tid, Syscall::RtSigaction { signum: sig, act: ARG, oldact: UserAddr::NULL, sigsetsize: 8 });
    }

    /// Installs a handler without flags.
    pub fn catch(&mut self, tid: Tid, sig: i32) {
        self.handle(tid, sig, HANDLER, 0, SigSet::EMPTY);
    }

    pub fn ignore(&mut self, tid: Tid, sig: i32) {
        self.handle(tid, sig, SIG_IGN, 0, SigSet::EMPTY);
    }

    pub fn default(&mut self, tid: Tid, sig: i32) {
        self.handle(tid, sig, SIG_DFL, 0, SigSet::EMPTY);
    }

    pub fn procmask(&mut self, tid: Tid, how: i32, mask: SigSet) -> Done {
        self.put_words(tid, ARG, &[mask.0]);
        self.call(tid, Syscall::RtSigprocmask { how, set: ARG, oldset: UserAddr::NULL, sigsetsize: 8 })
    }

    pub fn block(&mut self, tid: Tid, numbers: &[i32]) {
        assert_eq!(self.procmask(tid, 0, set(numbers)), Done::Value(0));
    }

    pub fn unblock(&mut self, tid: Tid, numbers: &[i32]) -> Done {
        self.procmask(tid, 1, set(numbers))
    }

    pub fn pending(&mut self, tid: Tid) -> SigSet {
        self.ok(tid, Syscall::RtSigpending { set: ARG, sigsetsize: 8 });
        SigSet(u64::from_le_bytes(self.get(tid, ARG)))
    }

    pub fn mask(&self, tid: Tid) -> SigSet {
        self.kernel.task(tid).mask
    }

    pub fn sigsuspend(&mut self, tid: Tid, mask: SigSet) -> Done {
        self.put_words(tid, ARG, &[mask.0]);
        self.call(tid, Syscall::RtSigsuspend { mask: ARG, sigsetsize: 8 })
    }

    /// sigtimedwait with a timeout in ns, or without.
    pub fn sigwait(&mut self, tid: Tid, wanted: SigSet, timeout_ns: Option<u64>) -> Done {
        self.put_words(tid, ARG, &[wanted.0]);
        let timeout = match timeout_ns {
            Some(ns) => {
                self.put_words(tid, ARG_2, &[ns / 1_000_000_000, ns % 1_000_000_000]);
                ARG_2
            }
            None => UserAddr::NULL,
        };
        let info = UserAddr(ARG.0 + 0x100);
        self.call(tid, Syscall::RtSigtimedwait { set: ARG, info, timeout, sigsetsize: 8 })
    }

    /// sigqueue with a value.
    pub fn sigqueue(&mut self, tid: Tid, pid: i32, sig: i32, value: u64) -> Done {
        let mut info = [0u8; SigInfo::SIZE];
        info[8..12].copy_from_slice(&(-1i32).to_le_bytes());
        info[16..20].copy_from_slice(&tid.0.to_le_bytes());
        info[24..32].copy_from_slice(&value.to_le_bytes());
        self.put(tid, ARG, &info);
        self.call(tid, Syscall::RtSigqueueinfo { pid, sig, info: ARG })
    }

    /// nanosleep; what is left when a signal ends it is stored at `ARG_2`.
    pub fn sleep(&mut self, tid: Tid, ns: u64) -> Done {
        self.put_words(tid, ARG, &[ns / 1_000_000_000, ns % 1_000_000_000]);
        self.call(tid, Syscall::Nanosleep { request: ARG, remaining: ARG_2 })
    }

    pub fn pipe(&mut self, tid: Tid) -> (Fd, Fd) {
        self.ok(tid, Syscall::Pipe { fds: ARG });
        (Fd(self.get_i32(tid, ARG)), Fd(self.get_i32(tid, UserAddr(ARG.0 + 4))))
    }

    pub fn read(&mut self, tid: Tid, fd: Fd, count: u64) -> Done {
        self.call(tid, Syscall::Read { fd, buf: ARG_2, count })
    }

    pub fn write(&mut self, tid: Tid, fd: Fd, count: u64) -> Done {
        self.call(tid, Syscall::Write { fd, buf: ARG_2, count })
    }
}
