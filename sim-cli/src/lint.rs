//! `--lint`: what a run did wrong, told after it. The run is repeated under the watch of the rules in `sim/lint`.

use crate::args::{LintFormat, LintLevel, RunArgs};
use crate::failure::{Failure, status};
use forklore_sim::lint;
use forklore_sim::record::Recording;
use forklore_sim::run::Ended;

/// Tells what a run that ended so did wrong, if that was asked for; gives the exit status, which was `status` without it.
pub fn lint(args: &RunArgs, recording: &Recording, ended: &Ended, status: u8) -> Result<u8, Failure> {
    let Some(level) = args.lint else { return Ok(status) };
    let report = lint::lint(recording, ended)
        .map_err(|error| Failure { status: status::HOST, message: format!("lint: {error}") })?;
    let text = match args.lint_format {
        LintFormat::Text => report.text(),
        LintFormat::Json => report.json_lines(),
    };
    match &args.lint_output {
        Some(path) => std::fs::write(path, text).map_err(|e| Failure::io(path, &e))?,
        None => eprint!("{text}"),
    }
    let faulty = level == LintLevel::Error && !report.findings.is_empty();
    // A run that did not end by itself has said so by its status.
    let by_itself = matches!(ended, Ended::Exited(_) | Ended::Killed(_));
    Ok(if faulty && by_itself { status::LINT } else { status })
}
