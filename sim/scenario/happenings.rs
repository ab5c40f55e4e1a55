//! What happens from outside during a scenario, and the entries that could do nothing: those are errors.

use super::boot::{DEFAULT_TIME_NS, Preparer, Program};
use super::file::{FaultSpec, KeysSpec, ScenarioError};
use crate::world::{HostId, Link};
use forklore_kernel::abi::{Signal, Syscall};
use std::ops::Range;
use toml::Spanned;

/// What happens from outside, and when.
#[derive(Clone, Debug)]
pub struct Happening {
    /// At this time, or when a program waits in a call.
    pub when: When,
    /// What.
    pub what: What,
    /// Where the file says so: its name and the line.
    pub place: String,
}

/// When something happens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum When {
    /// At this virtual time.
    At(u64),
    /// When this program waits in this call.
    WaitsIn(usize, String),
    /// When this program is about to make this call.
    Calls(usize, String),
}

/// Something that happens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// A link goes down or comes up.
    Link(HostId, HostId, bool),
    /// A program gets a signal.
    Kill(usize, Signal),
    /// Keys are pressed at a program's terminal.
    Keys(usize, Vec<u8>),
}

/// The key that ends input (VEOF), Ctrl+D.
const END_OF_INPUT: u8 = 4;

/// Each has two streams of output, whose numbers are bytes.
const MOST_PROGRAMS: usize = 100;

impl Preparer<'_> {
    pub(super) fn signal(&self, name: &Spanned<String>) -> Result<Signal, ScenarioError> {
        let wanted = name.get_ref().trim_start_matches("SIG");
        let found = (1..=64).filter_map(Signal::new).find(|signal| signal.name().trim_start_matches("SIG") == wanted);
        found.ok_or_else(|| self.text.error(name.span(), format!("there is no signal \"{}\"", name.get_ref())))
    }

    /// The name of a system call.
    fn call_named(&self, call: &Spanned<String>) -> Result<String, ScenarioError> {
        match Syscall::number_of(call.get_ref()) {
            Some(_) => Ok(call.get_ref().clone()),
            None => Err(self.text.error(call.span(), format!("there is no system call \"{}\"", call.get_ref()))),
        }
    }

    /// Faults and keys, in the order of the file.
    pub(super) fn happenings(&self, programs: &[Program], links: &[Link]) -> Result<Vec<Happening>, ScenarioError> {
        let mut all = Vec::new();
        for fault in &self.scenario.faults {
            all.push(self.fault(fault, links)?);
        }
        for keys in &self.scenario.keys {
            all.push(self.keys(keys, programs)?);
        }
        Ok(all)
    }

    fn fault(&self, fault: &FaultSpec, links: &[Link]) -> Result<Happening, ScenarioError> {
        let spans = [&fault.at, &fault.when, &fault.kill].into_iter().flatten().map(Spanned::span);
        let pairs = [&fault.link_down, &fault.link_up].into_iter().flatten().map(Spanned::span);
        let span = spans.chain(pairs).next().unwrap_or(0..0);
        let when = match (&fault.at, &fault.when, &fault.waits_in, &fault.calls) {
            (Some(at), None, None, None) => When::At(self.time_in_run(at)?),
            (None, Some(program), Some(call), None) => {
                When::WaitsIn(self.program_named(program)?, self.call_named(call)?)
            }
            (None, Some(program), None, Some(call)) => {
                let one = fault.kill.as_ref().is_some_and(|kill| kill.get_ref() == program.get_ref());
                if !one || call.get_ref() == "execve" {
                    let message = "not supported: what happens at the beginning of a call is a signal to the program \
                                   that makes it, and not at execve";
                    return Err(self.text.error(call.span(), message));
                }
                When::Calls(self.program_named(program)?, self.call_named(call)?)
            }
            _ => {
                let message = "a fault says when: either at, or when and one of waits_in and calls";
                return Err(self.text.error(span, message));
            }
        };
        let what = match (&fault.link_down, &fault.link_up, &fault.kill) {
            (Some(pair), None, None) | (None, Some(pair), None) => {
                let (a, b) = self.ends(pair)?;
                if !links.iter().any(|link| link.ends == (a, b) || link.ends == (b, a)) {
                    return Err(self.text.error(pair.span(), "these two have no link"));
                }
                if let Some(signal) = &fault.signal {
                    return Err(self
                        .text
                        .error(signal.span(), "a link gets no signal: this belongs to kill = \"...\""));
                }
                What::Link(a, b, fault.link_up.is_some())
            }
            (None, None, Some(program)) => {
                let signal = fault.signal.as_ref().map_or(Ok(Signal::KILL), |name| self.signal(name))?;
                What::Kill(self.program_named(program)?, signal)
            }
            _ => return Err(self.text.error(span, "a fault says what: one of link_down, link_up and kill")),
        };
        Ok(Happening { when, what, place: self.place(span) })
    }

    fn keys(&self, keys: &KeysSpec, programs: &[Program]) -> Result<Happening, ScenarioError> {
        let at = self.time_in_run(&keys.at)?;
        let number = self.typed_at(keys, programs)?;
        let program = &programs[number];
        if at < program.start_ns {
            let message = format!("\"{}\" has not been started at this time: there is no terminal yet", program.name);
            return Err(self.text.error(keys.at.span(), message));
        }
        let bytes = if keys.text.is_empty() { vec![END_OF_INPUT] } else { keys.text.clone().into_bytes() };
        let (when, what) = (When::At(at), What::Keys(number, bytes));
        Ok(Happening { when, what, place: self.place(keys.at.span()) })
    }

    /// At whose terminal the keys are pressed: that of the program named, or of the only interactive one of the host.
    fn typed_at(&self, keys: &KeysSpec, programs: &[Program]) -> Result<usize, ScenarioError> {
        if let Some(name) = &keys.program {
            let number = self.program_named(name)?;
            let program = &programs[number];
            if !program.spec.is_interactive() {
                let message = format!("\"{}\" has no terminal: it is not interactive = true", program.name);
                return Err(self.text.error(name.span(), message));
            }
            if let Some(host) = &keys.host
                && self.host_named(host.get_ref(), host.span())? != program.host
            {
                let message = format!("\"{}\" is on another host", program.name);
                return Err(self.text.error(host.span(), message));
            }
            return Ok(number);
        }
        let host = self.host_of(&keys.host, &keys.at)?;
        let span = keys.host.as_ref().map_or(keys.at.span(), Spanned::span);
        let mut there = (0..programs.len()).filter(|n| programs[*n].host == host && programs[*n].spec.is_interactive());
        match (there.next(), there.next()) {
            (Some(only), None) => Ok(only),
            (None, _) => Err(self.text.error(span, "nobody reads these keys: no program there is interactive = true")),
            (Some(_), Some(_)) => {
                let message = "several programs there have a terminal: say at which one by program = \"...\"";
                Err(self.text.error(span, message))
            }
        }
    }

    /// A time before the run is ended.
    pub(super) fn time_in_run(&self, written: &Spanned<String>) -> Result<u64, ScenarioError> {
        let at = self.text.time(written)?;
        if at > self.time_limit()? {
            let message = "the run is ended before this time: see time in [limits], one hour without it";
            return Err(self.text.error(written.span(), message));
        }
        Ok(at)
    }

    /// Most virtual time.
    pub(super) fn time_limit(&self) -> Result<u64, ScenarioError> {
        let Some(written) = &self.scenario.limits.time else { return Ok(DEFAULT_TIME_NS) };
        match self.text.time(written)? {
            0 => Err(self.text.error(written.span(), "with no time at all nothing would be run")),
            time => Ok(time),
        }
    }

    fn place(&self, span: Range<usize>) -> String {
        format!("{}:{}", self.text.name, self.text.line(span.start))
    }

    /// Entries of programs that could have no effect.
    pub(super) fn check_programs(&self) -> Result<(), ScenarioError> {
        let programs = &self.scenario.programs;
        for program in programs {
            if let (Some(interactive), Some(_)) =
                (program.interactive.as_ref().filter(|i| *i.get_ref()), &program.stdin)
            {
                let message = "standard input is either what [[keys]] type or stdin, not both";
                return Err(self.text.error(interactive.span(), message));
            }
            if let (Some(header), true) = (program.headers.first(), program.source.is_empty()) {
                return Err(self.text.error(header.span(), "headers belong to a source: this is a program of /bin"));
            }
            if let Some(entry) = program.args.iter().chain(&program.env).find(|entry| entry.get_ref().contains('\0')) {
                return Err(self.text.error(entry.span(), "a string of C ends at its first 0"));
            }
            if let Some(entry) = program.env.iter().find(|entry| entry.get_ref().find('=').is_none_or(|at| at == 0)) {
                return Err(self.text.error(entry.span(), "an entry of the environment is NAME=value"));
            }
            let Some(expect) = &program.expect else { continue };
            if let Some(status) = expect.status.as_ref().filter(|status| !(0..=255).contains(status.get_ref())) {
                return Err(self.text.error(status.span(), "an exit status is from 0 to 255"));
            }
            if let (Some(_), Some(signal)) = (&expect.status, &expect.signal) {
                let message = "a program either exits with a status or is killed by a signal: expect one of them";
                return Err(self.text.error(signal.span(), message));
            }
            if let (Some(_), Some(file)) = (&expect.stdout, &expect.stdout_file) {
                return Err(self.text.error(file.span(), "give the expected output by one of stdout and stdout_file"));
            }
            if let (Some(stderr), true) = (&expect.stderr, program.is_interactive()) {
                let message = "an interactive program's errors are on its terminal: they belong into stdout";
                return Err(self.text.error(stderr.span(), message));
            }
        }
        if let Some(program) = programs.get(MOST_PROGRAMS) {
            return Err(self.text.error(program.name.span(), format!("more than {MOST_PROGRAMS} programs")));
        }
        if programs.is_empty() {
            return Err(self.text.error(self.scenario.version.span(), "nothing is run: there is no [[program]]"));
        }
        if programs.iter().all(|program| program.background) {
            let message = "every program is in the background: the run is over when all others have ended";
            return Err(self.text.error(programs[0].name.span(), message));
        }
        Ok(())
    }
}
