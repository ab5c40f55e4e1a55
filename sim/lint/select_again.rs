//! select(2) called again with what the call before has left: the sets, which have only those that were ready, and on Linux the
//! timeout, of which only the rest is left. What the program does between the two calls is followed: has it filled them anew?
//!
//! Entry points: [`SelectAgain::at_trap`] at the calls of [`traps`], [`SelectAgain::step`] at each instruction in between.

use super::access;
use super::report::{Finding, Report, Rule};
use super::scene::Scene;
use crate::debug::code::{self, Spot};
use crate::debug::naming;
use crate::machine::Machine;
use forklore_kernel::abi::{Fd, ProgramId, Tid};
use forklore_userland::vm::isa::{Op, Reg};
use forklore_userland::vm::program::Program;
use std::collections::BTreeMap;

/// sizeof(fd_set).
const SET: usize = 128;
/// sizeof(struct timeval).
const TIMEVAL: usize = 16;
/// How often a call site is looked at.
const LOOKS: u32 = 8;
/// Instructions for which it is followed what becomes of the sets.
const FAR: u32 = 20_000;
/// Most descriptors that are named.
const NAMED: usize = 4;

/// Memory that a call changes: its address, and what is there.
#[derive(Clone, Debug)]
struct Part {
    addr: u64,
    bytes: Vec<u8>,
}

/// A call of select.
#[derive(Clone, Debug)]
struct Call {
    program: ProgramId,
    pc: u32,
    depth: usize,
    nfds: i32,
    /// The three sets, then the timeout; `None` for those that are not given.
    parts: [Option<Part>; 4],
}

/// A call that has returned.
#[derive(Clone, Debug)]
struct Returned {
    call: Call,
    /// What it has left; `None` for what the program has written since.
    left: [Option<Part>; 4],
    timed_out: bool,
    steps: u32,
}

/// See the module's text.
#[derive(Default)]
pub(super) struct SelectAgain {
    inside: BTreeMap<Tid, Call>,
    returned: BTreeMap<Tid, Returned>,
    looks: BTreeMap<(ProgramId, u32), u32>,
}

/// Does this instruction call select? The register from which on its arguments lie; that of the first one, and what is added to it.
fn selects(program: &Program, pc: u32) -> Option<(Reg, (Reg, i8))> {
    let (base, function) = code::called(program, pc).filter(|(_, function)| !code::is_own(program, function))?;
    let first = match *program.code.get(pc as usize)? {
        Op::CallI32 { a, imm, .. } => (a, imm),
        _ => (base, 0),
    };
    (function.name == "select").then_some((base, first))
}

/// Before which instructions the machine has to pause: the user's own calls of select, and what comes after each.
pub(super) fn traps(program: &Program) -> Vec<u32> {
    let calls = code::own_instructions(program).filter(|pc| selects(program, *pc).is_some());
    calls.flat_map(|pc| [pc, pc + 1]).collect()
}

fn part(machine: &Machine, tid: Tid, addr: u64, size: usize) -> Option<Part> {
    let space = machine.kernel.procs.find_task(tid).filter(|_| addr != 0)?.space;
    let mut bytes = vec![0; size];
    (machine.kernel.mm.peek(space, addr, &mut bytes) == size).then_some(Part { addr, bytes })
}

fn again(machine: &Machine, tid: Tid, part: &Option<Part>) -> Option<Part> {
    part.as_ref().and_then(|old| self::part(machine, tid, old.addr, old.bytes.len()))
}

/// The name of a set or a timeout, whose first member lies where it does.
fn called(machine: &Machine, tid: Tid, addr: u64) -> Option<String> {
    let name = naming::name(machine, tid, addr)?;
    let whole = name.strip_suffix(".fds_bits[0]").or_else(|| name.strip_suffix(".tv_sec"));
    Some(whole.unwrap_or(&name).to_string())
}

fn holds(set: &Part, fd: i32) -> bool {
    set.bytes.get(fd as usize / 8).is_some_and(|byte| byte >> (fd % 8) & 1 == 1)
}

fn is_zero(time: &Part) -> bool {
    time.bytes.iter().all(|byte| *byte == 0)
}

impl SelectAgain {
    /// Is it followed what becomes of a task's sets?
    pub fn follows(&self, tid: Tid) -> bool {
        self.returned.contains_key(&tid)
    }

    /// The task is about to execute an instruction.
    pub fn step(&mut self, machine: &Machine, tid: Tid) {
        let Some(returned) = self.returned.get_mut(&tid) else { return };
        let depth = machine.task(tid).map_or(0, |task| task.cpu.frames().len());
        returned.steps += 1;
        if returned.steps > FAR || depth < returned.call.depth {
            self.returned.remove(&tid);
            return;
        }
        for access in access::of(machine, tid).iter().filter(|access| access.kind.writes()) {
            for left in &mut returned.left {
                let (from, to) = left.as_ref().map_or((0, 0), |part| (part.addr, part.addr + part.bytes.len() as u64));
                if access.addr < to && from < access.addr.saturating_add(access.len) {
                    *left = None;
                }
            }
        }
    }

    /// A task is about to execute an instruction: perhaps one of those of [`traps`].
    pub fn at_trap(&mut self, machine: &Machine, scene: &Scene, tid: Tid, report: &mut Report) {
        let Some(task) = machine.task(tid) else { return };
        let Some((id, program)) = task.program.and_then(|id| Some((id, machine.programs().peek(id)?))) else { return };
        let (pc, depth) = (task.cpu.pc(), task.cpu.frames().len());
        let came = |call: &&Call| call.program == id && call.pc + 1 == pc && call.depth == depth;
        if self.inside.get(&tid).as_ref().is_some_and(came)
            && let Some(call) = self.inside.remove(&tid)
        {
            let (base, _) = selects(program, call.pc).unwrap_or_default();
            self.came_back(machine, tid, call, task.cpu.register(base) as i32);
        }
        let Some((base, (first, plus))) = selects(program, pc) else { return };
        let argument = |n: u8| task.cpu.register(base.saturating_add(n));
        let set = |n: u8| part(machine, tid, argument(n), SET);
        let parts = [set(1), set(2), set(3), part(machine, tid, argument(4), TIMEVAL)];
        let nfds = (task.cpu.register(first) as i32).saturating_add(plus.into()).clamp(0, 1024);
        let call = Call { program: id, pc, depth, nfds, parts };
        let before =
            self.returned.remove(&tid).filter(|b| (b.call.program, b.call.pc, b.call.depth) == (id, pc, depth));
        if let (Some(before), Some(spot)) = (before, code::spot(program, pc)) {
            self.compare(machine, scene, tid, (&before, &call, &spot), report);
        }
        self.inside.insert(tid, call);
    }

    /// A call has returned with this result.
    fn came_back(&mut self, machine: &Machine, tid: Tid, call: Call, result: i32) {
        let looks = self.looks.entry((call.program, call.pc)).or_default();
        *looks += 1;
        if result < 0 || *looks > LOOKS {
            return;
        }
        let left = [0, 1, 2, 3].map(|n| again(machine, tid, &call.parts[n]));
        self.returned.insert(tid, Returned { call, left, timed_out: result == 0, steps: 0 });
    }

    /// A call is made from where one was made before.
    fn compare(
        &mut self,
        machine: &Machine,
        scene: &Scene,
        tid: Tid,
        (before, call, spot): (&Returned, &Call, &Spot),
        report: &mut Report,
    ) {
        let as_left = |n: usize| {
            let (now, left) = (call.parts[n].as_ref()?, before.left[n].as_ref()?);
            (now.addr == left.addr && now.bytes == left.bytes).then_some((before.call.parts[n].as_ref()?, left))
        };
        let fds = machine.kernel.fds(tid);
        let pid = scene.pid(tid);
        for n in 0..3 {
            let Some((asked, left)) = as_left(n) else { continue };
            let gone = |fd: &i32| holds(asked, *fd) && !holds(left, *fd) && fds.get(Fd(*fd)).is_ok();
            let gone: Vec<String> = (0..before.call.nfds).filter(gone).map(|fd| fd.to_string()).collect();
            if gone.is_empty() {
                continue;
            }
            let name = called(machine, tid, left.addr).map(|name| format!(" '{name}'")).unwrap_or_default();
            let more = gone.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let fds = format!("fd {}{more}", gone[..gone.len().min(NAMED)].join(", "));
            let why = match before.timed_out {
                true => "that timed out and so emptied it",
                false => "that took out of it what was not ready",
            };
            let text = format!(
                "select() is called here with the set{name} as the call before left it: {why}, and it asks no longer for {fds}"
            );
            let mend = "FD_ZERO() and FD_SET() all again before each select(), or keep them in a set that select() does not get: ready = all; select(n, &ready, ...)";
            self.told(call);
            report.add(Finding::new(Rule::SelectAgain, Some(spot.clone()), pid, text, mend).about(name));
        }
        let time = as_left(3).filter(|(asked, left)| before.timed_out && is_zero(left) && !is_zero(asked));
        if let Some((_, left)) = time {
            let name = called(machine, tid, left.addr).map(|name| format!(" '{name}'")).unwrap_or_default();
            let text = format!(
                "the timeout{name} is 0 here: the select() before waited for all of it, and on Linux that counts down what its argument points to; this call does not wait at all"
            );
            let mend = "set tv_sec and tv_usec again before each select()";
            self.told(call);
            report.add(Finding::new(Rule::SelectAgain, Some(spot.clone()), pid, text, mend).about(name));
        }
    }

    /// Enough is known of this call.
    fn told(&mut self, call: &Call) {
        self.looks.insert((call.program, call.pc), LOOKS);
    }
}
