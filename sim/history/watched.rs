//! A branch executed again under a watch.

use super::History;
use super::drive::Went;
use crate::lint::{Report, Watch};
use crate::machine::{Advance, Pause};
use crate::run::Ended;

impl History {
    /// What this branch did wrong, from its start to the present moment. Stands where it stood afterwards.
    pub fn lint(&mut self) -> Report {
        let here = self.step();
        let ended = self.end().filter(|(step, _)| *step <= here).map(|(_, ended)| ended.clone());
        let ended = ended.unwrap_or_else(|| Ended::Limit("the run is not over".to_string()));
        self.goto(0);
        let mut watch = Watch::new(&self.setup);
        watch.begin(&mut self.live.machine);
        while self.step() < here {
            let pause = watch.pause(&self.live.machine);
            let went = self.advance(&Pause { at: pause.at.min(here), ..pause });
            let advance = match went {
                Went::On => Advance::Paused,
                Went::Trapped(tid) => Advance::Trapped(tid),
                Went::NeedsInput | Went::Ended(_) => break,
            };
            watch.went(&mut self.live.machine, &advance);
        }
        let report = watch.finish(&self.live.machine, &ended);
        self.live.machine.kernel.events.take();
        self.live.machine.kernel.events.set_on(false);
        self.goto(here);
        report
    }
}
