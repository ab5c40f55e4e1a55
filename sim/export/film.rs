//! A whole run, filmed: its moments, and what was to be seen of the machine after each. The raw material of every export.

use super::view::{View, view_with};
use crate::chronicle::{Chronicle, Moment, What};
use crate::history::{Arrived, History, Look, Seek};
use crate::machine::{Choice, Machine};
use crate::run::Ended;
use forklore_kernel::abi::{Pid, Tid};
use serde_json::Value;
use std::collections::BTreeMap;

/// What to keep of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keep {
    /// The moments alone.
    Moments,
    /// Also a view: of the step that was asked for, or of one that tells most.
    View(Telling),
    /// Also the last view and frames, until they hold about this many bytes.
    Frames(usize),
}

/// Which moment tells most: the first at which there are most of these.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Telling {
    /// Processes.
    Processes,
    /// Descriptors of all processes together.
    Descriptors,
}

impl Telling {
    fn count(self, machine: &Machine) -> usize {
        let processes = machine.kernel.procs.processes().filter_map(|process| process.leader);
        match self {
            Telling::Processes => processes.count(),
            Telling::Descriptors => processes.map(|tid| machine.kernel.fds(tid).iter().count()).sum(),
        }
    }
}

/// A filmed run.
#[derive(Clone, Debug)]
pub struct Film {
    /// What happened.
    pub moments: Vec<Moment>,
    /// Names of the processes, as they were last.
    pub names: BTreeMap<Pid, String>,
    /// What was to be seen, as changes from frame to frame.
    pub frames: Vec<Frame>,
    /// The film ends before the run: there was no room for more.
    pub cut: bool,
    /// What was to be seen at a moment: see [`Keep`].
    pub view: View,
    /// The number of that step; `None`: there was nothing to be seen.
    pub shown: Option<usize>,
    /// How many steps there were.
    pub looks: usize,
    /// How the run ended, unless the film was cut.
    pub ended: Ended,
}

/// Most moments that are kept: what a viewer can still open.
const MOST_MOMENTS: usize = 500_000;
/// Longest piece of output in a frame, in bytes.
const LONGEST_OUTPUT: usize = 1 << 15;

/// A step of the film: what happened, and what it changed.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Frame {
    /// The history's step.
    pub step: u64,
    /// Virtual time, ns.
    pub at_ns: u64,
    /// The task that acted.
    pub tid: u32,
    /// What happened.
    pub text: String,
    /// `call`, `block`, `signal`, `fork`, `exec`, `end`, `switch` or `other`.
    pub kind: &'static str,
    /// Things that are new or changed.
    pub set: BTreeMap<String, Value>,
    /// Things that are gone.
    pub gone: Vec<String>,
    /// Output: stream and text.
    pub out: Vec<(u8, String)>,
}

/// Films a run from where the history stands to its end; `input` is all of standard input. `at`: which step the view is to be of; if
/// no process is left then, the last one before.
pub fn film(history: &mut History, input: &[u8], keep: Keep, at: Option<usize>) -> Film {
    let setup = history.setup();
    let all = std::iter::once(&setup.program).chain(setup.bins.iter().map(|(_, sources)| sources));
    let files = all.flat_map(|sources| &sources.files).map(|(name, _)| name.clone()).collect();
    let mut camera = Camera {
        chronicle: Chronicle::new(48),
        files,
        names: BTreeMap::new(),
        seen: View::new(),
        view: View::new(),
        shown: None,
        most: 0,
        frames: Vec::new(),
        sizes: Vec::new(),
        looks: 0,
        keep,
        room: if let Keep::Frames(bytes) = keep { bytes } else { 0 },
        cut: false,
        at,
    };
    camera.begin(history.machine());
    let traps = camera.chronicle.origins.deeds.traps(history);
    let traps = Some(&traps).filter(|traps| !traps.is_empty());
    let seek = Seek { entries: true, traps, ..Seek::default() };
    let ended = play(history, input, &seek, &mut |look| camera.look(look));
    if let Keep::Frames(room) = keep {
        camera.add_output(history, room);
    }
    Film {
        moments: camera.chronicle.finish(),
        names: camera.names,
        frames: camera.frames,
        cut: camera.cut,
        view: camera.view,
        shown: camera.shown,
        looks: camera.looks,
        ended,
    }
}

/// Goes from where a history stands to its end, or to where `stop` says so; `input` is all of standard input.
pub fn play(history: &mut History, input: &[u8], seek: &Seek, stop: &mut dyn FnMut(&Look) -> bool) -> Ended {
    let mut input = Some(input).filter(|i| !i.is_empty()).map(<[u8]>::to_vec);
    loop {
        match history.forward(seek, u64::MAX, stop) {
            Arrived::Ended(ended) => return ended,
            Arrived::NeedsInput => {
                let choice = input.take().map_or(Choice::EndOfInput, Choice::Input);
                if history.act(choice).is_err() {
                    return Ended::Limit("standard input can't be given here".to_string());
                }
            }
            Arrived::There | Arrived::Start | Arrived::Interrupted => {
                return Ended::Limit("no more is told of it".to_string());
            }
        }
    }
}

struct Camera {
    chronicle: Chronicle,
    files: Vec<String>,
    names: BTreeMap<Pid, String>,
    seen: View,
    view: View,
    shown: Option<usize>,
    /// What [`Telling`] counted there.
    most: usize,
    frames: Vec<Frame>,
    /// Bytes that each frame holds.
    sizes: Vec<usize>,
    looks: usize,
    keep: Keep,
    /// Bytes that further frames may hold.
    room: usize,
    cut: bool,
    at: Option<usize>,
}

impl Camera {
    /// The first step: the program before it has done anything.
    fn begin(&mut self, machine: &Machine) {
        let first = machine.kernel.procs.processes().filter_map(|process| process.leader).min();
        let tid = first.map_or(0, |tid| tid.0);
        let frame = Frame {
            step: machine.steps(),
            at_ns: machine.kernel.now_ns(),
            tid,
            text: "the program starts".to_string(),
            kind: "other",
            ..Frame::default()
        };
        self.take(machine, frame);
    }

    /// A step has been seen: keeps what is wanted of it.
    fn take(&mut self, machine: &Machine, frame: Frame) {
        let wanted = self.is_wanted(machine);
        self.looks += 1;
        if wanted || self.room > 0 {
            let now = view_with(machine, &self.chronicle.origins, &self.files);
            if wanted {
                self.view = now.clone();
                self.shown = Some(self.looks - 1);
            }
            if self.room > 0 {
                self.shoot(frame, now);
            }
        }
    }

    fn look(&mut self, look: &Look) -> bool {
        if let Some(tid) = look.trapped {
            self.chronicle.trapped(look.machine, tid);
        }
        let before = self.chronicle.moments.len();
        self.chronicle.feed(look.machine, look.events);
        for process in look.machine.kernel.procs.processes() {
            if process.leader.is_some() {
                self.names.insert(process.pid, process.name());
            }
        }
        let new = &self.chronicle.moments[before..];
        let Some(main) = new.iter().max_by_key(|m| weight(&m.what)).filter(|m| weight(&m.what) > 0) else {
            return false;
        };
        let frame = Frame {
            step: look.step,
            at_ns: main.at_ns,
            tid: main.tid.0,
            text: tell(new, main.tid),
            kind: kind(&main.what),
            ..Frame::default()
        };
        self.take(look.machine, frame);
        match self.keep {
            Keep::Moments => self.cut = self.chronicle.moments.len() >= MOST_MOMENTS,
            // Nobody will ask for them.
            Keep::View(_) => self.chronicle.moments.clear(),
            Keep::Frames(_) => {}
        }
        self.cut
    }

    /// Is this the moment to be seen, as far as is known yet?
    fn is_wanted(&mut self, machine: &Machine) -> bool {
        match (self.keep, self.at) {
            (Keep::Moments, _) => false,
            (_, Some(at)) => self.looks <= at && has_users(machine),
            (Keep::Frames(_), None) => has_users(machine),
            (Keep::View(telling), None) => {
                let count = telling.count(machine);
                let more = count > self.most;
                self.most = self.most.max(count);
                more
            }
        }
    }

    /// Adds a frame with what has changed since the last one.
    fn shoot(&mut self, mut frame: Frame, now: View) {
        frame.gone = self.seen.keys().filter(|name| !now.contains_key(*name)).cloned().collect();
        let fresh = now.iter().filter(|(name, thing)| self.seen.get(*name) != Some(thing));
        frame.set = fresh.map(|(name, thing)| (name.clone(), thing.clone())).collect();
        let size = frame.set.values().map(|v| written(&v.to_string()) + 16).sum::<usize>() + written(&frame.text) + 60;
        if size > self.room && !self.frames.is_empty() {
            (self.room, self.cut) = (0, true);
            return;
        }
        self.room = self.room.saturating_sub(size);
        self.sizes.push(size);
        self.seen = now;
        self.frames.push(frame);
    }

    /// Output belongs to the first frame that is not before it, or to the last. Where there is no room for it the film ends.
    fn add_output(&mut self, history: &History, room: usize) {
        let mut output = history.output().iter().peekable();
        let last = self.frames.len().saturating_sub(1);
        let mut used = 0;
        for (n, frame) in self.frames.iter_mut().enumerate() {
            used += self.sizes[n];
            let rest = n == last && !self.cut;
            while let Some((_, chunk)) = output.next_if(|(step, _)| *step <= frame.step || rest) {
                let text = shortened(&chunk.bytes);
                used += written(&text);
                frame.out.push((chunk.stream, text));
            }
            if used > room && n > 0 {
                self.frames.truncate(n);
                self.cut = true;
                break;
            }
        }
    }
}

/// Bytes of a text, or of a value's JSON, in the page.
fn written(text: &str) -> usize {
    let byte = |b: u8| match b {
        b'<' | 0..0x20 => 6,
        b'"' | b'\\' => 2,
        _ => 1,
    };
    text.bytes().map(byte).sum()
}

/// Output as text; of a very long piece the beginning.
fn shortened(bytes: &[u8]) -> String {
    match bytes.split_at_checked(LONGEST_OUTPUT).filter(|(_, rest)| !rest.is_empty()) {
        Some((first, rest)) => format!("{}\n... and {} bytes more\n", String::from_utf8_lossy(first), rest.len()),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Is there a process of the program left?
fn has_users(machine: &Machine) -> bool {
    machine.kernel.procs.processes().any(|p| p.leader.is_some())
}

/// What a frame is about, when several things happened at once.
fn weight(what: &What) -> u32 {
    match what {
        What::Wake { .. } | What::Switch { .. } => 0,
        What::Other => 1,
        What::Block { .. } => 2,
        What::Call { .. } => 3,
        What::Signal { .. } => 4,
        What::Exec => 5,
        What::Fork { .. } => 6,
        What::End { .. } => 7,
    }
}

fn kind(what: &What) -> &'static str {
    match what {
        What::Call { .. } => "call",
        What::Block { .. } => "block",
        What::Signal { .. } => "signal",
        What::Fork { .. } => "fork",
        What::Exec => "exec",
        What::End { .. } => "end",
        What::Switch { .. } => "switch",
        What::Wake { .. } | What::Other => "other",
    }
}

/// All that happened at once, in words.
fn tell(moments: &[Moment], actor: Tid) -> String {
    let tell = |moment: &Moment| match &moment.what {
        What::Switch { .. } => None,
        What::Wake { .. } => Some(format!("wakes {}", moment.tid)),
        _ if moment.tid == actor => Some(moment.text.clone()),
        _ => Some(format!("{}: {}", moment.tid, moment.text)),
    };
    moments.iter().filter_map(tell).collect::<Vec<_>>().join("; ")
}
