//! The mouse: a click on the timeline goes there, on a process looks at it, on a source line chooses it.

use super::app::{App, Panel};
use super::overlay::Mode;
use super::panels::timeline;
use forklore_sim::debug::code::Spot;
use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

/// Something was done with the mouse; `false`: nothing that concerns us.
pub fn mouse(app: &mut App, event: MouseEvent) -> bool {
    if app.mode != Mode::Normal {
        return false;
    }
    let at = Position::new(event.column, event.row);
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => pressed(app, at),
        MouseEventKind::Drag(MouseButton::Left) if app.areas.lanes.contains(at) => {
            let step = timeline::step_at(app, at.x - app.areas.lanes.x);
            app.goto(step);
        }
        MouseEventKind::ScrollDown | MouseEventKind::ScrollUp => {
            let Some(panel) = app.areas.panel_at(at) else { return false };
            app.scroll(panel, if event.kind == MouseEventKind::ScrollDown { 2 } else { -2 });
        }
        _ => return false,
    }
    true
}

fn pressed(app: &mut App, at: Position) {
    if app.areas.lanes.contains(at) {
        let step = timeline::step_at(app, at.x - app.areas.lanes.x);
        return app.goto(step);
    }
    let Some(panel) = app.areas.panel_at(at) else { return };
    app.panel = panel;
    match panel {
        Panel::Processes => {
            if let Some((_, tid)) = app.areas.tasks.iter().find(|(row, _)| *row == at.y) {
                app.focus_on(*tid);
            }
        }
        Panel::Source => {
            let top = app.areas.area(Panel::Source).map_or(0, |area| area.y + 1);
            let line = app.areas.first_line + u32::from(at.y.saturating_sub(top));
            let Some(spot) = app.cursor.clone().filter(|_| at.y >= top) else { return };
            if line as usize > app.source(&spot.file).len() {
                return;
            }
            let again = spot.line == line;
            app.cursor = Some(Spot { line, ..spot });
            if again {
                app.toggle_breakpoint();
            }
        }
        _ => {}
    }
}
