//! Records that a stream's reader gets in pieces and takes for whole ones: a read returned less than a record in the middle of the
//! stream, its count was lost, and the next one began in the middle of that record. Part of [`super::results`].
//!
//! That it is a record is seen from the type of what is read into, and from the writers: all that they wrote at once was whole
//! records, or it all was when the end came. A message of which only a part is meant to come is none.

use super::fates::{Fate, Short, Why};
use super::filled;
use super::report::{Finding, Report, Rule};
use super::scene::{Look, Scene, Site};
use crate::chronicle::port::{self, Direction, Order};
use crate::debug::code::Spot;
use crate::machine::Machine;
use forklore_kernel::abi::{Pid, Syscall, Tid};
use forklore_kernel::trace::event::{EventKind, Outcome};
use std::collections::{BTreeMap, BTreeSet};

/// Most sizes of writes that are remembered of a stream.
const SIZES: usize = 32;

/// A record of which only the beginning came.
#[derive(Clone, Debug)]
struct Torn {
    buf: u64,
    asked: u64,
    /// Bytes of a record.
    size: u64,
    place: Spot,
    function: String,
    finding: Finding,
    /// Another record has been read after it.
    goes_on: bool,
}

/// What a process has read from a stream.
#[derive(Clone, Debug, Default)]
struct Stream {
    got: u64,
    /// How much was in the last read.
    last: u64,
    torn: Option<Torn>,
    told: bool,
    /// Reads in a row that found the end.
    ends: u32,
}

/// So many reads in a row that find the end are a loop that does not stop at it.
const MANY_ENDS: u32 = 100;

/// See the module's text.
#[derive(Default)]
pub(super) struct Records {
    streams: BTreeMap<(Pid, u64), Stream>,
    /// How much was written at once.
    written: BTreeMap<u64, BTreeSet<u64>>,
    /// The streams that tasks are reading from or writing to, as they began.
    streaming: BTreeMap<Tid, u64>,
    /// Those that have names: after their end somebody may open them again.
    fifos: BTreeSet<u64>,
}

impl Records {
    pub fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        for event in look.events {
            match &event.kind {
                EventKind::Enter { call, .. } => self.begins(look.machine, event.tid, call),
                EventKind::Exit { call, outcome: Outcome::Value(n @ 0..), .. } => {
                    self.ended(scene, event.tid, call, *n as u64, report);
                }
                _ => {}
            }
        }
    }

    /// A call may read from a stream or write to it.
    fn begins(&mut self, machine: &Machine, tid: Tid, call: &Syscall) {
        self.streaming.remove(&tid);
        let Some(port) =
            port::port(machine, tid, call).filter(|port| port.order == Order::Stream && !port::peeks(call))
        else {
            return;
        };
        self.streaming.insert(tid, port.key);
        if port.name.starts_with("FIFO") {
            self.fifos.insert(port.key);
        }
        let (Direction::In, sizes) = (port.direction, self.written.entry(port.key).or_default()) else { return };
        if sizes.len() < SIZES {
            // What is written in several pieces at once is not taken for records.
            sizes.insert(match *call {
                Syscall::Write { count, .. } | Syscall::Sendto { count, .. } => count,
                _ => 1,
            });
        }
    }

    fn ended(&mut self, scene: &Scene, tid: Tid, call: &Syscall, n: u64, report: &mut Report) {
        let (buf, asked) = match *call {
            Syscall::Read { buf, count, .. } | Syscall::Recvfrom { buf, count, .. } => (buf.0, count),
            _ => return,
        };
        let Some(key) = self.streaming.get(&tid).copied().filter(|_| asked > 0) else { return };
        let stream = self.streams.entry((scene.pid(tid), key)).or_default();
        stream.got += n;
        stream.last = n;
        stream.ends = if n == 0 { stream.ends + 1 } else { 0 };
        let told = |f: &Finding| f.rule == Rule::ShortCount && f.place == scene.spot(tid);
        let many = stream.ends == MANY_ENDS && !report.findings.iter().any(told);
        if many && scene.is_own(scene.pid(tid)) && !self.fifos.contains(&key) {
            report.add(at_end(scene, tid));
        }
        let Some(torn) = &mut stream.torn else { return };
        let again = buf == torn.buf && asked == torn.asked;
        if n == 0 && torn.goes_on && stream.got.is_multiple_of(torn.size) {
            stream.tell(report);
        } else if n > 0 && again {
            torn.goes_on = true;
        } else if n > 0 && (torn.buf..torn.buf + torn.asked).contains(&buf) {
            stream.torn = None; // the rest is read after all
        }
    }

    /// The count of a read is lost.
    pub fn lost(&mut self, machine: &Machine, scene: &Scene, tid: Tid, (site, fate, compared): (&Site, &Fate, bool)) {
        let Fate::Short(Short { n, asked, writes: false, buf, why: Why::Part, .. }) = *fate else { return };
        let pid = scene.pid(tid);
        let Some(stream) = self.streaming.get(&tid).and_then(|key| self.streams.get_mut(&(pid, *key))) else { return };
        let Some(size) = filled::record(machine, tid, buf, asked).filter(|size| !n.is_multiple_of(*size)) else {
            return;
        };
        if stream.torn.is_none() && stream.last == n && !super::customs::excused(scene, site) {
            stream.torn = Some(Torn {
                buf,
                asked,
                size,
                place: site.spot.clone(),
                function: site.function.clone().unwrap_or_default(),
                finding: fate.ignored(site, pid, compared, None),
                goes_on: false,
            });
        }
    }

    /// Has a read found the end of a stream of which the one before had found the end already? A single byte is a token.
    pub fn end_again(&self, scene: &Scene, tid: Tid, fate: &Fate) -> bool {
        let Some(key) = self.streaming.get(&tid).filter(|key| !self.fifos.contains(key)) else { return false };
        let ends = self.streams.get(&(scene.pid(tid), *key)).map_or(0, |stream| stream.ends);
        ends == 2 && matches!(fate, Fate::Short(Short { why: Why::End, writes: false, asked: 2.., .. }))
    }

    /// The run is over.
    pub fn end(&mut self, report: &mut Report) {
        for ((_, key), stream) in &mut self.streams {
            let Some(torn) = stream.torn.as_ref().filter(|torn| torn.goes_on) else { continue };
            let sizes = self.written.get(key);
            if sizes.is_some_and(|sizes| !sizes.is_empty() && sizes.iter().all(|n| n.is_multiple_of(torn.size))) {
                stream.tell(report);
            }
        }
    }
}

/// A loop goes on at the end of a stream.
fn at_end(scene: &Scene, tid: Tid) -> Finding {
    let function = scene.site(tid).and_then(|site| site.function.clone()).unwrap_or_else(|| "read".to_string());
    let text = format!("{function}() has found the end here {MANY_ENDS} times in a row, and the loop goes on");
    let mend = format!(
        "when {function}() returns 0, no more can come: close the descriptor, and leave the loop or take it out of what poll() or select() asks for"
    );
    Finding::new(Rule::ShortCount, scene.spot(tid), scene.pid(tid), text, mend).about("end")
}

impl Stream {
    fn tell(&mut self, report: &mut Report) {
        let Some(torn) = self.torn.take().filter(|_| !self.told) else { return };
        self.told = true;
        let text = format!(
            "{}: the next one began in the middle of that record, and all that follow are out of step",
            torn.finding.text
        );
        let mend = match torn.function.as_str() {
            "recv" | "recvfrom" => {
                "a stream has no borders between records: read on until the record is whole, or give recv() MSG_WAITALL"
            }
            _ => {
                "a stream has no borders between records: read on until the record is whole, while (got < sizeof r && (n = read(fd, (char *)&r + got, sizeof r - got)) > 0) got += n;"
            }
        };
        // Of bytes that never came it may have been told already.
        let same = |f: &&mut Finding| f.rule == Rule::ShortCount && f.place.as_ref() == Some(&torn.place);
        match report.findings.iter_mut().find(same) {
            Some(known) => (known.text, known.mend) = (text, mend.to_string()),
            None => report.add(Finding { text, mend: mend.to_string(), ..torn.finding }),
        }
    }
}
