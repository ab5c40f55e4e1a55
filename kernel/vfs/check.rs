//! The invariants of files, as a walk over everything: part of [`Kernel::check`].

use super::file::FileKind;
use super::inode::InodeKind;
use crate::Kernel;
use crate::abi::flags::O_ASYNC;
use crate::abi::{EpollId, EpollItemId, FileId};
use crate::sched::wait::Waiter;
use std::collections::BTreeMap;

/// How often each key was seen.
type Counts = BTreeMap<u32, u32>;

fn count(counts: &mut Counts, key: u32) {
    *counts.entry(key).or_insert(0) += 1;
}

fn seen(counts: &Counts, key: u32) -> u32 {
    counts.get(&key).copied().unwrap_or(0)
}

impl Kernel {
    /// Checks descriptor tables, open file descriptions, pipes and inodes against each other; says what is wrong.
    pub(crate) fn check_files(&self) -> Result<(), String> {
        self.check_descriptions()?;
        self.check_pipe_ends()?;
        self.pipes.check()?;
        self.check_links()?;
        self.check_uses()?;
        self.check_anonymous()?;
        self.check_epolls()?;
        self.check_charges()?;
        self.check_locks()?;
        self.check_mqueues()
    }

    fn check_descriptions(&self) -> Result<(), String> {
        let (mut refs, mut users) = (Counts::new(), Counts::new());
        for task in self.procs.tasks() {
            count(&mut users, task.fds.0);
        }
        for (key, table) in self.procs.fd_tables.iter() {
            if !table.is_consistent() {
                return Err(format!("descriptor table {key}: bit map and entries differ"));
            }
            if table.users != seen(&users, key) {
                return Err(format!("descriptor table {key}: {} users, counted {}", table.users, seen(&users, key)));
            }
            table.iter().for_each(|(_, entry)| count(&mut refs, entry.file.0));
        }
        self.vfs.opening.values().for_each(|opening| count(&mut refs, opening.file.0));
        self.net.files_in_flight().for_each(|file| count(&mut refs, file.0));
        for (key, file) in self.vfs.files.iter() {
            if file.refs != seen(&refs, key) {
                return Err(format!("open file {key}: {} references, counted {}", file.refs, seen(&refs, key)));
            }
        }
        match refs.keys().find(|key| !self.vfs.files.contains(**key)) {
            Some(key) => Err(format!("a descriptor refers to open file {key}, which is gone")),
            None => Ok(()),
        }
    }

    fn check_pipe_ends(&self) -> Result<(), String> {
        let (mut readers, mut writers) = (Counts::new(), Counts::new());
        for (key, file) in self.vfs.files.iter() {
            let FileKind::Pipe(pipe, ends) = file.kind else { continue };
            if !matches!(self.vfs.inode(file.inode).map(|i| &i.kind), Ok(InodeKind::Fifo(Some(id))) if *id == pipe) {
                return Err(format!("open file {key}: its inode does not know pipe {pipe}"));
            }
            if ends.reads() {
                count(&mut readers, pipe.0);
            }
            if ends.writes() {
                count(&mut writers, pipe.0);
            }
        }
        for (id, pipe) in self.pipes.iter() {
            let counted = (seen(&readers, id.0), seen(&writers, id.0));
            if (pipe.readers, pipe.writers) != counted {
                let has = (pipe.readers, pipe.writers);
                return Err(format!("pipe {id}: {has:?} readers and writers, counted {counted:?}"));
            }
        }
        Ok(())
    }

    /// Link counts against the names in directories.
    fn check_links(&self) -> Result<(), String> {
        let mut links = Counts::new();
        count(&mut links, self.vfs.root.0);
        count(&mut links, self.vfs.root.0);
        for (key, inode) in self.vfs.inodes.iter() {
            let InodeKind::Directory(dir) = &inode.kind else { continue };
            for (_, name, child) in dir.entries_from(0) {
                let Ok(entry) = self.vfs.inode(child) else {
                    return Err(format!("name {:?} of inode {key} means nothing", String::from_utf8_lossy(name)));
                };
                count(&mut links, child.0);
                if let InodeKind::Directory(sub) = &entry.kind {
                    // Its own `.`, and its `..` in this directory.
                    count(&mut links, child.0);
                    count(&mut links, key);
                    if sub.parent.0 != key {
                        return Err(format!("directory {child}: its parent is {}, not {key}", sub.parent));
                    }
                }
            }
        }
        for (key, inode) in self.vfs.inodes.iter() {
            if inode.nlink != seen(&links, key) {
                return Err(format!("inode {key}: {} links, counted {}", inode.nlink, seen(&links, key)));
            }
            if inode.nlink == 0 && inode.uses == 0 {
                return Err(format!("inode {key} has neither name nor use and still exists"));
            }
        }
        Ok(())
    }

    /// Uses of inodes: open files, working directories, the `..` of directories; the root is always in use.
    fn check_uses(&self) -> Result<(), String> {
        let mut uses = Counts::new();
        count(&mut uses, self.vfs.root.0);
        // The file system of message queues is mounted there.
        count(&mut uses, self.vfs.mqueues.0);
        self.vfs.files.iter().for_each(|(_, file)| count(&mut uses, file.inode.0));
        self.net.unix_names().filter_map(|(inode, _)| inode).for_each(|inode| count(&mut uses, inode.0));
        for process in self.procs.processes().filter(|process| process.exit_status.is_none()) {
            count(&mut uses, process.cwd.0);
        }
        for (key, inode) in self.vfs.inodes.iter() {
            if let InodeKind::Directory(dir) = &inode.kind
                && dir.parent.0 != key
            {
                count(&mut uses, dir.parent.0);
            }
        }
        for (key, inode) in self.vfs.inodes.iter() {
            if inode.uses != seen(&uses, key) {
                return Err(format!("inode {key}: {} uses, counted {}", inode.uses, seen(&uses, key)));
            }
        }
        Ok(())
    }

    fn check_charges(&self) -> Result<(), String> {
        let charges = self.vfs.inodes.iter().map(|(_, inode)| match inode.kind {
            InodeKind::Regular { charged, .. } => charged.pages,
            _ => 0,
        });
        let total: u64 = charges.sum();
        if total == self.vfs.charged_pages {
            Ok(())
        } else {
            Err(format!("files are charged {} pages, counted {total}", self.vfs.charged_pages))
        }
    }

    /// Eventfds, timerfds and epoll instances belong to one description each.
    fn check_anonymous(&self) -> Result<(), String> {
        let mut counts = [Counts::new(), Counts::new(), Counts::new()];
        for (key, file) in self.vfs.files.iter() {
            match file.kind {
                FileKind::Eventfd(id) => count(&mut counts[0], id.0),
                FileKind::Timerfd(id) => count(&mut counts[1], id.0),
                FileKind::Epoll(id) => {
                    count(&mut counts[2], id.0);
                    if self.vfs.epolls.instances.get(id.0).map(|epoll| epoll.file) != Some(FileId(key)) {
                        return Err(format!("open file {key} is no epoll instance's"));
                    }
                }
                _ => {}
            }
        }
        let vfs = &self.vfs;
        let keys: [Vec<u32>; 3] = [
            vfs.eventfds.iter().map(|(key, _)| key).collect(),
            vfs.timerfds.iter().map(|(key, _)| key).collect(),
            vfs.epolls.instances.iter().map(|(key, _)| key).collect(),
        ];
        for ((keys, counts), what) in keys.iter().zip(&counts).zip(["eventfd", "timerfd", "epoll instance"]) {
            if !keys.iter().all(|key| seen(counts, *key) == 1) || keys.len() != counts.len() {
                return Err(format!("{what}s {keys:?} are open as {counts:?}"));
            }
        }
        Ok(())
    }

    /// Every epoll item is known to its instance and to the file it watches; what is ready is in the ready list.
    fn check_epolls(&self) -> Result<(), String> {
        let epolls = &self.vfs.epolls;
        let mut watching = 0;
        for (key, file) in self.vfs.files.iter() {
            let mut at = file.watched;
            while let Some(id) = at {
                let item = epolls.items.get(id.0).filter(|item| item.file == FileId(key));
                let Some(item) = item else { return Err(format!("open file {key} is watched by item {id}, wrongly")) };
                watching += 1;
                at = item.same_file;
            }
        }
        if watching != epolls.items.len() {
            return Err(format!("{watching} epoll items watch files, of {}", epolls.items.len()));
        }
        let (mut known, mut ready) = (0, 0);
        for (key, epoll) in epolls.instances.iter() {
            for ((file, fd), id) in &epoll.watched {
                let agrees =
                    |item: &super::epoll::Item| item.epoll == EpollId(key) && item.file == *file && item.fd == *fd;
                if !epolls.items.get(id.0).is_some_and(agrees) {
                    return Err(format!("epoll instance {key} does not know its item {id}"));
                }
                known += 1;
            }
            for id in epolls.ready(EpollId(key)) {
                if !epolls.items.get(id.0).is_some_and(|item| item.ready && item.epoll == EpollId(key)) {
                    return Err(format!("item {id} is wrongly in the ready list of epoll instance {key}"));
                }
                ready += 1;
            }
        }
        let marked = epolls.items.iter().filter(|(_, item)| item.ready).count();
        match (known, ready) == (epolls.items.len(), marked) {
            true => Ok(()),
            false => Err(format!("epoll instances know {known} items, {ready} in lists, {marked} ready")),
        }
    }

    /// The places in wait queues that epoll items and descriptions with O_ASYNC hold: how many there are.
    pub(crate) fn check_epoll_places(&self) -> Result<usize, String> {
        let mut places = 0;
        for (key, file) in self.vfs.files.iter() {
            for node in self.waits.chain(file.async_place) {
                if node.waiter != Waiter::Async(FileId(key)) || file.flags & O_ASYNC == 0 {
                    return Err(format!("description {key} holds a place of {:?}", node.waiter));
                }
                places += 1;
            }
        }
        for (key, item) in self.vfs.epolls.items.iter() {
            for node in self.waits.chain(item.wait) {
                if node.waiter != Waiter::Item(EpollItemId(key)) {
                    return Err(format!("epoll item {key} holds a place of {:?}", node.waiter));
                }
                places += 1;
            }
        }
        Ok(places)
    }
}
