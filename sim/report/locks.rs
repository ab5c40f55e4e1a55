//! Waits for locks on files in words: what stands in the way, and whose it is.

use super::holders::{self, Holder};
use super::{Ender, Teller, Wait, wait};
use crate::chronicle::deeds::{Did, Subject};
use forklore_kernel::abi::{InodeId, Pid, Tid};
use forklore_kernel::ipc::lock::{LAST_BYTE, Mode, Owner};

/// A wait in F_SETLKW or lockf.
pub fn record(t: &Teller, tid: Tid, inode: InodeId) -> Wait {
    let vfs = &t.machine.kernel.vfs;
    let Some((_, wanted)) = vfs.lock_waits.get(&tid) else { return Wait::default() };
    let end = match wanted.end {
        LAST_BYTE => "the end".to_string(),
        end => end.to_string(),
    };
    let text = format!("for {} lock on bytes {} to {end} of {}", a_kind(wanted.mode), wanted.start, name(t, inode));
    let wait = Wait::new(text);
    let Some(held) = vfs.locks.get(&inode).and_then(|locks| locks.conflict(wanted)) else { return wait };
    let pid = Pid(held.pid.max(0) as u32);
    let (whose, since) = match held.owner {
        Owner::Table(_) => (format!("pid {pid}"), since(t, Subject::Records(inode), Tid(pid.0))),
        Owner::Description(_) => ("an open file description".to_string(), String::new()),
    };
    let mut wait = wait.line(format!("{whose} holds {} lock there{since}", a_kind(held.mode)));
    if matches!(held.owner, Owner::Table(_)) {
        wait.enders.push(Ender { tid: Tid(pid.0), by: "unlock it".to_string() });
    }
    wait
}

/// A wait in flock.
pub fn file(t: &Teller, inode: InodeId) -> Wait {
    let locks: Vec<_> = t.machine.kernel.vfs.locks.get(&inode).map_or(&[][..], |locks| locks.flocks()).to_vec();
    let mut wait = Wait::new(format!("for the lock on {}", name(t, inode)));
    for (file, mode) in &locks {
        let holders: Vec<Holder> = holders::of_file(t, |other| other == *file);
        let deed = t.origins.deeds.last(Subject::Flock(*file), Did::Took);
        let since =
            deed.and_then(|deed| deed.place.as_ref()).map(|place| format!(" since {place}")).unwrap_or_default();
        let whose = match holders.len() {
            0 | 1 => "it is held",
            _ => "one open file description holds it, which several processes have inherited:",
        };
        let listed: Vec<String> = holders.iter().take(5).map(|(pid, fd)| format!("pid {pid} fd {fd}")).collect();
        let by = if holders.len() > 1 { listed.join(", ") } else { format!("by {}", listed.join("")) };
        wait = wait.line(format!("{whose} {by}, {}{since}", kind(*mode)));
        wait = wait.enders(t, &holders, |fd| format!("unlock {fd}"));
    }
    wait
}

/// `, since main.c:12`
fn since(t: &Teller, subject: Subject, tid: Tid) -> String {
    let deed = t.origins.deeds.by(subject, Did::Took, tid);
    deed.and_then(|deed| deed.place.as_ref()).map(|place| format!(", since {place}")).unwrap_or_default()
}

fn kind(mode: Mode) -> &'static str {
    match mode {
        Mode::Shared => "shared",
        Mode::Exclusive => "exclusive",
    }
}

fn a_kind(mode: Mode) -> String {
    format!("{} {}", if mode == Mode::Exclusive { "an" } else { "a" }, kind(mode))
}

/// The last part of the path that a file has.
fn name(t: &Teller, inode: InodeId) -> String {
    let path = wait::path(t, inode);
    let name = path.as_deref().and_then(|path| path.rsplit('/').next()).map(str::to_string);
    name.unwrap_or_else(|| "a file without a name".to_string())
}
