//! One variable whose address every thread is given, while its owner goes on to change it: `pthread_create(&t, 0, f, &i)` in a loop
//! over `i`. No lock mends that.
//!
//! Entry point: [`shared`].

use super::clash::Side;
use super::scene::Scene;
use super::source::{self, has_word, words};
use crate::debug::code::{self, Spot};
use crate::debug::naming;
use crate::machine::Machine;
use forklore_kernel::abi::Tid;
use forklore_userland::vm::program::{LinkedFunction, Program};

/// A variable that is given to several threads.
pub(super) struct Shared {
    /// Its name.
    pub name: String,
    /// Who has it.
    pub owner: Tid,
    /// Where a thread is given it.
    pub given: Spot,
}

/// Is the memory at this address such a variable? The owner writes it, in the loop that makes the threads.
pub(super) fn shared(machine: &Machine, scene: &Scene, (here, there): (&Side, &Side), addr: u64) -> Option<Shared> {
    let writer = if here.kind.writes() { here } else { there };
    let (program, function, name) = local(machine, writer.tid, addr)?;
    let lines = source::lines(scene, program, function);
    let gives = |from: usize| {
        // A call may go on in the next lines.
        let call: String = lines.iter().skip(from).take(LONGEST).map(|(_, line)| line.as_str()).collect();
        let arguments = call.split_once("pthread_create").map(|(_, rest)| rest).unwrap_or_default();
        let arguments = arguments.split(';').next().unwrap_or_default();
        words(arguments, name).any(|at| {
            let before = arguments[..at].trim_end();
            let after = arguments[at + name.len()..].trim_start();
            before.ends_with('&') && !after.starts_with(['[', '.', '-'])
        })
    };
    let creates = |(n, (_, line)): &(usize, &(u32, String))| line.contains("pthread_create") && gives(*n);
    let (_, (given, _)) = lines.iter().enumerate().find(creates)?;
    let loops = |line: &str| has_word(line, "for") || has_word(line, "while") || has_word(line, "do");
    let (head, _) = lines.iter().rev().find(|(n, line)| n <= given && loops(line))?;
    let file = &writer.spot.file;
    (*head..=*given).contains(&writer.spot.line).then(|| Shared {
        name: name.to_string(),
        owner: writer.tid,
        given: Spot { file: file.clone(), line: *given },
    })
}

/// Lines of a call.
const LONGEST: usize = 4;

/// The variable at an address: of a task's own frames, with its function, or a global one, with the function that the task is in.
fn local(machine: &Machine, tid: Tid, addr: u64) -> Option<(&Program, &LinkedFunction, &str)> {
    let task = machine.task(tid)?;
    let program = machine.programs().peek(task.program?)?;
    if let Some(global) = program.global_at(addr) {
        let mut functions = task.cpu.active().filter_map(|active| program.function_at(active.pc));
        let own = functions.find(|function| code::is_own(program, function))?;
        return Some((&**program, own, global.name.as_str()));
    }
    task.cpu.active().find_map(|active| {
        let function = program.function_at(active.pc)?;
        let here = function.vars.iter().find(|variable| {
            naming::extent(program, &task.cpu, &active, variable).is_some_and(|lies| lies.contains(&addr))
        })?;
        Some((&**program, function, here.name.as_str()))
    })
}
