//! Results that nobody looked at: errors, and counts smaller than what was asked for. When a call fails or is cut short, the
//! register with its result is followed in the function that made the call: not read on any way from there, it was
//! ignored; used as an index or as somebody's length, it was misused.
//!
//! Nothing is said where ignoring is the custom: `(void)`, a look at errno, removing what may not be there.

use super::customs::{OBSERVED, TAKES_NUMBERS, customary, excused, mentions};
use super::follow::{Trail, Use};
use super::report::{Finding, Report, Rule};
use super::scene::{Look, Scene, Site, site};
use super::{Check, Last, access};
use crate::debug::code::{self, Spot};
use crate::machine::Machine;
use forklore_kernel::abi::{Errno, Pid, ProgramId, Syscall, Tid};
use forklore_kernel::trace::event::{EventKind, Outcome};
use forklore_kernel::vfs::file::FileKind;
use forklore_userland::vm::isa::Op;
use std::collections::{BTreeMap, BTreeSet};

/// How often a call site is looked at.
const LOOKS: u32 = 3;
/// Instructions of the caller that a result is followed for.
const FAR: u32 = 400;
/// Instructions for which a buffer is watched that was not filled.
const FARTHER: u32 = 3_000;

/// What happened to a call.
#[derive(Clone, PartialEq, Debug)]
enum Fate {
    Failed(Errno),
    /// So many bytes of so many.
    Short {
        n: u64,
        asked: u64,
        writes: bool,
        buf: u64,
    },
}

/// A result on its way.
#[derive(Clone, Debug)]
struct Following {
    site: Site,
    pid: Pid,
    fate: Fate,
    /// `None` until the library has returned.
    trail: Option<Trail>,
    steps: u32,
    /// The count is lost: are bytes used that never came?
    lost: bool,
}

/// See the module's text.
#[derive(Default)]
pub(super) struct Results {
    following: BTreeMap<Tid, Following>,
    looks: BTreeMap<(ProgramId, u32, bool), u32>,
    /// Call sites of close at which many failed: a loop that closes everything.
    closing: BTreeMap<(ProgramId, u32), (u32, Finding)>,
}

impl Results {
    /// Is a result of this task being followed?
    pub fn follows(&self, tid: Tid) -> bool {
        self.following.contains_key(&tid)
    }

    /// The task is about to execute an instruction.
    pub fn step(&mut self, machine: &Machine, scene: &Scene, tid: Tid, report: &mut Report) {
        let Some(following) = self.following.get_mut(&tid) else { return };
        let Some(task) = machine.task(tid) else { return };
        let program = machine.programs().peek(following.site.program);
        let (Some(program), true) = (program, task.program == Some(following.site.program)) else {
            self.following.remove(&tid);
            return;
        };
        if following.lost {
            following.steps += 1;
            if following.steps > FARTHER {
                self.following.remove(&tid);
            } else if uses_missing(machine, tid, &following.fate) {
                let spot = site(machine, tid, 0).map(|site| site.spot);
                if let Some(following) = self.following.remove(&tid) {
                    short(&following, spot, report);
                }
            }
            return;
        }
        let depth = task.cpu.frames().len();
        if depth > following.site.depth {
            return;
        }
        following.steps += 1;
        if depth < following.site.depth || following.steps > FAR {
            self.following.remove(&tid);
            return;
        }
        let pc = task.cpu.pc();
        if following.trail.is_none() {
            let base = match program.code.get(following.site.pc as usize) {
                Some(Op::Call { base, .. } | Op::CallI32 { base, .. } | Op::CallReg { base, .. }) => *base,
                _ => {
                    self.following.remove(&tid);
                    return;
                }
            };
            let result = task.cpu.register(base);
            if matches!(following.fate, Fate::Failed(_)) && result as i32 != -1 {
                self.following.remove(&tid);
                return;
            }
            following.trail = Some(Trail { held: BTreeSet::from([base]), compared: false });
        }
        let Some(trail) = &mut following.trail else { return };
        if !trail.is_live(program, pc) {
            if matches!(following.fate, Fate::Short { writes: false, .. }) && !excused(scene, &following.site) {
                following.lost = true;
                return self.step(machine, scene, tid, report);
            }
            let following = self.following.remove(&tid);
            following.into_iter().for_each(|following| self.dropped(scene, &following, report));
            return;
        }
        let use_ = trail.step(program, pc);
        let failed = matches!(following.fate, Fate::Failed(_));
        let done = match use_ {
            Use::None => false,
            Use::ErrorCheck => {
                trail.compared = true;
                failed
            }
            Use::Computed => !failed,
            Use::Looked => true,
            Use::Address | Use::Passed(_) if !failed || trail.compared => true,
            Use::Address => {
                let spot = code::spot(program, pc);
                report.add(misused(following, "is used as an index or address").with(spot, "used here"));
                true
            }
            Use::Passed(function) => {
                if TAKES_NUMBERS.contains(&function.as_str()) {
                    let spot = code::spot(program, pc);
                    let finding = misused(following, &format!("is passed to {function}()"));
                    report.add(finding.with(spot, "passed on here"));
                }
                true
            }
        };
        if done {
            self.following.remove(&tid);
        }
    }

    /// Nobody will ever look at the result.
    fn dropped(&mut self, scene: &Scene, following: &Following, report: &mut Report) {
        let site = &following.site;
        let function = site.function.as_deref().unwrap_or_default();
        if excused(scene, site) {
            return;
        }
        match &following.fate {
            Fate::Failed(errno) => {
                if mentions(scene, site, &["errno", "perror", "strerror", "err(", "warn(", "%m"]) {
                    return;
                }
                let finding = Finding::new(
                    Rule::IgnoredError,
                    Some(site.spot.clone()),
                    following.pid,
                    format!("{function}() failed here: {} ({errno}), and nobody looked at its result", errno.name()),
                    format!("if ({function}(...) == -1) perror(\"{function}\"); and decide what then"),
                )
                .about(format!("{function} {}", errno.name()));
                if function == "close" {
                    let entry = self.closing.entry((site.program, site.pc)).or_insert((0, finding));
                    entry.0 += 1;
                } else {
                    report.add(finding);
                }
            }
            Fate::Short { .. } => short(following, None, report),
        }
    }
}

/// Is the next instruction about to read bytes of the buffer that the call has not filled?
fn uses_missing(machine: &Machine, tid: Tid, fate: &Fate) -> bool {
    let Fate::Short { n, asked, buf, .. } = *fate else { return false };
    let reads = access::of(machine, tid);
    reads.iter().any(|access| !access.kind.writes() && access.addr < buf + asked && access.addr + access.len > buf + n)
}

/// A short count that nobody looked at; `used`: where bytes are used that never came.
fn short(following: &Following, used: Option<Spot>, report: &mut Report) {
    let Fate::Short { n, asked, writes, .. } = following.fate else { return };
    let function = following.site.function.as_deref().unwrap_or_default();
    let (verb, mend) = match writes {
        true => {
            ("wrote", "write the rest in a loop: while (left > 0) { n = write(fd, p, left); ... p += n; left -= n; }")
        }
        false => ("read", "use the count that read() returns, and read on until all has come or it returns 0"),
    };
    let looked = if following.trail.as_ref().is_some_and(|trail| trail.compared) {
        "only an error was looked for"
    } else {
        "nobody looked at its result"
    };
    let finding = Finding::new(
        Rule::ShortCount,
        Some(following.site.spot.clone()),
        following.pid,
        format!("{function}() {verb} only {n} of {asked} bytes here, and {looked}"),
        mend,
    );
    let finding = finding.about(function);
    report.add(finding.with(used, "bytes are used here that never came"));
}

impl Results {
    fn begin(&mut self, scene: &Scene, tid: Tid, fate: Fate) {
        let Some(site) = scene.site(tid) else { return };
        let Some(function) = site.function.as_deref().filter(|name| OBSERVED.contains(name)) else { return };
        let pid = scene.pid(tid);
        if let Fate::Failed(errno) = &fate
            && customary(function, *errno)
        {
            return;
        }
        let looks = self.looks.entry((site.program, site.pc, matches!(fate, Fate::Failed(_)))).or_default();
        let most = if function == "close" { 2 * LOOKS } else { LOOKS };
        *looks += 1;
        if *looks <= most {
            let following = Following { site: site.clone(), pid, fate, trail: None, steps: 0, lost: false };
            self.following.insert(tid, following);
        }
    }
}

fn misused(following: &Following, how: &str) -> Finding {
    let function = following.site.function.as_deref().unwrap_or_default();
    let Fate::Failed(errno) = following.fate else {
        return Finding::new(Rule::ShortCount, None, following.pid, "", "");
    };
    Finding::new(
        Rule::IgnoredError,
        Some(following.site.spot.clone()),
        following.pid,
        format!("{function}() failed here: {} ({errno}), and its result -1 {how}", errno.name()),
        format!("look at the result first: if it is -1, perror(\"{function}\") and decide what then"),
    )
    .about(format!("{function} {}", errno.name()))
}

/// How many bytes were asked for, whether they are written, and where they are.
fn asked(call: &Syscall) -> Option<(u64, bool, u64)> {
    match *call {
        Syscall::Read { count, buf, .. } | Syscall::Recvfrom { count, buf, .. } => Some((count, false, buf.0)),
        Syscall::Write { count, buf, .. } | Syscall::Pwrite { count, buf, .. } | Syscall::Sendto { count, buf, .. } => {
            Some((count, true, buf.0))
        }
        _ => None,
    }
}

/// Does a short read do no harm: a text that ends by itself, or what comes in pieces that are whole?
fn harmless(look: &Look, tid: Tid, call: &Syscall, n: u64) -> bool {
    let (fd, buf) = match *call {
        Syscall::Read { fd, buf, .. } | Syscall::Recvfrom { fd, buf, .. } => (fd, buf),
        _ => return false,
    };
    let kernel = &look.machine.kernel;
    let Some(task) = kernel.procs.find_task(tid) else { return true };
    let kind = kernel.fds(tid).get(fd).ok().and_then(|entry| kernel.vfs.file(entry.file).ok()).map(|file| file.kind);
    if !matches!(kind, Some(FileKind::Pipe(..) | FileKind::Socket(_) | FileKind::Regular)) {
        return true;
    }
    let mut bytes = vec![0xff; (n as usize).min(65_536) + 1];
    kernel.mm.peek(task.space, buf.0, &mut bytes);
    let end = bytes.iter().position(|b| *b == 0);
    end.is_some_and(|end| bytes[..end].iter().all(|b| !b.is_ascii_control() || b.is_ascii_whitespace()))
}

impl Check for Results {
    fn look(&mut self, scene: &Scene, look: &Look, _: &mut Report) {
        for event in look.events {
            if let EventKind::Exit { call, outcome, .. } = &event.kind {
                if !scene.is_own(scene.pid(event.tid)) {
                    continue;
                }
                match outcome {
                    Outcome::Error(errno) => self.begin(scene, event.tid, Fate::Failed(*errno)),
                    Outcome::Value(n @ 1..) => {
                        let n = *n as u64;
                        if let Some((asked, writes, buf)) = asked(call)
                            && n < asked
                            && (writes || !harmless(look, event.tid, call, n))
                        {
                            self.begin(scene, event.tid, Fate::Short { n, asked, writes, buf });
                        }
                    }
                    _ => {}
                }
            }
            // Another read into the buffer, perhaps: what is missing is no longer known.
            let reads =
                matches!(event.kind, EventKind::Enter { call: Syscall::Read { .. } | Syscall::Recvfrom { .. }, .. });
            if reads && self.following.get(&event.tid).is_some_and(|following| following.lost) {
                self.following.remove(&event.tid);
            }
            if matches!(event.kind, EventKind::Exec { .. } | EventKind::Exited { .. } | EventKind::Killed { .. }) {
                self.following.remove(&event.tid);
            }
        }
    }

    fn end(&mut self, _: &Scene, _: &Last, report: &mut Report) {
        for (times, finding) in std::mem::take(&mut self.closing).into_values() {
            if times < LOOKS {
                report.add(finding);
            }
        }
    }
}
