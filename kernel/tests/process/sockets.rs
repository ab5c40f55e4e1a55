//! Sockets: bytes of a stream arrive in order and none is lost; descriptors in flight leave nothing behind; arbitrary
//! calls break nothing.

use crate::rig::*;
use forklore_kernel::abi::{Errno, Fd, Syscall, Tid, UserAddr};
use proptest::prelude::*;
use std::collections::VecDeque;

const DATA: UserAddr = UserAddr(ARG.0 + 0x2000);
const DONTWAIT: i32 = 0x40;
const NOSIGNAL: i32 = 0x4000;
const NONBLOCK: i32 = 0o4000;

fn int_pair(rig: &mut Rig, tid: Tid) -> (Fd, Fd) {
    let bytes: [u8; 8] = rig.get(tid, ARG);
    let int = |at: usize| i32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    (Fd(int(0)), Fd(int(4)))
}

fn pair(rig: &mut Rig, kind: i32) -> (Fd, Fd) {
    rig.ok(rig.tid, Syscall::Socketpair { domain: 1, kind, protocol: 0, fds: ARG });
    int_pair(rig, rig.tid)
}

/// Two ends of a TCP connection over loopback.
fn tcp_pair(rig: &mut Rig) -> (Fd, Fd) {
    let tid = rig.tid;
    let socket = |rig: &mut Rig| Fd(rig.ok(tid, Syscall::Socket { domain: 2, kind: 1, protocol: 0 }) as i32);
    let (listener, client) = (socket(rig), socket(rig));
    rig.put(tid, ARG, &[2, 0, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    rig.put(tid, ARG_2, &16i32.to_le_bytes());
    rig.ok(tid, Syscall::Bind { fd: listener, addr: ARG, len: 16 });
    rig.ok(tid, Syscall::Listen { fd: listener, backlog: 1 });
    rig.ok(tid, Syscall::Getsockname { fd: listener, addr: ARG, len: ARG_2 });
    rig.ok(tid, Syscall::Connect { fd: client, addr: ARG, len: 16 });
    let null = UserAddr::NULL;
    let server = Fd(rig.ok(tid, Syscall::Accept { fd: listener, addr: null, len: null }) as i32);
    rig.ok(tid, Syscall::Close { fd: listener });
    (client, server)
}

fn send(rig: &mut Rig, fd: Fd, count: u64) -> Done {
    let flags = DONTWAIT | NOSIGNAL;
    let call = Syscall::Sendto { fd, buf: DATA, count, flags, addr: UserAddr::NULL, addrlen: 0 };
    rig.call(rig.tid, call)
}

fn receive(rig: &mut Rig, fd: Fd, count: u64, flags: i32) -> Done {
    let null = UserAddr::NULL;
    rig.call(rig.tid, Syscall::Recvfrom { fd, buf: DATA, count, flags: flags | DONTWAIT, addr: null, addrlen: null })
}

/// A message with descriptors, from one socket.
fn pass(rig: &mut Rig, fd: Fd, files: &[Fd]) -> Done {
    let tid = rig.tid;
    let (header, iov, control) = (ARG, UserAddr(ARG.0 + 64), UserAddr(ARG.0 + 128));
    let mut bytes = (16 + 4 * files.len() as u64).to_le_bytes().to_vec();
    bytes.extend(1i32.to_le_bytes());
    bytes.extend(1i32.to_le_bytes());
    files.iter().for_each(|file| bytes.extend(file.0.to_le_bytes()));
    rig.put(tid, control, &bytes);
    rig.put_words(tid, iov, &[DATA.0, 1]);
    rig.put_words(tid, header, &[0, 0, iov.0, 1, control.0, bytes.len() as u64, 0]);
    rig.call(tid, Syscall::Sendmsg { fd, msg: header, flags: DONTWAIT | NOSIGNAL })
}

#[derive(Clone, Debug)]
enum Step {
    /// From this side, so many bytes.
    Send(bool, u64),
    /// At this side, so many bytes, perhaps without taking them.
    Receive(bool, u64, bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let size = prop_oneof![4 => 1u64..100, 2 => 1u64..5000, 1 => 30_000u64..200_000];
    let step = prop_oneof![
        (any::<bool>(), size.clone()).prop_map(|(side, n)| Step::Send(side, n)),
        (any::<bool>(), size, any::<bool>()).prop_map(|(side, n, peek)| Step::Receive(side, n, peek)),
    ];
    prop::collection::vec(step, 1..60)
}

/// Both directions against a queue of bytes.
fn stream_follows_model(rig: &mut Rig, ends: (Fd, Fd), steps: Vec<Step>) -> Result<(), TestCaseError> {
    let mut queues: [VecDeque<u8>; 2] = Default::default();
    let mut next = 0u8;
    let side = |right: bool| if right { ends.1 } else { ends.0 };
    for step in steps {
        match step {
            Step::Send(right, n) => {
                let bytes: Vec<u8> = (0..n).map(|i| next.wrapping_add(i as u8)).collect();
                rig.put(rig.tid, DATA, &bytes);
                match send(rig, side(right), n) {
                    Done::Value(sent) => {
                        prop_assert!(sent > 0 && sent <= n);
                        queues[usize::from(!right)].extend(&bytes[..sent as usize]);
                        next = next.wrapping_add(sent as u8);
                    }
                    other => prop_assert_eq!(other, Done::Failed(Errno::EAGAIN)),
                }
            }
            Step::Receive(right, n, peek) => {
                let queue = &mut queues[usize::from(right)];
                match receive(rig, side(right), n, if peek { 2 } else { 0 }) {
                    Done::Value(got) => {
                        prop_assert_eq!(got, n.min(queue.len() as u64));
                        let mut bytes = vec![0; got as usize];
                        rig.kernel.copy_in(rig.tid, DATA, &mut bytes).unwrap();
                        prop_assert!(queue.iter().take(got as usize).eq(&bytes));
                        if !peek {
                            queue.drain(..got as usize);
                        }
                    }
                    other => prop_assert_eq!((other, queue.len()), (Done::Failed(Errno::EAGAIN), 0)),
                }
            }
        }
        rig.kernel.check().map_err(TestCaseError::fail)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn unix_01_02_03_streams_carry_every_byte_in_order(steps in steps()) {
        let mut rig = Rig::new();
        let ends = pair(&mut rig, 1);
        stream_follows_model(&mut rig, ends, steps)?;
    }

    #[test]
    fn inet_15_streams_carry_every_byte_in_order(steps in steps()) {
        let mut rig = Rig::new();
        let ends = tcp_pair(&mut rig);
        stream_follows_model(&mut rig, ends, steps)?;
    }

    /// However sockets are sent into each other and closed: once the process is gone, so are they all.
    #[test]
    fn unix_57_descriptors_in_flight_leave_nothing_behind(
        steps in prop::collection::vec((0u8..4, 0usize..12, prop::collection::vec(0usize..12, 1..4)), 1..40),
    ) {
        let mut rig = Rig::new();
        let tid = rig.tid;
        let before = rig.kernel.vfs.files.len();
        let mut open: Vec<Fd> = Vec::new();
        for kind in [1, 2, 5] {
            let (a, b) = pair(&mut rig, kind);
            open.extend([a, b]);
        }
        rig.ok(tid, Syscall::Pipe { fds: ARG });
        let (a, b) = int_pair(&mut rig, tid);
        open.extend([a, b]);
        for (what, at, files) in steps {
            let Some(fd) = open.get(at % open.len().max(1)).copied() else { break };
            match what {
                0 | 1 => {
                    let files: Vec<Fd> = files.iter().map(|n| open[n % open.len()]).collect();
                    pass(&mut rig, fd, &files);
                }
                2 => {
                    receive(&mut rig, fd, 1, 0);
                }
                _ => {
                    rig.ok(tid, Syscall::Close { fd });
                    open.retain(|other| *other != fd);
                }
            }
            rig.kernel.check().map_err(TestCaseError::fail)?;
        }
        for fd in open {
            rig.ok(tid, Syscall::Close { fd });
            rig.kernel.check().map_err(TestCaseError::fail)?;
        }
        prop_assert_eq!(rig.kernel.vfs.files.len(), before);
        prop_assert_eq!(rig.kernel.net.sockets.len(), 0);
    }

    /// Any call on any socket with any arguments answers, and breaks nothing.
    #[test]
    fn arbitrary_socket_calls_break_nothing(
        steps in prop::collection::vec((41u64..56, prop::collection::vec(prop_oneof![
            6 => 0u64..12, 2 => Just(ARG.0), 2 => Just(DATA.0), 1 => any::<u64>(), 1 => Just(u64::MAX)
        ], 6), prop::collection::vec(any::<u8>(), 0..40)), 1..60),
    ) {
        let mut rig = Rig::new();
        let tid = rig.tid;
        for kind in [1, 2, 5] {
            pair(&mut rig, kind | NONBLOCK);
        }
        for (domain, kind) in [(2, 1), (2, 2), (10, 1), (1, 1)] {
            rig.ok(tid, Syscall::Socket { domain, kind: kind | NONBLOCK, protocol: 0 });
        }
        rig.ignore(tid, 13);
        for (number, args, memory) in steps {
            rig.put(tid, ARG, &memory);
            let mut raw = [0; 6];
            raw.copy_from_slice(&args);
            let Some(call) = Syscall::decode(number, raw) else { continue };
            // Blocking sockets may be made on the way: a call that sleeps is left alone by a signal.
            if rig.call(tid, call) == Done::Asleep {
                break;
            }
            rig.kernel.check().map_err(TestCaseError::fail)?;
        }
        let copy = rig.kernel.clone();
        prop_assert_eq!(&copy, &rig.kernel);
    }
}

#[test]
fn unix_57_a_cycle_through_its_own_queue_goes_with_the_last_descriptor() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    let (a, b) = pair(&mut rig, 2);
    assert_eq!(pass(&mut rig, a, &[a, b]), Done::Value(1));
    assert_eq!(pass(&mut rig, b, &[a, b]), Done::Value(1));
    assert_eq!(rig.kernel.net.sockets.len(), 2);
    rig.ok(tid, Syscall::Close { fd: a });
    rig.kernel.check().unwrap();
    assert_eq!(rig.kernel.net.sockets.len(), 2);
    rig.ok(tid, Syscall::Close { fd: b });
    rig.kernel.check().unwrap();
    assert_eq!(rig.kernel.net.sockets.len(), 0);
}

/// Each socket lies in the next one's queue: closing the last drops them all, one after the other.
#[test]
fn a_long_chain_of_sockets_in_flight_is_no_recursion() {
    let mut rig = Rig::with(Default::default(), 0);
    let tid = rig.tid;
    let (mut keep, mut inside) = pair(&mut rig, 2);
    for _ in 0..300 {
        let (a, b) = pair(&mut rig, 2);
        assert_eq!(pass(&mut rig, a, &[keep, inside]), Done::Value(1));
        rig.ok(tid, Syscall::Close { fd: keep });
        rig.ok(tid, Syscall::Close { fd: inside });
        (keep, inside) = (a, b);
    }
    rig.ok(tid, Syscall::Close { fd: keep });
    rig.ok(tid, Syscall::Close { fd: inside });
    assert_eq!(rig.kernel.net.sockets.len(), 0);
    rig.kernel.check().unwrap();
}
