//! What memory an instruction touches: computed from the instruction and the registers before it is executed.

use crate::chronicle::effects::{Effect, Eyes, effect};
use crate::machine::Machine;
use forklore_kernel::abi::Tid;
use forklore_kernel::mm::ObjectId;
use forklore_kernel::mm::SpaceId;
use forklore_kernel::mm::{Backing, Sharing};
use forklore_userland::vm::isa::{Builtin, Op};
use forklore_userland::vm::program::Program;
use std::collections::BTreeSet;

/// Memory in which an address has one meaning, whoever uses it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Region {
    /// Shared between processes: offsets in a memory object.
    Object(ObjectId),
    /// Of the threads of a process: addresses.
    Space(SpaceId),
}

/// How memory is touched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Read,
    Write,
    /// Read and written at once, ordering what is around it.
    AtomicUpdate,
    AtomicRead,
    AtomicWrite,
}

impl Kind {
    pub fn writes(self) -> bool {
        matches!(self, Kind::Write | Kind::AtomicUpdate | Kind::AtomicWrite)
    }

    pub fn is_atomic(self) -> bool {
        !matches!(self, Kind::Read | Kind::Write)
    }
}

/// An access.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Access {
    pub addr: u64,
    pub len: u64,
    pub kind: Kind,
    /// Reads only to copy: what is there is not looked at.
    pub copies: bool,
    /// A number is loaded, not a text or a range looked through.
    pub loads: bool,
}

impl Access {
    /// One of so many bytes.
    pub fn new(addr: u64, len: u64, kind: Kind) -> Access {
        Access { addr, len, kind, copies: false, loads: false }
    }
}

/// Longest range that is followed.
const LONGEST: u64 = 1 << 16;

/// Does the instruction touch memory, wherever its registers lead?
pub(super) fn touches(op: &Op) -> bool {
    !operands(op, &|_| 0, &|_| 0).is_empty()
}

/// Is this load or store atomic? The compiler marks those; the address may be worked out in between.
pub(super) fn is_marked(program: &Program, pc: u32) -> bool {
    (1..=2).any(|back| pc >= back && program.code.get((pc - back) as usize) == Some(&Op::Nop {}))
}

/// What the next instruction of a task touches.
pub(super) fn of(machine: &Machine, tid: Tid) -> Vec<Access> {
    let (Some(task), Some(facts)) = (machine.task(tid), machine.kernel.procs.find_task(tid)) else { return Vec::new() };
    let Some(program) = task.program.and_then(|id| machine.programs().peek(id)) else { return Vec::new() };
    let pc = task.cpu.pc();
    let Some(op) = program.code.get(pc as usize) else { return Vec::new() };
    let marked = is_marked(program, pc);
    let register = |n: u8| task.cpu.register(n);
    let string = |addr: u64| machine.kernel.mm.peek_strlen(facts.space, addr, LONGEST);
    let mut all = operands(op, &register, &string);
    for access in &mut all {
        access.len = access.len.min(LONGEST);
        access.kind = match access.kind {
            Kind::Read if marked => Kind::AtomicRead,
            Kind::Write if marked => Kind::AtomicWrite,
            kind => kind,
        };
    }
    all
}

fn operands(op: &Op, register: &dyn Fn(u8) -> u64, string: &dyn Fn(u64) -> u64) -> Vec<Access> {
    let read = |addr, len| Access::new(addr, len, Kind::Read);
    let write = |addr, len| Access::new(addr, len, Kind::Write);
    let update = |addr, size: usize| Access::new(addr, size as u64, Kind::AtomicUpdate);
    match effect(op, &Eyes { register, string }) {
        Effect::Load { addr, size, .. } => vec![Access { loads: true, ..read(addr, size as u64) }],
        Effect::Store { addr, size, .. } => vec![write(addr, size as u64)],
        Effect::Copy { to, from, len } => vec![Access { copies: true, ..read(from, len) }, write(to, len)],
        Effect::Fill { to, len, .. } => vec![write(to, len)],
        Effect::Exchange { addr, size, .. } | Effect::Compare { addr, size, .. } => vec![update(addr, size)],
        Effect::Computes { .. } => {
            inputs(op, register, string).into_iter().map(|(addr, len)| read(addr, len)).collect()
        }
        Effect::None | Effect::Moves(_) | Effect::Narrow { .. } | Effect::Writes { .. } => Vec::new(),
    }
}

/// The memory that is read by an instruction which computes something of it: addresses and lengths.
fn inputs(op: &Op, register: &dyn Fn(u8) -> u64, string: &dyn Fn(u64) -> u64) -> Vec<(u64, u64)> {
    match *op {
        Op::MulAddF64Ld { p, i, disp, .. } => {
            vec![(register(p).wrapping_add(register(i).wrapping_mul(8)).wrapping_add_signed(disp.into()), 8)]
        }
        Op::Builtin { base, id } => {
            let a = |n: u8| register(base.wrapping_add(n));
            let text = |addr| (addr, string(addr) + 1);
            match id {
                Builtin::Memcmp => vec![(a(0), a(2)), (a(1), a(2))],
                Builtin::Memchr => vec![(a(0), a(2))],
                Builtin::Strlen | Builtin::Strchr => vec![text(a(0))],
                Builtin::Strcmp => vec![text(a(0)), text(a(1))],
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

/// Whom else an address of a task may concern: the region and the place in it; `None` if it is the task's alone: neither shared
/// memory nor in one of the spaces that have had several threads.
pub(super) fn region(machine: &Machine, tid: Tid, addr: u64, threaded: &BTreeSet<SpaceId>) -> Option<(Region, u64)> {
    let kernel = &machine.kernel;
    let task = kernel.procs.find_task(tid)?;
    let area = kernel.mm.area_at(task.space, addr)?;
    if let (Sharing::Shared, Backing::Object { id, offset }) = (area.sharing, area.backing) {
        return Some((Region::Object(id), offset + (addr - area.start)));
    }
    threaded.contains(&task.space).then_some((Region::Space(task.space), addr))
}
