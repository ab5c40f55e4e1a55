//! Sessions: a history as a file, for another day or another person. JSON lines, as recordings are: a header with format and
//! version, the setup, a line for each branch, where one stood, and a closing line with a digest of everything before it.
//! What was executed is not stored: it is executed again.

use super::branch::{Branch, Plan};
use super::checkpoints::Keeping;
use super::{History, Output};
use crate::boot::BootError;
use crate::record::{digest, push_line};
use crate::setup::Setup;
use serde::{Deserialize, Serialize};

/// The format's name, in the header.
const FORMAT: &str = "forklore-session";
/// The format's version. Readers refuse any other.
pub const VERSION: u32 = 2;

/// Why a session cannot be opened.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SessionError {
    /// No session at all.
    #[error("not a Forklore session (the first line should be {{\"format\":\"{FORMAT}\",...}})")]
    Foreign,
    /// Written by another version.
    #[error("session format version {0}; this version of sim reads version {VERSION}")]
    Version(u32),
    /// Cut short.
    #[error("the session is cut short: the closing line is missing")]
    Truncated,
    /// A line is no valid record.
    #[error("the session is damaged: line {line}: {what}")]
    Damaged {
        /// Line number, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// The program does not compile any more, or the machine can't be made.
    #[error("{0}")]
    Boot(#[from] BootError),
}

#[derive(Serialize, Deserialize)]
struct Header {
    format: String,
    version: u32,
}

/// Where one stood.
#[derive(Serialize, Deserialize)]
struct Standing {
    branch: usize,
    step: u64,
    /// Where one stood in each branch when one left it.
    #[serde(default)]
    cursors: Vec<u64>,
    /// Whatever the program that keeps the session wants to keep with it.
    notes: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct End {
    branches: usize,
    digest: String,
}

impl History {
    /// The session as a file's text. `notes` are kept with it: a debugger's breakpoints, say.
    pub fn save(&self, notes: &[String]) -> String {
        let mut text = String::new();
        push_line(&mut text, &Header { format: FORMAT.to_string(), version: VERSION });
        push_line(&mut text, &self.setup);
        for plan in self.branches() {
            push_line(&mut text, plan);
        }
        let mut cursors: Vec<u64> = self.branches.iter().map(|branch| branch.cursor).collect();
        cursors[self.current] = self.step();
        push_line(&mut text, &Standing { branch: self.current, step: self.step(), cursors, notes: notes.to_vec() });
        let digest = format!("{:016x}", digest(text.as_bytes()));
        push_line(&mut text, &End { branches: self.branches.len(), digest });
        text
    }

    /// Opens a session; also gives its notes.
    ///
    /// # Errors
    /// A file that is foreign, of another version, cut short, or changed; a program that can't be run any more.
    pub fn open(bytes: &[u8]) -> Result<(History, Vec<String>), SessionError> {
        let text = std::str::from_utf8(bytes).map_err(|_| SessionError::Foreign)?;
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let header: Header = lines.first().and_then(|l| serde_json::from_str(l).ok()).ok_or(SessionError::Foreign)?;
        if header.format != FORMAT {
            return Err(SessionError::Foreign);
        }
        if header.version != VERSION {
            return Err(SessionError::Version(header.version));
        }
        let end: End = match lines.last().map(|l| serde_json::from_str(l)) {
            Some(Ok(end)) if lines.len() >= 5 => end,
            _ => return Err(SessionError::Truncated),
        };
        let damaged = |line: usize, what: String| SessionError::Damaged { line, what };
        let body: usize = lines[..lines.len() - 1].iter().map(|l| l.len()).sum();
        if format!("{:016x}", digest(&bytes[..body])) != end.digest {
            let what = "the digest does not fit the contents: the file was changed".to_string();
            return Err(damaged(lines.len(), what));
        }
        let setup: Setup = serde_json::from_str(lines[1]).map_err(|e| damaged(2, e.to_string()))?;
        let mut plans = Vec::new();
        for (n, line) in lines.iter().enumerate().take(lines.len() - 2).skip(2) {
            let plan: Plan = serde_json::from_str(line).map_err(|e| damaged(n + 1, e.to_string()))?;
            plans.push(plan);
        }
        let last = lines.len() - 2;
        let standing: Standing = serde_json::from_str(lines[last]).map_err(|e| damaged(last + 1, e.to_string()))?;
        if plans.len() != end.branches || standing.branch >= plans.len() {
            return Err(damaged(lines.len(), format!("{} branches announced, {} found", end.branches, plans.len())));
        }
        for (n, plan) in plans.iter().enumerate() {
            let ascending = plan.acts.windows(2).all(|pair| pair[0].at < pair[1].at);
            if !ascending || plan.parent.is_some_and(|(parent, _)| parent >= n) {
                return Err(damaged(n + 3, "a branch makes no sense".to_string()));
            }
        }
        let history = History::with_plans(&setup, plans, &standing)?;
        Ok((history, standing.notes))
    }

    fn with_plans(setup: &Setup, plans: Vec<Plan>, standing: &Standing) -> Result<History, BootError> {
        let mut history = History::keeping(setup, Vec::new(), Keeping::default())?;
        let start = history.branches[0].checkpoints.clone();
        history.branches = plans
            .into_iter()
            .enumerate()
            .map(|(n, plan)| Branch {
                cursor: standing.cursors.get(n).copied().unwrap_or(plan.parent.map_or(0, |(_, step)| step)),
                plan,
                checkpoints: start.clone(),
                output: Output::default(),
                end: None,
                notes: Vec::new(),
            })
            .collect();
        history.current = standing.branch;
        history.goto(standing.step);
        Ok(history)
    }
}
