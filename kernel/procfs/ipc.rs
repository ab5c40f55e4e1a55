//! /proc/sysvipc and /proc/net (proc_sysvipc(5), proc_net(5), unix(7)): tables of IPC objects.

use crate::Kernel;
use crate::ipc::registry::{Named, Perm};
use crate::mm::PAGE_SIZE;
use crate::net::addr::{Endpoint, Ip};
use crate::net::socket::Body;
use crate::net::tcp::State;
use std::fmt::Write;

impl Kernel {
    /// A table of System V objects: `msg`, `sem` or `shm`.
    pub(super) fn sysvipc_text(&self, kind: &str) -> String {
        match kind {
            "msg" => self.message_queues(),
            "sem" => self.semaphore_sets(),
            _ => self.segments(),
        }
    }

    fn message_queues(&self) -> String {
        let mut text = "       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid      stime      rtime      ctime\n"
            .to_string();
        for (id, queue) in self.sysv.msgs.iter() {
            let Perm { key, uid, gid, cuid, cgid, mode, .. } = queue.perm();
            let _ = writeln!(
                text,
                "{key:>10} {:>10}  {mode:>4o}  {:>10} {:>10} {:>5} {:>5} {:>5} {:>5} {:>5} {:>5} {:>10} {:>10} {:>10}",
                id.0,
                queue.bytes(),
                queue.len(),
                queue.lspid,
                queue.lrpid,
                uid.0,
                gid.0,
                cuid.0,
                cgid.0,
                queue.stime,
                queue.rtime,
                queue.ctime
            );
        }
        text
    }

    fn semaphore_sets(&self) -> String {
        let mut text =
            "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n".to_string();
        for (id, set) in self.sysv.sems.iter() {
            let Perm { key, uid, gid, cuid, cgid, mode, .. } = set.perm();
            let _ = writeln!(
                text,
                "{key:>10} {:>10}  {mode:>4o} {:>10} {:>5} {:>5} {:>5} {:>5} {:>10} {:>10}",
                id.0,
                set.semaphores().len(),
                uid.0,
                gid.0,
                cuid.0,
                cgid.0,
                set.otime,
                set.ctime
            );
        }
        text
    }

    fn segments(&self) -> String {
        let mut text = "       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap\n"
            .to_string();
        for (id, segment) in self.sysv.shms.iter() {
            let Perm { key, uid, gid, cuid, cgid, mode, .. } = segment.perm();
            let resident = self.mm.object_pages(segment.object) * PAGE_SIZE as u64;
            let _ = writeln!(
                text,
                "{key:>10} {:>10}  {mode:>4o} {:>21} {:>5} {:>5}  {:>5} {:>5} {:>5} {:>5} {:>5} {:>10} {:>10} {:>10} \
                 {resident:>21} {:>21}",
                id.0,
                segment.size,
                segment.cpid,
                segment.lpid,
                self.attachments(segment),
                uid.0,
                gid.0,
                cuid.0,
                cgid.0,
                segment.atime,
                segment.dtime,
                segment.ctime,
                0
            );
        }
        text
    }

    /// The table of Unix domain sockets. The first column is the table's key instead of an address.
    pub(super) fn net_unix_text(&self) -> String {
        let mut text = "Num       RefCount Protocol Flags    Type St Inode Path\n".to_string();
        for (key, socket) in self.net.sockets.iter().filter(|(_, socket)| socket.domain.number() == 1) {
            let id = crate::abi::SocketId(key);
            let listens = self.net.is_listening(id);
            let ino =
                socket.file.and_then(|file| self.vfs.file(file).ok()).and_then(|f| self.inode_number(f.inode).ok());
            let kind = socket.kind.number();
            let connected = self.net.other_end(id).is_some();
            // Nobody has accepted the connection yet: its end at the listener has no file.
            let state = match (connected, socket.file) {
                (true, None) => 2,
                (true, Some(_)) => 3,
                (false, _) => 1,
            };
            let flags = if listens { 0x1_0000 } else { 0 };
            let label = self.net.label(id);
            let space = if label.is_empty() { "" } else { " " };
            let _ = writeln!(
                text,
                "{key:016x}: {:08X} 00000000 {flags:08X} {kind:04X} {state:02X} {:>5}{space}{label}",
                2 + u32::from(connected),
                ino.unwrap_or(0),
            );
        }
        text
    }

    /// `tcp`, `tcp6`, `udp` or `udp6`: sockets with their addresses and states.
    pub(super) fn net_inet_text(&self, table: &str) -> String {
        let (wide, proto) = (table.ends_with('6'), table.trim_end_matches('6'));
        let head = if wide {
            "local_address                         remote_address                       "
        } else {
            "local_address rem_address  "
        };
        let mut text = format!("  sl  {head} st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n");
        let mut row = 0;
        for (key, socket) in self.net.sockets.iter() {
            let id = crate::abi::SocketId(key);
            let (kind, remote, state) = match &socket.body {
                Body::Unix(_) => continue,
                Body::Tcp(tcp) => ("tcp", tcp.remote, State::number(tcp.state)),
                Body::Udp(udp) => ("udp", udp.remote, if udp.remote.is_some() { 1 } else { 7 }),
            };
            let local = socket.local();
            if kind != proto || (socket.domain.number() == 10) != wide || local.port == 0 {
                continue;
            }
            let none = Endpoint { ip: if wide { Ip::ANY6 } else { Ip::ANY4 }, port: 0 };
            let inode = socket.file.and_then(|file| self.vfs.file(file).ok()).map(|file| file.inode);
            let ino = inode.and_then(|inode| self.inode_number(inode).ok()).unwrap_or(0);
            let uid = inode.and_then(|inode| self.vfs.inode(inode).ok()).map_or(0, |inode| inode.uid.0);
            let _ = writeln!(
                text,
                "{row:>4}: {} {} {state:02X} {:08X}:{:08X} 00:00000000 00000000 {uid:>5}        0 {ino}",
                hex_endpoint(local, wide),
                hex_endpoint(remote.unwrap_or(none), wide),
                self.net.unsent_bytes(id).max(0),
                self.net.readable_bytes(id).unwrap_or(0),
            );
            row += 1;
        }
        text
    }
}

/// Address and port: words of 32 bits in the host's byte order, in hexadecimal.
fn hex_endpoint(at: Endpoint, wide: bool) -> String {
    let skip = if wide && at.ip != Ip::ANY4 { 0 } else { 12 };
    let mut text = if wide && skip > 0 { "0".repeat(24) } else { String::new() };
    for word in at.ip.0[skip..].chunks_exact(4) {
        let word = u32::from_le_bytes([word[0], word[1], word[2], word[3]]);
        let _ = write!(text, "{word:08X}");
    }
    let _ = write!(text, ":{:04X}", at.port);
    text
}
