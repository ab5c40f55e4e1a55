//! Functions that are not async-signal-safe, called in a signal handler (signal-safety(7)). That is wrong if the handler can
//! interrupt such a function: so it is told only of processes that call one outside of handlers too, while a handler that
//! calls one is installed and its signal not blocked.

use super::report::{Finding, Report, Rule};
use super::scene::{Look, Scene, site};
use super::{Check, Last};
use crate::debug::code::{self, Spot};
use crate::machine::Machine;
use forklore_kernel::abi::siginfo::Origin;
use forklore_kernel::abi::{Pid, Signal, Tid};
use forklore_kernel::trace::event::{Disposition, EventKind};
use forklore_userland::vm::program::Program;
use std::collections::{BTreeMap, BTreeSet};

/// Functions that hold a lock, or change what belongs to all: stdio, malloc, and what uses them.
const UNSAFE: &[&str] = &[
    "printf",
    "fprintf",
    "dprintf",
    "sprintf",
    "snprintf",
    "vprintf",
    "vfprintf",
    "vsprintf",
    "vsnprintf",
    "puts",
    "fputs",
    "putchar",
    "putc",
    "fputc",
    "fwrite",
    "fflush",
    "perror",
    "fopen",
    "fdopen",
    "fclose",
    "fgets",
    "getchar",
    "getc",
    "fgetc",
    "scanf",
    "fscanf",
    "fread",
    "malloc",
    "calloc",
    "realloc",
    "free",
    "strdup",
    "exit",
    "syslog",
    "strsignal",
    "strerror",
    "strtok",
    "localtime",
    "gmtime",
    "asctime",
    "ctime",
    "rand",
    "random",
    "srand",
    "system",
    "popen",
    "pclose",
    "getenv",
    "setenv",
    "pthread_mutex_lock",
    "pthread_mutex_unlock",
    "pthread_cond_signal",
    "pthread_cond_broadcast",
    "pthread_create",
    "err",
    "errx",
    "warn",
    "warnx",
    "getline",
];

/// Those that need not be told of: they only write to the caller's memory here as in glibc.
const HARMLESS: &[&str] = &["sprintf", "snprintf", "vsprintf", "vsnprintf", "strerror", "strsignal", "getenv", "rand"];

/// A call in a handler.
#[derive(Clone, Debug)]
struct Call {
    function: String,
    place: Spot,
    /// The signals whose handlers were running.
    signals: Vec<Signal>,
}

/// See the module's text.
#[derive(Default)]
pub(super) struct Handlers {
    /// A handler has been installed by somebody.
    installed: bool,
    /// The first calls in handlers, by process.
    inside: BTreeMap<Pid, Vec<Call>>,
    /// Calls outside of handlers while these could have come: the first for each signal.
    outside: BTreeMap<(Pid, u8), (String, Spot)>,
    /// The signals whose handlers run, by task, the innermost last.
    running: BTreeMap<Tid, Vec<Signal>>,
    /// Signals that came at a time of others' choosing, not by raise().
    unasked: BTreeSet<(Pid, u8)>,
}

/// Before which instructions the machine has to pause: the entries of the functions.
pub(super) fn traps(program: &Program) -> impl Iterator<Item = u32> + '_ {
    let wanted = |name: &str| UNSAFE.contains(&name) && !HARMLESS.contains(&name);
    program.functions.iter().filter(move |f| wanted(&f.name) && !code::is_own(program, f)).map(|f| f.start)
}

impl Handlers {
    /// Are traps needed?
    pub fn wants_traps(&self) -> bool {
        self.installed
    }

    /// A task is about to execute an instruction: perhaps the first of such a function.
    pub fn at_trap(&mut self, machine: &Machine, scene: &Scene, tid: Tid, _: &mut Report) {
        if !self.installed {
            return;
        }
        let Some(function) = entered(machine, tid) else { return };
        let Some(site) = site(machine, tid, 0).filter(|site| site.function.as_deref() == Some(&function)) else {
            return;
        };
        let pid = scene.pid(tid);
        if site.in_handler {
            let signals = self.running.get(&tid).into_iter().flatten().copied().collect();
            let calls = self.inside.entry(pid).or_default();
            if calls.len() < 8 && !calls.iter().any(|call| call.place == site.spot) {
                calls.push(Call { function, place: site.spot, signals });
            }
            return;
        }
        let (Some(task), Some(process)) = (machine.kernel.procs.find_task(tid), machine.kernel.procs.process(pid))
        else {
            return;
        };
        for signal in process.actions.caught().iter().filter(|signal| !task.mask.contains(*signal)) {
            self.outside.entry((pid, signal.number())).or_insert_with(|| (function.clone(), site.spot.clone()));
        }
    }

    fn conclude(&mut self, pid: Pid, report: &mut Report) {
        for call in self.inside.remove(&pid).into_iter().flatten() {
            // exit() ends the program: what it interrupted goes on no more, but its buffers may be half changed.
            let hit = call.signals.iter().filter(|signal| self.unasked.contains(&(pid, signal.number()))).find_map(
                |signal| {
                    self.outside
                        .get(&(pid, signal.number()))
                        .map(|(function, place)| (signal, function.clone(), place.clone()))
                },
            );
            let Some((signal, function, place)) = hit else { continue };
            let text = format!(
                "{}() is called in the handler of {}, which can interrupt {function}(): it is not async-signal-safe",
                call.function,
                signal.name()
            );
            let mend = "only set a volatile sig_atomic_t in the handler and print in the main loop; or use write()";
            let finding = Finding::new(Rule::UnsafeHandler, Some(call.place), pid, text, mend);
            report.add(
                finding.with(Some(place), format!("{function}() is called here while {} can come", signal.name())),
            );
        }
    }
}

/// The function that must not be called in a handler and that a task is about to enter.
fn entered(machine: &Machine, tid: Tid) -> Option<String> {
    let name = &code::entered(machine, tid)?.name;
    (UNSAFE.contains(&name.as_str()) && !HARMLESS.contains(&name.as_str())).then(|| name.clone())
}

impl Check for Handlers {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        for event in look.events {
            match &event.kind {
                EventKind::Signal { info, disposition: Disposition::Caught } => {
                    self.installed = true;
                    let pid = scene.pid(event.tid);
                    let own = matches!(info.origin, Origin::Sender { pid: from, .. } | Origin::Queued { pid: from, .. } if from == pid);
                    if !own && !matches!(info.origin, Origin::Fault { .. }) {
                        self.unasked.insert((pid, info.signal.number()));
                    }
                    self.running.entry(event.tid).or_default().push(info.signal);
                }
                EventKind::Sigreturn { .. } => {
                    self.running.get_mut(&event.tid).and_then(Vec::pop);
                }
                EventKind::Forked { child } => {
                    let running = self.running.get(&event.tid).cloned().unwrap_or_default();
                    self.running.insert(*child, running);
                }
                EventKind::Exit { call: forklore_kernel::abi::Syscall::RtSigaction { .. }, .. } => {
                    let process = look.machine.kernel.procs.process(scene.pid(event.tid));
                    self.installed |= process.is_some_and(|process| !process.actions.caught().is_empty());
                }
                _ => {}
            }
        }
        for pid in &look.ended {
            self.conclude(*pid, report);
        }
    }

    fn end(&mut self, _: &Scene, _: &Last, report: &mut Report) {
        let pids: Vec<Pid> = self.inside.keys().copied().collect();
        for pid in pids {
            self.conclude(pid, report);
        }
    }
}
