//! `sim strace` prints what strace prints: programs of `tests/strace` under both, where the host has strace and lets it trace.
//! Compared is what stands between the marks, but for what no two runs have in common: addresses, process and System V
//! ids, users and moments.

use forklore_tests::host;
use forklore_tests::program::Program;
use forklore_tests::sim;
use std::process::Command;

#[test]
fn calls_look_as_strace_shows_them() {
    let programs = Program::all("tests/strace");
    assert!(!programs.is_empty());
    for program in programs {
        let out = Command::new(sim()).args(["strace", "-w"]).arg(&program.path).output().expect("sim starts");
        let text = String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).into_owned();
        let simulated = between_marks(&text);
        assert!(simulated.len() > 20, "no trace:\n{text}");
        // A busy host may show something else once: what counts is whether it shows this at all.
        let differences =
            (0..3).map(|_| traced_by_linux(&program).map_or(String::new(), |real| diff(&real, &simulated)));
        let mut last = String::new();
        let agrees = differences.inspect(|diff| last.clone_from(diff)).any(|diff| diff.is_empty());
        assert!(agrees, "{}:\n{last}", program.name);
    }
}

fn diff(real: &str, simulated: &str) -> String {
    similar::TextDiff::from_lines(real, simulated).unified_diff().header("strace", "sim").to_string()
}

/// strace's text; `None` where there is no strace, or none that may trace.
fn traced_by_linux(program: &Program) -> Option<String> {
    host::available().ok()?;
    let dir = tempfile::tempdir().ok()?;
    let exe = host::compile(program, dir.path()).ok()?;
    let log = dir.path().join("log");
    Command::new("strace").arg("-o").arg(&log).arg(exe).current_dir(dir.path()).output().ok()?;
    let text = between_marks(&std::fs::read_to_string(log).ok()?);
    (!text.is_empty()).then_some(text)
}

fn between_marks(text: &str) -> String {
    let lines = text.lines().skip_while(|line| !line.contains("write(1, \"--begin--")).skip(1);
    let mut ids = Vec::new();
    let mut found = String::new();
    for line in lines.take_while(|line| !line.contains("write(1, \"--end--")) {
        if makes_id(line) {
            ids.push(line.rsplit(' ').next().unwrap_or_default().to_string());
        }
        found += &plain(line, &ids);
        found.push('\n');
    }
    found
}

/// Is the call's result an id that differs from run to run?
fn makes_id(line: &str) -> bool {
    ["msgget(", "semget(", "shmget(", "getpid("].iter().any(|call| line.starts_with(call))
}

/// A line without what differs from run to run.
fn plain(line: &str, ids: &[String]) -> String {
    // How much time is left says how fast the machine is.
    let line = line.split(", left {").next().unwrap_or(line);
    let mut words: Vec<String> = Vec::new();
    for c in line.chars() {
        let joins =
            |w: &String| w.ends_with(|l: char| l.is_alphanumeric() || l == '_') && (c.is_alphanumeric() || c == '_');
        match words.last_mut() {
            Some(word) if joins(word) || (c == ' ' && word == " ") => {
                if c != ' ' {
                    word.push(c);
                }
            }
            _ => words.push(c.to_string()),
        }
    }
    // Ids may be small numbers here: only a first argument, or the result of the call that made it, is one.
    let first = words.iter().position(|w| w == "(").map(|n| n + 1);
    for n in 0..words.len() {
        let key = n.checked_sub(2).map(|k| words[k].as_str()).unwrap_or_default();
        let after_equals = n > 0 && words[n - 1] == "=";
        let personal = ["uid", "gid", "cuid", "cgid", "msg_stime", "msg_rtime", "msg_ctime", "msg_lspid", "msg_lrpid"];
        let about_ids = ["msg", "sem", "shm", "kill", "getpid"].iter().any(|call| line.starts_with(call));
        let is_result = n + 1 == words.len() && makes_id(line);
        let is_id = about_ids && ids.contains(&words[n]) && (Some(n) == first || is_result);
        // Twelve digits: where Linux places mappings and stacks, at 0x7e... as well as at 0x7f...
        if words[n].starts_with("0x") && words[n].len() == 14 {
            words[n] = "ADDRESS".into();
        } else if (after_equals && personal.contains(&key)) || is_id {
            words[n] = "N".into();
        }
    }
    words.concat()
}
