//! Movements through the run, as the screen makes them: they tell what they did, can be ended while they last, and bring the process
//! that acted into focus.
//!
//! Entry points: [`App::go`], [`App::goto`], [`App::search`], [`App::scrub`].

use super::app::App;
use super::overlay::{Mode, Pane};
use super::panels::timeline;
use crate::step::session::end_text;
use crate::step::table;
use forklore_sim::debug::describe::{self, Narrator};
use forklore_sim::debug::stepping::{Direction, Motion, Stopped, Why};
use forklore_sim::history::{Arrived, Kind, Seek};
use forklore_sim::kernel::trace::event::{Event, EventKind};

impl App {
    /// Moves, and tells what that did.
    pub fn go(&mut self, motion: Motion, direction: Direction) {
        let from = self.session.debugger.history.step();
        let focus = self.session.debugger.focus;
        self.session.before = from;
        self.asker.begin();
        let asker = &mut self.asker;
        let stopped = self.session.debugger.go_until(motion, direction, &mut || asker.wants_stop());
        self.session.show_stop(&stopped, u64::MAX);
        let told = self.session.take();
        if motion.is_of_any() && stopped.why == Why::Done && self.held {
            self.session.debugger.focus = focus;
            self.session.debugger.refocus();
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
        let mut lines: Vec<String> = describe::lines(machine, &stopped.events);
        match &stopped.why {
            Why::Done => {}
            Why::Breakpoints(numbers) => {
                let list: Vec<String> = numbers.iter().map(u32::to_string).collect();
                lines.insert(0, format!("Breakpoint {}. {}", list.join(", "), self.standing()));
            }
            Why::Received { received, numbers } => {
                let text = received.told(machine).replace('\n', " ");
                lines = vec![format!("{text} {}", self.standing())];
                if !numbers.is_empty() {
                    let list: Vec<String> = numbers.iter().map(u32::to_string).collect();
                    lines.insert(0, format!("Breakpoint {}.", list.join(", ")));
                }
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
        scout.goto(step.saturating_sub(4_000));
        let mut narrator = Narrator::default();
        let mut last = None;
        scout.forward(&Seek { entries: true, ..Seek::default() }, step, &mut |look| {
            let line = narrator.lines(look.machine, look.events).into_iter().flatten().next_back();
            last = line.map(|text| (look.step, text)).or(last.take());
            false
        });
        let line = last.map(|(at, text)| match step - at {
            0 => text,
            1 => format!("a step ago: {text}"),
            n => format!("{n} steps ago: {text}"),
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
        let mut narrator = Narrator::default();
        let mut stop = |look: &forklore_sim::history::Look| {
            let lines = narrator.lines(look.machine, look.events);
            let fits = |line: &Option<String>| line.as_ref().is_some_and(|line| line.to_lowercase().contains(&wanted));
            let Some(at) = lines.iter().position(fits) else { return false };
            // With what the call that ends there began with.
            let mine = |event: &&Event| event.tid == look.events[at].tid;
            found = look.events[..=at].iter().filter(mine).cloned().collect();
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

    /// To a moment of a kind.
    pub fn to_kind(&mut self, kind: Kind, direction: Direction) {
        self.go(Motion::Kind(kind), direction);
    }
}

/// The movement that a command without arguments is: it can be stopped, as those of the keys.
pub fn motion_of(line: &str) -> Option<(Motion, Direction)> {
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
