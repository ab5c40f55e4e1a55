//! Names, inodes, open file descriptions and what can be done with them: the file side of the system calls.
//!
//! | module | what it holds |
//! |---|---|
//! | [`mod@file`] | open file descriptions and their reference counts |
//! | [`inode`] | inodes, permissions, link counts |
//! | [`dir`] | directories as data; getdents64, getcwd, chdir |
//! | [`namei`] | path resolution |
//! | [`open`] | open, creat, close; the rendezvous of FIFO opens |
//! | [`rw`] | read, write and their vector and positioned forms, lseek |
//! | [`pipe_io`] | pipe, and reading and writing pipes |
//! | [`poll`] | readiness of files |
//! | [`poll_calls`] | poll, ppoll, select, pselect6 |
//! | [`regular`] | contents of regular files, truncate |
//! | [`namespace`] | mkdir, link, symlink, unlink, rename, mknod |
//! | [`attr`] | stat, access, chmod, chown, utimensat, umask |
//! | [`fcntl`] | dup, fcntl |
//! | [`fasync`] | SIGIO and SIGURG |
//! | [`ioctl`] | ioctl |
//! | `eventfd`, `timerfd`, `signalfd` | counters, timers and signals as files |
//! | `epoll`, `epoll_calls` | epoll instances; epoll_ctl, epoll_wait |
//! | [`inotify`] | events about files |
//! | [`splice`] | sendfile, splice, tee, vmsplice, copy_file_range |
//! | [`locks`] | record locks, flock |
//! | [`mapping`] | msync, madvise and others about mappings |
//! | [`memfd`] | memfd_create, seals |
//! | [`mqueue_io`] | POSIX message queues |
//! | [`device`] | /dev/null and its like, getrandom |
//! | [`console`] | standard input, output and error of the outside world |
//! | [`boot`] | the tree a machine starts with |
//! | [`check`] | the invariants of all this |

pub mod attr;
pub mod boot;
pub mod check;
pub mod console;
pub mod device;
pub mod dir;
pub mod epoll;
mod epoll_calls;
pub mod eventfd;
pub mod fasync;
pub mod fcntl;
pub mod file;
pub mod inode;
pub mod inotify;
pub mod ioctl;
pub mod locks;
pub mod mapping;
pub mod memfd;
pub mod mqueue_io;
pub mod namei;
pub mod namespace;
pub mod open;
pub mod pipe_io;
pub mod poll;
pub mod poll_calls;
pub mod regular;
pub mod rw;
mod signalfd;
pub mod splice;
#[cfg(test)]
mod tests;
pub mod timerfd;
pub(crate) mod uio;

use crate::abi::{InodeId, Tid};
use crate::ipc::lock::{Lock, Locks};
use crate::sched::rng::Rng;
use crate::table::Table;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use console::OutputChunk;
pub use file::{Device, FileKind, OpenFile};
pub use inode::{Access, Inode, InodeKind, Time};

/// Everything files: the state of this module's system calls.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Vfs {
    /// Open file descriptions.
    pub files: Table<OpenFile>,
    /// Counters of eventfd(2).
    pub eventfds: Table<eventfd::Eventfd>,
    /// Timers of timerfd_create(2).
    pub timerfds: Table<timerfd::Timerfd>,
    /// Instances of inotify_init(2).
    pub inotifies: Table<inotify::Inotify>,
    /// Ties the events of the latest rename together.
    pub rename_cookie: u32,
    /// Instances of epoll_create(2).
    pub epolls: epoll::Epolls,
    /// Inodes.
    pub inodes: Table<Inode>,
    /// What stands for the files of /proc.
    pub proc_inodes: Vec<Inode>,
    /// The root directory.
    pub root: InodeId,
    /// The next inode number; numbers are not reused.
    pub next_ino: u64,
    /// FIFO opens that wait for the other side, by task.
    pub opening: BTreeMap<Tid, open::Opening>,
    /// Input from and output to the outside world.
    pub console: console::Console,
    /// State of the generator behind /dev/urandom and getrandom.
    pub random: Rng,
    /// Locks on files.
    pub locks: BTreeMap<InodeId, Locks>,
    /// Who sleeps for a record lock: on which file, and which lock.
    pub lock_waits: BTreeMap<Tid, (InodeId, Lock)>,
    /// The directory of POSIX message queues.
    pub mqueues: InodeId,
    /// Pages charged to regular files.
    pub charged_pages: u64,
}
