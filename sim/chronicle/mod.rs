//! A run as a list of moments, each with its place in the source and its causes: what the exports, the explanations
//! and the lints read. A [`Chronicle`] is fed whenever the kernel has done something, so that it can look at the
//! machine as it is then.
//!
//! | file | what |
//! |---|---|
//! | `mod.rs` | moments, and how events become moments |
//! | `flow` | which bytes of which channel a call moved |
//! | `port` | which channel is behind a descriptor, what memory a call moves |
//! | `endings` | who closed the last end of what a read finds ended |
//! | `causes` | who caused what: write to read, kill to handler, fork to child, exit to wait |
//! | [`origin`] | where every descriptor came from |
//! | [`deeds`] | who last did what to queues, semaphores and locks |
//! | [`again`] | calls that are made again: after handlers, or by a loop around select |
//! | [`unheard`] | datagrams and connections that found nobody |
//! | [`lineage`] | where every byte came from, followed through memory and channels; `effects`: what an instruction copies |
//! | [`whence`] | the same in words |

pub mod again;
mod causes;
pub mod deeds;
pub(crate) mod effects;
mod endings;
mod flow;
pub mod lineage;
pub mod messages;
pub mod origin;
pub(crate) mod port;
pub mod unheard;
pub mod whence;

pub use flow::{Direction, Flowed};
pub use origin::Origins;

use crate::machine::Machine;
use crate::report;
use endings::Endings;
use flow::Flows;
use forklore_kernel::abi::{Errno, Fd, Pid, Signal, Syscall, Tid};
use forklore_kernel::trace::capture::Captured;
use forklore_kernel::trace::event::{Disposition, Event, EventKind, Outcome};
use forklore_kernel::trace::text::CallWriter;
use forklore_kernel::trace::values;
use forklore_kernel::vfs::file::FileKind;
use std::collections::BTreeMap;

/// One thing that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moment {
    /// Virtual time, ns since boot.
    pub at_ns: u64,
    /// Of a call: when it began. Otherwise the same as `at_ns`.
    pub since_ns: u64,
    /// Of a signal that was caught: when its handler returned, if it did. Otherwise the same as `at_ns`.
    pub until_ns: u64,
    /// The task.
    pub tid: Tid,
    /// Its process.
    pub pid: Pid,
    /// `prog.c:12`, the innermost line of the user's own source; `None` before `main` and when it has returned.
    pub place: Option<String>,
    /// What happened, as strace would write it.
    pub text: String,
    /// What happened, for programs.
    pub what: What,
    /// Bytes that it moved through a channel, in order.
    pub flowed: Vec<Flowed>,
    /// Moments (by index) without which this one would not have happened, other than its own task's.
    pub causes: Vec<usize>,
    /// Of a read that found the end: the moment that closed the last other end.
    pub ended_by: Option<usize>,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// A system call ended.
    Call {
        /// The call.
        call: Syscall,
        /// Its result.
        outcome: Outcome,
        /// It had to sleep.
        slept: bool,
    },
    /// The task fell asleep in a call.
    Block {
        /// The call.
        call: Syscall,
        /// What it waits for, as the deadlock report says it.
        why: String,
    },
    /// The task was woken.
    Wake {
        /// By the task that was running, or by nobody (a timer, the outside).
        by: Option<Tid>,
    },
    /// A signal was delivered.
    Signal {
        /// Which.
        signal: Signal,
        /// What it did.
        disposition: Disposition,
        /// Who sent it, if a process did.
        sender: Option<Pid>,
    },
    /// A child was born.
    Fork {
        /// Its task.
        child: Tid,
    },
    /// A new image.
    Exec,
    /// The task got the CPU.
    Switch {
        /// Who had it before.
        from: Option<Tid>,
    },
    /// Something that only its text tells: a stop, a continuation, a call that does not exist.
    Other,
    /// The task ended: by itself with a status, or by a signal.
    End {
        /// Exit status, unless a signal killed it.
        status: Option<i32>,
    },
}

/// A call that has begun.
#[derive(Clone, Debug)]
struct Open {
    call: Syscall,
    input: Vec<Captured>,
    since_ns: u64,
    slept: bool,
    flowed: Vec<Flowed>,
}

/// A run so far. Feed it after every entry into the kernel; the last feed may be followed by [`Chronicle::finish`].
#[derive(Clone, Debug)]
pub struct Chronicle {
    /// What happened, in order.
    pub moments: Vec<Moment>,
    /// Where the descriptors came from that are open now. A driver that stops at [`deeds::Deeds::traps`] gives them to
    /// [`Origins::look`]'s second half, [`Chronicle::trapped`].
    pub origins: Origins,
    writer: CallWriter,
    open: BTreeMap<Tid, Open>,
    /// Signals whose handlers are running, the innermost last: their moments.
    handling: BTreeMap<Tid, Vec<usize>>,
    places: BTreeMap<Tid, String>,
    pids: BTreeMap<Tid, Pid>,
    flows: Flows,
    endings: Endings,
    /// Moments of connects, by the sockets' serial numbers.
    connects: BTreeMap<u64, usize>,
    begun: bool,
}

impl Chronicle {
    /// An empty chronicle; strings in its texts are cut at `string_limit` bytes.
    pub fn new(string_limit: usize) -> Chronicle {
        Chronicle {
            moments: Vec::new(),
            origins: Origins::default(),
            begun: false,
            writer: CallWriter { string_limit },
            open: BTreeMap::new(),
            handling: BTreeMap::new(),
            places: BTreeMap::new(),
            pids: BTreeMap::new(),
            flows: Flows::default(),
            endings: Endings::default(),
            connects: BTreeMap::new(),
        }
    }

    /// Takes in what the kernel has done since the last time. `machine` is as it is right after that.
    pub fn feed(&mut self, machine: &Machine, events: &[Event]) {
        for event in events {
            if let Some(task) = machine.kernel.procs.find_task(event.tid) {
                self.pids.insert(event.tid, task.pid);
            }
        }
        if !std::mem::replace(&mut self.begun, true) {
            self.origins = Origins::new(machine);
        }
        self.origins.feed(machine, events);
        self.flows.watch(machine, events);
        for (n, event) in events.iter().enumerate() {
            match report::place_of(machine, events, n) {
                Some(place) => drop(self.places.insert(event.tid, place)),
                // What the C library does when `main` has returned is of no line.
                None if machine.task(event.tid).is_some() => drop(self.places.remove(&event.tid)),
                None => {}
            }
            self.take(machine, event);
            self.endings.watch(machine, event, self.moments.len().saturating_sub(1));
        }
    }

    /// A task stands at one of the traps that were asked for.
    pub fn trapped(&mut self, machine: &Machine, tid: Tid) {
        self.origins.deeds.trapped(machine, tid);
    }

    /// The end of the run: calls that never ended are left out; causes are worked out.
    pub fn finish(mut self) -> Vec<Moment> {
        causes::link(&mut self.moments);
        self.moments
    }

    fn take(&mut self, machine: &Machine, event: &Event) {
        let tid = event.tid;
        match &event.kind {
            EventKind::Enter { call, input } => {
                let (call, input) = (*call, input.clone());
                self.open.insert(tid, Open { call, input, since_ns: event.at_ns, slept: false, flowed: Vec::new() });
            }
            EventKind::Exit { call, outcome, output } => self.exit(machine, event, *call, *outcome, output),
            EventKind::UnknownCall { number } => {
                self.note(event, format!("syscall_{number:#x}() = -1 ENOSYS (Function not implemented)"), What::Other);
            }
            EventKind::Signal { info, disposition } => {
                let text = format!("--- {} {} ---", info.signal.name(), values::siginfo(&info.encode()));
                let sender = causes::sender(info);
                let what = What::Signal { signal: info.signal, disposition: *disposition, sender };
                self.note(event, text, what);
                if *disposition == Disposition::Caught {
                    self.handling.entry(tid).or_default().push(self.moments.len() - 1);
                }
            }
            EventKind::Sigreturn { .. } => {
                let handled = self.handling.get_mut(&tid).and_then(Vec::pop);
                if let Some(moment) = handled.and_then(|n| self.moments.get_mut(n)) {
                    moment.until_ns = event.at_ns;
                }
            }
            EventKind::Stopped { signal } => {
                self.note(event, format!("--- stopped by {} ---", signal.name()), What::Other);
            }
            EventKind::Continued => self.note(event, "--- continued ---".to_string(), What::Other),
            EventKind::Exited { status } => {
                self.note(event, format!("+++ exited with {status} +++"), What::End { status: Some(*status) });
            }
            EventKind::Killed { signal } => {
                self.note(event, format!("+++ killed by {} +++", signal.name()), What::End { status: None });
            }
            EventKind::Forked { child } => {
                let place = self.places.get(&tid).cloned();
                if let Some(place) = place {
                    self.places.insert(*child, place);
                }
                self.note(event, format!("process {child} is born"), What::Fork { child: *child });
            }
            EventKind::Exec { path, .. } => {
                self.places.remove(&tid);
                self.note(event, format!("executes {}", String::from_utf8_lossy(path)), What::Exec);
            }
            EventKind::Switch { from, .. } => {
                self.note(event, "gets the CPU".to_string(), What::Switch { from: *from });
            }
            EventKind::Blocked { .. } => self.block(machine, event),
            EventKind::Woken { by } => {
                let text = match by {
                    Some(by) => format!("is woken by {by}"),
                    None => "is woken".to_string(),
                };
                self.note(event, text, What::Wake { by: *by });
            }
        }
    }

    fn exit(&mut self, machine: &Machine, event: &Event, call: Syscall, outcome: Outcome, output: &[Captured]) {
        let open = self.open.remove(&event.tid);
        let (input, since_ns, slept, mut flowed) = match open {
            Some(open) => (open.input, open.since_ns, open.slept, open.flowed),
            None => (Vec::new(), event.at_ns, false, Vec::new()),
        };
        flowed.extend(self.flows.of(event.tid));
        let text = format!(
            "{}{} = {}",
            self.writer.head(&call, &input),
            self.writer.tail(&call, &input, output, Some(outcome)),
            self.writer.result(&call, output, Some(outcome))
        );
        let ended_by = match (port::descriptor(&call), outcome) {
            (Some(fd), Outcome::Value(0)) if asks(&call) => self.endings.of(machine, event.tid, fd),
            _ => None,
        };
        self.note(event, text, What::Call { call, outcome, slept });
        let connected = self.connected(machine, event.tid, call, outcome);
        if let Some(moment) = self.moments.last_mut() {
            moment.causes.extend(connected);
            moment.since_ns = since_ns;
            moment.flowed = flowed;
            moment.ended_by = ended_by;
        }
    }

    /// Of an accept: the moment of its connect, which is remembered by the socket's serial number.
    fn connected(&mut self, machine: &Machine, tid: Tid, call: Syscall, outcome: Outcome) -> Option<usize> {
        let net = &machine.kernel.net;
        let socket = |fd| match port::file_of(machine, tid, fd)?.1 {
            FileKind::Socket(id) => Some(id),
            _ => None,
        };
        match (call, outcome) {
            (Syscall::Connect { fd, .. }, Outcome::Value(_) | Outcome::Error(Errno::EINPROGRESS)) => {
                self.connects.insert(net.socket(socket(fd)?).serial, self.moments.len() - 1);
                None
            }
            (Syscall::Accept { .. } | Syscall::Accept4 { .. }, Outcome::Value(fd)) => {
                let peer = net.other_end(socket(Fd(fd as i32))?)?;
                self.connects.get(&net.socket(peer).serial).copied()
            }
            _ => None,
        }
    }

    fn block(&mut self, machine: &Machine, event: &Event) {
        let Some(open) = self.open.get_mut(&event.tid) else { return };
        open.flowed.extend(self.flows.of(event.tid));
        let again = std::mem::replace(&mut open.slept, true);
        if again {
            return; // it was woken in vain, or for a part; that it sleeps on is no news
        }
        let call = open.call;
        let head = self.writer.head(&call, &open.input);
        let why = report::waits_with(machine, &self.origins, event.tid).unwrap_or_default();
        self.note(event, format!("{head} <unfinished ...>"), What::Block { call, why });
    }

    fn note(&mut self, event: &Event, text: String, what: What) {
        let tid = event.tid;
        self.moments.push(Moment {
            at_ns: event.at_ns,
            since_ns: event.at_ns,
            until_ns: event.at_ns,
            tid,
            pid: self.pids.get(&tid).copied().unwrap_or(Pid(tid.0)),
            place: self.places.get(&tid).cloned(),
            text,
            what,
            flowed: Vec::new(),
            causes: Vec::new(),
            ended_by: None,
        });
    }
}

/// Does it read at least a byte, if there is one?
fn asks(call: &Syscall) -> bool {
    !matches!(call, Syscall::Read { count: 0, .. } | Syscall::Recvfrom { count: 0, .. })
}
