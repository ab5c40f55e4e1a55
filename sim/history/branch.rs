//! Branches: the same run, done differently from some step on.

use super::checkpoints::Checkpoints;
use super::drive::Road;
use crate::machine::Choice;
use crate::run::{Ended, OutputChunk};
use serde::{Deserialize, Serialize};

/// Something done to a run from outside: input, or a choice other than the policy's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Act {
    /// The step at which it is done.
    pub at: u64,
    /// What is done.
    pub choice: Choice,
}

/// What decides a branch; with the run's setup it says everything that happens in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// Its name, unique in the history.
    pub name: String,
    /// Number of the branch that it left, and at which step.
    pub parent: Option<(usize, u64)>,
    /// What is done from outside, ascending; also what was done before it left its parent.
    pub acts: Vec<Act>,
    /// Choices that are made instead of the policy's as long as there are any: a recording.
    pub script: Vec<Choice>,
    /// What comes from the rest of the world afterwards, with the virtual times at which it does: of a scenario's host that does
    /// something else than in the recording.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timetable: Vec<(u64, Choice)>,
}

/// A branch: its plan, and what is known of the run so far.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    pub(super) plan: Plan,
    pub(super) checkpoints: Checkpoints,
    pub(super) output: Output,
    /// Where one stood in it when it was last left.
    pub(super) cursor: u64,
    /// How the run ends, and at which step, once it has been run to there.
    pub(super) end: Option<(u64, Ended)>,
    /// What is to be said of it besides.
    pub(super) notes: Vec<String>,
}

impl Branch {
    pub(super) fn road(&self) -> Road<'_> {
        let Plan { acts, script, timetable, .. } = &self.plan;
        Road { acts, script, timetable, end: self.end.as_ref() }
    }
}

/// What was written to the caller's streams, with the step after which it was there.
#[derive(Clone, Debug, Default)]
pub(super) struct Output {
    chunks: Vec<(u64, OutputChunk)>,
    bytes: usize,
    /// Up to this step all is known.
    pub(super) known: u64,
}

/// Bytes of output kept for a branch; of a longer one the end is lost to `output`, not to the run.
const OUTPUT_KEPT: usize = 64 << 20;

impl Output {
    /// Output that a machine has made on its way to `step`.
    pub(super) fn add(&mut self, step: u64, stream: u8, bytes: &[u8]) {
        if step > self.known && self.bytes + bytes.len() <= OUTPUT_KEPT {
            self.bytes += bytes.len();
            self.chunks.push((step, OutputChunk { stream, bytes: bytes.to_vec() }));
        }
    }

    /// What was written after step `from` up to step `to`.
    pub(super) fn between(&self, from: u64, to: u64) -> &[(u64, OutputChunk)] {
        let start = self.chunks.partition_point(|(step, _)| *step <= from);
        let end = self.chunks.partition_point(|(step, _)| *step <= to);
        &self.chunks[start..end.max(start)]
    }

    pub(super) fn up_to(&self, step: u64) -> Output {
        let chunks = self.between(0, step).to_vec();
        Output { bytes: chunks.iter().map(|(_, c)| c.bytes.len()).sum(), chunks, known: self.known.min(step) }
    }
}
