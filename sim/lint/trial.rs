//! Was a variable that a child has set meant for its parent? The run is executed once more; the child is followed from its birth
//! on and the parent up to where it reads its own copy. A child that uses what it has set, prints it or sends it means its own
//! copy, as does one that comes by where the parent reads it, or that writes to memory which is shared; a parent that has set it
//! since, too.
//!
//! Entry points: [`Trial::pause`], [`Trial::went`], [`Trial::findings`].

use super::access;
use super::copies::{Place, Suspect, returns_from_main};
use super::follow::{self, Touch};
use super::report::{Finding, Rule, at};
use super::scene::{Scene, site};
use super::source::{has_word, words};
use crate::debug::code::{self, Spot};
use crate::machine::Machine;
use forklore_kernel::abi::{Pid, Tid};
use forklore_kernel::mm::{Sharing, SpaceId};
use forklore_kernel::trace::event::{Event, EventKind};
use forklore_userland::vm::isa::Role;
use std::collections::BTreeSet;

/// Instructions that are followed, of all suspects together: some seconds' work.
const MOST_STEPS: u64 = 3_000_000;
/// What a variable is given to in order to get it out of a process, as it stands in the source.
const WAYS_OUT: &[&str] = &[
    "printf", "fprintf", "dprintf", "puts", "fputs", "putchar", "putc", "fputc", "fwrite", "write", "pwrite", "writev",
    "send", "sendto", "sendmsg", "msgsnd", "mq_send", "exit", "_exit", "_Exit", "return", "sigqueue", "kill",
];

/// Functions of the library that set what they are given.
const FILLS: &[&str] = &[
    "memset", "memcpy", "memmove", "strcpy", "strncpy", "stpcpy", "strcat", "strncat", "sprintf", "snprintf", "qsort",
    "bzero",
];

/// What is known of a suspect.
#[derive(Clone, Debug)]
struct Case {
    suspect: Suspect,
    born: bool,
    /// Where the child set it last.
    set: Option<Spot>,
    /// All lines where it set it.
    sets: BTreeSet<Spot>,
    /// Lines of the child's since it set it first, and since it set it last.
    since_first: BTreeSet<Spot>,
    since_last: BTreeSet<Spot>,
    /// The child has looked at it since.
    used: bool,
    child_over: bool,
    /// The child has come by where the parent reads it, too.
    passed: bool,
    /// The parent has read it where it was said, or has set it.
    over: bool,
    innocent: bool,
}

/// See the module's text.
#[derive(Debug)]
pub(super) struct Trial {
    cases: Vec<Case>,
    steps: u64,
}

impl Trial {
    pub fn new(suspects: &[Suspect]) -> Trial {
        let case = |suspect: &Suspect| Case {
            suspect: suspect.clone(),
            born: false,
            set: None,
            sets: BTreeSet::new(),
            since_first: BTreeSet::new(),
            since_last: BTreeSet::new(),
            used: false,
            child_over: false,
            passed: false,
            over: false,
            innocent: false,
        };
        Trial { cases: suspects.iter().map(case).collect(), steps: 0 }
    }

    /// Does the running task have to be followed instruction by instruction?
    pub fn follows(&self, scene: &Scene, tid: Tid) -> bool {
        let pid = scene.pid(tid);
        let concerned = |case: &Case| {
            let child = case.suspect.child == pid && !case.child_over;
            case.born && !case.innocent && (child || case.suspect.parent == pid && !case.over)
        };
        self.steps < MOST_STEPS && self.cases.iter().any(concerned)
    }

    /// The kernel has done something.
    pub fn look(&mut self, machine: &Machine, scene: &Scene, events: &[Event], stores: &[(SpaceId, u64, u64)]) {
        for event in events {
            match &event.kind {
                EventKind::Forked { child } => {
                    let its = self.cases.iter_mut().filter(|case| case.suspect.child.0 == child.0);
                    its.for_each(|case| case.born = true);
                }
                EventKind::Exited { .. } | EventKind::Killed { .. } => {
                    self.child_is_over(scene.pid(event.tid));
                }
                _ => {}
            }
        }
        let space = |pid: Pid| machine.kernel.procs.find_task(Tid(pid.0)).map(|task| task.space);
        for case in self.cases.iter_mut().filter(|case| case.born && !case.over) {
            let Place::Memory { addr, len } = case.suspect.place else { continue };
            let stored = |of: Option<SpaceId>| {
                stores.iter().any(|(s, at, n)| Some(*s) == of && *at < addr + len && at + n > addr)
            };
            case.innocent |= stored(space(case.suspect.parent)) || stored(space(case.suspect.child));
        }
    }

    /// A task that is followed is about to execute an instruction.
    pub fn step(&mut self, machine: &Machine, scene: &Scene, tid: Tid) {
        self.steps += 1;
        let Some(task) = machine.task(tid) else { return };
        let Some(program) = task.program.and_then(|id| machine.programs().peek(id)) else { return };
        let (pid, pc) = (scene.pid(tid), task.cpu.pc());
        let own = code::spot(program, pc);
        let base = task.cpu.active().next().map(|frame| frame.base);
        let here = program.function_at(pc).map(|function| function.start);
        let in_handler = task.cpu.active().any(|frame| frame.is_handler);
        let touches = |place: &Place| match place {
            Place::Memory { addr, len } => {
                let all = access::of(machine, tid);
                let here = all.iter().filter(|a| a.addr < addr + len && a.addr + a.len > *addr);
                let kinds: Vec<bool> = here.map(|a| a.kind.writes()).collect();
                (kinds.contains(&false), kinds.contains(&true))
            }
            Place::Register(local) if base == Some(local.base) && here == Some(local.function) => {
                match program.code.get(pc as usize).map(|op| follow::touch(program, op, local.reg)) {
                    Some(Touch::Read) => {
                        let mut writes = false;
                        program.code[pc as usize].registers(&mut |role, r| {
                            writes |= r == local.reg && matches!(role, Role::Def | Role::UseDef);
                        });
                        (true, writes)
                    }
                    Some(Touch::Written) => (false, true),
                    _ => (false, false),
                }
            }
            Place::Register(_) => (false, false),
        };
        let shares = own.is_some() && writes_shared(machine, tid);
        for case in self.cases.iter_mut().filter(|case| case.born && !case.innocent) {
            if case.suspect.child == pid && !case.child_over {
                // Who has shared memory, too, knows what is not.
                case.innocent |= shares;
                case.passed |= own.as_ref() == Some(&case.suspect.read);
                let (reads, writes) = touches(&case.suspect.place);
                case.used |= reads;
                if writes {
                    let site = site(machine, tid, 0);
                    let by = site.as_ref().and_then(|site| site.function.as_deref());
                    let spot = site.as_ref().map(|site| site.spot.clone());
                    // What a handler sets is its process's own, as is what free() leaves behind.
                    case.innocent |= in_handler || spot.is_none() || by.is_some_and(|by| !FILLS.contains(&by));
                    case.used = false;
                    case.since_last.clear();
                    // Also the calls that led there: they may name it.
                    case.sets.extend(task.cpu.active().filter_map(|frame| code::spot(program, frame.pc)));
                    case.set = spot;
                } else if let (Some(spot), Some(_)) = (&own, &case.set) {
                    case.since_first.insert(spot.clone());
                    case.since_last.insert(spot.clone());
                }
            } else if case.suspect.parent == pid && !case.over {
                let (reads, writes) = touches(&case.suspect.place);
                let there = own.as_ref() == Some(&case.suspect.read) || own.is_none();
                case.over |= case.child_over && reads && there;
                case.innocent |= writes && !case.over;
            }
        }
        // What is where main's variables were is something else from now on.
        if returns_from_main(program, pc) {
            self.child_is_over(pid);
        }
    }

    fn child_is_over(&mut self, pid: Pid) {
        self.cases.iter_mut().filter(|case| case.suspect.child == pid).for_each(|case| case.child_over = true);
    }

    /// What is left of the suspicions.
    pub fn findings(self, scene: &Scene) -> Vec<Finding> {
        if self.steps >= MOST_STEPS {
            return Vec::new();
        }
        self.cases.iter().filter_map(|case| case.finding(scene)).collect()
    }
}

impl Case {
    fn finding(&self, scene: &Scene) -> Option<Finding> {
        let Suspect { child, parent, fork, name, place, read, value, mapped } = &self.suspect;
        let set = self
            .set
            .clone()
            .filter(|_| self.born && self.child_over && !self.innocent && !self.used && !self.passed)?;
        let plain: String =
            name.trim_start_matches('*').chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let goes_out = |line: &str| {
            let calls = WAYS_OUT.iter().filter_map(|way| words(line, way).next().map(|at| at + way.len()));
            calls.min().is_some_and(|from| has_word(&line[from..], &plain))
        };
        let out = self.since_first.iter().chain(&self.sets).any(|spot| goes_out(&scene.line(spot)));
        let named = |spot: &&Spot| !self.sets.contains(*spot) && has_word(&scene.line(spot), &plain);
        if out || self.since_last.iter().any(|spot| named(&spot)) || plain.is_empty() {
            return None;
        }
        // What is in a register may be something else by now.
        if matches!(place, Place::Register(_)) && !assigns(&scene.line(&set), &plain) {
            return None;
        }
        let left = value.map(|value| format!(" (it left {value} there)")).unwrap_or_default();
        let text = format!(
            "pid {child} sets '{name}' here{left}, and pid {parent} reads it at {} as if it were shared; but fork() at {} has copied it: what a child sets, its parent does not see",
            at(read),
            at(fork)
        );
        let mend = match mapped {
            true => "give mmap() MAP_SHARED instead of MAP_PRIVATE, before fork(): then both have the same memory",
            false => {
                "let the child send it through a pipe, or put it into memory that both share: mmap(..., MAP_SHARED | MAP_ANONYMOUS, -1, 0) before fork(); a number from 0 to 255 may be the exit status"
            }
        };
        let finding = Finding::new(Rule::CopiedMemory, Some(set), *child, text, mend).about(plain);
        Some(finding.with(Some(read.clone()), format!("pid {parent} reads it here")))
    }
}

/// Is the task about to store something into memory that it shares with others?
fn writes_shared(machine: &Machine, tid: Tid) -> bool {
    let Some(space) = machine.kernel.procs.find_task(tid).map(|task| task.space) else { return false };
    let shared = |addr: u64| machine.kernel.mm.area_at(space, addr).is_some_and(|area| area.sharing == Sharing::Shared);
    access::of(machine, tid).iter().any(|access| access.kind.writes() && shared(access.addr))
}

/// Does a line assign to a variable?
fn assigns(line: &str, name: &str) -> bool {
    words(line, name).any(|at| {
        let rest = line[at + name.len()..].trim_start();
        let before = line[..at].trim_end();
        let operator = rest.trim_start_matches(['+', '-', '*', '/', '%', '&', '|', '^', '<', '>']);
        rest.starts_with("++")
            || rest.starts_with("--")
            || before.ends_with("++")
            || before.ends_with("--")
            || operator.starts_with('=') && !operator.starts_with("==")
    })
}
