//! What memory is called in the source: a global variable, or what a pointer in scope points to.

use crate::machine::Machine;
use forklore_kernel::abi::Tid;
use forklore_userland::vm::cpu::{Active, Cpu};
use forklore_userland::vm::program::{Location, Program, TypeDesc, TypeId, Variable};
use std::ops::Range;

/// What the source that a task executes calls the memory at an address: `account->balance`, `forks[1]`.
pub fn name(machine: &Machine, tid: Tid, addr: u64) -> Option<String> {
    by_global(machine, tid, addr).or_else(|| by_local(machine, tid, addr))
}

fn program(machine: &Machine, tid: Tid) -> Option<&Program> {
    machine.programs().peek(machine.task(tid)?.program?).map(AsRef::as_ref)
}

fn by_global(machine: &Machine, tid: Tid, addr: u64) -> Option<String> {
    let program = program(machine, tid)?;
    if let Some(global) = program.global_at(addr) {
        return Some(inside(program, global.ty, addr - global.addr, global.name.clone()));
    }
    // A global pointer that points to it.
    let space = machine.kernel.procs.find_task(tid)?.space;
    program.globals.iter().filter(|global| global.size == 8).find_map(|global| {
        let target = pointee(program, global.ty)?;
        let mut bytes = [0; 8];
        machine.kernel.mm.peek(space, global.addr, &mut bytes);
        pointed(program, machine, tid, &global.name, u64::from_le_bytes(bytes), target, addr)
    })
}

fn by_local(machine: &Machine, tid: Tid, addr: u64) -> Option<String> {
    let program = program(machine, tid)?;
    let task = machine.task(tid)?;
    let space = machine.kernel.procs.find_task(tid)?.space;
    for active in task.cpu.active() {
        let Some(function) = program.function_at(active.pc) else { continue };
        let here = |v: &&Variable| (v.pc_start..v.pc_end).contains(&active.pc);
        for variable in function.vars.iter().filter(here) {
            match variable.location {
                Location::Register(r) => {
                    let value = task.cpu.register_in(active.base, r);
                    let target = pointee(program, variable.ty);
                    let name = target.and_then(|to| pointed(program, machine, tid, &variable.name, value, to, addr));
                    if name.is_some() {
                        return name;
                    }
                }
                Location::Memory { .. } => {
                    let Some(lies) = extent(program, &task.cpu, &active, variable) else { continue };
                    let at = lies.start;
                    if lies.contains(&addr) {
                        return Some(inside(program, variable.ty, addr - at, variable.name.clone()));
                    }
                    if let Some(target) = pointee(program, variable.ty) {
                        let mut bytes = [0; 8];
                        machine.kernel.mm.peek(space, at, &mut bytes);
                        let value = u64::from_le_bytes(bytes);
                        let name = pointed(program, machine, tid, &variable.name, value, target, addr);
                        if name.is_some() {
                            return name;
                        }
                    }
                }
                _ => {}
            }
        }
    }
    None
}

/// The name of `addr` as seen through a pointer with this value, if it points into the same area.
fn pointed(
    program: &Program,
    machine: &Machine,
    tid: Tid,
    pointer: &str,
    value: u64,
    target: TypeId,
    addr: u64,
) -> Option<String> {
    let size = size(program, target).max(1);
    let offset = addr.checked_sub(value)?;
    if offset < size {
        return Some(match resolved(program, target) {
            TypeDesc::Record { .. } => match inside(program, target, offset, String::new()) {
                member if member.is_empty() => format!("*{pointer}"),
                member => format!("{pointer}->{}", member.trim_start_matches('.')),
            },
            _ => format!("*{pointer}"),
        });
    }
    let space = machine.kernel.procs.find_task(tid)?.space;
    let area = machine.kernel.mm.area_at(space, addr)?;
    let shared = area.start <= value && value < area.end && area.kind == forklore_kernel::mm::AreaKind::Map;
    (shared && size <= 64).then(|| inside_element(program, target, offset, size, pointer))
}

/// [`name`] of memory that malloc gave: the element of what the nearest pointer below leads to. A guess, if there are many.
pub fn element(machine: &Machine, tid: Tid, addr: u64) -> Option<String> {
    let program = program(machine, tid)?;
    let task = machine.task(tid)?;
    let space = machine.kernel.procs.find_task(tid)?.space;
    let area = machine.kernel.mm.area_at(space, addr)?;
    let word = |at: u64| {
        let mut bytes = [0; 8];
        machine.kernel.mm.peek(space, at, &mut bytes);
        u64::from_le_bytes(bytes)
    };
    let globals = program.globals.iter().map(|global| (word(global.addr), global.ty, &global.name));
    let locals = task.cpu.active().flat_map(|active| {
        let function = program.function_at(active.pc);
        let here = move |v: &&Variable| (v.pc_start..v.pc_end).contains(&active.pc);
        function.into_iter().flat_map(move |f| f.vars.iter().filter(here)).filter_map(move |variable| {
            let value = match variable.location {
                Location::Register(r) => task.cpu.register_in(active.base, r),
                Location::Memory { base, offset } => {
                    word(task.cpu.register_in(active.base, base).wrapping_add_signed(offset.into()))
                }
                _ => return None,
            };
            Some((value, variable.ty, &variable.name))
        })
    });
    let leads = |(value, ..): &(u64, TypeId, &String)| area.start <= *value && *value <= addr && addr - value < NEAR;
    let (value, ty, name) = globals.chain(locals).filter(leads).max_by_key(|(value, ..)| *value)?;
    let target = pointee(program, ty)?;
    Some(inside_element(program, target, addr - value, size(program, target).max(1), name))
}

/// So far behind a pointer what it points to may go on.
const NEAR: u64 = 4096;

fn inside_element(program: &Program, target: TypeId, offset: u64, size: u64, pointer: &str) -> String {
    inside(program, target, offset % size, format!("{pointer}[{}]", offset / size))
}

/// `name` with the member or element at an offset; what the library's own types consist of has no name.
fn inside(program: &Program, ty: TypeId, offset: u64, name: String) -> String {
    match resolved(program, ty) {
        TypeDesc::Record { fields, .. } => {
            let field = fields.iter().rev().find(|field| field.offset <= offset);
            match field {
                // Names that are reserved for the library.
                Some(field) if field.name.starts_with("__") => name,
                Some(field) => inside(program, field.ty, offset - field.offset, format!("{name}.{}", field.name)),
                None => name,
            }
        }
        TypeDesc::Array { of, .. } => {
            let element = size(program, *of).max(1);
            inside(program, *of, offset % element, format!("{name}[{}]", offset / element))
        }
        _ => name,
    }
}

/// How many elements from this one on an array of pointers has, that is a variable of the task's program or part of one. `None` of
/// other memory.
pub fn pointers_from(machine: &Machine, tid: Tid, addr: u64) -> Option<u64> {
    let (_, ty, offset) = holder(machine, tid, addr)?;
    pointers_in(program(machine, tid)?, ty, offset)
}

/// The variable of a task's program in whose memory an address lies, a global one or one in scope in an active function: its name, its
/// type, how far from its beginning.
pub fn holder(machine: &Machine, tid: Tid, addr: u64) -> Option<(&str, TypeId, u64)> {
    let program = program(machine, tid)?;
    if let Some(global) = program.global_at(addr) {
        return Some((&global.name, global.ty, addr - global.addr));
    }
    let task = machine.task(tid)?;
    task.cpu.active().find_map(|active| {
        let function = program.function_at(active.pc)?;
        let here = |v: &&Variable| (v.pc_start..v.pc_end).contains(&active.pc);
        function.vars.iter().filter(here).find_map(|variable| {
            let lies = extent(program, &task.cpu, &active, variable).filter(|lies| lies.contains(&addr))?;
            Some((variable.name.as_str(), variable.ty, addr - lies.start))
        })
    })
}

/// Where a variable of an active function lies, if it lies in memory.
pub fn extent(program: &Program, cpu: &Cpu, active: &Active, variable: &Variable) -> Option<Range<u64>> {
    let Location::Memory { base, offset } = variable.location else { return None };
    let at = cpu.register_in(active.base, base).wrapping_add_signed(offset.into());
    Some(at..at.saturating_add(size(program, variable.ty)))
}

fn pointers_in(program: &Program, ty: TypeId, offset: u64) -> Option<u64> {
    match resolved(program, ty) {
        TypeDesc::Record { fields, .. } => {
            let field = fields.iter().rev().find(|field| field.offset <= offset)?;
            pointers_in(program, field.ty, offset - field.offset)
        }
        TypeDesc::Array { of, count } => match resolved(program, *of) {
            TypeDesc::Pointer(_) => count.and_then(|count| count.checked_sub(offset / 8)),
            _ => pointers_in(program, *of, offset % size(program, *of).max(1)),
        },
        _ => None,
    }
}

/// A type without the names that typedefs give it.
pub fn resolved(program: &Program, ty: TypeId) -> &TypeDesc {
    let mut ty = ty;
    for _ in 0..32 {
        match program.types.get(ty.0 as usize) {
            Some(TypeDesc::Typedef { of, .. }) => ty = *of,
            Some(other) => return other,
            None => break,
        }
    }
    &TypeDesc::Unknown
}

/// What a pointer points to; `None` of any other type.
pub fn pointee(program: &Program, ty: TypeId) -> Option<TypeId> {
    match resolved(program, ty) {
        TypeDesc::Pointer(to) => Some(*to),
        _ => None,
    }
}

/// Bytes of a type.
pub fn size(program: &Program, ty: TypeId) -> u64 {
    match resolved(program, ty) {
        TypeDesc::Int { size, .. } | TypeDesc::Float { size, .. } => u64::from(*size),
        TypeDesc::Pointer(_) => 8,
        TypeDesc::Array { of, count } => size(program, *of).saturating_mul(count.unwrap_or(1)),
        TypeDesc::Record { size, .. } => *size,
        TypeDesc::Enum { .. } => 4,
        _ => 1,
    }
}
