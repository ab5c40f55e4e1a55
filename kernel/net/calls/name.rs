//! bind(2), listen(2), getsockname(2), getpeername(2), shutdown(2).

use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::{Errno, Fd, SocketId, Tid, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::net::addr::{Name, UnixName, decode_unix};
use crate::net::socket::{Body, Domain, Kind};
use crate::net::tcp::State;
use crate::net::unix::UnixState;
use crate::vfs::namei::Follow;
use crate::vfs::{Access, InodeKind};

impl Kernel {
    /// bind(2).
    pub fn sys_bind(&mut self, ctx: &mut Ctx, fd: Fd, addr: UserAddr, len: i32) -> SysResult {
        let id = self.socket_of(ctx.tid, fd)?.id;
        let address = self.address_in(ctx.tid, addr, len)?;
        match self.net.socket(id).domain {
            Domain::Unix => self.bind_unix(ctx.tid, id, &address)?,
            Domain::Inet | Domain::Inet6 => self.bind_inet(ctx.tid, id, &address)?,
        }
        Ok(0)
    }

    /// A pathname makes an inode; an address that is only a family gives a free abstract name.
    fn bind_unix(&mut self, tid: Tid, id: SocketId, address: &[u8]) -> Result<(), Errno> {
        let bound = self.net.unix(id).name.is_some();
        match decode_unix(address)? {
            None if bound => Ok(()),
            None => self.net.bind_auto(id),
            Some(name @ UnixName::Abstract(_)) => {
                if bound {
                    return Err(Errno::EINVAL);
                }
                self.net.bind_unix(id, name, None)
            }
            Some(UnixName::Path(path)) => {
                let inode = self.make_socket_node(tid, &path, bound)?;
                self.net.bind_unix(id, UnixName::Path(path), Some(inode))
            }
        }
    }

    /// The socket of this name and type: what connect(2) and sendto(2) look for. Writing to its inode must be allowed.
    pub(crate) fn find_unix(&self, tid: Tid, name: &UnixName, kind: Kind) -> Result<SocketId, Errno> {
        let found = match name {
            UnixName::Abstract(name) => self.net.find_abstract(name),
            UnixName::Path(path) => {
                let id = self.lookup(tid, Fd(AT_FDCWD), path, Follow::Always)?;
                let inode = self.vfs.inode(id)?;
                inode.permits_cred(&self.process_of(tid).cred, Access::WRITE)?;
                if matches!(inode.kind, InodeKind::Socket) { self.net.find_path(id) } else { None }
            }
        };
        let found = found.ok_or(Errno::ECONNREFUSED)?;
        if self.net.socket(found).kind == kind { Ok(found) } else { Err(Errno::EPROTOTYPE) }
    }

    /// listen(2).
    pub fn sys_listen(&mut self, ctx: &mut Ctx, fd: Fd, backlog: i32) -> SysResult {
        let id = self.socket_of(ctx.tid, fd)?.id;
        let creds = self.peer_credentials(ctx.tid);
        if self.net.socket(id).kind == Kind::Dgram {
            return Err(Errno::EOPNOTSUPP.into());
        }
        match self.net.socket(id).body {
            Body::Unix(_) => self.net.listen_unix(id, backlog, creds)?,
            Body::Tcp(_) => {
                self.net_now();
                self.net.tcp_listen(id, backlog)?;
            }
            Body::Udp(_) => return Err(Errno::EOPNOTSUPP.into()),
        }
        self.net_settle();
        Ok(0)
    }

    /// getsockname(2).
    pub fn sys_getsockname(&mut self, ctx: &mut Ctx, fd: Fd, addr: UserAddr, len: UserAddr) -> SysResult {
        let id = self.socket_of(ctx.tid, fd)?.id;
        let address = self.net.own_name(id).encode(self.net.socket(id).domain);
        self.address_out(ctx.tid, addr, len, &address)?;
        Ok(0)
    }

    /// getpeername(2).
    pub fn sys_getpeername(&mut self, ctx: &mut Ctx, fd: Fd, addr: UserAddr, len: UserAddr) -> SysResult {
        let id = self.socket_of(ctx.tid, fd)?.id;
        let address = self.peer_name(id)?.encode(self.net.socket(id).domain);
        self.address_out(ctx.tid, addr, len, &address)?;
        Ok(0)
    }

    /// The other end's name; ENOTCONN if there is none.
    pub(crate) fn peer_name(&self, id: SocketId) -> Result<Name, Errno> {
        match &self.net.socket(id).body {
            Body::Unix(unix) => match self.net.peer(id) {
                Some(peer) => Ok(self.net.unix(peer).name()),
                // The peer is gone, but the connection was there; a datagram socket finds out when it sends.
                None if unix.state == UnixState::Connected || unix.peer.is_some() => {
                    Ok(unix.peer_name.clone().map_or(Name::Unnamed, Name::Unix))
                }
                None => Err(Errno::ENOTCONN),
            },
            Body::Tcp(tcp) if matches!(tcp.state, State::Closed | State::SynSent | State::Listen) => {
                Err(Errno::ENOTCONN)
            }
            Body::Udp(udp) if udp.remote.is_some_and(|to| to.port == 0) => Err(Errno::ENOTCONN),
            _ => self.net.socket(id).remote().map(Name::Inet).ok_or(Errno::ENOTCONN),
        }
    }

    /// shutdown(2).
    pub fn sys_shutdown(&mut self, ctx: &mut Ctx, fd: Fd, how: i32) -> SysResult {
        let id = self.socket_of(ctx.tid, fd)?.id;
        let (read, write) = match how {
            0 => (true, false),
            1 => (false, true),
            2 => (true, true),
            _ => return Err(Errno::EINVAL.into()),
        };
        self.net_now();
        let done = match self.net.socket(id).body {
            Body::Unix(_) => {
                self.net.shutdown_unix(id, read, write);
                Ok(())
            }
            Body::Tcp(_) => self.net.tcp_shutdown(id, read, write),
            Body::Udp(_) => self.net.udp_shutdown(id, read, write),
        };
        // A shutdown that fails may have woken somebody all the same.
        self.net_settle();
        done?;
        Ok(0)
    }
}
