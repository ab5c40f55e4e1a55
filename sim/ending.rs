//! When a run is over, and how it has ended: everything has exited, nobody can ever run again, a limit is reached, or whoever is left only
//! spins.
//!
//! Entry points: [`Ending::over`], asked before each turn; [`Ending::idle`], asked when nobody can run; [`Ending::tell`], which
//! makes a report of it. One judge for a [`crate::run::Runner`] and for a [`crate::history::History`], so that both tell the same of a run.

use crate::chronicle::Origins;
use crate::machine::Machine;
use crate::report;
use crate::run::{Ended, MAIN_PID};
use crate::setup::{Limits, Setup, Start};
use forklore_kernel::abi::{Signal, Tid, TtyId};
use forklore_kernel::entry::Blocked;
use forklore_kernel::proc::process::Process;
use forklore_kernel::proc::signal::action::{SIG_DFL, SIG_IGN};
use forklore_kernel::sched::wait::WaitOn;

/// What may still arrive from outside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Outside {
    /// Standard input has not ended.
    pub(crate) stdin_open: bool,
    /// The terminal that standard input and output are.
    pub(crate) terminal: Option<TtyId>,
    /// Keys may be pressed there at any time, while the program runs.
    pub(crate) keys: bool,
}

/// What a machine waits for when nobody can run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Idle {
    /// Input.
    Input,
    /// Nothing: the run is over.
    Over(Over),
}

/// How a run is over, before anybody has been told: a report may want to know where everything came from, which takes
/// another execution of the run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Over {
    /// So.
    So(Ended),
    /// The program has ended.
    Main,
    /// The program has ended, and processes that it has left have not.
    Outlived,
    /// Nobody can ever run again.
    Deadlock,
    /// Nobody will ever do anything but spin.
    Endless,
    /// Too many steps were made.
    StepLimit,
    /// So much virtual time has passed, in ns.
    TimedOut(u64),
}

impl Over {
    /// Is told of processes that wait for something, with where that came from?
    pub(crate) fn wants_origins(&self) -> bool {
        !matches!(self, Over::So(_) | Over::Main)
    }
}

/// [`Ending::over`] is asked before each turn and, of a turn that does not end, at multiples of this step.
pub(crate) const LOOK_EVERY: u64 = 1 << 20;

/// So many instructions of spins pass between two looks at whether everybody spins.
const SPUN: u64 = 1 << 20;

/// The judge of a run, and what it has seen so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Ending {
    pub(crate) limits: Limits,
    start: Start,
    /// Of a scenario's host: at the end nothing could happen any more, on any host.
    stuck: bool,
    max_memory: u64,
    /// Bytes written to standard output and error.
    pub(crate) written: u64,
    /// Wait status of the program and when its end was noticed.
    main_ended: Option<(i32, u64)>,
    /// Instructions that the machine had saved at the last look.
    saved: u64,
    /// What the caller should be told besides how the run ended.
    pub(crate) notes: Vec<String>,
}

impl Ending {
    pub(crate) fn new(setup: &Setup) -> Ending {
        Ending {
            limits: setup.limits,
            start: setup.start,
            stuck: setup.scene.as_ref().is_some_and(|scene| scene.stuck),
            max_memory: setup.machine.max_memory,
            written: 0,
            main_ended: None,
            saved: 0,
            notes: Vec::new(),
        }
    }

    /// Is the machine a host of a scenario?
    pub(crate) fn is_host(&self) -> bool {
        self.start == Start::Host
    }

    /// Has a limit been reached, or has everything ended?
    #[inline]
    pub(crate) fn over(&mut self, machine: &Machine, outside: Outside) -> Option<Over> {
        if self.goes_on(machine) { None } else { self.judge(machine, outside) }
    }

    /// Is there nothing to look at more closely? Asked before every turn.
    #[inline]
    fn goes_on(&self, machine: &Machine) -> bool {
        self.main_ended.is_none()
            && machine.work() <= self.limits.max_steps
            && self.written <= self.limits.max_output
            && self.limits.timeout_ns.is_none()
            && machine.saved() < self.saved + SPUN
            && (self.start == Start::Host || machine.kernel.process(MAIN_PID).is_some_and(|main| !main.is_zombie()))
    }

    #[cold]
    fn judge(&mut self, machine: &Machine, outside: Outside) -> Option<Over> {
        self.note_main_end(machine);
        if self.written > self.limits.max_output {
            return Some(Over::So(Ended::Limit(format!(
                "output limit: the program wrote more than {} bytes (raise it with --max-output)",
                self.limits.max_output
            ))));
        }
        if machine.work() > self.limits.max_steps {
            return Some(self.main_ended.map_or(Over::StepLimit, |_| Over::Outlived));
        }
        if let Some(over) = self.spins_for_ever(machine, outside) {
            return Some(over);
        }
        let kernel = &machine.kernel;
        if let Some(timeout) = self.limits.timeout_ns
            && kernel.now_ns() > timeout
        {
            return Some(Over::TimedOut(timeout));
        }
        let (_, at) = self.main_ended?;
        // Whoever leaves the shell does not wait for what it has left behind.
        if kernel.live_processes() == 0 || self.start == Start::Shell {
            return Some(Over::Main);
        }
        // Whoever sleeps beyond that is told of as asleep, not as just woken.
        let until = at.saturating_add(self.limits.linger_ns);
        let sleeps = !outside.keys && !machine.in_turn() && kernel.runnable().is_empty();
        let late = sleeps && kernel.next_deadline().is_some_and(|next| next > until);
        (late || kernel.now_ns() > until).then_some(Over::Outlived)
    }

    /// Nothing can run and no timer is armed: what now?
    pub(crate) fn idle(&mut self, machine: &Machine, outside: Outside) -> Idle {
        self.note_main_end(machine);
        let left = self.main_ended.is_some() && self.start == Start::Shell;
        if machine.kernel.live_processes() == 0 || left {
            return Idle::Over(match self.start {
                Start::Host => self.host_over(machine),
                Start::Program | Start::Shell => Over::Main,
            });
        }
        if outside.stdin_open && waits_for_input(machine) || self.waits_for_keys(machine, outside) {
            return Idle::Input;
        }
        Idle::Over(self.stuck())
    }

    /// Of a host of a scenario: everything that it went through has been repeated.
    pub(crate) fn host_over(&self, machine: &Machine) -> Over {
        match machine.kernel.live_processes() {
            0 => Over::So(Ended::Over("every program of this host has ended".to_string())),
            _ if self.stuck => Over::Deadlock,
            _ => Over::So(Ended::Over("the scenario is over; on this host programs are left".to_string())),
        }
    }

    /// How a run is over in which nothing can happen any more.
    pub(crate) fn stuck(&self) -> Over {
        self.main_ended.map_or(Over::Deadlock, |_| Over::Outlived)
    }

    /// The report, and in the notes what there is to say besides.
    pub(crate) fn tell(&mut self, over: Over, machine: &Machine, origins: &Origins) -> Ended {
        match over {
            Over::So(ended) => ended,
            Over::Main => self.main_result(machine),
            Over::Outlived => {
                self.notes.push(report::outlived(machine, origins));
                self.main_result(machine)
            }
            Over::Deadlock => {
                self.note_crashes(machine);
                Ended::Deadlock(report::deadlock(machine, origins))
            }
            Over::Endless => Ended::Limit(report::endless(machine, origins)),
            Over::TimedOut(ns) => Ended::Timeout(format!(
                "timeout: {} of virtual time have passed\n{}",
                report::duration(ns),
                report::where_everybody_is(machine, origins)
            )),
            Over::StepLimit => Ended::Limit(format!(
                "step limit: {} made without an end (raise it with --max-steps; --timeout ends a run by its virtual time)\n{}",
                if self.limits.max_steps == 1 {
                    "1 step".to_string()
                } else {
                    format!("{} steps", self.limits.max_steps)
                },
                report::where_everybody_is(machine, origins)
            )),
        }
    }

    /// Tells who has died by its own doing, and where.
    fn note_crashes(&mut self, machine: &Machine) {
        self.notes.extend(machine.crashes().iter().map(|crash| report::crash(machine, crash)));
    }

    /// Could a key let somebody run? A shell is never at its end before it says so.
    fn waits_for_keys(&self, machine: &Machine, outside: Outside) -> bool {
        let Some(id) = outside.terminal else { return false };
        if self.start == Start::Shell && machine.kernel.ttys.get(id).is_some_and(|tty| !tty.hung_up()) {
            return self.main_ended.is_none();
        }
        waits_for_keys(machine, id)
    }

    /// Is nobody left but processes in loops that change nothing? Then only the outside could change anything.
    fn spins_for_ever(&mut self, machine: &Machine, outside: Outside) -> Option<Over> {
        // Who spins for a moment is left alone; looking costs something.
        if machine.saved() < self.saved + SPUN || self.limits.timeout_ns.is_some() || outside.keys {
            return None;
        }
        self.saved = machine.saved();
        let kernel = &machine.kernel;
        let runnable: Vec<_> = kernel.runnable().into_iter().chain(kernel.current()).collect();
        let timed = |tid: &Tid| kernel.next_cpu_timer_ns(*tid).is_some();
        if kernel.next_deadline().is_some()
            || runnable.iter().any(timed)
            || outside.stdin_open && waits_for_input(machine)
            || runnable.is_empty()
            || !runnable.iter().all(|tid| machine.spins(*tid))
        {
            return None;
        }
        Some(self.main_ended.map_or(Over::Endless, |_| Over::Outlived))
    }

    /// Notes when the program has ended.
    pub(crate) fn note_main_end(&mut self, machine: &Machine) {
        if self.main_ended.is_none()
            && self.start != Start::Host
            && let Some(status) = machine.kernel.exit_status(MAIN_PID)
        {
            self.main_ended = Some((status, machine.kernel.now_ns()));
        }
    }

    /// How the program ended. Says why a process died that Linux's OOM killer would have killed.
    fn main_result(&mut self, machine: &Machine) -> Ended {
        if machine.out_of_memory() {
            self.notes.push(report::out_of_memory(self.max_memory));
        }
        self.note_crashes(machine);
        let status = self.main_ended.map_or(0, |(status, _)| status);
        match Signal::new(i64::from(status & 0x7f)) {
            Some(signal) => Ended::Killed(signal),
            None => Ended::Exited(status >> 8 & 0xff),
        }
    }
}

/// Could a key at this terminal let somebody run: does somebody read it, wait for signals, or catch those that keys send?
fn waits_for_keys(machine: &Machine, id: TtyId) -> bool {
    let kernel = &machine.kernel;
    let Some(tty) = kernel.ttys.get(id).filter(|tty| !tty.hung_up()) else { return false };
    let for_signals = |blocked: &Blocked| matches!(blocked.on, WaitOn::Signal | WaitOn::SignalSet);
    let waiting = kernel.procs.tasks().any(|task| task.blocked.as_ref().is_some_and(for_signals));
    let caught = |process: &Process| {
        [Signal::INT, Signal::QUIT, Signal::TSTP]
            .iter()
            .any(|signal| !matches!(process.actions.get(*signal).handler, SIG_DFL | SIG_IGN))
    };
    let listening = tty.foreground.is_some_and(|group| kernel.procs.members(group).any(caught));
    !kernel.waits.is_idle(WaitOn::TtyInput(id)) || waiting || listening
}

/// Does somebody sleep until standard input arrives?
fn waits_for_input(machine: &Machine) -> bool {
    !machine.kernel.waits.is_idle(WaitOn::ConsoleInput)
}
