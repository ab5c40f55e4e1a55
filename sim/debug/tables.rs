//! What the kernel holds, as tables for a person: processes, descriptors, pipes, signals, pages, the run queue, timers.
//!
//! Entry points: [`Table`], [`processes`] and the functions beside it. All text is made from the machine alone, so it is the same on
//! every host.

use crate::chronicle::Origins;
use crate::export::view::{self, Names};
use crate::machine::Machine;
use crate::report;
use forklore_kernel::abi::{Fd, FileId, Pid, PipeId, Tid};
use forklore_kernel::proc::fdtable::FdEntry;
use forklore_kernel::proc::process::Process;
use forklore_kernel::proc::task::TaskState;
use forklore_kernel::trace::values;
use forklore_kernel::vfs::file::FileKind;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Rows of text under headings.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    /// Headings.
    pub columns: Vec<&'static str>,
    /// Rows; each as long as `columns`.
    pub rows: Vec<Vec<String>>,
    /// What is said instead of an empty table.
    pub empty: &'static str,
}

impl Table {
    pub(super) fn new(columns: &[&'static str], empty: &'static str) -> Table {
        Table { columns: columns.to_vec(), rows: Vec::new(), empty }
    }

    /// As text, columns aligned; the last one is not padded.
    pub fn render(&self) -> String {
        if self.rows.is_empty() {
            return format!("{}\n", self.empty);
        }
        let width = |n: usize| {
            let cells = self.rows.iter().map(|row| row.get(n).map_or(0, |cell| cell.chars().count()));
            cells.max().unwrap_or(0).max(self.columns[n].len())
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let mut text = String::new();
        let heading: Vec<String> = self.columns.iter().map(|c| c.to_string()).collect();
        for row in std::iter::once(&heading).chain(&self.rows) {
            let mut line = String::new();
            for (n, cell) in row.iter().enumerate() {
                let _ = write!(line, "{cell:<width$}  ", width = widths.get(n).copied().unwrap_or(0));
            }
            text += line.trim_end();
            text.push('\n');
        }
        text
    }
}

/// The user's processes in the order of their numbers, zombies too; not init, which is part of the kernel.
fn users(machine: &Machine) -> Vec<&Process> {
    let mut all: Vec<&Process> =
        machine.kernel.procs.processes().filter(|p| p.leader.is_some() || p.is_zombie()).collect();
    all.sort_by_key(|p| p.pid);
    all
}

/// `waits in read for data or end of file on pipe 0`, `is ready`: what a task is doing, in a few words.
pub fn doing(machine: &Machine, tid: Tid) -> String {
    let Some(task) = machine.kernel.procs.find_task(tid) else { return "is no more".to_string() };
    match task.state {
        TaskState::Running => "is running".to_string(),
        TaskState::Ready => "is ready".to_string(),
        TaskState::Stopped => "is stopped".to_string(),
        TaskState::Dead => "is dead".to_string(),
        TaskState::Blocked => match &task.blocked {
            Some(blocked) => {
                let waits = report::waits(machine, tid).unwrap_or_default();
                let first = waits.lines().next().unwrap_or("").trim().to_string();
                if first.is_empty() { format!("sleeps in {}", blocked.call.name()) } else { first }
            }
            None => "sleeps".to_string(),
        },
    }
}

/// All processes and their threads. `focus` is marked.
pub fn processes(machine: &Machine, focus: Tid) -> Table {
    let mut table = Table::new(&["", "PID", "PPID", "PGID", "STATE", "NAME", "AT", "DOING"], "No process is left.");
    for process in users(machine) {
        let common = |mark: &str, number: String| {
            let ids = [process.parent.0, process.pgid.0].map(|n| n.to_string());
            vec![mark.to_string(), number, ids[0].clone(), ids[1].clone()]
        };
        if process.is_zombie() {
            let mut row = common("", process.pid.to_string());
            let status = values::wait_status(process.exit_status.unwrap_or(0));
            row.extend(["zombie".to_string(), process.name(), String::new(), format!("{status}, not waited for")]);
            table.rows.push(row);
            continue;
        }
        for tid in process.tasks() {
            let state = machine.kernel.procs.find_task(tid).map_or("", |task| view::state_name(task.state));
            let number = if tid.0 == process.pid.0 { tid.to_string() } else { format!("{}.{tid}", process.pid) };
            let mut row = common(if tid == focus { "*" } else { "" }, number);
            let place = report::place(machine, tid).unwrap_or_default();
            let doing = match machine.kernel.procs.find_task(tid).map(|task| task.state) {
                Some(TaskState::Blocked) => doing(machine, tid),
                _ => String::new(),
            };
            row.extend([state.to_string(), process.name(), place, doing]);
            table.rows.push(row);
        }
    }
    table
}

/// The descriptors of a process, through their open file descriptions.
pub fn descriptors(machine: &Machine, tid: Tid) -> Table {
    let mut table = descriptors_table();
    if machine.kernel.procs.find_task(tid).is_none() {
        return table;
    }
    let names = view::names(&machine.kernel);
    let rows = machine.kernel.fds(tid).iter().filter_map(|(fd, entry)| descriptor_row(machine, fd, entry, &names));
    table.rows.extend(rows);
    table
}

/// One of them. Its file's name is looked for only if it has one.
pub(super) fn descriptor(machine: &Machine, tid: Tid, fd: Fd) -> Table {
    let mut table = descriptors_table();
    let entry = machine.kernel.procs.find_task(tid).and_then(|_| machine.kernel.fds(tid).get(fd).ok());
    let Some(entry) = entry else { return table };
    let kind = machine.kernel.vfs.file(entry.file).map(|file| file.kind);
    let named = kind
        .is_ok_and(|kind| matches!(kind, FileKind::Regular | FileKind::Directory | FileKind::Proc | FileKind::Path));
    let names = if named { view::names(&machine.kernel) } else { Names::new() };
    table.rows.extend(descriptor_row(machine, fd, entry, &names));
    table
}

fn descriptors_table() -> Table {
    Table::new(&["FD", "FLAGS", "FILE", "MODE", "REFS", "WHAT"], "No descriptor is open.")
}

fn descriptor_row(machine: &Machine, fd: Fd, entry: FdEntry, names: &Names) -> Option<Vec<String>> {
    let [file, mode, refs, what] = file_row(machine, entry.file, names)?;
    let flags = if entry.cloexec { "cloexec" } else { "" };
    Some(vec![fd.to_string(), flags.to_string(), file, mode, refs, what])
}

/// A process's descriptors and where each came from.
pub fn origins(machine: &Machine, known: &Origins, tid: Tid) -> Table {
    let mut table = Table::new(&["FD", "WHAT", "WHERE FROM"], "No descriptor is open.");
    let Some(task) = machine.kernel.procs.find_task(tid) else { return table };
    let names = view::names(&machine.kernel);
    for (fd, entry) in machine.kernel.fds(tid).iter() {
        let Some(file) = file_row(machine, entry.file, &names) else { continue };
        let from = known.text(task.pid, fd).unwrap_or_default();
        table.rows.push(vec![fd.to_string(), file[3].clone(), from]);
    }
    table
}

/// All open file descriptions, and which descriptors refer to each.
pub fn files(machine: &Machine) -> Table {
    let mut table = Table::new(&["FILE", "MODE", "REFS", "WHAT", "HELD BY"], "No file is open.");
    let names = view::names(&machine.kernel);
    for (key, _) in machine.kernel.vfs.files.iter() {
        let Some(row) = file_row(machine, FileId(key), &names) else { continue };
        let held: Vec<String> =
            holders(machine, |id| id.0 == key).iter().map(|(pid, fd)| format!("{pid} fd {fd}")).collect();
        table.rows.push(vec![row[0].clone(), row[1].clone(), row[2].clone(), row[3].clone(), held.join(", ")]);
    }
    table
}

fn file_row(machine: &Machine, id: FileId, names: &Names) -> Option<[String; 4]> {
    let file = machine.kernel.vfs.file(id).ok()?;
    let mode = match (file.readable(), file.writable()) {
        (true, true) => "rw",
        (true, false) => "r",
        (false, true) => "w",
        (false, false) => "-",
    };
    let mut what = view::label(file, names);
    if file.kind == FileKind::Regular {
        let _ = write!(what, ", offset {} of {}", file.offset, machine.kernel.inode_size(file.inode));
    }
    if file.nonblocking() {
        what += ", O_NONBLOCK";
    }
    Some([format!("#{}", id.0), mode.to_string(), file.refs.to_string(), what])
}

/// The descriptors that refer to descriptions that fit.
pub(super) fn holders(machine: &Machine, fits: impl Fn(FileId) -> bool) -> Vec<(Pid, Fd)> {
    let mut found = Vec::new();
    for process in users(machine) {
        let Some(tid) = process.leader else { continue };
        found.extend(machine.kernel.fds(tid).iter().filter(|(_, e)| fits(e.file)).map(|(fd, _)| (process.pid, fd)));
    }
    found
}

/// Who holds the ends of each pipe, `2 fd 3`: first those that read, then those that write.
pub(crate) fn pipe_ends(machine: &Machine) -> BTreeMap<PipeId, [Vec<String>; 2]> {
    let kernel = &machine.kernel;
    let mut ends: BTreeMap<PipeId, [Vec<String>; 2]> = BTreeMap::new();
    for process in users(machine) {
        for (fd, entry) in process.leader.into_iter().flat_map(|tid| kernel.fds(tid).iter()) {
            let Ok(file) = kernel.vfs.file(entry.file) else { continue };
            let FileKind::Pipe(id, _) = file.kind else { continue };
            let [readers, writers] = ends.entry(id).or_default();
            let holder = format!("{} fd {fd}", process.pid);
            readers.extend(file.readable().then(|| holder.clone()));
            writers.extend(file.writable().then_some(holder));
        }
    }
    ends
}

/// All pipes and FIFOs: what is in them, and who holds their ends.
pub fn pipes(machine: &Machine) -> Table {
    let mut table = Table::new(&["PIPE", "BYTES", "OF", "READ ENDS", "WRITE ENDS", "CONTENTS"], "There is no pipe.");
    let held = pipe_ends(machine);
    for (id, pipe) in machine.kernel.pipes.iter() {
        let none = <[Vec<String>; 2]>::default();
        let [readers, writers] = held.get(&id).unwrap_or(&none);
        let ends = |list: &[String]| if list.is_empty() { "none".to_string() } else { list.join(", ") };
        let start: Vec<u8> = pipe.peek().flatten().take(32).copied().collect();
        let more = if pipe.bytes() > 32 { "..." } else { "" };
        let contents = if start.is_empty() { String::new() } else { format!("{}{more}", text(&start)) };
        table.rows.push(vec![
            id.0.to_string(),
            pipe.bytes().to_string(),
            pipe.capacity().to_string(),
            ends(readers),
            ends(writers),
            contents,
        ]);
    }
    table
}

/// Bytes in quotes, as strace writes them.
pub fn text(bytes: &[u8]) -> String {
    let mut out = String::from("\"");
    for b in bytes {
        match b {
            b'\n' => out += "\\n",
            b'\t' => out += "\\t",
            b'\r' => out += "\\r",
            b'"' => out += "\\\"",
            b'\\' => out += "\\\\",
            32..=126 => out.push(*b as char),
            _ => {
                let _ = write!(out, "\\{b:o}");
            }
        }
    }
    out + "\""
}

/// Signals of a process: pending, blocked, and what is done about them. Those with nothing to tell are left out.
pub fn signals(machine: &Machine, tid: Tid) -> Table {
    let mut table = Table::new(
        &["SIGNAL", "PENDING", "BLOCKED", "DISPOSITION"],
        "No signal is pending, blocked, caught or ignored.",
    );
    let kernel = &machine.kernel;
    let Some(task) = kernel.procs.find_task(tid) else { return table };
    let process = kernel.procs.process_of(tid);
    for n in 1..=64 {
        let Some(signal) = forklore_kernel::abi::Signal::new(n) else { continue };
        let of_task = task.pending.set().contains(signal);
        let of_process = process.pending.set().contains(signal);
        let pending = match (of_task, of_process) {
            (false, false) => "",
            (true, false) => "thread",
            (false, true) => "process",
            (true, true) => "both",
        };
        let blocked = if task.mask.contains(signal) { "blocked" } else { "" };
        // SIG_DFL is 0, SIG_IGN is 1.
        let disposition = match process.actions.get(signal).handler.0 {
            0 => String::new(),
            1 => "ignored".to_string(),
            addr => format!("caught by {}", function_at(machine, tid, addr)),
        };
        if !pending.is_empty() || !blocked.is_empty() || !disposition.is_empty() {
            table.rows.push(vec![signal.name(), pending.to_string(), blocked.to_string(), disposition]);
        }
    }
    table
}

/// The name of the function at an address.
pub fn function_at(machine: &Machine, tid: Tid, addr: u64) -> String {
    let program = machine.task(tid).and_then(|task| task.program).and_then(|id| machine.programs().peek(id));
    let function = program.and_then(|program| program.function_by_addr(addr));
    function.map_or_else(|| format!("{addr:#x}"), |f| format!("{}()", f.name))
}

/// The memory areas of a process.
pub fn areas(machine: &Machine, tid: Tid) -> Table {
    let mut table = Table::new(&["FROM", "TO", "PROT", "PAGES", "WHAT"], "It has no memory.");
    let Some(task) = machine.kernel.procs.find_task(tid) else { return table };
    let mm = &machine.kernel.mm;
    let resident = mm.resident(task.space);
    for area in mm.areas(task.space) {
        let pages = resident.iter().filter(|(addr, _)| (area.start..area.end).contains(addr)).count();
        table.rows.push(vec![
            format!("{:#x}", area.start),
            format!("{:#x}", area.end),
            format!("{}{}", protection(area), sharing(area)),
            format!("{pages} of {}", (area.end - area.start) / forklore_kernel::mm::PAGE),
            format!("{:?}", area.kind).to_lowercase(),
        ]);
    }
    table
}

fn protection(area: &forklore_kernel::mm::Vma) -> String {
    let bit = |on: bool, c: char| if on { c } else { '-' };
    let prot = area.prot;
    use forklore_kernel::mm::Prot;
    [bit(prot.contains(Prot::READ), 'r'), bit(prot.contains(Prot::WRITE), 'w'), bit(prot.contains(Prot::EXEC), 'x')]
        .iter()
        .collect()
}

fn sharing(area: &forklore_kernel::mm::Vma) -> char {
    if area.sharing == forklore_kernel::mm::Sharing::Shared { 's' } else { 'p' }
}

/// The pages of a process that are there: the frame of each, and who else maps it.
pub fn pages(machine: &Machine, tid: Tid) -> Table {
    use forklore_kernel::mm::Mapping;
    let mut table = Table::new(&["PAGE", "FRAME", "SHARED WITH", "AREA"], "No page has been touched.");
    let kernel = &machine.kernel;
    let Some(task) = kernel.procs.find_task(tid) else { return table };
    for (addr, frame) in kernel.mm.resident(task.space) {
        let mut others = Vec::new();
        for user in kernel.mm.frame_users(frame) {
            match user {
                Mapping::Space(space, _) if space == task.space => {}
                Mapping::Space(space, at) => {
                    let owner = kernel.procs.tasks().find(|t| t.space == space).map(|t| t.pid);
                    match owner {
                        Some(pid) if at == addr => others.push(format!("pid {pid}")),
                        Some(pid) => others.push(format!("pid {pid} at {at:#x}")),
                        // The image that every process of the program begins with.
                        None => others.push("the program's image".to_string()),
                    }
                }
                Mapping::Object(..) => others.push("a file or segment".to_string()),
            }
        }
        others.dedup();
        let area = kernel.mm.area_at(task.space, addr);
        table.rows.push(vec![
            format!("{addr:#x}"),
            frame.0.to_string(),
            others.join(", "),
            area.map_or(String::new(), |area| format!("{:?}", area.kind).to_lowercase()),
        ]);
    }
    table
}

/// Who runs and who is ready, in the order in which the policy would choose.
pub fn run_queue(machine: &Machine) -> Table {
    let mut table = Table::new(&["", "TID", "NICE", "NAME", "AT"], "Nobody can run.");
    let kernel = &machine.kernel;
    let running = kernel.current();
    for tid in running.into_iter().chain(kernel.runnable()) {
        let Some(task) = kernel.procs.find_task(tid) else { continue };
        table.rows.push(vec![
            if running == Some(tid) { "runs" } else { "ready" }.to_string(),
            tid.to_string(),
            task.nice.to_string(),
            kernel.procs.process_of(tid).name(),
            report::place(machine, tid).unwrap_or_default(),
        ]);
    }
    table
}
