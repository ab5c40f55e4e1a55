//! Variables that are no more: on the stack of a thread that has ended, and of a function that has returned while a thread that was
//! given its address still uses it.
//!
//! Entry points: [`Dead::announce`] before an instruction, [`Dead::used`] at each access, [`Dead::clashed`] where two accesses are unordered.

use super::access::Access;
use super::clocks::Clocks;
use super::report::{Finding, Rule, at};
use super::scene::Scene;
use super::source;
use crate::debug::code::{self, Spot};
use crate::debug::naming;
use crate::machine::Machine;
use forklore_kernel::abi::Tid;
use forklore_kernel::mm::SpaceId;
use forklore_userland::vm::isa::Reg;
use forklore_userland::vm::program::Program;
use std::collections::BTreeMap;

/// Variables whose address a thread was given: most that are remembered.
const MOST: usize = 1024;

/// A local variable whose address a thread was given when it was made.
#[derive(Clone, Debug)]
struct Given {
    space: SpaceId,
    from: u64,
    to: u64,
    name: String,
    function: String,
    /// Whose variable it is, and how deep in its calls.
    maker: Tid,
    depth: usize,
    thread: Tid,
    /// Where the thread was made.
    spot: Option<Spot>,
    gone: Option<Gone>,
}

/// How a variable's function ended.
#[derive(Clone, Debug)]
struct Gone {
    spot: Option<Spot>,
    /// Of its thread, at its end.
    moment: u32,
    /// By the end of the thread.
    exited: bool,
}

/// See the module's text.
#[derive(Default)]
pub(super) struct Dead {
    /// The stacks of threads: first address and the one behind, by the thread; whether it has ended.
    stacks: BTreeMap<Tid, (SpaceId, u64, u64, bool)>,
    /// What a task is about to give to a new thread.
    gives: BTreeMap<Tid, u64>,
    given: Vec<Given>,
}

/// The register of the argument that this call gives to a new thread.
fn gives(program: &Program, pc: u32) -> Option<Reg> {
    let (base, function) = code::called(program, pc)?;
    match function.name.as_str() {
        "pthread_create" => base.checked_add(3),
        "thrd_create" => base.checked_add(2),
        _ => None,
    }
}

/// Before which instructions the machine has to pause: where threads are made.
pub(super) fn traps(program: &Program) -> impl Iterator<Item = u32> + '_ {
    code::own_instructions(program).filter(|pc| gives(program, *pc).is_some())
}

impl Dead {
    /// A task is about to execute an instruction of the user's own.
    pub fn announce(&mut self, clocks: &mut Clocks, program: &Program, machine: &Machine, tid: Tid) {
        let Some(task) = machine.task(tid) else { return };
        let Some(op) = program.code.get(task.cpu.pc() as usize) else { return };
        if let Some(register) = gives(program, task.cpu.pc()) {
            self.gives.insert(tid, task.cpu.register(register));
        }
        if self.given.is_empty() || !op.is_return() {
            return;
        }
        let depth = task.cpu.frames().len();
        for given in self.given.iter_mut().filter(|given| given.maker == tid && given.depth == depth) {
            let spot = code::spot(program, task.cpu.pc());
            given.gone.get_or_insert_with(|| Gone { spot, moment: clocks.now(tid), exited: false });
        }
    }

    /// A thread has been made: its stack, from its lowest address to its stack pointer.
    pub fn born(
        &mut self,
        machine: &Machine,
        scene: &Scene,
        (maker, thread): (Tid, Tid),
        (space, start, sp): (SpaceId, u64, u64),
    ) {
        // Memory that the program has chosen itself is its own afterwards.
        if !source::all_text_has(scene, "pthread_attr_setstack") {
            self.stacks.insert(thread, (space, start, sp, false));
        }
        let Some(addr) = self.gives.remove(&maker) else { return };
        let Some(task) = machine.task(maker) else { return };
        let Some(program) = task.program.and_then(|id| machine.programs().peek(id)) else { return };
        let frames = task.cpu.frames().len();
        let found = task.cpu.active().enumerate().find_map(|(n, active)| {
            let function = program.function_at(active.pc).filter(|function| code::is_own(program, function))?;
            function.vars.iter().find_map(|variable| {
                let lies = naming::extent(program, &task.cpu, &active, variable)?;
                let here = (variable.pc_start..variable.pc_end).contains(&active.pc) && lies.contains(&addr);
                here.then(|| Given {
                    space,
                    from: lies.start,
                    to: lies.end,
                    name: variable.name.clone(),
                    function: function.name.clone(),
                    maker,
                    depth: frames - n,
                    thread,
                    spot: scene.spot(maker),
                    gone: None,
                })
            })
        });
        if self.given.len() >= MOST {
            self.given.remove(0);
        }
        self.given.extend(found);
    }

    /// A thread has ended.
    pub fn ended(&mut self, clocks: &mut Clocks, scene: &Scene, tid: Tid) {
        if let Some((.., ended)) = self.stacks.get_mut(&tid) {
            *ended = true;
        }
        for given in self.given.iter_mut().filter(|given| given.maker == tid) {
            let spot = scene.spot(tid);
            given.gone.get_or_insert_with(|| Gone { spot, moment: clocks.now(tid), exited: true });
        }
    }

    /// This memory serves somebody else.
    pub fn forget(&mut self, space: SpaceId, start: u64, end: u64) {
        self.stacks.retain(|_, (of, from, to, _)| *of != space || *to <= start || end <= *from);
        self.given.retain(|given| given.space != space || given.to <= start || end <= given.from);
    }

    /// What is said of an access by the user's own code, if it is to a variable that is no more.
    pub fn used(
        &self,
        machine: &Machine,
        clocks: &mut Clocks,
        scene: &Scene,
        (tid, spot): (Tid, &Spot),
        access: Access,
    ) -> Option<Finding> {
        if self.stacks.is_empty() {
            return None;
        }
        let space = machine.kernel.procs.find_task(tid)?.space;
        let given = self.given.iter().find(|given| {
            let gone = given.gone.as_ref().filter(|_| given.thread == tid && given.holds(space, access.addr));
            gone.is_some_and(|gone| {
                // One that knows of the end may have been given another variable that lies there now.
                let low = machine.task(given.maker).is_none_or(|maker| access.addr < maker.cpu.sp());
                low || !clocks.knows(tid, given.maker, gone.moment)
            })
        });
        let verb = if access.kind.writes() { "written" } else { "read" };
        if let Some(given) = given {
            return given.finding(scene, (tid, spot), verb);
        }
        let dead = self
            .stacks
            .iter()
            .find(|(_, (of, from, to, ended))| *ended && *of == space && (*from..*to).contains(&access.addr));
        let text = match dead {
            Some((thread, _)) => format!(
                "memory on the stack of thread {thread} is {verb} here, but that thread has ended: a variable of its function is no more"
            ),
            None if self.below(machine, space, tid, access.addr) => format!(
                "memory on the stack of thread {} is {verb} here, but the function whose variable it was has returned",
                scene.pid(tid)
            ),
            None => return None,
        };
        let mend = "let the thread return a value cast to void *, memory from malloc(), or an address that its maker gave it, never that of its own variable";
        let returned = "give a thread memory from malloc(), a static variable, or the value itself, never the address of a variable whose function goes on to return";
        let mend = if dead.is_some() { mend } else { returned };
        Some(Finding::new(Rule::DeadStack, Some(spot.clone()), scene.pid(tid), text, mend))
    }

    /// Is the address on the stack of the process's first thread, but of no function that it is in?
    fn below(&self, machine: &Machine, space: SpaceId, tid: Tid, addr: u64) -> bool {
        let first = Tid(machine.kernel.procs.process_of(tid).pid.0);
        let Some(task) = machine.task(first).filter(|_| first != tid) else { return false };
        let sp = task.cpu.sp();
        let start = |addr: u64| machine.kernel.mm.area_at(space, addr).map(|area| area.start);
        addr < sp && start(addr).is_some() && start(addr) == start(sp)
    }

    /// Unordered accesses of a thread, at this line, and of the variable's owner: what is said if that has returned in between.
    pub fn clashed(
        &self,
        machine: &Machine,
        scene: &Scene,
        owner: Tid,
        (thread, spot): (Tid, &Spot),
        (addr, verb): (u64, &str),
    ) -> Option<Finding> {
        let space = machine.kernel.procs.find_task(owner)?.space;
        let gone = |given: &&Given| {
            given.maker == owner && given.thread == thread && given.holds(space, addr) && given.gone.is_some()
        };
        self.given.iter().find(gone)?.finding(scene, (thread, spot), verb)
    }
}

impl Given {
    fn holds(&self, space: SpaceId, addr: u64) -> bool {
        self.space == space && (self.from..self.to).contains(&addr)
    }

    fn finding(&self, scene: &Scene, (tid, spot): (Tid, &Spot), verb: &str) -> Option<Finding> {
        let Given { name, function, gone, .. } = self;
        let gone = gone.as_ref()?;
        let place = gone.spot.as_ref().map_or_else(String::new, |spot| format!(" at {}", at(spot)));
        let how = match gone.exited {
            true => format!("thread {} has ended{place}", self.maker),
            false => format!("{function}() has returned{place}"),
        };
        let text = format!(
            "'{name}' of {function}() is {verb} here by thread {tid}, but it is no more: {how}, and nothing made it wait for the thread"
        );
        let value = match self.to - self.from {
            ..=8 => format!(", or the value itself as (void *)(long){name}"),
            _ => String::new(),
        };
        let mend = format!(
            "pthread_join() the thread before {function}() ends; or give it memory from malloc(), which it frees, a static variable{value}"
        );
        let finding = Finding::new(Rule::DeadStack, Some(spot.clone()), scene.pid(tid), text, mend);
        Some(finding.with(self.spot.clone(), "the thread gets its address here"))
    }
}
