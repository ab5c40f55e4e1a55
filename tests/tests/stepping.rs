//! `sim step`: scripted sessions and the transcripts of the book say what they say.

use forklore_tests::sim;
use std::process::{Command, Stdio};

/// Runs a session in the repository's root.
fn session(args: &[&str], commands: &str) -> String {
    use std::io::Write;
    let mut child = Command::new(sim())
        .arg("step")
        .args(args)
        .current_dir(forklore_tests::program::repository())
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("sim starts");
    child.stdin.take().expect("a pipe").write_all(commands.as_bytes()).expect("written");
    let out = child.wait_with_output().expect("ends");
    let errors = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{errors}");
    String::from_utf8_lossy(&out.stdout).into_owned()
}

/// Steps, times and stack addresses depend on the library's code: they are left out of what is compared.
fn settled(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("0x7f").into_iter().chain(rest.find("step ")).min() {
        let (before, found) = rest.split_at(at);
        out += before;
        if let Some(number) = found.strip_prefix("step ") {
            out += "step ";
            rest = number.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
            if rest.len() < number.len() {
                out.push('N');
            }
        } else {
            out += "STACK";
            rest = found[2..].trim_start_matches(|c: char| c.is_ascii_hexdigit());
        }
    }
    out += rest;
    let untimed = |line: &str| match line.split_once(" of virtual time") {
        Some((before, after)) => {
            format!("{}, TIME of virtual time{after}", before.rsplit_once(", ").map_or("", |p| p.0))
        }
        None => line.to_string(),
    };
    out.lines().map(untimed).collect::<Vec<_>>().join("\n")
}

/// The first line of a script says what is run.
fn scripted(name: &str) -> String {
    let path = forklore_tests::program::repository().join("tests/stepping").join(name).with_extension("cmd");
    let text = std::fs::read_to_string(path).expect("a script");
    let (head, commands) = text.split_once('\n').expect("a first line");
    let program = head.strip_prefix("# program ").expect("a program");
    let (program, args) = program.split_once(" -- ").unwrap_or((program, ""));
    let mut all = vec![program];
    if !args.is_empty() {
        all.push("--");
        all.extend(args.split('"').flat_map(|part| {
            if part.starts_with(|c: char| c != ' ') && args.contains(&format!("\"{part}\"")) {
                vec![part]
            } else {
                part.split_whitespace().collect()
            }
        }));
    }
    let dir = tempfile::tempdir().expect("a folder");
    let saved = dir.path().join("bug.session").display().to_string();
    settled(&session(&all, &commands.replace("SESSION", &saved)).replace(&saved, "SESSION"))
}

macro_rules! scripts {
    ($($test:ident: $name:literal;)*) => {$(
        #[test]
        fn $test() {
            insta::assert_snapshot!(scripted($name));
        }
    )*};
}

#[test]
fn bytes_of_standard_input_are_followed_to_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let (program, input) = (dir.path().join("p.c"), dir.path().join("in.txt"));
    std::fs::write(
        &program,
        "#include <unistd.h>\nint main(void) {\n    char c[4];\n    read(0, c, 4);\n    return c[0];\n}\n",
    )
    .expect("written");
    std::fs::write(&input, "abcd").expect("written");
    let (program, input) = (program.display().to_string(), input.display().to_string());
    let said = session(&["--stdin", &input, &program], "break 5\ncontinue\nwhence c\n");
    assert!(said.contains("  read from standard input by pid 2 at "), "{said}");
    assert!(said.contains("  what lay there when the program began\n"), "{said}");
}

scripts! {
    a_pipe_forwards_and_backwards: "pipe";
    a_deadlock_is_explained: "deadlock";
    a_wait_that_may_end_yet_is_no_deadlock: "close_loop";
    calls_with_conditions: "calls";
    values_of_every_type: "data";
    signals_and_handlers: "signals";
    branches_and_sessions: "branches";
    shared_memory_and_semaphores: "shared";
    every_mistake_gets_an_answer: "mistakes";
    bytes_are_followed: "whence";
    conditions_are_answered: "conditions";
    what_the_kernel_fills_in_is_its_own: "kernel";
    moments_of_a_kind_and_values_that_were_printed: "kinds";
    urgent_bytes_are_followed: "urgent";
    bytes_that_the_kernel_moves_are_followed: "splice";
    a_scenario_host_by_host: "hosts";
    a_crash_is_stopped_at_before_it_happens: "crash";
    what_a_passed_call_was_given: "passed";
    signals_are_known_by_their_senders: "sent";
}

#[test]
fn the_same_commands_give_the_same_bytes() {
    let commands = "break 21\nc\nps\nfds\ntimeline 20\nwhere\nrc\ngoto end\ntimeline 50\n";
    let first = session(&["examples/pipe_parent_child.c"], commands);
    assert_eq!(first, session(&["examples/pipe_parent_child.c"], commands));
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("commands");
    std::fs::write(&file, commands).expect("written");
    assert_eq!(first, session(&["--commands", &file.display().to_string(), "examples/pipe_parent_child.c"], ""));
}

#[test]
fn things_of_the_kernel_are_watched_as_they_come_and_change() {
    let commands = "watch fd 3\ncontinue\ndelete\nwatch pipe 0\ncontinue\nwatch sem\nbreak error ENOSUCH\n";
    let said = session(&["examples/pipe_parent_child.c"], commands);
    let wanted = [
        "Watchpoint 1: fd 3 (pid 2)\nOld value = not there\nNew value = file #1, mode r",
        "Watchpoint 2: pipe 0\nOld value = bytes 0",
        "No symbol \"sem\" in current context.",
        "There is no error \"ENOSUCH\".",
    ];
    for text in wanted {
        assert!(said.contains(text), "{text}\n{said}");
    }
}
