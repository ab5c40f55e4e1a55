//! Results that nobody looked at: errors, and counts smaller than what was asked for. When a call fails or is cut short, the
//! register with its result is followed in the function that made the call: not read on any way from there, it was
//! ignored; used as an index or as somebody's length, it was misused.
//!
//! Nothing is said where ignoring is the custom: `(void)`, a look at errno, removing what may not be there.

use super::access::{self, Access, Kind};
use super::customs::{
    LOOKED_AT_BY_FLAG, OBSERVED, RETURNS_ERRNO, TAKES_NUMBERS, customary, excused, flags, mentions, tells_errors,
};
use super::fates::{Fate, Short, Why, came};
use super::filled::{Buffer, buffer};
use super::follow::{Trail, Use};
use super::records::Records;
use super::report::{Finding, Report};
use super::scene::{Look, Scene, Site, site};
use super::{Check, Last};
use crate::debug::code;
use crate::machine::Machine;
use forklore_kernel::abi::{Errno, Pid, ProgramId, Syscall, Tid};
use forklore_kernel::trace::event::{Disposition, EventKind};
use forklore_userland::vm::isa::{Op, Reg};
use forklore_userland::vm::program::Program;
use std::collections::{BTreeMap, BTreeSet};

/// How often a call site is looked at.
const LOOKS: u32 = 3;
/// Instructions of the caller that a result is followed for.
const FAR: u32 = 400;
/// Instructions for which a buffer is watched that was not filled.
const FARTHER: u32 = 10_000;

/// A result on its way.
#[derive(Clone, Debug)]
struct Following {
    site: Site,
    pid: Pid,
    fate: Fate,
    /// `None` until the library has returned.
    trail: Option<Trail>,
    steps: u32,
    /// It has been stored in memory, where it is not followed.
    stored: bool,
    /// The innermost call of the user's own function that has returned it, as it was made.
    handed_to: Option<Site>,
    /// The count is lost: are bytes used that never came into this buffer?
    lost: Option<Buffer>,
}

impl Following {
    /// The result is fork's: to ask whether it is 0 tells the child from the parent, and nothing of errors.
    fn forks(&self) -> bool {
        matches!(self.site.function.as_deref(), Some("fork" | "vfork"))
    }

    /// Is the next instruction a return of the result to another function of the user's own? Then it is followed there.
    fn is_handed_on(&mut self, machine: &Machine, program: &Program, tid: Tid) -> bool {
        let (Some(task), Some(trail)) = (machine.task(tid), &self.trail) else { return false };
        let returned = match program.code.get(task.cpu.pc() as usize) {
            Some(Op::Ret {}) => 0,
            Some(Op::RetReg { a }) => *a,
            _ => return false,
        };
        let frame = task.cpu.frames().last().filter(|frame| !frame.is_handler());
        let Some(pc) = frame.and_then(|frame| frame.pc.checked_sub(1)) else { return false };
        let (Some(spot), Some(function)) = (code::spot(program, pc), program.function_at(task.cpu.pc())) else {
            return false;
        };
        if !trail.held.contains(&returned) || self.site.depth == 0 {
            return false;
        }
        self.site.depth -= 1;
        self.site.pc = pc;
        self.trail = None;
        self.handed_to = Some(Site { spot, function: Some(function.name.clone()), ..self.site.clone() });
        true
    }
}

/// See the module's text.
#[derive(Default)]
pub(super) struct Results {
    following: BTreeMap<Tid, Following>,
    looks: BTreeMap<(ProgramId, u32, bool), u32>,
    /// How many bytes have come into a process's buffer at most.
    came: BTreeMap<(Pid, u64), u64>,
    /// Call sites of close at which many failed: a loop that closes everything.
    closing: BTreeMap<(ProgramId, u32), (u32, Finding)>,
    records: Records,
    /// Tasks that are in a call of one of [`RETURNS_ERRNO`]: the instruction that calls, and how deep it is.
    inside: BTreeMap<Tid, (u32, usize)>,
}

/// Before which instructions the machine has to pause: the user's own calls of functions that return an error's number, and what
/// comes after each.
pub(super) fn traps(program: &Program) -> Vec<u32> {
    let calls = code::own_instructions(program).filter(|pc| returns_errno(program, *pc).is_some());
    calls.flat_map(|pc| [pc, pc + 1]).collect()
}

/// Does this instruction call one of [`RETURNS_ERRNO`]? The register that its result comes into.
fn returns_errno(program: &Program, pc: u32) -> Option<Reg> {
    let (base, function) = code::called(program, pc)?;
    (RETURNS_ERRNO.contains(&function.name.as_str()) && !code::is_own(program, function)).then_some(base)
}

impl Results {
    /// Is a result of this task being followed?
    pub fn follows(&self, tid: Tid) -> bool {
        self.following.contains_key(&tid)
    }

    /// A task is about to execute an instruction: perhaps one of those of [`traps`].
    pub fn at_trap(&mut self, machine: &Machine, scene: &Scene, tid: Tid, report: &mut Report) {
        let Some(task) = machine.task(tid) else { return };
        let Some(program) = task.program.and_then(|id| machine.programs().peek(id)) else { return };
        let (pc, depth) = (task.cpu.pc(), task.cpu.frames().len());
        if let Some((_, base)) = self
            .inside
            .get(&tid)
            .filter(|(call, at)| call + 1 == pc && *at == depth)
            .and_then(|(call, _)| Some((call, returns_errno(program, *call)?)))
        {
            self.inside.remove(&tid);
            self.returned(machine, scene, (tid, base), report);
        }
        if returns_errno(program, pc).is_some() {
            self.inside.insert(tid, (pc, depth));
        }
    }

    /// A function has returned an error's number, or 0.
    fn returned(&mut self, machine: &Machine, scene: &Scene, (tid, base): (Tid, Reg), report: &mut Report) {
        let Some(task) = machine.task(tid) else { return };
        let Some(errno) = Errno::from_number((task.cpu.register(base) as i32).into()) else { return };
        // The instruction after the call is about to be executed.
        let Some(site) = site(machine, tid, 0).and_then(|site| self.caller(machine, site)) else { return };
        let Some(function) = site.function.clone() else { return };
        if customary(&function, errno) {
            return;
        }
        let looks = self.looks.entry((site.program, site.pc, true)).or_default();
        *looks += 1;
        if *looks <= LOOKS {
            let trail = Some(Trail { held: BTreeSet::from([base]), compared: false });
            let (pid, fate) = (scene.pid(tid), Fate::Returned(errno));
            self.following.insert(
                tid,
                Following { site, pid, fate, trail, steps: 0, stored: false, handed_to: None, lost: None },
            );
            self.step(machine, scene, tid, report);
        }
    }

    /// The call that has returned to this site.
    fn caller(&self, machine: &Machine, site: Site) -> Option<Site> {
        let program = machine.programs().peek(site.program)?;
        let pc = site.pc.checked_sub(1)?;
        let function = Some(code::called(program, pc)?.1.name.clone());
        Some(Site { pc, spot: code::spot(program, pc)?, function, ..site })
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
        let depth = task.cpu.frames().len();
        if following.lost.is_some() {
            return self.watch_buffer(machine, program, tid, report);
        }
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
                // A handler may have jumped elsewhere.
                _ if pc != following.site.pc + 1 => None,
                Some(Op::Call { base, .. } | Op::CallI32 { base, .. } | Op::CallReg { base, .. }) => Some(*base),
                _ => None,
            };
            // One that was made again after all has not failed.
            let fits = |base: &Reg| !following.fate.is_error() || task.cpu.register(*base) as i32 == -1;
            let Some(base) = base.filter(fits) else {
                let looks = (following.site.program, following.site.pc, following.fate.is_error());
                self.looks.entry(looks).and_modify(|looks| *looks = looks.saturating_sub(1));
                self.following.remove(&tid);
                return;
            };
            following.trail = Some(Trail { held: BTreeSet::from([base]), compared: false });
        }
        if following.fate.is_error() && following.is_handed_on(machine, program, tid) {
            return;
        }
        let forks = following.forks();
        let Some(trail) = &mut following.trail else { return };
        if !trail.is_live(program, pc) {
            if let Fate::Short(Short { writes: false, buf, n, .. }) = following.fate {
                self.records.lost(machine, scene, tid, (&following.site, &following.fate, trail.compared));
                let stale = self.came.get(&(following.pid, buf)).is_some_and(|most| *most > n);
                // Whatever the program has put there: a loop that does not see the end takes it for what has come.
                let again = self.records.end_again(scene, tid, &following.fate);
                let buffer = buffer(machine, scene, tid, buf + n, stale);
                let buffer = buffer.map(|buffer| Buffer { filled: buffer.filled && !again, ..buffer });
                following.lost = buffer.filter(|buffer| (n > 0 || !buffer.filled) && !excused(scene, &following.site));
                if following.lost.is_some() {
                    return self.step(machine, scene, tid, report);
                }
                self.following.remove(&tid);
                return;
            }
            let following = self.following.remove(&tid);
            following.into_iter().for_each(|following| self.dropped(scene, &following, report));
            return;
        }
        let use_ = trail.step(program, pc);
        let failed = following.fate.is_error();
        let done = match use_ {
            Use::None => false,
            Use::ErrorCheck | Use::EndCheck | Use::ZeroCheck => {
                trail.compared = true;
                let end = matches!(following.fate, Fate::Short(Short { why: Why::End, .. }));
                failed && !(forks && use_ == Use::ZeroCheck) || end && use_ != Use::ErrorCheck
            }
            Use::Stored if forks => {
                following.stored = true;
                false
            }
            Use::Computed => !failed,
            Use::Looked | Use::Stored => true,
            Use::Address | Use::Passed(_) if !failed || trail.compared && !forks => true,
            Use::Address => {
                let spot = code::spot(program, pc);
                let finding = following.fate.misused(&following.site, following.pid, "is used as an index or address");
                report.add(finding.with(spot, "used here"));
                true
            }
            Use::Passed(function) => {
                if TAKES_NUMBERS.contains(&function.as_str()) {
                    let spot = code::spot(program, pc);
                    let how = format!("is passed to {function}()");
                    let finding = following.fate.misused(&following.site, following.pid, &how);
                    report.add(finding.with(spot, "passed on here"));
                }
                true
            }
        };
        if done {
            self.following.remove(&tid);
        }
    }

    /// The count is lost: the next instruction may use what never came.
    fn watch_buffer(&mut self, machine: &Machine, program: &Program, tid: Tid, report: &mut Report) {
        let (Some(following), Some(task)) = (self.following.get_mut(&tid), machine.task(tid)) else { return };
        let (Some(buffer), Fate::Short(short)) = (following.lost, &following.fate) else { return };
        following.steps += 1;
        let all = access::of(machine, tid);
        let own = || program.function_at(task.cpu.pc()).is_some_and(|function| code::is_own(program, function));
        let uses = |access: &Access| match buffer.filled {
            // A number of which a part came, and a part was there.
            true => access.loads && access.len > 1 && uses_missing(short, access) && own(),
            false => uses_missing(short, access),
        };
        let gone = task.cpu.frames().len() < buffer.depth;
        if following.steps > FARTHER || gone || all.iter().any(|access| fills(short, access)) {
            self.following.remove(&tid);
        } else if all.iter().any(uses) {
            let spot = site(machine, tid, 0).map(|site| site.spot);
            self.missed(tid, spot, report);
        }
    }

    /// Nobody will ever look at the result.
    fn dropped(&mut self, scene: &Scene, following: &Following, report: &mut Report) {
        let Following { site, pid, fate, handed_to, .. } = following;
        if excused(scene, site) || handed_to.as_ref().is_some_and(|site| excused(scene, site)) {
            return;
        }
        let compared = following.trail.as_ref().is_some_and(|trail| trail.compared);
        // From memory it may be looked at anywhere.
        if following.stored && tells_errors(scene, site) {
            return;
        }
        let words = match fate {
            Fate::Failed(_) | Fate::Returned(_) | Fate::Interrupted { .. } => LOOKED_AT_BY_FLAG,
            Fate::Short(_) => &[],
        };
        // A handler's flag tells of what it interrupted.
        let told_there = |site: &Site| mentions(scene, site, words);
        if told_there(site)
            || handed_to.as_ref().is_some_and(told_there)
            || matches!(fate, Fate::Interrupted { .. }) && flags(scene, site)
        {
            return;
        }
        let finding = fate.ignored(site, *pid, compared, None);
        let finding = match handed_to {
            Some(Site { spot, function, .. }) => {
                let function = function.as_deref().unwrap_or_default();
                finding.with(Some(spot.clone()), format!("{function}() returns it to here, and nobody looks at it"))
            }
            None => finding,
        };
        if site.function.as_deref() == Some("close") {
            let entry = self.closing.entry((site.program, site.pc)).or_insert((0, finding));
            entry.0 += 1;
        } else {
            report.add(finding);
        }
    }

    /// Bytes that never came are used.
    fn missed(&mut self, tid: Tid, spot: Option<code::Spot>, report: &mut Report) {
        let Some(Following { site, pid, fate, trail, .. }) = self.following.remove(&tid) else { return };
        report.add(fate.ignored(&site, pid, trail.is_some_and(|trail| trail.compared), spot));
    }

    /// `meant`: its failing is no custom, whatever the function.
    fn begin(&mut self, scene: &Scene, tid: Tid, fate: Fate, meant: bool) {
        let Some(site) = scene.site(tid) else { return };
        let Some(function) = site.function.as_deref().filter(|name| OBSERVED.contains(name)) else { return };
        let pid = scene.pid(tid);
        if fate.is_customary(function) && !meant {
            return;
        }
        let again = self.records.end_again(scene, tid, &fate);
        let looks = self.looks.entry((site.program, site.pc, fate.is_error())).or_default();
        let most = if function == "close" { 2 * LOOKS } else { LOOKS };
        *looks += 1;
        if *looks <= most || again {
            let following = Following {
                site: site.clone(),
                pid,
                fate,
                trail: None,
                steps: 0,
                stored: false,
                handed_to: None,
                lost: None,
            };
            self.following.insert(tid, following);
        }
    }

    /// What the kernel does with the buffer that was not filled.
    fn used_by_kernel(&mut self, scene: &Scene, tid: Tid, call: &Syscall, report: &mut Report) {
        let Some(Following { fate: Fate::Short(short), lost: Some(buffer), .. }) = self.following.get(&tid) else {
            return;
        };
        match *call {
            // Another read into it: what is missing is no longer known.
            Syscall::Read { buf, .. } | Syscall::Pread { buf, .. } | Syscall::Recvfrom { buf, .. }
                if (short.buf..short.buf + short.asked).contains(&buf.0) =>
            {
                self.following.remove(&tid);
            }
            // A single byte is a token.
            Syscall::Write { buf, count, .. } | Syscall::Sendto { buf, count, .. }
                if short.asked > 1 && !short.text && !buffer.filled =>
            {
                let access = Access::new(buf.0, count, Kind::Read);
                if uses_missing(short, &access) {
                    self.missed(tid, scene.spot(tid), report);
                }
            }
            _ => {}
        }
    }
}

/// Does it read bytes of the buffer that the call has not filled? To copy a text with what lies behind it does no harm.
fn uses_missing(short: &Short, access: &Access) -> bool {
    let copies = short.text && access.copies;
    let (from, to) = (short.buf + short.n, short.buf + short.asked);
    !access.kind.writes() && !copies && access.addr < to && access.addr + access.len > from
}

/// Does it wait for a process that was never its child, or send a signal to one that there never was?
fn is_about_stranger(scene: &Scene, tid: Tid, call: &Syscall) -> bool {
    let process = |pid: i32| scene.processes.get(&Pid(pid as u32));
    match *call {
        Syscall::Wait4 { pid: wanted @ 1.., status, .. } => {
            // One that was waited for already leaves the status as it was.
            let looks = || ["WEXITSTATUS", "WIFEXITED"].iter().any(|name| super::source::all_text_has(scene, name));
            process(wanted).map(|p| p.parent) != Some(scene.pid(tid)) || status.0 != 0 && looks()
        }
        Syscall::Kill { pid: to @ 1.., .. } => process(to).is_none(),
        _ => false,
    }
}

/// Does it put something there that the call has not?
fn fills(short: &Short, access: &Access) -> bool {
    let (from, to) = (short.buf + short.n, short.buf + short.asked);
    access.kind.writes() && (from..to).contains(&access.addr)
}

/// Has a text come that ends by itself?
fn ends_by_itself(machine: &Machine, tid: Tid, buf: u64, n: u64) -> bool {
    let Some(task) = machine.kernel.procs.find_task(tid) else { return false };
    let mut bytes = vec![0xff; (n as usize).min(65_536)];
    machine.kernel.mm.peek(task.space, buf, &mut bytes);
    let end = bytes.iter().position(|b| *b == 0);
    end.is_some_and(|end| bytes[..end].iter().all(|b| !b.is_ascii_control() || b.is_ascii_whitespace()))
}

impl Check for Results {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        self.records.look(scene, look, report);
        for event in look.events {
            let tid = event.tid;
            match &event.kind {
                EventKind::Enter { call, .. } => self.used_by_kernel(scene, tid, call, report),
                EventKind::Exit { call, outcome, .. } if scene.is_own(scene.pid(tid)) => {
                    let mut fate = Fate::of(call, *outcome);
                    if let Some(Fate::Short(short)) = &mut fate {
                        short.text = !short.writes && ends_by_itself(look.machine, tid, short.buf, short.n);
                    }
                    let stranger = is_about_stranger(scene, tid, call);
                    fate.into_iter().for_each(|fate| self.begin(scene, tid, fate, stranger));
                    if let Some((buf, n)) = came(call, *outcome) {
                        let most = self.came.entry((scene.pid(tid), buf)).or_default();
                        *most = n.max(*most);
                    }
                }
                EventKind::Signal { info, disposition: Disposition::Caught } => {
                    if let Some(Fate::Interrupted { by, .. }) = self.following.get_mut(&tid).map(|f| &mut f.fate) {
                        by.get_or_insert(info.signal);
                    }
                }
                EventKind::Exec { .. } | EventKind::Exited { .. } | EventKind::Killed { .. } => {
                    self.following.remove(&tid);
                    self.inside.remove(&tid);
                }
                _ => {}
            }
        }
    }

    fn end(&mut self, _: &Scene, _: &Last, report: &mut Report) {
        self.records.end(report);
        for (times, finding) in std::mem::take(&mut self.closing).into_values() {
            if times < LOOKS {
                report.add(finding);
            }
        }
    }
}
