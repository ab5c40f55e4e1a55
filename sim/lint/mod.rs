//! Lints: what a program did wrong without being told, found in one run of it. A recorded run is repeated under a watch;
//! the run itself knows nothing of it.
//!
//! Entry points: [`lint`] for a recording, [`Watch`] for whoever drives a machine himself; [`Report`] is what came out.
//! docs/lint.md has the table of rules.
//!
//! | file | what |
//! |---|---|
//! | `watch` | follows a machine: where it pauses, who sees what |
//! | `scene` | who is who, what each descriptor is and where it came from, from which line a call came |
//! | `report` | findings as text and as JSON lines |
//! | `zombies`, `pipes`, `leftovers`, `execs`, `signals`, `buffers`, `handlers`, `sigpipe`, `early`, `swapped`, `abandoned`, `own_words`, `raw_status`, `message_size`, `killed_itself` | a rule each, told by events |
//! | `wait_once` | condition variables waited for without a loop |
//! | `deaths` | whom nobody tells that a signal has killed a process |
//! | `heap` | memory freed twice, in a run that ended so |
//! | `results`, `fates`, `hints`, `follow`, `customs`, `filled`, `records` | results of calls that nobody looked at: the register with the result is followed |
//! | `copies`, `trial` | memory that fork has copied, taken for shared |
//! | `locks` | locks used otherwise than they were made for |
//! | `dead` | variables that are no more |
//! | `select_again` | sets and timeouts of select that were not filled again |
//! | `source` | what stands in the source |
//! | `races`, `clash`, `arguments`, `clocks`, `access`, `order`, `spin`, `tokens` | unordered accesses to shared memory: vector clocks, spin locks, semaphores |

mod abandoned;
mod access;
mod arguments;
mod buffers;
mod clash;
mod clocks;
mod copies;
mod customs;
mod dead;
mod deaths;
mod early;
mod execs;
mod fates;
mod filled;
mod follow;
mod handlers;
mod heap;
mod hints;
mod killed_itself;
mod leftovers;
mod locks;
mod message_size;
mod order;
mod own_words;
mod pipes;
mod races;
mod raw_status;
mod records;
mod report;
mod results;
mod scene;
mod select_again;
mod signals;
mod sigpipe;
mod source;
mod spin;
mod streams;
mod swapped;
mod tokens;
mod trial;
mod wait_once;
mod watch;
mod zombies;

pub use report::{Finding, Report, Rule};
pub use watch::{Pace, Watch};

use crate::boot::{self, BootError};
use crate::machine::Advance;
use crate::record::Recording;
use crate::run::Ended;
use forklore_kernel::abi::Signal;
use scene::{Look, Scene};

/// A rule at work.
trait Check {
    /// The kernel has done something.
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report);

    /// The run is over; the machine is as it was left.
    fn end(&mut self, _scene: &Scene, _last: &Last, _report: &mut Report) {}
}

/// The end of a run.
struct Last<'a> {
    machine: &'a crate::machine::Machine,
    ended: &'a Ended,
}

impl Last<'_> {
    /// Has the run been cut short, so that what has not been done might have been done yet?
    fn is_cut(&self) -> bool {
        matches!(self.ended, Ended::Limit(_) | Ended::Timeout(_) | Ended::Killed(Signal::INT))
    }
}

/// Repeats a recorded run, which ended so, and says what was wrong with it.
///
/// # Errors
/// As [`boot::boot`].
pub fn lint(recording: &Recording, ended: &Ended) -> Result<Report, BootError> {
    lint_while(recording, ended, &mut |_, _| true)
}

/// [`lint`], as long as `go_on` says so: it is asked now and then, and told how many of how many choices have been made again.
/// What is said then is of the run up to there: [`Report::part`].
///
/// # Errors
/// As [`boot::boot`].
pub fn lint_while(
    recording: &Recording,
    ended: &Ended,
    go_on: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Report, BootError> {
    let mut watch = Watch::new(&recording.setup);
    if *ended == Ended::Killed(Signal::ABRT) {
        watch.follow_heap();
    }
    let (mut report, again) = repeat(recording, ended, watch, go_on)?;
    if let Some(watch) = again.filter(|_| report.part.is_none()) {
        let (more, _) = repeat(recording, ended, watch, go_on)?;
        more.findings.into_iter().for_each(|finding| report.add(finding));
    }
    Ok(report)
}

/// Executes a run once more under a watch.
fn repeat(
    recording: &Recording,
    ended: &Ended,
    mut watch: Watch,
    go_on: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<(Report, Option<Watch>), BootError> {
    let mut machine = boot::boot(&recording.setup)?.machine;
    watch.begin(&mut machine);
    let all = recording.choices.len();
    let mut part = None;
    for (n, choice) in recording.choices.iter().enumerate() {
        if !go_on(n, all) {
            part = Some((n, all));
            break;
        }
        if machine.begin(choice).is_err() {
            break; // the recording does not fit: what was seen so far is true
        }
        watch.went(&mut machine, &Advance::Paused);
        while machine.in_turn() {
            let advance = machine.advance(&watch.pause(&machine));
            watch.went(&mut machine, &advance);
        }
        machine.kernel.take_output();
        machine.kernel.net_take_outbox().for_each(drop);
    }
    let not_over = Ended::Limit("not looked at to its end".to_string());
    let (report, again) = watch.finish(&machine, if part.is_some() { &not_over } else { ended });
    Ok((Report { part, ..report }, again))
}
