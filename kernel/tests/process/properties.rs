//! Properties: random sequences of calls keep every invariant, leave nothing behind, and a kernel is a value.

use crate::rig::*;
use forklore_kernel::abi::{Fd, Pid, SigSet, Syscall, Tid, UserAddr};
use forklore_kernel::entry::Flow;
use forklore_kernel::proc::task::TaskState;
use forklore_kernel::sched::PolicyKind;
use forklore_kernel::{Config, Kernel};
use proptest::prelude::*;
use proptest::strategy::Union;

/// A step of a random run; tasks are chosen by index among those that can run.
#[derive(Clone, Debug)]
pub enum Step {
    Call(usize, Syscall),
    /// Memory is filled with these words before the next call.
    Fill(Vec<u64>),
    Advance(u64),
    Charge(u64),
    Pick,
    Fault,
}

fn address() -> impl Strategy<Value = UserAddr> {
    prop_oneof![8 => Just(ARG), 4 => Just(ARG_2), 1 => Just(UserAddr::NULL), 1 => Just(UserAddr(8)), 1 => any::<u64>().prop_map(UserAddr)]
}

fn small() -> impl Strategy<Value = i32> {
    prop_oneof![8 => -12..20, 1 => any::<i32>()]
}

fn sig() -> impl Strategy<Value = i32> {
    prop_oneof![20 => 1..65, 1 => any::<i32>()]
}

pub fn process_call() -> impl Strategy<Value = Syscall> {
    let fork = prop_oneof![3 => Just(Syscall::Fork {}), 1 => Just(Syscall::Vfork {})];
    let group = prop_oneof![
        (small(), small()).prop_map(|(pid, pgid)| Syscall::Setpgid { pid, pgid }),
        Just(Syscall::Setsid {}),
        (0..4, small(), -25..25).prop_map(|(which, who, prio)| Syscall::Setpriority { which, who, prio }),
        (0u32..4, 0u32..4, 0u32..4).prop_map(|(ruid, euid, suid)| Syscall::Setresuid { ruid, euid, suid }),
    ];
    let waiting = prop_oneof![
        (-4..12, address(), 0..12).prop_map(|(pid, status, options)| Syscall::Wait4 {
            pid,
            status,
            options,
            rusage: UserAddr::NULL
        }),
        (0..4, 0..9, address(), 0..16).prop_map(|(idtype, id, info, options)| Syscall::Waitid {
            idtype,
            id,
            info,
            options,
            rusage: UserAddr::NULL
        }),
    ];
    let exit = (0..300).prop_map(|status| Syscall::ExitGroup { status });
    prop_oneof![4 => fork, 2 => group, 4 => waiting, 1 => exit]
}

pub fn signal_call() -> impl Strategy<Value = Syscall> {
    prop_oneof![
        6 => (small(), sig()).prop_map(|(pid, sig)| Syscall::Kill { pid, sig }),
        1 => (small(), small(), sig()).prop_map(|(tgid, tid, sig)| Syscall::Tgkill { tgid, tid, sig }),
        1 => (small(), sig(), address()).prop_map(|(pid, sig, info)| Syscall::RtSigqueueinfo { pid, sig, info }),
        6 => (sig(), address(), address()).prop_map(|(signum, act, oldact)| Syscall::RtSigaction { signum, act, oldact, sigsetsize: 8 }),
        4 => (0..4, address(), address()).prop_map(|(how, set, oldset)| Syscall::RtSigprocmask { how, set, oldset, sigsetsize: 8 }),
        1 => address().prop_map(|mask| Syscall::RtSigsuspend { mask, sigsetsize: 8 }),
        1 => (address(), address()).prop_map(|(set, timeout)| Syscall::RtSigtimedwait { set, info: ARG, timeout, sigsetsize: 8 }),
        1 => Just(Syscall::Pause {}),
        1 => (address(), address()).prop_map(|(new, old)| Syscall::Sigaltstack { new, old }),
    ]
}

fn other_call() -> impl Strategy<Value = Syscall> {
    let fd = || (-1..8).prop_map(Fd);
    prop_oneof![
        (address(), address()).prop_map(|(request, remaining)| Syscall::Nanosleep { request, remaining }),
        (0u32..5).prop_map(|seconds| Syscall::Alarm { seconds }),
        (0..4, address(), address()).prop_map(|(which, new, old)| Syscall::Setitimer { which, new, old }),
        address().prop_map(|fds| Syscall::Pipe { fds }),
        (fd(), address(), 0u64..70_000).prop_map(|(fd, buf, count)| Syscall::Read { fd, buf, count }),
        (fd(), address(), 0u64..70_000).prop_map(|(fd, buf, count)| Syscall::Write { fd, buf, count }),
        fd().prop_map(|fd| Syscall::Close { fd }),
        (fd(), fd()).prop_map(|(old, new)| Syscall::Dup2 { old, new }),
        (address(), 0u64..100_000, 0..8, 0..64).prop_map(|(addr, length, prot, flags)| Syscall::Mmap {
            addr,
            length,
            prot,
            flags,
            fd: Fd(-1),
            offset: 0
        }),
        (address(), 0u64..100_000).prop_map(|(addr, length)| Syscall::Munmap { addr, length }),
        Just(Syscall::SchedYield {}),
        (0u32..17, address(), address()).prop_map(|(resource, new, old)| Syscall::Prlimit64 {
            pid: 0,
            resource,
            new,
            old
        }),
        (0..20, any::<u64>()).prop_map(|(option, arg2)| Syscall::Prctl { option, arg2, arg3: 0, arg4: 0, arg5: 0 }),
    ]
}

fn thread_call() -> impl Strategy<Value = Syscall> {
    const THREAD: u64 = 0x1_0f00;
    let flags = prop_oneof![4 => Just(THREAD), 2 => Just(THREAD | 0x30_0000), 1 => Just(0x100), 1 => Just(0x400)];
    let clone = (flags, address(), address()).prop_map(|(flags, parent_tid, child_tid)| Syscall::Clone {
        flags,
        stack: UserAddr::NULL,
        parent_tid,
        child_tid,
        tls: 0,
    });
    let op = prop_oneof![0..11, 128..139, Just(393)];
    let futex = (address(), op, 0u32..3, address(), address(), prop_oneof![0u32..3, any::<u32>()])
        .prop_map(|(uaddr, op, val, timeout, uaddr2, val3)| Syscall::Futex { uaddr, op, val, timeout, uaddr2, val3 });
    prop_oneof![
        4 => clone,
        6 => futex,
        2 => (0..300).prop_map(|status| Syscall::Exit { status }),
        1 => address().prop_map(|head| Syscall::SetRobustList { head, len: 24 }),
    ]
}

fn any_raw_call() -> impl Strategy<Value = Option<Syscall>> {
    (0u64..450, any::<[u64; 6]>()).prop_map(|(number, args)| Syscall::decode(number, args))
}

fn step() -> impl Strategy<Value = Step> {
    let call = Union::new_weighted(vec![
        (5, process_call().boxed()),
        (5, signal_call().boxed()),
        (3, other_call().boxed()),
        (4, thread_call().boxed()),
    ]);
    prop_oneof![
        12 => (0..6usize, call).prop_map(|(who, call)| Step::Call(who, call)),
        2 => (0..6usize, any_raw_call()).prop_map(|(who, call)| call.map_or(Step::Pick, |call| Step::Call(who, call))),
        3 => prop::collection::vec(prop_oneof![0u64..3, Just(HANDLER.0), any::<u64>()], 4..8).prop_map(Step::Fill),
        1 => (0u64..2_000_000_000).prop_map(Step::Advance),
        1 => (1u64..10_000_000).prop_map(Step::Charge),
        2 => Just(Step::Pick),
        1 => Just(Step::Fault),
    ]
}

/// Where a run is at: the handlers that each task is in are kept by the rig.
pub fn do_step(rig: &mut Rig, step: &Step) {
    let choose = |kernel: &Kernel, n: usize| -> Option<Tid> {
        let mut tids: Vec<Tid> = kernel.runnable();
        tids.extend(kernel.current());
        tids.sort();
        tids.get(n % tids.len().max(1)).copied()
    };
    match step {
        Step::Call(n, call) => {
            let Some(tid) = choose(&rig.kernel, *n) else { return };
            if matches!(rig.go_on(tid), Done::Running | Done::Value(_) | Done::Failed(_)) {
                rig.call_unless_gone(tid, *call);
            }
        }
        Step::Fill(words) => {
            if let Some(tid) = choose(&rig.kernel, 0) {
                let bytes: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
                let _ = rig.kernel.copy_out(tid, ARG, &bytes);
            }
        }
        Step::Advance(ns) => rig.kernel.advance(*ns),
        Step::Charge(ns) => {
            if let Some(tid) = rig.kernel.current() {
                rig.kernel.charge(tid, *ns);
                rig.go_on(tid);
            }
        }
        Step::Pick => {
            if let Some(tid) = rig.kernel.pick() {
                rig.go_on(tid);
            }
        }
        Step::Fault => {
            if let Some(tid) = choose(&rig.kernel, 1)
                && matches!(rig.go_on(tid), Done::Running | Done::Value(_) | Done::Failed(_))
            {
                rig.fault_unless_gone(tid);
            }
        }
    }
}

impl Rig {
    fn call_unless_gone(&mut self, tid: Tid, call: Syscall) {
        if self.kernel.current() == Some(tid) && !self.kernel.attention(tid) {
            self.call(tid, call);
        }
    }

    fn fault_unless_gone(&mut self, tid: Tid) {
        if self.kernel.current() == Some(tid) {
            self.fault(tid, 11, 1);
        }
    }
}

fn policy() -> impl Strategy<Value = PolicyKind> {
    (0..PolicyKind::ALL.len()).prop_map(|n| PolicyKind::ALL[n].1)
}

/// No unblocked signal of a running task is left undelivered. A signal to the process is also in good hands with another
/// of its threads that is about to look at it.
fn nothing_overdue(kernel: &Kernel) -> bool {
    kernel.current().is_none_or(|tid| {
        let (task, process) = (kernel.task(tid), kernel.process_of(tid));
        let own = task.pending.set().without(task.mask);
        let shared = process.pending.set().without(task.mask);
        let looked_at = process.tasks().any(|other| kernel.task(other).attention);
        (own.is_empty() || task.attention) && (shared.is_empty() || looked_at)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Whatever is called with whatever arguments: no panic, and every invariant holds after every step.
    #[test]
    fn invariants_hold(policy in policy(), steps in prop::collection::vec(step(), 1..80)) {
        let config = Config { policy, max_procs: 12, max_frames: 4000, quantum_ns: 50_000, seed: 7, ..Config::default() };
        let mut rig = Rig::with(config, 0);
        for step in &steps {
            do_step(&mut rig, step);
            rig.kernel.check().map_err(TestCaseError::fail)?;
            prop_assert!(nothing_overdue(&rig.kernel));
        }
    }

    /// Once all is killed, init is alone, and no frame, description, pipe, timer or sleeper is left.
    #[test]
    fn nothing_is_left_behind(steps in prop::collection::vec(step(), 1..60)) {
        let config = Config { max_procs: 12, max_frames: 4000, ..Config::default() };
        let fresh = Kernel::boot(config.clone());
        let mut rig = Rig::with(config, 0);
        for step in &steps {
            do_step(&mut rig, step);
        }
        kill_everyone(&mut rig)?;
        rig.kernel.check().map_err(TestCaseError::fail)?;
        prop_assert_eq!(rig.kernel.live_processes(), 0);
        prop_assert_eq!(rig.kernel.mm.frames_used(), fresh.mm.frames_used());
        prop_assert_eq!(rig.kernel.vfs.files.len(), fresh.vfs.files.len());
        prop_assert_eq!(rig.kernel.vfs.inodes.len(), fresh.vfs.inodes.len());
        prop_assert_eq!(rig.kernel.pipes.iter().count(), 0);
        prop_assert_eq!(rig.kernel.next_deadline(), None);
        prop_assert!(rig.kernel.waits.is_empty());
    }

    /// A clone goes on exactly as the original does, and so does a kernel that was stored and restored.
    #[test]
    fn a_clone_goes_on_like_the_original(policy in policy(), steps in prop::collection::vec(step(), 2..50), cut in 0usize..50) {
        let config = Config { policy, max_procs: 12, max_frames: 4000, ..Config::default() };
        let mut rig = Rig::with(config, 0);
        let cut = cut % steps.len();
        for step in &steps[..cut] {
            do_step(&mut rig, step);
        }
        let mut twin = rig.clone();
        prop_assert!(rig.kernel == twin.kernel);
        // Another one is stored and restored.
        let bytes = postcard::to_allocvec(&rig.kernel).unwrap();
        let mut restored = rig.clone();
        restored.kernel = postcard::from_bytes(&bytes).unwrap();
        prop_assert!(rig.kernel == restored.kernel);
        for step in &steps[cut..] {
            do_step(&mut rig, step);
            do_step(&mut twin, step);
            do_step(&mut restored, step);
            prop_assert!(rig.kernel == restored.kernel);
            prop_assert!(rig.kernel == twin.kernel);
        }
    }

    /// Standard signals are pending at most once and never delivered while blocked.
    #[test]
    fn blocked_signals_wait_once(sent in prop::collection::vec(1..32i32, 1..40), blocked in any::<u64>()) {
        let mut rig = Rig::new();
        let tid = rig.tid;
        let catchable: Vec<i32> = (1..32).filter(|n| ![KILL, STOP].contains(n)).collect();
        catchable.iter().for_each(|n| rig.catch(tid, *n));
        rig.procmask(tid, 2, SigSet(blocked));
        let mask = rig.mask(tid);
        let mut expected = SigSet::EMPTY;
        for n in sent.into_iter().filter(|n| catchable.contains(n)) {
            rig.raise(tid, n);
            let ran = rig.handlers_run(tid);
            // Stop signals and SIGCONT cancel one another.
            match n {
                CONT => expected = expected.without(SigSet::STOPS),
                20..=22 => expected = expected.without(set(&[CONT])),
                _ => {}
            }
            if mask.contains(signal(n)) {
                prop_assert!(ran.is_empty());
                expected.insert(signal(n));
            } else {
                prop_assert_eq!(ran, [n as u8]);
            }
            prop_assert_eq!(rig.pending(tid), expected);
        }
    }
}

/// Everyone gets SIGKILL, and has to die of it.
pub fn kill_everyone(rig: &mut Rig) -> Result<(), TestCaseError> {
    for pid in rig.kernel.procs.pids() {
        if pid != Pid(1) {
            let info = forklore_kernel::abi::SigInfo::kernel(signal(KILL));
            rig.kernel.post_to_process(pid, info);
        }
    }
    for _ in 0..1000 {
        let Some(tid) = rig.kernel.pick() else { break };
        let flow = rig.kernel.resume(tid, SP);
        let dying = matches!(flow, Flow::Exited | Flow::Slept);
        prop_assert!(dying || rig.kernel.task(tid).state == TaskState::Running, "{flow:?}");
    }
    Ok(())
}
