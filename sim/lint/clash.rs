//! What is said of a race: what the memory is called, who did what where, and what would order the two.

use super::access::{Kind, Region};
use super::arguments::{self, Shared};
use super::report::{Finding, Rule, at};
use super::scene::Scene;
use crate::debug::code::Spot;
use crate::debug::naming;
use crate::machine::Machine;
use forklore_kernel::abi::Tid;

/// One of the two accesses.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'a> {
    pub tid: Tid,
    pub kind: Kind,
    pub spot: &'a Spot,
}

/// A semaphore that both tasks have taken, and why it let both in.
pub(super) struct Several {
    pub name: String,
    /// The value that it began with.
    pub begun: u64,
    /// Who posted it without having taken it.
    pub extra: Option<(Tid, Spot)>,
}

/// The finding; the first of the two accesses has just happened, to the memory at `addr` of its task.
pub(super) fn finding(
    machine: &Machine,
    scene: &Scene,
    (here, there): (&Side, &Side),
    (addr, region): (u64, Region),
    several: Option<&Several>,
) -> Finding {
    let name = match (naming::name(machine, here.tid, addr), region) {
        (Some(name), _) => format!("'{name}'"),
        (None, Region::Object(_)) => "shared memory".to_string(),
        (None, Region::Space(_)) => format!("memory at {addr:#x}"),
    };
    let verb: fn(Kind) -> &'static str = |kind| if kind.writes() { "writes" } else { "reads" };
    let threads = scene.pid(here.tid) == scene.pid(there.tid);
    let who = |tid: Tid| match (threads, scene.pid(tid)) {
        (true, _) => format!("thread {tid}"),
        (false, pid) if pid.0 == tid.0 => format!("pid {pid}"),
        (false, pid) => format!("pid {pid} thread {tid}"),
    };
    if let (Region::Space(_), Some(shared)) = (region, arguments::shared(machine, scene, (here, there), addr)) {
        return one_for_all(scene, (here, there), &shared, verb);
    }
    let why = |several: &Several| match several {
        Several { begun, extra: Some((by, spot)), .. } if *begun <= 1 => {
            format!("lets one more in, since {} posted it at {} without having taken it", who(*by), at(spot))
        }
        Several { begun, .. } => format!("lets {begun} in at once: it began with {begun}"),
    };
    let but = several.map(|several| format!(": both have taken {}, but that {}", several.name, why(several)));
    let but = but.unwrap_or_default();
    let text = format!(
        "race on {name}: {} {} it here, {} {} it at {}:{}, and nothing orders the two{but}",
        who(here.tid),
        verb(here.kind),
        who(there.tid),
        verb(there.kind),
        there.spot.file,
        there.spot.line
    );
    let mend = match threads {
        _ if several.is_some() => {
            "a semaphore that guards memory begins with 1, and only who has taken it posts it; where it has to let several in, lock a mutex around both as well"
        }
        false => {
            "take the same semaphore (or a PTHREAD_PROCESS_SHARED mutex) around both, or use __atomic_fetch_add() and its kin; a wait, a message or a pipe between them orders them too, sleep() and volatile do not"
        }
        true => {
            "lock the same pthread_mutex_t around both, or use __atomic_fetch_add() and its kin; pthread_join() orders them too, sleep() and volatile do not"
        }
    };
    let finding = Finding::new(Rule::Race, Some(here.spot.clone()), scene.pid(here.tid), text, mend);
    finding.with(Some(there.spot.clone()), format!("{} {} it here", who(there.tid), verb(there.kind)))
}

/// Several threads were given the same variable.
fn one_for_all(
    scene: &Scene,
    (here, there): (&Side, &Side),
    shared: &Shared,
    verb: fn(Kind) -> &'static str,
) -> Finding {
    let Shared { name, owner, given } = shared;
    let text = format!(
        "race on '{name}', whose address {} gives to each thread: thread {} {} it here, thread {} {} it at {}, and nothing orders the two: a thread may find the value that was meant for another one",
        at(given),
        here.tid,
        verb(here.kind),
        there.tid,
        verb(there.kind),
        at(there.spot),
    );
    let mend = format!(
        "give each thread an object of its own: an element of an array (int ids[N]; ids[k] = k; ... &ids[k]), memory from malloc(), or the value itself as (void *)(long)k; a lock does not help, since thread {owner} goes on to the next value"
    );
    let finding = Finding::new(Rule::Race, Some(here.spot.clone()), scene.pid(here.tid), text, mend);
    let finding = finding.with(Some(there.spot.clone()), format!("thread {} {} it here", there.tid, verb(there.kind)));
    finding.with(Some(given.clone()), "the threads get it here")
}
