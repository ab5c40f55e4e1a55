//! The entries of /proc and the numbers that stand for them in place of an inode's key: the high bit, 15 bits of a process's
//! (or thread's) number, 16 bits that say which entry.

use crate::abi::InodeId;
use serde::{Deserialize, Serialize};

/// Marks an [`InodeId`] that is no key.
pub const VIRTUAL: u32 = 1 << 31;
/// Codes below this are entries; then come descriptors, then what is known about them.
const FIRST_FD: u32 = 1024;
const FDS: u32 = 32_256;
/// Codes of a thread's entries begin here.
const FIRST_TASK: u32 = 512;
/// The code of /proc/PID itself, and of /proc/PID/task/TID.
const SELF: u32 = 0;
/// Codes of entries begin here.
const FIRST_ENTRY: u32 = 1;

/// What kind of file an entry is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum ProcKind {
    /// A directory.
    Directory,
    /// A directory that only the process's user may list.
    PrivateDirectory,
    /// A file.
    File,
    /// A file that the process's user may write.
    OwnerFile,
    /// A file that only the process's user may read.
    PrivateFile,
    /// A link, which leads to an inode directly.
    Link,
}

impl ProcKind {
    /// Permission bits.
    pub fn permissions(self) -> u32 {
        match self {
            ProcKind::Directory => 0o555,
            ProcKind::PrivateDirectory => 0o500,
            ProcKind::File => 0o444,
            ProcKind::OwnerFile => 0o644,
            ProcKind::PrivateFile => 0o400,
            ProcKind::Link => 0o777,
        }
    }

    /// Is it a directory?
    pub fn is_dir(self) -> bool {
        matches!(self, ProcKind::Directory | ProcKind::PrivateDirectory)
    }
}

/// A place in /proc.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Node {
    /// /proc itself.
    Root,
    /// An entry of [`SYSTEM`].
    System(u32),
    /// /proc/PID.
    Process(u32),
    /// An entry of [`ENTRIES`] in /proc/PID.
    Entry(u32, u32),
    /// /proc/PID/task/TID.
    Task(u32),
    /// An entry of [`ENTRIES`] in /proc/PID/task/TID.
    TaskEntry(u32, u32),
    /// /proc/PID/fd/N.
    Fd(u32, u32),
    /// /proc/PID/fdinfo/N.
    FdInfo(u32, u32),
}

/// Where an entry of a process is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// In /proc/PID.
    Process,
    /// In /proc/PID/task/TID.
    Task,
}

use ProcKind::{Directory, File, Link, OwnerFile, PrivateDirectory, PrivateFile};

/// Entries of a process: name and kind.
pub const ENTRIES: &[(&str, ProcKind)] = &[
    ("task", Directory),
    ("fd", PrivateDirectory),
    ("fdinfo", PrivateDirectory),
    ("environ", PrivateFile),
    ("status", File),
    ("limits", File),
    ("oom_score", File),
    ("oom_score_adj", File),
    ("comm", OwnerFile),
    ("cmdline", File),
    ("stat", File),
    ("statm", File),
    ("maps", PrivateFile),
    ("cwd", Link),
    ("root", Link),
    ("exe", Link),
    ("mounts", File),
    ("wchan", File),
];

const ROOT: u32 = u32::MAX;
const SYS: u32 = 11;
const KERNEL: u32 = 12;
const FS: u32 = 13;
const MQUEUE: u32 = 14;
const NET: u32 = 8;
const IPC: u32 = 15;

/// Entries that belong to no process: the directory's index, name, kind.
pub const SYSTEM: &[(u32, &str, ProcKind)] = &[
    (ROOT, "self", Link),
    (ROOT, "thread-self", Link),
    (ROOT, "cmdline", File),
    (ROOT, "cpuinfo", File),
    (ROOT, "loadavg", File),
    (ROOT, "meminfo", File),
    (ROOT, "mounts", File),
    (ROOT, "stat", File),
    (ROOT, "net", Directory),
    (ROOT, "uptime", File),
    (ROOT, "version", File),
    (ROOT, "sys", Directory),
    (SYS, "kernel", Directory),
    (SYS, "fs", Directory),
    (FS, "mqueue", Directory),
    (ROOT, "sysvipc", Directory),
    (NET, "unix", File),
    (IPC, "msg", File),
    (IPC, "sem", File),
    (IPC, "shm", File),
    (KERNEL, "hostname", File),
    (KERNEL, "msgmax", File),
    (KERNEL, "msgmnb", File),
    (KERNEL, "msgmni", File),
    (KERNEL, "osrelease", File),
    (KERNEL, "ostype", File),
    (KERNEL, "pid_max", File),
    (KERNEL, "sem", File),
    (KERNEL, "shmall", File),
    (KERNEL, "shmmax", File),
    (KERNEL, "shmmni", File),
    (KERNEL, "threads-max", File),
    (KERNEL, "version", File),
    (FS, "file-max", File),
    (FS, "nr_open", File),
    (FS, "pipe-max-size", File),
    (FS, "pipe-user-pages-hard", File),
    (FS, "pipe-user-pages-soft", File),
    (MQUEUE, "msg_default", File),
    (MQUEUE, "msg_max", File),
    (MQUEUE, "msgsize_default", File),
    (MQUEUE, "msgsize_max", File),
    (MQUEUE, "queues_max", File),
    (NET, "tcp", File),
    (NET, "tcp6", File),
    (NET, "udp", File),
    (NET, "udp6", File),
];

/// The entries of a process at this level, with their indices: only processes have threads.
pub fn entries(level: Level) -> impl Iterator<Item = (u32, &'static str)> {
    let all = ENTRIES.iter().enumerate().map(|(n, (name, _))| (n as u32, *name));
    all.skip(usize::from(level == Level::Task))
}

/// The index of a process's entry.
pub fn entry_named(name: &str, level: Level) -> Option<u32> {
    entries(level).find(|(_, entry)| *entry == name).map(|(n, _)| n)
}

/// The entries of a directory that belongs to no process.
pub fn system_entries(dir: Node) -> impl Iterator<Item = (u32, &'static str)> {
    let parent = if let Node::System(n) = dir { n } else { ROOT };
    let all = SYSTEM.iter().enumerate().filter(move |(_, entry)| entry.0 == parent);
    all.map(|(n, (_, name, _))| (n as u32, *name))
}

impl Node {
    /// The entry of this name in a directory that belongs to no process.
    pub fn system(dir: Node, name: &str) -> Option<Node> {
        system_entries(dir).find(|(_, entry)| *entry == name).map(|(n, _)| Node::System(n))
    }

    /// The number in place of an inode's key; `None` for what has none: descriptors beyond 32,255.
    pub fn encode(self) -> Option<InodeId> {
        let (number, code) = match self {
            Node::Root => (0, SELF),
            Node::System(n) => (0, FIRST_ENTRY + n),
            Node::Process(pid) => (pid, SELF),
            Node::Entry(pid, n) => (pid, FIRST_ENTRY + n),
            Node::Task(tid) => (tid, FIRST_TASK),
            Node::TaskEntry(tid, n) => (tid, FIRST_TASK + FIRST_ENTRY + n),
            Node::Fd(pid, fd) if fd < FDS => (pid, FIRST_FD + fd),
            Node::FdInfo(pid, fd) if fd < FDS => (pid, FIRST_FD + FDS + fd),
            Node::Fd(..) | Node::FdInfo(..) => return None,
        };
        Some(InodeId(VIRTUAL | number << 16 | code))
    }

    /// The node that a number stands for; `None` for an inode's key.
    pub fn decode(id: InodeId) -> Option<Node> {
        if id.0 & VIRTUAL == 0 {
            return None;
        }
        let (number, code) = (id.0 >> 16 & 0x7fff, id.0 & 0xffff);
        Some(match (number, code) {
            (0, SELF) => Node::Root,
            (0, _) => Node::System(code - FIRST_ENTRY),
            (pid, SELF) => Node::Process(pid),
            (pid, FIRST_ENTRY..FIRST_TASK) => Node::Entry(pid, code - FIRST_ENTRY),
            (tid, FIRST_TASK) => Node::Task(tid),
            (tid, FIRST_TASK..FIRST_FD) => Node::TaskEntry(tid, code - FIRST_TASK - FIRST_ENTRY),
            (pid, _) if code < FIRST_FD + FDS => Node::Fd(pid, code - FIRST_FD),
            (pid, _) => Node::FdInfo(pid, code - FIRST_FD - FDS),
        })
    }

    /// What kind of file it is.
    pub fn kind(self) -> ProcKind {
        match self {
            Node::Root | Node::Process(_) | Node::Task(_) => Directory,
            Node::System(n) => SYSTEM.get(n as usize).map_or(File, |entry| entry.2),
            Node::Entry(_, n) | Node::TaskEntry(_, n) => ENTRIES.get(n as usize).map_or(File, |entry| entry.1),
            Node::Fd(..) => Link,
            Node::FdInfo(..) => PrivateFile,
        }
    }

    /// The process or thread that it belongs to.
    pub fn process(self) -> Option<u32> {
        match self {
            Node::Root | Node::System(_) => None,
            Node::Process(n) | Node::Task(n) | Node::Entry(n, _) | Node::TaskEntry(n, _) => Some(n),
            Node::Fd(n, _) | Node::FdInfo(n, _) => Some(n),
        }
    }

    /// Is it for the process's own user only?
    pub fn is_private(self) -> bool {
        !matches!(self.kind(), Directory | File | OwnerFile)
    }

    /// Is it one that its owner alone may look at by its mode?
    pub fn is_owners(self) -> bool {
        match self {
            Node::Fd(..) => true,
            Node::Entry(_, n) | Node::TaskEntry(_, n) => {
                matches!(ENTRIES.get(n as usize), Some(("fd" | "environ", _)))
            }
            _ => false,
        }
    }

    /// Is it what a process's memory holds of its environment?
    pub fn is_environ(self) -> bool {
        matches!(self, Node::Entry(_, n) | Node::TaskEntry(_, n) if matches!(ENTRIES.get(n as usize), Some(("environ", _))))
    }

    /// The directory that it is in; `None` for /proc.
    pub fn parent(self) -> Option<Node> {
        let entry = |name| entry_named(name, Level::Process).unwrap_or(0);
        Some(match self {
            Node::Root => return None,
            Node::System(n) => match SYSTEM.get(n as usize).map_or(ROOT, |entry| entry.0) {
                ROOT => Node::Root,
                dir => Node::System(dir),
            },
            Node::Process(_) => Node::Root,
            Node::Entry(pid, _) => Node::Process(pid),
            Node::Task(tid) => Node::Entry(tid, entry("task")),
            Node::TaskEntry(tid, _) => Node::Task(tid),
            Node::Fd(pid, _) => Node::Entry(pid, entry("fd")),
            Node::FdInfo(pid, _) => Node::Entry(pid, entry("fdinfo")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_for_one_node_each() {
        let mut nodes = vec![Node::Root, Node::Process(1), Node::Task(9), Node::Fd(2, 0), Node::Fd(32_767, 32_255)];
        nodes.extend([Node::FdInfo(2, 0), Node::FdInfo(32_767, 32_255)]);
        nodes.extend((0..SYSTEM.len() as u32).map(Node::System));
        nodes.extend((0..ENTRIES.len() as u32).flat_map(|n| [Node::Entry(7, n), Node::TaskEntry(7, n)]));
        for node in nodes {
            assert_eq!(node.encode().and_then(Node::decode), Some(node), "{node:?}");
        }
        assert_eq!(Node::Fd(2, 40_000).encode(), None);
    }

    #[test]
    fn directories_stand_where_their_entries_say() {
        for (n, name) in
            [(SYS, "sys"), (KERNEL, "kernel"), (FS, "fs"), (MQUEUE, "mqueue"), (NET, "net"), (IPC, "sysvipc")]
        {
            assert_eq!(SYSTEM[n as usize].1, name);
        }
    }
}
