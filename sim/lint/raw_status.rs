//! The status that wait(2) stores, taken for the exit status itself: printed as that, compared with a number, or told apart by a
//! switch, in a program that has none of the macros that take it apart. Told when a child has ended with another status than 0.

use super::Check;
use super::report::{Finding, Report, Rule, at};
use super::scene::{Look, Scene};
use super::source::{all_text_has, has_word, words};
use crate::debug::code::{self, Spot};
use crate::debug::naming;
use forklore_kernel::abi::Syscall;
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

/// What stands before a number that is meant to be an exit status.
const SAYS: &[&str] = &["exit", "return"];

/// See the module's text.
#[derive(Default)]
pub(super) struct RawStatus;

impl Check for RawStatus {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        for event in look.events {
            let EventKind::Exit { call: Syscall::Wait4 { status, .. }, outcome: Outcome::Value(1..), .. } = event.kind
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
