//! Calls that are made again: after a handler (SA_RESTART), by a loop whose select(2) has changed what it asks for, or by one that does
//! nothing else. Part of [`super::deeds::Deeds`].
//!
//! Entry points: [`Again::restarted_by`], [`Again::taken_out`], [`Again::rounds`].

use crate::debug::code;
use crate::machine::Machine;
use crate::report;
use forklore_kernel::abi::{Fd, ProgramId, Signal, Syscall, Tid};
use forklore_kernel::trace::capture::{Captured, CapturedMemory};
use forklore_kernel::trace::event::{Disposition, Event, EventKind, Outcome};

use std::collections::BTreeMap;

/// A select(2) that a task made last.
#[derive(Clone, Debug)]
struct Asked {
    place: Option<String>,
    /// The descriptors that it was to read from.
    fds: Vec<Fd>,
    /// Those that the one before at the same place asked for, and this one does not.
    gone: Vec<Fd>,
}

/// Calls that a task makes in turns.
#[derive(Clone, Debug, Default)]
struct Rounds {
    /// From where: the innermost instructions of the user's own; the calls' names; how often since a new one came.
    calls: Vec<(ProgramId, u32, &'static str, u64)>,
    times: u64,
}

/// So many different calls may be in a loop that is told of.
const MOST_IN_A_LOOP: usize = 3;

/// See the module's text.
#[derive(Clone, Debug, Default)]
pub struct Again {
    /// The last calls of each task.
    rounds: BTreeMap<Tid, Rounds>,
    /// Tasks that a signal has interrupted in a call, and which signal was caught then.
    cut: BTreeMap<Tid, Option<Signal>>,
    /// The signals after whose handlers calls were made again that have not ended.
    restarted: BTreeMap<Tid, Signal>,
    asked: BTreeMap<Tid, Asked>,
}

impl Again {
    /// The signal that interrupted the call that a task is in, which was made again after its handler.
    pub fn restarted_by(&self, tid: Tid) -> Option<Signal> {
        self.restarted.get(&tid).copied()
    }

    /// Descriptors that select(2) has taken out of the set that a task asks with again, and where.
    pub fn taken_out(&self, tid: Tid) -> Option<(&[Fd], &str)> {
        let asked = self.asked.get(&tid).filter(|asked| !asked.gone.is_empty())?;
        Some((&asked.gone, asked.place.as_deref()?))
    }

    /// How many calls a task has made lately that were all of these few, and the functions by which the user's code makes them.
    pub fn rounds(&self, machine: &Machine, tid: Tid) -> Option<(u64, Vec<String>)> {
        let rounds = self.rounds.get(&tid)?;
        let called = |program: ProgramId, pc: u32| {
            let program = machine.programs().peek(program)?;
            Some(code::called(program, pc)?.1.name.clone())
        };
        let name = |(program, pc, kernel, _): &(ProgramId, u32, &'static str, u64)| {
            called(*program, *pc).unwrap_or_else(|| (*kernel).to_string())
        };
        // Those before the loop were made once.
        let in_loop = |call: &&(ProgramId, u32, &'static str, u64)| call.3 > 1;
        let mut names: Vec<String> = rounds.calls.iter().filter(in_loop).map(name).collect();
        names.sort_unstable();
        names.dedup();
        Some((rounds.times, names))
    }

    /// A task makes a call.
    fn goes_round(&mut self, machine: &Machine, tid: Tid, call: &Syscall) {
        let Some((program, pc)) = report::user_pc(machine, tid) else {
            self.rounds.remove(&tid);
            return;
        };
        let rounds = self.rounds.entry(tid).or_default();
        let here = (program, pc, call.name());
        let known = rounds.calls.iter().position(|(program, pc, name, _)| (*program, *pc, *name) == here);
        let n = known.unwrap_or_else(|| {
            if rounds.calls.len() >= MOST_IN_A_LOOP {
                rounds.calls.clear();
            }
            rounds.calls.iter_mut().for_each(|call| call.3 = 0);
            rounds.calls.push((here.0, here.1, here.2, 0));
            rounds.times = 0;
            rounds.calls.len() - 1
        });
        rounds.calls[n].3 += 1;
        rounds.times += 1;
    }

    /// Takes in what the kernel has just done.
    pub(super) fn feed(&mut self, machine: &Machine, event: &Event) {
        let tid = event.tid;
        match &event.kind {
            EventKind::Enter { call, input } => {
                self.goes_round(machine, tid, call);
                if matches!(call, Syscall::Select { .. } | Syscall::Pselect6 { .. }) {
                    self.selects(machine, tid, input);
                }
            }
            EventKind::Exit { outcome: Outcome::Interrupted(_), .. } => {
                self.cut.insert(tid, None);
            }
            EventKind::Sigreturn { again, .. } => {
                let signal = self.cut.remove(&tid).flatten();
                self.restarted.extend(signal.filter(|_| again.is_some()).map(|signal| (tid, signal)));
            }
            EventKind::Signal { info, disposition: Disposition::Caught } => {
                if let Some(signal) = self.cut.get_mut(&tid) {
                    signal.get_or_insert(info.signal);
                }
            }
            EventKind::Exit { .. } => {
                self.restarted.remove(&tid);
            }
            EventKind::Exec { .. } | EventKind::Exited { .. } | EventKind::Killed { .. } => {
                self.cut.remove(&tid);
                self.restarted.remove(&tid);
                self.asked.remove(&tid);
                self.rounds.remove(&tid);
            }
            _ => {}
        }
    }

    fn selects(&mut self, machine: &Machine, tid: Tid, input: &[Captured]) {
        let place = report::place(machine, tid);
        let fds = input.iter().find(|captured| captured.arg == 1).map(set).unwrap_or_default();
        let before = self.asked.remove(&tid).filter(|before| before.place == place);
        let (asked, missing) = before.map(|before| (before.fds, before.gone)).unwrap_or_default();
        let open = |fd: &Fd| machine.kernel.procs.find_task(tid).is_some() && machine.kernel.fds(tid).get(*fd).is_ok();
        let all = asked.into_iter().chain(missing);
        let gone: Vec<Fd> = all.filter(|fd| !fds.contains(fd) && open(fd)).collect();
        self.asked.insert(tid, Asked { place, fds, gone });
    }
}

/// The descriptors of an fd_set.
fn set(captured: &Captured) -> Vec<Fd> {
    let CapturedMemory::Bytes { bytes, .. } = &captured.memory else { return Vec::new() };
    let bits = bytes
        .iter()
        .enumerate()
        .flat_map(|(n, byte)| (0..8).filter(move |bit| byte >> bit & 1 == 1).map(move |bit| n * 8 + bit));
    bits.map(|n| Fd(n as i32)).collect()
}
