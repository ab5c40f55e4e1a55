//! What is to be seen of the machine at a moment: plain data, from which the panels are drawn and which, compared with that of
//! another moment, says what has changed.
//!
//! Entry point: [`Scene::of`].

use forklore_sim::debug::tables;
use forklore_sim::export::objects::{self, Object};
use forklore_sim::export::view;
use forklore_sim::kernel::abi::{FileId, Pid, Signal, Tid};
use forklore_sim::kernel::proc::process::Process;
use forklore_sim::kernel::proc::task::TaskState;
use forklore_sim::kernel::vfs::file::FileKind;
use forklore_sim::machine::Machine;
use forklore_sim::report;
use std::collections::BTreeMap;

/// A moment.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scene {
    pub step: u64,
    pub time_ns: u64,
    /// Tasks and zombies, as a tree: children behind their parents.
    pub tasks: Vec<Task>,
    /// Open file descriptions.
    pub files: BTreeMap<u32, File>,
    /// What is behind them, and System V's objects, by name.
    pub objects: BTreeMap<String, Object>,
    /// Who runs, and who is ready, in the order in which the policy would choose.
    pub running: Option<Tid>,
    pub ready: Vec<Tid>,
}

/// A row of the process tree: a task, or a zombie.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Task {
    pub tid: Tid,
    pub pid: Pid,
    pub parent: Pid,
    /// Depth in the tree, and whether a later sibling follows, for each level.
    pub branches: Vec<bool>,
    pub name: String,
    pub state: &'static str,
    /// File and line in the user's own source.
    pub place: Option<(String, u32)>,
    /// The call that it sleeps in; of a zombie its status.
    pub call: String,
    /// Descriptors: number, description, closed by exec.
    pub fds: Vec<(i32, u32, bool)>,
    pub signals: Signals,
}

/// Signals of a task, by what is true of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Signals {
    pub pending: Vec<String>,
    pub blocked: Vec<String>,
    /// Signal and function.
    pub caught: Vec<String>,
    pub ignored: Vec<String>,
}

/// An open file description.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    pub mode: &'static str,
    /// Offset, O_NONBLOCK and the like.
    pub notes: Vec<String>,
    pub refs: u32,
    /// The object behind it.
    pub object: String,
}

impl Scene {
    /// The machine as it is.
    pub fn of(machine: &Machine) -> Scene {
        let kernel = &machine.kernel;
        let mut scene = Scene {
            step: machine.steps(),
            time_ns: kernel.now_ns(),
            running: kernel.current(),
            ready: kernel.runnable(),
            ..Scene::default()
        };
        scene.tasks = tree(machine);
        let names = view::names(kernel);
        let used: Vec<u32> = scene.tasks.iter().flat_map(|task| task.fds.iter().map(|fd| fd.1)).collect();
        for (key, file) in kernel.vfs.files.iter() {
            let (name, object) = objects::behind(machine, file, &names);
            scene.objects.entry(name.clone()).or_insert(object);
            // What only the kernel holds (a socket that waits to be accepted) has its object, but no arrow.
            if used.contains(&key) {
                let mode = match (file.readable(), file.writable()) {
                    (true, true) => "rw",
                    (true, false) => "r",
                    (false, true) => "w",
                    (false, false) => "-",
                };
                let mut notes = Vec::new();
                if file.kind == FileKind::Regular {
                    notes.push(format!("offset {}", file.offset));
                }
                if file.nonblocking() {
                    notes.push("O_NONBLOCK".to_string());
                }
                scene.files.insert(FileId(key).0, File { mode, notes, refs: file.refs, object: name });
            }
        }
        objects::without_descriptors(machine, &names, &mut scene.objects);
        scene
    }

    /// The row of a task.
    pub fn task(&self, tid: Tid) -> Option<&Task> {
        self.tasks.iter().find(|task| task.tid == tid)
    }
}

/// All tasks and zombies, children behind their parents.
fn tree(machine: &Machine) -> Vec<Task> {
    let procs = &machine.kernel.procs;
    let mut all: Vec<&Process> = procs.processes().filter(|p| p.leader.is_some() || p.is_zombie()).collect();
    all.sort_by_key(|process| process.pid);
    let known: std::collections::BTreeSet<Pid> = all.iter().map(|process| process.pid).collect();
    let mut children: BTreeMap<Option<Pid>, Vec<&Process>> = BTreeMap::new();
    for process in all {
        let parent = Some(process.parent).filter(|pid| known.contains(pid));
        children.entry(parent).or_default().push(process);
    }
    let mut rows = Vec::new();
    // Without recursion: a chain of forks may be as deep as there are processes.
    let mut todo: Vec<(&Process, Vec<bool>)> = Vec::new();
    push(&mut todo, children.remove(&None), None);
    while let Some((process, branches)) = todo.pop() {
        rows.extend(rows_of(machine, process, &branches));
        push(&mut todo, children.remove(&Some(process.pid)), Some(&branches));
    }
    rows
}

/// Children are to be drawn next, the first of them on top.
fn push<'a>(todo: &mut Vec<(&'a Process, Vec<bool>)>, children: Option<Vec<&'a Process>>, of: Option<&[bool]>) {
    let children = children.unwrap_or_default();
    let last = children.len().saturating_sub(1);
    for (n, child) in children.into_iter().enumerate().rev() {
        let mut branches = of.unwrap_or(&[]).to_vec();
        // Deeper than anybody can read is drawn as deep as that.
        if of.is_some() && branches.len() < 32 {
            branches.push(n < last);
        }
        todo.push((child, branches));
    }
}

/// A row for each task of a process; one for a zombie.
fn rows_of(machine: &Machine, process: &Process, branches: &[bool]) -> Vec<Task> {
    let row = |tid: Tid, state: &'static str| Task {
        tid,
        pid: process.pid,
        parent: process.parent,
        branches: branches.to_vec(),
        name: process.name(),
        state,
        place: None,
        call: String::new(),
        fds: Vec::new(),
        signals: Signals::default(),
    };
    if process.is_zombie() {
        let mut zombie = row(Tid(process.pid.0), "zombie");
        zombie.call = end_of(process.exit_status.unwrap_or(0));
        return vec![zombie];
    }
    let kernel = &machine.kernel;
    let mut rows = Vec::new();
    for tid in process.tasks() {
        let Some(task) = kernel.procs.find_task(tid) else { continue };
        let mut row = row(tid, view::state_name(task.state));
        row.place = report::place(machine, tid)
            .and_then(|place| place.rsplit_once(':').map(|(file, line)| (file.to_string(), line.parse().unwrap_or(0))));
        if task.state == TaskState::Blocked {
            row.call = task.blocked.as_ref().map_or(String::new(), |blocked| blocked.call.name().to_string());
        }
        row.fds = kernel.fds(tid).iter().map(|(fd, entry)| (fd.0, entry.file.0, entry.cloexec)).collect();
        row.signals = signals_of(machine, tid);
        rows.push(row);
    }
    rows
}

/// A status as wait(2) gives it, in words: `exited 3`.
fn end_of(status: i32) -> String {
    match Signal::new(i64::from(status & 0x7f)) {
        Some(signal) => format!("killed by {}", signal.name()),
        None => format!("exited {}", status >> 8 & 0xff),
    }
}

fn signals_of(machine: &Machine, tid: Tid) -> Signals {
    let kernel = &machine.kernel;
    let Some(task) = kernel.procs.find_task(tid) else { return Signals::default() };
    let process = kernel.procs.process_of(tid);
    let mut signals = Signals::default();
    let short = |signal: Signal| signal.name().trim_start_matches("SIG").to_string();
    signals.pending = task.pending.set().union(process.pending.set()).iter().map(short).collect();
    signals.blocked = task.mask.iter().map(short).collect();
    for signal in (1..=64).filter_map(Signal::new) {
        match process.actions.get(signal).handler.0 {
            0 => {}
            1 => signals.ignored.push(short(signal)),
            addr => {
                let function = tables::function_at(machine, tid, addr);
                signals.caught.push(format!("{} by {function}", short(signal)));
            }
        }
    }
    signals
}
