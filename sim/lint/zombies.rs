//! Zombies: children that ended and were never waited for, by a parent that lived on. A parent that ends at once is
//! no mistake: init waits for what it leaves. So a child counts if its parent slept in a call, or forked again, after the
//! child's end, and never took its status.

use super::report::{Finding, Report, Rule};
use super::scene::{Look, Scene};
use super::{Check, Last};
use crate::debug::code::Spot;
use crate::run::Ended;
use forklore_kernel::abi::{Pid, Signal};
use forklore_kernel::proc::signal::action::{SIG_DFL, SIG_IGN};
use forklore_kernel::sched::wait::WaitOn;
use forklore_kernel::trace::event::{Event, EventKind};
use std::collections::BTreeMap;

/// So many children that nobody can have meant to wait for them later.
const FLOOD: usize = 4;

/// So many children that ended while their parent served others, and it was no chance.
const SERVED: usize = 2;

/// A child that has ended and is not waited for yet.
#[derive(Clone, Debug)]
struct Dead {
    parent: Pid,
    born: Option<Spot>,
    /// Its parent has gone on since.
    lived_on: bool,
    /// It was asleep in another call than wait when the child ended, or has been since.
    slept: bool,
    /// It has forked again after that: a server.
    serves: bool,
}

/// See the module's text.
#[derive(Default)]
pub(super) struct Zombies {
    dead: BTreeMap<Pid, Dead>,
}

impl Check for Zombies {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        let procs = &look.machine.kernel.procs;
        self.dead.retain(|pid, dead| {
            procs.process(*pid).is_some_and(|p| p.is_zombie() && p.parent == dead.parent)
                || look.ended.contains(&dead.parent)
        });
        for event in look.events {
            let pid = scene.pid(event.tid);
            // Sleeping in wait is not living on: another child is waited for first.
            let forked = match &event.kind {
                EventKind::Blocked { on, .. } if !matches!(on, WaitOn::Child) => false,
                EventKind::Forked { .. } => true,
                _ => continue,
            };
            for dead in self.dead.values_mut().filter(|dead| dead.parent == pid) {
                dead.serves |= forked && dead.slept;
                dead.slept |= !forked;
                dead.lived_on = true;
            }
        }
        for pid in &look.ended {
            // Who was killed could not wait any more; a server could have, before it went on serving.
            let killed = |event: &Event| scene.pid(event.tid) == *pid && matches!(event.kind, EventKind::Killed { .. });
            let served = self.dead.values().filter(|dead| dead.parent == *pid && dead.serves).count();
            if served >= SERVED || !look.events.iter().any(killed) {
                self.tell(scene, *pid, false, report);
            }
            self.dead.retain(|_, dead| dead.parent != *pid);
            if let Some(process) = procs.process(*pid).filter(|p| p.is_zombie())
                && scene.is_own(process.parent)
                && process.parent.0 > 1
            {
                // Who is in the middle of a sleep sleeps on.
                let tasks = look.machine.kernel.procs.tasks().filter(|task| task.pid == process.parent);
                let sleeps: Vec<WaitOn> = tasks.filter_map(|task| Some(task.blocked.as_ref()?.on)).collect();
                let lived_on = sleeps.contains(&WaitOn::Deadline);
                let slept = sleeps.iter().any(|on| *on != WaitOn::Child);
                let dead = Dead { parent: process.parent, born: scene.born_at(*pid), lived_on, slept, serves: false };
                self.dead.insert(*pid, dead);
            }
        }
    }

    fn end(&mut self, scene: &Scene, last: &Last, report: &mut Report) {
        let parents: Vec<Pid> = self.dead.values().map(|dead| dead.parent).collect();
        for parent in parents {
            let handles = last
                .machine
                .kernel
                .procs
                .process(parent)
                .is_some_and(|p| !matches!(p.actions.get(Signal::CHLD).handler, SIG_DFL | SIG_IGN));
            // Who waits for something else for ever could have waited for its child afterwards, and so may who has not come to its end.
            let may_yet = last.is_cut() || matches!(last.ended, Ended::Deadlock(_));
            let own = || self.dead.values().filter(|dead| dead.parent == parent);
            let few = own().count() < FLOOD && own().filter(|dead| dead.serves).count() < SERVED;
            if few && !handles && may_yet {
                self.dead.retain(|_, dead| dead.parent != parent);
            }
            self.tell(scene, parent, handles, report);
        }
    }
}

impl Zombies {
    /// Tells of the children of a parent that can't wait any more.
    fn tell(&mut self, scene: &Scene, parent: Pid, handles: bool, report: &mut Report) {
        let children: Vec<(Pid, Option<Spot>)> = self
            .dead
            .iter()
            .filter(|(_, dead)| dead.parent == parent && dead.lived_on)
            .map(|(pid, dead)| (*pid, dead.born.clone()))
            .collect();
        self.dead.retain(|_, dead| dead.parent != parent);
        let Some((first, born)) = children.first().cloned() else { return };
        let text = match children.len() {
            1 => format!(
                "child {first}, forked here, ended, and its parent {parent} lived on and never waited for it: a zombie"
            ),
            n => format!(
                "{n} children of pid {parent}, the first of them {first}, ended, and their parent lived on and never waited for them: zombies"
            ),
        };
        let popen = born.as_ref().is_some_and(|spot| scene.line(spot).contains("popen"));
        let mend = match handles {
            _ if popen => "end what popen() began with pclose(), which waits for it",
            true => "in the SIGCHLD handler: while (waitpid(-1, NULL, WNOHANG) > 0) ;",
            false => "call waitpid() for every child, or signal(SIGCHLD, SIG_IGN) before fork() if no status is wanted",
        };
        report.add(Finding::new(Rule::Zombie, born, parent, text, mend));
    }
}
