//! Where the panels go, by the size of the terminal: beside each other where there is room, as tabs where there is not.
//!
//! Entry point: [`Areas::of`]. Every panel's area begins with the line of its heading.

use super::app::Panel;
use ratatui::layout::{Position, Rect};

/// The smallest terminal that is drawn on.
pub const SMALLEST: (u16, u16) = (40, 12);

/// Where everything is.
#[derive(Clone, Default, Debug)]
pub struct Areas {
    pub title: Rect,
    /// What happened last.
    pub happened: Rect,
    /// The panels are tabs, and their names stand here.
    pub tabs: Option<Rect>,
    pub panels: Vec<(Panel, Rect)>,
    pub footer: Rect,
    /// The columns of the timeline; found when it is drawn.
    pub lanes: Rect,
    /// The tasks whose rows are at these heights; found when they are drawn.
    pub tasks: Vec<(u16, forklore_sim::kernel::abi::Tid)>,
    /// The source line at the first row below the heading.
    pub first_line: u32,
}

/// What the panels would like to have, in rows without the heading.
#[derive(Clone, Copy, Debug)]
pub struct Wishes {
    pub lanes: u16,
    pub files: u16,
    pub tasks: u16,
}

impl Areas {
    /// Lays out a screen; `None`: it is too small.
    pub fn of(screen: Rect, chosen: Panel, wishes: Wishes) -> Option<Areas> {
        if screen.width < SMALLEST.0 || screen.height < SMALLEST.1 {
            return None;
        }
        let mut rest = screen;
        let mut areas = Areas { title: top(&mut rest, 1), footer: bottom(&mut rest, 1), ..Areas::default() };
        let tall = screen.height >= 30;
        areas.happened = top(&mut rest, if tall { 2 } else { 1 });
        match (screen.width, screen.height) {
            (..72, _) | (_, ..20) => areas.tabbed(rest, chosen, wishes),
            (110.., 30..) => areas.columns(rest, wishes),
            _ => areas.stacked(rest, wishes),
        }
        Some(areas)
    }

    /// One panel, and the timeline if there is room.
    fn tabbed(&mut self, mut rest: Rect, chosen: Panel, wishes: Wishes) {
        self.tabs = Some(top(&mut rest, 1));
        if rest.height >= 11 && chosen != Panel::Timeline {
            let timeline = bottom(&mut rest, 2 + wishes.lanes.clamp(1, 3));
            self.panels.push((Panel::Timeline, timeline));
        }
        self.panels.push((chosen, rest));
    }

    /// 80x24 and the like.
    fn stacked(&mut self, mut rest: Rect, wishes: Wishes) {
        let all = rest.height;
        let timeline = bottom(&mut rest, 2 + wishes.lanes.clamp(2, (all / 5).max(2)));
        let output = bottom(&mut rest, 1 + (all / 8).max(2));
        let files = bottom(&mut rest, 1 + wishes.files.clamp(3, (all * 3 / 10).max(3)));
        let columns = (rest.width * 9 / 20).min(48);
        let mut state = right(&mut rest, columns);
        // What is known of the process looked at takes four rows.
        let most = (state.height / 2).max(state.height.saturating_sub(6)).max(2);
        let tasks = wishes.tasks.clamp(2, most).min(state.height.saturating_sub(2));
        let processes = top(&mut state, 1 + tasks);
        self.panels = Panel::ALL.into_iter().zip([rest, processes, files, state, output, timeline]).collect();
    }

    /// Two columns over the timeline.
    fn columns(&mut self, mut rest: Rect, wishes: Wishes) {
        let all = rest.height;
        let timeline = bottom(&mut rest, 2 + wishes.lanes.clamp(2, all / 4));
        let columns = rest.width * 11 / 20;
        let mut files = right(&mut rest, columns);
        let output = bottom(&mut rest, 1 + (all / 6).max(4));
        let tasks = wishes.tasks.clamp(3, all / 4);
        let (processes, state);
        if files.width >= 90 {
            let mut both = top(&mut files, 1 + tasks.max(8));
            let half = both.width / 2;
            state = right(&mut both, half);
            processes = both;
        } else {
            processes = top(&mut files, 1 + tasks);
            state = bottom(&mut files, 1 + (all / 6).max(6));
        }
        self.panels = Panel::ALL.into_iter().zip([rest, processes, files, state, output, timeline]).collect();
    }

    /// The panel at a place.
    pub fn panel_at(&self, at: Position) -> Option<Panel> {
        self.panels.iter().find(|(_, area)| area.contains(at)).map(|(panel, _)| *panel)
    }

    /// The area of a panel.
    pub fn area(&self, wanted: Panel) -> Option<Rect> {
        self.panels.iter().find(|(panel, _)| *panel == wanted).map(|(_, area)| *area)
    }
}

/// Takes rows from the top.
fn top(rest: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(rest.height);
    let taken = Rect { height: rows, ..*rest };
    rest.y += rows;
    rest.height -= rows;
    taken
}

/// Takes rows from the bottom.
fn bottom(rest: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(rest.height);
    rest.height -= rows;
    Rect { y: rest.y + rest.height, height: rows, ..*rest }
}

/// Takes columns from the right, and leaves one for a line between.
fn right(rest: &mut Rect, columns: u16) -> Rect {
    let columns = columns.min(rest.width.saturating_sub(1));
    rest.width -= columns + 1;
    Rect { x: rest.x + rest.width + 1, width: columns, ..*rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_is_filled_without_overlap() {
        for (width, height) in [(40, 12), (60, 20), (71, 60), (72, 20), (80, 24), (100, 30), (110, 30), (200, 60)] {
            for chosen in Panel::ALL {
                for n in [0, 1, 5, 300] {
                    let wishes = Wishes { lanes: n, files: n, tasks: n };
                    let screen = Rect::new(0, 0, width, height);
                    let areas = Areas::of(screen, chosen, wishes).expect("large enough");
                    let mut all: Vec<Rect> = areas.panels.iter().map(|(_, area)| *area).collect();
                    assert!(areas.area(chosen).is_some());
                    all.extend([areas.title, areas.happened, areas.footer]);
                    all.extend(areas.tabs);
                    for (n, area) in all.iter().enumerate() {
                        assert!(area.height > 0 && area.width > 20, "{width}x{height}: {areas:?}");
                        assert!(screen.contains(Position::new(area.right() - 1, area.bottom() - 1)));
                        assert!(
                            all[n + 1..].iter().all(|other| !area.intersects(*other)),
                            "{width}x{height}: {areas:?}"
                        );
                    }
                }
            }
        }
        assert!(Areas::of(Rect::new(0, 0, 39, 12), Panel::Source, Wishes { lanes: 1, files: 1, tasks: 1 }).is_none());
    }
}
