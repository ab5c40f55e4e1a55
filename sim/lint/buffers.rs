//! Output printed twice, or never. Twice: bytes that lay in a stream's buffer when fork copied it, and that both processes wrote later. A
//! child that ends by _exit or executes another program writes nothing, and nothing is said. Never: bytes that a process has put there
//! itself and that still lie there when it ends by _exit, or executes another program.
//!
//! Entry points besides the events: [`traps`], [`Buffers::at_trap`].

use super::Check;
use super::report::{Finding, Report, Rule};
use super::scene::{Look, Scene, site};
use crate::debug::code::{self, Spot};
use crate::machine::Machine;
use forklore_kernel::abi::{Fd, Pid, Syscall, Tid};
use forklore_kernel::trace::capture::{CAPTURE_LIMIT, Captured, CapturedMemory};
use forklore_kernel::trace::event::EventKind;
use forklore_userland::vm::program::{LinkedFunction, Program};
use std::collections::BTreeMap;

/// Most streams looked at.
const STREAMS: usize = 64;
/// F_WRITING of the library's bits/file.h.
const WRITING: u32 = 0x800;

/// Where `_IO_write_base` lies in a stream, and other members (the library's stdio.h).
const WRITE_BASE: u64 = 32;
const WRITE_PTR: u64 = 40;
const NEXT: u64 = 104;
const FILENO: u64 = 112;

/// Bytes in a buffer that fork has copied.
#[derive(Clone, Debug)]
struct Copied {
    fd: Fd,
    bytes: Vec<u8>,
    len: u64,
    fork: Option<Spot>,
    /// The two processes, and whether they have written the bytes.
    parent: (Pid, Option<Spot>, bool),
    child: (Pid, Option<Spot>, bool),
}

/// Functions of the library after which nothing is written any more.
const ENDS: &[&str] = &["_exit", "execve"];

/// See the module's text.
#[derive(Default)]
pub(super) struct Buffers {
    copied: Vec<Copied>,
    /// What lay in a process's buffers when it was born: streams and how many bytes.
    inherited: BTreeMap<Pid, Vec<(Fd, u64)>>,
    /// What is lost if the exec goes well that a process is about to call.
    executing: BTreeMap<Pid, Finding>,
}

/// Before which instructions the machine has to pause.
pub(super) fn traps(program: &Program) -> impl Iterator<Item = u32> + '_ {
    let ends = |f: &&LinkedFunction| ENDS.contains(&f.name.as_str()) && !code::is_own(program, f) && f.end > f.start;
    program.functions.iter().filter(ends).map(|f| f.start)
}

impl Check for Buffers {
    fn look(&mut self, scene: &Scene, look: &Look, report: &mut Report) {
        for event in look.events {
            match &event.kind {
                EventKind::Forked { child } => self.forked(scene, look.machine, event.tid, *child),
                EventKind::Enter { call: Syscall::Write { fd, .. } | Syscall::Writev { fd, .. }, input } => {
                    self.written(scene, event.tid, *fd, input, report);
                }
                EventKind::Exec { .. } => {
                    let pid = scene.pid(event.tid);
                    self.executing.remove(&pid).into_iter().for_each(|finding| report.add(finding));
                    self.inherited.remove(&pid);
                    self.copied.retain(|copied| copied.child.0 != pid && copied.parent.0 != pid);
                }
                _ => {}
            }
        }
        for pid in &look.ended {
            self.copied.retain(|copied| {
                let gone = |side: &(Pid, Option<Spot>, bool)| side.0 == *pid && !side.2;
                !gone(&copied.child) && !gone(&copied.parent)
            });
        }
    }
}

impl Buffers {
    /// A task is about to execute an instruction: does its process end by it?
    pub fn at_trap(&mut self, machine: &Machine, scene: &Scene, tid: Tid, report: &mut Report) {
        let ends = code::entered(machine, tid).filter(|function| ENDS.contains(&function.name.as_str()));
        let Some(function) = ends else { return };
        let pid = scene.pid(tid);
        let space = |tid: Tid| machine.kernel.procs.find_task(tid).map(|task| task.space);
        // A child of vfork leaves its parent's buffers alone.
        if machine.kernel.procs.tasks().any(|task| task.pid != pid && Some(task.space) == space(tid)) {
            return;
        }
        let executes = function.name == "execve";
        let before = self.inherited.get(&pid).map_or(&[][..], Vec::as_slice);
        let own =
            |(fd, _, len): &(Fd, Vec<u8>, u64)| *len > before.iter().find(|(b, _)| b == fd).map_or(0, |(_, n)| *n);
        self.executing.remove(&pid);
        // What comes from a handler may have interrupted whoever writes.
        let Some(site) = site(machine, tid, 0).filter(|site| !site.in_handler) else { return };
        let Some((_, bytes, len)) = waiting(machine, tid).into_iter().find(own) else { return };
        let called = site.function.as_deref().unwrap_or("_exit");
        let (what, mend) = match executes {
            true => (
                "executes another program",
                format!("fflush(NULL) before {called}(): the new program does not know of the old one's buffers"),
            ),
            false => (
                "ends",
                format!("end with exit(), which writes what is in the buffers, or call fflush(NULL) before {called}()"),
            ),
        };
        let text = format!(
            "{len} bytes of output ({}) lie in a stdio buffer as pid {pid} {what} by {called}() here: they are never written",
            shown(&bytes, len)
        );
        let finding = Finding::new(Rule::LostOutput, Some(site.spot), pid, text, mend);
        match executes {
            true => drop(self.executing.insert(pid, finding)),
            false => report.add(finding),
        }
    }

    fn forked(&mut self, scene: &Scene, machine: &Machine, parent: Tid, child: Tid) {
        let Some(task) = machine.kernel.procs.find_task(child) else { return };
        let shares = machine.kernel.procs.find_task(parent).is_some_and(|other| other.space == task.space);
        if shares || !scene.is_own(task.pid) {
            return;
        }
        let waiting = waiting(machine, child);
        self.inherited.insert(task.pid, waiting.iter().map(|(fd, _, len)| (*fd, *len)).collect());
        for (fd, bytes, len) in waiting {
            self.copied.push(Copied {
                fd,
                bytes,
                len,
                fork: scene.spot(parent),
                parent: (scene.pid(parent), None, false),
                child: (task.pid, None, false),
            });
        }
    }

    fn written(&mut self, scene: &Scene, tid: Tid, fd: Fd, input: &[Captured], report: &mut Report) {
        let pid = scene.pid(tid);
        let Some(bytes) = input.first().and_then(|captured| first_bytes(&captured.memory)) else { return };
        let mut done = Vec::new();
        for (n, copied) in self.copied.iter_mut().enumerate().filter(|(_, copied)| copied.fd == fd) {
            let same = bytes.len().min(copied.bytes.len());
            if same == 0 || bytes[..same] != copied.bytes[..same] {
                continue;
            }
            for side in [&mut copied.parent, &mut copied.child] {
                if side.0 == pid && !side.2 {
                    (side.1, side.2) = (scene.spot(tid), true);
                }
            }
            if copied.parent.2 && copied.child.2 {
                done.push(n);
            }
        }
        for n in done.into_iter().rev() {
            let copied = self.copied.remove(n);
            report.add(finding(&copied));
        }
    }
}

/// `"hello\n"`, the beginning of it.
fn shown(bytes: &[u8], len: u64) -> String {
    let shown: String = String::from_utf8_lossy(&bytes[..bytes.len().min(24)]).escape_debug().collect();
    let dots = if len > 24 { "..." } else { "" };
    format!("\"{shown}\"{dots}")
}

fn finding(copied: &Copied) -> Finding {
    let shown = shown(&copied.bytes, copied.len);
    Finding::new(
        Rule::DoubleOutput,
        copied.fork.clone(),
        copied.parent.0,
        format!(
            "{} bytes of output ({shown}) lay in a stdio buffer when fork copied it: pid {} and pid {} both wrote them",
            copied.len, copied.parent.0, copied.child.0
        ),
        "fflush(NULL) before fork(), or end the child with _exit()",
    )
}

fn first_bytes(memory: &CapturedMemory) -> Option<&[u8]> {
    match memory {
        CapturedMemory::Bytes { bytes, .. } => Some(bytes),
        CapturedMemory::List { items, .. } => items.iter().map(|(bytes, _)| bytes.as_slice()).find(|b| !b.is_empty()),
    }
}

/// The output that lies in a task's streams: descriptor, first bytes, how many.
fn waiting(machine: &Machine, tid: Tid) -> Vec<(Fd, Vec<u8>, u64)> {
    let mut found = Vec::new();
    let Some(task) = machine.kernel.procs.find_task(tid) else { return found };
    let program = machine.task(tid).and_then(|user| machine.programs().peek(user.program?));
    let files = program.and_then(|program| program.globals.iter().find(|global| global.name == "__files"));
    let Some(files) = files else { return found };
    let mm = &machine.kernel.mm;
    let word = |addr: u64| {
        let mut bytes = [0; 8];
        mm.peek(task.space, addr, &mut bytes);
        u64::from_le_bytes(bytes)
    };
    let mut stream = word(files.addr);
    for _ in 0..STREAMS {
        if stream == 0 {
            break;
        }
        let (flags, fd) = (word(stream) as u32, word(stream + FILENO) as i32);
        let (wbase, wpos, next) = (word(stream + WRITE_BASE), word(stream + WRITE_PTR), word(stream + NEXT));
        if flags & WRITING != 0 && wpos > wbase && fd >= 0 {
            let mut bytes = vec![0; (wpos - wbase).min(CAPTURE_LIMIT as u64) as usize];
            mm.peek(task.space, wbase, &mut bytes);
            found.push((Fd(fd), bytes, wpos - wbase));
        }
        stream = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::{Runner, finish};
    use crate::setup::{Setup, Sources};

    #[test]
    fn members_of_a_stream_lie_where_the_library_has_them() {
        let source = r#"#include <stdio.h>
            #include <stddef.h>
            extern FILE *__files;
            int main(void) {
                printf("%zu ", offsetof(FILE, _flags));
                printf("%d %d ", stdout->_flags & 0x800, __files->_flags & 0x800);
                printf("%zu %zu ", offsetof(FILE, _IO_write_base), offsetof(FILE, _IO_write_ptr));
                printf("%zu %zu", offsetof(FILE, __next), offsetof(FILE, _fileno));
                return 0;
            }"#;
        let program = Sources { no_warnings: true, ..Sources::single("t.c", source) };
        let setup = Setup { program, argv0: "t".to_string(), ..Setup::default() };
        let (mut runner, _) = Runner::new(&setup).expect("compiles");
        let wanted = format!("0 {WRITING} 0 {WRITE_BASE} {WRITE_PTR} {NEXT} {FILENO}");
        assert_eq!(String::from_utf8_lossy(&finish(&mut runner, &[]).stdout), wanted);
    }
}
