//! Processes as a tree, with their states and where they are.

use crate::tui::app::{App, Panel};
use crate::tui::scene::Task;
use crate::tui::text;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

/// Title and lines.
pub fn draw(app: &mut App, area: Rect) -> (String, Vec<Line<'static>>) {
    let rows = area.height.saturating_sub(1) as usize;
    let total = app.scene.tasks.len();
    let title = format!("{total}");
    if total == 0 {
        return (title, vec![Line::raw(" No process is left.")]);
    }
    let focus = app.focus();
    let at = app.scene.tasks.iter().position(|task| task.tid == focus).unwrap_or(0);
    let most = total.saturating_sub(rows);
    let scroll = app.scrolls.get(&Panel::Processes).copied();
    let first = scroll.unwrap_or_else(|| at.saturating_sub(rows / 2)).min(most);
    if scroll.is_some() {
        app.scrolls.insert(Panel::Processes, first);
    }
    let mut lines = Vec::new();
    let mut areas = Vec::new();
    for (n, task) in app.scene.tasks.iter().enumerate().skip(first).take(rows) {
        areas.push((area.y + 1 + (n - first) as u16, task.tid));
        lines.push(row(app, task, area.width as usize));
    }
    app.areas.tasks = areas;
    let title = if total > rows { format!("{}-{} of {total}", first + 1, first + rows.min(total)) } else { title };
    (title, lines)
}

fn row(app: &App, task: &Task, width: usize) -> Line<'static> {
    let palette = app.palette;
    let old = app.before.task(task.tid);
    let changed = app.before.step != app.scene.step
        && old.is_none_or(|old| (old.state, &old.call, &old.name) != (task.state, &task.call, &task.name));
    let focused = task.tid == app.focus();
    let mut head = String::from(if focused { "▶" } else { " " });
    head.push(if changed { '*' } else { ' ' });
    let deep = task.branches.len().saturating_sub(6);
    for (level, more) in task.branches.iter().enumerate().skip(deep) {
        head += match (level + 1 == task.branches.len(), more) {
            (true, true) => "├─",
            (true, false) => "└─",
            (false, true) => "│ ",
            (false, false) => "  ",
        };
    }
    let number = if task.tid.0 == task.pid.0 { task.pid.to_string() } else { format!("{}.{}", task.pid, task.tid) };
    head += &format!("{number} {} ", task.name);
    let mut tail = String::new();
    if let Some((file, line)) = &task.place {
        let shown = app.cursor.as_ref().is_some_and(|spot| spot.file == *file);
        let name = if shown { "" } else { file.rsplit('/').next().unwrap_or(file) };
        tail += &format!(" {name}:{line}");
    }
    if !task.call.is_empty() {
        tail += &format!(" {}", task.call);
    }
    if !task.signals.pending.is_empty() {
        tail += &format!(" !{}", task.signals.pending.join(" "));
    }
    let mut state = palette.state(task.state);
    if changed {
        state = state.add_modifier(Modifier::BOLD | Modifier::REVERSED);
    }
    let room = width.saturating_sub(task.state.len());
    let head = text::fit(&head, room);
    let tail = text::fit(&tail, room.saturating_sub(text::width(&head)));
    let style =
        if focused { ratatui::style::Style::new().add_modifier(Modifier::BOLD) } else { ratatui::style::Style::new() };
    Line::from(vec![Span::styled(head, style), Span::styled(task.state, state), Span::styled(tail, style)])
}
