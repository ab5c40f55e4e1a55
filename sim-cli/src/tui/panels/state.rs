//! The process in focus: what it waits for; its signals; and the run queue.

use crate::tui::app::{App, Panel};
use crate::tui::scene::Signals;
use crate::tui::text;
use forklore_sim::debug::tables;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Title and lines.
pub fn draw(app: &mut App, area: Rect) -> (String, Vec<Line<'static>>) {
    let width = area.width as usize;
    let rows = area.height.saturating_sub(1) as usize;
    let focus = app.focus();
    let blocked = app.scene.task(focus).is_some_and(|task| task.state == "blocked");
    let reason = if blocked { app.reason() } else { String::new() };
    let machine = app.session.debugger.machine();
    let palette = app.palette;
    let mut last: Vec<Line> = Vec::new();
    if let Some(task) = app.scene.task(focus) {
        let old = app.before.task(focus).map(|task| &task.signals);
        last.extend(signal_lines(app, &task.signals, old, width));
    }
    last.extend(queue(app, width));
    // Which process and line that is stands in the panel above.
    let own = reason.split_once(") ").map(|(_, rest)| rest.to_string());
    let waits = own.unwrap_or_else(|| tables::doing(machine, focus));
    let mut lines: Vec<Line> = Vec::new();
    for (n, line) in text::wrap(&waits.replace("      ", " "), width.saturating_sub(1)).into_iter().enumerate() {
        let style =
            if n == 0 { palette.state(app.scene.task(focus).map_or("", |task| task.state)) } else { palette.dim() };
        lines.push(Line::from(Span::styled(format!(" {line}"), style)));
    }
    let title = format!("of pid {focus}");
    // The signals and the run queue are to be seen too: the rest of a long reason is a key away.
    let room = rows.saturating_sub(last.len()).max(1);
    let whole = rows >= lines.len() + last.len();
    let scroll = app.scrolls.get(&Panel::State).copied().unwrap_or(0).min(lines.len().saturating_sub(room));
    if scroll > 0 {
        lines.drain(..scroll);
        app.scrolls.insert(Panel::State, scroll);
    }
    lines.truncate(room);
    lines.extend(last);
    (if whole { title } else { format!("{title}  (w: more)") }, lines)
}

fn signal_lines(app: &App, now: &Signals, old: Option<&Signals>, width: usize) -> Vec<Line<'static>> {
    let moved = app.before.step != app.scene.step;
    let rows = [
        ("pending", &now.pending, old.map(|old| &old.pending)),
        ("blocked", &now.blocked, old.map(|old| &old.blocked)),
        ("caught", &now.caught, old.map(|old| &old.caught)),
        ("ignored", &now.ignored, old.map(|old| &old.ignored)),
    ];
    let mut lines = Vec::new();
    let mut spans = vec![Span::raw(" signals")];
    let mut used = 8;
    for (n, (what, signals, before)) in rows.into_iter().enumerate() {
        let changed = moved && before.is_some_and(|before| before != signals);
        // That nothing is pending or blocked is worth saying; the rest is left out when there is none.
        if signals.is_empty() && n > 1 && !changed {
            continue;
        }
        let list = if signals.is_empty() { "none".to_string() } else { signals.join(" ") };
        let mark = if changed { "*" } else { "" };
        let text = text::fit(&format!(" {mark}{what} {list}"), width.saturating_sub(8));
        let style = if changed { app.palette.changed() } else { ratatui::style::Style::new() };
        if used > 8 && used + text::width(&text) + 1 > width {
            lines.push(Line::from(std::mem::replace(&mut spans, vec![Span::raw("        ")])));
            used = 8;
        }
        let between = if used > 8 { ";" } else { "" };
        used += text::width(&text) + between.len();
        spans.push(Span::styled(format!("{between}{text}"), style));
    }
    lines.push(Line::from(spans));
    lines
}

/// Who runs, and who is next.
fn queue(app: &App, width: usize) -> Vec<Line<'static>> {
    let scene = &app.scene;
    let running = scene.running.map_or("nobody runs".to_string(), |tid| format!("{tid} runs"));
    let ready: Vec<String> = scene.ready.iter().take(40).map(|tid| tid.to_string()).collect();
    let next = if ready.is_empty() { "nobody is ready".to_string() } else { format!("then {}", ready.join(" ")) };
    let changed =
        app.before.step != scene.step && (app.before.running, &app.before.ready) != (scene.running, &scene.ready);
    let mark = if changed { "*" } else { " " };
    let style = if changed { app.palette.changed() } else { ratatui::style::Style::new() };
    vec![Line::from(Span::styled(text::fit(&format!("{mark}run queue {running}, {next}"), width), style))]
}
