//! What a thread waits for in futex(2), in words: the kernel knows a word of memory; which lock of the C library it belongs
//! to, and who holds that, is seen from the functions that the thread is in and from the lock itself.

use crate::machine::Machine;
use crate::report;
use forklore_kernel::abi::{Syscall, Tid};
use std::fmt::Write;

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

/// Where a mutex has its owner's number, seen from its first word.
const OWNER: u64 = 8;

/// What the thread waits for and who could end it.
pub(crate) fn reason(machine: &Machine, tid: Tid) -> String {
    let task = machine.kernel.procs.task(tid);
    let Some(Syscall::Futex { uaddr, .. }) = task.blocked.as_ref().map(|blocked| blocked.call) else {
        return " for a word of memory to change".to_string();
    };
    let word = |addr: u64| {
        let mut bytes = [0; 4];
        machine.kernel.mm.peek(task.space, addr, &mut bytes);
        u32::from_le_bytes(bytes)
    };
    let Some((function, what)) = function(machine, tid) else {
        return format!(" for the word at {:#x} to change from {}", uaddr.0, word(uaddr.0));
    };
    let mut text = format!(" for {what} at {}", name(machine, tid, uaddr.0));
    match function {
        "pthread_join" => {
            let other = word(uaddr.0);
            text = format!(" for thread {other} to end");
            text += &whereabouts(machine, Tid(other));
        }
        "pthread_mutex_lock" | "pthread_mutex_timedlock" => {
            let owner = word(uaddr.0 + OWNER);
            let _ = write!(text, "\n      it is locked by thread {owner}");
            if owner == tid.0 {
                text += ", which is this thread itself: a normal mutex can't be locked twice";
            } else {
                text += &whereabouts(machine, Tid(owner));
            }
        }
        "pthread_cond_wait" | "pthread_cond_timedwait" => text += "\n      nobody is left to signal it",
        "sem_wait" | "sem_timedwait" => text += ", whose value is 0\n      nobody is left to post it",
        _ => {}
    }
    text
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

/// The variable at this address, or the address.
fn name(machine: &Machine, tid: Tid, addr: u64) -> String {
    let program = machine.task(tid).and_then(|task| machine.programs().peek(task.program?));
    match program.as_ref().and_then(|program| program.global_at(addr)) {
        Some(global) if addr == global.addr => format!("'{}'", global.name),
        Some(global) => format!("{addr:#x}, in '{}'", global.name),
        None => format!("{addr:#x}"),
    }
}
