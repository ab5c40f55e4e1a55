//! SIGPIPE: a process killed for writing to a pipe or socket that nobody reads, where nobody is told: it is the main
//! program, or its parent does not ask for the status. A shell prints nothing then. Who closed the other end, and where, is told
//! with it; or that nobody else ever had the pipe.

use super::Check;
use super::deaths::Deaths;
use super::report::{Finding, Report, Rule, at};
use super::scene::{Look, Open, Scene};
use crate::debug::code::Spot;
use forklore_kernel::abi::{Errno, Fd, Pid, Signal, SocketId, Syscall, Tid};
use forklore_kernel::trace::event::{Event, EventKind, Outcome};
use forklore_kernel::vfs::file::FileKind;
use std::collections::{BTreeMap, BTreeSet};

/// See the module's text.
#[derive(Default)]
pub(super) struct Sigpipe {
    killed: Deaths,
    /// Who closed the last end of a pipe for reading, or a socket's peer.
    closers: BTreeMap<End, Closer>,
    /// The other ends of sockets.
    peers: BTreeMap<SocketId, SocketId>,
    /// Pipes that more than one process has had.
    shared: BTreeSet<u64>,
    /// Who has tried to read from a pipe's end for writing: EBADF.
    misread: BTreeMap<u64, (Pid, Fd, Option<Spot>)>,
}

/// What can be left without a reader.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum End {
    /// A pipe, by its inode's number.
    Pipe(u64),
    /// A socket, whose peer nobody has any more.
    Socket(SocketId),
}

/// Who closed something.
#[derive(Clone, Debug)]
struct Closer {
    pid: Pid,
    /// By its end.
    by_end: bool,
    spot: Option<Spot>,
}

impl Check for Sigpipe {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        self.note_ends(scene, look);
        for event in look.events {
            let pid = scene.pid(event.tid);
            if let EventKind::Killed { signal: Signal::PIPE } = event.kind
                && scene.is_own(pid)
            {
                let finding = self.finding(scene, look, event.tid);
                self.killed.killed(pid, finding, report);
            }
        }
        self.killed.look(scene, look, report);
    }
}

impl Sigpipe {
    /// Who has what, and who closes it.
    fn note_ends(&mut self, scene: &Scene, look: &Look) {
        for event in look.events {
            let fds = || scene.processes.get(&scene.pid(event.tid)).into_iter().flat_map(|p| p.fds.values());
            match &event.kind {
                EventKind::Forked { .. } => self.shared.extend(fds().map(|open| open.ino)),
                EventKind::Exit { call, outcome: Outcome::Value(0..), .. } => match call {
                    Syscall::Connect { .. }
                    | Syscall::Accept { .. }
                    | Syscall::Accept4 { .. }
                    | Syscall::Socketpair { .. } => self.pair(look, fds()),
                    Syscall::Recvmsg { .. } => self.shared.extend(fds().map(|open| open.ino)),
                    _ => {}
                },
                EventKind::Exit { call: Syscall::Read { fd, .. }, outcome: Outcome::Error(Errno::EBADF), .. } => {
                    let pid = scene.pid(event.tid);
                    if let Some(open) = scene.processes.get(&pid).and_then(|p| p.fds.get(fd))
                        && matches!(open.kind, FileKind::Pipe(..))
                    {
                        self.misread.insert(open.ino, (pid, *fd, scene.spot(event.tid)));
                    }
                }
                _ => {}
            }
        }
        for closed in &look.closed {
            let end = match closed.open.kind {
                FileKind::Pipe(_, ends) if ends.reads() => End::Pipe(closed.open.ino),
                // Its number is used again: what is left of the connection is known by the other one.
                FileKind::Socket(socket) => match self.peers.get(&socket) {
                    Some(peer) if self.peers.get(peer) == Some(&socket) => End::Socket(*peer),
                    _ => continue,
                },
                _ => continue,
            };
            let own = |event: &&Event| scene.pid(event.tid) == closed.pid;
            let spot = look.events.iter().find(own).and_then(|event| scene.spot(event.tid));
            self.closers.insert(end, Closer { pid: closed.pid, by_end: closed.by_end, spot });
        }
    }

    /// Learns which sockets are connected to each other.
    fn pair<'a>(&mut self, look: &Look, fds: impl Iterator<Item = &'a Open>) {
        for open in fds {
            if let FileKind::Socket(socket) = open.kind
                && let Some(peer) = look.machine.kernel.net.other_end(socket)
            {
                // Else it may have been closed before it is accepted here.
                if self.peers.insert(socket, peer) != Some(peer) {
                    self.peers.insert(peer, socket);
                    self.closers.remove(&End::Socket(socket));
                    self.closers.remove(&End::Socket(peer));
                }
            }
        }
    }

    /// The finding: `tid` has been killed in a call that wrote.
    fn finding(&self, scene: &Scene, look: &Look, tid: Tid) -> Finding {
        let pid = scene.pid(tid);
        let spot = scene.spot(tid);
        let fd = match scene.tasks.get(&tid).and_then(|task| task.call) {
            Some(Syscall::Write { fd, .. } | Syscall::Writev { fd, .. }) => Some(fd),
            Some(Syscall::Sendto { fd, .. } | Syscall::Sendmsg { fd, .. }) => Some(fd),
            _ => None,
        };
        let open = fd.and_then(|fd| {
            let gone =
                look.closed.iter().find(|closed| closed.pid == pid && closed.fd == fd).map(|closed| &closed.open);
            gone.or_else(|| scene.processes.get(&pid)?.fds.get(&fd))
        });
        let end = open.and_then(|open| match open.kind {
            FileKind::Pipe(..) => Some(End::Pipe(open.ino)),
            FileKind::Socket(socket) => Some(End::Socket(socket)),
            _ => None,
        });
        let closer = end.and_then(|end| self.closers.get(&end));
        let made = open.and_then(|open| open.opened.clone());
        if let (Some(End::Pipe(ino)), Some(closer), Some(made)) = (end, closer, made)
            && closer.pid == pid
            && !self.shared.contains(&ino)
        {
            let text = format!(
                "this write killed pid {pid} by SIGPIPE, silently: it is the only process that ever had this pipe, made at {}, and it has closed the reading end itself",
                at(&made)
            );
            return Finding::new(
                Rule::Sigpipe,
                spot,
                pid,
                text,
                "call pipe() before fork(), so that both processes have the same pipe",
            );
        }
        if let Some(End::Pipe(ino)) = end
            && let Some((reader, fd, Some(place))) = self.misread.get(&ino)
        {
            let text = format!(
                "this write killed pid {pid} by SIGPIPE, silently: nobody has the other end open for reading any more; pid {reader} tried to read at {} from fd {fd}, the end for writing, which fails with EBADF",
                at(place)
            );
            let mend = "pipe(p) gives p[0] for reading and p[1] for writing: read from p[0], and close p[1] there";
            return Finding::new(Rule::Sigpipe, spot, pid, text, mend);
        }
        let who = closer.map(|closer| match (&closer.spot, closer.by_end) {
            (_, true) => format!(": pid {}, which had it last, has ended", closer.pid),
            (Some(spot), false) => format!(": pid {} closed it at {}", closer.pid, at(spot)),
            (None, false) => format!(": pid {} closed it", closer.pid),
        });
        let text = format!(
            "this write killed pid {pid} by SIGPIPE, silently: nobody has the other end open for reading any more{}",
            who.unwrap_or_default()
        );
        let mend =
            "signal(SIGPIPE, SIG_IGN) and look for EPIPE in the result; or do not close the reading end so early";
        Finding::new(Rule::Sigpipe, spot, pid, text, mend)
    }
}
