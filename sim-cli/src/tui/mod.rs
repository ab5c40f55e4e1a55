//! `sim step` on the full screen: what a moment of a run looks like, all at once, and keys to go to any other.
//!
//! | file | what |
//! |---|---|
//! | `mod.rs` | the terminal: entering and leaving it, events |
//! | `app`, `moving` | the state of the screen, movements; `keys`, `mouse`: what does which |
//! | `asker` | whether a long movement is to be ended |
//! | `overlay` | prompts, panes, help, branches: what lies over the screen |
//! | `scene` | what is to be seen of the machine, as data; compared, it says what has changed |
//! | `branches` | the timeline's lanes for each branch, filled by a scout that runs ahead |
//! | `graph` | descriptors, descriptions and objects as rows and arrows |
//! | `layout`, `draw`, `panels` | where the panels go, and their drawing |
//! | `text`, `style` | widths, cutting, emphasis |
//!
//! Everything that the line mode can do is done by its commands (`:`); the movements are those of `debug::stepping`.

mod app;
mod asker;
mod branches;
mod draw;
mod graph;
mod keys;
mod layout;
mod mouse;
mod moving;
mod overlay;
mod panels;
mod scene;
mod style;
#[cfg(test)]
mod terminal_tests;
#[cfg(test)]
mod tests;
mod text;

use crate::failure::{Failure, status};
use crate::host::Colour;
use crate::step::session::Session;
use app::App;
use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, DisableMouseCapture, EnableMouseCapture, Event, KeyEventKind};
use ratatui::crossterm::execute;
use rustix::termios::tcgetattr;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use style::Palette;

/// How long events are waited for before it is looked whether a signal has come.
const PATIENCE: Duration = Duration::from_millis(200);

/// Can this terminal show the full screen?
pub fn possible() -> bool {
    let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb" || term.is_empty());
    let [rows, columns, ..] = crate::terminal::window();
    !dumb && columns >= layout::SMALLEST.0 && rows >= layout::SMALLEST.1
}

/// Runs a session on the full screen, until it is left. The terminal is as before afterwards, also after an error, a panic, or a
/// signal that ends `sim`.
pub fn run(session: Session, colour: Colour) -> Result<u8, Failure> {
    let cannot = |error: std::io::Error| Failure {
        status: status::HOST,
        message: format!("the terminal can't be used: {error} (sim step --line needs no full screen)"),
    };
    let signal = Arc::new(AtomicUsize::new(0));
    watch(Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM]).map_err(cannot)?, signal.clone());
    let mut app = App::new(session, Palette::of_host(colour.0));
    app.asker.signal = Some(signal.clone());
    let result = on_screen(|terminal| events(terminal, &mut app, &signal));
    result.map_err(cannot)
}

/// Does something on the full screen, and gives the terminal back afterwards: also on a panic.
fn on_screen<T>(work: impl FnOnce(&mut DefaultTerminal) -> std::io::Result<T>) -> std::io::Result<T> {
    // ratatui's own: raw mode, the other screen, and a hook that puts all back on a panic.
    let mut terminal = ratatui::try_init()?;
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let _ = execute!(std::io::stdout(), DisableMouseCapture);
        hook(info);
    }));
    let _ = execute!(std::io::stdout(), EnableMouseCapture);
    let result = work(&mut terminal);
    let _ = execute!(std::io::stdout(), DisableMouseCapture);
    ratatui::restore();
    result
}

/// Looks out for signals that end `sim`, and for a terminal that is gone. The loop of events is to end by that; if it hangs,
/// because reading from such a terminal never returns, the process ends here.
fn watch(mut signals: Signals, signal: Arc<AtomicUsize>) {
    std::thread::spawn(move || {
        while signal.load(Ordering::Relaxed) == 0 {
            std::thread::sleep(PATIENCE);
            if let Some(number) = signals.pending().next() {
                signal.store(number as usize, Ordering::Relaxed);
            } else if tcgetattr(std::io::stdin()).is_err() {
                signal.store(SIGHUP as usize, Ordering::Relaxed);
            }
        }
        std::thread::sleep(4 * PATIENCE);
        let _ = execute!(std::io::stdout(), DisableMouseCapture);
        let _ = ratatui::try_restore();
        std::process::exit(128 + signal.load(Ordering::Relaxed) as i32);
    });
}

/// Draws, waits for what is done, does it.
fn events(terminal: &mut DefaultTerminal, app: &mut App, signal: &AtomicUsize) -> std::io::Result<u8> {
    let mut stale = true;
    while !app.over {
        let number = signal.load(Ordering::Relaxed);
        if number != 0 {
            return Ok(128 + number as u8);
        }
        if std::mem::take(&mut app.asker.disturbed) {
            terminal.clear()?;
        }
        if stale {
            terminal.draw(|frame| draw::draw(frame, app))?;
            stale = false;
        }
        // While the scout has something to do keys are only looked for.
        let asked = !app.asker.queue.is_empty() || event::poll(Duration::ZERO)?;
        let busy = !asked && app.explore();
        stale |= busy;
        if busy || (!asked && !event::poll(PATIENCE)?) {
            continue;
        }
        // All that has come is done before it is drawn: keys held down do not lag behind.
        while !app.asker.queue.is_empty() || event::poll(Duration::ZERO)? {
            let event = match app.asker.queue.pop_front() {
                Some(event) => event,
                None => event::read()?,
            };
            match event {
                Event::Key(key) if key.kind != KeyEventKind::Release => {
                    keys::press(app, key);
                    stale = true;
                }
                Event::Mouse(mouse) => stale |= mouse::mouse(app, mouse),
                _ => stale = true,
            }
            if app.over || signal.load(Ordering::Relaxed) != 0 {
                break;
            }
        }
    }
    Ok(0)
}
