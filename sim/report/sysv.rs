//! Waits on System V IPC in words: what is missing, and who could bring it.

use crate::machine::Machine;
use forklore_kernel::abi::{IpcId, Pid};
use forklore_kernel::ipc::msg::{Queue, Want};
use forklore_kernel::ipc::sem::Set;
use forklore_kernel::proc::process::Process;

/// A receiver's wait.
pub fn message(machine: &Machine, id: IpcId, place: u32) -> String {
    let Ok(queue) = machine.kernel.sysv.msgs.get(id) else { return String::new() };
    let want = queue.receivers().find(|(other, _)| *other == place).map(|(_, receiver)| receiver.want);
    let wanted = match want {
        None | Some(Want::Any) => "a message".to_string(),
        Some(Want::Exactly(kind)) => format!("a message of type {kind}"),
        Some(Want::Except(kind)) => format!("a message of another type than {kind}"),
        Some(Want::AtMost(kind)) => format!("a message of type {kind} or lower"),
    };
    format!(
        " for {wanted} on message queue {id}, which {}\n      {}",
        contents(queue),
        last(machine, queue.lspid, "nobody has sent to it", "sent to it last")
    )
}

/// A sender's wait.
pub fn room(machine: &Machine, id: IpcId) -> String {
    let Ok(queue) = machine.kernel.sysv.msgs.get(id) else { return String::new() };
    format!(
        " for room in message queue {id}, which {} with {} of {} bytes\n      {}",
        contents(queue),
        queue.bytes(),
        queue.qbytes,
        last(machine, queue.lrpid, "nobody has received from it", "received from it last")
    )
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

/// A wait in semop: which semaphore, its value, who changed it last.
pub fn semaphore(machine: &Machine, id: IpcId, place: u32) -> String {
    let Ok(set) = machine.kernel.sysv.sems.get(id) else { return String::new() };
    let Some((num, op)) = blocking(set, place) else { return String::new() };
    let Some(sem) = set.semaphores().get(usize::from(num)) else { return String::new() };
    let goal = match op {
        0 => "to become 0".to_string(),
        _ => format!("to be at least {}", -i32::from(op)),
    };
    format!(
        " for semaphore {num} of set {id} {goal}; its value is {}\n      {}",
        sem.value,
        last(machine, sem.pid, "no process has changed it", "changed it last")
    )
}

/// The operation that a waiter could not do.
fn blocking(set: &Set, place: u32) -> Option<(u16, i16)> {
    let (_, waiter) = set.waiters().find(|(other, _)| *other == place)?;
    waiter.ops.list().get(waiter.blocking).map(|op| (op.num, op.op))
}

/// `pid 3 sent to it last, and has ended`.
fn last(machine: &Machine, pid: u32, nobody: &str, did: &str) -> String {
    match (pid, machine.kernel.process(Pid(pid))) {
        (0, _) => nobody.to_string(),
        (pid, None) => format!("pid {pid} {did}, and has ended"),
        (pid, Some(process)) if Process::is_zombie(process) => format!("pid {pid} {did}, and has ended"),
        (pid, Some(_)) => format!("pid {pid} {did}"),
    }
}
