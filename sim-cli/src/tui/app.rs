//! The state of the screen: the session that is looked at, what is shown of it, and what keys do to it.
//!
//! Entry points: [`App::new`], [`App::go`], [`App::command`], [`App::explore`]. What is seen of the machine is a [`Scene`]; that of
//! before the last movement is kept to show what has changed.

use super::asker::Asker;
use super::branches::Charts;
use super::layout::Areas;
use super::overlay::{Mode, Pane};
use super::panels::timeline;
use super::scene::Scene;
use super::style::Palette;
use crate::step::session::{Session, end_text};
use crate::step::table;
use forklore_sim::debug::breakpoint::Subject;
use forklore_sim::debug::code::{self, Spot};
use forklore_sim::debug::describe;
use forklore_sim::debug::lanes::Lanes;
use forklore_sim::debug::stepping::{Direction, Motion, Stopped, Why};
use forklore_sim::history::{Arrived, Kind, Seek};
use forklore_sim::kernel::abi::Tid;
use forklore_sim::kernel::trace::event::{Event, EventKind};
use std::collections::BTreeMap;

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
            panel: Panel::Source,
            scrolls: BTreeMap::new(),
            cursor: None,
            held: false,
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

    /// Moves, and tells what that did.
    pub fn go(&mut self, motion: Motion, direction: Direction) {
        let from = self.session.debugger.history.step();
        self.session.before = from;
        self.asker.begin();
        let asker = &mut self.asker;
        let stopped = self.session.debugger.go_until(motion, direction, &mut || asker.wants_stop());
        self.session.show_stop(&stopped, u64::MAX);
        let told = self.session.take();
        let anybody = matches!(motion, Motion::AnySyscall | Motion::Kind(_) | Motion::Output);
        if anybody && stopped.why == Why::Done && !self.held {
            self.follow(&stopped.events);
        }
        let happened = self.tell(&stopped, &told);
        self.moved(happened);
    }

    /// The process that acted comes into focus.
    fn follow(&mut self, events: &[Event]) {
        let procs = &self.session.debugger.machine().kernel.procs;
        let acts = |e: &&Event| !matches!(e.kind, EventKind::Woken { .. }) && procs.find_task(e.tid).is_some();
        if let Some(tid) = events.iter().find(acts).map(|event| event.tid) {
            self.session.debugger.focus = tid;
        }
    }

    /// What a movement did, in lines.
    fn tell(&mut self, stopped: &Stopped, told: &str) -> Vec<String> {
        let machine = self.session.debugger.machine();
        let mut lines: Vec<String> = stopped.events.iter().filter_map(|event| describe::line(machine, event)).collect();
        match &stopped.why {
            Why::Done => {}
            Why::Breakpoints(numbers) => {
                let list: Vec<String> = numbers.iter().map(u32::to_string).collect();
                lines.insert(0, format!("Breakpoint {}. {}", list.join(", "), self.standing()));
            }
            Why::Changed { .. } => {
                let start = told.find("Watchpoint").map_or("", |at| &told[at..]);
                lines.insert(0, start.lines().take(3).collect::<Vec<_>>().join("  "));
            }
            Why::Gone(pid) => lines.push(format!("pid {pid} has ended")),
            Why::NeedsInput => {
                lines = vec!["The program waits for input: t types a line, e ends the input.".to_string()];
            }
            Why::Ended(ended) => {
                let text = end_text(ended);
                if text.lines().count() > 1 {
                    self.mode = Mode::Pane(Pane::new("The run ends here", &text));
                }
                lines = text.lines().take(1).map(str::to_string).collect();
            }
            Why::Start => lines = vec!["This is the start of the run.".to_string()],
            Why::Interrupted => lines = vec![format!("Stopped here. {}", self.standing())],
            Why::Refused(text) => lines = vec![text.clone()],
        }
        if lines.is_empty() {
            lines.push(self.standing());
        }
        lines
    }

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

    /// Goes to a step.
    pub fn goto(&mut self, step: u64) {
        let from = self.session.debugger.history.step();
        self.session.before = from;
        let arrived = self.session.debugger.history.goto(step);
        self.arrived(&arrived);
    }

    /// Goes to the end of the run, or as far as one has patience.
    pub fn goto_end(&mut self) {
        self.session.before = self.session.debugger.history.step();
        self.asker.begin();
        let asker = &mut self.asker;
        let history = &mut self.session.debugger.history;
        let arrived = history.forward_until(&Seek::default(), u64::MAX, &mut |_| false, &mut || asker.wants_stop());
        self.arrived(&arrived);
    }

    fn arrived(&mut self, arrived: &Arrived) {
        let debugger = &mut self.session.debugger;
        debugger.refocus();
        if let Some(tid) = debugger.machine().kernel.current().filter(|_| !self.held) {
            debugger.focus = tid;
        }
        self.session.frame = 0;
        let mut happened = self.last_event();
        match arrived {
            Arrived::Ended(ended) => happened.insert(0, end_text(ended).lines().next().unwrap_or("").to_string()),
            Arrived::Interrupted => happened.insert(0, "Stopped here.".to_string()),
            Arrived::NeedsInput => {
                happened.insert(0, "The program waits for input: t types a line, e ends the input.".to_string());
            }
            _ => {}
        }
        self.moved(happened);
    }

    /// The last thing that happened before this moment, not long ago.
    fn last_event(&mut self) -> Vec<String> {
        let history = &mut self.session.debugger.history;
        let step = history.step();
        let mut scout = history.clone();
        let moments = scout.moments(step.saturating_sub(4_000), step, 4_000);
        let machine = self.session.debugger.machine();
        let line = moments.iter().rev().find_map(|moment| {
            let text = describe::line(machine, &moment.event)?;
            Some(match step - moment.step {
                0 => text,
                1 => format!("a step ago: {text}"),
                n => format!("{n} steps ago: {text}"),
            })
        });
        vec![line.unwrap_or_else(|| self.standing())]
    }

    /// To the next or previous moment whose text holds what is sought.
    pub fn search(&mut self, text: &str, direction: Direction) {
        if text.is_empty() {
            return;
        }
        self.sought = text.to_string();
        let from = self.session.debugger.history.step();
        self.session.before = from;
        let wanted = text.to_lowercase();
        let mut found: Vec<Event> = Vec::new();
        let seek = Seek { entries: true, ..Seek::default() };
        let mut stop = |look: &forklore_sim::history::Look| {
            let fits = |event: &&Event| {
                describe::line(look.machine, event).is_some_and(|line| line.to_lowercase().contains(&wanted))
            };
            match look.events.iter().find(fits) {
                Some(event) => found = vec![event.clone()],
                None => return false,
            }
            true
        };
        let mut history = self.session.debugger.history.clone();
        self.asker.begin();
        let asker = &mut self.asker;
        let arrived = match direction {
            Direction::Forward => history.forward_until(&seek, u64::MAX, &mut stop, &mut || asker.wants_stop()),
            Direction::Backward => history.backward_until(&seek, &mut stop, &mut || asker.wants_stop()),
        };
        if arrived == Arrived::Interrupted {
            self.happened = vec![format!("\"{text}\" was not found so far.")];
            return;
        }
        if arrived != Arrived::There {
            let way = if direction == Direction::Forward { "from here on" } else { "before" };
            self.happened = vec![format!("\"{text}\" does not happen {way}.")];
            return;
        }
        self.session.debugger.history.goto(history.step());
        self.session.debugger.refocus();
        self.session.frame = 0;
        self.follow(&found);
        let stopped = Stopped { why: Why::Done, events: found, returned: None };
        let happened = self.tell(&stopped, "");
        self.moved(happened);
    }

    /// So many columns of the timeline further, or back.
    pub fn scrub(&mut self, columns: i64) {
        let edges = timeline::edges(self, self.areas.lanes.width);
        let last = edges.len().saturating_sub(2);
        let here = timeline::column(&edges, self.scene.step).unwrap_or(0);
        let mut goal = here.saturating_add_signed(columns as isize).min(last);
        // Several columns may be one step: on to the next that is another.
        while edges[goal] == self.scene.step && goal > 0 && goal < last {
            goal = if columns < 0 { goal - 1 } else { goal + 1 };
        }
        self.goto(edges[goal]);
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
        let wanted = if closer { width / 2 } else { width.saturating_mul(2) };
        let whole = self.lanes().known() + 1;
        if wanted >= whole {
            self.zoom = None;
            return;
        }
        let wanted = wanted.max(u64::from(self.areas.lanes.width.max(10)));
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
        self.session.command(line);
        let told = self.session.take();
        self.over |= self.session.over;
        let lines: Vec<String> = told.lines().map(str::to_string).collect();
        let history = &self.session.debugger.history;
        let elsewhere = history.step() != step || history.current() != branch;
        if lines.len() > 1 && !elsewhere {
            self.mode = Mode::Pane(Pane::new(line, &told));
        }
        let happened = if lines.is_empty() { vec![self.standing()] } else { lines };
        self.moved(happened);
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
            Choose::Number(n) => n,
            _ => return,
        };
        match tids.get(n) {
            Some(tid) => self.focus_on(*tid),
            None => self.happened = vec![format!("There are only {} processes.", tids.len())],
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

    /// To a moment of a kind.
    pub fn to_kind(&mut self, kind: Kind, direction: Direction) {
        self.go(Motion::Kind(kind), direction);
    }
}

/// The movement that a command without arguments is: it can be stopped, as those of the keys.
fn motion_of(line: &str) -> Option<(Motion, Direction)> {
    use Direction::{Backward, Forward};
    let name = table::find(line.trim()).ok()?.name;
    Some(match name {
        "step" => (Motion::Step, Forward),
        "next" => (Motion::Next, Forward),
        "finish" => (Motion::Finish, Forward),
        "stepi" => (Motion::Instruction, Forward),
        "syscall" => (Motion::Syscall, Forward),
        "continue" => (Motion::Continue, Forward),
        "back" => (Motion::Step, Backward),
        "reverse-next" => (Motion::Next, Backward),
        "reverse-finish" => (Motion::Finish, Backward),
        "reverse-stepi" => (Motion::Instruction, Backward),
        "reverse-syscall" => (Motion::Syscall, Backward),
        "reverse-continue" => (Motion::Continue, Backward),
        _ => return None,
    })
}

/// Which process comes into focus.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choose {
    Next,
    Previous,
    Number(usize),
}
