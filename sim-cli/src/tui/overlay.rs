//! What lies over the screen for a while: the prompt, the help, a pane with an answer, the list of branches. State and keys;
//! `panels/over.rs` draws them.

use super::app::App;
use super::text;
use crate::step::editor::Words;
use forklore_sim::debug::stepping::Direction;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What the keys go to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mode {
    /// The screen itself.
    Normal,
    /// A line that is typed.
    Prompt(Line),
    /// The help, scrolled so far.
    Help(usize),
    /// An answer.
    Pane(Pane),
    /// Branches: which one is chosen.
    Branches(usize),
}

/// What a typed line is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Prompt {
    Command,
    Goto,
    Search,
    SearchBack,
    Input,
    Key,
    Save,
}

impl Prompt {
    /// What stands before the line.
    pub fn label(self) -> &'static str {
        match self {
            Prompt::Command => ":",
            Prompt::Goto => "go to step (or start, end): ",
            Prompt::Search => "/",
            Prompt::SearchBack => "\\",
            Prompt::Input => "input: ",
            Prompt::Key => "key (^C, ^Z, text): ",
            Prompt::Save => "save session to file: ",
        }
    }
}

/// A line that is being typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub prompt: Prompt,
    pub text: String,
    /// Byte at which the next character goes in.
    pub at: usize,
    /// How far back in what was typed before.
    back: usize,
    /// What Tab could not decide.
    pub words: Vec<String>,
}

/// Text to be read, with its heading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pane {
    pub title: String,
    pub text: String,
    pub scroll: usize,
}

impl Pane {
    pub fn new(title: &str, text: &str) -> Pane {
        Pane { title: title.to_string(), text: text.lines().map(text::clean).collect::<Vec<_>>().join("\n"), scroll: 0 }
    }
}

impl Mode {
    /// A prompt with nothing typed.
    pub fn prompt(prompt: Prompt) -> Mode {
        Mode::Prompt(Line { prompt, text: String::new(), at: 0, back: 0, words: Vec::new() })
    }

    /// The list of branches, the present one chosen.
    pub fn branches(app: &App) -> Mode {
        Mode::Branches(app.session.debugger.history.current())
    }
}

/// A key while something lies over the screen.
pub fn press(app: &mut App, key: KeyEvent) {
    match std::mem::replace(&mut app.mode, Mode::Normal) {
        Mode::Normal => {}
        Mode::Prompt(line) => typed(app, line, key),
        Mode::Help(scroll) => {
            if let Some(scroll) = scrolled(scroll, key) {
                app.mode = Mode::Help(scroll);
            }
        }
        Mode::Pane(pane) => match scrolled(pane.scroll, key) {
            Some(scroll) => app.mode = Mode::Pane(Pane { scroll, ..pane }),
            // A command after a command.
            None if key.code == KeyCode::Char(':') => app.mode = Mode::prompt(Prompt::Command),
            None => {}
        },
        Mode::Branches(chosen) => choose(app, chosen, key),
    }
}

/// Where a text is scrolled to; `None`: the key closes it.
fn scrolled(scroll: usize, key: KeyEvent) -> Option<usize> {
    Some(match key.code {
        KeyCode::Up | KeyCode::Char('k') => scroll.saturating_sub(1),
        KeyCode::Down | KeyCode::Char('j') => scroll + 1,
        KeyCode::PageUp => scroll.saturating_sub(10),
        KeyCode::PageDown | KeyCode::Char(' ') => scroll + 10,
        KeyCode::Home => 0,
        _ => return None,
    })
}

fn choose(app: &mut App, chosen: usize, key: KeyEvent) {
    let names: Vec<String> = app.session.debugger.history.branches().map(|plan| plan.name.clone()).collect();
    match key.code {
        KeyCode::Up => app.mode = Mode::Branches(chosen.saturating_sub(1)),
        KeyCode::Down | KeyCode::Char('B') => {
            app.mode = Mode::Branches((chosen + 1).min(names.len().saturating_sub(1)))
        }
        KeyCode::Enter => {
            if let Some(name) = names.get(chosen) {
                app.command(&format!("switch {name}"));
                app.happened.insert(0, format!("This is branch {name}."));
            }
        }
        KeyCode::Char('n') => app.command("branch"),
        KeyCode::Char('c') => {
            if let Some(name) = names.get(chosen) {
                app.show("What is different", &format!("compare {name}"));
            }
        }
        _ => {}
    }
}

fn typed(app: &mut App, mut line: Line, key: KeyEvent) {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    line.words.clear();
    match key.code {
        KeyCode::Esc => return,
        KeyCode::Enter => return done(app, &line),
        KeyCode::Char('u') if control => {
            line.text.drain(..line.at);
            line.at = 0;
        }
        KeyCode::Char('a') if control => line.at = 0,
        KeyCode::Char('e') if control => line.at = line.text.len(),
        KeyCode::Char('w') if control => {
            let start = line.text[..line.at].trim_end().rfind(' ').map_or(0, |at| at + 1);
            line.text.drain(start..line.at);
            line.at = start;
        }
        KeyCode::Char(_) if control => {}
        KeyCode::Char(c) => {
            line.text.insert(line.at, c);
            line.at += c.len_utf8();
        }
        KeyCode::Backspace if line.text.is_empty() => return,
        KeyCode::Backspace => {
            if let Some(c) = line.text[..line.at].chars().next_back() {
                line.at -= c.len_utf8();
                line.text.remove(line.at);
            }
        }
        KeyCode::Delete if line.at < line.text.len() => {
            line.text.remove(line.at);
        }
        KeyCode::Left => line.at -= line.text[..line.at].chars().next_back().map_or(0, char::len_utf8),
        KeyCode::Right => line.at += line.text[line.at..].chars().next().map_or(0, char::len_utf8),
        KeyCode::Home => line.at = 0,
        KeyCode::End => line.at = line.text.len(),
        KeyCode::Up => recall(app, &mut line, 1),
        KeyCode::Down => recall(app, &mut line, -1),
        KeyCode::Tab if line.prompt == Prompt::Command => complete(app, &mut line),
        _ => {}
    }
    app.mode = Mode::Prompt(line);
}

/// A line typed before.
fn recall(app: &App, line: &mut Line, by: i64) {
    let back = line.back.saturating_add_signed(by as isize).min(app.typed.len());
    line.back = back;
    line.text = if back == 0 { String::new() } else { app.typed[app.typed.len() - back].clone() };
    line.at = line.text.len();
}

/// Completes the word before the cursor as the line mode does.
fn complete(app: &App, line: &mut Line) {
    let (start, found) = Words::of(&app.session).complete_at(&line.text, line.at);
    let Some(first) = found.first() else { return };
    let common = found.iter().fold(first.as_str(), |common, word| {
        let same = common.char_indices().zip(word.chars()).take_while(|((_, a), b)| a == b).last();
        &common[..same.map_or(0, |((at, c), _)| at + c.len_utf8())]
    });
    let mut word = common.to_string();
    if found.len() == 1 {
        word.push(' ');
    }
    line.text.replace_range(start..line.at, &word);
    line.at = start + word.len();
    if found.len() > 1 {
        line.words = found;
    }
}

/// The line is complete.
fn done(app: &mut App, line: &Line) {
    let text = line.text.trim();
    if line.prompt == Prompt::Command && !text.is_empty() && app.typed.last().is_none_or(|last| last != text) {
        app.typed.push(text.to_string());
    }
    let sought = if text.is_empty() { app.sought.clone() } else { text.to_string() };
    match line.prompt {
        Prompt::Command if !text.is_empty() => app.command(text),
        Prompt::Goto if !text.is_empty() => match text.replace([',', ' '], "").parse() {
            Ok(step) => app.goto(step),
            Err(_) => app.command(&format!("goto {text}")),
        },
        Prompt::Search => app.search(&sought, Direction::Forward),
        Prompt::SearchBack => app.search(&sought, Direction::Backward),
        // An empty line is a line too.
        Prompt::Input => app.command(&format!("input {}", line.text)),
        Prompt::Key if !text.is_empty() => app.command(&format!("key {text}")),
        Prompt::Save if !text.is_empty() => app.command(&format!("save {text}")),
        _ => {}
    }
}
