//! Waits for locks on files in words: what stands in the way, and whose it is.

use crate::machine::Machine;
use forklore_kernel::abi::{InodeId, Tid};
use forklore_kernel::ipc::lock::{LAST_BYTE, Mode, Owner};
use forklore_kernel::proc::Process;

/// A wait in F_SETLKW or lockf.
pub fn record(machine: &Machine, tid: Tid, inode: InodeId) -> String {
    let vfs = &machine.kernel.vfs;
    let Some((_, wanted)) = vfs.lock_waits.get(&tid) else { return String::new() };
    let end = match wanted.end {
        LAST_BYTE => "the end".to_string(),
        end => end.to_string(),
    };
    let mut text =
        format!(" for a {} lock on bytes {} to {end} of {}", kind(wanted.mode), wanted.start, name(machine, inode));
    if let Some(held) = vfs.locks.get(&inode).and_then(|locks| locks.conflict(wanted)) {
        let whose = match held.owner {
            Owner::Table(_) => format!("pid {}", held.pid),
            Owner::Description(_) => "an open file description".to_string(),
        };
        text += &format!("\n      {whose} holds a {} lock there", kind(held.mode));
    }
    text
}

/// A wait in flock.
pub fn file(machine: &Machine, inode: InodeId) -> String {
    let mut text = format!(" for the lock on {}", name(machine, inode));
    let holders: Vec<_> = machine.kernel.vfs.locks.get(&inode).map_or(&[][..], |locks| locks.flocks()).to_vec();
    let mut processes: Vec<&Process> = machine.kernel.procs.processes().collect();
    processes.sort_by_key(|process| process.pid);
    for process in processes {
        let Some(leader) = process.leader else { continue };
        for (fd, entry) in machine.kernel.fds(leader).iter() {
            if let Some((_, mode)) = holders.iter().find(|(file, _)| *file == entry.file) {
                text += &format!("\n      pid {} fd {fd} holds it, {}", process.pid, kind(*mode));
            }
        }
    }
    text
}

fn kind(mode: Mode) -> &'static str {
    match mode {
        Mode::Shared => "shared",
        Mode::Exclusive => "exclusive",
    }
}

/// The name that a file has in some directory.
fn name(machine: &Machine, inode: InodeId) -> String {
    use forklore_kernel::vfs::InodeKind;
    let found = machine.kernel.vfs.inodes.iter().find_map(|(_, node)| match &node.kind {
        InodeKind::Directory(names) => names.name_of(inode).map(|name| String::from_utf8_lossy(name).into_owned()),
        _ => None,
    });
    found.unwrap_or_else(|| "a file without a name".to_string())
}
