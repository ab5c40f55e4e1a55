//! What the kernel holds of sockets and of System V's objects, as tables. See [`super::tables`].

use super::tables::{Table, holders, text};
use crate::machine::Machine;
use forklore_kernel::abi::{FileId, IpcId, Pid, Tid};
use forklore_kernel::ipc::registry::Named;
use forklore_kernel::mm::{Backing, ObjectId, Sharing};
use forklore_kernel::vfs::file::FileKind;
use std::collections::{BTreeMap, BTreeSet};

/// Longest start of a message that is shown, in bytes.
const PREVIEW: usize = 32;

/// All sockets: what they are, whom they are connected to, what waits in them, who holds them.
pub fn sockets(machine: &Machine) -> Table {
    let mut table =
        Table::new(&["SOCKET", "TYPE", "STATE", "NAME", "PEER", "QUEUED", "HELD BY"], "There is no socket.");
    let kernel = &machine.kernel;
    for (key, socket) in kernel.net.sockets.iter() {
        let id = forklore_kernel::abi::SocketId(key);
        let fits = |file: FileId| kernel.vfs.file(file).is_ok_and(|f| f.kind == FileKind::Socket(id));
        let held: Vec<String> = holders(machine, fits).iter().map(|(pid, fd)| format!("{pid} fd {fd}")).collect();
        let state = if kernel.net.is_listening(id) {
            "listening"
        } else if kernel.net.other_end(id).is_some() {
            "connected"
        } else if kernel.net.is_closed(id) {
            "being ended"
        } else if kernel.net.is_connecting(id) {
            "connecting"
        } else if kernel.net.is_unaccepted(id) {
            "not accepted"
        } else if kernel.net.remote(id).is_some() {
            "connected"
        } else {
            ""
        };
        table.rows.push(vec![
            id.0.to_string(),
            format!("{:?} {:?}", socket.domain, socket.kind).to_lowercase(),
            state.to_string(),
            kernel.net.label(id),
            match (kernel.net.other_end(id), kernel.net.remote(id)) {
                (Some(peer), _) => peer.0.to_string(),
                (None, Some(remote)) => remote.to_string(),
                (None, None) => String::new(),
            },
            socket.rx.len().to_string(),
            if held.is_empty() { "none".to_string() } else { held.join(", ") },
        ]);
    }
    table
}

/// The key of a System V object, as ipcs(1) shows it.
fn key(object: &impl Named) -> String {
    format!("{:#010x}", object.perm().key)
}

/// The process of a task that an object of System V's knows by its number.
pub(crate) fn pid_of(machine: &Machine, tid: u32) -> Pid {
    machine.kernel.procs.find_task(Tid(tid)).map_or(Pid(tid), |task| task.pid)
}

fn sleepers<'a>(machine: &Machine, who: impl Iterator<Item = &'a u32>) -> String {
    let pids: Vec<String> = who.map(|number| format!("pid {}", pid_of(machine, *number))).collect();
    pids.join(", ")
}

/// Message queues and what is in them.
pub fn queues(machine: &Machine) -> Table {
    let mut table = Table::new(
        &["QUEUE", "KEY", "MESSAGES", "BYTES", "OF", "RECEIVERS", "SENDERS", "FIRST"],
        "There is no message queue.",
    );
    for (IpcId(id), queue) in machine.kernel.sysv.msgs.iter() {
        let receivers: Vec<u32> = queue.receivers().map(|(_, receiver)| receiver.who).collect();
        let senders: Vec<u32> = queue.senders().map(|(_, sender)| sender.who).collect();
        let first = queue.messages().next().map_or(String::new(), |message| {
            let start = &message.text[..message.text.len().min(PREVIEW)];
            format!("type {} {}", message.kind, text(start))
        });
        table.rows.push(vec![
            id.to_string(),
            key(queue),
            queue.len().to_string(),
            queue.bytes().to_string(),
            queue.qbytes.to_string(),
            sleepers(machine, receivers.iter()),
            sleepers(machine, senders.iter()),
            first,
        ]);
    }
    table
}

/// Memory that processes share, by what is mapped: who has it, and from which address on.
pub(crate) fn mapped(machine: &Machine) -> BTreeMap<ObjectId, Vec<(Pid, u64)>> {
    let kernel = &machine.kernel;
    let mut mapped: BTreeMap<ObjectId, Vec<(Pid, u64)>> = BTreeMap::new();
    let mut spaces = BTreeSet::new();
    let mut tasks: Vec<_> = kernel.procs.tasks().collect();
    tasks.sort_by_key(|task| task.tid);
    for task in tasks.into_iter().filter(|task| spaces.insert(task.space)) {
        for area in kernel.mm.areas(task.space).iter().filter(|area| area.sharing == Sharing::Shared) {
            if let Backing::Object { id, .. } = area.backing {
                mapped.entry(id).or_default().push((task.pid, area.start));
            }
        }
    }
    mapped
}

/// Shared memory segments and who has them attached.
pub fn segments(machine: &Machine) -> Table {
    let mut table =
        Table::new(&["SEGMENT", "KEY", "BYTES", "MODE", "ATTACHED BY"], "There is no shared memory segment.");
    let kernel = &machine.kernel;
    let mapped = mapped(machine);
    for (IpcId(id), segment) in kernel.sysv.shms.iter() {
        let users = mapped.get(&segment.object).map_or(&[][..], Vec::as_slice);
        let attached: Vec<String> = users.iter().map(|(pid, at)| format!("pid {pid} at {at:#x}")).collect();
        let marked = if segment.is_marked() { " (goes with the last detach)" } else { "" };
        table.rows.push(vec![
            id.to_string(),
            key(segment),
            segment.size.to_string(),
            format!("{:o}", segment.perm().mode & 0o777),
            if attached.is_empty() { format!("none{marked}") } else { attached.join(", ") + marked },
        ]);
    }
    table
}

/// Semaphore sets, a row for each semaphore.
pub fn semaphores(machine: &Machine) -> Table {
    let mut table = Table::new(
        &["SET", "KEY", "SEMAPHORE", "VALUE", "LAST PID", "WAIT FOR MORE", "WAIT FOR ZERO"],
        "There is no semaphore set.",
    );
    for (IpcId(id), set) in machine.kernel.sysv.sems.iter() {
        for (n, semaphore) in set.semaphores().iter().enumerate() {
            table.rows.push(vec![
                id.to_string(),
                key(set),
                n.to_string(),
                semaphore.value.to_string(),
                semaphore.pid.to_string(),
                set.count_waiting(n, false).to_string(),
                set.count_waiting(n, true).to_string(),
            ]);
        }
    }
    table
}
