//! A pipe used in both directions: a process reads back what it has written itself, and who it was meant for never gets anything.
//!
//! A pipe that only one process uses (to wake itself from a handler), and one whose bytes are tokens that everybody takes and puts
//! back, are no such pipes: there the other one gets something, or never asks.

use super::report::{Finding, Report, Rule, at};
use super::scene::{Look, Scene};
use super::{Check, Last};
use crate::debug::code::Spot;
use forklore_kernel::abi::{Fd, Pid, Syscall, Tid};
use forklore_kernel::trace::event::{EventKind, Outcome};
use forklore_kernel::vfs::file::FileKind;
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of a token.
const TOKEN: i64 = 1;

/// What has been done with a pipe.
#[derive(Clone, Debug, Default)]
struct Pipe {
    /// Bytes that have gone in and come out.
    written: u64,
    read: u64,
    /// The writes that have not been read yet: up to which byte, by whom, from where.
    messages: Vec<(u64, Pid, Option<Spot>)>,
    /// A process that has read what it wrote: from where, and where to.
    own: Option<(Pid, Option<Spot>, Option<Spot>)>,
    /// Who has got something, and who has asked.
    got: BTreeSet<Pid>,
    asked: BTreeMap<Pid, Option<Spot>>,
}

/// See the module's text.
#[derive(Default)]
pub(super) struct OwnWords {
    pipes: BTreeMap<u64, Pipe>,
    /// The pipes that tasks are reading from or writing to.
    busy: BTreeMap<Tid, u64>,
}

impl Check for OwnWords {
    fn look(&mut self, scene: &Scene, look: &Look, _: &mut Report) {
        for event in look.events {
            let (tid, pid) = (event.tid, scene.pid(event.tid));
            match &event.kind {
                EventKind::Enter { call, .. } => {
                    self.busy.remove(&tid);
                    let (Syscall::Read { fd, .. } | Syscall::Write { fd, .. }) = *call else { continue };
                    let Some(ino) = pipe(scene, pid, fd) else { continue };
                    self.busy.insert(tid, ino);
                    if matches!(call, Syscall::Read { .. }) && scene.is_own(pid) {
                        self.pipes.entry(ino).or_default().asked.entry(pid).or_insert_with(|| scene.spot(tid));
                    }
                }
                EventKind::Exit { call, outcome: Outcome::Value(n @ 1..), .. } => {
                    let Some(ino) = self.busy.remove(&tid) else { continue };
                    let pipe = self.pipes.entry(ino).or_default();
                    match call {
                        Syscall::Write { .. } => pipe.wrote(pid, *n, scene.spot(tid)),
                        Syscall::Read { .. } => pipe.took(pid, *n, scene.spot(tid)),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }

    fn end(&mut self, scene: &Scene, _: &Last, report: &mut Report) {
        for pipe in self.pipes.values() {
            let Some((pid, wrote, read)) = &pipe.own else { continue };
            let waits = pipe.asked.iter().find(|(other, _)| *other != pid && !pipe.got.contains(other));
            let Some((other, asks)) = waits.filter(|(other, _)| scene.is_own(**other)) else { continue };
            let meant = asks.as_ref().map(|spot| format!(", which reads at {}", at(spot))).unwrap_or_default();
            let sent = wrote.as_ref().map(|spot| format!(" at {}", at(spot))).unwrap_or_default();
            let text = format!(
                "pid {pid} reads back here what it wrote to the pipe itself{sent}; pid {other}{meant}, never gets anything"
            );
            let mend = "a pipe is one way, and whoever reads first gets what is there: use two pipes, one for each direction, or a socketpair()";
            let finding = Finding::new(Rule::OwnWords, read.clone(), *pid, text, mend);
            report.add(finding.with(wrote.clone(), "written here"));
        }
    }
}

/// The inode of the pipe without a name that a descriptor is of.
fn pipe(scene: &Scene, pid: Pid, fd: Fd) -> Option<u64> {
    let open = scene.processes.get(&pid)?.fds.get(&fd)?;
    (matches!(open.kind, FileKind::Pipe(..)) && open.fifo.is_none()).then_some(open.ino)
}

impl Pipe {
    fn wrote(&mut self, pid: Pid, n: i64, from: Option<Spot>) {
        self.written += n as u64;
        // Tokens are anybody's.
        if n > TOKEN {
            self.messages.push((self.written, pid, from));
        }
    }

    fn took(&mut self, pid: Pid, n: i64, to: Option<Spot>) {
        self.read += n as u64;
        self.got.insert(pid);
        let first = self.messages.iter().position(|(end, ..)| *end > self.read - n as u64);
        if let Some((_, writer, from)) = first.and_then(|first| self.messages.get(first))
            && *writer == pid
        {
            self.own.get_or_insert((pid, from.clone(), to));
        }
        let read = self.read;
        self.messages.retain(|(end, ..)| *end > read);
    }
}
