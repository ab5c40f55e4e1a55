//! Every system call of the table with arbitrary arguments, from several processes: descriptors of any kind, addresses good,
//! wild and cut short, sizes negative and huge, structures that are nearly right. Nothing panics, every invariant holds after
//! each step, and nothing is left behind at the end.
//!
//! `FORKLORE_FUZZ` is the number of runs (150 without it).

use crate::properties::{Step, do_step, kill_everyone};
use crate::rig::*;
use forklore_kernel::abi::{Syscall, UserAddr};
use forklore_kernel::sched::PolicyKind;
use forklore_kernel::{Config, Kernel};
use proptest::prelude::*;

/// Calls that make or use objects of IPC; the rest of the table comes up less often.
const BUSY: &[u64] = &[
    0, 1, 2, 3, 7, 9, 10, 11, 16, 17, 18, 19, 20, 22, 23, 25, 26, 28, 29, 30, 31, 32, 33, 40, 41, 42, 43, 44, 45, 46,
    47, 48, 49, 50, 51, 52, 53, 54, 55, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 77, 82, 83, 86, 87, 88, 133, 213, 220,
    222, 223, 226, 232, 233, 240, 241, 242, 243, 244, 245, 257, 270, 271, 281, 282, 283, 284, 286, 287, 288, 289, 290,
    291, 292, 293, 299, 307, 319,
];

/// Where the structures stand, in the page at `ARG`: an address, a path, vectors, a message, control data, operations,
/// times, events.
const SPOTS: u64 = 8;
const SPOT: u64 = 0x100;

fn spot(n: u64) -> u64 {
    ARG.0 + n * SPOT
}

/// An argument of a call.
fn argument() -> impl Strategy<Value = u64> {
    let flag = prop_oneof![
        Just(0o4000u64), // O_NONBLOCK, IPC_NOWAIT
        Just(0o2000),    // IPC_EXCL, O_APPEND
        Just(0o1000),    // IPC_CREAT, O_TRUNC
        Just(0o1600),
        Just(0o100 | 2), // O_CREAT | O_RDWR
        Just(0o4002),
        Just(0x40),
        Just(0o2000000),
        Just(0x22), // MAP_PRIVATE | MAP_ANONYMOUS
        Just(0x21),
        Just(0x5413), // TIOCGWINSZ, and others of the terminal
        Just(0x540e),
        Just(0x5410),
        Just(0x541b),
        Just(0x8004_5430),
        Just(0x4004_5431),
    ];
    prop_oneof![
        10 => 0u64..16,
        6 => (0..SPOTS).prop_map(spot),
        3 => Just(ARG_2.0),
        3 => flag,
        2 => prop_oneof![Just(16u64), Just(110), Just(24), Just(100), Just(4096), Just(5000), Just(70_000)],
        1 => (0u64..4).prop_map(|n| u64::MAX - n),
        1 => (0u32..64).prop_map(|n| 1 << n),
        1 => Just(SP.0 + 0x7_fff8),
        1 => any::<u64>(),
    ]
}

fn call() -> impl Strategy<Value = Option<Syscall>> {
    let number = prop_oneof![6 => prop::sample::select(BUSY), 1 => 0u64..450];
    (number, prop::array::uniform6(argument())).prop_map(|(number, args)| Syscall::decode(number, args))
}

/// A path, ended or not.
fn path() -> impl Strategy<Value = Vec<u8>> {
    let names = [
        "/dev/ptmx",
        "/dev/pts/0",
        "/dev/tty",
        "/dev/null",
        "/dev/zero",
        "/tmp/a",
        "/tmp/s",
        "fifo",
        "/proc/self/status",
        "/proc/self/fd",
        "/proc/self/maps",
        "/proc/sysvipc/msg",
        "/proc/net/unix",
        "/proc/1/stat",
        "/dev/shm/x",
        "",
        ".",
        "/",
        "a/b/../c",
        "q",
    ];
    prop_oneof![
        8 => prop::sample::select(names.to_vec()).prop_map(|name| [name.as_bytes(), b"\0"].concat()),
        1 => prop::collection::vec(1u8..255, 200..256),
        1 => prop::collection::vec(any::<u8>(), 0..40),
    ]
}

fn words(words: &[u64]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// What is put at the spots.
fn structure() -> impl Strategy<Value = (u64, Vec<u8>)> {
    let unix = path().prop_map(|path| [&1u16.to_le_bytes()[..], &path].concat());
    let inet = (0u16..4, 0u32..3, any::<bool>()).prop_map(|(port, host, six)| {
        let family = if six { 10u16 } else { 2 };
        let mut bytes = [&family.to_le_bytes()[..], &(5000 + port).to_be_bytes()].concat();
        bytes.extend([[0, 0, 0, 0], [127, 0, 0, 1], [10, 0, 0, 9]][host as usize]);
        bytes.resize(28, 0);
        bytes
    });
    let vectors = (argument(), argument()).prop_map(|(a, b)| words(&[ARG_2.0, a, spot(1), b, ARG_2.0, 7]));
    let message = (0u64..3, 0u64..40, argument())
        .prop_map(|(count, len, flags)| words(&[spot(0), 16, spot(2), count, spot(4), len, flags]));
    let rights = (0u32..12, 0u32..12, 14u64..30).prop_map(|(a, b, len)| {
        let mut bytes = words(&[len, 1 | 1 << 32]);
        bytes.extend([a.to_le_bytes(), b.to_le_bytes()].concat());
        bytes
    });
    let operations = prop::collection::vec(
        (0u16..3, -2i16..3, prop_oneof![Just(0u16), Just(0o4000), Just(0x1000)]),
        1..4,
    )
    .prop_map(|ops| {
        ops.iter().flat_map(|(n, op, flag)| [n.to_le_bytes(), op.to_le_bytes(), flag.to_le_bytes()].concat()).collect()
    });
    let times =
        (0u64..2, 0u64..2_000_000_000, argument(), argument()).prop_map(|(s, ns, a, b)| words(&[s, ns, a % 3, b]));
    let events = (0u32..12, any::<u16>(), 0u32..12).prop_map(|(fd, mask, other)| {
        [fd.to_le_bytes(), u32::from(mask).to_le_bytes(), other.to_le_bytes(), 0x4001u32.to_le_bytes()].concat()
    });
    prop_oneof![
        3 => prop_oneof![unix, inet].prop_map(|bytes| (spot(0), bytes)),
        3 => path().prop_map(|bytes| (spot(1), bytes)),
        2 => vectors.prop_map(|bytes| (spot(2), bytes)),
        2 => message.prop_map(|bytes| (spot(3), bytes)),
        2 => rights.prop_map(|bytes| (spot(4), bytes)),
        2 => operations.prop_map(|bytes| (spot(5), bytes)),
        2 => times.prop_map(|bytes| (spot(6), bytes)),
        2 => events.prop_map(|bytes| (spot(7), bytes)),
        1 => (0..SPOTS, prop::collection::vec(any::<u8>(), 0..64)).prop_map(|(n, bytes)| (spot(n), bytes)),
    ]
}

#[derive(Clone, Debug)]
enum Move {
    Call(usize, Option<Syscall>),
    Put(usize, u64, Vec<u8>),
    Step(Step),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let simple = prop_oneof![
        Just(Step::Pick),
        Just(Step::Pick),
        (0u64..2_000_000_000).prop_map(Step::Advance),
        (1u64..1_000_000).prop_map(Step::Charge),
        (0..6usize).prop_map(|who| Step::Call(who, Syscall::Fork {})),
        (0..6usize, 0u64..16).prop_map(|(who, sig)| {
            Step::Call(who, Syscall::Kill { pid: 0, sig: if sig == 9 { 10 } else { sig as i32 } })
        }),
    ];
    let one = prop_oneof![
        10 => (0..6usize, call()).prop_map(|(who, call)| Move::Call(who, call)),
        5 => (0..6usize, structure()).prop_map(|(who, (at, bytes))| Move::Put(who, at, bytes)),
        2 => simple.prop_map(Move::Step),
    ];
    prop::collection::vec(one, 20..160)
}

fn make(rig: &mut Rig, one: &Move) {
    match one {
        Move::Call(who, Some(call)) => do_step(rig, &Step::Call(*who, *call)),
        Move::Call(_, None) => {}
        Move::Put(who, at, bytes) => {
            let tids = rig.kernel.runnable();
            if let Some(tid) = tids.get(who % tids.len().max(1)) {
                let _ = rig.kernel.copy_out(*tid, UserAddr(*at), bytes);
            }
        }
        Move::Step(step) => do_step(rig, step),
    }
}

fn cases() -> u32 {
    std::env::var("FORKLORE_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(150)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn any_call_with_any_arguments(policy in 0..PolicyKind::ALL.len(), all in moves()) {
        let policy = PolicyKind::ALL[policy].1;
        let config = Config { policy, max_procs: 12, max_frames: 6000, quantum_ns: 50_000, seed: 7, ..Config::default() };
        let fresh = Kernel::boot(config.clone());
        let mut rig = Rig::with(config, 0);
        for one in &all {
            make(&mut rig, one);
            rig.kernel.check().map_err(TestCaseError::fail)?;
        }
        kill_everyone(&mut rig)?;
        rig.kernel.check().map_err(TestCaseError::fail)?;
        prop_assert_eq!(rig.kernel.live_processes(), 0);
        prop_assert_eq!(rig.kernel.pipes.iter().count(), 0);
        prop_assert!(rig.kernel.waits.is_empty());
        prop_assert_eq!(rig.kernel.vfs.files.len(), fresh.vfs.files.len());
    }
}
