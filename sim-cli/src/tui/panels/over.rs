//! What lies over the panels: a prompt in the last line, the help, an answer, the branches.

use crate::step::words::grouped;
use crate::tui::app::App;
use crate::tui::keys::{KEYS, named};
use crate::tui::overlay::{Line as Typed, Mode};
use crate::tui::text;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

/// Draws it.
pub fn draw(frame: &mut Frame, app: &mut App) {
    match app.mode.clone() {
        Mode::Normal => {}
        Mode::Prompt(line) => prompt(frame, app, &line),
        Mode::Help(scroll) => {
            let scroll = window(frame, app, "keys", help(app, frame.area().width), scroll);
            app.mode = Mode::Help(scroll);
        }
        Mode::Pane(mut pane) => {
            let width = frame.area().width.saturating_sub(8) as usize;
            let lines = text::wrap(&pane.text, width).into_iter().map(Line::raw).collect();
            pane.scroll = window(frame, app, &pane.title, lines, pane.scroll);
            app.mode = Mode::Pane(pane);
        }
        Mode::Branches(chosen) => branches(frame, app, chosen),
    }
}

fn prompt(frame: &mut Frame, app: &App, line: &Typed) {
    let area = app.areas.footer;
    let label = line.prompt.label();
    let room = (area.width as usize).saturating_sub(text::width(label) + 1);
    // What is before the cursor is shown as far as there is room.
    let mut start = 0;
    while text::width(&line.text[start..line.at]) > room {
        start += line.text[start..].chars().next().map_or(1, char::len_utf8);
    }
    let shown = text::fit(&text::clean(&line.text[start..]), room);
    let x = area.x + (text::width(label) + text::width(&line.text[start..line.at])) as u16;
    let buffer = frame.buffer_mut();
    buffer.set_style(area, Style::new());
    buffer.set_string(area.x, area.y, text::pad(&format!("{label}{shown}"), area.width as usize), Style::new());
    if !line.words.is_empty() {
        let words = text::wrap(&line.words.join("  "), area.width as usize);
        let rows = words.len().min(6) as u16;
        for (n, row) in words.iter().take(6).enumerate() {
            let y = area.y.saturating_sub(rows) + n as u16;
            buffer.set_string(area.x, y, text::pad(row, area.width as usize), app.palette.current());
        }
    }
    frame.set_cursor_position((x.min(area.right().saturating_sub(1)), area.y));
}

/// A window in the middle, as large as its text as far as there is room; gives how far it is scrolled.
fn window(frame: &mut Frame, app: &App, title: &str, lines: Vec<Line<'static>>, scroll: usize) -> usize {
    let screen = frame.area();
    let widest = lines.iter().map(Line::width).max().unwrap_or(0).max(text::width(title) + 4).max(30);
    let width = (widest as u16).saturating_add(4).min(screen.width.saturating_sub(2));
    let height = (lines.len() as u16).saturating_add(2).min(screen.height.saturating_sub(2));
    let area = Rect { x: (screen.width - width) / 2, y: (screen.height - height) / 2, width, height };
    let rows = height.saturating_sub(2) as usize;
    let most = lines.len().saturating_sub(rows);
    let scroll = scroll.min(most);
    let buffer = frame.buffer_mut();
    Clear.render(area, buffer);
    border(buffer, area, app.palette.heading(false));
    buffer.set_string(
        area.x + 2,
        area.y,
        text::fit(&format!(" {title} "), width as usize - 4),
        app.palette.heading(true),
    );
    let foot = if most > 0 { " ↑ ↓ scroll, Esc closes " } else { " Esc closes " };
    let foot = named(foot, app.palette.unicode);
    buffer.set_string(area.x + 2, area.bottom() - 1, text::fit(&foot, width as usize - 4), app.palette.dim());
    for (n, line) in lines.iter().skip(scroll).take(rows).enumerate() {
        buffer.set_line(area.x + 2, area.y + 1 + n as u16, line, width - 4);
    }
    scroll
}

fn border(buffer: &mut Buffer, area: Rect, style: Style) {
    let across = "─".repeat(area.width.saturating_sub(2) as usize);
    buffer.set_string(area.x, area.y, format!("┌{across}┐"), style);
    buffer.set_string(area.x, area.bottom() - 1, format!("└{across}┘"), style);
    for y in area.y + 1..area.bottom() - 1 {
        buffer.set_string(area.x, y, "│", style);
        buffer.set_string(area.right() - 1, y, "│", style);
    }
}

const MOUSE: &str = "The mouse: a click on the timeline goes there, on a process looks at it, on a source line chooses it (again: a \
                     breakpoint); the wheel scrolls.\nA * marks what the last movement changed, ! a signal.";

fn help(app: &App, width: u16) -> Vec<Line<'static>> {
    let room = usize::from(width.saturating_sub(18)).min(72);
    let mut lines = Vec::new();
    for group in KEYS {
        lines.push(Line::from(Span::styled(group.title, app.palette.heading(false))));
        for key in group.keys {
            let unicode = app.palette.unicode;
            for (n, help) in text::wrap(&named(key.help, unicode), room).into_iter().enumerate() {
                let shown = if n == 0 { named(key.shown.trim(), unicode) } else { String::new() };
                let shown = Span::styled(format!("  {} ", text::pad(&shown, 10)), app.palette.key());
                lines.push(Line::from(vec![shown, Span::raw(help)]));
            }
        }
    }
    lines.extend(text::wrap(MOUSE, room + 12).into_iter().map(Line::raw));
    lines
}

fn branches(frame: &mut Frame, app: &mut App, chosen: usize) {
    let history = &app.session.debugger.history;
    let names: Vec<String> = history.branches().map(|plan| plan.name.clone()).collect();
    let chosen = chosen.min(names.len().saturating_sub(1));
    let mut lines = Vec::new();
    for (n, plan) in history.branches().enumerate() {
        let here = if n == history.current() { "*" } else { " " };
        let from = plan.parent.map_or(String::new(), |(parent, step)| {
            format!("  from {} at step {}", names.get(parent).map_or("?", String::as_str), grouped(step))
        });
        let mark = if n == chosen { ">" } else { " " };
        let style = if n == chosen { Style::new().add_modifier(Modifier::REVERSED) } else { Style::new() };
        lines.push(Line::from(Span::styled(format!("{mark}{here} {}{from}", plan.name), style)));
    }
    lines.push(Line::raw(""));
    lines.push(Line::raw("Enter goes there, n begins one here, c compares it with this one"));
    window(frame, app, "branches", lines, chosen.saturating_sub(3));
    app.mode = Mode::Branches(chosen);
}
