//! Inodes: what a name stands for, with its owner, permissions, times and link count (inode(7)).
//!
//! An inode lives as long as a name links to it, or something uses it: an open file description, a working directory,
//! a call in progress. [`Vfs::inode_get`] and [`Kernel::inode_put`] count uses.

use super::Vfs;
use super::dir::Directory;
use super::file::Device;
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::ids::MqueueId;
use crate::abi::{Errno, Gid, InodeId, PipeId, Uid};
use crate::mm::ObjectId;
use crate::proc::Cred;
use crate::procfs::node::{Node, ProcKind};
use serde::{Deserialize, Serialize};

/// A point in time as files have it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug, Serialize, Deserialize)]
pub struct Time {
    /// Seconds since 1970.
    pub secs: i64,
    /// Nanoseconds within the second.
    pub nanos: u32,
}

impl Time {
    /// The time this many nanoseconds after 1970.
    pub fn from_ns(ns: u64) -> Time {
        Time { secs: (ns / 1_000_000_000) as i64, nanos: (ns % 1_000_000_000) as u32 }
    }
}

/// A file of any type.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Inode {
    /// The number a program sees as `st_ino`; never used twice.
    pub ino: u64,
    /// `st_dev`.
    pub dev: u64,
    /// Type and contents.
    pub kind: InodeKind,
    /// Permission bits, with set-id and sticky bits: the low 12 bits of `st_mode`.
    pub perm: u32,
    /// Owner.
    pub uid: Uid,
    /// Group.
    pub gid: Gid,
    /// Names that link to it; of a directory 2 and one for each subdirectory.
    pub nlink: u32,
    /// Uses other than names.
    pub uses: u32,
    /// Last read.
    pub atime: Time,
    /// Last change of the contents.
    pub mtime: Time,
    /// Last change of contents or status.
    pub ctime: Time,
    /// What it is called without a name: the path that it had when the last one was removed, or the name of a memfd.
    pub former: Option<Box<[u8]>>,
    /// What may not be done to its contents (F_GET_SEALS); `None`: it can't be sealed.
    pub seals: Option<u32>,
}

/// What a regular file is charged with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug, Serialize, Deserialize)]
pub struct Charged {
    /// So many pages.
    pub pages: u64,
    /// No page from this number on has been written.
    pub end: u64,
}

/// Type and contents of an inode.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum InodeKind {
    /// A regular file: its bytes are a memory object, so that mmap shares the frames.
    Regular {
        /// The bytes and how many there are.
        object: ObjectId,
        /// Pages charged to the machine's limit of file bytes.
        charged: Charged,
    },
    /// A directory.
    Directory(Directory),
    /// A POSIX message queue.
    MessageQueue(MqueueId),
    /// A file, directory or link of /proc; the inode's key says which.
    Proc(ProcKind),
    /// A symbolic link: the path it stands for.
    Symlink(Vec<u8>),
    /// A FIFO or an anonymous pipe; the buffer exists while it is open.
    Fifo(Option<PipeId>),
    /// A socket: of a name that bind(2) made, or without a name of a description.
    Socket,
    /// What has no name: eventfd, timerfd, signalfd, epoll. Of no file type.
    Anonymous,
    /// A character device; the console's look like a terminal or like a pipe, as `tty` says.
    Device {
        /// Which.
        device: Device,
        /// Does it look like a terminal to isatty(3) and fstat(2)?
        terminal: bool,
    },
}

impl InodeKind {
    /// The type bits of `st_mode`.
    pub fn type_bits(&self) -> u32 {
        match self {
            InodeKind::Regular { .. } | InodeKind::MessageQueue(_) => S_IFREG,
            InodeKind::Directory(_) => S_IFDIR,
            InodeKind::Proc(kind) if kind.is_dir() => S_IFDIR,
            InodeKind::Symlink(_) | InodeKind::Proc(ProcKind::Link) => S_IFLNK,
            InodeKind::Proc(_) => S_IFREG,
            InodeKind::Fifo(_) => S_IFIFO,
            InodeKind::Socket => S_IFSOCK,
            InodeKind::Anonymous => 0,
            InodeKind::Device { device: Device::HostIn | Device::HostOut(_), terminal: false } => S_IFIFO,
            InodeKind::Device { device: Device::HostFile(_), .. } => S_IFREG,
            InodeKind::Device { .. } => S_IFCHR,
        }
    }
}

/// Which access is asked for: bits of [`Access::READ`], [`Access::WRITE`], [`Access::EXEC`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Access(pub u32);

impl Access {
    /// Read.
    pub const READ: Access = Access(4);
    /// Write; in a directory: make and remove names.
    pub const WRITE: Access = Access(2);
    /// Execute; of a directory: search.
    pub const EXEC: Access = Access(1);
}

impl Inode {
    /// `st_mode`.
    pub fn mode(&self) -> u32 {
        self.kind.type_bits() | self.perm
    }

    /// Does it look like a terminal?
    pub fn is_terminal(&self) -> bool {
        matches!(self.kind, InodeKind::Device { terminal: true, .. })
    }

    /// Is it a directory?
    pub fn is_dir(&self) -> bool {
        match self.kind {
            InodeKind::Directory(_) => true,
            InodeKind::Proc(kind) => kind.is_dir(),
            _ => false,
        }
    }

    /// May these ids access it so? EACCES if not. The class is owner, else group, else others; only one counts. Root
    /// may everything but execute a file that nobody may.
    pub fn permits(&self, uid: Uid, gid: Gid, groups: &[Gid], want: Access) -> Result<(), Errno> {
        if uid.0 == 0 {
            let exec = want.0 & 1 != 0 && !self.is_dir() && self.perm & 0o111 == 0;
            return if exec { Err(Errno::EACCES) } else { Ok(()) };
        }
        let class = if uid == self.uid {
            self.perm >> 6
        } else if gid == self.gid || groups.contains(&self.gid) {
            self.perm >> 3
        } else {
            self.perm
        };
        if class & want.0 == want.0 { Ok(()) } else { Err(Errno::EACCES) }
    }

    /// The same for a process's effective ids.
    #[inline]
    pub fn permits_cred(&self, cred: &Cred, want: Access) -> Result<(), Errno> {
        self.permits(cred.euid, cred.egid, &cred.groups, want)
    }
}

impl Vfs {
    /// The inode with this key; keys come from directories, descriptions and working directories. ENOENT is for a broken kernel only.
    #[inline]
    pub fn inode(&self, id: InodeId) -> Result<&Inode, Errno> {
        match self.inodes.get(id.0) {
            Some(inode) => Ok(inode),
            None => self.proc_inode(id),
        }
    }

    #[cold]
    fn proc_inode(&self, id: InodeId) -> Result<&Inode, Errno> {
        let kind = Node::decode(id).ok_or(Errno::ENOENT)?.kind();
        self.proc_inodes.iter().find(|inode| inode.kind == InodeKind::Proc(kind)).ok_or(Errno::ENOENT)
    }

    /// The same, to be changed: nothing of /proc can be (EPERM).
    #[inline]
    pub fn inode_mut(&mut self, id: InodeId) -> Result<&mut Inode, Errno> {
        let missing = if Node::decode(id).is_some() { Errno::EPERM } else { Errno::ENOENT };
        self.inodes.get_mut(id.0).ok_or(missing)
    }

    /// One more use (a working directory, a description, a call in progress).
    #[inline]
    pub fn inode_get(&mut self, id: InodeId) {
        if let Some(inode) = self.inodes.get_mut(id.0) {
            inode.uses += 1;
        }
    }

    /// A new inode without a name and with one use.
    pub fn inode_new(&mut self, kind: InodeKind, perm: u32, owner: (Uid, Gid), now: Time) -> InodeId {
        let ino = self.next_ino;
        self.next_ino += 1;
        let dev = self.device_number(&kind);
        let inode = Inode {
            ino,
            dev,
            kind,
            perm: perm & 0o7777,
            uid: owner.0,
            gid: owner.1,
            nlink: 0,
            uses: 1,
            atime: now,
            mtime: now,
            ctime: now,
            former: None,
            seals: None,
        };
        InodeId(self.inodes.insert(inode))
    }

    /// `st_dev` of a new inode: pipes live on a file system of their own.
    fn device_number(&self, kind: &InodeKind) -> u64 {
        match kind {
            InodeKind::Fifo(Some(_)) => DEV_PIPEFS,
            InodeKind::Anonymous => DEV_ANON,
            InodeKind::Device { device: Device::HostIn | Device::HostOut(_), terminal: false } => DEV_PIPEFS,
            InodeKind::Device { device: Device::Pts(..), .. } => DEV_DEVPTS,
            InodeKind::Device { device: Device::HostFile(_), .. } => DEV_ROOT,
            InodeKind::Device { .. } => DEV_DEVTMPFS,
            _ => DEV_ROOT,
        }
    }

    /// The buffer of a FIFO is gone: the next open makes a new one.
    pub(crate) fn forget_pipe(&mut self, inode: InodeId) {
        if let Some(Inode { kind: InodeKind::Fifo(pipe), .. }) = self.inodes.get_mut(inode.0) {
            *pipe = None;
        }
    }
}

/// Most inodes of a machine; making a name beyond it is ENOSPC.
pub const INODES_MAX: usize = 1 << 20;
/// `st_dev` of the root file system (8:1, the first partition of the first disk).
pub const DEV_ROOT: u64 = 0x801;
/// `st_dev` of anonymous pipes.
pub const DEV_PIPEFS: u64 = 0xe;
/// `st_dev` of the pseudo-terminals.
pub const DEV_DEVPTS: u64 = 0x18;
/// `st_dev` of sockets without a name.
pub const DEV_SOCKFS: u64 = 0x8;
/// `st_dev` of what has no name.
pub const DEV_ANON: u64 = 0xf;
/// `st_dev` of the devices.
pub const DEV_DEVTMPFS: u64 = 0x5;

impl Kernel {
    /// One use less; without names and uses the inode and its contents go.
    #[inline]
    pub fn inode_put(&mut self, id: InodeId) {
        let Some(inode) = self.vfs.inodes.get_mut(id.0) else { return };
        inode.uses = inode.uses.saturating_sub(1);
        if inode.uses == 0 && inode.nlink == 0 {
            self.inode_free(id);
        }
    }

    /// A name less (two for a directory's own `.`); the inode goes when nothing uses it either.
    pub(crate) fn inode_unlinked(&mut self, id: InodeId, links: u32, now: Time) {
        let Some(inode) = self.vfs.inodes.get_mut(id.0) else { return };
        inode.nlink = inode.nlink.saturating_sub(links);
        inode.ctime = now;
        if inode.uses == 0 && inode.nlink == 0 {
            self.inode_free(id);
        }
    }

    /// Frees an inode, and the removed directories above it that only it kept.
    fn inode_free(&mut self, id: InodeId) {
        let mut next = Some(id);
        while let Some(id) = next.take() {
            self.notify_gone(id);
            let Some(inode) = self.vfs.inodes.remove(id.0) else { return };
            match inode.kind {
                InodeKind::Regular { object, charged } => self.contents_free(object, charged),
                InodeKind::MessageQueue(queue) => {
                    self.mqueues.remove(queue.0);
                }
                InodeKind::Directory(dir) => {
                    if let Some(parent) = self.vfs.inodes.get_mut(dir.parent.0) {
                        parent.uses = parent.uses.saturating_sub(1);
                        next = (parent.uses == 0 && parent.nlink == 0).then_some(dir.parent);
                    }
                }
                _ => {}
            }
        }
    }

    /// The time that files get now: the virtual CLOCK_REALTIME.
    #[inline]
    pub(crate) fn file_time(&self) -> Time {
        Time::from_ns(self.clock.realtime_ns())
    }
}
