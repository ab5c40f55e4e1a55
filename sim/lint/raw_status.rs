//! The status that wait(2) stores, taken for the exit status itself: printed as that, compared with a number, or told apart by a
//! switch, in a program that has none of the macros that take it apart. Told when a child has ended with another status than 0. And an exit
//! status that there is none of: of a child that a signal has killed, or of one that has not ended (WNOHANG).

use super::Check;
use super::report::{Finding, Report, Rule, at};
use super::scene::{Look, Scene};
use super::source::{all_text_has, has_word, words};
use crate::debug::code::{self, Spot};
use crate::debug::naming;
use forklore_kernel::abi::{Signal, Syscall, Tid};
use forklore_kernel::trace::event::{EventKind, Outcome};

/// What takes a status apart, or shows it as what it is.
const KNOWN: &[&str] = &[
    "WEXITSTATUS",
    "WIFEXITED",
    "WTERMSIG",
    "WIFSIGNALED",
    ">> 8",
    ">>8",
    "/ 256",
    "/256",
    "0xff",
    "%x",
    "%#x",
    "x\"",
    "%o",
];

/// What asks whether a signal has killed a child.
const KNOWS_OF_SIGNALS: &[&str] =
    &["WIFEXITED", "WIFSIGNALED", "WTERMSIG", "& 0x7f", "&0x7f", "& 127", "&127", "& 0177"];

/// So far from a wait the status is used.
const NEAR: usize = 12;

/// What stands before a number that is meant to be an exit status.
const SAYS: &[&str] = &["exit", "return"];

/// See the module's text.
#[derive(Default)]
pub(super) struct RawStatus;

impl Check for RawStatus {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        for event in look.events {
            let EventKind::Exit { call: Syscall::Wait4 { status, .. }, outcome: Outcome::Value(ended), .. } =
                event.kind
            else {
                continue;
            };
            let pid = scene.pid(event.tid);
            let Some(task) = look.machine.kernel.procs.find_task(event.tid).filter(|_| scene.is_own(pid)) else {
                continue;
            };
            let mut bytes = [0; 4];
            if status.0 == 0 || look.machine.kernel.mm.peek(task.space, status.0, &mut bytes) < 4 {
                continue;
            }
            let value = i32::from_le_bytes(bytes);
            if ended == 0 || is_killed(value) {
                no_exit(scene, look, event.tid, (status.0, value, ended), report);
                continue;
            }
            let code = value >> 8 & 0xff;
            if value & 0x7f != 0 || code == 0 || KNOWN.iter().any(|text| all_text_has(scene, text)) {
                continue;
            }
            let (Some(spot), Some(name)) = (scene.spot(event.tid), naming::name(look.machine, event.tid, status.0))
            else {
                continue;
            };
            let Some((used, how)) = used(scene, &spot, &name) else { continue };
            let text = format!(
                "'{name}' is {value} here, and {} {how}, but the child has ended with {code}: the status of wait() has more in it",
                at(&used)
            );
            let mend = format!(
                "if (WIFEXITED({name})) the exit status is WEXITSTATUS({name}); if (WIFSIGNALED({name})) a signal has killed it, WTERMSIG({name})"
            );
            report.add(Finding::new(Rule::RawStatus, Some(spot), pid, text, mend).with(Some(used), "used here"));
        }
    }
}

/// Has a signal killed the child whose status this is?
fn is_killed(status: i32) -> bool {
    !matches!(status & 0x7f, 0 | 0x7f)
}

/// A wait has told of no exit: does the program take an exit status from it all the same?
fn no_exit(scene: &Scene, look: &Look, tid: Tid, (addr, value, ended): (u64, i32, i64), report: &mut Report) {
    let (Some(spot), Some(name)) = (scene.spot(tid), naming::name(look.machine, tid, addr)) else { return };
    let Some(text) = code::text_of(&scene.setup, &spot.file).map(String::from_utf8_lossy) else { return };
    let takes = |line: &str| words(line, "WEXITSTATUS").any(|at| has_word(&line[at..], &name));
    let near = text.lines().enumerate().skip(spot.line as usize - 1).take(NEAR);
    let Some((n, _)) = near.clone().find(|(_, line)| takes(line)) else { return };
    let used = Spot { file: spot.file.clone(), line: n as u32 + 1 };
    let (what, mend) = if ended == 0 {
        // Who asks for more than an error knows.
        let call: String = scene.line(&spot).split_whitespace().collect();
        let asks = call.starts_with("waitpid(") || call.contains(")<0)") || call.contains(")==-1)");
        let leaves = |line: &str| ["else", "continue", "return", "break"].iter().any(|word| has_word(line, word));
        let between = near.skip(1).take_while(|(at, _)| *at < n);
        if !asks || call.contains("=waitpid(") || between.clone().any(|(_, line)| leaves(line)) {
            return;
        }
        let what = "no child had ended when waitpid() returned 0 here (WNOHANG)".to_string();
        (what, "waitpid() with WNOHANG returns 0 as long as nothing has happened: only if it returns a pid is there a status; without WNOHANG it waits".to_string())
    } else {
        if KNOWS_OF_SIGNALS.iter().any(|text| all_text_has(scene, text)) {
            return;
        }
        let signal = Signal::new(i64::from(value & 0x7f)).map(|signal| signal.name()).unwrap_or_default();
        let mend = format!(
            "ask first: if (WIFEXITED({name})) ... WEXITSTATUS({name}); else if (WIFSIGNALED({name})) ... WTERMSIG({name})"
        );
        (format!("{signal} has killed the child of which wait() tells here"), mend)
    };
    let text = format!("{what}, and {} takes an exit status from '{name}' all the same: there is none", at(&used));
    report.add(Finding::new(Rule::RawStatus, Some(spot), scene.pid(tid), text, mend).with(Some(used), "used here"));
}

/// The first line after a wait that prints the status as that of an exit, or compares it with a number.
fn used(scene: &Scene, from: &Spot, name: &str) -> Option<(Spot, &'static str)> {
    let text = String::from_utf8_lossy(code::text_of(&scene.setup, &from.file)?).into_owned();
    text.lines().enumerate().skip(from.line as usize - 1).find_map(|(n, line)| {
        let prints = line.contains("print") && line.rfind('"').is_some_and(|end| has_word(&line[end..], name));
        let how = if prints && SAYS.iter().any(|word| line.to_lowercase().contains(word)) {
            "prints it as that"
        } else if words(line, name).any(|at| compares(&line[at + name.len()..])) {
            "compares it with a number"
        } else if switches(line, name) && has_case(&text, n) {
            "tells it apart by numbers"
        } else {
            return None;
        };
        Some((Spot { file: from.file.clone(), line: n as u32 + 1 }, how))
    })
}

/// `switch (status)`
fn switches(line: &str, name: &str) -> bool {
    let rest = line.split_once("switch").map(|(_, rest)| rest.trim_start());
    let inside = rest.and_then(|rest| rest.strip_prefix('(')).map(str::trim_start);
    inside.and_then(|inside| inside.strip_prefix(name)).is_some_and(|rest| rest.trim_start().starts_with(')'))
}

/// Does the switch that begins in this line have a `case` of a number that an exit status may be, other than 0?
fn has_case(text: &str, line: usize) -> bool {
    let body = text.lines().skip(line).take_while(|line| !line.starts_with('}'));
    body.filter_map(|line| line.trim_start().strip_prefix("case ")).any(|label| {
        let number: String = label.trim_start().chars().take_while(char::is_ascii_digit).collect();
        number.parse::<u32>().is_ok_and(|n| (1..256).contains(&n))
    })
}

/// `== 3`: with another number than 0.
fn compares(rest: &str) -> bool {
    let rest = rest.trim_start();
    let number = rest.strip_prefix("==").or_else(|| rest.strip_prefix("!="));
    number.is_some_and(|number| number.trim_start().starts_with(|c: char| ('1'..='9').contains(&c)))
}
