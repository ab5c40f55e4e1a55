//! Recordings: a run as a file. JSON lines: a header with the format's version, the whole [`Setup`], the choices made,
//! and a closing line with a digest of everything before it, so that a damaged file is noticed.

use crate::machine::Choice;
use crate::setup::Setup;
use serde::{Deserialize, Serialize};

/// The format's name, in the header.
const FORMAT: &str = "forklore-recording";
/// The format's version. Readers refuse any other.
pub const VERSION: u32 = 2;

/// A run that can be repeated to the byte.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Recording {
    /// What was run.
    pub setup: Setup,
    /// What happened, in order.
    pub choices: Vec<Choice>,
}

/// Why a recording cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RecordError {
    /// No recording at all.
    #[error("not a Forklore recording (the first line should be {{\"format\":\"{FORMAT}\",...}})")]
    Foreign,
    /// Written by another version.
    #[error("recording format version {0}; this version of sim reads version {VERSION}")]
    Version(u32),
    /// Cut short.
    #[error("the recording is cut short: line {0}, the closing line, is missing")]
    Truncated(usize),
    /// A line is no valid record.
    #[error("the recording is damaged: line {line}: {what}")]
    Damaged {
        /// Line number, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
}

#[derive(Serialize, Deserialize)]
struct Header {
    format: String,
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct End {
    choices: usize,
    digest: String,
}

impl Recording {
    /// The file's text.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        push_line(&mut text, &Header { format: FORMAT.to_string(), version: VERSION });
        push_line(&mut text, &self.setup);
        for choice in &self.choices {
            push_line(&mut text, choice);
        }
        let digest = format!("{:016x}", digest(text.as_bytes()));
        push_line(&mut text, &End { choices: self.choices.len(), digest });
        text
    }

    /// Reads a file's text, refusing what is foreign, of another version, cut short or changed.
    pub fn from_bytes(bytes: &[u8]) -> Result<Recording, RecordError> {
        let text = std::str::from_utf8(bytes).map_err(|_| RecordError::Foreign)?;
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let header: Header = lines.first().and_then(|l| serde_json::from_str(l).ok()).ok_or(RecordError::Foreign)?;
        if header.format != FORMAT {
            return Err(RecordError::Foreign);
        }
        if header.version != VERSION {
            return Err(RecordError::Version(header.version));
        }
        let end_line = lines.len();
        let end: End = match lines.last().map(|l| serde_json::from_str(l)) {
            Some(Ok(end)) if end_line >= 3 => end,
            _ => return Err(RecordError::Truncated(end_line + 1)),
        };
        let damaged = |line: usize, what: String| RecordError::Damaged { line, what };
        let body: usize = lines[..end_line - 1].iter().map(|l| l.len()).sum();
        if format!("{:016x}", digest(&bytes[..body])) != end.digest {
            return Err(damaged(end_line, "the digest does not fit the contents: the file was changed".to_string()));
        }
        let setup = serde_json::from_str(lines[1]).map_err(|e| damaged(2, e.to_string()))?;
        let mut choices = Vec::with_capacity(end_line - 3);
        for (i, line) in lines[2..end_line - 1].iter().enumerate() {
            choices.push(serde_json::from_str(line).map_err(|e| damaged(i + 3, e.to_string()))?);
        }
        if choices.len() != end.choices {
            return Err(damaged(end_line, format!("{} choices announced, {} found", end.choices, choices.len())));
        }
        Ok(Recording { setup, choices })
    }
}

pub(crate) fn push_line(text: &mut String, record: &impl Serialize) {
    // Plain data without maps of non-string keys always serialises.
    text.push_str(&serde_json::to_string(record).unwrap_or_default());
    text.push('\n');
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo): notices damage; not meant against forgery.
pub(crate) fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &b| (hash ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}
