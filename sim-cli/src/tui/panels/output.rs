//! What was written to the terminal and to standard output and error, by whom.

use crate::tui::app::{App, Panel};
use crate::tui::text;
use forklore_sim::kernel::abi::Tid;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// A line of output.
#[derive(Default)]
struct Row {
    by: Option<Tid>,
    text: Vec<u8>,
    /// Something of it is new.
    fresh: bool,
    error: bool,
}

/// Title and lines.
pub fn draw(app: &mut App, area: Rect) -> (String, Vec<Line<'static>>) {
    let height = area.height.saturating_sub(1) as usize;
    let rows = rows(app, height + 500);
    let most = rows.len().saturating_sub(height);
    // Scrolled upwards from the end.
    let back = app.scrolls.get(&Panel::Output).map_or(0, |scroll| most.saturating_sub(most.min(*scroll)));
    let back = if app.scrolls.contains_key(&Panel::Output) { back } else { 0 };
    let first = most - back.min(most);
    if app.scrolls.contains_key(&Panel::Output) {
        app.scrolls.insert(Panel::Output, first);
    }
    let who = rows.iter().filter_map(|row| row.by).map(|tid| tid.to_string().len()).max().unwrap_or(1);
    let mut lines = Vec::new();
    for row in rows.iter().skip(first).take(height) {
        let by = row.by.map_or(String::new(), |tid| tid.to_string());
        let mark = if row.fresh { "*" } else { " " };
        let error = if row.error { "!" } else { "│" };
        let head = format!("{mark}{by:>who$} {error}");
        let room = (area.width as usize).saturating_sub(text::width(&head));
        let body = text::fit(&text::clean(&String::from_utf8_lossy(&row.text)), room);
        let style = if row.fresh { app.palette.changed() } else { ratatui::style::Style::new() };
        lines.push(Line::from(vec![Span::styled(head, app.palette.dim()), Span::styled(body, style)]));
    }
    let title = match rows.len() {
        0 => "nothing yet".to_string(),
        _ if most > 0 => format!("of the program, by process  (lines before: {first})"),
        _ => "of the program, by process".to_string(),
    };
    (title, lines)
}

/// The last lines, at most so many.
fn rows(app: &App, most: usize) -> Vec<Row> {
    let (step, before) = (app.scene.step, app.before.step);
    let lanes = app.lanes();
    let mut pieces: Vec<(u64, Option<Tid>, u8, &[u8])> = Vec::new();
    // What the lanes do not know yet the history does, but not by whom it was written.
    if lanes.known() < step {
        let chunks = app.session.debugger.history.output_between(lanes.known(), step);
        pieces.extend(chunks.iter().map(|(at, chunk)| (*at, None, chunk.stream, chunk.bytes.as_slice())));
        pieces.reverse();
    }
    let mut newlines = 0;
    for piece in lanes.written(0, step).iter().rev() {
        newlines += piece.bytes.iter().filter(|b| **b == b'\n').count();
        pieces.push((piece.step, piece.by, piece.stream, &piece.bytes));
        if newlines > most {
            break;
        }
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut open = false;
    for (at, by, stream, bytes) in pieces.into_iter().rev() {
        for part in bytes.split_inclusive(|b| *b == b'\n') {
            if !open {
                rows.push(Row { by, ..Row::default() });
            }
            let Some(row) = rows.last_mut() else { continue };
            row.text.extend(part.iter().filter(|b| !b"\r\n".contains(b)));
            row.fresh |= at > before && before < step;
            row.error |= stream == 2;
            open = part.last() != Some(&b'\n');
        }
    }
    let extra = rows.len().saturating_sub(most);
    rows.drain(..extra);
    rows
}
