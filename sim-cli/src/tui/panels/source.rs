//! The source: the line of every process that is in this file, breakpoints, and the line chosen.

use crate::tui::app::{App, Panel};
use crate::tui::text;
use forklore_sim::kernel::abi::Tid;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use std::collections::BTreeMap;

/// Title and lines.
pub fn draw(app: &mut App, area: Rect) -> (String, Vec<Line<'static>>) {
    let Some(spot) = app.cursor.clone() else { return ("(none)".to_string(), Vec::new()) };
    let rows = area.height.saturating_sub(1) as usize;
    let total = app.source(&spot.file).len();
    let chosen = spot.line as usize;
    // The line chosen stays a third below the top, as far as the file allows.
    let first = chosen.saturating_sub(1 + rows / 2).min(total.saturating_sub(rows));
    app.areas.first_line = first as u32 + 1;
    let at = places(app, &spot.file);
    let stops = app.breakpoint_lines(&spot.file);
    let focus = app.session.selected().and_then(|frame| frame.spot).filter(|s| s.file == spot.file).map(|s| s.line);
    let gutter = at.values().map(|tids| names(tids).len()).max().unwrap_or(1).clamp(2, 8);
    let digits = total.to_string().len().max(3);
    let palette = app.palette;
    let choosing = app.panel == Panel::Source && focus != Some(spot.line);
    let mut lines = Vec::new();
    for (n, source) in app.source(&spot.file).iter().enumerate().skip(first).take(rows) {
        let number = n as u32 + 1;
        let who = at.get(&number).map(|tids| text::fit(&names(tids), gutter)).unwrap_or_default();
        let here = focus == Some(number);
        let arrow = if here || !who.is_empty() { "▶" } else { " " };
        let stop = if stops.contains(&number) { "●" } else { " " };
        let mark = if choosing && number == spot.line { ">" } else { " " };
        let head = format!("{who:>gutter$}{arrow}{stop}{number:>digits$}{mark}");
        let style = match (here, number == spot.line && choosing) {
            (true, _) => palette.current(),
            (_, true) => ratatui::style::Style::new().add_modifier(Modifier::UNDERLINED),
            _ => ratatui::style::Style::new(),
        };
        let used = text::width(&head);
        let body = text::pad(source, (area.width as usize).saturating_sub(used));
        let head =
            if who.is_empty() || here { Span::styled(head, style) } else { Span::styled(head, palette.changed()) };
        lines.push(Line::from(vec![head, Span::styled(body, style)]));
    }
    let function = app.session.selected().map(|frame| format!("{}()  ", frame.function)).unwrap_or_default();
    (format!("{function}{}", spot.file), lines)
}

/// The tasks that are in a file, by line.
fn places(app: &App, file: &str) -> BTreeMap<u32, Vec<Tid>> {
    let mut at: BTreeMap<u32, Vec<Tid>> = BTreeMap::new();
    for task in &app.scene.tasks {
        if let Some((_, line)) = task.place.as_ref().filter(|(name, _)| name == file) {
            at.entry(*line).or_default().push(task.tid);
        }
    }
    at
}

/// `2,3`; of many the first, and how many more.
fn names(tids: &[Tid]) -> String {
    match tids {
        [] => String::new(),
        [a] => a.to_string(),
        [a, b] => format!("{a},{b}"),
        [a, rest @ ..] => format!("{a}+{}", rest.len()),
    }
}
