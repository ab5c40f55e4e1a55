//! Objects that outlive every process: System V queues, semaphores and segments, and the names of POSIX ones. Looked at only
//! when the run has ended by itself and no process is left.

use super::report::{Finding, Report, Rule};
use super::scene::{Look, Scene};
use super::{Check, Last};
use crate::debug::code::Spot;
use crate::machine::Machine;
use crate::run::Ended;
use forklore_kernel::abi::flags::O_CREAT;
use forklore_kernel::abi::{Pid, Syscall, Tid};
use forklore_kernel::trace::capture::CapturedMemory;
use forklore_kernel::trace::event::{EventKind, Outcome};
use forklore_kernel::vfs::inode::InodeKind;
use std::collections::BTreeMap;

/// Kinds of System V objects.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind {
    Queue,
    Semaphores,
    Segment,
}

/// Who made an object, and where.
type Maker = (Pid, Option<Spot>);

/// See the module's text.
#[derive(Default)]
pub(super) struct Leftovers {
    objects: BTreeMap<(Kind, i64), Maker>,
    /// POSIX names: the path below /dev.
    names: BTreeMap<String, Maker>,
    opening: BTreeMap<Tid, String>,
}

impl Check for Leftovers {
    fn look(&mut self, scene: &Scene, look: &Look, _: &mut Report) {
        for event in look.events {
            let pid = scene.pid(event.tid);
            let maker = || (pid, scene.spot(event.tid));
            match &event.kind {
                EventKind::Enter { call, input } if names(call) => {
                    if let Some(CapturedMemory::Bytes { bytes, .. }) = input.last().map(|captured| &captured.memory) {
                        let name = String::from_utf8_lossy(bytes).trim_end_matches('\0').to_string();
                        self.opening.insert(event.tid, name);
                    }
                }
                EventKind::Exit { call, outcome: Outcome::Value(id), .. } => {
                    let kind = match call {
                        Syscall::Msgget { .. } => Kind::Queue,
                        Syscall::Semget { .. } => Kind::Semaphores,
                        Syscall::Shmget { .. } => Kind::Segment,
                        call if names(call) => {
                            let Some(mut name) = self.opening.remove(&event.tid) else { continue };
                            if matches!(call, Syscall::MqOpen { .. }) {
                                name = format!("/dev/mqueue/{}", name.trim_start_matches('/'));
                            }
                            if name.starts_with("/dev/") {
                                self.names.entry(name).or_insert_with(maker);
                            }
                            continue;
                        }
                        _ => continue,
                    };
                    self.objects.entry((kind, *id)).or_insert_with(maker);
                }
                _ => {}
            }
        }
    }

    fn end(&mut self, scene: &Scene, last: &Last, report: &mut Report) {
        let kernel = &last.machine.kernel;
        if !matches!(last.ended, Ended::Exited(_)) || kernel.live_processes() > 0 {
            return;
        }
        let sysv = &kernel.sysv;
        let ids = |iter: &mut dyn Iterator<Item = i64>| iter.collect::<Vec<i64>>();
        let there = [
            (Kind::Queue, ids(&mut sysv.msgs.iter().map(|(id, _)| id.0.into()))),
            (Kind::Semaphores, ids(&mut sysv.sems.iter().map(|(id, _)| id.0.into()))),
            (Kind::Segment, ids(&mut sysv.shms.iter().map(|(id, _)| id.0.into()))),
        ];
        for (kind, ids) in there {
            for id in ids {
                let Some((pid, spot)) = self.objects.get(&(kind, id)) else { continue };
                if !scene.is_own(*pid) {
                    continue;
                }
                let (what, mend) = match kind {
                    Kind::Queue => ("message queue", "msgctl(id, IPC_RMID, NULL)"),
                    Kind::Semaphores => ("semaphore set", "semctl(id, 0, IPC_RMID)"),
                    Kind::Segment => ("shared memory segment", "shmctl(id, IPC_RMID, NULL)"),
                };
                report.add(Finding::new(
                    Rule::Leftover,
                    spot.clone(),
                    *pid,
                    format!("the {what} {id} outlives the program: the next run, or ipcs, will find it"),
                    format!("{mend} by the last process that needs it"),
                ));
            }
        }
        for (name, (pid, spot)) in &self.names {
            if !exists(last.machine, name) || !scene.is_own(*pid) {
                continue;
            }
            let base = name.rsplit('/').next().unwrap_or(name);
            let (what, mend) = match (name.starts_with("/dev/mqueue/"), base.strip_prefix("sem.")) {
                (true, _) => (format!("message queue /{base}"), format!("mq_unlink(\"/{base}\")")),
                (_, Some(sem)) => (format!("semaphore /{sem}"), format!("sem_unlink(\"/{sem}\")")),
                _ => (format!("shared memory /{base}"), format!("shm_unlink(\"/{base}\")")),
            };
            report.add(Finding::new(
                Rule::Leftover,
                spot.clone(),
                *pid,
                format!("the {what} outlives the program: the next run will find it"),
                format!("{mend} by the last process that needs it"),
            ));
        }
    }
}

/// Calls that make names, or may.
fn names(call: &Syscall) -> bool {
    match call {
        Syscall::Open { flags, .. } | Syscall::Openat { flags, .. } | Syscall::MqOpen { flags, .. } => {
            flags & O_CREAT != 0
        }
        Syscall::Link { .. } | Syscall::Linkat { .. } | Syscall::Rename { .. } | Syscall::Renameat { .. } => true,
        _ => false,
    }
}

/// Is there something of this absolute name in a folder of POSIX names?
fn exists(machine: &Machine, path: &str) -> bool {
    let vfs = &machine.kernel.vfs;
    let mut at = vfs.root;
    let folder = ["/dev/shm/", "/dev/mqueue/"].iter().any(|folder| path.starts_with(folder));
    folder
        && path.split('/').filter(|name| !name.is_empty()).all(|name| {
            let found = match vfs.inode(at).map(|inode| &inode.kind) {
                Ok(InodeKind::Directory(directory)) => directory.get(name.as_bytes()),
                _ => None,
            };
            found.inspect(|inode| at = *inode).is_some()
        })
}
