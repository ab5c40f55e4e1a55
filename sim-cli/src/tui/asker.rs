//! During a long movement: has a key been pressed that ends it?
//!
//! Entry point: [`Asker::wants_stop`].

use ratatui::crossterm::cursor::MoveTo;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyModifiers};
use ratatui::crossterm::execute;
use ratatui::crossterm::style::Print;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How often keys are looked at.
const OFTEN: Duration = Duration::from_millis(30);
/// After how long it is said that the movement goes on.
const LONG: Duration = Duration::from_millis(250);

/// Looks at the terminal while something takes long.
#[derive(Default)]
pub struct Asker {
    /// Set by a signal that ends `sim`; `None`: there is no terminal, nobody is asked.
    pub signal: Option<Arc<AtomicUsize>>,
    /// What was pressed meanwhile.
    pub queue: VecDeque<Event>,
    /// Something was written to the terminal that the screen does not know of.
    pub disturbed: bool,
    since: Option<Instant>,
    looked: Option<Instant>,
}

impl Asker {
    /// A movement begins.
    pub fn begin(&mut self) {
        (self.since, self.looked) = (Some(Instant::now()), None);
        self.queue.clear();
    }

    /// Is the movement to end?
    pub fn wants_stop(&mut self) -> bool {
        let (Some(signal), Some(since)) = (&self.signal, self.since) else { return false };
        if signal.load(Ordering::Relaxed) != 0 {
            return true;
        }
        if self.looked.is_some_and(|at| at.elapsed() < OFTEN) {
            return false;
        }
        self.looked = Some(Instant::now());
        if since.elapsed() > LONG && !self.disturbed {
            self.disturbed = true;
            // Only for the eye: if it can't be written, the next drawing fails and says so.
            let _ = execute!(std::io::stdout(), MoveTo(0, 1), Print("* still running: Esc stops it here "));
        }
        while event::poll(Duration::ZERO).unwrap_or(false) {
            let Ok(event) = event::read() else { return true };
            if let Event::Key(key) = event {
                let control = key.modifiers.contains(KeyModifiers::CONTROL);
                if key.code == KeyCode::Esc || (control && key.code == KeyCode::Char('c')) {
                    return true;
                }
            }
            self.queue.push_back(event);
        }
        false
    }
}
