//! /proc (proc(5)): the kernel's state as files, made when they are read. Nothing is kept: a number in [`InodeId`] says which
//! file of which process is meant, and what it holds is computed from the kernel each time.
//!
//! | module | what it holds |
//! |---|---|
//! | [`node`] | which entries there are, and their numbers |
//! | [`process`] | /proc/PID: stat, status, maps, ... |
//! | [`system`] | /proc/meminfo, /proc/sys, ... |
//! | [`ipc`] | /proc/sysvipc, /proc/net |
//! | [`links`] | /proc/self, /proc/PID/fd/N, cwd, exe: what they lead to |
//!
//! Writing is EPERM, also in /proc/sys, but for the names of threads: /proc/PID/task/TID/comm.

pub mod ipc;
pub mod links;
pub mod node;
pub mod process;
pub mod system;

use crate::Kernel;
use crate::abi::{Errno, FileId, InodeId, Pid, Tid};
use crate::entry::SysResult;
use crate::proc::process::Process;
use crate::vfs::inode::{Inode, InodeKind, Time};
use crate::vfs::rw::At;
use crate::vfs::uio::UserMemory;
use node::{Node, ProcKind};

/// `st_dev` of /proc.
pub const DEV_PROC: u64 = 0x15;

/// The six inodes that stand for all of /proc: owner and number are filled in by whoever asks.
pub(crate) fn templates(now: Time) -> Vec<Inode> {
    use ProcKind::*;
    [Directory, PrivateDirectory, File, OwnerFile, PrivateFile, Link]
        .into_iter()
        .map(|kind| Inode {
            ino: 1,
            dev: DEV_PROC,
            kind: InodeKind::Proc(kind),
            // Who may look into what is private is decided by `proc_permit`, which knows whose it is.
            perm: kind.permissions()
                | if kind.is_dir() { 0o555 } else { 0o444 }
                | if kind == OwnerFile { 0o222 } else { 0 },
            uid: crate::abi::Uid(0),
            gid: crate::abi::Gid(0),
            nlink: 1,
            uses: 1,
            atime: now,
            mtime: now,
            ctime: now,
            former: None,
            seals: None,
        })
        .collect()
}

impl Kernel {
    /// What a name in a directory of /proc means.
    pub(crate) fn proc_lookup(&self, dir: InodeId, name: &[u8]) -> Option<InodeId> {
        let name = std::str::from_utf8(name).ok()?;
        let node = Node::decode(dir)?;
        let ended = |pid| self.proc_process(pid).is_some_and(|process| process.is_zombie());
        let number = || name.parse::<u32>().ok().filter(|n| n.to_string() == name);
        let found = match node {
            Node::Root => match number() {
                Some(number) => {
                    let alive =
                        self.procs.process(Pid(number)).is_some() || self.procs.find_task(Tid(number)).is_some();
                    alive.then_some(Node::Process(number))
                }
                None => Node::system(node, name),
            },
            Node::System(_) => Node::system(node, name),
            Node::Process(pid) => node::entry_named(name, node::Level::Process).map(|entry| Node::Entry(pid, entry)),
            Node::Task(tid) => node::entry_named(name, node::Level::Task).map(|entry| Node::TaskEntry(tid, entry)),
            Node::Entry(pid, entry) | Node::TaskEntry(pid, entry) => match node::ENTRIES[entry as usize].0 {
                // One that has ended has none, which not everybody may learn.
                "fd" => {
                    number().filter(|fd| ended(pid) || self.proc_file(pid, *fd).is_some()).map(|fd| Node::Fd(pid, fd))
                }
                "fdinfo" => number().filter(|fd| self.proc_file(pid, *fd).is_some()).map(|fd| Node::FdInfo(pid, fd)),
                "task" => {
                    let tid = number()?;
                    let member = self.proc_process(pid)?.tasks().any(|task| task.0 == tid);
                    member.then_some(Node::Task(tid))
                }
                _ => None,
            },
            Node::Fd(..) | Node::FdInfo(..) => None,
        };
        found?.encode()
    }

    /// The entries of a directory of /proc from a cookie on.
    pub(crate) fn proc_list(&self, tid: Tid, dir: InodeId, from: u64) -> Result<Vec<(u64, Vec<u8>, InodeId)>, Errno> {
        let node = Node::decode(dir).ok_or(Errno::ENOENT)?;
        self.proc_permit(tid, node)?;
        let mut found: Vec<(u64, String, Node)> = Vec::new();
        let systems = |found: &mut Vec<_>| {
            found.extend(node::system_entries(node).map(|(n, name)| (2 + n as u64, name.to_string(), Node::System(n))));
        };
        match node {
            Node::Root => {
                systems(&mut found);
                found.extend(
                    self.procs
                        .pids()
                        .into_iter()
                        .map(|pid| (256 + u64::from(pid.0), pid.0.to_string(), Node::Process(pid.0))),
                );
            }
            Node::System(_) => systems(&mut found),
            Node::Process(pid) => found.extend(
                node::entries(node::Level::Process)
                    .map(|(n, name)| (2 + n as u64, name.to_string(), Node::Entry(pid, n))),
            ),
            Node::Task(tid) => found.extend(
                node::entries(node::Level::Task)
                    .map(|(n, name)| (2 + n as u64, name.to_string(), Node::TaskEntry(tid, n))),
            ),
            Node::Entry(pid, entry) | Node::TaskEntry(pid, entry) => {
                let process = self.proc_process(pid).ok_or(Errno::ENOENT)?;
                let name = node::ENTRIES[entry as usize].0;
                if name == "task" {
                    found.extend(process.tasks().map(|t| (2 + u64::from(t.0), t.0.to_string(), Node::Task(t.0))));
                } else if let Some(task) = process.tasks().next() {
                    let make = |fd: u32| if name == "fd" { Node::Fd(pid, fd) } else { Node::FdInfo(pid, fd) };
                    let open = self.fds(task).iter().map(|(fd, _)| fd.0 as u32);
                    found.extend(open.map(|fd| (2 + u64::from(fd), fd.to_string(), make(fd))));
                }
            }
            Node::Fd(..) | Node::FdInfo(..) => return Err(Errno::ENOTDIR),
        }
        let entries = found.into_iter().filter(|(cookie, ..)| *cookie >= from);
        Ok(entries.filter_map(|(cookie, name, node)| Some((cookie, name.into_bytes(), node.encode()?))).collect())
    }

    /// The process that a number of /proc means; a thread's number means its process.
    pub(crate) fn proc_process(&self, number: u32) -> Option<&Process> {
        let of_task = || self.procs.find_task(Tid(number)).map(|task| task.pid);
        self.procs.process(Pid(number)).or_else(|| self.procs.process(of_task()?))
    }

    /// The description behind a descriptor of a process.
    pub(crate) fn proc_file(&self, pid: u32, fd: u32) -> Option<FileId> {
        let task = self.proc_process(pid)?.tasks().next()?;
        Some(self.fds(task).get(crate::abi::Fd(fd as i32)).ok()?.file)
    }

    /// May the caller see what is private of a process: its own, or root's? EACCES.
    pub(crate) fn proc_permit(&self, tid: Tid, node: Node) -> Result<(), Errno> {
        let Some(number) = node.process().filter(|_| node.is_private()) else { return Ok(()) };
        let cred = &self.process_of(tid).cred;
        let target = self.proc_process(number).ok_or(Errno::ENOENT)?;
        // What a process without memory has is root's.
        if target.is_zombie() && !cred.is_root() && node.is_owners() {
            return Err(Errno::EACCES);
        }
        if cred.is_root() || cred.euid == target.cred.euid && cred.euid == target.cred.suid {
            Ok(())
        } else {
            Err(Errno::EACCES)
        }
    }

    /// Owner of a node: the process's user.
    pub(crate) fn proc_owner(&self, id: InodeId) -> Option<(u32, u32)> {
        let node = Node::decode(id)?;
        let process = self.proc_process(node.process()?)?;
        // What a process without memory has is root's.
        if process.is_zombie() && node.is_owners() {
            return Some((0, 0));
        }
        Some((process.cred.euid.0, process.cred.egid.0))
    }

    /// open(2) of a file of /proc.
    pub(crate) fn proc_open(&self, tid: Tid, id: InodeId) -> Result<(), Errno> {
        let node = Node::decode(id).ok_or(Errno::ENOENT)?;
        self.proc_permit(tid, node)?;
        match node.process().map(|number| self.proc_process(number)) {
            Some(None) => Err(Errno::ENOENT),
            Some(Some(process)) if process.is_zombie() && node.is_environ() => Err(Errno::ESRCH),
            _ => Ok(()),
        }
    }

    /// read(2) of a file of /proc: its text as it is now, from the offset on.
    pub(crate) fn proc_read(&mut self, id: FileId, tid: Tid, mut user: impl UserMemory, at: At) -> SysResult {
        let file = self.vfs.file(id)?;
        let start = match at {
            At::Offset => file.offset,
            At::Position(position) => position,
        };
        let text = self.proc_text(tid, Node::decode(file.inode).ok_or(Errno::ENOENT)?)?;
        let rest = text.get(usize::try_from(start).unwrap_or(usize::MAX)..).unwrap_or_default();
        let n = rest.len().min(usize::try_from(user.len()).unwrap_or(usize::MAX));
        if user.store(&mut self.mm, &rest[..n]).is_err() {
            return Err(Errno::EFAULT.into());
        }
        if at == At::Offset {
            self.vfs.file_mut(id)?.offset = start + n as u64;
        }
        Ok(n as u64)
    }

    /// write(2): the name of a thread of the caller's own process, cut to 15 bytes; nothing else can be written.
    pub(crate) fn proc_write(&mut self, id: FileId, tid: Tid, mut user: impl UserMemory) -> SysResult {
        let (number, level) = match Node::decode(self.vfs.file(id)?.inode) {
            Some(Node::Entry(pid, entry)) if node::ENTRIES[entry as usize].0 == "comm" => (pid, node::Level::Process),
            Some(Node::TaskEntry(tid, entry)) if node::ENTRIES[entry as usize].0 == "comm" => (tid, node::Level::Task),
            _ => return Err(Errno::EPERM.into()),
        };
        let own = self.procs.task(tid).pid;
        let process = self.proc_process(number).ok_or(Errno::ESRCH)?;
        if process.pid != own {
            return Err(Errno::EINVAL.into());
        }
        let target = match level {
            node::Level::Task => Tid(number),
            node::Level::Process => process.tasks().next().ok_or(Errno::ESRCH)?,
        };
        let written = user.len();
        let mut name = [0; 16];
        let n = written.min(15) as usize;
        user.fetch(&mut self.mm, &mut name[..n]).map_err(|_| Errno::EFAULT)?;
        self.name_task(target, name);
        Ok(written)
    }

    fn proc_text(&self, tid: Tid, node: Node) -> Result<Vec<u8>, Errno> {
        match node {
            Node::System(n) => Ok(self.system_text(tid, n).into_bytes()),
            Node::Entry(pid, entry) => self.process_text(pid, node::ENTRIES[entry as usize].0, node::Level::Process),
            Node::TaskEntry(task, entry) => self.process_text(task, node::ENTRIES[entry as usize].0, node::Level::Task),
            Node::FdInfo(pid, fd) => self.fdinfo_text(pid, fd),
            _ => Err(Errno::EISDIR),
        }
    }

    /// The path of a directory of /proc.
    pub(crate) fn proc_path(&self, id: InodeId) -> Option<String> {
        let node = Node::decode(id)?;
        let up = node.parent().map_or(Some(String::new()), |above| self.proc_path(above.encode()?))?;
        Some(match node {
            Node::Root => "/proc".to_string(),
            Node::System(n) => format!("{up}/{}", node::SYSTEM[n as usize].1),
            Node::Process(number) | Node::Task(number) => format!("{up}/{number}"),
            Node::Entry(_, entry) | Node::TaskEntry(_, entry) => format!("{up}/{}", node::ENTRIES[entry as usize].0),
            Node::Fd(_, fd) | Node::FdInfo(_, fd) => format!("{up}/{fd}"),
        })
    }
}
