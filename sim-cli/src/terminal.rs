//! A run at the caller's terminal: its keys go to the terminal of the simulated machine, what that shows comes back.
//!
//! Meanwhile the caller's terminal is raw: Ctrl+C and its like are keys as any other. It is put back in every case: at the
//! end, on a panic, and when a signal ends `sim`. Three times Ctrl+] ends the run.

use crate::failure::Failure;
use crate::host;
use forklore_sim::kernel::abi::Signal;
use forklore_sim::run::{Ended, Progress, Runner};
use rustix::termios::{OptionalActions, OutputModes, Termios, tcgetattr, tcgetwinsize, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;
use std::io::Read;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// The key that ends a run when pressed three times: Ctrl+].
const ESCAPE: u8 = 0x1d;

/// How virtual time passes at a terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pace {
    /// As soon as nobody can run, it jumps to the next timer.
    Virtual,
    /// Sleeps take as long as the host's clock says.
    Host,
}

/// What becomes of output while the terminal is raw.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Screen {
    /// Only the simulated terminal's output appears: it is complete.
    Whole,
    /// Other lines appear too (a trace): the host goes on turning newlines into carriage return and newline.
    Shared,
}

/// Size of the caller's window: rows, columns, and both in pixels.
pub fn window() -> [u16; 4] {
    match tcgetwinsize(std::io::stdout()) {
        Ok(size) if size.ws_row > 0 && size.ws_col > 0 => [size.ws_row, size.ws_col, size.ws_xpixel, size.ws_ypixel],
        _ => [24, 80, 0, 0],
    }
}

/// The caller's terminal in raw mode, until dropped.
struct Raw {
    before: Termios,
}

impl Raw {
    fn enter(screen: Screen) -> std::io::Result<Raw> {
        let before = tcgetattr(std::io::stdin())?;
        let mut raw = before.clone();
        raw.make_raw();
        if screen == Screen::Shared {
            raw.output_modes |= before.output_modes & (OutputModes::OPOST | OutputModes::ONLCR);
        }
        tcsetattr(std::io::stdin(), OptionalActions::Drain, &raw)?;
        Ok(Raw { before })
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // There is nobody to tell if the terminal is gone.
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Drain, &self.before);
    }
}

/// What comes from the host.
enum Event {
    Keys(Vec<u8>),
    /// The terminal is gone.
    End,
    Resized,
    /// A signal that ends `sim`.
    Signal(i32),
}

fn listen() -> std::io::Result<Receiver<Event>> {
    let (sender, events) = channel();
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH])?;
    let of_signals = sender.clone();
    std::thread::spawn(move || {
        for signal in signals.forever() {
            let event = if signal == SIGWINCH { Event::Resized } else { Event::Signal(signal) };
            if of_signals.send(event).is_err() {
                return;
            }
        }
    });
    std::thread::spawn(move || read_keys(&sender));
    Ok(events)
}

fn read_keys(sender: &Sender<Event>) {
    let mut buffer = [0; 1024];
    loop {
        let event = match std::io::stdin().lock().read(&mut buffer) {
            Ok(0) => Event::End,
            Ok(n) => Event::Keys(buffer[..n].to_vec()),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(_) => Event::End,
        };
        let last = matches!(event, Event::End);
        if sender.send(event).is_err() || last {
            return;
        }
    }
}

/// The run and what has been pressed.
struct Session<'a> {
    runner: &'a mut Runner,
    escapes: u8,
}

impl Session<'_> {
    /// Passes an event on; the end of the run if it is one.
    fn feed(&mut self, event: Event) -> Option<Ended> {
        match event {
            Event::Keys(keys) => {
                for key in &keys {
                    self.escapes = if *key == ESCAPE { self.escapes + 1 } else { 0 };
                    if self.escapes == 3 {
                        return Some(Ended::Killed(Signal::INT));
                    }
                }
                self.runner.keys(&keys);
            }
            Event::End => self.runner.hang_up(),
            Event::Resized => self.runner.resize(window()),
            Event::Signal(number) => return Some(Ended::Killed(Signal::new(number.into()).unwrap_or(Signal::TERM))),
        }
        None
    }
}

/// Runs to the end at the caller's terminal. `after` is called after every step with the run, for a trace.
pub fn drive(
    runner: &mut Runner,
    pace: Pace,
    screen: Screen,
    mut after: impl FnMut(&mut Runner) -> Result<(), Failure>,
) -> Result<Ended, Failure> {
    let cannot = |error: std::io::Error| Failure::usage(format!("the terminal can't be used: {error}"));
    if pace == Pace::Host {
        runner.pace();
    }
    let _raw = Raw::enter(screen).map_err(cannot)?;
    let events = listen().map_err(cannot)?;
    let mut session = Session { runner, escapes: 0 };
    loop {
        while let Ok(event) = events.try_recv() {
            if let Some(ended) = session.feed(event) {
                return Ok(ended);
            }
        }
        let progress = session.runner.advance();
        after(session.runner)?;
        let event = match progress {
            Progress::Output(chunks) => {
                if !host::write_output(&chunks)? {
                    return Ok(Ended::Killed(Signal::PIPE));
                }
                None
            }
            Progress::Running => None,
            Progress::NeedsInput => Some(events.recv().unwrap_or(Event::End)),
            Progress::Waits { ns } => {
                let began = Instant::now();
                let event = match events.recv_timeout(Duration::from_nanos(ns)) {
                    Ok(event) => Some(event),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => Some(Event::End),
                };
                let passed = u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX);
                session.runner.pass(if event.is_none() { ns } else { passed.min(ns) });
                event
            }
            Progress::Ended(ended) => return Ok(ended),
        };
        if let Some(ended) = event.and_then(|event| session.feed(event)) {
            return Ok(ended);
        }
    }
}
