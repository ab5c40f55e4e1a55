//! Where bytes came from, in words: each step of their way on a line, the latest first.
//!
//! Entry point: [`whence`].

use super::lineage::{BEGINNING, Label, Lineage, MOST_STEPS, Step, Who};
use super::port;
use crate::history::History;
use crate::machine::Machine;
use forklore_kernel::abi::{Fd, Pid, Signal, Tid};

/// What is asked about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// Memory of a task: address and length.
    Memory(Tid, u64, u64),
    /// The first bytes of a register: where its window begins, its number, how many.
    Register(Tid, usize, u8, u64),
    /// What has gone through the channel behind a descriptor, or lies in its file: first and last byte, counted from 0.
    Channel(Pid, Fd, u64, u64),
}

/// Most bytes that are asked about at once.
const MOST_BYTES: u64 = 1 << 20;
/// Most stretches that are told.
const MOST_STRETCHES: usize = 8;

/// Tells where the bytes came from that are there at the moment at which a history stands. `name`: what they are called.
///
/// # Errors
/// Why that can't be told: a sentence.
pub fn whence(history: &mut History, target: &Target, name: &str) -> Result<String, String> {
    let lineage = history.lineage().ok_or_else(|| {
        format!(
            "The run has more than {} million steps up to here: too many to follow every byte.",
            MOST_STEPS / 1_000_000
        )
    })?;
    let machine = history.machine();
    if let Target::Channel(pid, fd, ..) = target {
        let task = machine.kernel.procs.process(*pid).and_then(|process| process.tasks().next());
        if task.is_none_or(|tid| port::file_of(machine, tid, *fd).is_none()) {
            return Err(format!("pid {pid} has no descriptor {} open.", fd.0));
        }
    }
    let count = match target {
        Target::Memory(_, _, len) | Target::Register(_, _, _, len) => *len,
        Target::Channel(_, _, first, last) => last.saturating_sub(*first) + 1,
    };
    if let Target::Memory(tid, addr, len) = target
        && let Some(task) = machine.kernel.procs.find_task(*tid)
    {
        let mut bytes = vec![0; (*len).min(MOST_BYTES) as usize];
        let readable = machine.kernel.mm.peek(task.space, *addr, &mut bytes);
        if readable < bytes.len() {
            return Err(format!("Cannot access memory at address {:#x}", addr.wrapping_add(readable as u64)));
        }
    }
    if count == 0 || count > MOST_BYTES {
        return Err(format!("Between 1 and {MOST_BYTES} bytes can be asked about."));
    }
    let first = if let Target::Channel(_, _, first, _) = target { *first } else { 0 };
    let mut labels: Vec<Label> = Vec::new();
    for n in 0..count {
        labels.push(match target {
            Target::Memory(tid, addr, _) => lineage.memory(machine, *tid, addr.wrapping_add(n)),
            Target::Register(tid, base, number, _) => lineage.register(*tid, *base, *number, n as usize),
            Target::Channel(pid, fd, first, _) => match lineage.channel(machine, *pid, *fd, first + n) {
                Some(label) => label,
                None => break,
            },
        });
    }
    if labels.is_empty() {
        return Err(format!("Byte {first} of {name} has not been written yet, or is not followed."));
    }
    Ok(tell(machine, &lineage, &labels, first, name))
}

/// Stretches of bytes that came the same way.
fn tell(machine: &Machine, lineage: &Lineage, labels: &[Label], first: u64, name: &str) -> String {
    let mut stretches: Vec<(usize, usize, Vec<String>)> = Vec::new();
    let mut last = None;
    for (n, label) in labels.iter().enumerate() {
        if let Some((_, to, _)) = stretches.last_mut().filter(|_| last == Some(*label)) {
            *to = n;
            continue;
        }
        last = Some(*label);
        let way = way(machine, lineage, *label);
        match stretches.last_mut() {
            Some((_, to, same)) if *same == way => *to = n,
            _ => stretches.push((n, n, way)),
        }
    }
    let mut text = String::new();
    for (from, to, way) in stretches.iter().take(MOST_STRETCHES) {
        let (a, b) = (first + *from as u64, first + *to as u64);
        text += &match (stretches.len(), a == b) {
            (1, _) if first == 0 => format!("{name}:\n"),
            (_, true) => format!("{name}, byte {a}:\n"),
            (_, false) => format!("{name}, bytes {a} to {b}:\n"),
        };
        for line in way {
            text += &format!("  {line}\n");
        }
    }
    if stretches.len() > MOST_STRETCHES {
        text += &format!("and {} more stretches\n", stretches.len() - MOST_STRETCHES);
    }
    text.trim_end().to_string()
}

/// The way of a byte: a line for each step.
fn way(machine: &Machine, lineage: &Lineage, label: Label) -> Vec<String> {
    if label == BEGINNING {
        return vec!["not written since the program began".to_string()];
    }
    let mut lines: Vec<String> = Vec::new();
    let mut ends = BEGINNING;
    for step in lineage.steps(label) {
        if *step == Step::Constant {
            ends = BEGINNING;
            break;
        }
        let mut line = told(machine, step);
        ends = match step {
            Step::Computed(_, from) | Step::Stored(_, from) => *from,
            Step::Written(.., from) | Step::Read(.., from) => *from,
            Step::Signal(.., from) if *from != BEGINNING => *from,
            Step::Kernel(..) | Step::Signal(..) | Step::Outside(_) => NOWHERE,
            Step::Constant => BEGINNING,
        };
        if matches!(step, Step::Computed(..)) && ends != BEGINNING {
            line += ", from what was";
        }
        lines.push(line);
    }
    let copies = |line: &String| !line.starts_with("computed");
    if ends == BEGINNING && lines.last().is_none_or(copies) {
        let lay_there = lineage.steps(label).last().is_some_and(|step| matches!(step, Step::Read(..)));
        lines.push(match lay_there {
            true => "what lay there when the program began".to_string(),
            false => "what the program began with (a constant)".to_string(),
        });
    }
    if lines.len() > MOST_LINES {
        let left = lines.len() - MOST_LINES;
        lines.splice(MOST_LINES / 2..MOST_LINES / 2 + left, [format!("... ({left} steps)")]);
    }
    lines
}

/// A way's end that is not what the program began with.
const NOWHERE: Label = Label::MAX;
/// Most steps of a way that are told.
const MOST_LINES: usize = 16;

/// A step in words.
fn told(machine: &Machine, step: &Step) -> String {
    match step {
        Step::Computed(who, _) => format!("computed by {}", by(machine, who)),
        Step::Stored(who, _) => format!("stored into shared memory by {}", by(machine, who)),
        Step::Written(who, call, channel, _) => format!("written to {channel} by {} ({call})", by(machine, who)),
        Step::Read(who, call, channel, _) => format!("read from {channel} by {} ({call})", by(machine, who)),
        Step::Kernel(who, call) => format!("made by the kernel: {call} of {}", by(machine, who)),
        Step::Signal(Signal::CHLD, Some(who), _) => format!("made by the kernel: SIGCHLD, for {}", by(machine, who)),
        Step::Signal(signal, Some(who), _) => {
            format!("came with the signal {}, sent by {}", signal.name(), by(machine, who))
        }
        Step::Signal(signal, None, _) => format!("made by the kernel: the signal {}", signal.name()),
        Step::Outside(what) => format!("came from {what}"),
        Step::Constant => "what the program began with (a constant)".to_string(),
    }
}

/// `pid 3 at main.c:12`
fn by(machine: &Machine, who: &Who) -> String {
    let line = who.line.and_then(|(program, file, line)| {
        let program = machine.programs().peek(program)?;
        Some(format!(" at {}:{line}", program.files.get(file as usize)?))
    });
    let name = || {
        let process = machine.kernel.procs.process(who.pid);
        process.map(|process| format!(" ({})", process.name())).unwrap_or_default()
    };
    let thread = who.thread.map(|tid| format!(" thread {tid}")).unwrap_or_default();
    format!("pid {}{thread}{}", who.pid, line.unwrap_or_else(name))
}
