//! Signals (signal(7)): dispositions (`action`), pending sets (`pending`), sending (`post`, `kill`), masks and waiting
//! (`mask`), and delivery on the way to user mode (`deliver`).

pub mod action;
pub mod deliver;
pub mod kill;
pub mod mask;
pub mod pending;
pub mod post;

use crate::abi::signal::DefaultAction;
use crate::abi::{SigSet, Signal, UserAddr};
use crate::entry::Blocked;
use serde::{Deserialize, Serialize};

/// What a signal handler interrupted: carried by the CPU's handler frame and given back when it returns.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SavedContext {
    /// The mask to restore.
    pub mask: SigSet,
    /// The handler's `ucontext_t` (SA_SIGINFO): what its `uc_sigmask` says then is restored instead.
    pub ucontext: Option<UserAddr>,
    /// The interrupted call, to be made again (SA_RESTART).
    pub restart: Option<Box<Blocked>>,
}

/// Is the signal without effect under SIG_DFL? SIGCONT counts: what it does, it does when it is sent.
#[inline]
pub(crate) fn ignored_by_default(signal: Signal) -> bool {
    matches!(signal.default_action(), DefaultAction::Ignore | DefaultAction::Continue)
}
