//! The descriptors of the process in focus, through open file descriptions to pipes, sockets and files, with those of others that
//! lead to the same; buffers as bars with their bytes. See `graph` for the arrangement.

use crate::tui::app::{App, Panel};
use crate::tui::graph::{Detail, Graph, Group, Holder, Whose};
use crate::tui::text;
use forklore_sim::debug::tables;
use forklore_sim::export::objects::Object;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Rows for everything.
pub fn rows(app: &App) -> usize {
    let graph = Graph::of(&app.scene, app.focus(), Whose::All, Detail::Everybody);
    graph.rows(|name| usize::from(has_bytes(app, name))).min(1000)
}

fn has_bytes(app: &App, object: &str) -> bool {
    app.scene.objects.get(object).is_some_and(|object| !object.bytes.is_empty())
}

/// Narrower than this, only what is needed to tell things apart is written.
const NARROW: usize = 50;

/// Widths of the parts of a row.
#[derive(Clone, Copy)]
struct Widths {
    narrow: bool,
    left: usize,
    middle: usize,
    right: usize,
    /// Columns of the arrows between.
    wire: usize,
}

/// What is drawn: the first of these for which there is room.
const WAYS: [(Whose, Detail); 5] = [
    (Whose::All, Detail::Everybody),
    (Whose::All, Detail::Joined),
    (Whose::Own, Detail::Everybody),
    (Whose::Own, Detail::Joined),
    (Whose::Own, Detail::Together),
];
/// The one that is scrolled when there is room for none.
const SCROLLED: usize = 3;

/// Title and lines.
pub fn draw(app: &mut App, area: Rect) -> (String, Vec<Line<'static>>) {
    let height = area.height.saturating_sub(1) as usize;
    let focus = app.focus();
    let extra = |name: &str| usize::from(has_bytes(app, name));
    let graph = |(whose, detail): (Whose, Detail)| (whose, Graph::of(&app.scene, focus, whose, detail));
    let title = |whose: Whose| match app.scene.task(focus) {
        Some(_) if whose == Whose::All => "of all processes ─▶ open files ─▶ objects".to_string(),
        Some(task) => format!("of pid {} ─▶ open files ─▶ objects", task.pid),
        None => "of nobody".to_string(),
    };
    for (whose, graph) in WAYS.into_iter().filter(|(_, detail)| *detail == Detail::Everybody).map(graph) {
        if let Some(lines) = super::boxes::draw(app, &graph, area.width as usize, height) {
            return (title(whose), lines);
        }
    }
    // Too much in any case: what the process in focus has, the others joined, scrolled.
    let fits = WAYS.into_iter().map(graph).find(|(_, graph)| graph.rows(extra) <= height);
    let (whose, graph) = fits.unwrap_or_else(|| graph(WAYS[SCROLLED]));
    let title = title(whose);
    let widths = widths(app, &graph, area.width as usize);
    let mut lines = Vec::new();
    for group in &graph.groups {
        lines.extend(group_lines(app, group, widths));
    }
    for name in &graph.alone {
        if let Some(object) = app.scene.objects.get(name) {
            let width = (area.width as usize).saturating_sub(2);
            for (n, mut line) in object_lines(app, name, object, width).into_iter().enumerate() {
                line.spans.insert(0, Span::raw(if n == 0 { "  " } else { "    " }));
                lines.push(line);
            }
        }
    }
    let total = lines.len();
    let most = total.saturating_sub(height);
    let scroll = app.scrolls.get(&Panel::Files).copied().unwrap_or(0).min(most);
    if app.scrolls.contains_key(&Panel::Files) {
        app.scrolls.insert(Panel::Files, scroll);
    }
    lines.drain(..scroll);
    let title = if most > 0 { format!("{title}  (rows {}-{} of {total})", scroll + 1, scroll + height) } else { title };
    (title, lines)
}

fn widths(app: &App, graph: &Graph, width: usize) -> Widths {
    let files = || graph.groups.iter().flat_map(|group| &group.files);
    let narrow = width < NARROW;
    let holders = files().flat_map(|file| &file.holders);
    let left = holders.map(|holder| text::width(&label(holder, narrow))).max().unwrap_or(0);
    let middle = files().map(|file| text::width(&file_text(app, file.file, true, narrow))).max().unwrap_or(0);
    let wire = if width >= 100 {
        6
    } else if width >= 60 {
        4
    } else {
        3
    };
    let left = left.min(width * 2 / 5).max(if narrow { 4 } else { 8 });
    let middle = middle.min(width / 3).max(6);
    let right = width.saturating_sub(left + middle + 2 * wire + 2);
    Widths { narrow, left, middle, right, wire }
}

/// `pid 3  fd 0 1 2`
fn label(holder: &Holder, narrow: bool) -> String {
    let pids: Vec<String> = holder.pids.iter().take(3).map(|pid| pid.to_string()).collect();
    let more = if holder.pids.len() > 3 { format!("+{}", holder.pids.len() - 3) } else { String::new() };
    let fds: Vec<String> = holder.fds.iter().map(|fd| fd.to_string()).collect();
    let (pid, fd) = if narrow { ("", "fd") } else { ("pid ", "fd ") };
    format!("{pid}{}{more} {fd}{}", pids.join(","), fds.join(" "))
}

/// `#1 r refs 2`
fn file_text(app: &App, id: u32, changed: bool, narrow: bool) -> String {
    let Some(file) = app.scene.files.get(&id) else { return String::new() };
    let notes: String = file.notes.iter().map(|note| format!(" {note}")).collect();
    let mark = if changed { "*" } else { "" };
    if narrow {
        return format!("[{mark}#{id} {}]", file.mode);
    }
    format!("[{mark}#{id} {} refs {}{notes}]", file.mode, file.refs)
}

fn wired(symbol: &str, wire: usize, arrow: bool) -> String {
    let head = if arrow { "▶" } else { " " };
    let (before, after) = (wire.saturating_sub(2) / 2, wire.saturating_sub(2) - wire.saturating_sub(2) / 2);
    match symbol {
        "┬" | "─" => format!("{}{symbol}{}{head}", "─".repeat(before), "─".repeat(after)),
        "┤" | "┘" => format!("{}{symbol}{} ", "─".repeat(before), " ".repeat(after)),
        "│" => format!("{}│{} ", " ".repeat(before), " ".repeat(after)),
        _ => " ".repeat(wire),
    }
}

/// Which piece of a line joins a row to the others: `here`: something joins at this row.
fn piece(row: usize, first: usize, last: usize, here: bool) -> &'static str {
    match () {
        () if row == first && first == last => "─",
        () if row == first => "┬",
        () if row == last && here => "┘",
        () if row < last && row > first && here => "┤",
        () if row < last && row > first => "│",
        () => " ",
    }
}

/// All rows of an object: its descriptions, who refers to them, and its bytes.
fn group_lines(app: &App, group: &Group, widths: Widths) -> Vec<Line<'static>> {
    let moved = app.before.step != app.scene.step;
    let palette = app.palette;
    let object = app.scene.objects.get(&group.object).cloned().unwrap_or_default();
    let right = object_lines(app, &group.object, &object, widths.right);
    let mut starts = Vec::new();
    let mut rows: Vec<(usize, usize, usize)> = Vec::new(); // file, holder, number of holders
    for (n, file) in group.files.iter().enumerate() {
        starts.push(rows.len());
        let count = file.holders.len().max(1);
        rows.extend((0..count).map(|holder| (n, holder, count)));
    }
    let last_start = starts.last().copied().unwrap_or(0);
    let mut lines = Vec::new();
    for row in 0..rows.len().max(right.len()) {
        let mut spans = Vec::new();
        match rows.get(row) {
            Some((n, holder, count)) => {
                let described = &group.files[*n];
                let changed = has_changed(app, described.file);
                let (text, new) = match described.holders.get(*holder) {
                    Some(holder) => (label(holder, widths.narrow), moved && is_new(app, holder, described.file)),
                    None => (String::new(), false),
                };
                let own = described.holders.get(*holder).is_some_and(|holder| holder.own);
                let style = if new {
                    palette.changed()
                } else if own {
                    Style::new()
                } else {
                    palette.dim()
                };
                let mark = if new { "*" } else { " " };
                spans.push(Span::styled(format!("{mark}{} ", text::pad(&text, widths.left)), style));
                spans.push(Span::styled(wired(piece(*holder, 0, count - 1, true), widths.wire, *holder == 0), style));
                let file =
                    if *holder == 0 { file_text(app, described.file, changed, widths.narrow) } else { String::new() };
                let style = if changed { palette.changed() } else { Style::new() };
                // The line goes on from the box to the arrow.
                let bare = text::fit(&file, widths.middle);
                let fill = widths.middle.saturating_sub(text::width(&bare));
                let fill = if *holder == 0 { "─".repeat(fill) } else { " ".repeat(fill) };
                spans.push(Span::styled(bare, style));
                spans.push(Span::raw(fill));
            }
            None => spans.push(Span::raw(" ".repeat(widths.left + 2 + widths.wire + widths.middle))),
        }
        let here = starts.contains(&row);
        spans.push(Span::raw(wired(piece(row, 0, last_start, here), widths.wire, row == 0)));
        if let Some(line) = right.get(row) {
            spans.extend(line.spans.clone());
        }
        lines.push(Line::from(spans));
    }
    lines
}

/// Did a process not refer to this description by these descriptors before?
pub fn is_new(app: &App, holder: &Holder, file: u32) -> bool {
    holder.pids.iter().any(|pid| {
        let old = app.before.tasks.iter().find(|task| task.pid == *pid);
        let had = |fd: &i32| old.is_some_and(|task| task.fds.iter().any(|known| known.0 == *fd && known.1 == file));
        !holder.fds.iter().all(had)
    })
}

/// Is a description another than before the last movement?
pub fn has_changed(app: &App, file: u32) -> bool {
    app.before.step != app.scene.step && app.before.files.get(&file) != app.scene.files.get(&file)
}

/// Whether an object has changed; how full it is, and its bytes, if it has a buffer.
pub fn object_parts(app: &App, name: &str, object: &Object, width: usize) -> (bool, Option<String>, Option<String>) {
    let old = app.before.objects.get(name);
    let changed = app.before.step != app.scene.step && old != Some(object);
    let fill = object.fill.map(|(used, most)| {
        let cells = if width >= 44 { 16 } else { 8 };
        let mut fill =
            if most > 0 { format!("{} {used} of {most}", bar(used, most, cells)) } else { format!("{used}") };
        if width >= 40 || most == 0 {
            fill += &format!(" {}", object.unit);
        }
        if let Some((before, _)) = old.and_then(|old| old.fill).filter(|(before, _)| changed && *before != used) {
            fill += &format!(", was {before}");
        }
        fill
    });
    let bytes = (!object.bytes.is_empty()).then(|| {
        let more = if object.fill.is_some_and(|(used, _)| used > object.bytes.len() as u64) { "..." } else { "" };
        text::fit(&format!("{}{more}", tables::text(&object.bytes)), width)
    });
    (changed, fill, bytes)
}

/// An object: title, bar and facts in a row; its bytes in a second one.
fn object_lines(app: &App, name: &str, object: &Object, width: usize) -> Vec<Line<'static>> {
    let (changed, fill, bytes) = object_parts(app, name, object, width.saturating_sub(3));
    let style = if changed { app.palette.changed() } else { Style::new() };
    let mark = if changed { "*" } else { " " };
    let fill = fill.map_or(String::new(), |fill| format!(" {fill}"));
    let known: String = object.told().iter().map(|fact| format!(", {fact}")).collect();
    let head = format!("{mark}{}{fill}{known}", object.title);
    let mut lines = vec![Line::from(Span::styled(text::fit(&head, width), style))];
    lines.extend(bytes.map(|bytes| Line::from(Span::styled(format!("   {bytes}"), style))));
    lines
}

/// `[██████··············]`; not empty as long as there is a byte, and full only when it is.
fn bar(used: u64, most: u64, cells: u64) -> String {
    let full = (used.saturating_mul(cells) / most.max(1)).min(cells);
    let full = if used > 0 { full.max(1) } else { 0 };
    let full = if used < most { full.min(cells - 1) } else { cells };
    format!("[{}{}]", "█".repeat(full as usize), "·".repeat((cells - full) as usize))
}
