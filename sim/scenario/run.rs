//! Running a scenario: programs start, faults happen, output is kept by program, and at the end all is compared with
//! what the file expects.

use super::boot::{Prepared, Program};
use super::happenings::{Happening, What, When};
use super::tape::{Before, Tapes};
use crate::chronicle::Origins;
use crate::incoming::{Feed, Incoming, Launch};
use crate::inject::Fault;
use crate::machine::Choice;
use crate::report;
use crate::world::{HostId, World};
use forklore_kernel::abi::{Pid, Signal, TtyId};
use forklore_kernel::tty::Master;
use forklore_kernel::tty::ldisc::LineDiscipline;
use std::fmt::Write;

/// What came of one program.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ProgramResult {
    /// Its name.
    pub name: String,
    /// Its process, once started.
    pub pid: Option<Pid>,
    /// Its wait status, once it has ended.
    pub status: Option<i32>,
    /// All of standard output.
    pub stdout: Vec<u8>,
    /// All of standard error.
    pub stderr: Vec<u8>,
}

/// What came of a scenario.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// By program, in the order of the file.
    pub programs: Vec<ProgramResult>,
    /// What differs from what was expected; empty: all is well.
    pub failures: Vec<String>,
    /// Entries of the file that had no effect: faults that did not happen, keys that nobody read.
    pub warnings: Vec<String>,
    /// Virtual time at the end.
    pub time_ns: u64,
}

/// Output as it comes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written<'a> {
    /// The program's name.
    pub program: &'a str,
    /// 1 for standard output, 2 for standard error.
    pub stream: u8,
    /// The bytes.
    pub bytes: &'a [u8],
}

/// How long a background program may take to end after SIGTERM.
const GRACE_NS: u64 = 1_000_000_000;

struct Run {
    world: World,
    programs: Vec<Program>,
    results: Vec<ProgramResult>,
    /// What has not happened yet.
    happenings: Vec<Happening>,
    /// Faults that the machines have been given, with the program and its call.
    injected: Vec<(Happening, usize, String)>,
    warnings: Vec<String>,
    written: u64,
    /// What each host goes through, if that is kept.
    tapes: Option<Tapes>,
    /// At the end nothing could happen any more.
    stuck: bool,
    /// Since when the background programs alone are left.
    ending: Option<u64>,
}

/// Runs a scenario to its end; `show` gets output as it comes.
pub fn run(prepared: Prepared, show: &mut dyn FnMut(Written)) -> Outcome {
    run_watched(prepared, show, &mut |_| {})
}

/// The same; `watch` sees the world after whatever happens in it, and takes what was traced or captured there.
pub fn run_watched(prepared: Prepared, show: &mut dyn FnMut(Written), watch: &mut dyn FnMut(&mut World)) -> Outcome {
    drive(prepared, None, show, watch).0
}

/// Runs a scenario and keeps what each host goes through; also says whether it ended because nothing could happen any more.
pub(super) fn run_taped(prepared: Prepared, show: &mut dyn FnMut(Written)) -> (Outcome, Tapes, bool) {
    let tapes = Tapes::new(prepared.world.hosts.len());
    let (outcome, tapes, stuck) = drive(prepared, Some(tapes), show, &mut |_| {});
    (outcome, tapes.unwrap_or_else(|| Tapes::new(0)), stuck)
}

fn drive(
    prepared: Prepared,
    tapes: Option<Tapes>,
    show: &mut dyn FnMut(Written),
    watch: &mut dyn FnMut(&mut World),
) -> (Outcome, Option<Tapes>, bool) {
    let results = prepared
        .programs
        .iter()
        .map(|program| ProgramResult { name: program.name.clone(), ..ProgramResult::default() })
        .collect();
    let mut run = Run {
        world: prepared.world,
        programs: prepared.programs,
        results,
        happenings: prepared.happenings,
        injected: Vec::new(),
        warnings: Vec::new(),
        written: 0,
        tapes,
        stuck: false,
        ending: None,
    };
    let mut failures = Vec::new();
    let ended = run.to_end((prepared.time_ns, prepared.steps, prepared.output), show, watch);
    watch(&mut run.world);
    if let Err(why) = ended {
        failures.push(why);
    }
    run.compare(&mut failures);
    run.tell_what_had_no_effect();
    let outcome = Outcome { time_ns: run.world.now_ns(), programs: run.results, failures, warnings: run.warnings };
    (outcome, run.tapes, run.stuck)
}

impl Run {
    fn to_end(
        &mut self,
        limits: (u64, u64, u64),
        show: &mut dyn FnMut(Written),
        watch: &mut dyn FnMut(&mut World),
    ) -> Result<(), String> {
        loop {
            let next = self.next_happening();
            let limit = next.unwrap_or(u64::MAX).min(limits.0.saturating_add(1));
            let before = self.tapes.is_some().then(|| Before::of(&self.world));
            let made = self.world.turn(limit);
            if let (Some(tapes), Some(before), Some(made)) = (&mut self.tapes, before, &made) {
                tapes.turned(&self.world, before, made);
            }
            watch(&mut self.world);
            self.take_output(show);
            self.note_ends();
            self.watch();
            if self.world.now_ns() > limits.0 {
                return Err(format!("the time limit of {} has passed", report::duration(limits.0)));
            }
            if self.written > limits.2 {
                return Err(format!("more than {} bytes of output were written", limits.2));
            }
            let steps: u64 = self.world.hosts.iter().map(|host| host.machine.executed()).sum();
            if steps > limits.1 {
                return Err(format!("more than {} instructions were executed", limits.1));
            }
            if self.finish_background() {
                return Ok(());
            }
            if made.is_some() {
                continue;
            }
            match next {
                Some(at) if at <= limits.0 => {
                    let before = self.tapes.is_some().then(|| Before::of(&self.world));
                    self.world.advance_to(at);
                    if let (Some(tapes), Some(before)) = (&mut self.tapes, before) {
                        tapes.passed(&self.world, &before);
                    }
                    self.happen(at)?;
                }
                _ if self.world.next_ns().is_some() => {
                    return Err(format!("the time limit of {} has passed", report::duration(limits.0)));
                }
                _ => {
                    self.stuck = true;
                    return self.stuck();
                }
            }
        }
    }

    /// Is everything over that is not in the background? Then that is ended.
    fn finish_background(&mut self) -> bool {
        let alive = |run: &Run, n: usize| run.results[n].status.is_none();
        let all: Vec<usize> = (0..self.programs.len()).filter(|n| alive(self, *n)).collect();
        if all.is_empty() {
            return true;
        }
        if all.iter().any(|n| !self.programs[*n].spec.background) {
            return false;
        }
        let now = self.world.now_ns();
        match self.ending {
            None => {
                self.ending = Some(now);
                all.iter().for_each(|n| self.kill(*n, Signal::TERM));
                false
            }
            Some(since) => now > since + GRACE_NS || self.world.next_ns().is_none(),
        }
    }

    /// Nothing can happen any more, and programs are left.
    fn stuck(&self) -> Result<(), String> {
        let mut text = String::from("deadlock: nothing can happen any more");
        for host in &self.world.hosts {
            if host.machine.kernel.live_processes() > 0 {
                let report = report::deadlock(&host.machine, &Origins::default());
                let body = report.split_once('\n').map_or("", |(_, body)| body);
                let _ = write!(text, "\n on {}:\n{body}", host.name);
            }
        }
        Err(text)
    }

    /// When the next start, fault or key with a time is due.
    fn next_happening(&self) -> Option<u64> {
        let starts = self.programs.iter().zip(&self.results).filter(|(_, result)| result.pid.is_none());
        let starts = starts.filter(|(_, result)| result.status.is_none()).map(|(program, _)| program.start_ns);
        let timed = self.happenings.iter().filter_map(|happening| match happening.when {
            When::At(at) => Some(at),
            When::WaitsIn(..) | When::Calls(..) => None,
        });
        starts.chain(timed).min()
    }

    fn happen(&mut self, at: u64) -> Result<(), String> {
        for n in 0..self.programs.len() {
            if self.results[n].pid.is_none() && self.programs[n].start_ns <= at {
                self.start(n)?;
            }
        }
        let (due, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.happenings).into_iter().partition(|h| matches!(h.when, When::At(t) if t <= at));
        self.happenings = later;
        due.into_iter().for_each(|happening| self.make_happen(happening));
        Ok(())
    }

    /// Faults that wait for a program to wait.
    fn watch(&mut self) {
        let waits = |run: &Run, program: usize, call: &str| {
            let Some(pid) = run.results[program].pid else { return false };
            let kernel = &run.world.hosts[run.programs[program].host].machine.kernel;
            let task = kernel.procs.process(pid).and_then(|process| process.leader);
            let task = task.and_then(|tid| kernel.procs.find_task(tid));
            task.and_then(|task| task.blocked.as_ref()).is_some_and(|blocked| blocked.call.name() == call)
        };
        let due = self.happenings.iter().position(|happening| match &happening.when {
            When::WaitsIn(program, call) => waits(self, *program, call),
            When::At(_) | When::Calls(..) => false,
        });
        if let Some(n) = due {
            let happening = self.happenings.remove(n);
            self.make_happen(happening);
        }
    }

    fn make_happen(&mut self, happening: Happening) {
        match happening.what {
            What::Link(a, b, up) => {
                if let Some(link) = self.world.link_mut(a, b) {
                    link.up = up;
                }
            }
            What::Kill(program, _) | What::Keys(program, _) if self.results[program].status.is_some() => {
                let warning = format!("{}: no effect: {} had ended", happening.place, self.programs[program].name);
                self.warnings.push(warning);
            }
            What::Kill(program, signal) => self.kill(program, signal),
            What::Keys(program, bytes) => {
                let host = self.programs[program].host;
                if let Some(tty) = self.terminal(program) {
                    bytes.into_iter().for_each(|byte| self.comes(host, Choice::Key(tty, byte)));
                }
            }
        }
    }

    /// Something comes to a host, which can always be.
    fn comes(&mut self, host: HostId, choice: Choice) {
        let _ = self.world.hosts[host].machine.begin(&choice);
        if let Some(tapes) = &mut self.tapes {
            tapes.came(host, choice);
        }
    }

    fn kill(&mut self, program: usize, signal: Signal) {
        let host = self.programs[program].host;
        match self.results[program].pid {
            Some(pid) if self.results[program].status.is_none() => {
                self.comes(host, Choice::Incoming(Box::new(Incoming::Signal(pid, signal))));
            }
            Some(_) => {}
            // It is not even started any more.
            None => self.results[program].status = Some(signal.number().into()),
        }
    }

    fn start(&mut self, n: usize) -> Result<(), String> {
        let program = &self.programs[n];
        let launch = launch(program, stream_of(n));
        let tid = self.world.hosts[program.host].machine.launch(&launch);
        let tid = tid.map_err(|errno| format!("{} can't be started: {errno}", program.name))?;
        if let Some(tapes) = &mut self.tapes {
            tapes.came(program.host, Choice::Incoming(Box::new(Incoming::Launch(launch))));
        }
        let (pid, host) = (Pid(tid.0), program.host);
        self.results[n].pid = Some(pid);
        let (its, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.happenings)
            .into_iter()
            .partition(|happening| matches!(happening.when, When::Calls(who, _) if who == n));
        self.happenings = others;
        for happening in its {
            if let (When::Calls(_, call), What::Kill(_, signal)) = (happening.when.clone(), &happening.what) {
                self.comes(host, Choice::Inject(Fault::SignalBefore { pid, call: call.clone(), signal: *signal }));
                self.injected.push((happening, n, call));
            }
        }
        Ok(())
    }

    /// The terminal of a program: what it shows is the program's stream.
    fn terminal(&self, program: usize) -> Option<TtyId> {
        let kernel = &self.world.hosts[self.programs[program].host].machine.kernel;
        let shown = Master::Outside(stream_of(program));
        kernel.ttys.iter().find(|(_, tty)| tty.master == shown).map(|(id, _)| id)
    }

    /// Faults that did not happen and keys that were not read, in the order of the file.
    fn tell_what_had_no_effect(&mut self) {
        let name = |n: &usize| &self.programs[*n].name;
        let mut told = Vec::new();
        for happening in &self.happenings {
            let why = match &happening.when {
                When::At(_) => "the run was over before this time".to_string(),
                When::WaitsIn(n, call) => format!("{} never waited in {call}", name(n)),
                When::Calls(n, _) => format!("{} was never started", name(n)),
            };
            told.push(format!("{}: no effect: {why}", happening.place));
        }
        for (happening, n, call) in &self.injected {
            let (Some(pid), host) = (self.results[*n].pid, self.programs[*n].host) else { continue };
            if self.world.hosts[host].machine.signal_is_planned(pid, call) {
                told.push(format!("{}: no effect: {} never called {call}", happening.place, name(n)));
            }
        }
        for n in 0..self.programs.len() {
            let Some(tty) = self.terminal(n) else { continue };
            let kernel = &self.world.hosts[self.programs[n].host].machine.kernel;
            match kernel.line_discipline(tty).map_or(0, LineDiscipline::unread) {
                0 => {}
                1 => told.push(format!("{} did not read the last key typed at its terminal", name(&n))),
                unread => told.push(format!("{} did not read the last {unread} keys typed at its terminal", name(&n))),
            }
        }
        self.warnings.extend(told);
    }

    fn take_output(&mut self, show: &mut dyn FnMut(Written)) {
        for host in &mut self.world.hosts {
            for chunk in host.machine.kernel.take_output() {
                let Some(n) = usize::from(chunk.fd).checked_sub(3).map(|n| n / 2) else { continue };
                let Some(result) = self.results.get_mut(n) else { continue };
                let stream = if chunk.fd % 2 == 1 { 1 } else { 2 };
                self.written += chunk.bytes.len() as u64;
                show(Written { program: &self.programs[n].name, stream, bytes: &chunk.bytes });
                if stream == 1 { &mut result.stdout } else { &mut result.stderr }.extend(chunk.bytes);
            }
        }
    }

    fn note_ends(&mut self) {
        for (program, result) in self.programs.iter().zip(&mut self.results) {
            if let (Some(pid), None) = (result.pid, result.status) {
                result.status = self.world.hosts[program.host].machine.kernel.exit_status(pid);
            }
        }
    }

    fn compare(&self, failures: &mut Vec<String>) {
        for (program, result) in self.programs.iter().zip(&self.results) {
            let Some(expect) = &program.spec.expect else { continue };
            let name = &program.name;
            let wanted = match (&program.signal, &expect.status) {
                (Some(signal), _) => Some(format!("killed by {}", signal.name())),
                (None, Some(status)) => Some(format!("exited with {}", status.get_ref())),
                (None, None) => None,
            };
            let real = ending(result.status);
            if let Some(wanted) = wanted.filter(|wanted| *wanted != real) {
                failures.push(format!("{name}: expected: {wanted}; it {real}"));
            }
            let stderr = expect.stderr.as_ref().map(|text| text.get_ref().as_bytes());
            let shown =
                if program.spec.is_interactive() { lines_of_terminal(&result.stdout) } else { result.stdout.clone() };
            for (stream, wanted, real) in
                [("output", program.stdout.as_deref(), &shown), ("standard error", stderr, &result.stderr)]
            {
                if let Some(wanted) = wanted.filter(|wanted| *wanted != real.as_slice()) {
                    failures.push(difference(name, stream, wanted, real));
                }
            }
        }
    }
}

/// The stream that a program's output has; its errors have the next one.
fn stream_of(program: usize) -> u8 {
    3 + 2 * program as u8
}

/// What a terminal has shown, with lines that end as a file's do.
fn lines_of_terminal(shown: &[u8]) -> Vec<u8> {
    let ends_line = |at: usize| shown[at] == b'\r' && shown.get(at + 1) == Some(&b'\n');
    (0..shown.len()).filter(|at| !ends_line(*at)).map(|at| shown[at]).collect()
}

/// How a program is started whose output is this stream.
fn launch(program: &Program, stream: u8) -> Launch {
    let user = program.spec.user.as_ref().map_or("user", |user| user.get_ref().as_str());
    let mut envp: Vec<Vec<u8>> = [
        "PATH=/usr/local/bin:/usr/bin:/bin".to_string(),
        format!("HOME={}", program.home),
        format!("USER={user}"),
        "LANG=C".to_string(),
    ]
    .map(String::into_bytes)
    .to_vec();
    if program.spec.is_interactive() {
        envp.push(b"TERM=xterm".to_vec());
    }
    envp.extend(program.spec.env.iter().map(|entry| entry.get_ref().clone().into_bytes()));
    let mut argv = vec![program.name.clone().into_bytes()];
    argv.extend(program.spec.args.iter().map(|arg| arg.get_ref().clone().into_bytes()));
    Launch {
        path: program.path.clone().into_bytes(),
        argv,
        envp,
        owner: (program.owner.0.0, program.owner.1.0),
        cwd: program.home.clone().into_bytes(),
        stdin: match &program.spec.stdin {
            Some(text) => Feed::File(text.clone().into_bytes()),
            None if program.spec.is_interactive() => Feed::Terminal,
            None => Feed::Null,
        },
        stream,
    }
}

/// How a program ended, in words.
pub fn ending(status: Option<i32>) -> String {
    match status {
        None => "did not end".to_string(),
        Some(status) => match Signal::new(i64::from(status & 0x7f)) {
            Some(signal) => format!("killed by {}", signal.name()),
            None => format!("exited with {}", status >> 8 & 0xff),
        },
    }
}

/// The first line in which the output is not what was expected.
fn difference(name: &str, stream: &str, wanted: &[u8], real: &[u8]) -> String {
    let (wanted, real) = (String::from_utf8_lossy(wanted), String::from_utf8_lossy(real));
    let (mut a, mut b) = (wanted.lines(), real.lines());
    for line in 1.. {
        match (a.next(), b.next()) {
            (None, None) => break,
            (x, y) if x == y => {}
            (x, y) => {
                let show = |line: Option<&str>| line.map_or("nothing more".to_string(), |line| format!("{line:?}"));
                return format!("{name}: line {line} of its {stream}: expected {}, got {}", show(x), show(y));
            }
        }
    }
    format!("{name}: its {stream} ends differently")
}
