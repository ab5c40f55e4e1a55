//! The state of the screen: the session that is looked at, what is shown of it, and what keys do to it.
//!
//! Entry points: [`App::new`], [`App::command`], [`App::explore`]; movements are in `moving`. What is seen of the machine is a [`Scene`]; that of
//! before the last movement is kept to show what has changed.

use super::asker::Asker;
use super::branches::Charts;
use super::layout::Areas;
use super::moving::motion_of;
use super::overlay::{Mode, Pane};
use super::scene::Scene;
use super::style::Palette;
use crate::step::hosts;
use crate::step::session::Session;
use forklore_sim::debug::breakpoint::Subject;
use forklore_sim::debug::code::{self, Spot};
use forklore_sim::debug::describe;
use forklore_sim::debug::lanes::Lanes;
use forklore_sim::kernel::abi::Tid;
use forklore_sim::report;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// The panels, in the order in which they are gone through.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Panel {
    Source,
    Processes,
    Files,
    State,
    Output,
    Timeline,
}

impl Panel {
    pub const ALL: [Panel; 6] =
        [Panel::Source, Panel::Processes, Panel::Files, Panel::State, Panel::Output, Panel::Timeline];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Panel::Source => "source",
            Panel::Processes => "processes",
            Panel::Files => "descriptors",
            Panel::State => "state",
            Panel::Output => "output",
            Panel::Timeline => "timeline",
        }
    }
}

/// Branch, acts in it, step and task.
type Moment = (usize, usize, u64, Tid);

/// Runs that took more of the host's work than this are not executed again for every drawing: some hundredths of a second.
const QUICK_WORK: u64 = 20_000_000;

/// The screen.
pub struct App {
    pub session: Session,
    /// What is seen now, and what was seen before the last movement.
    pub scene: Scene,
    pub before: Scene,
    /// The lanes of each branch.
    pub charts: Charts,
    /// The panel that Up and Down scroll.
    pub panel: Panel,
    /// How far each panel is scrolled; the source goes with its cursor.
    pub scrolls: BTreeMap<Panel, usize>,
    /// File shown and line chosen in it.
    pub cursor: Option<Spot>,
    /// The process in focus stays in focus when another one acts.
    pub held: bool,
    /// The pid that is being typed, or was last.
    pub pid_typed: u32,
    /// The steps that the timeline shows; all of the run if `None`.
    pub zoom: Option<(u64, u64)>,
    /// On the timeline steps are equally wide, not calls.
    pub by_steps: bool,
    /// What the last movement did, a line each.
    pub happened: Vec<String>,
    pub mode: Mode,
    pub palette: Palette,
    /// Where everything was drawn, for the mouse.
    pub areas: Areas,
    /// Commands typed, for Up in the prompt.
    pub typed: Vec<String>,
    /// What was searched last.
    pub sought: String,
    pub over: bool,
    /// Whether a long movement is to be ended.
    pub asker: Asker,
    /// Which run that is, as the session counts them.
    run: u32,
    /// Why the process in focus waits, with the moment for which that was found out.
    reason: Option<(Moment, String)>,
    sources: BTreeMap<String, Vec<String>>,
}

impl App {
    /// A screen for a session that has been opened.
    pub fn new(mut session: Session, palette: Palette) -> App {
        let happened: Vec<String> = session.take().lines().map(str::to_string).collect();
        let scene = Scene::of(session.debugger.machine());
        let charts = Charts::new(&session.debugger.history);
        let mut app = App {
            before: scene.clone(),
            scene,
            session,
            charts,
            run: 0,
            reason: None,
            panel: Panel::Source,
            scrolls: BTreeMap::new(),
            cursor: None,
            held: false,
            pid_typed: 0,
            zoom: None,
            by_steps: false,
            happened,
            mode: Mode::Normal,
            palette,
            areas: Areas::default(),
            typed: Vec::new(),
            sought: String::new(),
            over: false,
            asker: Asker::default(),
            sources: BTreeMap::new(),
        };
        app.happened = vec![app.standing()];
        app.look_at_place();
        app
    }

    /// What the process in focus waits for, who could end that, and what they wait for in turn; where descriptors came from too unless
    /// that would take too long (`w` tells it always).
    pub fn reason(&mut self) -> String {
        let debugger = &self.session.debugger;
        let history = &debugger.history;
        let now = (history.current(), history.plan().acts.len(), history.step(), debugger.focus);
        if let Some((_, text)) = self.reason.as_ref().filter(|(moment, _)| *moment == now) {
            return text.clone();
        }
        let quick = debugger.machine().work() <= QUICK_WORK;
        let origins = if quick { self.session.debugger.history.origins() } else { Arc::default() };
        let debugger = &self.session.debugger;
        let text = report::why(debugger.machine(), &origins, debugger.focus).unwrap_or_default();
        self.reason = Some((now, text.clone()));
        text
    }

    /// The lanes of the present branch.
    pub fn lanes(&self) -> &Lanes {
        self.charts.lanes()
    }

    /// Follows the run ahead of where we are, for the timeline; `false`: there is nothing to do.
    pub fn explore(&mut self) -> bool {
        self.charts.explore(&self.session.debugger.history)
    }

    /// The task in focus.
    pub fn focus(&self) -> Tid {
        self.session.debugger.focus
    }

    // ---------------------------------------------------------------------------------------------
    // Moving

    /// `pid 2 at prog.c:12 in main ()`
    pub fn standing(&self) -> String {
        let debugger = &self.session.debugger;
        let who = describe::who(debugger.machine(), debugger.focus);
        match self.session.selected() {
            Some(frame) => {
                let at = frame.spot.map_or(String::new(), |spot| format!(" at {}:{}", spot.file, spot.line));
                format!("{who}{at}, in {} ()", frame.function)
            }
            None if debugger.machine().kernel.procs.find_task(debugger.focus).is_none() => {
                "No process is left.".to_string()
            }
            None => format!("{who}, not yet in its own source"),
        }
    }

    /// The step is another one, or the run has changed: looks anew.
    pub fn moved(&mut self, happened: Vec<String>) {
        if self.session.run != self.run {
            self.another_run();
        }
        self.charts.follow(&self.session.debugger.history);
        let scene = Scene::of(self.session.debugger.machine());
        if scene.step != self.scene.step {
            self.before = std::mem::replace(&mut self.scene, scene);
        } else {
            self.scene = scene;
        }
        self.happened = happened;
        self.look_at_place();
        for panel in [Panel::State, Panel::Output, Panel::Files] {
            self.scrolls.remove(&panel);
        }
        self.show_in_zoom();
    }

    /// Another host or another file: nothing of what was shown before is true of it.
    fn another_run(&mut self) {
        self.run = self.session.run;
        self.charts = Charts::new(&self.session.debugger.history);
        self.scene = Scene::of(self.session.debugger.machine());
        self.before = self.scene.clone();
        self.zoom = None;
        self.cursor = None;
        self.sources.clear();
    }

    /// The next host of a scenario.
    pub fn next_host(&mut self) {
        match self.session.hosts.name() {
            None => self.happened = vec!["There is one host only.".to_string()],
            Some(_) => {
                hosts::next(&mut self.session);
                let told = self.session.take();
                self.moved(told.lines().map(str::to_string).collect());
            }
        }
    }

    /// The timeline goes along with the step.
    fn show_in_zoom(&mut self) {
        let Some((from, to)) = self.zoom else { return };
        let (step, width) = (self.scene.step, to - from);
        if step < from || step >= to {
            let from = step.saturating_sub(width / 2);
            self.zoom = Some((from, from + width));
        }
    }

    /// The cursor of the source goes to where the process in focus is.
    pub fn look_at_place(&mut self) {
        if let Some(spot) = self.session.selected().and_then(|frame| frame.spot) {
            self.cursor = Some(spot);
        } else if self.cursor.is_none() {
            let file = self.session.debugger.setup().program.files.first().map(|(name, _)| name.clone());
            self.cursor = file.map(|file| Spot { file, line: 1 });
        }
    }

    /// The steps that the timeline shows.
    pub fn window(&self) -> (u64, u64) {
        let all = (0, self.lanes().known().max(self.scene.step).max(1) + 1);
        self.zoom.unwrap_or(all)
    }

    /// Shows fewer or more steps around the present one.
    pub fn zoom_by(&mut self, closer: bool) {
        let (from, to) = self.window();
        let width = to - from;
        // Closer than one step a column shows nothing more.
        let columns = u64::from(self.areas.lanes.width.max(10));
        let wanted = if closer { width.div_ceil(2) } else { width.saturating_mul(2) }.max(columns);
        let whole = self.lanes().known() + 1;
        if wanted >= whole {
            self.zoom = None;
            return;
        }
        let from = self.scene.step.saturating_sub(wanted / 2).min(whole.saturating_sub(wanted));
        self.zoom = Some((from, from + wanted));
    }

    // ---------------------------------------------------------------------------------------------
    // Everything else that keys do

    /// A command of the line mode; its answer is shown in a pane if it has more than a line.
    pub fn command(&mut self, line: &str) {
        if let Some((motion, direction)) = motion_of(line) {
            return self.go(motion, direction);
        }
        if line == "goto end" {
            return self.goto_end();
        }
        let (step, branch) = (self.session.debugger.history.step(), self.session.debugger.history.current());
        self.obey(line);
        let told = self.session.take();
        self.over |= self.session.over;
        let lines: Vec<String> = told.lines().map(str::to_string).collect();
        let history = &self.session.debugger.history;
        let elsewhere = history.step() != step || history.current() != branch;
        let happened = match lines.len() {
            0 => vec![self.standing()],
            2.. if !elsewhere => {
                self.mode = Mode::Pane(Pane::new(line, &told));
                self.happened.clone()
            }
            _ => lines,
        };
        self.moved(happened);
    }

    /// A command that may take long: keys are looked at meanwhile.
    fn obey(&mut self, line: &str) {
        self.asker.begin();
        let asker = Rc::new(RefCell::new(std::mem::take(&mut self.asker)));
        let asked = asker.clone();
        self.session.asked = Some(Box::new(move || asked.borrow_mut().wants_stop()));
        self.session.command(line);
        self.session.asked = None;
        self.asker = asker.take();
    }

    /// The run ends, or needs input, or another thing happens: the answer in a pane.
    pub fn show(&mut self, title: &str, line: &str) {
        self.session.command(line);
        let told = self.session.take();
        self.mode = Mode::Pane(Pane::new(title, &told));
    }

    /// Another process comes into focus: the next, the previous, or that with a number in the list.
    pub fn select(&mut self, which: Choose) {
        let tids: Vec<Tid> = self.scene.tasks.iter().filter(|t| t.state != "zombie").map(|task| task.tid).collect();
        let here = tids.iter().position(|tid| *tid == self.focus()).unwrap_or(0);
        let n = match which {
            Choose::Next if !tids.is_empty() => (here + 1) % tids.len(),
            Choose::Previous if !tids.is_empty() => (here + tids.len() - 1) % tids.len(),
            _ => return,
        };
        if let Some(tid) = tids.get(n) {
            self.focus_on(*tid);
        }
    }

    /// A digit of a pid is typed: the process that it, behind those typed just before, is the number of comes into focus.
    pub fn type_digit(&mut self, digit: u32) {
        let known = |pid: u32| self.scene.tasks.iter().find(|task| task.pid.0 == pid && task.state != "zombie");
        let longer = self.pid_typed.saturating_mul(10).saturating_add(digit);
        let found = known(longer).map(|task| (longer, task.tid)).or(known(digit).map(|task| (digit, task.tid)));
        match found {
            Some((typed, tid)) => {
                self.pid_typed = typed;
                self.focus_on(tid);
            }
            None => {
                self.pid_typed = if longer < 100_000 { longer } else { digit };
                self.happened = vec![format!("There is no pid {} to be looked at (yet).", self.pid_typed)];
            }
        }
    }

    /// This task comes into focus.
    pub fn focus_on(&mut self, tid: Tid) {
        self.session.debugger.focus = tid;
        self.session.frame = 0;
        self.look_at_place();
        for panel in [Panel::State, Panel::Files] {
            self.scrolls.remove(&panel);
        }
        self.happened = vec![self.standing()];
    }

    /// Sets or deletes a breakpoint at the line of the cursor.
    pub fn toggle_breakpoint(&mut self) {
        let Some(spot) = self.cursor.clone() else { return };
        let there = self.session.debugger.breakpoints.iter().find_map(|b| match &b.subject {
            Subject::Line(at, _) if *at == spot => Some(b.number),
            _ => None,
        });
        match there {
            Some(number) => {
                self.session.command(&format!("delete {number}"));
                self.happened = vec![format!("Breakpoint {number} is deleted.")];
            }
            None => {
                self.session.command(&format!("break {}:{}", spot.file, spot.line));
                self.happened = self.session.take().lines().map(str::to_string).collect();
            }
        }
        self.session.take();
    }

    /// Lines of the file shown at which there is a breakpoint.
    pub fn breakpoint_lines(&self, file: &str) -> Vec<u32> {
        let machine = self.session.debugger.machine();
        let mut lines = Vec::new();
        for b in self.session.debugger.breakpoints.iter().filter(|b| b.enabled) {
            for (id, pcs) in b.subject.stops().into_iter().flatten() {
                let Some(program) = machine.programs().peek(*id) else { continue };
                let spots = pcs.iter().filter_map(|pc| code::spot(program, *pc));
                lines.extend(spots.filter(|spot| spot.file == file).map(|spot| spot.line));
            }
        }
        lines
    }

    /// The lines of a source file, ready to be shown.
    pub fn source(&mut self, file: &str) -> &[String] {
        let setup = self.session.debugger.setup();
        let read = || {
            let text = code::text_of(setup, file).unwrap_or_default();
            String::from_utf8_lossy(text).lines().map(super::text::clean).collect()
        };
        self.sources.entry(file.to_string()).or_insert_with(read)
    }

    /// Scrolls the panel that has the keys, or moves the cursor in the source.
    pub fn scroll(&mut self, panel: Panel, lines: i64) {
        if panel != Panel::Source {
            let scroll = self.scrolls.entry(panel).or_default();
            *scroll = scroll.saturating_add_signed(lines as isize);
            return;
        }
        let Some(spot) = self.cursor.clone() else { return };
        let most = self.source(&spot.file).len().max(1) as i64;
        let line = (i64::from(spot.line) + lines).clamp(1, most) as u32;
        self.cursor = Some(Spot { line, ..spot });
    }

    /// The process in focus becomes the next one to run.
    pub fn run_focus(&mut self) {
        let focus = self.focus();
        self.command(&format!("run {focus}"));
    }
}

/// Which process comes into focus.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choose {
    Next,
    Previous,
}
