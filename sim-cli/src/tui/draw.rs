//! Drawing the whole screen: title, what happened, panels, footer, and what lies over them.
//!
//! Entry point: [`draw`].

use super::app::{App, Panel};
use super::layout::{Areas, SMALLEST, Wishes};
use super::overlay::Mode;
use super::panels::{files, output, over, processes, source, state, timeline};
use super::{keys, style, text};
use crate::step::words::grouped;
use forklore_sim::report;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Draws everything.
pub fn draw(frame: &mut Frame, app: &mut App) {
    let screen = frame.area();
    let wishes = Wishes {
        lanes: timeline::rows(app) as u16,
        files: files::rows(app) as u16,
        tasks: app.scene.tasks.len().min(1000) as u16,
    };
    match Areas::of(screen, app.panel, wishes) {
        None => too_small(frame.buffer_mut(), screen),
        Some(areas) => {
            app.areas = areas;
            let buffer = frame.buffer_mut();
            title(buffer, app);
            happened(buffer, app);
            tabs(buffer, app);
            for (panel, area) in app.areas.panels.clone() {
                draw_panel(buffer, app, panel, area);
            }
            separators(buffer, app);
            footer(buffer, app);
            over::draw(frame, app);
        }
    }
    if !app.palette.unicode {
        style::to_ascii(frame.buffer_mut());
    }
}

fn draw_panel(buffer: &mut Buffer, app: &mut App, panel: Panel, area: Rect) {
    let (title, lines) = match panel {
        Panel::Source => source::draw(app, area),
        Panel::Processes => processes::draw(app, area),
        Panel::State => state::draw(app, area),
        Panel::Files => files::draw(app, area),
        Panel::Output => output::draw(app, area),
        Panel::Timeline => timeline::draw(app, area),
    };
    heading(buffer, app, panel, area, &title);
    for (row, line) in lines.iter().enumerate().take(area.height.saturating_sub(1) as usize) {
        buffer.set_line(area.x, area.y + 1 + row as u16, line, area.width);
    }
}

/// `── source ── prog.c ─────`
fn heading(buffer: &mut Buffer, app: &App, panel: Panel, area: Rect, title: &str) {
    let rule = app.palette.dim();
    for x in area.left()..area.right() {
        buffer.set_string(x, area.y, "─", rule);
    }
    let room = area.width.saturating_sub(3) as usize;
    let name = format!(" {} ", panel.title());
    let title = if title.is_empty() {
        String::new()
    } else {
        format!("{} ", text::fit(title, room.saturating_sub(name.len() + 1)))
    };
    let focused = app.panel == panel && app.areas.tabs.is_none();
    let line = Line::from(vec![Span::styled(name, app.palette.heading(focused)), Span::raw(title)]);
    buffer.set_line(area.x + 1, area.y, &line, area.width.saturating_sub(2));
}

/// The line between panels that are beside each other, joined to their headings.
fn separators(buffer: &mut Buffer, app: &App) {
    let panels = &app.areas.panels;
    let first = panels.iter().map(|(_, area)| area.y).min().unwrap_or(0);
    let right = buffer.area.right();
    for (_, area) in panels.iter().filter(|(_, area)| area.right() < right) {
        let x = area.right();
        for y in area.top()..area.bottom() {
            let left_rule = y == area.y;
            let right_rule = panels.iter().any(|(_, other)| other.x == x + 1 && other.y == y);
            let symbol = match (left_rule, right_rule) {
                _ if y == first => "┬",
                (true, true) => "┼",
                (true, false) => "┤",
                (false, true) => "├",
                (false, false) => "│",
            };
            buffer.set_string(x, y, symbol, app.palette.dim());
        }
    }
}

fn title(buffer: &mut Buffer, app: &App) {
    let area = app.areas.title;
    let debugger = &app.session.debugger;
    let program = debugger.setup().program.files.first().map_or("", |(name, _)| name);
    let name = if area.width < 72 { program.rsplit('/').next().unwrap_or(program) } else { program };
    let held = if app.held { " (held)" } else { "" };
    let host = app.session.hosts.name().map_or(String::new(), |host| format!("host {host} | "));
    let at = format!(
        " {host}step {} | {} | {} | pid {}{held} ",
        grouped(app.scene.step),
        report::duration(app.scene.time_ns),
        debugger.history.plan().name,
        app.focus(),
    );
    let at = text::fit(&at, area.width as usize);
    let room = (area.width as usize).saturating_sub(text::width(&at));
    let line = Line::from(text::pad(&format!(" {name}"), room) + &at).style(app.palette.current());
    buffer.set_line(area.x, area.y, &line, area.width);
}

/// What the last movement did: the source line, the call, its result.
fn happened(buffer: &mut Buffer, app: &App) {
    let area = app.areas.happened;
    let (width, height) = (area.width as usize, area.height as usize);
    let mut lines: Vec<String> = app.happened.iter().map(|line| text::clean(line)).collect();
    if lines.len() > height {
        let rest = lines.split_off(height - 1);
        lines.push(rest.join("; "));
    } else if lines.len() == 1 && height > 1 {
        lines = text::wrap(&lines[0], width.saturating_sub(2));
    }
    for (n, line) in lines.iter().take(height).enumerate() {
        let mark = if n == 0 { "* " } else { "  " };
        let line = format!("{mark}{}", shortened(line, width.saturating_sub(2)));
        buffer.set_string(area.x, area.y + n as u16, line, app.palette.changed());
    }
}

/// A line about a call in so many columns: its result is not cut off; folders of the source file, then arguments are left out.
fn shortened(line: &str, width: usize) -> String {
    if text::width(line) <= width {
        return line.to_string();
    }
    let is_place = |word: &&str| word.contains('/') && word.contains(".c:");
    let line = match line.split(' ').find(is_place) {
        Some(place) => line.replacen(place, place.rsplit('/').next().unwrap_or(place), 1),
        None => line.to_string(),
    };
    match line.rfind(" = ") {
        Some(at) if text::width(&line) > width && text::width(&line[at..]) + 20 < width => {
            text::fit(&line[..at], width - text::width(&line[at..])) + &line[at..]
        }
        _ => text::fit(&line, width),
    }
}

fn tabs(buffer: &mut Buffer, app: &App) {
    let Some(area) = app.areas.tabs else { return };
    let names = |short: bool| -> Vec<(Panel, String)> {
        let name =
            |panel: Panel| if short { panel.title().chars().take(5).collect() } else { panel.title().to_string() };
        Panel::ALL.iter().map(|panel| (*panel, format!(" {} ", name(*panel)))).collect()
    };
    let mut shown = names(false);
    if shown.iter().map(|(_, name)| name.len()).sum::<usize>() > area.width as usize {
        shown = names(true);
    }
    let spans = shown.into_iter().map(|(panel, name)| {
        // Without reverse video the brackets tell.
        let chosen = panel == app.panel;
        let name = if chosen { format!("[{}]", name.trim()) } else { name };
        Span::styled(name, if chosen { app.palette.current() } else { Style::new() })
    });
    buffer.set_line(area.x, area.y, &Line::from(spans.collect::<Vec<_>>()), area.width);
}

/// The keys of the footer, the most needed first.
const FOOTER: [&str; 12] = ["→ ←", "s S", "n N", "x X", "c C", "Tab", "w", ":", "/ \\", "r", "b", "p P"];

/// The keys that are needed most, as many as there is room for.
fn footer(buffer: &mut Buffer, app: &App) {
    let area = app.areas.footer;
    let waits =
        *app.lanes().edge() == forklore_sim::debug::lanes::Edge::NeedsInput && app.lanes().known() <= app.scene.step;
    let typing: [(&str, &str); 2] = [("t", "type a line"), ("e", "end of input")];
    let usual = FOOTER.iter().filter_map(|shown| keys::all().find(|key| key.shown.trim() == *shown));
    let usual = usual.map(|key| {
        // The capital of a letter does the same backwards: the help says so.
        let first = key.shown.split(' ').next().unwrap_or(key.shown);
        (if first.is_ascii() { first } else { key.shown }, key.short)
    });
    let last: [(&str, &str); 2] = [("?", "help"), ("q", "quit")];
    let named = |(key, short): (&str, &'static str)| (keys::named(key, app.palette.unicode), short);
    let length = |(key, short): &(String, &str)| text::width(key) + short.len() + 3;
    let mut room = (area.width as usize).saturating_sub(last.map(named).iter().map(length).sum());
    let mut shown: Vec<(String, &str)> = Vec::new();
    for entry in typing.into_iter().filter(|_| waits).chain(usual).map(named) {
        let length = length(&entry);
        if length > room {
            break;
        }
        room -= length;
        shown.push(entry);
    }
    let mut spans = Vec::new();
    for (key, short) in shown.into_iter().chain(last.map(named)) {
        spans.push(Span::styled(key, app.palette.key()));
        spans.push(Span::raw(format!(" {short}  ")));
    }
    if app.mode == Mode::Normal || !matches!(app.mode, Mode::Prompt(_)) {
        buffer.set_line(area.x, area.y, &Line::from(spans), area.width);
    }
}

fn too_small(buffer: &mut Buffer, screen: Rect) {
    let text = format!(
        "This window has {} columns and {} rows; at least {} and {} are needed. Make it larger, or leave with q and use sim step --line.",
        screen.width, screen.height, SMALLEST.0, SMALLEST.1
    );
    for (row, line) in text::wrap(&text, screen.width as usize).iter().enumerate().take(screen.height as usize) {
        buffer.set_string(0, row as u16, line, Style::new());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_not_cut_off() {
        let line = "pid 2 examples/pipe.c:28  write(4, \"hello from the parent\", 21) = 21";
        assert_eq!(shortened(line, 80), line);
        assert_eq!(shortened(line, 60), "pid 2 pipe.c:28  write(4, \"hello from the parent\", 21) = 21");
        assert_eq!(shortened(line, 40), "pid 2 pipe.c:28  write(4, \"hello f… = 21");
        assert_eq!(shortened(line, 12), "pid 2 pipe.…");
    }
}
