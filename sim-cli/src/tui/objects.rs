//! The kernel's objects as they are drawn: pipes, sockets, files, terminals, queues, segments, semaphores.
//!
//! Entry points: [`behind`], [`without_descriptors`].

use super::scene::Object;
use forklore_sim::debug::objects::segments;
use forklore_sim::export::view::{self, Names};
use forklore_sim::kernel::abi::{IpcId, SocketId};
use forklore_sim::kernel::net::socket::Body;
use forklore_sim::kernel::vfs::file::{FileKind, OpenFile};
use forklore_sim::machine::Machine;
use std::collections::BTreeMap;

/// Longest start of a buffer that is shown, in bytes.
const PREVIEW: usize = 160;

/// The object behind a description: its name, unique in the machine, and what is to be seen of it.
pub fn behind(machine: &Machine, file: &OpenFile, names: &Names) -> (String, Object) {
    let kernel = &machine.kernel;
    match file.kind {
        FileKind::Pipe(id, _) => {
            let title = format!("pipe {}", id.0);
            let mut object = Object { title: title.clone(), unit: "bytes", ..Object::default() };
            if let Some(pipe) = kernel.pipes.get(id) {
                object.fill = Some((pipe.bytes(), pipe.capacity()));
                object.bytes = pipe.peek().flatten().take(PREVIEW).copied().collect();
                for (count, what) in [(pipe.readers, "no reader"), (pipe.writers, "no writer")] {
                    if count == 0 {
                        object.notes.push(what.to_string());
                    }
                }
            }
            (title, object)
        }
        FileKind::Socket(id) => (format!("socket {}", id.0), socket(machine, id)),
        FileKind::Eventfd(id) => {
            let count = kernel.vfs.eventfds.get(id.0).map_or(0, |eventfd| eventfd.count);
            let title = format!("eventfd {}", id.0);
            (title.clone(), Object { title, notes: vec![format!("count {count}")], ..Object::default() })
        }
        FileKind::MessageQueue(id) => {
            let title = format!("POSIX queue {}", id.0);
            let mut object = Object { title: title.clone(), unit: "messages", ..Object::default() };
            if let Some(queue) = kernel.mqueues.get(id.0) {
                object.fill = Some((queue.len() as u64, queue.max_messages.max(0) as u64));
                object.notes.push(format!("{} bytes", queue.bytes()));
            }
            (title, object)
        }
        FileKind::Regular => {
            let title = view::label(file, names);
            let notes = vec![format!("{} bytes", kernel.inode_size(file.inode))];
            (format!("file {}", file.inode.0), Object { title, notes, ..Object::default() })
        }
        _ => {
            let title = view::label(file, names);
            (title.clone(), Object { title, ..Object::default() })
        }
    }
}

fn socket(machine: &Machine, id: SocketId) -> Object {
    let net = &machine.kernel.net;
    let socket = net.socket(id);
    let kind = format!("{:?}", socket.kind).to_lowercase();
    let mut object = Object { title: format!("socket {} {kind}", id.0), unit: "bytes", ..Object::default() };
    let label = net.label(id);
    if !label.is_empty() {
        object.notes.push(label);
    }
    if net.is_listening(id) {
        object.notes.push("listens".to_string());
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
        object.notes.push(format!("{} messages", socket.rx.len()));
    }
    if let Some(peer) = net.other_end(id) {
        object.peer = Some(format!("socket {}", peer.0));
        object.notes.push(format!("peer: socket {}", peer.0));
    } else if net.is_unaccepted(id) {
        object.notes.push("not accepted yet".to_string());
    }
    object
}

/// Objects that no descriptor leads to: System V's, and sockets that wait to be accepted.
pub fn without_descriptors(machine: &Machine, objects: &mut BTreeMap<String, Object>) {
    let kernel = &machine.kernel;
    for (key, socket_) in kernel.net.sockets.iter() {
        if socket_.file.is_none() {
            objects.entry(format!("socket {key}")).or_insert_with(|| socket(machine, SocketId(key)));
        }
    }
    for (IpcId(id), queue) in kernel.sysv.msgs.iter() {
        let title = format!("message queue {id}");
        let mut object = Object { title: title.clone(), unit: "bytes", ..Object::default() };
        object.fill = Some((queue.bytes(), queue.qbytes));
        let types: Vec<String> = queue.messages().take(12).map(|message| message.kind.to_string()).collect();
        if !types.is_empty() {
            object.notes.push(format!("types {}", types.join(" ")));
        }
        object.bytes = queue.messages().next().map_or(Vec::new(), |m| m.text[..m.text.len().min(PREVIEW)].to_vec());
        let (receivers, senders) = (queue.receivers().count(), queue.senders().count());
        for (count, what) in [(receivers, "waiting to receive"), (senders, "waiting to send")] {
            if count > 0 {
                object.notes.push(format!("{count} {what}"));
            }
        }
        objects.insert(title, object);
    }
    for row in segments(machine).rows {
        let [id, _, bytes, _, attached] = row.as_slice() else { continue };
        let title = format!("shared memory {id}");
        let notes = vec![format!("{bytes} bytes"), format!("attached: {attached}")];
        objects.insert(title.clone(), Object { title, notes, ..Object::default() });
    }
    for (IpcId(id), set) in kernel.sysv.sems.iter() {
        let title = format!("semaphores {id}");
        let values: Vec<String> = set.semaphores().iter().take(16).map(|s| s.value.to_string()).collect();
        let mut notes = vec![format!("values {}", values.join(" "))];
        let waiting = set.waiters().count();
        if waiting > 0 {
            notes.push(format!("{waiting} waiting"));
        }
        objects.insert(title.clone(), Object { title, notes, ..Object::default() });
    }
}
