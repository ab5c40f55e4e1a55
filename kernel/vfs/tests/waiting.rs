//! Waiting for several descriptors: poll, epoll, eventfd, timerfd, signalfd. Facts by program are in
//! tests/conformance; here are wake-ups as the kernel makes them, and epoll against a model of a few lines.

use super::*;
use crate::abi::{SigSet, Signal};
use crate::sched::wait::WaitOn;
use proptest::prelude::*;
use std::collections::BTreeMap;

const IN: u32 = 1;
const OUT: u32 = 4;
const ONCE: u32 = 1 << 30;
const EDGE: u32 = 1 << 31;
const ADD: i32 = 1;
const DEL: i32 = 2;
const MOD: i32 = 3;

impl Rig {
    fn eventfd(&mut self, count: u32) -> Fd {
        Fd(self.ok(Syscall::Eventfd2 { count, flags: O_NONBLOCK }) as i32)
    }

    fn epoll(&mut self) -> Fd {
        Fd(self.ok(Syscall::EpollCreate1 { flags: 0 }) as i32)
    }

    fn epoll_ctl(&mut self, epfd: Fd, op: i32, fd: Fd, events: u32) -> Done {
        let event = [events.to_le_bytes().as_slice(), &(fd.0 as u64).to_le_bytes()].concat();
        self.put_as(self.tid, DATA, &event);
        self.call(Syscall::EpollCtl { epfd, op, fd, event: UserAddr(DATA) })
    }

    /// What epoll_wait finds at once: descriptors with their events, in order.
    fn epoll_now(&mut self, epfd: Fd, max: i32) -> Vec<(Fd, u32)> {
        let n = self.ok(Syscall::EpollWait { epfd, events: UserAddr(DATA), max, timeout: 0 });
        let bytes = self.get_as(self.tid, DATA, n as usize * 12);
        let word = |b: &[u8]| u32::from_le_bytes([b[0], b[1], b[2], b[3]]);
        bytes.chunks_exact(12).map(|event| (Fd(word(&event[4..]) as i32), word(event))).collect()
    }

    fn put_pollfds(&mut self, tid: Tid, fds: &[(Fd, u16)]) {
        let entry = |(fd, events): &(Fd, u16)| [&fd.0.to_le_bytes()[..], &events.to_le_bytes(), &[0, 0]].concat();
        let bytes: Vec<u8> = fds.iter().flat_map(entry).collect();
        self.put_as(tid, DATA, &bytes);
    }

    fn poll_as(&mut self, tid: Tid, fds: &[(Fd, u16)], timeout: i32) -> Done {
        self.put_pollfds(tid, fds);
        self.call_as(tid, Syscall::Poll { fds: UserAddr(DATA), nfds: fds.len() as u32, timeout })
    }
}

#[test]
fn a_poller_sleeps_in_many_queues_and_leaves_them_all() {
    let mut rig = Rig::new();
    let (r, w) = rig.pipe();
    let e = rig.eventfd(0);
    let child = rig.fork();
    // The same pipe twice: two places in one queue.
    let fds = [(r, 1), (e, 1), (r, 1), (Fd(-5), 1)];
    assert_eq!(rig.poll_as(child, &fds, -1), Asleep);
    assert_eq!(rig.kernel.waits.len(), 3, "the pipe twice, one direction of the eventfd");
    assert_eq!(rig.kernel.polled(child).len(), 3);
    assert_eq!(rig.write(w, b"x"), Value(1));
    assert!(rig.kernel.waits.is_empty());
    assert_eq!(rig.go_on(child), Value(2));
    let answers = rig.get_as(child, DATA, 32);
    assert_eq!((answers[6], answers[14], answers[22], answers[30]), (1, 0, 1, 0));
}

#[test]
fn a_wake_up_for_nothing_prolongs_no_deadline() {
    let mut rig = Rig::new();
    let (r, w) = rig.pipe();
    let child = rig.fork();
    assert_eq!(rig.poll_as(child, &[(r, 0)], 50), Asleep);
    let deadline = rig.kernel.next_deadline();
    // Data is nothing that it asked for.
    assert_eq!(rig.write(w, b"x"), Value(1));
    assert_eq!(rig.go_on(child), Asleep);
    assert_eq!(rig.kernel.next_deadline(), deadline);
    rig.kernel.advance_to(deadline.unwrap());
    assert_eq!(rig.go_on(child), Value(0));
}

#[test]
fn pollers_are_woken_beside_the_first_reader() {
    let mut rig = Rig::new();
    let (r, w) = rig.pipe();
    let [reader, second, poller] = [rig.fork(), rig.fork(), rig.fork()];
    let read = Syscall::Read { fd: r, buf: UserAddr(DATA), count: 1 };
    assert_eq!(rig.call_as(reader, read), Asleep);
    assert_eq!(rig.call_as(second, read), Asleep);
    assert_eq!(rig.poll_as(poller, &[(r, 1)], -1), Asleep);
    assert_eq!(rig.write(w, b"x"), Value(1));
    assert!(rig.kernel.runnable().contains(&reader) && rig.kernel.runnable().contains(&poller));
    assert!(!rig.kernel.runnable().contains(&second));
    // The reader was faster: the poller sleeps on.
    assert_eq!(rig.go_on(reader), Value(1));
    assert_eq!(rig.go_on(poller), Asleep);
    assert_eq!(rig.write(w, b"yz"), Value(2));
    assert_eq!(rig.go_on(poller), Value(1));
    assert_eq!(rig.go_on(second), Value(1));
}

#[test]
fn poll_over_ten_thousand_descriptors_sleeps_and_wakes() {
    let mut rig = Rig::new();
    rig.kernel.process_of_mut(rig.tid).rlimits[crate::proc::limits::RLIMIT_NOFILE] = (20_000, 20_000);
    let fds: Vec<(Fd, u16)> = (0..10_000)
        .map(|_| {
            let mut ctx = crate::entry::Ctx::new(rig.tid);
            (Fd(rig.kernel.sys_eventfd2(&mut ctx, 0, O_NONBLOCK).unwrap() as i32), 1)
        })
        .collect();
    let child = rig.fork();
    assert_eq!(rig.poll_as(child, &fds, -1), Asleep);
    assert_eq!(rig.kernel.waits.len(), 10_000);
    assert_eq!(rig.write(fds[9_999].0, &1u64.to_le_bytes()), Value(8));
    assert!(rig.kernel.waits.is_empty());
    assert_eq!(rig.go_on(child), Value(1));
    rig.put_pollfds(rig.tid, &fds);
    rig.kernel.process_of_mut(rig.tid).rlimits[crate::proc::limits::RLIMIT_NOFILE] = (9_999, 20_000);
    assert_eq!(rig.call(Syscall::Poll { fds: UserAddr(DATA), nfds: 10_000, timeout: 0 }), Failed(Errno::EINVAL));
}

#[test]
fn an_instance_that_goes_leaves_nothing_behind() {
    let mut rig = Rig::new();
    let (r, w) = rig.pipe();
    let (inner, outer) = (rig.epoll(), rig.epoll());
    assert_eq!(rig.epoll_ctl(inner, ADD, r, IN), Value(0));
    assert_eq!(rig.epoll_ctl(outer, ADD, inner, IN), Value(0));
    assert_eq!(rig.kernel.waits.len(), 2);
    let child = rig.fork();
    rig.close(inner);
    // The child still has it.
    assert_eq!(rig.write(w, b"x"), Value(1));
    assert_eq!(rig.epoll_now(outer, 4), [(inner, IN)]);
    rig.call_as(child, Syscall::Close { fd: inner });
    assert_eq!(rig.epoll_now(outer, 4), []);
    assert!(rig.kernel.waits.is_empty());
    assert!(rig.kernel.vfs.epolls.items.is_empty());
}

#[test]
fn a_periodic_timerfd_that_nobody_reads_fires_once() {
    let mut rig = Rig::new();
    let t = Fd(rig.ok(Syscall::TimerfdCreate { clock: 1, flags: O_NONBLOCK }) as i32);
    let setting: Vec<u8> = [0u64, 1_000, 0, 1_000].iter().flat_map(|n| n.to_le_bytes()).collect();
    rig.put_as(rig.tid, DATA, &setting);
    rig.ok(Syscall::TimerfdSettime { fd: t, flags: 0, new: UserAddr(DATA), old: UserAddr::NULL });
    let first = rig.kernel.next_deadline().unwrap();
    rig.kernel.advance_to(first + 10_500);
    assert_eq!(rig.kernel.next_deadline(), None);
    let ticks = rig.read(t, 8).unwrap();
    // The read itself takes time.
    assert!((11..13).contains(&ticks[0]), "{ticks:?}");
    assert!(rig.kernel.next_deadline().is_some());
    rig.close(t);
    assert_eq!(rig.kernel.next_deadline(), None);
}

#[test]
fn a_signalfd_wakes_for_its_own_process_only() {
    let mut rig = Rig::new();
    let mask = SigSet::of(Signal::USR1);
    rig.kernel.procs.task_mut(rig.tid).mask = mask;
    rig.put_as(rig.tid, DATA, &mask.0.to_le_bytes());
    let s = Fd(rig.ok(Syscall::Signalfd4 { fd: Fd(-1), mask: UserAddr(DATA), size: 8, flags: 0 }) as i32);
    let child = rig.fork();
    let pid = rig.kernel.task(rig.tid).pid;
    assert_eq!(rig.poll_as(child, &[(s, 1)], -1), Asleep);
    let kill = |pid: crate::abi::Pid| Syscall::Kill { pid: pid.0 as i32, sig: 10 };
    rig.ok(kill(pid));
    assert_eq!(rig.go_on(child), Asleep);
    let child_pid = rig.kernel.task(child).pid;
    rig.ok(kill(child_pid));
    assert_eq!(rig.go_on(child), Value(1));
    assert!(rig.kernel.waits.is_idle(WaitOn::SignalPending(child_pid)));
}

/// What a model knows of one watched descriptor.
#[derive(Clone, Copy, Debug)]
struct Watch {
    events: u32,
    /// Something happened since it was last looked at.
    news: bool,
    disabled: bool,
}

/// epoll over eventfds, naively: every wait asks all of them.
#[derive(Default)]
struct Model {
    counts: BTreeMap<i32, u64>,
    watched: BTreeMap<i32, Watch>,
}

impl Model {
    fn ready(&self, fd: i32) -> u32 {
        OUT | if self.counts[&fd] > 0 { IN } else { 0 }
    }

    fn set(&mut self, fd: i32, events: u32) {
        let news = self.ready(fd) & events != 0;
        self.watched.insert(fd, Watch { events, news, disabled: false });
    }

    fn happened(&mut self, fd: i32, what: u32) {
        if let Some(watch) = self.watched.get_mut(&fd) {
            watch.news |= watch.events & what != 0 && !watch.disabled;
        }
    }

    /// What a wait may report of a descriptor.
    fn report(&self, fd: i32) -> u32 {
        let watch = self.watched[&fd];
        let found = self.ready(fd) & watch.events & (IN | OUT);
        if watch.disabled || watch.events & EDGE != 0 && !watch.news { 0 } else { found }
    }

    fn reported(&mut self, fd: i32) {
        if let Some(watch) = self.watched.get_mut(&fd) {
            watch.news = false;
            watch.disabled |= watch.events & ONCE != 0;
        }
    }
}

/// Random calls over everything that can be waited for, among processes that share it.
fn any_call(kind: u8, x: u8, y: u8, n: u32) -> impl Fn(&mut Rig, Tid) -> Syscall {
    move |rig, tid| {
        let (fd, other, buf) = (Fd(i32::from(x % 16)), Fd(i32::from(y % 16)), UserAddr(DATA));
        match kind % 20 {
            0 => Syscall::Eventfd2 { count: n % 3, flags: O_NONBLOCK },
            1 => Syscall::Pipe2 { fds: buf, flags: O_NONBLOCK },
            2 | 3 => Syscall::EpollCreate1 { flags: 0 },
            4 => Syscall::TimerfdCreate { clock: 1, flags: O_NONBLOCK },
            5 => {
                rig.put_as(tid, DATA, &SigSet::of(Signal::USR1).0.to_le_bytes());
                Syscall::Signalfd4 { fd: Fd(-1), mask: buf, size: 8, flags: O_NONBLOCK }
            }
            6..10 => {
                let events = n & (IN | OUT | ONCE | EDGE | 1 << 28);
                let event = [events.to_le_bytes().as_slice(), &u64::from(x).to_le_bytes()].concat();
                rig.put_as(tid, DATA, &event);
                Syscall::EpollCtl { epfd: fd, op: [ADD, ADD, MOD, DEL][n as usize % 4], fd: other, event: buf }
            }
            10 => Syscall::EpollWait { epfd: fd, events: buf, max: i32::from(y % 4) + 1, timeout: 0 },
            11 => Syscall::Dup { fd },
            12 | 13 => Syscall::Close { fd },
            14 => Syscall::Read { fd, buf, count: u64::from(n % 200) },
            15 => {
                rig.put_as(tid, DATA, &1u64.to_le_bytes());
                Syscall::Write { fd, buf, count: 8 }
            }
            16 => {
                let setting: Vec<u8> =
                    [0, 700, 0, u64::from(n % 3) * 500].iter().flat_map(|n| n.to_le_bytes()).collect();
                rig.put_as(tid, DATA, &setting);
                Syscall::TimerfdSettime { fd, flags: 0, new: buf, old: UserAddr::NULL }
            }
            17 => Syscall::Kill { pid: tid.0 as i32, sig: 10 },
            18 => {
                let fds: Vec<(Fd, u16)> = (0..16).map(|fd| (Fd(fd), n as u16 & 0x2007)).collect();
                rig.put_pollfds(tid, &fds);
                Syscall::Poll { fds: buf, nfds: 16, timeout: i32::from(y % 2) - 1 }
            }
            _ => Syscall::EpollWait { epfd: fd, events: buf, max: 3, timeout: -1 },
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// epoll_wait reports what a naive poll of everything finds, by level and by edge, once and always.
    #[test]
    fn epoll_agrees_with_asking_everybody(ops in prop::collection::vec((0u8..10, 0usize..5, 0u8..8, 1i32..8), 1..120)) {
        let mut rig = Rig::new();
        let ep = rig.epoll();
        let fds: Vec<Fd> = (0..5).map(|_| rig.eventfd(0)).collect();
        let mut model = Model { counts: fds.iter().map(|fd| (fd.0, 0)).collect(), ..Model::default() };
        for (op, which, bits, max) in ops {
            let fd = fds[which];
            let flag = |bit: u8, value: u32| if bits & bit != 0 { value } else { 0 };
            // IN, OUT or both; by edge; once.
            let events = [IN, OUT, IN | OUT][which % 3] | flag(1, EDGE) | flag(2, ONCE);
            let known = model.watched.contains_key(&fd.0);
            match op {
                0 | 1 => {
                    let expected = if known { Failed(Errno::EEXIST) } else { Value(0) };
                    prop_assert_eq!(rig.epoll_ctl(ep, ADD, fd, events), expected);
                    if !known {
                        model.set(fd.0, events);
                    }
                }
                2 => {
                    let expected = if known { Value(0) } else { Failed(Errno::ENOENT) };
                    prop_assert_eq!(rig.epoll_ctl(ep, MOD, fd, events), expected);
                    if known {
                        model.set(fd.0, events);
                    }
                }
                3 if bits == 0 => {
                    let expected = if known { Value(0) } else { Failed(Errno::ENOENT) };
                    prop_assert_eq!(rig.epoll_ctl(ep, DEL, fd, 0), expected);
                    model.watched.remove(&fd.0);
                }
                4 | 5 => {
                    prop_assert_eq!(rig.write(fd, &2u64.to_le_bytes()), Value(8));
                    model.counts.entry(fd.0).and_modify(|count| *count += 2);
                    model.happened(fd.0, IN);
                }
                6 => {
                    let had = model.counts.insert(fd.0, 0).unwrap_or(0);
                    prop_assert_eq!(rig.read(fd, 8).is_ok(), had > 0);
                    if had > 0 {
                        model.happened(fd.0, OUT);
                    }
                }
                7 => {
                    // As many as there may be: everything that is to be reported, nothing twice.
                    let mut found = rig.epoll_now(ep, 8);
                    found.sort();
                    let fds: Vec<i32> = model.watched.keys().copied().collect();
                    let reports: Vec<(Fd, u32)> = fds.iter().map(|fd| (Fd(*fd), model.report(*fd))).filter(|r| r.1 != 0).collect();
                    prop_assert_eq!(found, reports.clone());
                    for (fd, _) in reports {
                        model.reported(fd.0);
                    }
                    model.watched.values_mut().for_each(|watch| watch.news = false);
                }
                _ => {
                    for (fd, events) in rig.epoll_now(ep, max) {
                        prop_assert_eq!(events, model.report(fd.0), "{}", fd);
                        model.reported(fd.0);
                    }
                }
            }
        }
    }

    /// Whatever is ready by level has its turn, however few events a wait takes.
    #[test]
    fn no_descriptor_starves(n in 1usize..12, max in 1i32..5) {
        let mut rig = Rig::new();
        let ep = rig.epoll();
        let fds: Vec<Fd> = (0..n).map(|_| rig.eventfd(1)).collect();
        for fd in &fds {
            prop_assert_eq!(rig.epoll_ctl(ep, ADD, *fd, IN), Value(0));
        }
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..n.div_ceil(max as usize) {
            seen.extend(rig.epoll_now(ep, max).into_iter().map(|(fd, _)| fd));
        }
        prop_assert_eq!(seen.len(), n);
    }

    /// `Kernel::check` holds after every call, and when all processes are gone nobody waits for anything.
    #[test]
    fn invariants_hold(calls in prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>(), any::<u32>(), 0usize..3), 1..120)) {
        let mut rig = Rig::new();
        rig.kernel.procs.task_mut(rig.tid).mask = SigSet::of(Signal::USR1).union(SigSet::of(Signal::PIPE));
        let mut tids = vec![rig.tid];
        for (kind, x, y, n, who) in calls {
            if n % 37 == 0 && tids.len() < 3 && rig.kernel.runnable().contains(&rig.tid) {
                tids.push(rig.fork());
            }
            if n % 11 == 0 {
                rig.kernel.advance(300);
            }
            let tid = tids[who % tids.len()];
            if rig.kernel.current() == Some(tid) || rig.kernel.runnable().contains(&tid) {
                if rig.kernel.task(tid).blocked.is_some() {
                    rig.go_on(tid);
                } else {
                    let call = any_call(kind, x, y, n)(&mut rig, tid);
                    rig.call_as(tid, call);
                }
            }
        }
        for tid in tids {
            rig.ok_to_die(tid);
        }
        prop_assert!(rig.kernel.waits.is_empty());
        prop_assert!(rig.kernel.vfs.epolls.items.is_empty() && rig.kernel.vfs.epolls.instances.is_empty());
        prop_assert_eq!(rig.kernel.next_deadline(), None);
    }
}

impl Rig {
    /// Kills a task, wherever it sleeps.
    fn ok_to_die(&mut self, tid: Tid) {
        let pid = self.kernel.task(tid).pid;
        self.kernel.post_to_process(pid, crate::abi::SigInfo::kernel(Signal::KILL));
        if self.kernel.current() == Some(tid) || self.kernel.claim(tid) {
            self.kernel.resume(tid, UserAddr(MEMORY));
        }
        self.kernel.check().unwrap();
    }
}
