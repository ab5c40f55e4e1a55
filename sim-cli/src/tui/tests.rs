//! Screens drawn into memory, and keys that drive them.

use super::app::{App, Panel};
use super::draw::draw;
use super::overlay::Mode;
use super::style::Palette;
use super::{keys, mouse};
use crate::step::session::Session;
use forklore_sim::debug::lanes::Edge;
use forklore_sim::debug::stepping::Debugger;
use forklore_sim::history::History;
use forklore_sim::kernel::abi::Tid;
use forklore_sim::setup::{Setup, Sources, Stdin, TerminalSpec};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

/// A session with a program of the repository, or with a text.
pub(super) fn session(source: &str) -> Session {
    let (name, text) = match source.ends_with(".c") {
        true => {
            let path = format!("{}/../{source}", env!("CARGO_MANIFEST_DIR"));
            (source.to_string(), std::fs::read_to_string(path).expect("a program"))
        }
        false => ("prog.c".to_string(), source.to_string()),
    };
    let mut program = Sources::single(&name, &text);
    program.debug = true;
    let terminal = Some(TerminalSpec { window: [24, 80, 0, 0] });
    let setup =
        Setup { program, stdin: Stdin::Terminal, terminal, stdout_tty: true, stderr_tty: true, ..Setup::default() };
    let mut session = Session::new(Debugger::new(History::new(&setup).expect("it compiles")));
    session.opened(&[]);
    session
}

/// A screen for it.
fn open(source: &str) -> App {
    let mut app = App::new(session(source), Palette { colour: false, unicode: true });
    explore(&mut app);
    app
}

fn explore(app: &mut App) {
    while app.explore() {}
}

fn press(app: &mut App, keys: &str) {
    for c in keys.chars() {
        let code = match c {
            '→' => KeyCode::Right,
            '←' => KeyCode::Left,
            '↓' => KeyCode::Down,
            '↑' => KeyCode::Up,
            '⇥' => KeyCode::Tab,
            '⏎' => KeyCode::Enter,
            '⎋' => KeyCode::Esc,
            c => KeyCode::Char(c),
        };
        keys::press(app, KeyEvent::new(code, KeyModifiers::NONE));
    }
    explore(app);
}

/// The screen as text. Numbers of steps and times depend on the C library's code: their digits are put out.
fn screen(app: &mut App, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a screen");
    terminal.draw(|frame| draw(frame, app)).expect("drawn");
    let text = terminal.backend().to_string();
    text.lines().map(settled).collect::<Vec<_>>().join("\n")
}

fn settled(line: &str) -> String {
    let mut line = line.trim_matches('"').trim_end().to_string();
    for (start, end) in [("step ", "| main"), ("timeline step ", "█")] {
        let Some(from) = line.find(start).map(|at| at + start.len()) else { continue };
        let Some(to) = line[from..].find(end).map(|at| at + from) else { continue };
        let masked: String =
            line[from..to].chars().map(|c| if c.is_ascii_digit() || c == ',' { '#' } else { c }).collect();
        line.replace_range(from..to, &masked);
    }
    line
}

#[test]
fn a_pipe_with_bytes_in_it() {
    let mut app = open("examples/pipe_parent_child.c");
    press(&mut app, "→→→→");
    insta::assert_snapshot!("pipe_80x24", screen(&mut app, 80, 24));
    insta::assert_snapshot!("pipe_120x40", screen(&mut app, 120, 40));
    app.panel = Panel::Files;
    insta::assert_snapshot!("pipe_60x20", screen(&mut app, 60, 20));
    insta::assert_snapshot!("pipe_40x12", screen(&mut app, 40, 12));
    let small = screen(&mut app, 30, 10);
    assert!(small.contains("at least 40 and 12"), "{small}");
}

#[test]
fn a_deadlock_is_told() {
    let mut app = open("examples/deadlock_pipe.c");
    press(&mut app, "c");
    let text = screen(&mut app, 80, 24);
    assert!(text.contains("its write end is still open: pid 3 fd 4"), "{text}");
    press(&mut app, "⎋");
    assert_eq!(app.mode, Mode::Normal);
    insta::assert_snapshot!("deadlock_80x24", screen(&mut app, 80, 24));
}

#[test]
fn a_small_screen_still_says_who_else_holds_a_pipe() {
    let mut app = open("tests/students/pipeline.c");
    press(&mut app, ":goto end⏎⎋");
    let text = screen(&mut app, 80, 24);
    // pid 4 waits for the end of pipe 0, whose write end pid 5 has, too.
    press(&mut app, "4");
    let text = format!("{text}\n{}", screen(&mut app, 80, 24));
    assert!(text.contains("pid 4,5 fd 4"), "{text}");
    press(&mut app, "pp");
    let narrow = screen(&mut app, 40, 15);
    assert!(narrow.contains("4,5 fd4"), "{narrow}");
}

#[test]
fn back_is_where_one_was() {
    let mut app = open("examples/pipe_parent_child.c");
    let start = screen(&mut app, 100, 30);
    let mut seen = vec![app.scene.clone()];
    for _ in 0..12 {
        press(&mut app, "→");
        seen.push(app.scene.clone());
    }
    assert!(seen.windows(2).all(|pair| pair[0].step < pair[1].step));
    for scene in seen.iter().rev().skip(1) {
        press(&mut app, "←");
        // The start of main is no call: the last key goes to the call before.
        if app.scene.step >= seen[1].step {
            assert_eq!(app.scene, *scene);
        }
    }
    keys::press(&mut app, KeyEvent::new(KeyCode::Home, KeyModifiers::NONE));
    assert_eq!(app.scene, seen[0]);
    let rows = |text: &str| text.lines().skip(2).map(str::to_string).collect::<Vec<_>>();
    assert_eq!(rows(&screen(&mut app, 100, 30)).len(), rows(&start).len());
}

#[test]
fn keys_do_what_the_help_says() {
    let mut app = open("examples/pipe_parent_child.c");
    press(&mut app, "→→→→");
    assert_eq!(app.focus(), Tid(2));
    // Another process is looked at; it is the next to run, which makes a branch, since the run is known further.
    press(&mut app, "⇥");
    assert_eq!(app.focus(), Tid(3));
    press(&mut app, "r");
    assert_eq!(app.scene.running, Some(Tid(3)));
    // A breakpoint at the line of the cursor, and there.
    let line = app.cursor.clone().expect("a line").line;
    press(&mut app, "↓↓b");
    assert_eq!(app.breakpoint_lines("examples/pipe_parent_child.c"), [line + 2]);
    press(&mut app, "c");
    assert!(app.happened[0].starts_with("Breakpoint 1."), "{:?}", app.happened);
    assert_eq!(app.cursor.clone().expect("a line").line, line + 2);
    press(&mut app, "b");
    assert!(app.session.debugger.breakpoints.is_empty());
    // A search forwards, and back.
    press(&mut app, "/wait4⏎");
    assert!(app.happened[0].contains("wait4"), "{:?}", app.happened);
    press(&mut app, "\\write(4⏎");
    assert!(app.happened[0].contains("write(4"), "{:?}", app.happened);
    press(&mut app, "/no such call⏎");
    assert!(app.happened[0].contains("does not happen"), "{:?}", app.happened);
    // A command; Tab completes it.
    press(&mut app, ":bran⇥⇥⎋:print message⏎");
    assert!(app.happened[0].contains("hello from the parent"), "{:?}", app.happened);
    press(&mut app, ":fds⏎");
    assert!(matches!(&app.mode, Mode::Pane(pane) if pane.text.contains("(write end)")), "{:?}", app.mode);
    press(&mut app, "⎋w");
    assert!(matches!(&app.mode, Mode::Pane(_)));
    press(&mut app, "⎋?");
    assert!(screen(&mut app, 80, 24).contains("Moving through the run"));
    press(&mut app, "⎋q");
    assert!(app.over);
}

#[test]
fn choosing_who_runs_makes_a_branch_with_lanes_of_its_own() {
    let mut app = open("examples/pipe_parent_child.c");
    keys::press(&mut app, KeyEvent::new(KeyCode::End, KeyModifiers::NONE));
    let known = app.lanes().known();
    let main = app.lanes().clone();
    press(&mut app, "\\clone⏎⇥r");
    assert_eq!(app.session.debugger.history.plan().name, "branch-1");
    assert!(app.happened.iter().any(|line| line.contains("new branch")), "{:?}", app.happened);
    assert!(matches!(app.lanes().edge(), Edge::Ended(_)));
    assert_ne!(*app.lanes(), main);
    // The list, and back to the run as it was.
    press(&mut app, "B");
    assert!(screen(&mut app, 80, 24).contains("branch-1  from main at step"));
    press(&mut app, "↑⏎");
    assert_eq!(app.session.debugger.history.plan().name, "main");
    assert_eq!(app.lanes().known(), known);
    assert_eq!(*app.lanes(), main);
}

#[test]
fn input_is_typed() {
    let text = "#include <stdio.h>\nint main(void) {\n    char line[80];\n    while (fgets(line, sizeof line, stdin))\n        printf(\"got %s\", line);\n    return 7;\n}\n";
    let mut app = open(text);
    press(&mut app, "c");
    assert!(app.happened[0].contains("waits for input"), "{:?}", app.happened);
    assert!(screen(&mut app, 80, 24).lines().last().is_some_and(|line| line.starts_with("t type a line")));
    press(&mut app, "thello⏎c");
    assert!(screen(&mut app, 80, 24).contains("got hello"));
    press(&mut app, "ec");
    assert!(app.happened[0].contains("exited with status 7"), "{:?}", app.happened);
}

#[test]
fn the_timeline_is_scrubbed() {
    let mut app = open("examples/pipe_parent_child.c");
    screen(&mut app, 80, 24);
    let start = app.scene.step;
    press(&mut app, ">");
    assert!(app.scene.step > start);
    // The first leads to where a column begins, from where a column further and back is the same place.
    press(&mut app, ".");
    let there = app.scene.step;
    press(&mut app, ".");
    assert!(app.scene.step > there);
    press(&mut app, ",");
    assert_eq!(app.scene.step, there);
    press(&mut app, "+");
    let (from, to) = app.window();
    assert!(from <= there && there < to && to - from < app.lanes().known());
    press(&mut app, "a-");
    assert_eq!(app.zoom, None);
}

#[test]
fn the_mouse_scrubs_the_timeline_and_chooses() {
    let mut app = open("examples/pipe_parent_child.c");
    screen(&mut app, 80, 24);
    let lanes = app.areas.lanes;
    let at = |app: &mut App, kind: MouseEventKind, column: u16, row: u16| {
        let used = mouse::mouse(app, MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE });
        screen(app, 80, 24);
        (used, app.scene.step)
    };
    let (down, drag) = (MouseEventKind::Down(MouseButton::Left), MouseEventKind::Drag(MouseButton::Left));
    let mut steps = Vec::new();
    for column in [10, 30, 50, 70, 20] {
        let kind = if steps.is_empty() { down } else { drag };
        let (used, step) = at(&mut app, kind, lanes.x + column, lanes.y);
        assert!(used);
        steps.push(step);
    }
    assert!(steps[..4].is_sorted_by(|a, b| a < b) && steps[4] < steps[1] && steps[0] < steps[4], "{steps:?}");
    // The child, where it is in the tree of processes.
    at(&mut app, down, lanes.x + 40, lanes.y);
    let (row, child) = *app.areas.tasks.iter().find(|(_, tid)| *tid == Tid(3)).expect("the child is shown");
    let column = app.areas.area(Panel::Processes).expect("a panel").x + 3;
    assert!(at(&mut app, down, column, row).0);
    assert_eq!(app.focus(), child);
    assert!(!at(&mut app, MouseEventKind::Moved, lanes.x, lanes.y).0, "moving alone does nothing");
}

#[test]
fn hundreds_of_processes_and_odd_sources() {
    let bomb =
        "#include <unistd.h>\nint main(void) {\n    for (int i = 0; i < 9; i++)\n        fork();\n    pause();\n}\n";
    let mut app = open(bomb);
    press(&mut app, "c");
    assert!(app.scene.tasks.len() > 500);
    for (width, height) in [(40, 12), (60, 20), (80, 24), (120, 40), (200, 60)] {
        for panel in Panel::ALL {
            app.panel = panel;
            app.mode = Mode::Normal;
            screen(&mut app, width, height);
        }
    }
    // Wide characters, tabs, a control character, no newline at the end.
    let mut app = open(
        "int main(void) {\n\tint 数 = 1; // 日本語のとても長いコメント 日本語のとても長いコメント \u{1b}\n\treturn 数 - 1;}",
    );
    let text = screen(&mut app, 80, 24);
    assert!(text.contains("数") && !text.contains('\u{1b}'), "{text}");
    press(&mut app, "c");
    assert!(app.happened[0].contains("exited with status 0"), "{:?}", app.happened);
    press(&mut app, "→s⇥rwbk");
    screen(&mut app, 80, 24);
}

#[test]
fn without_unicode_everything_is_ascii() {
    let mut app = open("examples/pipe_parent_child.c");
    app.palette.unicode = false;
    press(&mut app, "→→→→");
    let text = screen(&mut app, 80, 24);
    assert!(text.is_ascii(), "{text}");
    assert!(text.contains("Right Left call"), "{text}");
    press(&mut app, "?");
    let help = screen(&mut app, 80, 24);
    assert!(help.is_ascii() && help.contains("Right Left"), "{help}");
}

/// The book shows screens behind `<!-- screen: PROGRAM KEYS -->`; they are what is drawn. `FORKLORE_UPDATE_DOCS=1` writes them.
#[test]
fn the_screens_of_the_book_are_real() {
    let path = format!("{}/../docs/stepping.md", env!("CARGO_MANIFEST_DIR"));
    let chapter = std::fs::read_to_string(&path).expect("the chapter");
    let (before, rest) = chapter.split_once("<!-- screen: ").expect("a screen");
    let (what, rest) = rest.split_once(" -->\n```text\n").expect("a block");
    let (shown, after) = rest.split_once("```").expect("its end");
    let (program, keys) = what.split_once(' ').expect("program and keys");
    let mut app = open(program);
    press(&mut app, keys);
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("a screen");
    terminal.draw(|frame| draw(frame, &mut app)).expect("drawn");
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.trim_matches('"').trim_end().to_string()).collect()
    };
    let drawn = lines(&terminal.backend().to_string());
    let put_out = |lines: &[String]| lines.iter().map(|line| settled(line)).collect::<Vec<_>>();
    if put_out(&drawn) != put_out(&lines(shown)) {
        if std::env::var_os("FORKLORE_UPDATE_DOCS").is_some() {
            let new = format!("{before}<!-- screen: {what} -->\n```text\n{}\n```{after}", drawn.join("\n"));
            std::fs::write(&path, new).expect("written");
        }
        panic!("FORKLORE_UPDATE_DOCS=1 writes this into docs/stepping.md:\n{}", drawn.join("\n"));
    }
}
