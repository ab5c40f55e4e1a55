//! System V IPC, POSIX message queues and locks at the kernel's interface: message queues and semaphores against models,
//! random calls against the invariants, and what many messages and many waiters cost.

use crate::properties::{Step, do_step, kill_everyone, process_call, signal_call};
use crate::rig::*;
use forklore_kernel::abi::{Errno, Fd, Syscall, Tid, UserAddr};
use forklore_kernel::proc::Cred;
use forklore_kernel::{Config, Kernel};
use proptest::prelude::*;
use std::collections::{BTreeMap, VecDeque};

const NOWAIT: i32 = 0o4000;
const NOERROR: i32 = 0o10000;
const EXCEPT: i32 = 0o20000;
const SEM_UNDO: i16 = 0x1000;
const TASKS: usize = 5;

/// A rig with so many processes of one user.
fn processes() -> (Rig, Vec<Tid>) {
    let mut rig = Rig::new();
    let mut tids = vec![rig.tid];
    for _ in 1..TASKS {
        tids.push(rig.kernel.spawn_bare(Cred::user(1000, 1000), b"/", &[]).unwrap());
    }
    (rig, tids)
}

/// A call's result as the model writes it; `None` while it sleeps.
fn result(done: Done) -> Option<i64> {
    match done {
        Done::Value(value) => Some(value as i64),
        Done::Failed(errno) => Some(-errno.number()),
        Done::Asleep => None,
        other => panic!("{other:?}"),
    }
}

/// An operation on the queue.
#[derive(Clone, Debug)]
enum Op {
    Send { kind: i64, len: usize, flags: i32 },
    Receive { want: i64, room: usize, flags: i32 },
}

fn op() -> impl Strategy<Value = Op> {
    let flags = || prop_oneof![Just(0), Just(NOWAIT), Just(NOERROR), Just(NOERROR | NOWAIT), Just(EXCEPT)];
    prop_oneof![
        (1i64..4, prop_oneof![0usize..40, Just(8000usize)], flags()).prop_map(|(kind, len, flags)| Op::Send {
            kind,
            len,
            flags: flags & NOWAIT
        }),
        (-3i64..4, prop_oneof![0usize..40, Just(8192usize)], flags()).prop_map(|(want, room, flags)| Op::Receive {
            want,
            room,
            flags
        }),
    ]
}

/// The queue as a list, and who waits as lists.
#[derive(Default)]
struct Model {
    messages: VecDeque<(i64, usize)>,
    receivers: VecDeque<(usize, i64, usize, i32)>,
    senders: VecDeque<(usize, i64, usize)>,
}

fn wants(kind: i64, want: i64, flags: i32) -> bool {
    match want {
        0 => true,
        1.. if flags & EXCEPT != 0 => kind != want,
        1.. => kind == want,
        _ => kind <= -want,
    }
}

impl Model {
    fn fits(&self, len: usize) -> bool {
        self.messages.iter().map(|(_, len)| len).sum::<usize>() + len <= 16_384 && self.messages.len() < 16_384
    }

    /// A message arrives; whose calls that completes.
    fn deliver(&mut self, kind: i64, len: usize, finished: &mut Vec<(usize, i64)>) {
        while let Some(n) = self.receivers.iter().position(|(_, want, _, flags)| wants(kind, *want, *flags)) {
            let (who, _, room, flags) = self.receivers.remove(n).unwrap();
            if len > room && flags & NOERROR == 0 {
                finished.push((who, -Errno::E2BIG.number()));
                continue;
            }
            finished.push((who, len.min(room) as i64));
            return;
        }
        self.messages.push_back((kind, len));
    }

    /// Does an operation of `who`; the results of all calls that end, the own one under its own number.
    fn apply(&mut self, who: usize, op: &Op) -> Vec<(usize, i64)> {
        let mut finished = Vec::new();
        match *op {
            Op::Send { kind, len, .. } if self.fits(len) => {
                self.deliver(kind, len, &mut finished);
                finished.push((who, 0));
            }
            Op::Send { flags, .. } if flags & NOWAIT != 0 => finished.push((who, -Errno::EAGAIN.number())),
            Op::Send { kind, len, .. } => self.senders.push_back((who, kind, len)),
            Op::Receive { want, room, flags } => {
                let candidates = self.messages.iter().enumerate().filter(|(_, (kind, _))| wants(*kind, want, flags));
                let found = match want {
                    ..0 => candidates.min_by_key(|(n, (kind, _))| (*kind, *n)),
                    _ => candidates.min_by_key(|(n, _)| *n),
                };
                let found = found.map(|(n, (_, len))| (n, *len));
                match found {
                    Some((_, len)) if len > room && flags & NOERROR == 0 => {
                        finished.push((who, -Errno::E2BIG.number()));
                    }
                    Some((n, len)) => {
                        self.messages.remove(n);
                        while let Some(n) = self.senders.iter().position(|(_, _, len)| self.fits(*len)) {
                            let (sender, kind, len) = self.senders.remove(n).unwrap();
                            self.deliver(kind, len, &mut finished);
                            finished.push((sender, 0));
                        }
                        finished.push((who, len.min(room) as i64));
                    }
                    None if flags & NOWAIT != 0 => finished.push((who, -Errno::ENOMSG.number())),
                    None => self.receivers.push_back((who, want, room, flags)),
                }
            }
        }
        finished
    }
}

/// The operations of a semop: number, change, flags.
type Sops = Vec<(u16, i16, bool)>;

fn sops() -> impl Strategy<Value = (Sops, bool)> {
    (prop::collection::vec((0u16..3, -3i16..4, any::<bool>()), 1..4), prop::bool::weighted(0.3))
}

fn store_sops(rig: &mut Rig, tid: Tid, ops: &Sops, nowait: bool) {
    let bytes: Vec<u8> = ops
        .iter()
        .flat_map(|(num, op, undo)| {
            let flags = if *undo { SEM_UNDO } else { 0 } | if nowait { NOWAIT as i16 } else { 0 };
            [num.to_le_bytes(), op.to_le_bytes(), flags.to_le_bytes()].concat()
        })
        .collect();
    rig.kernel.copy_out(tid, ARG, &bytes).unwrap();
}

fn values(rig: &Rig) -> Vec<i64> {
    let (_, set) = rig.kernel.sysv.sems.iter().next().unwrap();
    set.semaphores().iter().map(|sem| i64::from(sem.value)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Results, order and contents of a message queue are those of a list.
    #[test]
    fn message_queues_agree_with_a_list(ops in prop::collection::vec((0..TASKS, op()), 1..60)) {
        let (mut rig, tids) = processes();
        let id = rig.ok(tids[0], Syscall::Msgget { key: 0, flags: 0o600 }) as i32;
        let mut model = Model::default();
        let mut asleep = [false; TASKS];
        for (who, op) in ops {
            if asleep[who] {
                continue;
            }
            let tid = tids[who];
            let call = match op {
                Op::Send { kind, len, flags } => {
                    let bytes = [&kind.to_le_bytes()[..], &vec![kind as u8; len]].concat();
                    rig.kernel.copy_out(tid, ARG, &bytes).unwrap();
                    Syscall::Msgsnd { id, msg: ARG, size: len as u64, flags }
                }
                Op::Receive { want, room, flags } => {
                    Syscall::Msgrcv { id, msg: ARG, size: room as u64, kind: want, flags }
                }
            };
            let own = result(rig.call(tid, call));
            let finished = model.apply(who, &op);
            let expected = finished.iter().find(|(other, _)| *other == who).map(|(_, value)| *value);
            prop_assert_eq!(own, expected, "{:?}", op);
            asleep[who] = own.is_none();
            for (other, value) in finished.into_iter().filter(|(other, _)| *other != who) {
                prop_assert_eq!(result(rig.go_on(tids[other])), Some(value));
                asleep[other] = false;
            }
            let (_, queue) = rig.kernel.sysv.msgs.iter().next().unwrap();
            let queued: Vec<(i64, usize)> = queue.messages().map(|m| (m.kind, m.text.len())).collect();
            prop_assert_eq!(queued, model.messages.iter().copied().collect::<Vec<_>>());
            prop_assert!(queue.messages().all(|m| m.text.iter().all(|b| i64::from(*b) == m.kind)));
        }
    }

    /// All operations of a call or none, nobody waits who could go on (the kernel's check says so), and what a process
    /// asked to be undone is undone at its end.
    #[test]
    fn semaphores_are_all_or_nothing(calls in prop::collection::vec((0..TASKS, sops(), prop::bool::weighted(0.06)), 1..60)) {
        let (mut rig, tids) = processes();
        let id = rig.ok(tids[0], Syscall::Semget { key: 0, nsems: 3, flags: 0o600 }) as i32;
        let mut model = vec![0i64; 3];
        let mut undo = BTreeMap::<usize, Vec<i64>>::new();
        let mut waiting = BTreeMap::<usize, Sops>::new();
        let mut gone = [false; TASKS];
        for (who, (ops, nowait), exits) in calls {
            if waiting.contains_key(&who) || gone[who] {
                continue;
            }
            let mut done = Vec::new();
            if exits {
                rig.call(tids[who], Syscall::ExitGroup { status: 0 });
                gone[who] = true;
                for (value, by) in model.iter_mut().zip(undo.remove(&who).unwrap_or_default()) {
                    *value = (*value + by).clamp(0, 32_767);
                }
            } else {
                store_sops(&mut rig, tids[who], &ops, nowait);
                let call = Syscall::Semop { id, sops: ARG, nsops: ops.len() as u64 };
                match result(rig.call(tids[who], call)) {
                    Some(0) => done.push((who, ops)),
                    Some(error) => {
                        prop_assert!(nowait && error == -Errno::EAGAIN.number() || error == -Errno::ERANGE.number());
                    }
                    None => {
                        waiting.insert(who, ops);
                    }
                }
            }
            for other in waiting.keys().copied().collect::<Vec<_>>() {
                match result(rig.go_on(tids[other])) {
                    Some(0) => done.push((other, waiting.remove(&other).unwrap())),
                    Some(_) => {
                        waiting.remove(&other);
                    }
                    None => {}
                }
            }
            for (who, ops) in done {
                for (num, op, undone) in ops {
                    model[usize::from(num)] += i64::from(op);
                    if undone {
                        undo.entry(who).or_insert_with(|| vec![0; 3])[usize::from(num)] -= i64::from(op);
                    }
                }
            }
            prop_assert_eq!(values(&rig), model.clone());
        }
    }

    /// Whatever is called with whatever arguments: no panic, and every invariant holds after every step.
    #[test]
    fn invariants_hold(steps in prop::collection::vec(ipc_step(), 1..80)) {
        let config = Config { max_procs: 12, max_frames: 4000, quantum_ns: 50_000, seed: 7, ..Config::default() };
        let mut rig = Rig::with(config, 0);
        for step in &steps {
            do_step(&mut rig, step);
            rig.kernel.check().map_err(TestCaseError::fail)?;
        }
        kill_everyone(&mut rig)?;
        rig.kernel.check().map_err(TestCaseError::fail)?;
        prop_assert!(rig.kernel.sysv.undoers.is_empty() && rig.kernel.vfs.locks.is_empty());
    }
}

fn ipc_call() -> impl Strategy<Value = Syscall> {
    let id = || prop_oneof![8 => 0..4, 1 => any::<i32>()];
    let flags = || prop_oneof![Just(0o1666), Just(0o600), Just(0o3600), Just(NOWAIT), Just(0)];
    let addr = || prop_oneof![8 => Just(ARG), 2 => Just(ARG_2), 1 => Just(UserAddr::NULL), 1 => Just(UserAddr(8))];
    let page = || prop_oneof![4 => Just(0u64), 4 => 0x5000_0000u64..0x5000_8000, 1 => any::<u64>()];
    let fd = || (-1..8).prop_map(Fd);
    let msg = prop_oneof![
        2 => (0..3, flags()).prop_map(|(key, flags)| Syscall::Msgget { key, flags }),
        6 => (id(), 0u64..9000, flags()).prop_map(|(id, size, flags)| Syscall::Msgsnd { id, msg: ARG, size, flags }),
        6 => (id(), 0u64..9000, -3i64..4, prop_oneof![Just(0), Just(NOWAIT), Just(NOERROR), Just(EXCEPT), Just(0o44000)])
            .prop_map(|(id, size, kind, flags)| Syscall::Msgrcv { id, msg: ARG, size, kind, flags }),
        1 => (id(), 0..15, addr()).prop_map(|(id, cmd, buf)| Syscall::Msgctl { id, cmd, buf }),
    ];
    let sem = prop_oneof![
        2 => (0..3, 0..4, flags()).prop_map(|(key, nsems, flags)| Syscall::Semget { key, nsems, flags }),
        8 => (id(), 0u64..4, prop_oneof![3 => Just(UserAddr::NULL), 1 => Just(ARG_2)])
            .prop_map(|(id, nsops, timeout)| Syscall::Semtimedop { id, sops: ARG, nsops, timeout }),
        2 => (id(), -1..4, 0..22, prop_oneof![Just(ARG.0), 0u64..5])
            .prop_map(|(id, semnum, cmd, arg)| Syscall::Semctl { id, semnum, cmd, arg }),
    ];
    let shm = prop_oneof![
        2 => (0..3, 0u64..20_000, flags()).prop_map(|(key, size, flags)| Syscall::Shmget { key, size, flags }),
        4 => (id(), page(), prop_oneof![Just(0), Just(0o10000), Just(0o20000), Just(0o60000)])
            .prop_map(|(id, addr, flags)| Syscall::Shmat { id, addr: UserAddr(addr), flags }),
        2 => page().prop_map(|addr| Syscall::Shmdt { addr: UserAddr(addr & !4095) }),
        2 => (page(), 0u64..30_000).prop_map(|(addr, length)| Syscall::Munmap { addr: UserAddr(addr & !4095), length }),
        1 => (page(), 0u64..30_000, 0u64..30_000, 0..4, page()).prop_map(|(old, old_length, new_length, flags, new)| {
            let (old, new) = (UserAddr(old & !4095), UserAddr(new & !4095));
            Syscall::Mremap { old, old_length, new_length, flags, new }
        }),
        1 => (page(), 0u64..30_000, 0..22)
            .prop_map(|(addr, length, advice)| Syscall::Madvise { addr: UserAddr(addr & !4095), length, advice }),
        1 => (id(), 0..16, addr()).prop_map(|(id, cmd, buf)| Syscall::Shmctl { id, cmd, buf }),
    ];
    let mq = prop_oneof![
        3 => prop_oneof![Just(0o102), Just(2), Just(0o4102), Just(0)]
            .prop_map(|flags| Syscall::MqOpen { name: ARG, flags, mode: 0o600, attr: UserAddr::NULL }),
        4 => (fd(), 0u64..100, 0u32..3).prop_map(|(fd, size, priority)| {
            Syscall::MqTimedsend { fd, msg: ARG, size, priority, timeout: UserAddr::NULL }
        }),
        4 => fd().prop_map(|fd| {
            Syscall::MqTimedreceive { fd, msg: ARG, size: 8192, priority: UserAddr::NULL, timeout: UserAddr::NULL }
        }),
        1 => (fd(), addr()).prop_map(|(fd, event)| Syscall::MqNotify { fd, event }),
        1 => Just(Syscall::MqUnlink { name: ARG }),
    ];
    let lock = prop_oneof![
        4 => (fd(), 5..8).prop_map(|(fd, cmd)| Syscall::Fcntl { fd, cmd, arg: ARG_2.0 }),
        2 => (fd(), 36..39).prop_map(|(fd, cmd)| Syscall::Fcntl { fd, cmd, arg: ARG_2.0 }),
        2 => (fd(), 0..13).prop_map(|(fd, operation)| Syscall::Flock { fd, operation }),
        2 => Just(Syscall::Open { path: ARG, flags: 0o102, mode: 0o600 }),
        1 => Just(Syscall::MemfdCreate { name: ARG, flags: 0 }),
        2 => fd().prop_map(|fd| Syscall::Close { fd }),
        1 => (fd(), fd()).prop_map(|(old, new)| Syscall::Dup2 { old, new }),
    ];
    prop_oneof![3 => msg, 3 => sem, 3 => shm, 2 => mq, 3 => lock]
}

/// Words that make sense as a message's type, as operations on semaphores and as a name ("a").
fn word() -> impl Strategy<Value = u64> {
    prop_oneof![
        Just(1u64),
        Just(0x61),
        (0u64..3, -2i16..3, prop_oneof![Just(0u64), Just(0x1000), Just(0o4000)])
            .prop_map(|(num, op, flags)| num | u64::from(op as u16) << 16 | flags << 32),
        any::<u64>(),
    ]
}

fn ipc_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        14 => (0..6usize, ipc_call()).prop_map(|(who, call)| Step::Call(who, call)),
        3 => (0..6usize, process_call()).prop_map(|(who, call)| Step::Call(who, call)),
        2 => (0..6usize, signal_call()).prop_map(|(who, call)| Step::Call(who, call)),
        4 => prop::collection::vec(word(), 4..8).prop_map(Step::Fill),
        1 => (0u64..2_000_000_000).prop_map(Step::Advance),
        2 => Just(Step::Pick),
    ]
}

fn boot_root() -> (Kernel, Tid) {
    let mut kernel = Kernel::boot(Config { max_procs: 3000, ..Config::default() });
    let tid = kernel.spawn_bare(Cred::user(0, 0), b"/", &[]).unwrap();
    kernel.pick();
    kernel.resume(tid, SP);
    (kernel, tid)
}

/// 100,000 messages of 100 types go in and come out by type, and 1,000 receivers of as many types are served: each in a
/// number of steps that does not grow with the others. With a cost for each message there this would take minutes.
#[test]
fn many_messages_and_many_waiters() {
    let (mut kernel, tid) = boot_root();
    let call = |kernel: &mut Kernel, tid: Tid, call: Syscall| match kernel.syscall(tid, SP, call) {
        forklore_kernel::entry::Flow::Resume(value) => value.unwrap(),
        flow => panic!("{call:?}: {flow:?}"),
    };
    let id = call(&mut kernel, tid, Syscall::Msgget { key: 0, flags: 0o600 }) as i32;
    assert_eq!(call(&mut kernel, tid, Syscall::Msgctl { id, cmd: 2, buf: ARG }), 0);
    kernel.copy_out(tid, ARG.add(88), &200_000u64.to_le_bytes()).unwrap();
    assert_eq!(call(&mut kernel, tid, Syscall::Msgctl { id, cmd: 1, buf: ARG }), 0);
    for n in 0..100_000u64 {
        kernel.copy_out(tid, ARG, &(n % 100 + 1).to_le_bytes()).unwrap();
        assert_eq!(call(&mut kernel, tid, Syscall::Msgsnd { id, msg: ARG, size: 1, flags: NOWAIT }), 0);
    }
    for n in 0..100_000i64 {
        // The last type first, so that every message stands behind many others.
        let kind = 100 - n / 1000;
        assert_eq!(call(&mut kernel, tid, Syscall::Msgrcv { id, msg: ARG, size: 1, kind, flags: NOWAIT }), 1);
    }
    let mut children = Vec::new();
    for kind in 1..=1000i64 {
        let child = kernel.spawn_bare(Cred::user(0, 0), b"/", &[]).unwrap();
        assert!(kernel.claim(child));
        kernel.resume(child, SP);
        kernel.syscall(child, SP, Syscall::Msgrcv { id, msg: ARG, size: 1, kind, flags: 0 });
        children.push(child);
    }
    assert!(kernel.claim(tid));
    kernel.resume(tid, SP);
    for kind in (1..=1000u64).rev() {
        kernel.copy_out(tid, ARG, &kind.to_le_bytes()).unwrap();
        assert_eq!(call(&mut kernel, tid, Syscall::Msgsnd { id, msg: ARG, size: 1, flags: 0 }), 0);
    }
    assert!(children.iter().all(|child| kernel.task(*child).blocked.is_none()));
    kernel.check().unwrap();
}
