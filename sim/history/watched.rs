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
        let (mut report, again) = self.watched(Watch::new(&self.setup), here, &ended);
        if let Some(watch) = again {
            let (more, _) = self.watched(watch, here, &ended);
            more.findings.into_iter().for_each(|finding| report.add(finding));
        }
        self.goto(here);
        report
    }

    /// Executes the branch once more up to a step, under a watch.
    fn watched(&mut self, mut watch: Watch, here: u64, ended: &Ended) -> (Report, Option<Watch>) {
        self.goto(0);
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
        let told = watch.finish(&self.live.machine, ended);
        self.live.machine.kernel.events.take();
        self.live.machine.kernel.events.set_on(false);
        self.live.machine.kernel.mm.note_stores(false);
        told
    }
}
