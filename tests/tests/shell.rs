//! The tour of docs/shell.md is typed into a shell, key by key, and the screen must show what stands there. So are other
//! sessions that a person would have at the terminal.

use forklore_sim::kernel::sched::wait::WaitOn;
use forklore_sim::record::Recording;
use forklore_sim::run::{Progress, Runner, replay};
use forklore_sim::setup::{FileSpec, Setup, Start, Stdin, TerminalSpec};
use forklore_tests::program::repository;

fn setup(files: &[(&str, &str)]) -> Setup {
    Setup {
        argv0: "sh".to_string(),
        start: Start::Shell,
        stdin: Stdin::Terminal,
        stdout_tty: true,
        stderr_tty: true,
        terminal: Some(TerminalSpec { window: [24, 80, 0, 0] }),
        files: files
            .iter()
            .map(|(path, text)| FileSpec { path: (*path).to_string(), mode: 0o644, bytes: text.as_bytes().to_vec() })
            .collect(),
        ..Setup::default()
    }
}

/// The keys of a transcript, in order: a line behind a prompt, and `^Z`, `^C`, `^D` or `^\` where one begins a line.
fn keys(transcript: &str) -> Vec<Vec<u8>> {
    let mut keys = Vec::new();
    for line in transcript.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            keys.push(format!("{command}\r").into_bytes());
        } else if let Some(key) = line.strip_prefix('^').and_then(|rest| rest.bytes().next()) {
            keys.push(vec![key & 0x1f]);
        }
    }
    keys
}

/// Types the keys, each when nothing else happens any more, and gives the screen. A line waits until somebody reads it; a
/// control key is pressed while the job runs.
fn screen(setup: &Setup, keys: &[Vec<u8>]) -> (String, Runner) {
    let (mut runner, _) = Runner::new(setup).expect("a shell");
    runner.record();
    runner.pace();
    let tty = runner.terminal().expect("a terminal");
    let mut shown = Vec::new();
    let mut keys = keys.iter();
    let mut next = keys.next();
    for _ in 0..100_000 {
        let (idle, sleeping_ns) = match runner.advance() {
            Progress::Output(chunks) => {
                chunks.iter().for_each(|chunk| shown.extend_from_slice(&chunk.bytes));
                continue;
            }
            Progress::Running => continue,
            Progress::Ended(_) => break,
            Progress::NeedsInput => (true, 0),
            Progress::Waits { ns } => (false, ns),
        };
        runner.machine.kernel.check().expect("the invariants hold");
        let reads = !runner.machine.kernel.waits.is_idle(WaitOn::TtyInput(tty));
        match next {
            Some(press) if idle || reads || press.len() == 1 => {
                runner.keys(press);
                next = keys.next();
            }
            None if idle => break,
            _ if idle => break,
            _ => runner.pass(sleeping_ns),
        }
    }
    (String::from_utf8_lossy(&shown).replace("\r\n", "\n"), runner)
}

/// The text of the fenced block that begins with this line.
fn block<'a>(chapter: &'a str, first: &str) -> &'a str {
    let start = chapter.find(&format!("{first}\n")).unwrap_or_else(|| panic!("no block that begins with {first}"));
    let text = &chapter[start..];
    let text = text.strip_prefix("```console\n").unwrap_or(text);
    &text[..text.find("\n```").expect("the block ends") + 1]
}

#[test]
fn the_tour_of_the_book_is_true() {
    let path = repository().join("docs/shell.md");
    let chapter = std::fs::read_to_string(&path).expect("docs/shell.md");
    let program = block(&chapter, "/* queue.c */");
    let tour = block(&chapter, "```console").to_string();
    let files = [("foo.txt", "some text\nsomething else\nthe end\n"), ("queue.c", program)];
    let (shown, _) = screen(&setup(&files), &keys(&tour));
    let shown = shown.strip_suffix("$ ").unwrap_or(&shown).to_string();
    if shown != tour && std::env::var_os("FORKLORE_UPDATE_DOCS").is_some() {
        std::fs::write(&path, chapter.replacen(&tour, &shown, 1)).expect("written");
    }
    let lines = similar::TextDiff::from_lines(tour.as_str(), shown.as_str());
    assert!(shown == tour, "{}", lines.unified_diff().header("docs/shell.md", "the shell"));
}

#[test]
fn jobs_are_reported_as_dash_reports_them() {
    // What dash 0.5.12 prints for the same keys, recorded on Linux.
    let keys: Vec<Vec<u8>> = [
        "sleep 100 &\r",
        "sleep 200\r",
        "\x1a",
        "jobs\r",
        "bg\r",
        "jobs -l >/dev/null\r",
        "kill %1\r",
        "wait %1\r",
        "fg\r",
        "\x03",
        "echo $?\r",
        "cat\r",
        "abc\r",
        "\x04",
        "exit\r",
    ]
    .iter()
    .map(|key| key.as_bytes().to_vec())
    .collect();
    let (shown, runner) = screen(&setup(&[]), &keys);
    let expected = "\
$ sleep 100 &
$ sleep 200
^Z[2] + Stopped                    sleep 200
$ jobs
[2] + Stopped                    sleep 200
[1] - Running                    sleep 100
$ bg
[2] sleep 200
$ jobs -l >/dev/null
$ kill %1
$ wait %1
Terminated
[1] - Terminated                 sleep 100
$ fg
sleep 200
^C
$ echo $?
130
$ cat
abc
abc
$ exit
";
    assert_eq!(shown, expected);
    let recording = Recording { setup: setup(&[]), choices: runner.recorded().to_vec() };
    let again = replay(&recording).expect("the recording fits");
    assert_eq!(String::from_utf8_lossy(&again.stdout).replace("\r\n", "\n"), expected);
}

#[test]
fn programs_are_compiled_inside() {
    let hello = "#include <stdio.h>\n#include \"own.h\"\nint main(void) { printf(\"%s %d\\n\", WHO, N); return 3; }\n";
    let files = [("hello.c", hello), ("own.h", "#define WHO \"world\"\n"), ("bad.c", "int main(void) { return x; }\n")];
    let keys: Vec<Vec<u8>> = [
        "cc -Wall -g -DN=5 hello.c -o hi && ./hi\r",
        "echo $?\r",
        "cc bad.c; echo $?\r",
        "cc none.c\r",
        "cc -c hello.c\r",
        "exit\r",
    ]
    .iter()
    .map(|key| key.as_bytes().to_vec())
    .collect();
    let (shown, _) = screen(&setup(&files), &keys);
    assert!(shown.contains("\nworld 5\n$ echo $?\n3\n"), "{shown}");
    assert!(shown.contains("bad.c:1:25: error: "), "{shown}");
    assert!(
        shown.contains("cc1: fatal error: none.c: No such file or directory\ncompilation terminated.\n"),
        "{shown}"
    );
    assert!(shown.contains("not supported: -c"), "{shown}");
}

#[test]
fn a_closed_window_ends_the_shell() {
    let (mut runner, _) = Runner::new(&setup(&[])).expect("a shell");
    runner.pace();
    runner.keys(b"sleep 1000\r");
    let mut hung_up = false;
    for _ in 0..10_000 {
        match runner.advance() {
            Progress::Ended(_) => return,
            Progress::Waits { .. } | Progress::NeedsInput if !hung_up => {
                hung_up = true;
                runner.hang_up();
            }
            Progress::Waits { ns } => runner.pass(ns),
            _ => {}
        }
        runner.machine.kernel.check().expect("the invariants hold");
    }
    panic!("the shell goes on without a terminal");
}
