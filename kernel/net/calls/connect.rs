//! connect(2), accept(2), accept4(2).

use super::Target;
use crate::Kernel;
use crate::abi::{Errno, Fd, SocketId, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::net::Notice;
use crate::net::addr::{AF_UNSPEC, decode_unix, family};
use crate::net::socket::{Body, Domain, Kind};
use crate::net::tcp::State;
use crate::net::unix::UnixState;
use crate::sched::wait::WaitOn;

impl Kernel {
    /// connect(2).
    pub fn sys_connect(&mut self, ctx: &mut Ctx, fd: Fd, addr: UserAddr, len: i32) -> SysResult {
        let target = self.socket_of(ctx.tid, fd)?;
        let address = self.address_in(ctx.tid, addr, len)?;
        let socket = self.net.socket(target.id);
        let answer = match (socket.domain, socket.kind) {
            (Domain::Unix, Kind::Dgram) => self.connect_unix_dgram(ctx, target.id, &address),
            (Domain::Unix, _) => self.connect_unix(ctx, target, &address),
            (_, Kind::Stream) => self.connect_tcp(ctx, target, &address),
            _ => self.connect_udp(target.id, &address),
        };
        self.net_settle();
        answer
    }

    /// A stream or seqpacket socket: waits while the listener's backlog is full (UNIX-32); it need not be accepted.
    fn connect_unix(&mut self, ctx: &mut Ctx, target: Target, address: &[u8]) -> SysResult {
        let Target { id, nonblocking, .. } = target;
        let name = decode_unix(address)?.ok_or(Errno::EINVAL)?;
        let (kind, options) = (self.net.socket(id).kind, &self.net.socket(id).options);
        let (pass, timeout) = (options.on.pass_credentials, options.send_timeout_ns);
        if pass && self.net.unix(id).name.is_none() {
            self.net.bind_auto(id)?;
        }
        let listener = self.find_unix(ctx.tid, &name, kind)?;
        if self.net.unix(listener).state != UnixState::Listening || self.net.socket(listener).shut_read {
            return Err(Errno::ECONNREFUSED.into());
        }
        if !self.net.has_room(listener) {
            return Err(self.socket_wait(ctx, WaitOn::SocketRoom(listener), nonblocking, timeout));
        }
        match self.net.unix(id).state {
            UnixState::Unconnected => {}
            UnixState::Connected => return Err(Errno::EISCONN.into()),
            UnixState::Listening => return Err(Errno::EINVAL.into()),
        }
        let creds = self.peer_credentials(ctx.tid);
        self.net.connect_stream(id, listener, creds);
        Ok(0)
    }

    /// A datagram socket gets a default destination, or loses it (AF_UNSPEC).
    fn connect_unix_dgram(&mut self, ctx: &mut Ctx, id: SocketId, address: &[u8]) -> SysResult {
        if family(address)? == AF_UNSPEC {
            self.disconnect_dgram(id);
            self.net.unix_mut(id).peer = None;
            return Ok(0);
        }
        let name = decode_unix(address)?.ok_or(Errno::EINVAL)?;
        if self.net.socket(id).options.on.pass_credentials && self.net.unix(id).name.is_none() {
            self.net.bind_auto(id)?;
        }
        let to = self.find_unix(ctx.tid, &name, Kind::Dgram)?;
        let me = self.net.reference(id);
        if self.net.unix(to).peer.is_some_and(|peer| peer != me) {
            return Err(Errno::EPERM.into());
        }
        let peer = self.net.reference(to);
        if self.net.unix(id).peer != Some(peer) {
            self.disconnect_dgram(id);
        }
        self.net.unix_mut(id).peer = Some(peer);
        self.net.notify(Notice::Writable(id));
        Ok(0)
    }

    /// A datagram socket changes its destination: what others had sent is thrown away, and a peer that had this one as
    /// its own learns of it.
    fn disconnect_dgram(&mut self, id: SocketId) {
        let Some(old) = self.net.peer(id) else { return };
        if self.net.socket(id).rx.is_empty() {
            return;
        }
        self.net.flush(id);
        self.net.notify(Notice::Room(id));
        if self.net.unix(old).peer == Some(self.net.reference(id)) {
            self.net.socket_mut(old).error = Some(Errno::ECONNRESET);
            self.net.notify(Notice::All(old));
        }
    }

    /// accept(2).
    pub fn sys_accept(&mut self, ctx: &mut Ctx, fd: Fd, addr: UserAddr, len: UserAddr) -> SysResult {
        self.sys_accept4(ctx, fd, addr, len, 0)
    }

    /// accept4(2). The new descriptor has neither O_NONBLOCK nor FD_CLOEXEC unless the flags say so (UNIX-39).
    pub fn sys_accept4(&mut self, ctx: &mut Ctx, fd: Fd, addr: UserAddr, len: UserAddr, flags: i32) -> SysResult {
        let (status, cloexec) = Self::socket_flags(flags)?;
        let target = self.socket_of(ctx.tid, fd)?;
        // The number is found first, so that a connection is not lost for want of one.
        self.fds(ctx.tid).lowest_free(0, self.nofile_limit(ctx.tid))?;
        self.vfs.check_room(1)?;
        let accepted = match self.accept_from(target.id)? {
            Some(accepted) => accepted,
            None => {
                let timeout = self.net.socket(target.id).options.receive_timeout_ns;
                let on = WaitOn::SocketReadable(target.id);
                return Err(self.socket_wait(ctx, on, target.nonblocking, timeout));
            }
        };
        let file = self.socket_description(ctx.tid, accepted, status);
        self.net_settle();
        if !addr.is_null() {
            let name = self.peer_name(accepted).unwrap_or_default();
            let address = name.encode(self.net.socket(accepted).domain);
            if let Err(errno) = self.address_out(ctx.tid, addr, len, &address) {
                // The connection is lost, as on Linux.
                self.file_put(file);
                return Err(errno.into());
            }
        }
        Ok(self.fd_install(ctx.tid, file, cloexec)?.0 as u64)
    }

    /// The connection that has waited longest; `None` if there is none. EINVAL for a socket that does not listen.
    fn accept_from(&mut self, id: SocketId) -> Result<Option<SocketId>, Errno> {
        let socket = self.net.socket_mut(id);
        match &socket.body {
            _ if socket.kind == Kind::Dgram => Err(Errno::EOPNOTSUPP),
            Body::Unix(unix) => {
                if unix.state != UnixState::Listening {
                    return Err(Errno::EINVAL);
                }
                if unix.pending.is_empty() && socket.shut_read {
                    return Err(Errno::EINVAL);
                }
                Ok(self.net.accept_unix(id))
            }
            Body::Tcp(tcp) if tcp.state != State::Listen => Err(Errno::EINVAL),
            Body::Tcp(_) => Ok(self.net.tcp_accept(id)),
            Body::Udp(_) => Err(Errno::EOPNOTSUPP),
        }
    }
}
