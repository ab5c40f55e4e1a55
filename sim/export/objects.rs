//! The kernel's objects as they are drawn: pipes, sockets, files, terminals, queues, segments, semaphores.
//!
//! Entry points: [`behind`], [`without_descriptors`]. The names of objects, `pipe:0`, are unique in a machine.

use super::view::{self, Names};
use crate::debug::objects::{mapped, pid_of};
use crate::machine::Machine;
use crate::report;
use forklore_kernel::abi::{InodeId, IpcId, Pid, SocketId};
use forklore_kernel::ipc::msg::Queue;
use forklore_kernel::ipc::sem::Set;
use forklore_kernel::mm::ObjectId;
use forklore_kernel::net::socket::Body;
use forklore_kernel::vfs::file::{FileKind, OpenFile};
use forklore_kernel::vfs::{Inode, InodeKind};
use std::collections::BTreeMap;

/// Longest start of a buffer that is kept, in bytes.
const PREVIEW: usize = 160;
/// Most types of messages, or values of semaphores.
const MOST_VALUES: usize = 12;

/// Something with a buffer or a state: a pipe, a socket, a file, a queue.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Object {
    /// What it is called: `pipe 0`.
    pub title: String,
    /// Bytes (or messages) in it, and how many it holds (0: not known); nothing for what has no buffer.
    pub fill: Option<(u64, u64)>,
    /// What the numbers of `fill` count.
    pub unit: &'static str,
    /// The first bytes.
    pub bytes: Vec<u8>,
    /// More about it: what, and how much; see [`fact`].
    pub facts: Vec<(&'static str, String)>,
    /// The name of the object that what is written here arrives in.
    pub peer: Option<String>,
    /// Who has to do with it although no descriptor leads there, and what: `waits for a message`.
    pub users: Vec<(Pid, String)>,
}

impl Object {
    /// All that is known of it, in lines.
    pub fn told(&self) -> Vec<String> {
        let facts = self.facts.iter().map(|(name, value)| fact(name, value));
        facts.chain(self.users.iter().map(|(pid, what)| format!("pid {pid} {what}"))).collect()
    }
}

/// A fact as it is read: `12 bytes`, `peer socket 2`, `listens`.
pub fn fact(name: &str, value: &str) -> String {
    match name {
        "bytes" | "messages" if value == "1" => format!("1 {}", &name[..name.len() - 1]),
        "bytes" | "messages" => format!("{value} {name}"),
        _ if value.is_empty() => name.to_string(),
        _ => format!("{name} {value}"),
    }
}

/// The object behind a description: its name, unique in the machine, and what is to be seen of it.
pub fn behind(machine: &Machine, file: &OpenFile, names: &Names) -> (String, Object) {
    let kernel = &machine.kernel;
    match file.kind {
        FileKind::Pipe(id, _) => {
            let title = view::pipe_name(id, file, names);
            let mut object = Object { title, unit: "bytes", ..Object::default() };
            if let Some(pipe) = kernel.pipes.get(id) {
                object.fill = Some((pipe.bytes(), pipe.capacity()));
                object.bytes = pipe.peek().flatten().take(PREVIEW).copied().collect();
                for (count, what) in [(pipe.readers, "no reader"), (pipe.writers, "no writer")] {
                    object.facts.extend((count == 0).then(|| (what, String::new())));
                }
            }
            (format!("pipe:{}", id.0), object)
        }
        FileKind::Socket(id) => (socket_name(id), socket(machine, id)),
        FileKind::Eventfd(id) => {
            let count = kernel.vfs.eventfds.get(id.0).map_or(0, |eventfd| eventfd.count);
            let title = format!("eventfd {}", id.0);
            (
                format!("eventfd:{}", id.0),
                Object { title, facts: vec![("count", count.to_string())], ..Object::default() },
            )
        }
        FileKind::MessageQueue(id) => {
            let title = format!("POSIX queue {}", id.0);
            let mut object = Object { title, unit: "messages", ..Object::default() };
            if let Some(queue) = kernel.mqueues.get(id.0) {
                object.fill = Some((queue.len() as u64, queue.max_messages.max(0) as u64));
                object.facts.push(("bytes", queue.bytes().to_string()));
            }
            (format!("mqueue:{}", id.0), object)
        }
        FileKind::Regular => {
            let facts = vec![("bytes", kernel.inode_size(file.inode).to_string())];
            (format!("inode:{}", file.inode.0), Object { title: view::label(file, names), facts, ..Object::default() })
        }
        FileKind::Directory | FileKind::Proc | FileKind::Path => {
            let title = view::label(file, names);
            (format!("inode:{}", file.inode.0), Object { title, ..Object::default() })
        }
        FileKind::Device(_) => {
            let title = view::label(file, names);
            (format!("device:{title}"), Object { title, ..Object::default() })
        }
        _ => {
            let title = view::label(file, names);
            (title.replacen(' ', ":", 1), Object { title, ..Object::default() })
        }
    }
}

fn socket_name(id: SocketId) -> String {
    format!("socket:{}", id.0)
}

fn socket(machine: &Machine, id: SocketId) -> Object {
    let net = &machine.kernel.net;
    let socket = net.socket(id);
    let kind = format!("{:?}", socket.kind).to_lowercase();
    let mut object = Object { title: format!("socket {} {kind}", id.0), unit: "bytes", ..Object::default() };
    let label = net.label(id);
    if !label.is_empty() {
        object.facts.push(("name", label));
    }
    if net.is_listening(id) {
        object.facts.push(("listens", String::new()));
        return object;
    }
    object.bytes = match &socket.body {
        Body::Tcp(tcp) => tcp.receive.iter().take(PREVIEW).copied().collect(),
        _ => socket.rx.iter().flat_map(|message| message.rest()).take(PREVIEW).copied().collect(),
    };
    let used = match &socket.body {
        Body::Tcp(tcp) => tcp.receive.len() as u64,
        _ => socket.rx.iter().map(|message| message.rest().len() as u64).sum(),
    };
    // How much fits depends on how it is sent: no bound is drawn.
    object.fill = Some((used, 0));
    if socket.rx.len() > 1 {
        object.facts.push(("messages", socket.rx.len().to_string()));
    }
    if let Some(peer) = net.other_end(id) {
        object.peer = Some(socket_name(peer));
        object.facts.push(("peer", format!("socket {}", peer.0)));
    } else if net.is_unaccepted(id) {
        object.facts.push(("not accepted yet", String::new()));
    } else if let Some(remote) = net.remote(id) {
        object.facts.push(("peer", remote.to_string()));
    }
    object
}

/// Objects that no descriptor leads to: System V's, memory that is mapped by several, and sockets that wait to be accepted.
pub fn without_descriptors(machine: &Machine, names: &Names, objects: &mut BTreeMap<String, Object>) {
    let kernel = &machine.kernel;
    for (key, socket_) in kernel.net.sockets.iter() {
        if socket_.file.is_none() {
            objects.entry(socket_name(SocketId(key))).or_insert_with(|| socket(machine, SocketId(key)));
        }
    }
    for (IpcId(id), queue) in kernel.sysv.msgs.iter() {
        objects.insert(format!("msg:{id}"), message_queue(machine, id, queue));
    }
    let mut mapped = mapped(machine);
    let at = |(pid, addr): (Pid, u64)| (pid, format!("at {addr:#x}"));
    for (IpcId(id), segment) in kernel.sysv.shms.iter() {
        let mut facts = vec![("bytes", segment.size.to_string())];
        facts.extend(segment.is_marked().then(|| ("goes with the last detach", String::new())));
        let users = mapped.remove(&segment.object).unwrap_or_default().into_iter().map(at).collect();
        let title = format!("shared memory {id}");
        objects.insert(format!("shm:{id}"), Object { title, facts, users, ..Object::default() });
    }
    let files: BTreeMap<ObjectId, InodeId> =
        kernel.vfs.inodes.iter().filter_map(|(key, inode)| contents(inode, InodeId(key))).collect();
    for (id, users) in mapped {
        let users = users.into_iter().map(at).collect();
        let title = match files.get(&id) {
            Some(inode) => {
                format!("shared pages of {}", names.get(inode).map_or("a file without a name", String::as_str))
            }
            None => format!("shared pages {}", id.0),
        };
        let facts = vec![("bytes", kernel.mm.object_len(id).to_string())];
        objects.insert(format!("pages:{}", id.0), Object { title, facts, users, ..Object::default() });
    }
    for (IpcId(id), set) in kernel.sysv.sems.iter() {
        objects.insert(format!("sem:{id}"), semaphores(machine, id, set));
    }
}

fn message_queue(machine: &Machine, id: i32, queue: &Queue) -> Object {
    let mut object = Object { title: format!("message queue {id}"), unit: "bytes", ..Object::default() };
    object.fill = Some((queue.bytes(), queue.qbytes));
    object.facts.push(("messages", queue.len().to_string()));
    let types: Vec<String> = queue.messages().take(MOST_VALUES).map(|message| message.kind.to_string()).collect();
    if !types.is_empty() {
        object.facts.push(("types", types.join(" ")));
    }
    object.bytes = queue.messages().next().map_or(Vec::new(), |m| m.text[..m.text.len().min(PREVIEW)].to_vec());
    let receivers = queue.receivers().map(|(_, receiver)| (receiver.who, report::wanted(receiver.want)));
    let senders = queue.senders().map(|(_, sender)| (sender.who, "room".to_string()));
    let waits = |(who, what): (u32, String)| (pid_of(machine, who), format!("waits for {what}"));
    object.users = receivers.chain(senders).map(waits).collect();
    let last = [(queue.lspid, "sent last"), (queue.lrpid, "received last")];
    object.users.extend(last.iter().filter(|(pid, _)| *pid != 0).map(|(pid, what)| (Pid(*pid), what.to_string())));
    object
}

fn semaphores(machine: &Machine, id: i32, set: &Set) -> Object {
    let shown = || set.semaphores().iter().take(MOST_VALUES);
    let values: Vec<String> = shown().map(|semaphore| semaphore.value.to_string()).collect();
    let waits = |number: u16| format!("waits for semaphore {number}");
    let mut users: Vec<(Pid, String)> = set
        .waiters()
        .filter_map(|(_, waiter)| {
            Some((pid_of(machine, waiter.who), waits(waiter.ops.list().get(waiter.blocking)?.num)))
        })
        .collect();
    let changed = shown().enumerate().filter(|(_, semaphore)| semaphore.pid != 0);
    users.extend(changed.map(|(n, semaphore)| (Pid(semaphore.pid), format!("changed semaphore {n} last"))));
    let facts = vec![("values", values.join(" "))];
    Object { title: format!("semaphore set {id}"), facts, users, ..Object::default() }
}

/// What a file's bytes are to who maps them.
fn contents(inode: &Inode, id: InodeId) -> Option<(ObjectId, InodeId)> {
    match inode.kind {
        InodeKind::Regular { object, .. } => Some((object, id)),
        _ => None,
    }
}
