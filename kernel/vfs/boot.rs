//! The tree that a machine starts with, and putting files into it from outside.
//!
//! Entry points: [`Vfs::new`], [`Kernel::boot_tree`], [`Kernel::install`], [`Kernel::read_file`].

use super::dir::Directory;
use super::epoll::Epolls;
use super::file::Device;
use super::inode::{Charged, Inode, InodeKind, Time};
use super::namei::{Follow, Last};
use super::{Vfs, console::Console};
use crate::abi::flags::AT_FDCWD;
use crate::abi::{Errno, Fd, Gid, InodeId, Tid, Uid};
use crate::procfs::node::Node;
use crate::sched::rng::Rng;
use crate::table::Table;
use crate::{Config, Kernel};
use std::collections::BTreeMap;

/// The superuser and its group.
pub const ROOT: (Uid, Gid) = (Uid(0), Gid(0));
/// The ordinary user of a machine, `user`, and its group.
pub const USER: (Uid, Gid) = (Uid(1000), Gid(1000));

/// What [`Kernel::install`] makes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Install {
    /// A regular file with these contents.
    File(Vec<u8>),
    /// An empty directory, or the one that is there.
    Directory,
    /// A symbolic link to this path.
    Symlink(Vec<u8>),
    /// A FIFO.
    Fifo,
    /// A character device.
    Device(Device),
}

const PASSWD: &str = "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/:/bin/false\n\
    user:x:1000:1000:user:/home/user:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n";
const GROUP: &str = "root:x:0:\ndaemon:x:1:\ntty:x:5:\nuser:x:1000:\nnogroup:x:65534:\n";

impl Vfs {
    /// Files, with nothing but an empty root directory.
    pub fn new(config: &Config) -> Vfs {
        let mut vfs = Vfs {
            files: Table::new(),
            eventfds: Table::new(),
            inotifies: Table::new(),
            rename_cookie: 0,
            timerfds: Table::new(),
            epolls: Epolls::default(),
            inodes: Table::new(),
            proc_inodes: crate::procfs::templates(Time { secs: config.epoch_secs as i64, nanos: 0 }),
            root: InodeId(0),
            next_ino: 2,
            opening: BTreeMap::new(),
            console: Console::default(),
            // "vfs" as the purpose keeps these draws apart from the scheduler's.
            random: Rng::new(config.seed, 0x0076_6673),
            locks: BTreeMap::new(),
            lock_waits: BTreeMap::new(),
            mqueues: InodeId(0),
            charged_pages: 0,
        };
        let now = Time { secs: config.epoch_secs as i64, nanos: 0 };
        let root = vfs.inode_new(InodeKind::Directory(Directory::new(InodeId(0))), 0o755, ROOT, now);
        vfs.root = root;
        if let Some(Inode { kind, nlink, .. }) = vfs.inodes.get_mut(root.0) {
            *kind = InodeKind::Directory(Directory::new(root));
            *nlink = 2;
        }
        // The next numbers are what a fresh file system would hand out first.
        vfs.next_ino = 12;
        vfs
    }
}

impl Kernel {
    /// Fills the root directory; part of booting.
    pub(crate) fn boot_tree(&mut self) -> Result<(), Errno> {
        let hostname = format!("{}\n", self.config.hostname);
        let hosts = format!("127.0.0.1\tlocalhost\n::1\tlocalhost\n127.0.1.1\t{}\n", self.config.hostname);
        for path in ["/bin", "/dev", "/etc", "/home", "/root", "/usr", "/var"] {
            self.install(path, Install::Directory, 0o755, ROOT)?;
        }
        for path in ["/tmp", "/var/tmp", "/dev/shm"] {
            self.install(path, Install::Directory, 0o1777, ROOT)?;
        }
        self.vfs.mqueues = self.install("/dev/mqueue", Install::Directory, 0o1777, ROOT)?;
        self.vfs.inode_get(self.vfs.mqueues);
        self.install("/root", Install::Directory, 0o700, ROOT)?;
        self.install("/home/user", Install::Directory, 0o755, USER)?;
        for (path, device) in [
            ("/dev/null", Device::Null),
            ("/dev/zero", Device::Zero),
            ("/dev/full", Device::Full),
            ("/dev/random", Device::Random),
            ("/dev/urandom", Device::Urandom),
        ] {
            self.install(path, Install::Device(device), 0o666, ROOT)?;
        }
        self.boot_terminals()?;
        let root = self.vfs.root;
        if let Some(id) = Node::Root.encode() {
            self.dir_insert(root, b"proc", id)?;
        }
        for (path, target) in [
            ("/dev/fd", "/proc/self/fd"),
            ("/dev/stdin", "/proc/self/fd/0"),
            ("/dev/stdout", "/proc/self/fd/1"),
            ("/dev/stderr", "/proc/self/fd/2"),
            ("/usr/bin", "/bin"),
        ] {
            self.install(path, Install::Symlink(target.into()), 0o777, ROOT)?;
        }
        for (path, text) in
            [("/etc/passwd", PASSWD), ("/etc/group", GROUP), ("/etc/hosts", &hosts), ("/etc/hostname", &hostname)]
        {
            self.install(path, Install::File(text.into()), 0o644, ROOT)?;
        }
        Ok(())
    }

    /// Makes a file from outside the machine, replacing one of that name; directories on the way are made too. The
    /// path is absolute and free of `.` and `..`. Permissions do not matter; links on the way are not followed.
    pub fn install(&mut self, path: &str, what: Install, perm: u32, owner: (Uid, Gid)) -> Result<InodeId, Errno> {
        let mut dir = self.vfs.root;
        let mut names = path.split('/').filter(|name| !name.is_empty()).peekable();
        while let Some(name) = names.next() {
            let existing = self.child(dir, name.as_bytes())?;
            if names.peek().is_some() {
                dir = match existing {
                    Some(id) => id,
                    None => {
                        let kind = InodeKind::Directory(Directory::new(dir));
                        self.make_node_owned(dir, name.as_bytes(), kind, 0o755, ROOT)?
                    }
                };
                continue;
            }
            let id = match existing {
                Some(id) if what == Install::Directory => id,
                existing => {
                    if let Some(id) = existing {
                        self.drop_child(dir, name.as_bytes(), id)?;
                    }
                    let kind = self.kind_of(dir, what)?;
                    self.make_node_owned(dir, name.as_bytes(), kind, perm, owner)?
                }
            };
            let inode = self.vfs.inode_mut(id)?;
            (inode.perm, inode.uid, inode.gid) = (perm, owner.0, owner.1);
            return Ok(id);
        }
        Err(Errno::EINVAL)
    }

    /// Takes away a name from outside the machine, if it is there; the path as for [`Kernel::install`].
    pub(crate) fn uninstall(&mut self, path: &str) {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut dir = self.vfs.root;
        for part in above.split('/').filter(|part| !part.is_empty()) {
            let Ok(Some(below)) = self.child(dir, part.as_bytes()) else { return };
            dir = below;
        }
        if let Ok(Some(id)) = self.child(dir, name.as_bytes()) {
            // Only a directory would stay, and none is asked for.
            let _ = self.drop_child(dir, name.as_bytes(), id);
        }
    }

    fn child(&self, dir: InodeId, name: &[u8]) -> Result<Option<InodeId>, Errno> {
        match &self.vfs.inode(dir)?.kind {
            InodeKind::Directory(entries) => Ok(entries.get(name)),
            _ => Err(Errno::ENOTDIR),
        }
    }

    /// Takes away a file that is to be replaced; a directory stays (EISDIR).
    fn drop_child(&mut self, dir: InodeId, name: &[u8], id: InodeId) -> Result<(), Errno> {
        if self.vfs.inode(id)?.is_dir() {
            return Err(Errno::EISDIR);
        }
        let now = self.file_time();
        if let InodeKind::Directory(entries) = &mut self.vfs.inode_mut(dir)?.kind {
            entries.remove(name);
        }
        self.inode_unlinked(id, 1, now);
        Ok(())
    }

    fn kind_of(&mut self, dir: InodeId, what: Install) -> Result<InodeKind, Errno> {
        Ok(match what {
            Install::File(bytes) => {
                let object = self.mm.object_create(0).map_err(|_| Errno::ENOSPC)?;
                if !bytes.is_empty() && self.mm.object_write(object, 0, &bytes) != Ok(bytes.len()) {
                    self.mm.object_release(object);
                    return Err(Errno::ENOSPC);
                }
                // What the machine's owner puts in is not charged to its programs.
                let end = (bytes.len() as u64).div_ceil(crate::mm::PAGE);
                InodeKind::Regular { object, charged: Charged { pages: 0, end } }
            }
            Install::Directory => InodeKind::Directory(Directory::new(dir)),
            Install::Symlink(target) => InodeKind::Symlink(target),
            Install::Fifo => InodeKind::Fifo(None),
            Install::Device(device) => {
                InodeKind::Device { device, terminal: matches!(device, Device::Tty | Device::Pts(..)) }
            }
        })
    }

    /// Makes a regular file on behalf of a process, replacing one of that name as ld(1) does: the old file goes, whoever
    /// executes it keeps it. The path is relative to the process's working directory, its permissions and umask count.
    pub fn store_file(&mut self, tid: Tid, path: &[u8], bytes: &[u8], mode: u32) -> Result<(), Errno> {
        let mut walked = self.walk(tid, Fd(AT_FDCWD), path, Follow::Always)?;
        if walked.last != Last::Name || walked.slash {
            return Err(Errno::EISDIR);
        }
        if let Some(id) = walked.inode {
            match self.vfs.inode(id)?.kind {
                InodeKind::Regular { .. } => self.remove_name(tid, &walked)?,
                InodeKind::Device { .. } => return Ok(()),
                _ => return Err(Errno::EISDIR),
            }
            walked.inode = None;
        }
        self.may_create(tid, walked.dir)?;
        let kind = self.kind_of(walked.dir, Install::File(bytes.to_vec()))?;
        self.make_node(tid, &walked, kind, mode)?;
        Ok(())
    }

    /// The contents of a regular file, for the machine's owner; the path as for [`Kernel::install`].
    pub fn read_file(&self, path: &str) -> Option<Vec<u8>> {
        let mut at = self.vfs.root;
        for name in path.split('/').filter(|name| !name.is_empty()) {
            at = self.child(at, name.as_bytes()).ok()??;
        }
        let mut bytes = vec![0; self.inode_size(at) as usize];
        let n = self.inode_read(at, 0, &mut bytes);
        bytes.truncate(n);
        matches!(self.vfs.inode(at).ok()?.kind, InodeKind::Regular { .. }).then_some(bytes)
    }
}
