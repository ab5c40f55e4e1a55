//! pthread_cond_wait(3) under `if` instead of in a loop: a broadcast wakes several threads, and each goes on as if what it waited
//! for were its own. Told when that has happened in the run; whether it is a loop is seen from the source.
//!
//! Entry points: [`WaitOnce::at_trap`]; the traps are those of [`super::results`].

use super::report::{Finding, Report, Rule, at};
use super::scene::{Scene, site};
use super::source::has_word;
use crate::debug::code::{self, Spot};
use crate::machine::Machine;
use forklore_kernel::abi::Tid;
use forklore_kernel::mm::SpaceId;
use std::collections::BTreeMap;

/// A condition variable: its address, and in which space.
type Condition = (SpaceId, u64);

/// See the module's text.
#[derive(Default)]
pub(super) struct WaitOnce {
    /// The instruction by which a task waits, how deep that is, and for what.
    inside: BTreeMap<Tid, (u32, usize, Condition)>,
    /// Who has come out of a wait since the last broadcast; none after a signal.
    woken: BTreeMap<Condition, (Option<Spot>, Vec<Tid>)>,
}

impl WaitOnce {
    /// A task is about to execute an instruction.
    pub fn at_trap(&mut self, machine: &Machine, scene: &Scene, tid: Tid, report: &mut Report) {
        let (Some(task), Some(facts)) = (machine.task(tid), machine.kernel.procs.find_task(tid)) else { return };
        let Some(program) = task.program.and_then(|id| machine.programs().peek(id)) else { return };
        let (pc, depth) = (task.cpu.pc(), task.cpu.frames().len());
        if let Some((_, _, condition)) =
            self.inside.get(&tid).copied().filter(|(call, at, _)| call + 1 == pc && *at == depth)
        {
            self.inside.remove(&tid);
            self.came_out(scene, tid, condition, code::spot(program, pc - 1), report);
        }
        let Some((base, function)) = code::called(program, pc) else { return };
        let condition = (facts.space, task.cpu.register(base));
        match function.name.as_str() {
            "pthread_cond_wait" => drop(self.inside.insert(tid, (pc, depth, condition))),
            "pthread_cond_signal" => drop(self.woken.remove(&condition)),
            "pthread_cond_broadcast" => {
                let place = site(machine, tid, 0).map(|site| site.spot);
                self.woken.insert(condition, (place, Vec::new()));
            }
            _ => {}
        }
    }

    fn came_out(&mut self, scene: &Scene, tid: Tid, condition: Condition, spot: Option<Spot>, report: &mut Report) {
        let (Some((by, woken)), Some(spot)) = (self.woken.get_mut(&condition), spot) else { return };
        woken.push(tid);
        woken.dedup();
        let [first, second, ..] = woken[..] else { return };
        if !under_if(scene, &spot) {
            return;
        }
        let by = by.as_ref().map(|spot| format!(" at {}", at(spot))).unwrap_or_default();
        let text = format!(
            "pthread_cond_wait() stands under if here: one pthread_cond_broadcast(){by} woke threads {first} and {second}, and neither looks again whether what it waited for is still there"
        );
        let mend = "wait in a loop, with the mutex locked: while (nothing to do) pthread_cond_wait(...): another thread may have come first, and a wait may end without reason";
        report.add(Finding::new(Rule::WaitOnce, Some(spot), scene.pid(tid), text, mend));
    }
}

/// Does a line, or the one above it, have `if` and no loop?
fn under_if(scene: &Scene, spot: &Spot) -> bool {
    let loops = |line: &str| ["while", "for", "do"].iter().any(|word| has_word(line, word));
    let own = scene.line(spot);
    let above = scene.line(&Spot { line: spot.line.saturating_sub(1).max(1), ..spot.clone() });
    !loops(&own) && (has_word(&own, "if") || !loops(&above) && has_word(&above, "if"))
}
