//! What a person may see of a machine, as a flat map of named things: `proc:3`, `file:7`, `pipe:0`. Two maps compared
//! give what a step changed; the player and the debugger draw them.

use super::objects::{self, Object};
use crate::chronicle::Origins;
use crate::debug::tables;
use crate::machine::Machine;
use crate::report;
use forklore_kernel::Kernel;
use forklore_kernel::abi::flags::{O_ACCMODE, O_APPEND, O_NONBLOCK, O_RDWR, O_WRONLY};
use forklore_kernel::abi::{FileId, InodeId, PipeId};
use forklore_kernel::proc::process::Process;
use forklore_kernel::proc::task::TaskState;
use forklore_kernel::trace::text::CallWriter;
use forklore_kernel::vfs::InodeKind;
use forklore_kernel::vfs::file::{Device, FileKind, OpenFile};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The things that can be seen, by name.
pub type View = BTreeMap<String, Value>;

/// Longest start of a buffer that is shown, in bytes.
const PREVIEW: usize = 40;
/// Most holders of an end that are named.
const MOST_HOLDERS: usize = 8;

/// Everything of the machine that the drawings show. `files` are the names of the program's own sources: places are
/// given as an index into them.
pub fn view(machine: &Machine, files: &[String]) -> View {
    view_with(machine, &Origins::default(), files)
}

/// [`view`], with where everything came from in what processes wait for.
pub fn view_with(machine: &Machine, origins: &Origins, files: &[String]) -> View {
    let mut view = View::new();
    let kernel = &machine.kernel;
    let names = names(kernel);
    for process in kernel.procs.processes().filter(|p| p.leader.is_some() || p.is_zombie()) {
        view.insert(format!("proc:{}", process.pid), of_process(machine, origins, process, files));
    }
    let ends = tables::pipe_ends(machine);
    for (key, file) in kernel.vfs.files.iter() {
        let (name, object) = objects::behind(machine, file, &names);
        view.insert(format!("file:{key}"), of_file(FileId(key), file, &name, &names));
        let none = <[Vec<String>; 2]>::default();
        let of_pipe = match file.kind {
            FileKind::Pipe(id, _) => Some(ends.get(&id).unwrap_or(&none)),
            _ => None,
        };
        view.entry(name).or_insert_with(|| of_object(&object, of_pipe));
    }
    let mut alone = BTreeMap::new();
    objects::without_descriptors(machine, &names, &mut alone);
    for (name, object) in alone {
        view.entry(name).or_insert_with(|| of_object(&object, None));
    }
    view
}

/// `2 fd 3, 3 fd 3`; of many only some.
fn named(holders: &[String]) -> String {
    let more = holders.len().saturating_sub(MOST_HOLDERS);
    let named = holders.iter().take(MOST_HOLDERS).cloned().chain((more > 0).then(|| format!("{more} more")));
    if holders.is_empty() { "nobody".to_string() } else { named.collect::<Vec<_>>().join(", ") }
}

fn of_process(machine: &Machine, origins: &Origins, process: &Process, files: &[String]) -> Value {
    let kernel = &machine.kernel;
    let mut out = Map::new();
    out.insert("pid".into(), process.pid.0.into());
    out.insert("ppid".into(), process.parent.0.into());
    out.insert("pgid".into(), process.pgid.0.into());
    out.insert("name".into(), process.name().into());
    let Some(tid) = process.leader else {
        out.insert("state".into(), "zombie".into());
        return Value::Object(out);
    };
    let task = kernel.procs.task(tid);
    out.insert("state".into(), state_name(task.state).into());
    if let Some(place) = report::place(machine, tid) {
        if let Some((name, line)) = place.rsplit_once(':') {
            out.insert("file".into(), files.iter().position(|f| f == name).into());
            out.insert("line".into(), line.parse::<u32>().ok().into());
        }
        out.insert("place".into(), place.into());
    }
    if task.state == TaskState::Blocked
        && let Some(blocked) = &task.blocked
    {
        let head = CallWriter { string_limit: PREVIEW }.head(&blocked.call, &[]);
        out.insert("call".into(), crate::debug::describe::closed(&head).into());
        out.insert("why".into(), report::waits_with(machine, origins, tid).into());
    }
    let fds: Vec<Value> = kernel
        .fds(tid)
        .iter()
        .map(|(fd, entry)| json!([fd.0, format!("file:{}", entry.file.0), u8::from(entry.cloexec)]))
        .collect();
    out.insert("fds".into(), fds.into());
    let pending: Vec<String> =
        task.pending.set().union(process.pending.set()).iter().map(|s| s.name().to_string()).collect();
    out.insert("pending".into(), pending.into());
    out.insert("blocked".into(), task.mask.iter().map(|s| s.name().to_string()).collect::<Vec<_>>().into());
    Value::Object(out)
}

/// The name of a state as `ps` users know it.
pub fn state_name(state: TaskState) -> &'static str {
    match state {
        TaskState::Running => "running",
        TaskState::Ready => "ready",
        TaskState::Blocked => "blocked",
        TaskState::Stopped => "stopped",
        TaskState::Dead => "zombie",
    }
}

fn of_file(id: FileId, file: &OpenFile, object: &str, names: &Names) -> Value {
    let mode = match file.flags & O_ACCMODE {
        O_WRONLY => "write",
        O_RDWR => "read and write",
        _ => "read",
    };
    let flags: Vec<&str> = [(O_APPEND, "O_APPEND"), (O_NONBLOCK, "O_NONBLOCK")]
        .iter()
        .filter(|(bit, _)| file.flags & bit != 0)
        .map(|(_, name)| *name)
        .collect();
    let offset = (file.kind == FileKind::Regular).then_some(file.offset);
    json!({
        "label": label(file, names), "mode": mode, "flags": flags, "refs": file.refs, "offset": offset,
        "object": object, "id": id.0,
    })
}

/// What a description is, in a few words: `pipe 0 (write end)`, `/home/user/foo.txt`.
pub fn label(file: &OpenFile, names: &Names) -> String {
    match file.kind {
        FileKind::Pipe(pipe, _) => {
            let end = match (file.readable(), file.writable()) {
                (true, true) => "both ends",
                (true, false) => "read end",
                _ => "write end",
            };
            format!("{} ({end})", pipe_name(pipe, file, names))
        }
        FileKind::Device(device) => device_name(device),
        FileKind::Regular | FileKind::Directory | FileKind::Proc | FileKind::Path => name_of(file, names),
        kind => other_name(kind),
    }
}

/// `pipe 0`, or of a FIFO `pipe 0 /tmp/fifo`.
pub(super) fn pipe_name(id: PipeId, file: &OpenFile, names: &Names) -> String {
    let path = names.get(&file.inode).map(|path| format!(" {path}")).unwrap_or_default();
    format!("pipe {}{path}", id.0)
}

/// What has no drawing of its own: its kind and number, `tty 0`.
fn other_name(kind: FileKind) -> String {
    let text = format!("{kind:?}").to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let kind = words.first().copied().unwrap_or("file");
    match words.iter().rev().find(|word| word.bytes().all(|b| b.is_ascii_digit())) {
        Some(number) => format!("{kind} {number}"),
        None => kind.to_string(),
    }
}

/// An object as it is drawn; `ends` are those of a pipe.
fn of_object(object: &Object, ends: Option<&[Vec<String>; 2]>) -> Value {
    let mut out = Map::new();
    out.insert("title".into(), object.title.clone().into());
    if let Some((used, capacity)) = object.fill {
        out.insert("used".into(), used.into());
        out.insert("capacity".into(), capacity.into());
        out.insert("unit".into(), object.unit.into());
        let start = String::from_utf8_lossy(&object.bytes[..object.bytes.len().min(PREVIEW)]).into_owned();
        out.insert("preview".into(), start.trim_end_matches('\0').into());
    }
    let of_ends = ends.map(|[readers, writers]| vec![("read end", named(readers)), ("write end", named(writers))]);
    let facts = of_ends.as_ref().unwrap_or(&object.facts);
    if !facts.is_empty() {
        out.insert("facts".into(), json!(facts));
    }
    if !object.users.is_empty() {
        let users: Vec<(u32, &str)> = object.users.iter().map(|(pid, what)| (pid.0, what.as_str())).collect();
        out.insert("users".into(), json!(users));
    }
    out.extend(object.peer.iter().map(|peer| ("peer".to_string(), peer.clone().into())));
    Value::Object(out)
}

fn device_name(device: Device) -> String {
    match device {
        Device::HostIn => "standard input".to_string(),
        Device::HostFile(stream) => device_name(Device::HostOut(stream)),
        Device::HostOut(1) => "standard output".to_string(),
        // Of a scenario's programs: two streams for each, from 3 on.
        Device::HostOut(stream) if stream > 2 && stream % 2 == 1 => "standard output".to_string(),
        Device::HostOut(_) => "standard error".to_string(),
        other => format!("/dev/{}", format!("{other:?}").to_lowercase()),
    }
}

/// Paths of the files that have names; of several names one.
pub type Names = BTreeMap<InodeId, String>;

/// Walks the tree for the names of all files.
pub fn names(kernel: &Kernel) -> Names {
    let mut names = Names::new();
    let mut todo = vec![(kernel.vfs.root, String::new())];
    while let Some((id, path)) = todo.pop() {
        let Ok(inode) = kernel.vfs.inode(id) else { continue };
        if let InodeKind::Directory(directory) = &inode.kind {
            for (_, name, child) in directory.entries_from(0) {
                if child != id && name != b"." && name != b".." {
                    todo.push((child, format!("{path}/{}", String::from_utf8_lossy(name))));
                }
            }
        }
        names.entry(id).or_insert(if path.is_empty() { "/".to_string() } else { path });
    }
    names
}

fn name_of(file: &OpenFile, names: &Names) -> String {
    names.get(&file.inode).cloned().unwrap_or_else(|| "a file without a name".to_string())
}
