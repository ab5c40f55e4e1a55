//! Where bytes came from. While a run is executed again instruction by instruction, every byte of memory, every register and
//! every byte in a channel carries a label: who made it, and through what it went. A copy keeps the label; a computation makes
//! a new one; a write to a channel and a read from it each add a step.
//!
//! Entry points: [`Lineage::of_history`], then [`Lineage::memory`], [`Lineage::register`] or [`Lineage::channel`] for labels, and
//! [`Lineage::steps`] for what a label means. Not followed: which bytes of a terminal's line became which, data in flight
//! between hosts, and how a computation depends on what it was computed from (but for one of its operands).

mod calls;

use super::effects::{self, Effect, Eyes};
use super::flow::{self, Direction, Flows};
use super::port;
use crate::debug::code;
use crate::history::{History, Look, Seek};
use crate::machine::Machine;
use crate::report;
use forklore_kernel::abi::siginfo::{Origin, SigInfo};
use forklore_kernel::abi::{Fd, IpcId, Pid, ProgramId, Signal, Syscall, Tid, TtyId};
use forklore_kernel::mm::{Backing, ObjectId, Sharing, SpaceId, Stored};
use forklore_kernel::trace::event::{Disposition, Event, EventKind, Outcome};
use forklore_kernel::vfs::InodeKind;
use forklore_kernel::vfs::file::{Device, FileKind};
use forklore_userland::vm::isa::{Op, Reg};
use forklore_userland::vm::program::Program;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A label; 0 is what a program began with, or memory that was never written.
pub type Label = u32;
/// What a program began with, or memory that was never written.
pub const BEGINNING: Label = 0;

/// Who did something: process and line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Who {
    /// The process.
    pub pid: Pid,
    /// Which thread of it, but for the first one.
    pub thread: Option<Tid>,
    /// Program, number of the file and line; `None` outside of the user's own sources.
    pub line: Option<(ProgramId, u32, u32)>,
}

/// A step of the way of a byte, and the label that it had before.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Step {
    /// A computation; the label of what it was computed from, if that had come from elsewhere.
    Computed(Who, Label),
    /// A store into memory that others share.
    Stored(Who, Label),
    /// A call wrote it to a channel.
    Written(Who, &'static str, String, Label),
    /// A call read it from a channel.
    Read(Who, &'static str, String, Label),
    /// The kernel made it as a call's result.
    Kernel(Who, &'static str),
    /// The kernel made it of a signal: of which, who sent it (or ended, of SIGCHLD), and the label of a value sent along.
    Signal(Signal, Option<Who>, Label),
    /// It came from outside of the machine, or from where it is not followed.
    Outside(String),
    /// A copy of what the program began with: a constant.
    Constant,
}

const PAGE: u64 = 4096;
/// Labels of a page's bytes.
type Page = Arc<[Label; PAGE as usize]>;
type Pages = BTreeMap<u64, Page>;
/// Labels of a register's bytes.
type Word = [Label; 8];

/// Most steps of a run that are followed: some seconds' work.
pub const MOST_STEPS: u64 = 20_000_000;

/// What is known of an instruction: it is executed again and again.
#[derive(Clone, Copy, Debug, Default)]
struct Instruction {
    /// Its file and line, if it is in the user's own source; `None`: not looked at yet.
    line: Option<Option<(u32, u32)>>,
    /// Who computed something here last from what, and the label that this got.
    computed: Option<(Who, Label, Label)>,
}

/// An instruction that is about to be executed.
#[derive(Clone, Debug)]
struct Pending {
    at: (ProgramId, u32),
    tid: Tid,
    executed: u64,
    base: usize,
    effect: Effect,
    who: Who,
    /// The name of the system call that it makes.
    call: Option<&'static str>,
}

/// What has gone through a channel.
#[derive(Clone, Debug, Default)]
struct Gone {
    /// Stretches of byte numbers, ascending.
    runs: Vec<(u64, u64, Label)>,
    /// The bytes by number, to see whether what comes out is what went in.
    bytes: Vec<u8>,
}

impl Gone {
    fn push(&mut self, number: u64, label: Label, byte: u8) {
        // Messages may be told of in another order than they were numbered in.
        let at = self.runs.partition_point(|(from, ..)| *from <= number);
        match at.checked_sub(1).and_then(|before| self.runs.get_mut(before)) {
            Some((_, to, last)) if *to == number && *last == label => *to += 1,
            _ => self.runs.insert(at, (number, number + 1, label)),
        }
        let index = number as usize;
        self.bytes.resize(self.bytes.len().max(index + 1), 0);
        self.bytes[index] = byte;
    }

    fn label(&self, number: u64) -> Option<Label> {
        let at = self.runs.partition_point(|(_, to, _)| *to <= number);
        self.runs.get(at).filter(|(from, ..)| *from <= number).map(|(.., label)| *label)
    }
}

/// The labels of everything.
#[derive(Clone, Debug, Default)]
pub struct Lineage {
    steps: Vec<Step>,
    known: BTreeMap<Step, Label>,
    /// What has been found out about instructions, by program and index.
    instructions: BTreeMap<ProgramId, Vec<Instruction>>,
    private: BTreeMap<SpaceId, Pages>,
    shared: BTreeMap<ObjectId, Pages>,
    registers: BTreeMap<Tid, Vec<Word>>,
    pending: Option<Pending>,
    flows: Flows,
    calls: BTreeMap<Tid, Syscall>,
    /// Signals that processes have sent: who, and where the value came from that was sent along.
    sent: BTreeMap<(Pid, Signal), (Who, Word)>,
    /// Handlers that have been entered as the calls returned which are being looked at.
    entered: BTreeMap<Tid, usize>,
    /// What has gone through channels.
    channels: BTreeMap<u64, Gone>,
    /// Where the types of messages came from, by channel and the number of their first byte.
    types: BTreeMap<(u64, u64), Word>,
    /// Bytes that came out of a channel otherwise than they went in: they were not followed rightly, and nothing is said of them.
    pub misfits: u64,
    /// Who wrote last to each side of a terminal: the master's, or the terminal's own.
    terminals: BTreeMap<(TtyId, bool), Label>,
    segments: BTreeSet<IpcId>,
    /// Names of files.
    files: BTreeMap<ObjectId, String>,
}

impl Lineage {
    /// Executes a run again up to where its history stands. `None`: it is too long.
    pub fn of_history(history: &History) -> Option<Lineage> {
        let to = history.step();
        if to > MOST_STEPS {
            return None;
        }
        let mut copy = history.clone();
        copy.goto(0);
        let mut lineage = Lineage::default();
        lineage.follow(&mut copy, to);
        Some(lineage)
    }

    /// Goes on from the moment at which it is known, where this history stands, to a step.
    pub fn follow(&mut self, history: &mut History, to: u64) {
        history.forward(&Seek { every_step: true, stores: true, ..Seek::default() }, to, &mut |look| {
            self.look(look);
            false
        });
    }

    // ---------------------------------------------------------------------------------------------
    // Asking

    /// The steps that a label stands for, the latest first.
    pub fn steps(&self, label: Label) -> Vec<&Step> {
        let mut steps = Vec::new();
        let mut next = label;
        while let Some(step) = (next as usize).checked_sub(1).and_then(|n| self.steps.get(n)) {
            steps.push(step);
            next = match step {
                Step::Computed(_, from) | Step::Stored(_, from) => *from,
                Step::Written(.., from) | Step::Read(.., from) | Step::Signal(.., from) => *from,
                Step::Kernel(..) | Step::Outside(_) | Step::Constant => break,
            };
        }
        steps
    }

    /// The label of a byte of a task's memory.
    pub fn memory(&self, machine: &Machine, tid: Tid, addr: u64) -> Label {
        let Some(task) = machine.kernel.procs.find_task(tid) else { return BEGINNING };
        self.get(machine, task.space, addr)
    }

    /// What is known of all private memory: a page's number, and the steps of those of its bytes that have some.
    pub fn memory_of_all(&self) -> Vec<(u64, Vec<&Step>)> {
        let pages = self.private.values().flatten();
        pages.map(|(number, page)| (*number, page.iter().flat_map(|label| self.steps(*label)).collect())).collect()
    }

    /// The label of a byte of a register.
    pub fn register(&self, tid: Tid, base: usize, number: Reg, byte: usize) -> Label {
        let words = self.registers.get(&tid);
        words.and_then(|words| words.get(base + usize::from(number))).map_or(BEGINNING, |word| word[byte % 8])
    }

    /// The label of a byte that has gone into the channel behind a descriptor; of a file, of the byte that lies there. `None`:
    /// none has gone there yet.
    pub fn channel(&self, machine: &Machine, pid: Pid, fd: Fd, number: u64) -> Option<Label> {
        let tid = machine.kernel.procs.process(pid)?.tasks().next()?;
        if let Some(object) = regular(machine, tid, fd) {
            return Some(of_pages(self.shared.get(&object), number));
        }
        let (key, _) = port::channel(machine, pid, fd)?;
        self.channels.get(&key)?.label(number)
    }

    // ---------------------------------------------------------------------------------------------
    // Following

    fn look(&mut self, look: &Look) {
        let machine = look.machine;
        if let Some(pending) = self.pending.take()
            && machine.executed() == pending.executed + 1
        {
            self.apply(machine, pending);
        }
        let entered = |event: &Event| (event.tid, report::handlers_entered(look.events, event.tid));
        self.entered = look.events.iter().map(entered).collect();
        self.stored(machine, look.stores, look.events);
        self.events(machine, look.events);
        self.pending = machine.running().and_then(|tid| self.prepare(machine, tid));
    }

    /// What the next instruction will do.
    fn prepare(&mut self, machine: &Machine, tid: Tid) -> Option<Pending> {
        let task = machine.task(tid)?;
        let facts = machine.kernel.procs.find_task(tid)?;
        let space = facts.space;
        let id = task.program?;
        let program = machine.programs().peek(id)?;
        let pc = task.cpu.pc();
        let op = program.code.get(pc as usize)?;
        let base = task.cpu.active().next()?.base;
        let register = |n: Reg| task.cpu.register(n);
        let string = |addr: u64| machine.kernel.mm.peek_strlen(space, addr, 16 << 20);
        let effect = effects::effect(op, &Eyes { register: &register, string: &string });
        let call = match *op {
            Op::Syscall { base } => call_name(task.cpu.register(base)),
            Op::SyscallNr { nr, .. } => call_name(nr.into()),
            _ => None,
        };
        let who = match effect {
            Effect::None => return None,
            Effect::Moves(_) | Effect::Narrow { .. } | Effect::Load { .. } => {
                Who { pid: Pid(0), thread: None, line: None }
            }
            _ => match self.own_line(program, id, pc) {
                Some((file, line)) => {
                    Who { pid: facts.pid, thread: other_thread(facts.pid, tid), line: Some((id, file, line)) }
                }
                None => who(machine, tid, 0),
            },
        };
        Some(Pending { at: (id, pc), tid, executed: machine.executed(), base, effect, who, call })
    }

    /// File and line of an instruction of the user's own.
    fn own_line(&mut self, program: &Program, id: ProgramId, pc: u32) -> Option<(u32, u32)> {
        let known = self.instruction((id, pc));
        if let Some(line) = known.line {
            return line;
        }
        let own = code::spot(program, pc).and_then(|_| program.place_at(pc));
        let line = own.map(|place| (u32::from(place.file), place.line));
        known.line = Some(line);
        line
    }

    fn instruction(&mut self, (id, pc): (ProgramId, u32)) -> &mut Instruction {
        let all = self.instructions.entry(id).or_default();
        if all.len() <= pc as usize {
            all.resize(pc as usize + 256, Instruction::default());
        }
        &mut all[pc as usize]
    }

    /// The label of what an instruction computes.
    fn computed(&mut self, at: (ProgramId, u32), who: Who, root: Label) -> Label {
        let known = *self.instruction(at);
        if let Some((by, from, label)) = known.computed
            && by == who
            && from == root
        {
            return label;
        }
        let label = self.label(Step::Computed(who, root));
        self.instruction(at).computed = Some((who, root, label));
        label
    }

    fn apply(&mut self, machine: &Machine, pending: Pending) {
        let Pending { at, tid, base, effect, who, call, .. } = pending;
        // The image is another one, or it has died: nothing of it is left.
        let Some(space) = machine.kernel.procs.find_task(tid).map(|task| task.space) else { return };
        match effect {
            Effect::None => {}
            Effect::Moves(pairs) => {
                let from: Vec<Word> = pairs.iter().map(|(_, a)| self.word(tid, base, *a)).collect();
                for ((d, _), word) in pairs.into_iter().zip(from) {
                    self.set_word(tid, base, d, word);
                }
            }
            Effect::Narrow { d, a, bytes } => {
                let word = self.word(tid, base, a);
                self.set_word(tid, base, d, std::array::from_fn(|n| word[n.min(bytes - 1)]));
            }
            Effect::Load { d, addr, size } => {
                let word = self.load(machine, space, addr, size);
                self.set_word(tid, base, d, word);
            }
            Effect::Store { v, addr, size } => {
                let word = self.word(tid, base, v);
                self.put(machine, space, addr, &word[..size.min(8)], who);
            }
            Effect::Copy { to, from, len } => {
                let len = len.min(16 << 20);
                let labels: Vec<Label> = (0..len).map(|n| self.get(machine, space, from.wrapping_add(n))).collect();
                self.put(machine, space, to, &labels, who);
            }
            Effect::Fill { to, len, v } => {
                let label = match v {
                    Some(v) => self.word(tid, base, v)[0],
                    None => self.label(Step::Computed(who, BEGINNING)),
                };
                self.put(machine, space, to, &vec![label; len.min(16 << 20) as usize], who);
            }
            Effect::Writes { to, len, d } => {
                let label = self.label(Step::Computed(who, BEGINNING));
                self.set_word(tid, base, d, [label; 8]);
                self.put(machine, space, to, &vec![label; len.min(PAGE) as usize], who);
            }
            Effect::Exchange { d, v, addr, size } => {
                let old = self.load(machine, space, addr, size);
                let new = match v {
                    Some(v) => self.word(tid, base, v),
                    None => [self.label(Step::Computed(who, BEGINNING)); 8],
                };
                self.put(machine, space, addr, &new[..size.min(8)], who);
                self.set_word(tid, base, d, old);
            }
            Effect::Compare { d, b, addr, size, expected } => {
                let old = self.load(machine, space, addr, size);
                let seen = machine.task(tid).map_or(0, |task| task.cpu.register_in(base, d));
                if seen == expected {
                    let new = self.word(tid, base, b);
                    self.put(machine, space, addr, &new[..size.min(8)], who);
                }
                self.set_word(tid, base, d, old);
            }
            Effect::Computes { defs, uses } => {
                let root = uses.iter().map(|reg| self.root(self.word(tid, base, *reg)[0])).find(|root| *root != 0);
                let label = match call {
                    Some(call) => self.label(Step::Kernel(who, call)),
                    None => self.computed(at, who, root.unwrap_or(BEGINNING)),
                };
                defs.into_iter().for_each(|d| self.set_word(tid, base, d, [label; 8]));
            }
        }
    }

    /// What a computed value goes back to: the first step that is no computation.
    fn root(&self, label: Label) -> Label {
        match (label as usize).checked_sub(1).and_then(|n| self.steps.get(n)) {
            Some(Step::Computed(_, root)) => *root,
            Some(Step::Constant) => BEGINNING,
            _ => label,
        }
    }

    // ---------------------------------------------------------------------------------------------
    // Labels

    /// The label of a step.
    fn label(&mut self, step: Step) -> Label {
        if let Some(label) = self.known.get(&step) {
            return *label;
        }
        self.steps.push(step.clone());
        let label = self.steps.len() as Label;
        self.known.insert(step, label);
        label
    }

    fn word(&self, tid: Tid, base: usize, n: Reg) -> Word {
        let words = self.registers.get(&tid);
        words.and_then(|words| words.get(base + usize::from(n))).copied().unwrap_or_default()
    }

    fn set_word(&mut self, tid: Tid, base: usize, n: Reg, word: Word) {
        let words = self.registers.entry(tid).or_default();
        let at = base + usize::from(n);
        if words.len() <= at {
            words.resize(at + 64, Word::default());
        }
        words[at] = word;
    }

    fn load(&self, machine: &Machine, space: SpaceId, addr: u64, size: usize) -> Word {
        let area = machine.kernel.mm.area_at(space, addr);
        let within = (addr % PAGE) as usize + size <= PAGE as usize;
        if within && area.is_some_and(|area| area.backing == Backing::Anonymous && area.sharing != Sharing::Shared) {
            let Some(page) = self.private.get(&space).and_then(|pages| pages.get(&(addr / PAGE))) else {
                return Word::default();
            };
            let labels = &page[(addr % PAGE) as usize..][..size];
            return std::array::from_fn(|n| labels[n.min(size - 1)]);
        }
        // A value that is extended is as its last byte.
        std::array::from_fn(|n| self.get(machine, space, addr.wrapping_add(n.min(size - 1) as u64)))
    }

    fn get(&self, machine: &Machine, space: SpaceId, addr: u64) -> Label {
        match shared(machine, space, addr) {
            Some((object, offset)) => of_pages(self.shared.get(&object), offset),
            None => match of_pages(self.private.get(&space), addr) {
                // A private copy of a file's page that has not been written shows the file.
                BEGINNING => mapped(machine, space, addr)
                    .map_or(BEGINNING, |(object, offset)| of_pages(self.shared.get(&object), offset)),
                label => label,
            },
        }
    }

    /// Labels memory that a task's own instructions write.
    fn put(&mut self, machine: &Machine, space: SpaceId, addr: u64, labels: &[Label], who: Who) {
        let end = addr.saturating_add(labels.len() as u64);
        let area = machine.kernel.mm.area_at(space, addr).filter(|area| end <= area.end);
        let private = area.is_some_and(|area| area.sharing != Sharing::Shared);
        for (n, label) in labels.iter().enumerate() {
            let addr = addr.wrapping_add(n as u64);
            let label = if *label == BEGINNING { self.label(Step::Constant) } else { *label };
            match Some(()).filter(|()| !private).and_then(|()| shared(machine, space, addr)) {
                Some((object, offset)) => {
                    let label = self.label(Step::Stored(who, label));
                    set_page(self.shared.entry(object).or_default(), offset, label);
                }
                None => set_page(self.private.entry(space).or_default(), addr, label),
            }
        }
    }

    /// Labels memory that the kernel writes for a task.
    fn put_at(&mut self, machine: &Machine, tid: Tid, addr: u64, labels: &[Label]) {
        let Some(space) = machine.kernel.procs.find_task(tid).map(|task| task.space) else { return };
        for (n, label) in labels.iter().enumerate() {
            let addr = addr.wrapping_add(n as u64);
            match shared(machine, space, addr) {
                Some((object, offset)) => set_page(self.shared.entry(object).or_default(), offset, *label),
                None => set_page(self.private.entry(space).or_default(), addr, *label),
            }
        }
    }

    /// Memory that lies elsewhere now.
    fn move_pages(&mut self, machine: &Machine, tid: Tid, from: u64, to: u64, len: u64) {
        let Some(space) = machine.kernel.procs.find_task(tid).map(|task| task.space) else { return };
        let Some(pages) = self.private.get_mut(&space).filter(|_| from != to) else { return };
        for page in 0..len.div_ceil(PAGE) {
            match pages.remove(&(from / PAGE + page)) {
                Some(labels) => pages.insert(to / PAGE + page, labels),
                None => pages.remove(&(to / PAGE + page)),
            };
        }
    }

    /// Memory that is new, or no more.
    fn forget(&mut self, machine: &Machine, tid: Tid, addr: u64, len: u64) {
        let Some(space) = machine.kernel.procs.find_task(tid).map(|task| task.space) else { return };
        let end = addr.saturating_add(len).div_ceil(PAGE);
        if let Some(pages) = self.private.get_mut(&space) {
            pages.retain(|page, _| *page < addr / PAGE || *page >= end);
        }
    }
}

/// The addresses of a call's bytes, one after the other.
struct Addresses(Vec<(u64, u64)>);

impl Addresses {
    fn at(&self, mut n: u64) -> Option<u64> {
        for (addr, len) in &self.0 {
            if n < *len {
                return Some(addr.wrapping_add(n));
            }
            n -= len;
        }
        None
    }
}

fn of_pages(pages: Option<&Pages>, addr: u64) -> Label {
    pages.and_then(|pages| pages.get(&(addr / PAGE))).map_or(BEGINNING, |page| page[(addr % PAGE) as usize])
}

fn set_page(pages: &mut Pages, addr: u64, label: Label) {
    let page = pages.entry(addr / PAGE).or_insert_with(|| Arc::new([BEGINNING; PAGE as usize]));
    if page[(addr % PAGE) as usize] != label {
        Arc::make_mut(page)[(addr % PAGE) as usize] = label;
    }
}

/// The object that an address shows, if it is mapped shared.
fn shared(machine: &Machine, space: SpaceId, addr: u64) -> Option<(ObjectId, u64)> {
    machine.kernel.mm.area_at(space, addr).filter(|area| area.sharing == Sharing::Shared)?;
    mapped(machine, space, addr)
}

/// The object that an address shows, and where in it.
fn mapped(machine: &Machine, space: SpaceId, addr: u64) -> Option<(ObjectId, u64)> {
    let area = machine.kernel.mm.area_at(space, addr)?;
    match area.backing {
        Backing::Object { id, offset } => Some((id, offset + (addr - area.start))),
        _ => None,
    }
}

/// The object behind a descriptor of a regular file.
fn regular(machine: &Machine, tid: Tid, fd: Fd) -> Option<ObjectId> {
    let (file, kind) = port::file_of(machine, tid, fd)?;
    let vfs = &machine.kernel.vfs;
    match &vfs.inode(vfs.file(file).ok()?.inode).ok()?.kind {
        InodeKind::Regular { object, .. } if kind == FileKind::Regular => Some(*object),
        _ => None,
    }
}

fn call_name(number: u64) -> Option<&'static str> {
    Syscall::decode(number, [0; 6]).map(|call| call.name())
}

/// A thread that is not the first of its process.
fn other_thread(pid: Pid, tid: Tid) -> Option<Tid> {
    Some(tid).filter(|tid| tid.0 != pid.0)
}

/// Process and line of a task, where it was before the innermost `handlers` signal handlers were entered.
fn who(machine: &Machine, tid: Tid, handlers: usize) -> Who {
    let pid = machine.kernel.procs.find_task(tid).map_or(Pid(tid.0), |task| task.pid);
    let line = report::user_pc_before(machine, tid, handlers).and_then(|(id, pc)| {
        let place = machine.programs().peek(id)?.place_at(pc)?;
        Some((id, u32::from(place.file), place.line))
    });
    Who { pid, thread: other_thread(pid, tid), line }
}
