//! What happens to files, as events to read: inotify_init(2), inotify_add_watch(2), inotify_rm_watch(2). As in fs/notify of
//! Linux; inotify(7) says what the events mean.
//!
//! Whoever changes a file calls [`Kernel::notify_file`] (about an inode, told to whom watches it or a directory it has a name
//! in) or [`Kernel::notify_name`] (about a name in a directory). Without any instance both do nothing.

use super::file::FileKind;
use super::inode::{Access, InodeKind};
use super::namei::Follow;
use super::uio::UserMemory;
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::ids::InotifyId;
use crate::abi::{Errno, Fd, FileId, InodeId, Tid, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::sched::wait::WaitOn;
use crate::vfs::eventfd::would_block;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

pub(crate) const IN_ACCESS: u32 = 0x1;
pub(crate) const IN_MODIFY: u32 = 0x2;
pub(crate) const IN_ATTRIB: u32 = 0x4;
pub(crate) const IN_CLOSE_WRITE: u32 = 0x8;
pub(crate) const IN_CLOSE_NOWRITE: u32 = 0x10;
pub(crate) const IN_OPEN: u32 = 0x20;
pub(crate) const IN_MOVED_FROM: u32 = 0x40;
pub(crate) const IN_MOVED_TO: u32 = 0x80;
pub(crate) const IN_CREATE: u32 = 0x100;
pub(crate) const IN_DELETE: u32 = 0x200;
const IN_DELETE_SELF: u32 = 0x400;
pub(crate) const IN_MOVE_SELF: u32 = 0x800;
const IN_ALL_EVENTS: u32 = 0xfff;
const IN_Q_OVERFLOW: u32 = 0x4000;
const IN_IGNORED: u32 = 0x8000;
const IN_ONLYDIR: u32 = 0x0100_0000;
const IN_DONT_FOLLOW: u32 = 0x0200_0000;
const IN_EXCL_UNLINK: u32 = 0x0400_0000;
const IN_MASK_CREATE: u32 = 0x1000_0000;
const IN_MASK_ADD: u32 = 0x2000_0000;
const IN_ISDIR: u32 = 0x4000_0000;
const IN_ONESHOT: u32 = 0x8000_0000;
/// `sizeof (struct inotify_event)`, to which names are padded.
const HEAD: usize = 16;
/// Most events that wait (/proc/sys/fs/inotify/max_queued_events).
const QUEUE_MAX: usize = 16_384;
/// Most instances of a machine, and most watches of each.
const INSTANCES_MAX: usize = 128;
const WATCHES_MAX: usize = 65_536;

/// An instance.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Inotify {
    /// Events not yet read.
    events: VecDeque<Event>,
    /// What is watched, by watch descriptor.
    watches: BTreeMap<i32, Watch>,
    /// The watch descriptor given out last.
    last: i32,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
struct Watch {
    inode: InodeId,
    mask: u32,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
struct Event {
    wd: i32,
    mask: u32,
    cookie: u32,
    name: Vec<u8>,
}

impl Event {
    /// Bytes of the structure with its name.
    fn size(&self) -> usize {
        HEAD + if self.name.is_empty() { 0 } else { (self.name.len() + 1).next_multiple_of(HEAD) }
    }

    fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.size());
        bytes.extend(self.wd.to_le_bytes());
        bytes.extend(self.mask.to_le_bytes());
        bytes.extend(self.cookie.to_le_bytes());
        bytes.extend(((self.size() - HEAD) as u32).to_le_bytes());
        bytes.extend(&self.name);
        bytes.resize(self.size(), 0);
        bytes
    }
}

impl Inotify {
    /// Are there events to read?
    pub fn is_ready(&self) -> bool {
        !self.events.is_empty()
    }

    /// Bytes that all of them take.
    pub fn bytes(&self) -> usize {
        self.events.iter().map(Event::size).sum()
    }

    /// The last event is not repeated; when too many wait, one says so.
    fn push(&mut self, event: Event) {
        if self.events.back() == Some(&event) {
            return;
        }
        match self.events.len() {
            n if n < QUEUE_MAX => self.events.push_back(event),
            QUEUE_MAX => self.events.push_back(Event { wd: -1, mask: IN_Q_OVERFLOW, cookie: 0, name: Vec::new() }),
            _ => {}
        }
    }

    fn forget(&mut self, wd: i32) {
        if self.watches.remove(&wd).is_some() {
            self.push(Event { wd, mask: IN_IGNORED, cookie: 0, name: Vec::new() });
        }
    }
}

// The calls.
impl Kernel {
    /// inotify_init1(2), and inotify_init(2) with flags 0.
    pub fn sys_inotify_init1(&mut self, ctx: &mut Ctx, flags: i32) -> SysResult {
        if flags & !(O_CLOEXEC | O_NONBLOCK) != 0 {
            return Err(Errno::EINVAL.into());
        }
        if self.vfs.inotifies.len() >= INSTANCES_MAX {
            return Err(Errno::EMFILE.into());
        }
        self.open_anonymous(ctx.tid, flags, |kernel| {
            FileKind::Inotify(InotifyId(kernel.vfs.inotifies.insert(Inotify::default())))
        })
    }

    fn inotify_of(&self, tid: Tid, fd: Fd) -> Result<InotifyId, Errno> {
        match self.file_of(tid, fd)?.1.kind {
            FileKind::Inotify(id) => Ok(id),
            _ => Err(Errno::EINVAL),
        }
    }

    /// inotify_add_watch(2): a new watch, or another mask for one that there is.
    pub fn sys_inotify_add_watch(&mut self, ctx: &mut Ctx, fd: Fd, path: UserAddr, mask: u32) -> SysResult {
        if mask & IN_ALL_EVENTS == 0 || mask & (IN_MASK_ADD | IN_MASK_CREATE) == IN_MASK_ADD | IN_MASK_CREATE {
            return Err(Errno::EINVAL.into());
        }
        let id = self.inotify_of(ctx.tid, fd)?;
        let path = self.copy_in_path(ctx.tid, path)?;
        let follow = if mask & IN_DONT_FOLLOW != 0 { Follow::Never } else { Follow::Always };
        let inode = self.lookup(ctx.tid, Fd(AT_FDCWD), &path, follow)?;
        let node = self.vfs.inode(inode)?;
        if mask & IN_ONLYDIR != 0 && !node.is_dir() {
            return Err(Errno::ENOTDIR.into());
        }
        node.permits_cred(&self.process_of(ctx.tid).cred, Access::READ)?;
        let instance = &mut self.vfs.inotifies[id.0];
        let kept = mask & (IN_ALL_EVENTS | IN_ONESHOT | IN_EXCL_UNLINK);
        if let Some((wd, watch)) = instance.watches.iter_mut().find(|(_, watch)| watch.inode == inode) {
            if mask & IN_MASK_CREATE != 0 {
                return Err(Errno::EEXIST.into());
            }
            watch.mask = if mask & IN_MASK_ADD != 0 { watch.mask | kept } else { kept };
            return Ok(*wd as u64);
        }
        if instance.watches.len() >= WATCHES_MAX || instance.last == i32::MAX {
            return Err(Errno::ENOSPC.into());
        }
        instance.last += 1;
        instance.watches.insert(instance.last, Watch { inode, mask: kept });
        Ok(instance.last as u64)
    }

    /// inotify_rm_watch(2).
    pub fn sys_inotify_rm_watch(&mut self, ctx: &mut Ctx, fd: Fd, wd: i32) -> SysResult {
        let id = self.inotify_of(ctx.tid, fd)?;
        let instance = &mut self.vfs.inotifies[id.0];
        if !instance.watches.contains_key(&wd) {
            return Err(Errno::EINVAL.into());
        }
        instance.forget(wd);
        self.wake_each(WaitOn::Inotify(id));
        Ok(0)
    }

    /// read(2): as many whole events as there is room for; EINVAL if there is not room for the first.
    pub(crate) fn inotify_read(&mut self, id: FileId, inotify: InotifyId, mut user: impl UserMemory) -> SysResult {
        let nonblocking = self.vfs.file(id)?.nonblocking();
        let mut done = 0;
        loop {
            let Some(event) = self.vfs.inotifies[inotify.0].events.front() else {
                return if done > 0 { Ok(done) } else { Err(would_block(nonblocking, WaitOn::Inotify(inotify))) };
            };
            let bytes = event.encode();
            if (bytes.len() as u64) > user.len() {
                return if done > 0 { Ok(done) } else { Err(Errno::EINVAL.into()) };
            }
            self.vfs.inotifies[inotify.0].events.pop_front();
            if user.store(&mut self.mm, &bytes).is_err() {
                return if done > 0 { Ok(done) } else { Err(Errno::EFAULT.into()) };
            }
            done += bytes.len() as u64;
        }
    }
}

// What happens.
impl Kernel {
    /// Something has been done to a file: whoever watches a directory with it learns its name there, then who watches the
    /// file itself.
    #[inline]
    pub(crate) fn notify_file(&mut self, id: InodeId, mask: u32) {
        if !self.vfs.inotifies.is_empty() {
            let is_dir = self.vfs.inode(id).is_ok_and(|inode| inode.is_dir());
            let mask = mask | if is_dir { IN_ISDIR } else { 0 };
            self.tell_watchers(id, mask, true);
        }
    }

    /// Something has been done to an inode that does not concern its names.
    #[inline]
    pub(crate) fn notify_inode(&mut self, id: InodeId, mask: u32) {
        if !self.vfs.inotifies.is_empty() {
            self.tell_watchers(id, mask, false);
        }
    }

    #[cold]
    fn tell_watchers(&mut self, id: InodeId, mask: u32, with_parents: bool) {
        let mut told = Vec::new();
        for (key, instance) in self.vfs.inotifies.iter() {
            for (wd, watch) in &instance.watches {
                let name = match &self.vfs.inodes.get(watch.inode.0).map(|inode| &inode.kind) {
                    _ if watch.inode == id => Some(Vec::new()),
                    Some(InodeKind::Directory(dir)) if with_parents => dir.name_of(id).map(<[u8]>::to_vec),
                    _ => None,
                };
                if let (Some(name), true) = (name, watch.mask & mask & IN_ALL_EVENTS != 0) {
                    told.push((watch.inode == id, InotifyId(key), Event { wd: *wd, mask, cookie: 0, name }));
                }
            }
        }
        told.sort_by_key(|(own, ..)| *own);
        for (_, instance, event) in told {
            self.tell_instance(instance, event);
        }
    }

    /// A name in a directory has come or gone. `cookie` ties the two events of a rename together.
    #[inline]
    pub(crate) fn notify_name(&mut self, dir: InodeId, name: &[u8], mask: u32, is_dir: bool, cookie: u32) {
        if !self.vfs.inotifies.is_empty() {
            self.tell_directory(dir, name, mask | if is_dir { IN_ISDIR } else { 0 }, cookie);
        }
    }

    #[cold]
    fn tell_directory(&mut self, dir: InodeId, name: &[u8], mask: u32, cookie: u32) {
        let mut told = Vec::new();
        for (key, instance) in self.vfs.inotifies.iter() {
            for (wd, watch) in &instance.watches {
                if watch.inode == dir && watch.mask & mask & IN_ALL_EVENTS != 0 {
                    told.push((InotifyId(key), Event { wd: *wd, mask, cookie, name: name.to_vec() }));
                }
            }
        }
        for (instance, event) in told {
            self.tell_instance(instance, event);
        }
    }

    /// The inode is gone, and with it all watches of it.
    #[inline]
    pub(crate) fn notify_gone(&mut self, id: InodeId) {
        if self.vfs.inotifies.is_empty() {
            return;
        }
        self.tell_watchers(id, IN_DELETE_SELF, false);
        let mut woken = Vec::new();
        for (key, instance) in self.vfs.inotifies.iter_mut() {
            let gone: Vec<i32> =
                instance.watches.iter().filter(|(_, watch)| watch.inode == id).map(|(wd, _)| *wd).collect();
            gone.iter().for_each(|wd| instance.forget(*wd));
            if !gone.is_empty() {
                woken.push(InotifyId(key));
            }
        }
        woken.into_iter().for_each(|id| self.wake_each(WaitOn::Inotify(id)));
    }

    /// A number for the two events of the next rename.
    pub(crate) fn next_rename_cookie(&mut self) -> u32 {
        self.vfs.rename_cookie = self.vfs.rename_cookie.wrapping_add(1).max(1);
        self.vfs.rename_cookie
    }

    fn tell_instance(&mut self, id: InotifyId, event: Event) {
        let Some(instance) = self.vfs.inotifies.get_mut(id.0) else { return };
        let wd = event.wd;
        instance.push(event);
        if instance.watches.get(&wd).is_some_and(|watch| watch.mask & IN_ONESHOT != 0) {
            instance.forget(wd);
        }
        self.wake_each(WaitOn::Inotify(id));
    }
}
