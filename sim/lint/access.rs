//! What memory an instruction touches: computed from the instruction and the registers before it is executed.

use crate::machine::Machine;
use forklore_kernel::abi::Tid;
use forklore_kernel::mm::ObjectId;
use forklore_kernel::mm::{Backing, Sharing};
use forklore_kernel::mm::{Memory, SpaceId};
use forklore_userland::vm::cpu::Cpu;
use forklore_userland::vm::isa::{Builtin, IntTy, Op};
use forklore_userland::vm::program::Program;

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
}

/// Longest range that is followed.
const LONGEST: u64 = 1 << 16;

/// Does the instruction touch memory?
pub(super) fn touches(op: &Op) -> bool {
    let name = op.mnemonic();
    match op {
        Op::Builtin { id, .. } => in_memory(*id),
        Op::Longjmp { .. } => false,
        _ => {
            name.starts_with("Ld")
                || name.starts_with("St")
                || name.starts_with("Atomic")
                || name.ends_with("Mem")
                || name.ends_with("Ld")
        }
    }
}

fn in_memory(id: Builtin) -> bool {
    matches!(
        id,
        Builtin::Memcpy
            | Builtin::Memmove
            | Builtin::Memset
            | Builtin::Memcmp
            | Builtin::Memchr
            | Builtin::Strlen
            | Builtin::Strcmp
            | Builtin::Strcpy
            | Builtin::Strchr
    )
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
    let mut all = operands(&task.cpu, op, &machine.kernel.mm, facts.space);
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

fn operands(cpu: &Cpu, op: &Op, mm: &Memory, space: SpaceId) -> Vec<Access> {
    let r = |n: u8| cpu.register(n);
    let read = |addr, len| Access { addr, len, kind: Kind::Read };
    let write = |addr, len| Access { addr, len, kind: Kind::Write };
    match *op {
        Op::CopyMem { p, a, len } => vec![read(r(a), len.into()), write(r(p), len.into())],
        Op::ZeroMem { p, len } => vec![write(r(p), len.into())],
        Op::MulAddF64Ld { p, i, disp, .. } => {
            vec![read(r(p).wrapping_add(r(i).wrapping_mul(8)).wrapping_add_signed(disp.into()), 8)]
        }
        Op::AtomicRmw { p, ty, .. } | Op::AtomicCas { p, ty, .. } => {
            vec![Access { addr: r(p), len: size_of_type(ty), kind: Kind::AtomicUpdate }]
        }
        Op::Builtin { base, id } => {
            let a = |n: u8| r(base.wrapping_add(n));
            let string = |addr| text_len(mm, space, addr);
            match id {
                Builtin::Memcpy | Builtin::Memmove => vec![read(a(1), a(2)), write(a(0), a(2))],
                Builtin::Memset => vec![write(a(0), a(2))],
                Builtin::Memcmp => vec![read(a(0), a(2)), read(a(1), a(2))],
                Builtin::Memchr => vec![read(a(0), a(2))],
                Builtin::Strlen | Builtin::Strchr => vec![read(a(0), string(a(0)))],
                Builtin::Strcmp => vec![read(a(0), string(a(0))), read(a(1), string(a(1)))],
                Builtin::Strcpy => vec![read(a(1), string(a(1))), write(a(0), string(a(1)))],
                _ => Vec::new(),
            }
        }
        _ => plain(cpu, op).into_iter().collect(),
    }
}

/// Loads and stores, by their names: direction, width, and how the address is made.
fn plain(cpu: &Cpu, op: &Op) -> Option<Access> {
    let name = op.mnemonic();
    let kind = match name.get(..2)? {
        "Ld" => Kind::Read,
        "St" => Kind::Write,
        _ => return None,
    };
    let rest = name[2..].trim_start_matches(['I', 'U']);
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let len = rest[..digits].parse::<u64>().ok()? / 8;
    let mut addr: u64 = 0;
    op.operands(&mut |field, value| {
        let register = u8::try_from(value).map_or(0, |n| cpu.register(n));
        match field {
            "p" | "x" => addr = addr.wrapping_add(register),
            "i" => addr = addr.wrapping_add(register.wrapping_mul(len)),
            "disp" => addr = addr.wrapping_add_signed(value),
            "target" => addr = addr.wrapping_add(value as u64),
            _ => {}
        }
    });
    Some(Access { addr, len, kind })
}

fn size_of_type(ty: IntTy) -> u64 {
    match ty {
        IntTy::I8 | IntTy::U8 => 1,
        IntTy::I16 | IntTy::U16 => 2,
        IntTy::I32 | IntTy::U32 => 4,
        IntTy::I64 | IntTy::U64 => 8,
    }
}

/// Bytes of a string with its end.
fn text_len(mm: &Memory, space: SpaceId, addr: u64) -> u64 {
    let mut done = 0;
    let mut chunk = [0; 256];
    while done < LONGEST {
        let n = mm.peek(space, addr.wrapping_add(done), &mut chunk);
        match chunk[..n].iter().position(|b| *b == 0) {
            Some(end) => return done + end as u64 + 1,
            None if n < chunk.len() => return done + n as u64,
            None => done += n as u64,
        }
    }
    done
}

/// Whom else an address of a task may concern: the region and the place in it; `None` if it is the task's alone.
pub(super) fn region(machine: &Machine, tid: Tid, addr: u64) -> Option<(Region, u64)> {
    let kernel = &machine.kernel;
    let task = kernel.procs.find_task(tid)?;
    let area = kernel.mm.area_at(task.space, addr)?;
    if let (Sharing::Shared, Backing::Object { id, offset }) = (area.sharing, area.backing) {
        return Some((Region::Object(id), offset + (addr - area.start)));
    }
    let alone = kernel.procs.process_of(tid).tasks().nth(1).is_none();
    (!alone).then_some((Region::Space(task.space), addr))
}
