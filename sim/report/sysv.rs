//! Waits on System V IPC in words: what is missing, and who could bring it.

use super::{Ender, Teller, Wait};
use crate::chronicle::deeds::{Deed, Did, Subject, Taker};
use crate::chronicle::messages::Eaten;
use crate::report;
use forklore_kernel::abi::{IpcId, Pid, Tid};
use forklore_kernel::ipc::msg::{Queue, Want};
use forklore_kernel::ipc::sem::Set;
use forklore_kernel::proc::process::Process;
use forklore_kernel::sched::wait::WaitOn;

/// A receiver's wait.
pub fn message(t: &Teller, tid: Tid, id: IpcId, place: u32) -> Wait {
    let Ok(queue) = t.machine.kernel.sysv.msgs.get(id) else { return Wait::default() };
    let want = queue.receivers().find(|(other, _)| *other == place).map(|(_, receiver)| receiver.want);
    let wanted = wanted(want.unwrap_or(Want::Any));
    let deed = t.origins.deeds.last(Subject::Queue(id), Did::Sent);
    let taken = match want {
        Some(Want::Exactly(kind)) => t.origins.deeds.taker(id, kind).map(|taker| taken(t, tid, taker, kind)),
        _ => None,
    };
    let eaten = t.origins.deeds.messages.eaten(id, tid).map(|eaten| eaten_by(t, tid, eaten));
    Wait::new(format!("for {wanted} on message queue {id}, which {}", contents(queue)))
        .line(last(t, tid, queue.lspid, deed, "nobody has sent to it", "sent to it last"))
        .line(taken.or(eaten).unwrap_or_default())
        .line(made(t, Subject::Queue(id)))
        .anybody(t, tid, "could send one")
}

/// What a receiver waits for: `a message of type 2`.
pub fn wanted(want: Want) -> String {
    match want {
        Want::Any => "a message".to_string(),
        Want::Exactly(kind) => format!("a message of type {kind}"),
        Want::Except(kind) => format!("a message of another type than {kind}"),
        Want::AtMost(kind) => format!("a message of type {kind} or lower"),
    }
}

/// `pid 3 took one of type 2 at main.c:43, where it asked for any type; it had sent that itself`
fn taken(t: &Teller, tid: Tid, taker: &Taker, kind: i64) -> String {
    let own = taker.sent.as_ref().is_some_and(|sent| sent.tid == taker.by.tid);
    let own = if own { "; it had sent that itself" } else { "" };
    let by = report::other(t.machine, tid, taker.by.tid, taker.by.pid);
    format!("{by} took one of type {kind}{}, where it asked for {}{own}", at(&taker.by), taker.wanted())
}

/// `pid 3 took at main.c:16 the message of type 1 that pid 4 sent at main.c:15`
fn eaten_by(t: &Teller, tid: Tid, eaten: &Eaten) -> String {
    let by = report::other(t.machine, tid, eaten.by.tid, eaten.by.pid);
    format!(
        "{by} took{} the message of type {} that {} sent{}",
        at(&eaten.by),
        eaten.kind,
        super::who(t.machine, tid),
        at(&eaten.sent)
    )
}

/// ` at main.c:8`
pub(super) fn at(deed: &Deed) -> String {
    deed.place.as_ref().map(|place| format!(" at {place}")).unwrap_or_default()
}

/// Advice for a receiver that waits for another type than is there, or for one that somebody else has taken.
pub fn mixed_up(t: &Teller, tid: Tid, id: IpcId, place: u32) -> Option<String> {
    let queue = t.machine.kernel.sysv.msgs.get(id).ok()?;
    let (_, receiver) = queue.receivers().find(|(other, _)| *other == place)?;
    let Want::Exactly(wanted) = receiver.want else { return None };
    if let Some(taker) = t.origins.deeds.taker(id, wanted).filter(|taker| taker.by.tid != tid) {
        return Some(format!(
            "{} asks for {}{}, and so takes messages of type {wanted}, for which {} waits: let it ask for the type that is meant for it",
            report::other(t.machine, tid, taker.by.tid, taker.by.pid),
            taker.wanted(),
            at(&taker.by),
            super::who(t.machine, tid)
        ));
    }
    if let Some(eaten) = t.origins.deeds.messages.eaten(id, tid) {
        let by = report::other(t.machine, tid, eaten.by.tid, eaten.by.pid);
        return Some(format!(
            "{by} asks{} for type {}, which it sends to others, too, and so takes what is for them: keep the types of the two directions apart (for replies 1000 + id, for example), or use two queues",
            at(&eaten.by),
            eaten.kind
        ));
    }
    let kind = queue.messages().next()?.kind;
    // What it has sent itself is not meant for it.
    if queue.len() == 1 && t.origins.deeds.last(Subject::Queue(id), Did::Sent).is_some_and(|deed| deed.tid == tid) {
        return None;
    }
    let at = report::place(t.machine, tid).map(|place| format!(" at {place}")).unwrap_or_default();
    Some(format!("send messages of type {wanted}, or ask for type {kind}{at}"))
}

/// Is the task that did it no more?
pub fn has_ended(t: &Teller, deed: &Deed) -> bool {
    let procs = &t.machine.kernel.procs;
    procs.find_task(deed.tid).is_none() || procs.process(deed.pid).is_none_or(Process::is_zombie)
}

/// Advice for who waits for room in a queue from which nobody will receive any more.
pub(super) fn no_receiver(t: &Teller, tid: Tid) -> Option<String> {
    let subject = match t.machine.kernel.procs.find_task(tid)?.blocked.as_ref()?.on {
        WaitOn::MessageRoom(id, _) => Subject::Queue(id),
        WaitOn::MqueueWritable(id) | WaitOn::MqueueRoom(id, _) => Subject::Mqueue(id),
        _ => return None,
    };
    let last = t.origins.deeds.last(subject, Did::Received)?;
    if !t.origins.deeds.all(subject, Did::Received).all(|deed| has_ended(t, deed)) {
        return None;
    }
    Some(format!(
        "let {}, which has ended, receive all that is sent (its last was{}), or tell the sender to stop: nobody else receives",
        report::other(t.machine, tid, last.tid, last.pid),
        at(last)
    ))
}

/// A sender's wait.
pub fn room(t: &Teller, tid: Tid, id: IpcId) -> Wait {
    let Ok(queue) = t.machine.kernel.sysv.msgs.get(id) else { return Wait::default() };
    let text = format!(
        "for room in message queue {id}, which {} with {} of {} bytes",
        contents(queue),
        queue.bytes(),
        queue.qbytes
    );
    let subject = Subject::Queue(id);
    let deed = t.origins.deeds.last(subject, Did::Received);
    // Who received last, or else who made it, is the one to receive.
    let receiver = deed.or(t.origins.deeds.last(subject, Did::Made)).map(|deed| deed.tid).filter(|other| *other != tid);
    Wait::new(text)
        .line(last(t, tid, queue.lrpid, deed, "nobody has received from it", "received from it last"))
        .line(made(t, subject))
        .ender(t, receiver, &format!("receive from message queue {id}"))
}

/// `made by pid 2 at main.c:8`
fn made(t: &Teller, subject: Subject) -> String {
    let deed = t.origins.deeds.last(subject, Did::Made);
    let place = |deed: &Deed| deed.place.as_ref().map(|place| format!("made by pid {} at {place}", deed.pid));
    deed.and_then(place).unwrap_or_default()
}

/// What is in a queue: how many messages, and their types.
fn contents(queue: &Queue) -> String {
    let mut kinds: Vec<i64> = queue.messages().take(100).map(|message| message.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let shown: Vec<String> = kinds.iter().take(8).map(i64::to_string).collect();
    let types = if kinds.len() == 1 { "type" } else { "types" };
    match queue.len() {
        0 => "is empty".to_string(),
        1 => format!("holds 1 message of {types} {}", shown.join(", ")),
        n => format!("holds {n} messages of {types} {}", shown.join(", ")),
    }
}

/// A wait in semop: which semaphore, its value, who has taken it and not given it back.
pub fn semaphore(t: &Teller, tid: Tid, id: IpcId, place: u32) -> Wait {
    let Ok(set) = t.machine.kernel.sysv.sems.get(id) else { return Wait::default() };
    let Some((num, op)) = blocking(set, place) else { return Wait::default() };
    let Some(sem) = set.semaphores().get(usize::from(num)) else { return Wait::default() };
    let goal = match op {
        0 => "to become 0".to_string(),
        _ => format!("to be at least {}", -i32::from(op)),
    };
    let mut wait = Wait::new(format!("for semaphore {num} of set {id} {goal}; its value is {}", sem.value));
    let subject = Subject::Semaphore(id, num);
    let by = format!("add to semaphore {num} of set {id}");
    if op != 0 {
        wait = users(t, tid, subject, wait, &by, &|_| false);
    }
    if wait.more.is_empty() {
        let deeds = [Did::Took, Did::Gave, Did::Set].into_iter().filter_map(|did| t.origins.deeds.last(subject, did));
        let deed = deeds.max_by_key(|deed| deed.order);
        wait = wait.line(last(t, tid, sem.pid, deed, NEVER_SET, "changed it last"));
    }
    wait.anybody(t, tid, "could change it")
}

/// Advice for those who wait for a semaphore to which nobody has ever given a value.
pub fn never_set(t: &Teller, id: IpcId, place: u32) -> Option<String> {
    let set = t.machine.kernel.sysv.sems.get(id).ok()?;
    let (num, op) = blocking(set, place)?;
    let sem = set.semaphores().get(usize::from(num)).filter(|sem| sem.pid == 0 && sem.value == 0 && op < 0)?;
    // One alone may wait for a signal.
    let same = set.waiters().filter(|(other, _)| blocking(set, *other).is_some_and(|(n, _)| n == num)).count();
    if same < 2 {
        return None;
    }
    let made = t.origins.deeds.last(Subject::Set(id), Did::Made).map(at).unwrap_or_default();
    Some(format!(
        "give semaphore {num} its first value, {} now, right after semget(){made} and before fork(): semctl(id, {num}, SETVAL, arg) with arg.val = 1 for a lock",
        sem.value
    ))
}

/// Nobody has touched a semaphore.
const NEVER_SET: &str = "no process has changed it: semget() makes semaphores with the value 0, and semctl() with SETVAL or SETALL gives them another one";

/// Who uses a semaphore that is waited for: as a signal, those who give it; as a lock, those who have taken it.
pub fn users(t: &Teller, tid: Tid, subject: Subject, mut wait: Wait, by: &str, waits: &dyn Fn(Tid) -> bool) -> Wait {
    let who = |other: Tid, pid: Pid| match other == tid {
        true => "it itself".to_string(),
        false => report::other(t.machine, tid, other, pid),
    };
    let ended = |tid: Tid| if t.machine.kernel.procs.find_task(tid).is_none() { ", and has ended" } else { "" };
    let at = |place: Option<&str>| place.map(|place| format!(" at {place}")).unwrap_or_default();
    let signallers = t.origins.deeds.signallers(subject);
    let mut lines = Vec::new();
    let mut enders: Vec<Tid> = Vec::new();
    if let Some(deed) = signallers.first() {
        let place = at(deed.place.as_deref());
        lines.push(format!("{} gave it last{place}{}", who(deed.tid, deed.pid), ended(deed.tid)));
        enders.extend(signallers.iter().map(|deed| deed.tid));
    } else {
        for (deed, place) in t.origins.deeds.keepers(subject, waits) {
            let text = format!("{} took it{}, and has not given it back", who(deed.tid, deed.pid), at(place));
            lines.push(text + ended(deed.tid));
            enders.push(deed.tid);
        }
    }
    let alive = enders.into_iter().filter(|tid| t.machine.kernel.procs.find_task(*tid).is_some());
    wait.enders.extend(alive.map(|tid| Ender { tid, by: by.to_string() }));
    lines.into_iter().take(4).fold(wait, Wait::line)
}

/// The operation that a waiter could not do.
fn blocking(set: &Set, place: u32) -> Option<(u16, i16)> {
    let (_, waiter) = set.waiters().find(|(other, _)| *other == place)?;
    waiter.ops.list().get(waiter.blocking).map(|op| (op.num, op.op))
}

/// `pid 3 sent to it last, at main.c:12, and has ended`.
fn last(t: &Teller, tid: Tid, pid: u32, deed: Option<&Deed>, nobody: &str, did: &str) -> String {
    if pid == 0 {
        return nobody.to_string();
    }
    let deed = deed.filter(|deed| deed.pid.0 == pid);
    let place = deed.and_then(|deed| deed.place.as_ref());
    let at = place.map(|place| format!(", at {place}")).unwrap_or_default();
    let by = deed.map_or_else(|| format!("pid {pid}"), |deed| report::other(t.machine, tid, deed.tid, deed.pid));
    let gone = t.machine.kernel.process(Pid(pid)).is_none_or(Process::is_zombie);
    let ended = if gone || deed.is_some_and(|deed| has_ended(t, deed)) { ", and has ended" } else { "" };
    format!("{by} {did}{at}{ended}")
}
