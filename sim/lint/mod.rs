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
//! | `zombies`, `pipes`, `leftovers`, `execs`, `signals`, `buffers`, `handlers`, `sigpipe`, `early`, `swapped`, `abandoned` | a rule each, told by events |
//! | `deaths` | whom nobody tells that a signal has killed a process |
//! | `heap` | memory freed twice, in a run that ended so |
//! | `results`, `fates`, `hints`, `follow`, `customs`, `filled` | results of calls that nobody looked at: the register with the result is followed |
//! | `source` | what stands in the source |
//! | `races`, `clash`, `arguments`, `clocks`, `access`, `order`, `spin` | unordered accesses to shared memory: vector clocks, and spin locks |

mod abandoned;
mod access;
mod arguments;
mod buffers;
mod clash;
mod clocks;
mod customs;
mod deaths;
mod early;
mod execs;
mod fates;
mod filled;
mod follow;
mod handlers;
mod heap;
mod hints;
mod leftovers;
mod order;
mod pipes;
mod races;
mod report;
mod results;
mod scene;
mod signals;
mod sigpipe;
mod source;
mod spin;
mod swapped;
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

/// Repeats a recorded run, which ended so, and says what was wrong with it.
///
/// # Errors
/// As [`boot::boot`].
pub fn lint(recording: &Recording, ended: &Ended) -> Result<Report, BootError> {
    let mut machine = boot::boot(&recording.setup)?.machine;
    let mut watch = Watch::new(&recording.setup);
    if *ended == Ended::Killed(Signal::ABRT) {
        watch.follow_heap();
    }
    watch.begin(&mut machine);
    for choice in &recording.choices {
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
    Ok(watch.finish(&machine, ended))
}
