//! What a thread waits for in futex(2), in words: the kernel knows a word of memory; which lock of the C library it belongs
//! to, and who holds that, is seen from the functions that the thread is in and from the lock itself.

use super::wait::others;
use super::{Ender, Teller, Wait, sysv};
use crate::chronicle::deeds::{self, Deed, Did, Subject};
use crate::debug::naming;
use crate::machine::Machine;
use crate::report;
use forklore_kernel::abi::{Syscall, Tid};
use forklore_kernel::ipc::futex::FutexKey;

/// The library's functions that wait, and what for.
const WAITS: &[(&str, &str)] = &[
    ("pthread_join", "another thread to end"),
    ("pthread_cond_timedwait", "a condition variable"),
    ("pthread_cond_clockwait", "a condition variable"),
    ("pthread_cond_wait", "a condition variable"),
    ("pthread_barrier_wait", "the other threads of a barrier"),
    ("pthread_rwlock_rdlock", "a read lock"),
    ("pthread_rwlock_wrlock", "a write lock"),
    ("pthread_mutex_timedlock", "a mutex"),
    ("pthread_mutex_lock", "a mutex"),
    ("sem_timedwait", "a semaphore"),
    ("sem_wait", "a semaphore"),
    ("pthread_once", "another thread's pthread_once"),
];

/// Most processes that are told of for having posted a copy.
const MOST_COPIES: usize = 3;

/// Where a mutex has its owner's number, seen from its first word.
const OWNER: u64 = 8;
/// Where a read-write lock has the word that its waiters sleep on.
const TURN: u64 = 8;
/// Where a barrier has that word, and how many it waits for; in its first word is how many have come.
const ROUND: u64 = 4;
const WANTED: u64 = 8;

/// What the thread waits for and who could end it.
pub fn wait(t: &Teller, tid: Tid) -> Wait {
    let machine = t.machine;
    let task = machine.kernel.procs.task(tid);
    let Some(Syscall::Futex { uaddr, .. }) = task.blocked.as_ref().map(|blocked| blocked.call) else {
        return Wait::new("for a word of memory to change");
    };
    let word = |addr: u64| {
        let mut bytes = [0; 4];
        machine.kernel.mm.peek(task.space, addr, &mut bytes);
        u32::from_le_bytes(bytes)
    };
    let Some((function, what)) = function(machine, tid) else {
        return Wait::new(format!("for the word at {:#x} to change from {}", uaddr.0, word(uaddr.0)));
    };
    let wait = Wait::new(format!("for {what} at {}", name(machine, tid, uaddr.0)));
    match function {
        "pthread_join" => {
            let other = Tid(word(uaddr.0));
            let mut wait = Wait::new(format!("for thread {other} to end{}", whereabouts(machine, other)));
            wait.enders.push(Ender { tid: other, by: "end".to_string() });
            wait
        }
        "pthread_mutex_lock" | "pthread_mutex_timedlock" => mutex(t, tid, uaddr.0, Tid(word(uaddr.0 + OWNER)), wait),
        "pthread_cond_wait" | "pthread_cond_timedwait" | "pthread_cond_clockwait" => condition(t, tid, uaddr.0, wait),
        "sem_wait" | "sem_timedwait" => semaphore(t, tid, uaddr.0, wait),
        "pthread_rwlock_rdlock" | "pthread_rwlock_wrlock" => takers(t, tid, (uaddr.0, TURN), wait, "unlock it"),
        "pthread_barrier_wait" => {
            let barrier = uaddr.0.wrapping_sub(ROUND);
            let wanted = word(barrier.wrapping_add(WANTED));
            let made = made(t, tid, barrier).map(|by| format!(", for which it was made by pthread_barrier_init(){by}"));
            wait.line(format!("{} of {wanted} have come{}", word(barrier), made.unwrap_or_default()))
        }
        _ => wait,
    }
}

/// ` at main.c:8`: where a barrier was made.
fn made(t: &Teller, tid: Tid, barrier: u64) -> Option<String> {
    let subject = Subject::Word(deeds::word_key(t.machine, tid, barrier)?);
    t.origins.deeds.last(subject, Did::Made).map(sysv::at)
}

/// Advice for who waits at a barrier to which nobody else will come.
pub fn too_few(t: &Teller, tid: Tid) -> Option<String> {
    let task = t.machine.kernel.procs.find_task(tid)?;
    let Syscall::Futex { uaddr, .. } = task.blocked.as_ref()?.call else { return None };
    let (function, _) = function(t.machine, tid)?;
    if !t.stuck || function != "pthread_barrier_wait" {
        return None;
    }
    let word = |addr: u64| {
        let mut bytes = [0; 4];
        t.machine.kernel.mm.peek(task.space, addr, &mut bytes);
        u32::from_le_bytes(bytes)
    };
    let barrier = uaddr.0.wrapping_sub(ROUND);
    let (come, wanted) = (word(barrier), word(barrier.wrapping_add(WANTED)));
    let at = made(t, tid, barrier).unwrap_or_default();
    let name = name(t.machine, tid, barrier);
    Some(format!(
        "{name} is made for {wanted}, but only {come} come to it: let pthread_barrier_init(){at} say how many call pthread_barrier_wait(), or let the others call it too"
    ))
}

/// Who locked the mutex of which a process has got a copy by fork, locked: a thread of its parent's.
fn locked_before_fork<'a>(t: &Teller<'a>, tid: Tid, addr: u64, owner: Tid) -> Option<&'a Deed> {
    let Some(FutexKey::Private(space, _)) = deeds::word_key(t.machine, tid, addr) else { return None };
    let pid = t.machine.kernel.procs.find_task(tid)?.pid;
    let elsewhere = |subject: Subject| matches!(subject, Subject::Word(FutexKey::Private(other, at)) if other != space && at == addr);
    t.origins.deeds.of_such(elsewhere, Did::Took).into_iter().rev().find(|deed| deed.tid == owner && deed.pid != pid)
}

/// Advice for who waits for a mutex that fork has copied as it was: locked.
pub fn locked_by_fork(t: &Teller, tid: Tid) -> Option<String> {
    let addr = waited_for(t, tid, "pthread_mutex_lock")?;
    let task = t.machine.kernel.procs.find_task(tid)?;
    let mut bytes = [0; 4];
    t.machine.kernel.mm.peek(task.space, addr + OWNER, &mut bytes);
    locked_before_fork(t, tid, addr, Tid(u32::from_le_bytes(bytes)))?;
    Some(
        "fork before there are threads, or only to call exec at once; else pthread_atfork() has to take the mutex before fork and give it back in both processes after it"
            .to_string(),
    )
}

fn mutex(t: &Teller, tid: Tid, addr: u64, owner: Tid, wait: Wait) -> Wait {
    if let Some(deed) = locked_before_fork(t, tid, addr, owner) {
        return wait.line(format!(
            "thread {owner} of pid {} had it locked{} when fork copied it; that thread is not in this process, so nobody here can unlock it",
            deed.pid,
            sysv::at(deed)
        ));
    }
    let key = deeds::word_key(t.machine, tid, addr);
    let deed = key.and_then(|key| t.origins.deeds.by(Subject::Word(key), Did::Took, owner));
    // Whoever waits for it has asked for it once more since.
    let place = deed.and_then(|deed| match owner == tid {
        true => deed.before.as_ref().and_then(|(_, place)| place.as_ref()),
        false => deed.place.as_ref(),
    });
    let since = place.map(|place| format!(" since {place}")).unwrap_or_default();
    let whose = match owner == tid {
        true => ", which is this thread itself: a normal mutex can't be locked twice".to_string(),
        false => whereabouts(t.machine, owner),
    };
    let by = t.machine.kernel.procs.find_task(owner).map(|task| report::other(t.machine, tid, owner, task.pid));
    let by = by.unwrap_or_else(|| match deed {
        Some(deed) => report::other(t.machine, tid, owner, deed.pid),
        None => format!("thread {owner}"),
    });
    let mut wait = wait.line(format!("it is locked by {by}{since}{whose}"));
    if t.machine.kernel.procs.find_task(owner).is_some() {
        wait.enders.push(Ender { tid: owner, by: "unlock the mutex".to_string() });
    }
    wait
}

/// A signal that was sent to a condition variable last.
struct Signalled<'a> {
    by: &'a Deed,
    /// Before this thread waited: nobody was there to be woken, or somebody else was.
    missed: bool,
}

fn signalled<'a>(t: &Teller<'a>, tid: Tid, addr: u64) -> Option<Signalled<'a>> {
    let subject = Subject::Word(deeds::word_key(t.machine, tid, addr)?);
    let by = t.origins.deeds.last(subject, Did::Gave)?;
    let since = t.origins.deeds.by(subject, Did::Took, tid)?;
    Some(Signalled { by, missed: by.order < since.order })
}

fn condition(t: &Teller, tid: Tid, addr: u64, wait: Wait) -> Wait {
    let wait = match signalled(t, tid, addr) {
        Some(Signalled { by, missed }) => {
            let place = sysv::at(by);
            let what = match missed {
                true => ", before this wait began: a signal is for those who wait already",
                false => ", which woke another thread",
            };
            let who = report::other(t.machine, tid, by.tid, by.pid);
            wait.line(format!("{who} signalled it last{place}{what}"))
        }
        None => wait,
    };
    wait.line(t.for_ever("nobody is left to signal it"))
}

/// The address that a task sleeps on for ever in a function of the library whose name begins so.
fn waited_for(t: &Teller, tid: Tid, functions: &str) -> Option<u64> {
    let task = t.machine.kernel.procs.find_task(tid)?;
    let Syscall::Futex { uaddr, .. } = task.blocked.as_ref()?.call else { return None };
    let (function, _) = function(t.machine, tid)?;
    (t.stuck && function.starts_with(functions)).then_some(uaddr.0)
}

/// Advice for who waits for a condition that was signalled already.
pub fn missed(t: &Teller, tid: Tid) -> Option<String> {
    let Signalled { by, missed } = signalled(t, tid, waited_for(t, tid, "pthread_cond_")?)?;
    let place = sysv::at(by);
    Some(match missed {
        true => "wait in a loop that looks first whether there is anything to wait for, with the mutex locked: while (!ready) pthread_cond_wait(...)".to_string(),
        false => format!("let pthread_cond_broadcast(){place} wake all who wait, or signal once for each of them"),
    })
}

fn semaphore(t: &Teller, tid: Tid, addr: u64, mut wait: Wait) -> Wait {
    wait.what += ", whose value is 0";
    let copies = copies(t, tid, addr);
    if !copies.is_empty() {
        return copies.into_iter().fold(wait, Wait::line);
    }
    let wait = takers(t, tid, (addr, 0), wait, "post it");
    if !wait.more.is_empty() {
        return wait;
    }
    match never_posted(t, tid, addr) {
        Some(made) => wait.line(format!("it was made with 0 by sem_init(){made}, and nobody has ever posted it")),
        None => alone(t, tid, wait),
    }
}

/// What ends a wait for a semaphore.
pub(super) const POST: &str = "post the semaphore";

/// Nobody is known who could do it: nobody is there, or the only other one would have to, or all who are left wait too.
fn alone(t: &Teller, tid: Tid, wait: Wait) -> Wait {
    match others(t, tid)[..] {
        _ if !t.stuck => wait,
        [] => wait.line("nobody is left to post it"),
        [other] => wait.line(format!("{} would have to post it, but waits too", report::who(t.machine, other))).ender(
            t,
            Some(other),
            POST,
        ),
        _ => wait.line("all who are left wait too: nobody can post it"),
    }
}

/// ` at main.c:8`: where a semaphore was made that nobody has posted since.
fn never_posted(t: &Teller, tid: Tid, addr: u64) -> Option<String> {
    let subject = Subject::Word(deeds::word_key(t.machine, tid, addr)?);
    let made = t.origins.deeds.last(subject, Did::Made).filter(|_| t.origins.deeds.value(subject) == Some(0))?;
    t.origins.deeds.last(subject, Did::Gave).is_none().then(|| sysv::at(made))
}

/// Advice for who waits for a semaphore that was 0 from the start.
pub fn zero(t: &Teller, tid: Tid) -> Option<String> {
    let addr = waited_for(t, tid, "sem_")?;
    let made = never_posted(t, tid, addr)?;
    let name = name(t.machine, tid, addr);
    Some(format!(
        "if {name} is to be a lock, begin with 1: sem_init(..., 1){made}; if it is to tell of something, somebody has to call sem_post()"
    ))
}

/// Processes that have posted a semaphore at the same address in memory of their own: fork has copied it.
fn copies(t: &Teller, tid: Tid, addr: u64) -> Vec<String> {
    let Some(FutexKey::Private(space, _)) = deeds::word_key(t.machine, tid, addr) else { return Vec::new() };
    let elsewhere = |subject: Subject| matches!(subject, Subject::Word(FutexKey::Private(other, at)) if other != space && at == addr);
    let mut lines: Vec<String> = Vec::new();
    for deed in t.origins.deeds.of_such(elsewhere, Did::Gave).into_iter().take(MOST_COPIES) {
        let at = sysv::at(deed);
        lines.push(format!(
            "pid {} posted a copy of it{at}: the semaphore is in private memory, which fork copies",
            deed.pid
        ));
    }
    lines
}

/// Advice for who waits for a semaphore of which others have posted a copy.
pub fn unshared(t: &Teller, tid: Tid) -> Option<String> {
    let task = t.machine.kernel.procs.find_task(tid)?;
    let Syscall::Futex { uaddr, .. } = task.blocked.as_ref()?.call else { return None };
    let (function, _) = function(t.machine, tid)?;
    if !function.starts_with("sem_") || copies(t, tid, uaddr.0).is_empty() {
        return None;
    }
    let name = name(t.machine, tid, uaddr.0);
    Some(format!(
        "put {name} into memory that the processes share (mmap with MAP_SHARED, before fork), and give sem_init 1 for pshared"
    ))
}

/// Tasks that have taken a lock of the C library, or give it: the word that is slept on, and how far it lies in the lock.
fn takers(t: &Teller, tid: Tid, (addr, offset): (u64, u64), wait: Wait, by: &str) -> Wait {
    let Some(key) = deeds::word_key(t.machine, tid, addr.wrapping_sub(offset)) else { return wait };
    let waits = |other: Tid| match t.machine.kernel.procs.find_task(other).and_then(|task| task.blocked.as_ref()) {
        Some(blocked) => match blocked.call {
            Syscall::Futex { uaddr, .. } => {
                deeds::word_key(t.machine, other, uaddr.0.wrapping_sub(offset)) == Some(key)
            }
            _ => false,
        },
        None => false,
    };
    sysv::users(t, tid, Subject::Word(key), wait, by, &waits)
}

/// Where another thread is.
fn whereabouts(machine: &Machine, tid: Tid) -> String {
    match machine.kernel.procs.find_task(tid) {
        None => ", which has ended".to_string(),
        Some(_) => report::place(machine, tid).map_or(String::new(), |place| format!(", which is at {place}")),
    }
}

/// The library's waiting function that the thread is in: the outermost known one.
fn function(machine: &Machine, tid: Tid) -> Option<(&'static str, &'static str)> {
    let task = machine.task(tid)?;
    let program = machine.programs().peek(task.program?)?;
    task.cpu.backtrace().find_map(|pc| {
        let called = &program.function_at(pc.saturating_sub(1))?.name;
        WAITS.iter().find(|(name, _)| name == called).copied()
    })
}

/// The variable at this address, or what a pointer leads to there, or the address.
fn name(machine: &Machine, tid: Tid, addr: u64) -> String {
    naming::name(machine, tid, addr).map_or_else(|| format!("{addr:#x}"), |name| format!("'{name}'"))
}
