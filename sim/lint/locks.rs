//! Locks used otherwise than they were made for: between processes without being made so (pshared), and mutexes given back that are
//! not locked, or by a thread that does not have them. Both may go well for long.
//!
//! Entry points: [`Locks::at_trap`] at the calls of [`traps`].

use super::access::{self, Region};
use super::report::{Finding, Report, Rule, at};
use super::scene::Scene;
use crate::debug::code::{self, Spot};
use crate::debug::naming;
use crate::machine::Machine;
use forklore_kernel::abi::{Pid, Tid};
use forklore_userland::vm::isa::Reg;
use forklore_userland::vm::program::Program;
use std::collections::{BTreeMap, BTreeSet};

/// What a lock is called, where it says whether processes may share it (in the library's types), and how it is made so.
struct Kind {
    name: &'static str,
    flag: u64,
    mask: u32,
    made: &'static str,
}

const MUTEX: Kind = Kind {
    name: "mutex",
    flag: 16,
    mask: 128,
    made: "pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED), and pthread_mutex_init() with &attr",
};
const CONDITION: Kind = Kind {
    name: "condition variable",
    flag: 12,
    mask: u32::MAX,
    made: "pthread_condattr_setpshared(&attr, PTHREAD_PROCESS_SHARED), and pthread_cond_init() with &attr",
};
const SEMAPHORE: Kind =
    Kind { name: "semaphore", flag: 8, mask: u32::MAX, made: "sem_init(&s, 1, value): 1, not 0, for pshared" };

const CALLS: &[(&str, &Kind)] = &[
    ("pthread_mutex_lock", &MUTEX),
    ("pthread_mutex_trylock", &MUTEX),
    ("pthread_mutex_unlock", &MUTEX),
    ("pthread_cond_wait", &CONDITION),
    ("pthread_cond_signal", &CONDITION),
    ("pthread_cond_broadcast", &CONDITION),
    ("sem_wait", &SEMAPHORE),
    ("sem_trywait", &SEMAPHORE),
    ("sem_timedwait", &SEMAPHORE),
    ("sem_post", &SEMAPHORE),
];

/// Kinds of mutexes that look at who unlocks them, or at more: recursive, error checking; robust, with a protocol.
fn is_checked(kind: u32) -> bool {
    matches!(kind & 3, 1 | 2) || kind & (16 | 32 | 64) != 0
}

/// See the module's text.
#[derive(Default)]
pub(super) struct Locks {
    /// Who has used a lock in shared memory first.
    users: BTreeMap<(Region, u64), (Pid, Spot)>,
    told: BTreeSet<(Region, u64)>,
}

/// Does this instruction call one of [`CALLS`]? Which, and the register with the lock's address.
fn call(program: &Program, pc: u32) -> Option<(&'static str, &'static Kind, Reg)> {
    let (base, function) = code::called(program, pc).filter(|(_, function)| !code::is_own(program, function))?;
    let (name, kind) = CALLS.iter().find(|(name, _)| *name == function.name)?;
    Some((name, kind, base))
}

/// Before which instructions the machine has to pause: the user's own calls that use locks.
pub(super) fn traps(program: &Program) -> impl Iterator<Item = u32> + '_ {
    code::own_instructions(program).filter(|pc| call(program, *pc).is_some())
}

impl Locks {
    /// A task is about to execute an instruction.
    pub fn at_trap(&mut self, machine: &Machine, scene: &Scene, tid: Tid, report: &mut Report) {
        let (Some(task), Some(facts)) = (machine.task(tid), machine.kernel.procs.find_task(tid)) else { return };
        let Some(program) = task.program.and_then(|id| machine.programs().peek(id)) else { return };
        let Some((function, kind, base)) = call(program, task.cpu.pc()) else { return };
        let addr = task.cpu.register(base);
        let word = |offset: u64| {
            let mut bytes = [0; 4];
            let read = machine.kernel.mm.peek(facts.space, addr.saturating_add(offset), &mut bytes);
            (read == bytes.len()).then(|| u32::from_le_bytes(bytes))
        };
        let (Some(flags), Some(spot)) = (word(kind.flag), code::spot(program, task.cpu.pc())) else { return };
        let name = || naming::name(machine, tid, addr).map(|name| format!("'{name}'"));
        if let Some(lock) = access::region(machine, tid, addr, &BTreeSet::new()).filter(|_| flags & kind.mask == 0) {
            let (first, place) = self.users.entry(lock).or_insert_with(|| (facts.pid, spot.clone()));
            if *first != facts.pid && self.told.insert(lock) {
                let name = name().unwrap_or_else(|| format!("at {addr:#x}"));
                let text = format!(
                    "the {} {name} lies in shared memory, and pid {} uses it here, pid {first} at {}, but it was made for the threads of one process: who waits for it in another one may never be woken",
                    kind.name,
                    facts.pid,
                    at(place)
                );
                report.add(Finding::new(Rule::PrivateLock, Some(spot.clone()), facts.pid, text, kind.made));
            }
        }
        if function != "pthread_mutex_unlock" || is_checked(flags) {
            return;
        }
        let (Some(locked), Some(owner)) = (word(0), word(8)) else { return };
        let same = |tid: Tid| machine.kernel.procs.find_task(tid).is_some_and(|task| task.pid == facts.pid);
        let owner = Tid(owner);
        let why = match locked {
            0 => "is not locked".to_string(),
            // After fork the child has what its parent had locked.
            _ if owner != tid && same(owner) => format!("is locked by thread {owner}, not by thread {tid}"),
            _ => return,
        };
        let name = name().unwrap_or_else(|| format!("the mutex at {addr:#x}"));
        let text = format!("pthread_mutex_unlock() here, but {name} {why}: what happens then is undefined");
        let mend = "let the thread that has locked a mutex give it back, once; to let another thread go on, use a semaphore or a condition variable";
        report.add(Finding::new(Rule::Unlock, Some(spot), scene.pid(tid), text, mend));
    }
}
