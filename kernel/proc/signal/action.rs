//! Signal dispositions: rt_sigaction(2), and what becomes of them at fork and exec.

use crate::Kernel;
use crate::abi::{Errno, SigSet, Signal, UserAddr};
use crate::entry::{Ctx, SysResult};
use serde::{Deserialize, Serialize};
use triomphe::Arc;

/// Flags of a disposition (sigaction(2)), x86-64 values.
#[allow(missing_docs)]
pub mod sa {
    pub const NOCLDSTOP: u64 = 1;
    pub const NOCLDWAIT: u64 = 2;
    pub const SIGINFO: u64 = 4;
    pub const RESTORER: u64 = 0x0400_0000;
    pub const ONSTACK: u64 = 0x0800_0000;
    pub const RESTART: u64 = 0x1000_0000;
    pub const NODEFER: u64 = 0x4000_0000;
    pub const RESETHAND: u64 = 0x8000_0000;
    /// All that have a meaning; others are dropped, as Linux does.
    pub const KNOWN: u64 = NOCLDSTOP | NOCLDWAIT | SIGINFO | RESTORER | ONSTACK | RESTART | NODEFER | RESETHAND;
}

/// `SIG_DFL` as a handler address.
pub const SIG_DFL: UserAddr = UserAddr(0);
/// `SIG_IGN` as a handler address.
pub const SIG_IGN: UserAddr = UserAddr(1);

/// A disposition, as the kernel's `struct sigaction` has it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Action {
    /// SIG_DFL, SIG_IGN or the handler's address.
    pub handler: UserAddr,
    /// SA_ flags.
    pub flags: u64,
    /// The C library's return trampoline; kept for reading back.
    pub restorer: UserAddr,
    /// Signals blocked while the handler runs.
    pub mask: SigSet,
}

impl Action {
    /// Size of the kernel's structure: handler, flags, restorer, mask.
    pub const SIZE: usize = 32;

    fn decode(bytes: &[u8; Self::SIZE]) -> Action {
        let word = |i: usize| u64::from_le_bytes(std::array::from_fn(|b| bytes[i * 8 + b]));
        Action {
            handler: UserAddr(word(0)),
            flags: word(1) & sa::KNOWN,
            restorer: UserAddr(word(2)),
            mask: SigSet(word(3)),
        }
    }

    fn encode(self) -> [u8; Self::SIZE] {
        let mut bytes = [0; Self::SIZE];
        for (chunk, word) in bytes.chunks_mut(8).zip([self.handler.0, self.flags, self.restorer.0, self.mask.0]) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }
}

/// The dispositions of a process. Copied on write: fork shares them.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Actions {
    ignored: SigSet,
    caught: SigSet,
    /// By signal number, up to the highest that was ever set.
    list: Arc<Vec<Action>>,
}

impl Actions {
    /// The signals set to SIG_IGN.
    #[inline]
    pub fn ignored(&self) -> SigSet {
        self.ignored
    }

    /// The signals that have a handler.
    #[inline]
    pub fn caught(&self) -> SigSet {
        self.caught
    }

    /// The disposition of a signal.
    #[inline]
    pub fn get(&self, signal: Signal) -> Action {
        self.list.get(usize::from(signal.number())).copied().unwrap_or_default()
    }

    /// Sets the disposition of a signal.
    pub fn set(&mut self, signal: Signal, action: Action) {
        let place = usize::from(signal.number());
        let list = Arc::make_mut(&mut self.list);
        if list.len() <= place {
            list.resize(place + 1, Action::default());
        }
        list[place] = action;
        self.ignored.remove(signal);
        self.caught.remove(signal);
        match action.handler {
            SIG_DFL => {}
            SIG_IGN => self.ignored.insert(signal),
            _ => self.caught.insert(signal),
        }
    }

    /// exec: caught signals go back to the default, ignored ones stay ignored (PROC-17, PROC-18).
    pub fn after_exec(&mut self) {
        let ignored = self.ignored;
        if self.list.is_empty() {
            return;
        }
        *self = Actions::default();
        for signal in ignored.iter() {
            self.set(signal, Action { handler: SIG_IGN, ..Action::default() });
        }
    }

    /// Do the sets agree with the list?
    pub fn is_consistent(&self) -> bool {
        let agrees = |signal: Signal| match self.get(signal).handler {
            SIG_DFL => !self.ignored.contains(signal) && !self.caught.contains(signal),
            SIG_IGN => self.ignored.contains(signal) && !self.caught.contains(signal),
            _ => self.caught.contains(signal) && !self.ignored.contains(signal),
        };
        SigSet(u64::MAX).iter().all(agrees)
    }
}

impl Kernel {
    /// rt_sigaction(2).
    pub(crate) fn sys_rt_sigaction(
        &mut self,
        ctx: &mut Ctx,
        signum: i32,
        act: UserAddr,
        old: UserAddr,
        size: u64,
    ) -> SysResult {
        if size != 8 {
            return Err(Errno::EINVAL.into());
        }
        let mut new = None;
        if !act.is_null() {
            let mut bytes = [0; Action::SIZE];
            self.copy_in(ctx.tid, act, &mut bytes)?;
            new = Some(Action::decode(&bytes));
        }
        let signal = Signal::new(signum.into()).ok_or(Errno::EINVAL)?;
        // SIGKILL and SIGSTOP can be asked about but not changed (SIG-01 to SIG-03).
        if new.is_some() && SigSet::UNBLOCKABLE.contains(signal) {
            return Err(Errno::EINVAL.into());
        }
        let process = self.procs.process_of_mut(ctx.tid);
        let previous = process.actions.get(signal);
        if let Some(mut action) = new {
            action.mask = action.mask.without(SigSet::UNBLOCKABLE);
            process.actions.set(signal, action);
            // A signal that is now ignored is forgotten if it was pending (SIG-14, SIG-17).
            let ignored = action.handler == SIG_IGN || action.handler == SIG_DFL && super::ignored_by_default(signal);
            let pid = process.pid;
            if ignored {
                let set = SigSet::of(signal);
                process.pending.discard(set, &mut self.queued_signals);
                let threads: Vec<_> = process.tasks().collect();
                for tid in threads {
                    self.procs.task_mut(tid).pending.discard(set, &mut self.queued_signals);
                }
            }
            self.timers_after_sigaction(pid, signal, ignored);
            self.after_shared_change(ctx.tid);
        }
        if !old.is_null() {
            self.copy_out(ctx.tid, old, &previous.encode())?;
        }
        Ok(0)
    }
}
