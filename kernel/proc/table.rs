//! All tasks and processes, and how they are found: by number in one step, by group, by parent.
//!
//! Lists of children and of group members are linked through the processes themselves, so that leaving one costs
//! the same among ten thousand as among two.

use super::fdtable::FdTable;
use super::process::{NONE, Process};
use super::task::Task;
use crate::abi::{Pid, Tid, Uid};
use crate::table::Table;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Numbers are below this (Linux's default /proc/sys/kernel/pid_max) ...
pub const PID_MAX: u32 = 32_768;
/// ... and once they have wrapped around they start again here (RESERVED_PIDS).
const FIRST_AFTER_WRAP: u32 = 300;

/// What a number stands for; a number is free when it stands for nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
struct Number {
    task: u32,
    process: u32,
    group: u32,
    /// How many groups belong to the session of this number.
    session_groups: u32,
}

const FREE: Number = Number { task: NONE, process: NONE, group: NONE, session_groups: 0 };

/// A process group.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Group {
    /// Its number.
    pub pgid: Pid,
    /// Its session.
    pub sid: Pid,
    first: u32,
    last: u32,
}

/// All tasks and processes, and the tables that they share by id.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct ProcTable {
    /// Descriptor tables, with how many tasks use each.
    pub fd_tables: Table<FdTable>,
    tasks: Table<Task>,
    processes: Table<Process>,
    groups: Table<Group>,
    numbers: Vec<Number>,
    last_number: u32,
    births: u64,
    /// How many processes, zombies included, each real user has (RLIMIT_NPROC).
    by_user: BTreeMap<Uid, u32>,
    zombies: u32,
}

impl Default for ProcTable {
    fn default() -> Self {
        ProcTable {
            fd_tables: Table::new(),
            tasks: Table::new(),
            processes: Table::new(),
            groups: Table::new(),
            numbers: Vec::new(),
            last_number: 0,
            births: 0,
            by_user: BTreeMap::new(),
            zombies: 0,
        }
    }
}

// Finding.
impl ProcTable {
    #[inline(always)]
    fn number(&self, number: u32) -> Number {
        self.numbers.get(number as usize).copied().unwrap_or(FREE)
    }

    fn number_mut(&mut self, number: u32) -> &mut Number {
        let index = number as usize;
        if self.numbers.len() <= index {
            self.numbers.resize(index + 1, FREE);
        }
        &mut self.numbers[index]
    }

    /// The task with this number.
    #[inline(always)]
    pub fn find_task(&self, tid: Tid) -> Option<&Task> {
        self.tasks.get(self.number(tid.0).task)
    }

    /// The task with this number, to be changed.
    #[inline(always)]
    pub fn find_task_mut(&mut self, tid: Tid) -> Option<&mut Task> {
        self.tasks.get_mut(self.number(tid.0).task)
    }

    /// A task that is known to exist, such as the caller of a system call.
    #[inline(always)]
    pub fn task(&self, tid: Tid) -> &Task {
        &self.tasks[self.number(tid.0).task]
    }

    /// A task that is known to exist, to be changed.
    #[inline(always)]
    pub fn task_mut(&mut self, tid: Tid) -> &mut Task {
        let key = self.number(tid.0).task;
        &mut self.tasks[key]
    }

    /// The process of a task that is known to exist.
    #[inline]
    pub fn process_of(&self, tid: Tid) -> &Process {
        &self.processes[self.task(tid).process]
    }

    /// The process of a task that is known to exist, to be changed.
    #[inline]
    pub fn process_of_mut(&mut self, tid: Tid) -> &mut Process {
        let key = self.task(tid).process;
        &mut self.processes[key]
    }

    /// A task that is known to exist, and its process, both to be changed.
    #[inline]
    pub fn task_and_process_mut(&mut self, tid: Tid) -> (&mut Task, &mut Process) {
        let key = self.number(tid.0).task;
        let task = &mut self.tasks[key];
        let process = &mut self.processes[task.process];
        (task, process)
    }

    /// A task that is known to exist and its process.
    #[inline]
    pub fn task_and_process(&self, tid: Tid) -> (&Task, &Process) {
        let task = self.task(tid);
        (task, &self.processes[task.process])
    }

    /// The process with this number, alive or a zombie.
    #[inline]
    pub fn process(&self, pid: Pid) -> Option<&Process> {
        self.processes.get(self.number(pid.0).process)
    }

    /// The process with this number, to be changed.
    #[inline]
    pub fn process_mut(&mut self, pid: Pid) -> Option<&mut Process> {
        self.processes.get_mut(self.number(pid.0).process)
    }

    /// The process with this number as a program passes it.
    #[inline]
    pub fn process_numbered(&self, pid: i32) -> Option<&Process> {
        self.process(Pid(u32::try_from(pid).ok()?))
    }

    /// All tasks, by key.
    pub fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.tasks.iter().map(|(_, task)| task)
    }

    /// All processes, zombies included, by key.
    pub fn processes(&self) -> impl Iterator<Item = &Process> {
        self.processes.iter().map(|(_, process)| process)
    }

    /// Numbers of all processes, zombies included, ascending.
    pub fn pids(&self) -> Vec<Pid> {
        let used = self.numbers.iter().enumerate().filter(|(_, number)| number.process != NONE);
        used.map(|(pid, _)| Pid(pid as u32)).collect()
    }

    /// How many processes there are, with zombies and init.
    pub fn process_count(&self) -> usize {
        self.processes.len()
    }

    /// How many tasks there are.
    pub fn task_count(&self) -> usize {
        self.tasks.len()
    }

    /// How many of them are zombies.
    pub fn zombie_count(&self) -> usize {
        self.zombies as usize
    }

    pub(crate) fn count_zombie(&mut self) {
        self.zombies += 1;
    }

    /// How many processes the real user has.
    pub fn user_processes(&self, uid: Uid) -> u32 {
        self.by_user.get(&uid).copied().unwrap_or(0)
    }

    /// Moves one process from one user's account to another's (setuid(2)).
    pub fn recount_user(&mut self, old: Uid, new: Uid) {
        self.uncount_user(old);
        *self.by_user.entry(new).or_insert(0) += 1;
    }

    fn uncount_user(&mut self, uid: Uid) {
        if let Some(count) = self.by_user.get_mut(&uid) {
            *count = count.saturating_sub(1);
        }
    }
}

// Numbers, coming and going.
impl ProcTable {
    /// The next free number, as Linux hands them out: upwards from the last, around at the end. A number is in use
    /// as long as a task, a process, a group or a session bears it. `None` when all are.
    pub fn alloc_number(&mut self) -> Option<u32> {
        let mut number = self.last_number;
        for _ in 0..PID_MAX {
            number += 1;
            if number >= PID_MAX {
                number = FIRST_AFTER_WRAP;
            }
            if self.number(number) == FREE {
                self.last_number = number;
                return Some(number);
            }
        }
        None
    }

    /// The number last handed out, as /proc/loadavg shows it.
    pub fn last_number(&self) -> u32 {
        self.last_number
    }

    /// Adds a process, not yet in any group or family.
    pub fn insert_process(&mut self, process: Process) {
        let (pid, uid) = (process.pid, process.cred.uid);
        let key = self.processes.insert(process);
        self.number_mut(pid.0).process = key;
        match self.by_user.get_mut(&uid) {
            Some(count) => *count += 1,
            None => {
                self.by_user.insert(uid, 1);
            }
        }
    }

    /// Adds a task to an existing process; it becomes the leader if its number is the process's.
    pub fn insert_task(&mut self, mut task: Task) {
        let key = self.number(task.pid.0).process;
        task.process = key;
        let tid = task.tid;
        if let Some(process) = self.processes.get_mut(key) {
            if tid.0 == task.pid.0 {
                process.leader = Some(tid);
            } else {
                process.threads.push(tid);
            }
        }
        let key = self.tasks.insert(task);
        self.number_mut(tid.0).task = key;
    }

    /// Gives the only task of a process the number of the process.
    pub fn make_leader(&mut self, tid: Tid) -> Tid {
        let key = self.number(tid.0).task;
        let Some(task) = self.tasks.get_mut(key) else { return tid };
        let leader = Tid(task.pid.0);
        task.tid = leader;
        let process = task.process;
        self.number_mut(tid.0).task = NONE;
        self.number_mut(leader.0).task = key;
        if let Some(process) = self.processes.get_mut(process) {
            process.threads.retain(|other| *other != tid);
            process.leader = Some(leader);
        }
        leader
    }

    /// Removes a dead task from the table and from its process.
    pub fn remove_task(&mut self, tid: Tid) {
        let key = self.number(tid.0).task;
        let Some((process, nice)) = self.tasks.get(key).map(|task| (task.process, task.nice)) else { return };
        self.tasks.discard(key);
        self.number_mut(tid.0).task = NONE;
        if let Some(process) = self.processes.get_mut(process) {
            process.nice = nice;
            if process.leader == Some(tid) {
                process.leader = None;
            } else {
                process.threads.retain(|other| *other != tid);
            }
        }
    }

    /// Removes a process that has been waited for: it leaves its family and its group, and its number is free
    /// (unless a group or a session still bears it).
    pub fn remove_process(&mut self, pid: Pid) {
        let key = self.number(pid.0).process;
        let Some(process) = self.processes.get(key) else { return };
        let (uid, zombie) = (process.cred.uid, process.is_zombie());
        self.leave_parent(key);
        self.leave_group(key);
        self.processes.discard(key);
        self.number_mut(pid.0).process = NONE;
        self.uncount_user(uid);
        self.zombies -= u32::from(zombie);
    }
}

// Families.
impl ProcTable {
    /// Appends a process to the children of `parent`.
    pub fn join_parent(&mut self, child: Pid, parent: Pid) {
        let (key, parent_key) = (self.number(child.0).process, self.number(parent.0).process);
        self.births += 1;
        let birth = self.births;
        let Some(family) = self.processes.get_mut(parent_key) else { return };
        let last = std::mem::replace(&mut family.links.last_child, key);
        if family.links.first_child == NONE {
            family.links.first_child = key;
        }
        if let Some(elder) = self.processes.get_mut(last) {
            elder.links.next_sibling = key;
        }
        if let Some(process) = self.processes.get_mut(key) {
            process.parent = parent;
            process.links.prev_sibling = last;
            process.links.next_sibling = NONE;
            process.links.birth = birth;
        }
    }

    /// Takes a process from its parent's children, and from what the parent could wait for.
    fn leave_parent(&mut self, key: u32) {
        let Some(process) = self.processes.get(key) else { return };
        let (pid, parent, links) = (process.pid, process.parent, process.links.clone());
        let parent_key = self.number(parent.0).process;
        if let Some(elder) = self.processes.get_mut(links.prev_sibling) {
            elder.links.next_sibling = links.next_sibling;
        }
        if let Some(younger) = self.processes.get_mut(links.next_sibling) {
            younger.links.prev_sibling = links.prev_sibling;
        }
        if let Some(family) = self.processes.get_mut(parent_key) {
            if family.links.first_child == key {
                family.links.first_child = links.next_sibling;
            }
            if family.links.last_child == key {
                family.links.last_child = links.prev_sibling;
            }
        }
        self.unset_waitable(pid);
    }

    /// Gives a process to another parent, as the last of its children.
    pub fn change_parent(&mut self, child: Pid, parent: Pid) {
        let waitable = self.is_waitable(child);
        self.leave_parent(self.number(child.0).process);
        self.join_parent(child, parent);
        if waitable {
            self.set_waitable(child);
        }
    }

    /// The children of a process in the order in which they joined it.
    pub fn children(&self, parent: Pid) -> impl Iterator<Item = &Process> {
        let mut at = self.process(parent).map_or(NONE, |process| process.links.first_child);
        std::iter::from_fn(move || {
            let child = self.processes.get(at)?;
            at = child.links.next_sibling;
            Some(child)
        })
    }

    /// The living processes but `pid` that are in one of these groups of CLONE_FS and CLONE_SIGHAND; 0 is no group.
    pub(crate) fn sharing(&self, pid: Pid, fs: u32, sighand: u32) -> Vec<Pid> {
        self.processes()
            .filter(|other| other.pid != pid && !other.is_zombie())
            .filter(|other| fs != 0 && other.fs_group == fs || sighand != 0 && other.sighand_group == sighand)
            .map(|other| other.pid)
            .collect()
    }

    /// Has the process any child?
    #[inline]
    pub fn has_children(&self, parent: Pid) -> bool {
        self.process(parent).is_some_and(|process| process.links.first_child != NONE)
    }

    fn place_among_waitable(&self, child: Pid) -> Option<(u32, u64, Result<usize, usize>)> {
        let process = self.process(child)?;
        let parent = self.number(process.parent.0).process;
        let birth = process.links.birth;
        let place = self.processes.get(parent)?.waitable.binary_search_by_key(&birth, |entry| entry.0);
        Some((parent, birth, place))
    }

    /// Notes that the child has something to report to its parent's wait.
    pub fn set_waitable(&mut self, child: Pid) {
        if let Some((parent, birth, Err(place))) = self.place_among_waitable(child)
            && let Some(family) = self.processes.get_mut(parent)
        {
            family.waitable.insert(place, (birth, child));
        }
    }

    /// Notes that the child has nothing to report any more.
    pub fn unset_waitable(&mut self, child: Pid) {
        if let Some((parent, _, Ok(place))) = self.place_among_waitable(child)
            && let Some(family) = self.processes.get_mut(parent)
        {
            family.waitable.remove(place);
        }
    }

    /// Has the child something to report?
    pub fn is_waitable(&self, child: Pid) -> bool {
        matches!(self.place_among_waitable(child), Some((_, _, Ok(_))))
    }
}

// Groups and sessions.
impl ProcTable {
    /// The group with this number.
    pub fn group(&self, pgid: Pid) -> Option<&Group> {
        self.groups.get(self.number(pgid.0).group)
    }

    /// Does any group belong to the session of this number?
    pub fn session_exists(&self, sid: Pid) -> bool {
        self.number(sid.0).session_groups > 0
    }

    /// Moves a process into a group, which is made if there is none of that number.
    pub fn join_group(&mut self, pid: Pid, pgid: Pid, sid: Pid) {
        let key = self.number(pid.0).process;
        self.leave_group(key);
        let mut group_key = self.number(pgid.0).group;
        if group_key == NONE {
            group_key = self.groups.insert(Group { pgid, sid, first: NONE, last: NONE });
            self.number_mut(pgid.0).group = group_key;
            self.number_mut(sid.0).session_groups += 1;
        }
        let group = &mut self.groups[group_key];
        let last = std::mem::replace(&mut group.last, key);
        if group.first == NONE {
            group.first = key;
        }
        if let Some(before) = self.processes.get_mut(last) {
            before.links.group_next = key;
        }
        if let Some(process) = self.processes.get_mut(key) {
            (process.pgid, process.sid) = (pgid, sid);
            process.links.group = group_key;
            process.links.group_prev = last;
            process.links.group_next = NONE;
        }
    }

    fn leave_group(&mut self, key: u32) {
        let Some(process) = self.processes.get_mut(key) else { return };
        let (group_key, prev, next) = (process.links.group, process.links.group_prev, process.links.group_next);
        (process.links.group, process.links.group_prev, process.links.group_next) = (NONE, NONE, NONE);
        if let Some(before) = self.processes.get_mut(prev) {
            before.links.group_next = next;
        }
        if let Some(after) = self.processes.get_mut(next) {
            after.links.group_prev = prev;
        }
        let Some(group) = self.groups.get_mut(group_key) else { return };
        if group.first == key {
            group.first = next;
        }
        if group.last == key {
            group.last = prev;
        }
        if group.first == NONE {
            let (pgid, sid) = (group.pgid, group.sid);
            self.groups.remove(group_key);
            self.number_mut(pgid.0).group = NONE;
            self.number_mut(sid.0).session_groups -= 1;
        }
    }

    /// The members of a group, in the order in which they joined.
    pub fn members(&self, pgid: Pid) -> impl Iterator<Item = &Process> {
        let mut at = self.group(pgid).map_or(NONE, |group| group.first);
        std::iter::from_fn(move || {
            let member = self.processes.get(at)?;
            at = member.links.group_next;
            Some(member)
        })
    }

    /// All groups.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().map(|(_, group)| group)
    }
}
