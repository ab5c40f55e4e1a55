//! Who caused what: the write whose bytes a read got, the kill behind a signal, the fork behind a child's first moment,
//! the end of a child behind its parent's wait, the closing behind an end of file, the connect behind an accept, the operation
//! on semaphores before an operation, and whatever call woke the task from the call that ends.

use super::{Direction, Moment, What};
use forklore_kernel::abi::siginfo::{Origin, SigInfo};
use forklore_kernel::abi::{Pid, Signal, Syscall, Tid};
use forklore_kernel::trace::event::Outcome;
use std::collections::BTreeMap;

/// The process that sent a signal, if one did.
pub(super) fn sender(info: &SigInfo) -> Option<Pid> {
    match info.origin {
        Origin::Sender { pid, .. } | Origin::Queued { pid, .. } | Origin::Child { pid, .. } if pid.0 > 0 => Some(pid),
        _ => None,
    }
}

/// Fills in [`Moment::causes`]; those that were known when it happened are there already.
pub(super) fn link(moments: &mut [Moment]) {
    let writes = writes(moments);
    // Who sleeps no longer: from which moment on, and who woke it.
    let mut woken: BTreeMap<Tid, (usize, Tid)> = BTreeMap::new();
    let mut operations: BTreeMap<i32, usize> = BTreeMap::new();
    let mut forks: BTreeMap<Tid, usize> = BTreeMap::new();
    let mut ends: BTreeMap<Pid, usize> = BTreeMap::new();
    for n in 0..moments.len() {
        let moment = &moments[n];
        let others = |n: &usize| moments[*n].tid != moment.tid;
        let mut causes = moment.causes.clone();
        causes.extend(moment.ended_by.into_iter().filter(others));
        if let Some(fork) = forks.remove(&moment.tid) {
            causes.push(fork);
        }
        for flow in moment.flowed.iter().filter(|f| f.direction == Direction::Out) {
            causes.extend(overlapping(writes.get(&flow.channel_key), flow.bytes));
        }
        match &moment.what {
            What::Fork { child } => {
                forks.insert(*child, n);
            }
            What::End { .. } => {
                ends.insert(moment.pid, n);
            }
            What::Signal { signal, sender: Some(sender), .. } => {
                let told = |m: &Moment| *signal == Signal::CHLD && matches!(m.what, What::End { .. });
                let sent = |m: &Moment| m.pid == *sender && (sends(m, signal.number()) || told(m));
                causes.extend(moments[..n].iter().rposition(sent));
            }
            What::Wake { by: Some(by) } => {
                woken.insert(moment.tid, (n, *by));
            }
            What::Call { call: Syscall::Wait4 { .. }, outcome: Outcome::Value(pid @ 1..), .. } => {
                causes.extend(u32::try_from(*pid).ok().and_then(|pid| ends.get(&Pid(pid))).copied());
            }
            What::Call {
                call: Syscall::Semop { id, .. } | Syscall::Semtimedop { id, .. },
                outcome: Outcome::Value(_),
                ..
            } => {
                let before = operations.insert(*id, n);
                causes.extend(before.filter(others));
            }
            _ => {}
        }
        if let What::Call { outcome, .. } = &moment.what
            && let Some((since, by)) = woken.remove(&moment.tid)
            && matches!(outcome, Outcome::Value(_))
        {
            // It runs again only when the call that woke it has ended, or whoever made it.
            let waker = |m: &Moment| m.tid == by && matches!(m.what, What::Call { .. } | What::End { .. });
            causes.extend(moments[since..n].iter().position(waker).map(|at| since + at));
        }
        causes.sort_unstable();
        causes.dedup();
        moments[n].causes = causes;
    }
}

/// Did this moment send that signal?
fn sends(moment: &Moment, number: u8) -> bool {
    let What::Call { call, outcome: Outcome::Value(0), .. } = &moment.what else { return false };
    match *call {
        Syscall::Kill { sig, .. } | Syscall::Tkill { sig, .. } | Syscall::Tgkill { sig, .. } => {
            sig == i32::from(number)
        }
        Syscall::RtSigqueueinfo { sig, .. } => sig == i32::from(number),
        _ => false,
    }
}

/// A write's share of a channel: its bytes and its moment.
type Share = ((u64, u64), usize);

/// All writes by channel, in the order of their bytes.
fn writes(moments: &[Moment]) -> BTreeMap<u64, Vec<Share>> {
    let mut writes: BTreeMap<u64, Vec<Share>> = BTreeMap::new();
    for (n, moment) in moments.iter().enumerate() {
        for flow in moment.flowed.iter().filter(|f| f.direction == Direction::In) {
            writes.entry(flow.channel_key).or_default().push((flow.bytes, n));
        }
    }
    for shares in writes.values_mut() {
        shares.sort_unstable();
    }
    writes
}

/// The moments that wrote any of these bytes.
fn overlapping(shares: Option<&Vec<Share>>, (from, to): (u64, u64)) -> Vec<usize> {
    let Some(shares) = shares else { return Vec::new() };
    let first = shares.partition_point(|((_, end), _)| *end <= from);
    shares[first..].iter().take_while(|((begin, _), _)| *begin < to).map(|(_, n)| *n).collect()
}
