//! Keys: one table says what each does, what the footer and the help call it.
//!
//! Entry points: [`KEYS`], [`press`]. While something lies over the screen (a prompt, a pane) its own keys hold: see `overlay`.

use super::app::{App, Choose, Panel};
use super::overlay::{self, Mode, Prompt};
use forklore_sim::debug::stepping::{Direction, Motion};
use forklore_sim::history::Kind;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What a key does.
type Action = fn(&mut App);

/// A key, or two that belong together.
pub struct Key {
    /// Key codes.
    codes: &'static [KeyCode],
    /// As it is written.
    pub shown: &'static str,
    /// For the footer; empty: not there.
    pub short: &'static str,
    /// For the help.
    pub help: &'static str,
    action: &'static [Action],
}

/// Keys under a heading of the help.
pub struct Group {
    pub title: &'static str,
    pub keys: &'static [Key],
}

const fn c(key: char) -> KeyCode {
    KeyCode::Char(key)
}

macro_rules! keys {
    ($($codes:expr, $shown:literal, $short:literal, $help:literal => $($action:expr),+;)*) => {
        &[$(Key { codes: &$codes, shown: $shown, short: $short, help: $help, action: &[$($action),+] }),*]
    };
}

use Direction::{Backward, Forward};
use KeyCode::{BackTab, Down, End, Enter, Home, Left, PageDown, PageUp, Right, Tab, Up};

/// All keys. Where a line has two, the second one does the same backwards.
pub const KEYS: &[Group] = &[
    Group {
        title: "Moving through the run",
        keys: keys! {
            [Right, Left], "→ ←", "call", "next, previous system call, of any process" =>
                |app| app.go(Motion::AnySyscall, Forward), |app| app.go(Motion::AnySyscall, Backward);
            [c('s'), c('S')], "s S", "step", "next line of this process, into functions; back" =>
                |app| app.go(Motion::Step, Forward), |app| app.go(Motion::Step, Backward);
            [c('n'), c('N')], "n N", "next", "next line, over calls; back" =>
                |app| app.go(Motion::Next, Forward), |app| app.go(Motion::Next, Backward);
            [c('x'), c('X')], "x X", "switch", "next context switch; previous" =>
                |app| app.to_kind(Kind::Switch, Forward), |app| app.to_kind(Kind::Switch, Backward);
            [c('c'), c('C')], "c C", "go on", "to a breakpoint or the end of the run; back to one, or to the start" =>
                |app| app.go(Motion::Continue, Forward), |app| app.go(Motion::Continue, Backward);
            [c('y'), c('Y')], "y Y", "", "next system call of this process; previous" =>
                |app| app.go(Motion::Syscall, Forward), |app| app.go(Motion::Syscall, Backward);
            [c('o'), c('O')], "o O", "", "out of this function; back to where it was called" =>
                |app| app.go(Motion::Finish, Forward), |app| app.go(Motion::Finish, Backward);
            [c('u'), c('U')], "u U", "", "next output; previous" =>
                |app| app.go(Motion::Output, Forward), |app| app.go(Motion::Output, Backward);
            [c('z'), c('Z')], "z Z", "", "next signal delivered; previous" =>
                |app| app.to_kind(Kind::Signal, Forward), |app| app.to_kind(Kind::Signal, Backward);
            [c('i'), c('I')], "i I", "", "one instruction; back" =>
                |app| app.go(Motion::Instruction, Forward), |app| app.go(Motion::Instruction, Backward);
            [c('g')], "g", "", "go to a step by its number, or: start, end" => |app| prompt(app, Prompt::Goto);
            [c('/'), c('\\')], "/ \\", "search", "search a call or text in what happens; backwards" =>
                |app| prompt(app, Prompt::Search), |app| prompt(app, Prompt::SearchBack);
            [c('.'), c(',')], ". ,", "", "a column of the timeline further; back" => |app| app.scrub(1), |app| app.scrub(-1);
            [c('>'), c('<')], "> <", "", "ten columns further; back" => |app| app.scrub(10), |app| app.scrub(-10);
            [c('+'), c('-')], "+ -", "", "timeline closer; wider" => |app| app.zoom_by(true), |app| app.zoom_by(false);
            [c('a')], "a", "", "timeline by calls (each as wide) or by steps (computing takes its time)" =>
                |app| app.by_steps = !app.by_steps;
            [Home, End], "Home End", "", "to main; to the end of the run" =>
                |app| app.command("goto start"), |app| app.goto_end();
        },
    },
    Group {
        title: "Looking",
        keys: keys! {
            [Tab, BackTab], "Tab", "process", "look at the next process; Shift+Tab: the previous" =>
                |app| app.select(Choose::Next), |app| app.select(Choose::Previous);
            [], "0-9", "", "look at the process with this pid" => |_| {};
            [c('f')], "f", "", "hold the process looked at, or follow the one that acts" => |app| {
                app.held = !app.held;
                let how = if app.held { "stays in focus" } else { "is followed by whoever acts" };
                app.happened = vec![format!("pid {} {how}.", app.focus())];
            };
            [c('w')], "w", "why", "what this process waits for, and who could end that" => |app| app.show("Why", "why");
            [c('d')], "d", "", "what the last movement changed in the kernel" =>
                |app| app.show("Changed by the last movement", "diff");
            [c('l')], "l", "", "variables of the function" => |app| app.show("Variables", "info locals");
            [c('k')], "k", "", "call stack" => |app| app.show("Call stack", "backtrace");
            [c('p'), c('P')], "p P", "panel", "next panel, the one that ↑ ↓ scroll (a tab, on a small screen); previous" =>
                |app| turn(app, 1), |app| turn(app, Panel::ALL.len() - 1);
            [Up, Down], "↑ ↓", "", "scroll the panel; in the source: choose a line" =>
                |app| app.scroll(app.panel, -1), |app| app.scroll(app.panel, 1);
            [PageUp, PageDown], "PgUp PgDn", "", "the same, faster" =>
                |app| app.scroll(app.panel, -10), |app| app.scroll(app.panel, 10);
        },
    },
    Group {
        title: "Doing",
        keys: keys! {
            [c('b')], "b", "break", "breakpoint at the chosen line: set, delete" => App::toggle_breakpoint;
            [c('r')], "r", "run it", "play the scheduler: this process runs next (a branch, if the run has been further)" =>
                App::run_focus;
            [c('H')], "H", "", "the next host of a scenario, at the same time" => App::next_host;
            [c('B')], "B", "", "branches: choose one" => |app| app.mode = Mode::branches(app);
            [c('t')], "t", "", "type a line for the program's input" => |app| prompt(app, Prompt::Input);
            [c('e')], "e", "", "the input ends (^D)" => |app| app.command("eof");
            [c('^')], "^", "", "press a key at the program's terminal: ^C, ^Z" => |app| prompt(app, Prompt::Key);
            [c(':')], ": ", "command", "any command of the line mode (Tab completes; :help lists them)" =>
                |app| prompt(app, Prompt::Command);
            [c('v')], "v", "", "save the session" => |app| prompt(app, Prompt::Save);
            [c('?')], "?", "help", "this help" => |app| app.mode = Mode::Help(0);
            [c('q')], "q", "quit", "quit" => |app| app.over = true;
        },
    },
];

/// Keys as this terminal can show them: arrows as words where `>` would be another key.
pub fn named(shown: &str, unicode: bool) -> String {
    if unicode {
        return shown.to_string();
    }
    let names = [("→", "Right"), ("←", "Left"), ("↑", "Up"), ("↓", "Down")];
    names.iter().fold(shown.to_string(), |text, (arrow, name)| text.replace(arrow, name))
}

/// All keys.
pub fn all() -> impl Iterator<Item = &'static Key> {
    KEYS.iter().flat_map(|group| group.keys)
}

fn prompt(app: &mut App, prompt: Prompt) {
    app.mode = Mode::prompt(prompt);
}

/// The panel that has the keys is another one.
fn turn(app: &mut App, by: usize) {
    let here = Panel::ALL.iter().position(|panel| *panel == app.panel).unwrap_or(0);
    app.panel = Panel::ALL[(here + by) % Panel::ALL.len()];
}

/// A key has been pressed.
pub fn press(app: &mut App, key: KeyEvent) {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    if control && key.code == c('c') {
        // As in an editor: it gives up what is begun; without anything begun it ends.
        match app.mode {
            Mode::Normal => app.over = true,
            _ => app.mode = Mode::Normal,
        }
        return;
    }
    if app.mode != Mode::Normal {
        return overlay::press(app, key);
    }
    if control && key.code == c('s') {
        return prompt(app, Prompt::Save);
    }
    if control && key.code == c('d') {
        app.over = true;
        return;
    }
    if let KeyCode::Char(digit @ '0'..='9') = key.code {
        return app.type_digit(digit as u32 - '0' as u32);
    }
    app.pid_typed = 0;
    // Enter does the most usual thing; Space too.
    let code = if matches!(key.code, Enter | KeyCode::Char(' ')) { Right } else { key.code };
    for key in all() {
        if let Some(n) = key.codes.iter().position(|known| *known == code) {
            let action = key.action.get(n).unwrap_or(&key.action[0]);
            return action(app);
        }
    }
    app.happened = vec!["That key does nothing. ? shows those that do.".to_string()];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_has_two_meanings() {
        let mut codes: Vec<String> = all().flat_map(|key| key.codes).map(|code| format!("{code:?}")).collect();
        let count = codes.len();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), count);
        assert!(all().all(|key| key.codes.len() <= 2 && (key.codes.is_empty() || key.action.len() == key.codes.len())));
    }
}
