//! The scenario file as written. Unknown keys, impossible times and names of nothing are refused with their line.

use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;

/// The version of the format that this reads.
pub const VERSION: i64 = 1;

/// What is wrong with a scenario, with line and column.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct ScenarioError(pub String);

/// A scenario.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The format's version: 1.
    pub version: Spanned<i64>,
    /// What it shows, for people.
    #[serde(default)]
    pub title: String,
    /// Seed of everything that draws lots.
    #[serde(default)]
    pub seed: u64,
    /// Scheduling policy: fifo, rr, priority, mlfq, lottery or random.
    pub scheduler: Option<Spanned<String>>,
    /// Time slice.
    pub quantum: Option<Spanned<String>>,
    /// The hosts.
    #[serde(default, rename = "host")]
    pub hosts: Vec<HostSpec>,
    /// The links between them.
    #[serde(default, rename = "link")]
    pub links: Vec<LinkSpec>,
    /// The programs.
    #[serde(default, rename = "program")]
    pub programs: Vec<ProgramSpec>,
    /// What goes wrong.
    #[serde(default, rename = "fault")]
    pub faults: Vec<FaultSpec>,
    /// Input that arrives at given times.
    #[serde(default, rename = "keys")]
    pub keys: Vec<KeysSpec>,
    /// When the run is ended.
    #[serde(default)]
    pub limits: LimitsSpec,
}

/// `[[host]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostSpec {
    /// Its name.
    pub name: Spanned<String>,
    /// Its address; without one they are 10.0.0.1, 10.0.0.2, ...
    pub address: Option<Spanned<String>>,
    /// Files copied in.
    #[serde(default, rename = "file")]
    pub files: Vec<FileEntry>,
    /// Users besides root and user.
    #[serde(default, rename = "user")]
    pub users: Vec<UserSpec>,
}

/// `[[host.file]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Where it goes; a relative path is one in /home/user.
    pub path: Spanned<String>,
    /// Its contents ...
    pub text: Option<String>,
    /// ... or the file that holds them, relative to the scenario.
    pub from: Option<Spanned<String>>,
    /// Permission bits, in octal; 644 without it.
    pub mode: Option<Spanned<String>>,
}

/// `[[host.user]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserSpec {
    /// Name.
    pub name: Spanned<String>,
    /// User and group number.
    pub uid: Spanned<u32>,
}

/// `[[link]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkSpec {
    /// The two hosts.
    pub between: Spanned<(String, String)>,
    /// How long a packet takes; 1 ms without it.
    pub latency: Option<Spanned<String>>,
    /// Up to so much more for each packet, drawn.
    pub jitter: Option<Spanned<String>>,
    /// The part of packets that is lost, 0 to 1.
    #[serde(default)]
    pub loss: Option<Spanned<f64>>,
}

/// `[[program]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgramSpec {
    /// Its name in this file; the executable is called so as well.
    pub name: Spanned<String>,
    /// Where it runs; not needed with a single host.
    pub host: Option<Spanned<String>>,
    /// Its C files, relative to the scenario; or nothing: a program of /bin of that name.
    #[serde(default)]
    pub source: Vec<Spanned<String>>,
    /// Headers that they include, relative to the scenario.
    #[serde(default)]
    pub headers: Vec<Spanned<String>>,
    /// Arguments.
    #[serde(default)]
    pub args: Vec<Spanned<String>>,
    /// Environment, `NAME=value`.
    #[serde(default)]
    pub env: Vec<Spanned<String>>,
    /// When it starts; at once without it.
    pub start: Option<Spanned<String>>,
    /// Standard input; nothing without it.
    #[serde(default)]
    pub stdin: Option<String>,
    /// It runs at a terminal of its own, where `[[keys]]` type.
    pub interactive: Option<Spanned<bool>>,
    /// root, user or one of the host's users; user without it.
    pub user: Option<Spanned<String>>,
    /// What is expected of it.
    pub expect: Option<ExpectSpec>,
    /// It may still run when all others have ended: a server. Then it is ended with SIGTERM.
    #[serde(default)]
    pub background: bool,
}

impl ProgramSpec {
    /// Does it run at a terminal?
    pub fn is_interactive(&self) -> bool {
        self.interactive.as_ref().is_some_and(|interactive| *interactive.get_ref())
    }
}

/// `[program.expect]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectSpec {
    /// Exit status, 0 to 255.
    pub status: Option<Spanned<i32>>,
    /// The signal that kills it.
    pub signal: Option<Spanned<String>>,
    /// All of standard output ...
    pub stdout: Option<String>,
    /// ... or the file that holds it, relative to the scenario.
    pub stdout_file: Option<Spanned<String>>,
    /// All of standard error.
    pub stderr: Option<Spanned<String>>,
}

/// `[[fault]]`: when, and what.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultSpec {
    /// At this time ...
    pub at: Option<Spanned<String>>,
    /// ... or when this program ...
    pub when: Option<Spanned<String>>,
    /// ... waits in this system call, ...
    pub waits_in: Option<Spanned<String>>,
    /// ... or is about to make this one.
    pub calls: Option<Spanned<String>>,
    /// The link between these goes down ...
    pub link_down: Option<Spanned<(String, String)>>,
    /// ... or comes up again,
    pub link_up: Option<Spanned<(String, String)>>,
    /// or this program gets a signal.
    pub kill: Option<Spanned<String>>,
    /// Which; SIGKILL without it.
    pub signal: Option<Spanned<String>>,
}

/// `[[keys]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeysSpec {
    /// When.
    pub at: Spanned<String>,
    /// On which host; not needed with a single one.
    pub host: Option<Spanned<String>>,
    /// At which program's terminal; not needed if one program of the host has one.
    pub program: Option<Spanned<String>>,
    /// What is typed; empty is the end of input, Ctrl+D.
    pub text: String,
}

/// `[limits]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitsSpec {
    /// Most virtual time; one hour without it.
    pub time: Option<Spanned<String>>,
    /// Most instructions of all hosts together.
    pub steps: Option<u64>,
    /// Most bytes of output.
    pub output: Option<u64>,
}

/// A scenario's text, for errors that point into it.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The file's name.
    pub name: &'a str,
    /// Its contents.
    pub text: &'a str,
}

impl Text<'_> {
    /// The number of the line in which a byte is.
    pub fn line(&self, at: usize) -> usize {
        self.text[..at.min(self.text.len())].matches('\n').count() + 1
    }

    /// An error at a place.
    pub fn error(&self, span: Range<usize>, message: impl AsRef<str>) -> ScenarioError {
        let before = &self.text[..span.start.min(self.text.len())];
        let line = self.line(span.start);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = self.text[start..span.start.min(self.text.len())].chars().count() + 1;
        let shown = self.text[start..].lines().next().unwrap_or_default();
        let marks = self.text.get(span).map_or(1, |s| s.lines().next().unwrap_or_default().chars().count()).max(1);
        ScenarioError(format!(
            "{}:{line}:{column}: error: {}\n  {shown}\n  {}{}",
            self.name,
            message.as_ref(),
            " ".repeat(column - 1),
            "^".repeat(marks)
        ))
    }

    /// Reads the file's format; what its values mean is checked in [`super::boot`].
    pub fn parse(&self) -> Result<Scenario, ScenarioError> {
        let scenario: Scenario = toml::from_str(self.text).map_err(|e| match e.span() {
            Some(span) => self.error(span, e.message()),
            None => ScenarioError(format!("{}: error: {}", self.name, e.message())),
        })?;
        if *scenario.version.get_ref() != VERSION {
            let message = format!("this is version {}, but only {VERSION} is known", scenario.version.get_ref());
            return Err(self.error(scenario.version.span(), message));
        }
        Ok(scenario)
    }

    /// A time: a number with ns, us, ms, s or min.
    pub fn time(&self, written: &Spanned<String>) -> Result<u64, ScenarioError> {
        let text = written.get_ref().trim();
        let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let unit = match text[digits..].trim() {
            "ns" => 1.0,
            "us" => 1e3,
            "ms" => 1e6,
            "s" => 1e9,
            "min" => 60e9,
            _ => return Err(self.error(written.span(), "a time is a number with ns, us, ms, s or min, like \"5 ms\"")),
        };
        match text[..digits].parse::<f64>() {
            Ok(number) if number * unit <= 1e18 => Ok((number * unit).round() as u64),
            Ok(_) => Err(self.error(written.span(), "this time is more than thirty years away")),
            Err(_) => Err(self.error(written.span(), "a time begins with a number, like \"5 ms\"")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        Text { name: "s.toml", text }.parse().unwrap_err().to_string()
    }

    #[test]
    fn errors_point_to_the_line() {
        let unknown = error("version = 1\n\n[[host]]\nname = \"a\"\ncolour = \"red\"\n");
        assert!(unknown.starts_with("s.toml:5:1: error: unknown field `colour`"), "{unknown}");
        assert!(unknown.ends_with("  colour = \"red\"\n  ^^^^^^"), "{unknown}");
        let version = error("version = 7\n");
        assert!(version.starts_with("s.toml:1:11: error: this is version 7"), "{version}");
        assert!(error("version = \n").starts_with("s.toml:1:"), "{}", error("version = \n"));
        assert!(error("").contains("missing field `version`"));
    }

    #[test]
    fn times_have_units() {
        let text = Text { name: "s.toml", text: "" };
        let time = |t: &str| text.time(&Spanned::new(0..0, t.to_string()));
        assert_eq!(time("5 ms"), Ok(5_000_000));
        assert_eq!(time("1.5s"), Ok(1_500_000_000));
        assert_eq!(time("2 min"), Ok(120_000_000_000));
        for wrong in ["", "5", "ms", "-1 ms", "5 hours", "1e400 s", "9999999999999 s"] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }
}
