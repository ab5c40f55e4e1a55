//! /proc/sysvipc and /proc/net (proc_sysvipc(5), unix(7)): tables of IPC objects.

use crate::Kernel;
use crate::ipc::registry::{Named, Perm};
use crate::mm::PAGE_SIZE;
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
            let state = if self.net.other_end(id).is_some() { 3 } else { 1 };
            let flags = if listens { 0x1_0000 } else { 0 };
            let label = self.net.label(id);
            let space = if label.is_empty() { "" } else { " " };
            let _ = writeln!(
                text,
                "{key:016x}: {:08X} 00000000 {flags:08X} {kind:04X} {state:02X} {:>5}{space}{label}",
                2 + u32::from(state == 3),
                ino.unwrap_or(0),
            );
        }
        text
    }
}
