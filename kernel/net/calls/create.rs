//! socket(2), socketpair(2), and the end of a socket's description.

use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::{Errno, FileId, SocketId, Tid, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::net::options::{TCP_RECEIVE_DEFAULT, TCP_SEND_DEFAULT};
use crate::net::socket::{Body, Domain, Kind};
use crate::net::tcp::Tcp;
use crate::net::udp::Udp;
use crate::net::unix::Unix;
use crate::proc::fdtable::FdEntry;
use crate::vfs::inode::DEV_SOCKFS;
use crate::vfs::{FileKind, InodeKind};

/// The types that socket(2) knows of.
const SOCK_TYPE_MASK: i32 = 0xf;
const SOCK_MAX: i32 = 11;
const SOCK_STREAM: i32 = 1;
const SOCK_DGRAM: i32 = 2;
const SOCK_RAW: i32 = 3;
const SOCK_SEQPACKET: i32 = 5;
/// One more than the last address family.
const AF_MAX: i32 = 46;

impl Kernel {
    /// socket(2).
    pub fn sys_socket(&mut self, ctx: &mut Ctx, domain: i32, kind: i32, protocol: i32) -> SysResult {
        let (status, cloexec) = Self::socket_flags(kind & !SOCK_TYPE_MASK)?;
        let (domain, kind, protocol) = self.socket_kind(ctx.tid, domain, kind & SOCK_TYPE_MASK, protocol)?;
        self.fds(ctx.tid).lowest_free(0, self.nofile_limit(ctx.tid))?;
        self.vfs.check_room(1)?;
        let body = match domain {
            Domain::Unix => Body::Unix(Unix::new()),
            _ if kind == Kind::Stream => Body::Tcp(Box::new(Tcp::new(domain))),
            _ => Body::Udp(Udp::new(domain)),
        };
        let id = self.net.insert(domain, kind, protocol, body);
        if domain != Domain::Unix && kind == Kind::Stream {
            let options = &mut self.net.socket_mut(id).options;
            (options.send_buffer, options.receive_buffer) = (TCP_SEND_DEFAULT, TCP_RECEIVE_DEFAULT);
        }
        let file = self.socket_description(ctx.tid, id, status);
        Ok(self.fd_install(ctx.tid, file, cloexec)?.0 as u64)
    }

    /// socketpair(2): two descriptors, or none.
    pub fn sys_socketpair(&mut self, ctx: &mut Ctx, domain: i32, kind: i32, protocol: i32, fds: UserAddr) -> SysResult {
        let (status, cloexec) = Self::socket_flags(kind & !SOCK_TYPE_MASK)?;
        let limit = self.nofile_limit(ctx.tid);
        let table = self.fds(ctx.tid);
        let first = table.lowest_free(0, limit)?;
        let second = table.lowest_free(first.0 as u32 + 1, limit)?;
        let mut bytes = [0; 8];
        bytes[..4].copy_from_slice(&first.0.to_le_bytes());
        bytes[4..].copy_from_slice(&second.0.to_le_bytes());
        self.copy_out(ctx.tid, fds, &bytes)?;
        let (domain, kind, _) = self.socket_kind(ctx.tid, domain, kind & SOCK_TYPE_MASK, protocol)?;
        if domain != Domain::Unix {
            return Err(Errno::EOPNOTSUPP.into());
        }
        self.vfs.check_room(2)?;
        let (a, b) = self.net.pair(kind, self.peer_credentials(ctx.tid));
        for (fd, id) in [(first, a), (second, b)] {
            let file = self.socket_description(ctx.tid, id, status);
            self.fds_mut(ctx.tid).install(fd, FdEntry { file, cloexec });
        }
        Ok(0)
    }

    /// What socket(2)'s three arguments mean, checked in Linux's order.
    fn socket_kind(&self, tid: Tid, domain: i32, kind: i32, protocol: i32) -> Result<(Domain, Kind, i32), Errno> {
        if !(0..AF_MAX).contains(&domain) {
            return Err(Errno::EAFNOSUPPORT);
        }
        if !(0..SOCK_MAX).contains(&kind) {
            return Err(Errno::EINVAL);
        }
        let domain = match domain {
            1 => Domain::Unix,
            2 => Domain::Inet,
            10 => Domain::Inet6,
            _ => return Err(Errno::EAFNOSUPPORT),
        };
        if domain == Domain::Unix {
            // PF_UNIX itself is accepted as a protocol.
            if !(0..=1).contains(&protocol) {
                return Err(Errno::EPROTONOSUPPORT);
            }
            return match kind {
                SOCK_STREAM => Ok((domain, Kind::Stream, 0)),
                SOCK_DGRAM | SOCK_RAW => Ok((domain, Kind::Dgram, 0)),
                SOCK_SEQPACKET => Ok((domain, Kind::Seqpacket, 0)),
                _ => Err(Errno::ESOCKTNOSUPPORT),
            };
        }
        match (kind, protocol) {
            (_, ..0 | 256..) => Err(Errno::EINVAL),
            (SOCK_STREAM, 0 | IPPROTO_TCP) => Ok((domain, Kind::Stream, IPPROTO_TCP)),
            (SOCK_DGRAM, 0 | IPPROTO_UDP) => Ok((domain, Kind::Dgram, IPPROTO_UDP)),
            (SOCK_STREAM | SOCK_DGRAM, _) => Err(Errno::EPROTONOSUPPORT),
            // Not supported: raw sockets. Whoever may not have them learns that first.
            (SOCK_RAW, _) if self.process_of(tid).cred.euid.0 != 0 => Err(Errno::EPERM),
            (SOCK_RAW, _) => Err(Errno::EPROTONOSUPPORT),
            _ => Err(Errno::ESOCKTNOSUPPORT),
        }
    }

    /// The description of a socket that has none yet.
    pub(crate) fn socket_description(&mut self, tid: Tid, id: SocketId, status: i32) -> FileId {
        let (now, cred) = (self.file_time(), &self.process_of(tid).cred);
        let owner = (cred.euid, cred.egid);
        let inode = self.vfs.inode_new(InodeKind::Socket, 0o777, owner, now);
        if let Ok(made) = self.vfs.inode_mut(inode) {
            made.dev = DEV_SOCKFS;
        }
        let file = self.vfs.file_new(FileKind::Socket(id), inode, O_RDWR | status);
        self.net.socket_mut(id).file = Some(file);
        file
    }

    /// The last reference to a socket's description is gone.
    pub(crate) fn socket_release(&mut self, id: SocketId) {
        match self.net.socket(id).body {
            Body::Unix(_) => self.net.close_unix(id),
            Body::Tcp(_) => {
                self.net_now();
                self.net.tcp_close(id);
            }
            Body::Udp(_) => self.net.close_udp(id),
        }
        self.net_settle();
    }
}
