//! What is said of a race: what the memory is called, who did what where, and what would order the two.

use super::access::{Kind, Region};
use super::report::{Finding, Rule};
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

/// The finding; the first of the two accesses has just happened, to the memory at `addr` of its task.
pub(super) fn finding(
    machine: &Machine,
    scene: &Scene,
    (here, there): (&Side, &Side),
    addr: u64,
    region: Region,
) -> Finding {
    let name = match (naming::name(machine, here.tid, addr), region) {
        (Some(name), _) => format!("'{name}'"),
        (None, Region::Object(_)) => "shared memory".to_string(),
        (None, Region::Space(_)) => format!("memory at {addr:#x}"),
    };
    let verb = |kind: Kind| if kind.writes() { "writes" } else { "reads" };
    let who = |tid: Tid| match region {
        Region::Object(_) => format!("pid {}", scene.pid(tid)),
        Region::Space(_) => format!("thread {tid}"),
    };
    let text = format!(
        "race on {name}: {} {} it here, {} {} it at {}:{}, and nothing orders the two",
        who(here.tid),
        verb(here.kind),
        who(there.tid),
        verb(there.kind),
        there.spot.file,
        there.spot.line
    );
    let mend = match region {
        Region::Object(_) => {
            "take the same semaphore (or a PTHREAD_PROCESS_SHARED mutex) around both, or use __atomic_fetch_add() and its kin; a wait, a message or a pipe between them orders them too, sleep() and volatile do not"
        }
        Region::Space(_) => {
            "lock the same pthread_mutex_t around both, or use __atomic_fetch_add() and its kin; pthread_join() orders them too, sleep() and volatile do not"
        }
    };
    let finding = Finding::new(Rule::Race, Some(here.spot.clone()), scene.pid(here.tid), text, mend);
    finding.with(Some(there.spot.clone()), format!("{} {} it here", who(there.tid), verb(there.kind)))
}
