//! The timeline: a lane for each task, where one can go to any step.

use crate::step::words::grouped;
use crate::tui::app::{App, Panel};
use crate::tui::text;
use forklore_sim::debug::lanes::{Edge, Lane};
use forklore_sim::kernel::abi::Tid;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

/// Rows that all lanes of the window would take.
pub fn rows(app: &App) -> usize {
    visible(app).len().min(1000)
}

/// The lanes that have something in the window.
fn visible(app: &App) -> Vec<usize> {
    let (from, to) = app.window();
    let there = |lane: &Lane| lane.born() < to && lane.gone().is_none_or(|gone| gone > from);
    app.lanes().lanes().iter().enumerate().filter(|(_, lane)| there(lane)).map(|(n, _)| n).collect()
}

/// Title and lines.
pub fn draw(app: &mut App, area: Rect) -> (String, Vec<Line<'static>>) {
    let height = area.height.saturating_sub(2) as usize;
    let all = visible(app);
    let focus = app.focus();
    let at = all.iter().position(|n| app.lanes().lanes()[*n].tid == focus).unwrap_or(0);
    let most = all.len().saturating_sub(height);
    let scroll = app.scrolls.get(&Panel::Timeline).copied();
    let first = scroll.unwrap_or(at.saturating_sub(height / 2)).min(most);
    if scroll.is_some() {
        app.scrolls.insert(Panel::Timeline, first);
    }
    let shown: Vec<usize> = all.iter().skip(first).take(height).copied().collect();
    let label = label_width(app, &shown, area.width);
    let columns = area.width.saturating_sub(label as u16 + 1);
    app.areas.lanes = Rect { x: area.x + label as u16, y: area.y + 1, width: columns, height: area.height - 1 };
    let edges = edges(app, columns);
    let mut lines = vec![ruler(app, &edges, label)];
    for n in shown {
        lines.push(lane_line(app, n, &edges, label));
    }
    let lanes = app.lanes();
    let end = match lanes.edge() {
        Edge::Open => format!("{}...", grouped(lanes.known())),
        Edge::NeedsInput => format!("{} (waits for input)", grouped(lanes.known())),
        Edge::Ended(_) => grouped(lanes.known()),
    };
    let part = app.zoom.map_or(String::new(), |(from, to)| format!(" shown {}-{},", grouped(from), grouped(to - 1)));
    let mut title =
        format!("step {} of {end},{part} █ runs ░ ready ─ waits z zombie ! signal ┬ switch", grouped(app.scene.step));
    if all.len() > height {
        title = format!("{}-{} of {} lanes, {title}", first + 1, (first + height).min(all.len()), all.len());
    }
    (title, lines)
}

/// What stands before a lane.
fn label(app: &App, tid: Tid, pid: u32, long: bool) -> String {
    let number = if tid.0 == pid { tid.to_string() } else { format!("{pid}.{tid}") };
    match app.scene.task(tid).filter(|_| long) {
        Some(task) => format!("{number} {}", text::fit(&task.name, 10)),
        None => number,
    }
}

fn label_width(app: &App, shown: &[usize], width: u16) -> usize {
    let lanes = app.lanes().lanes();
    let widths = shown.iter().map(|n| text::width(&label(app, lanes[*n].tid, lanes[*n].pid.0, width >= 100)));
    widths.max().unwrap_or(1) + 3
}

/// Where the columns of the timeline are: the first step of each, and the one behind the last.
pub fn edges(app: &App, columns: u16) -> Vec<u64> {
    let (from, to) = app.window();
    let ticks = if app.by_steps { &[] } else { app.lanes().ticks(from, to) };
    let point = |n: usize| match n {
        0 => from,
        n => ticks.get(n - 1).copied().unwrap_or(to),
    };
    // Between two ticks, of which each pair has the same share of the columns, steps are evenly spread.
    let (columns, stretches) = (usize::from(columns.max(1)), ticks.len() + 1);
    let edge = |column: usize| {
        let (n, part) = (column * stretches / columns, column * stretches % columns);
        let (start, end) = (point(n), point(n + 1).max(point(n)));
        start + (u128::from(end - start) * part as u128 / columns as u128) as u64
    };
    (0..=columns).map(|column| if column == columns { to } else { edge(column) }).collect()
}

/// The column that holds a step; `None` outside of the window.
pub fn column(edges: &[u64], step: u64) -> Option<usize> {
    if edges.last().is_none_or(|end| step >= *end) || edges.first().is_none_or(|start| step < *start) {
        return None;
    }
    let at = edges.partition_point(|edge| *edge <= step).saturating_sub(1);
    // Of several columns of one step the first.
    Some(edges.partition_point(|edge| *edge < edges[at]))
}

/// The step at a column, for the mouse.
pub fn step_at(app: &App, column: u16) -> u64 {
    let edges = edges(app, app.areas.lanes.width);
    edges.get(usize::from(column).min(edges.len().saturating_sub(2))).copied().unwrap_or(0)
}

/// Where the CPU changes hands, and where we are.
fn ruler(app: &App, edges: &[u64], label: usize) -> Line<'static> {
    let here = column(edges, app.scene.step);
    let lanes = app.lanes();
    let mut row = String::new();
    for (n, (from, to)) in edges.iter().zip(&edges[1..]).enumerate() {
        row += match () {
            () if here == Some(n) => "▼",
            () if *from > lanes.known() => " ",
            () if lanes.switches(*from, *to) => "┬",
            () => "─",
        };
    }
    Line::from(vec![Span::raw(" ".repeat(label)), Span::styled(row, app.palette.dim())])
}

fn lane_line(app: &App, n: usize, edges: &[u64], width: usize) -> Line<'static> {
    let lane = &app.lanes().lanes()[n];
    let focused = lane.tid == app.focus();
    let mark = if focused { "▶" } else { " " };
    let name = label(app, lane.tid, lane.pid.0, width > 8);
    let style = if focused { Style::new().add_modifier(Modifier::BOLD) } else { Style::new() };
    let mut spans = vec![Span::styled(text::pad(&format!("{mark}{name}"), width), style)];
    let here = column(edges, app.scene.step);
    for (n, (from, to)) in edges.iter().zip(&edges[1..]).enumerate() {
        let (symbol, state) = glyph(app, lane, *from, (*to).max(from + 1));
        let mut style = app.palette.state(state);
        if state == "signal" {
            style = app.palette.alarm();
        }
        if here == Some(n) {
            style = style.add_modifier(Modifier::REVERSED | Modifier::BOLD);
        }
        match spans.last_mut().filter(|last| n > 0 && last.style == style) {
            Some(last) => last.content.to_mut().push_str(symbol),
            None => spans.push(Span::styled(symbol.to_string(), style)),
        }
    }
    Line::from(spans)
}

/// What a task does in a column: the sign, and the state whose colour it has.
fn glyph(app: &App, lane: &Lane, from: u64, to: u64) -> (&'static str, &'static str) {
    let lanes = app.lanes();
    if from > lanes.known() {
        return (" ", "");
    }
    if lanes.signal(lane, from, to).is_some() {
        return ("!", "signal");
    }
    let share = lanes.share(lane, from, to);
    let all: u64 = share.iter().sum();
    // In the order of `Doing::ALL`: running, ready, blocked, stopped, zombie, gone.
    let running = share[0];
    if running > 0 {
        let symbol = if running * 4 >= all * 3 {
            "█"
        } else if running * 4 >= all {
            "▄"
        } else {
            "▂"
        };
        return (symbol, "running");
    }
    let most = (1..6).max_by_key(|n| (share[*n], 6 - n)).filter(|n| share[*n] > 0);
    match most {
        Some(1) => ("░", "ready"),
        Some(2) => ("─", "blocked"),
        Some(3) => ("T", "stopped"),
        Some(4) => ("z", "zombie"),
        _ => (" ", ""),
    }
}
