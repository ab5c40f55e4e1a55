//! What is emphasised, and how. Colours only go with a text or a mark that says the same.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

/// What the terminal can show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Palette {
    /// Colours may be used.
    pub colour: bool,
    /// Characters beyond ASCII may be used.
    pub unicode: bool,
}

impl Palette {
    /// As the environment says: NO_COLOR, terminals without colours, locales without UTF-8.
    pub fn of_host(colour: bool) -> Palette {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let term = set("TERM").unwrap_or_default();
        let plain = ["vt100", "vt102", "vt220", "vt320", "dumb"].contains(&term.as_str()) || term.ends_with("-m");
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default().to_uppercase();
        // Without any locale it is not known; the terminals of today can.
        let unicode = locale.is_empty() || locale.contains("UTF-8") || locale.contains("UTF8");
        Palette { colour: colour && !plain, unicode }
    }

    fn coloured(self, colour: Color) -> Style {
        if self.colour { Style::new().fg(colour) } else { Style::new() }
    }

    /// A heading of a panel.
    pub fn heading(self, focused: bool) -> Style {
        let style = self.coloured(Color::Cyan);
        if focused {
            style.add_modifier(Modifier::BOLD | Modifier::REVERSED)
        } else {
            style.add_modifier(Modifier::BOLD)
        }
    }

    /// What the last movement changed: also marked by `*`.
    pub fn changed(self) -> Style {
        self.coloured(Color::Yellow).add_modifier(Modifier::BOLD)
    }

    /// What is looked at.
    pub fn current(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }

    /// What matters less.
    pub fn dim(self) -> Style {
        if self.colour { Style::new().fg(Color::DarkGray) } else { Style::new() }
    }

    /// A key that can be pressed.
    pub fn key(self) -> Style {
        self.coloured(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    /// Something wrong.
    pub fn alarm(self) -> Style {
        self.coloured(Color::Red).add_modifier(Modifier::BOLD)
    }

    /// A state by its name.
    pub fn state(self, state: &str) -> Style {
        match state {
            "running" => self.coloured(Color::Green).add_modifier(Modifier::BOLD),
            "ready" => self.coloured(Color::Yellow),
            "blocked" => self.coloured(Color::Blue),
            "stopped" | "zombie" => self.coloured(Color::Magenta),
            _ => Style::new(),
        }
    }
}

/// Replaces what a terminal without UTF-8 can't show.
pub fn to_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let Some(c) = cell.symbol().chars().next().filter(|c| !c.is_ascii()) else { continue };
        let plain = match c {
            '─' | '━' | '╌' => "-",
            '│' | '┃' => "|",
            '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' => "+",
            '█' => "#",
            '▄' | '▂' => "=",
            '░' => ":",
            '▶' => ">",
            '▼' => "v",
            '◀' => "<",
            '●' => "B",
            '…' => "~",
            '·' => ".",
            '×' => "x",
            '←' => "<",
            '→' => ">",
            '↑' => "^",
            '↓' => "v",
            _ => "?",
        };
        cell.set_symbol(plain);
    }
}
