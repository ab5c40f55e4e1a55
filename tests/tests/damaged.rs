//! Damaged files and odd options: recordings, sessions and scenarios that are cut short, have a byte changed or another version, and
//! options in any combination. The command may refuse them, saying which file and why, with a status of its own; it may not panic,
//! hang or say nothing.
//!
//! `FORKLORE_DAMAGED=2000 FORKLORE_SEED=7 cargo test --test damaged` looks further.

use forklore_tests::sim;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A small generator (Knuth's MMIX), so that a seed names its damages.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

const PROGRAM: &str = r#"
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv)
{
    int p[2], total = argc;
    char c;
    pipe(p);
    if (fork() == 0) {
        write(p[1], "abc", 3);
        _exit(3);
    }
    close(p[1]);
    while (read(p[0], &c, 1) == 1)
        total += c;
    wait(0);
    printf("%d\n", total);
    return 0;
}
"#;

const SCENARIO: &str = r#"version = 1
title = "two programs"
seed = 3
scheduler = "rr"

[[host]]
name = "a"

[[host]]
name = "b"
address = "10.0.0.9"

[[link]]
between = ["a", "b"]
latency = "2 ms"
loss = 0.1

[[program]]
name = "first"
host = "a"
source = ["prog.c"]
args = ["x"]

[program.expect]
status = 0

[[program]]
name = "second"
host = "b"
source = ["prog.c"]
start = "5 ms"

[[fault]]
at = "3 ms"
link_down = ["a", "b"]

[[fault]]
when = "second"
calls = "pipe"
kill = "second"

[limits]
time = "10 s"
"#;

/// What the command said, and how it ended. It gets ten seconds.
fn attempt(dir: &Path, args: &[String], stdin: &str) -> (i32, String) {
    let mut child = Command::new(sim())
        .args(args)
        .current_dir(dir)
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(std::fs::File::create(dir.join("stdout")).expect("a file"))
        .stderr(std::fs::File::create(dir.join("stderr")).expect("a file"))
        .spawn()
        .expect("sim starts");
    let _ = std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), stdin.as_bytes());
    let end = Instant::now() + Duration::from_secs(10);
    let status = loop {
        match child.try_wait().expect("a child") {
            Some(status) => break status,
            None if Instant::now() > end => {
                let _ = child.kill();
                panic!("sim {args:?} does not end");
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let text = |name| String::from_utf8_lossy(&std::fs::read(dir.join(name)).unwrap_or_default()).into_owned();
    let said = text("stderr");
    let code = status.code().unwrap_or_else(|| panic!("sim {args:?} ended by {status}: {said}"));
    assert!(code != 101 && !said.contains("panicked"), "sim {args:?} panicked: {said}");
    (code, said)
}

fn strings(args: &[&str]) -> Vec<String> {
    args.iter().map(ToString::to_string).collect()
}

/// The bytes with a piece cut off, a bit turned, a piece doubled or left out, or another number.
fn damage(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = random.below(bytes.len());
    match random.below(6) {
        0 => bytes.truncate(at),
        1 => bytes[at] ^= 1 << random.below(8),
        2 => {
            let piece = bytes[at..(at + 1 + random.below(40)).min(bytes.len())].to_vec();
            bytes.splice(at..at, piece);
        }
        3 => {
            bytes.drain(at..(at + 1 + random.below(40)).min(bytes.len()));
        }
        4 => {
            let digits: Vec<usize> = (0..bytes.len()).filter(|n| bytes[*n].is_ascii_digit()).collect();
            if let Some(at) = digits.get(random.below(digits.len())) {
                let number = random.pick(&["9", "99999999999", "-1", "18446744073709551616", "0", "1e9"]);
                bytes.splice(*at..=*at, number.bytes());
            }
        }
        _ => bytes[at] = random.below(256) as u8,
    }
    bytes
}

/// A folder with a program, a recording, a session and a scenario of it.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).expect("written");
    write("prog.c", PROGRAM);
    write("whole.toml", SCENARIO);
    write("commands", "step\nnext\nsave whole.session\nquit\n");
    let run = |args: &[&str]| attempt(dir.path(), &strings(args), "");
    assert_eq!(run(&["run", "--record", "whole.rec", "prog.c"]).0, 0);
    assert_eq!(run(&["run", "whole.toml"]).0, 0);
    let (status, said) = run(&["step", "--line", "-x", "commands", "prog.c"]);
    assert!(dir.path().join("whole.session").exists(), "{status}: {said}");
    dir
}

#[test]
fn damaged_files_are_refused_or_used_and_named() {
    let dir = folder();
    let (count, mut random) = (number("FORKLORE_DAMAGED", 60), Random(number("FORKLORE_SEED", 1) as u64));
    for n in 0..count {
        let kind = random.pick(&["rec", "session", "toml"]);
        let whole = std::fs::read(dir.path().join(format!("whole.{kind}"))).expect("readable");
        let damaged = damage(&whole, &mut random);
        let name = format!("damaged.{kind}");
        std::fs::write(dir.path().join(&name), &damaged).expect("written");
        let args = match (kind, n % 3) {
            ("rec", 0) => vec!["run", "--replay", &name],
            ("rec", 1) => vec!["trace", "-F", "mermaid", &name],
            ("rec", _) => vec!["step", "--line", "--replay", &name],
            ("session", _) => vec!["step", "--line", "--session", &name],
            (_, 0) => vec!["step", "--line", &name],
            _ => vec!["run", &name],
        };
        let (status, said) = attempt(dir.path(), &strings(&args), "step\nrun\nback\ninfo\n");
        // Used all the same: where the damage is harmless, or makes another run of it.
        if status == 0 {
            continue;
        }
        let told =
            said.contains(&name) || said.contains("prog.c") || said.contains("first:") || said.contains("second:");
        assert!(
            told || said.contains("sim: "),
            "sim {args:?} of {:?} ended with {status} and said {said:?}",
            String::from_utf8_lossy(&damaged)
        );
    }
}

#[test]
fn what_is_no_file_of_this_version_says_so() {
    let dir = folder();
    for kind in ["rec", "session", "toml"] {
        let whole = std::fs::read(dir.path().join(format!("whole.{kind}"))).expect("readable");
        let text = String::from_utf8_lossy(&whole).into_owned();
        let name = format!("damaged.{kind}");
        let option = match kind {
            "rec" => vec!["run", "--replay", &name],
            "session" => vec!["step", "--line", "--session", &name],
            _ => vec!["run", &name],
        };
        let at = text.find("version").expect("a version");
        let digit = at + text[at..].find(|c: char| c.is_ascii_digit()).expect("a number");
        let length = text[digit..].find(|c: char| !c.is_ascii_digit()).expect("an end");
        let other = format!("{}9999{}", &text[..digit], &text[digit + length..]);
        for (what, damaged) in
            [("another version", other), ("half of it", text[..text.len() / 2].to_string()), ("nothing", String::new())]
        {
            std::fs::write(dir.path().join(&name), damaged).expect("written");
            let (status, said) = attempt(dir.path(), &strings(&option), "");
            let own = if kind == "toml" { [2, 120, 121, 123].contains(&status) } else { status == 123 };
            assert!(own, "{what} of a {kind}: status {status}: {said}");
            assert!(said.contains(&name), "{what} of a {kind}: {said}");
        }
    }
}

/// Options with values that make sense, and such that do not.
const OPTIONS: &[(&str, &[&str])] = &[
    ("--sched", &["rr", "fifo", "priority", "mlfq", "lottery", "random", "none"]),
    ("--quantum", &["1us", "5 ms", "0", "1h", "-1", ""]),
    ("--seed", &["0", "7", "18446744073709551615", "x"]),
    ("--max-steps", &["0", "1", "100000", "1e6"]),
    ("--max-memory", &["0", "4096", "1M", "64M", "9999999G"]),
    ("--max-procs", &["0", "1", "2", "32768", "99999999"]),
    ("--max-output", &["0", "1", "1K", "lots"]),
    ("--timeout", &["0", "1us", "2s", "never"]),
    ("--user", &["root", "user", "nobody"]),
    ("--env", &["A=b", "=", "A", ""]),
    ("--argv0", &["", "name", "a/b"]),
    ("--file", &["prog.c", "prog.c=/tmp/x", "missing", "=", "prog.c="]),
    ("--dir", &[".", "missing", ".=/", "prog.c"]),
    ("--bin", &["x=prog.c", "x", "=prog.c", "sh=prog.c", "x=missing.c"]),
    ("--record", &["out.rec", "/no/such/folder/x", ""]),
    ("--lint", &["", "warn", "error", "x"]),
    ("--lint-format", &["text", "json", "x"]),
    ("--strict-alignment", &[]),
    ("--color", &["always", "never", "x"]),
    ("-D", &["X", "X=1", "=", "printf=puts"]),
    ("-W", &["all", "error", "nothing-such"]),
    ("-w", &[]),
];

#[test]
fn options_in_any_combination_end_in_a_known_way() {
    let dir = folder();
    let (count, mut random) = (number("FORKLORE_DAMAGED", 60), Random(number("FORKLORE_SEED", 1) as u64 + 99));
    for _ in 0..count {
        let mut args = vec![random.pick(&["run", "run", "strace", "check", "trace", "step"]).to_string()];
        for _ in 0..1 + random.below(5) {
            let (option, values) = OPTIONS[random.below(OPTIONS.len())];
            match values {
                [] => args.push(option.into()),
                values if option.starts_with("--lint") || random.below(2) == 0 && option.starts_with("--") => {
                    args.push(format!("{option}={}", random.pick(values)));
                }
                values => args.extend([option.into(), random.pick(values).into()]),
            }
        }
        args.push("prog.c".into());
        let (status, said) = attempt(dir.path(), &args, "step\nquit\n");
        let known = matches!(status, 0 | 1 | 2 | 119..=125 | 129..=192);
        assert!(known, "sim {args:?} ended with {status}: {said}");
        // Whoever is refused is told why.
        assert!(
            !matches!(status, 2 | 119..=125) || !said.is_empty(),
            "sim {args:?} ended with {status} and said nothing"
        );
    }
}
