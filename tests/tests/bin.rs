//! The programs of /bin and the shell: the recorded cases of `tests/bin` (what dash and the GNU tools print) are run by the
//! simulated machine's own. One test a section; `cargo test --test bin -- tools/sort` runs some.
//!
//! A case is a line `$ COMMAND` with `> ` lines that go on, what it prints (both outputs), and `? N` for an exit status but
//! 0; `\ no newline` stands for the missing end of the line before. `## ` begins a section.
//! `userland/bin/check.sh -r` records them anew.

use forklore_sim::run::{Ended, Progress, Runner, finish};
use forklore_sim::setup::{FileSpec, Setup, Sources, Stdin, User};
use forklore_tests::program::repository;
use libtest_mimic::{Arguments, Failed, Trial};
use std::fmt::Write;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

/// Makes the files that every case finds in its working directory, then waits for the command on standard input.
const DRIVER: &str = r#"
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
    static char command[65536];
    char *env[] = { "PATH=/bin", "LC_ALL=C", "TZ=UTC", "HOME=/home/user", "USER=user", 0 };
    ssize_t n, length = 0;

    umask(022);
    dup2(1, 2);
    mkdir("/tmp/work", 0755);
    mkdir("/tmp/work/dir", 0755);
    chdir("/tmp/work/dir");
    if (system("TZ=UTC; export TZ; . /root/files.sh") != 0)
        return 99;
    while ((n = read(0, command + length, sizeof command - 1 - length)) > 0)
        length += n;
    close(0);
    open("/dev/null", O_RDONLY);
    execle("/bin/sh", "sh", "-c", command, "sh", (char *)0, env);
    return 98;
}
"#;

/// One recorded case.
struct Case {
    line: usize,
    command: String,
    expected: String,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let prepared: Arc<OnceLock<Runner>> = Arc::default();
    let mut trials = Vec::new();
    let mut total = 0;
    for file in ["shell", "tools"] {
        for (section, cases) in sections(file) {
            total += cases.len();
            let prepared = prepared.clone();
            trials.push(Trial::test(format!("{file}/{section}"), move || {
                let runner = prepared.get_or_init(prepare);
                report(&cases, runner)
            }));
        }
    }
    assert!(total > 1000, "only {total} cases found in tests/bin");
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The sections of a file, in order, with their cases.
fn sections(file: &str) -> Vec<(String, Vec<Case>)> {
    let path = repository().join(format!("tests/bin/{file}.txt"));
    let bytes = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let text = characters(&bytes);
    let mut sections: Vec<(String, Vec<Case>)> = vec![("begin".to_string(), Vec::new())];
    let mut more = false;
    for (number, line) in (1..).zip(text.split_terminator('\n')) {
        let Some((_, cases)) = sections.last_mut() else { continue };
        if let Some(name) = line.strip_prefix("## ") {
            sections.push((name.to_string(), Vec::new()));
        } else if let Some(command) = line.strip_prefix("$ ") {
            cases.push(Case { line: number, command: command.to_string(), expected: String::new() });
            more = true;
        } else if let Some(case) = cases.last_mut() {
            if more && (line.starts_with("> ") || line == ">") {
                let _ = write!(case.command, "\n{}", line.get(2..).unwrap_or_default());
            } else {
                more = false;
                let _ = writeln!(case.expected, "{line}");
            }
        }
    }
    sections.retain(|(_, cases)| !cases.is_empty());
    sections
}

/// Each byte as a character: not all that tools print is UTF-8.
fn characters(bytes: &[u8]) -> String {
    bytes.iter().map(|b| char::from(*b)).collect()
}

/// A machine that has made the files and waits for a command. Every case goes on from a copy of it.
fn prepare() -> Runner {
    let files = std::fs::read(repository().join("tests/bin/files.sh")).expect("tests/bin/files.sh");
    let mut setup = Setup {
        program: Sources::single("driver.c", DRIVER),
        argv0: "./driver".to_string(),
        files: vec![FileSpec { path: "files.sh".to_string(), mode: 0o644, bytes: files }],
        user: User::Root,
        stdin: Stdin::Stream,
        ..Setup::default()
    };
    // Seconds of virtual time: what the recording allowed.
    setup.limits.timeout_ns = Some(20_000_000_000);
    let (mut runner, warnings) = Runner::new(&setup).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(warnings, "");
    match runner.advance() {
        Progress::NeedsInput => runner,
        other => panic!("the files can't be made: {other:?}"),
    }
}

fn report(cases: &[Case], prepared: &Runner) -> Result<(), Failed> {
    let mut text = String::new();
    let mut failed = 0;
    for case in cases {
        let got = run(case, prepared.clone());
        if got != case.expected {
            failed += 1;
            let difference = similar::TextDiff::from_lines(&case.expected, &got);
            let _ =
                write!(text, "line {}: {}\n{}", case.line, case.command, difference.unified_diff().context_radius(1));
        }
    }
    if failed == 0 { Ok(()) } else { Err(format!("{failed} of {} differ\n{text}", cases.len()).into()) }
}

/// What the case prints and how it ends, in the form of the recording.
fn run(case: &Case, mut runner: Runner) -> String {
    let finished = finish(&mut runner, &case.command.chars().map(|c| c as u8).collect::<Vec<u8>>());
    let mut got = characters(&finished.stdout);
    if !got.is_empty() && !got.ends_with('\n') {
        got += "\n\\ no newline\n";
    }
    match finished.ended {
        Ended::Exited(0) => {}
        Ended::Exited(status) => got += &format!("? {status}\n"),
        Ended::Killed(signal) => got += &format!("? {}\n", 128 + u32::from(signal.number())),
        other => got += &format!("ended: {other}\n"),
    }
    got
}
