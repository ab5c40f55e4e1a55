//! Receiving: read(2) and readv(2) of sockets, recvfrom(2).

use super::Target;
use super::send::*;
use crate::Kernel;
use crate::abi::flags::{MAX_RW_COUNT, O_NONBLOCK};
use crate::abi::{Errno, Fd, FileId, SocketId, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::net::message::Rights;
use crate::net::socket::{Domain, Kind, Ucred};
use crate::net::stream::Pulled;
use crate::net::unix::UnixState;
use crate::sched::wait::WaitOn;
use crate::vfs::uio::{UserMemory, within_user_space};

/// What comes besides the bytes.
#[derive(Clone, Default, Debug)]
pub(crate) struct Incoming {
    /// The sender's address; empty if it has none.
    pub name: Vec<u8>,
    /// Who sent it.
    pub creds: Option<Ucred>,
    /// Descriptions, whose references are the receiver's.
    pub files: Vec<FileId>,
    /// MSG_TRUNC and its like, as `msg_flags` shows them.
    pub flags: i32,
}

impl Kernel {
    /// recvfrom(2).
    pub fn sys_recvfrom(
        &mut self,
        ctx: &mut Ctx,
        fd: Fd,
        (buf, len): (UserAddr, u64),
        flags: i32,
        addr: UserAddr,
        addrlen: UserAddr,
    ) -> SysResult {
        let len = len.min(MAX_RW_COUNT as u64);
        within_user_space(buf, len)?;
        let target = self.socket_of(ctx.tid, fd)?;
        let user = self.user_buffer(ctx.tid, buf, len);
        let mut incoming = Incoming::default();
        let n = self.socket_receive(ctx, target, flags, user, Some(&mut incoming))?;
        self.drop_files(incoming.files);
        if !addr.is_null() {
            self.address_out(ctx.tid, addr, addrlen, &incoming.name)?;
        }
        Ok(n)
    }

    /// read(2) of a socket, with a copy of its own as write(2). Nothing is asked of it for no bytes.
    #[inline(never)]
    pub(crate) fn socket_read(&mut self, ctx: &mut Ctx, status: i32, id: SocketId, user: impl UserMemory) -> SysResult {
        if user.len() == 0 {
            return Ok(0);
        }
        let nonblocking = status & O_NONBLOCK != 0;
        self.socket_receive(ctx, Target { id, nonblocking }, 0, user, None)
    }

    /// Descriptions that arrived where nobody can take them are closed.
    pub(crate) fn drop_files(&mut self, files: Vec<FileId>) {
        files.into_iter().for_each(|file| self.file_put(file));
    }

    /// Receives, whatever the family. Without `incoming` nobody wants to know more than the bytes.
    #[inline(always)]
    pub(crate) fn socket_receive(
        &mut self,
        ctx: &mut Ctx,
        mut target: Target,
        flags: i32,
        user: impl UserMemory,
        incoming: Option<&mut Incoming>,
    ) -> SysResult {
        target.nonblocking |= flags & MSG_DONTWAIT != 0;
        if flags & MSG_ERRQUEUE != 0 {
            return Err(Errno::EAGAIN.into());
        }
        let socket = self.net.socket(target.id);
        let answer = match (socket.domain, socket.kind) {
            (Domain::Unix, Kind::Stream) => self.receive_unix_stream(ctx, target, flags, user, incoming),
            (Domain::Inet | Domain::Inet6, Kind::Stream) => self.receive_tcp(ctx, target, flags, user),
            _ => match incoming {
                Some(incoming) => self.receive_message(ctx, target, flags, user, incoming),
                None => {
                    let mut incoming = Incoming::default();
                    let n = self.receive_message(ctx, target, flags, user, &mut incoming);
                    self.drop_files(incoming.files);
                    n
                }
            },
        };
        self.net_settle();
        answer
    }

    /// What is there, up to what was asked; waits only for the first byte, or with MSG_WAITALL for all of them.
    #[inline(always)]
    fn receive_unix_stream(
        &mut self,
        ctx: &mut Ctx,
        target: Target,
        flags: i32,
        mut user: impl UserMemory,
        incoming: Option<&mut Incoming>,
    ) -> SysResult {
        let id = target.id;
        if self.net.unix(id).state != UnixState::Connected || flags & MSG_OOB != 0 {
            return Err(Errno::EINVAL.into());
        }
        let total = user.len();
        user.skip(ctx.done);
        let (want, mm) = (user.len(), &mut self.mm);
        let store = |bytes: &[u8]| user.store(mm, bytes);
        let (pulled, seen) = match flags & MSG_PEEK != 0 {
            true => self.net.stream_peek(id, want, store),
            false => (self.net.stream_pull(id, want, store), None),
        };
        let Pulled { n, fault, creds, rights } = pulled;
        ctx.done += n;
        let (peeks, options) = (flags & MSG_PEEK != 0, &mut self.net.socket_mut(id).options);
        // Nothing is there behind what has been looked at already.
        let beyond = peeks && n == 0 && options.peek_skips() > 0;
        options.received(peeks, n);
        let brings_files = rights.is_some() || seen.is_some();
        match incoming {
            Some(incoming) => {
                incoming.creds = creds;
                let looked_at = seen.and_then(|n| self.net.socket(id).rx.get(n));
                self.copy_files(looked_at.and_then(|message| message.rights.clone()), incoming);
                self.take_files(rights, incoming);
                if ctx.done > 0 {
                    self.name_of_peer(id, incoming);
                }
            }
            None => {
                if let Some(rights) = rights {
                    let files = self.net.land(*rights);
                    self.drop_files(files);
                }
            }
        }
        if fault {
            return if ctx.done > 0 { Ok(ctx.done) } else { Err(Errno::EFAULT.into()) };
        }
        let socket = self.net.socket_mut(id);
        let low = if flags & MSG_WAITALL != 0 { total } else { total.min(socket.options.receive_low.max(1) as u64) };
        let enough = ctx.done >= low.max(1) || brings_files || flags & MSG_PEEK != 0 && n > 0;
        // What is left belongs to another sender, or nothing was asked for.
        if enough || !socket.rx.is_empty() && !beyond {
            // Woken alone for data that it has not used up: another reader may go on.
            if ctx.slept && !socket.rx.is_empty() {
                self.wake_one(WaitOn::SocketReadable(id));
            }
            return Ok(ctx.done);
        }
        let error = socket.take_error();
        if ctx.done == 0 {
            error?;
        }
        if error.is_err() || socket.shut_read {
            return Ok(ctx.done);
        }
        let timeout = socket.options.receive_timeout_ns;
        let wait = self.socket_wait(ctx, WaitOn::SocketReadable(id), target.nonblocking, timeout);
        if ctx.done > 0 && wait == Errno::EAGAIN.into() { Ok(ctx.done) } else { Err(wait) }
    }

    /// The sender of a stream's bytes is the peer.
    fn name_of_peer(&self, id: SocketId, incoming: &mut Incoming) {
        if let Ok(name) = self.peer_name(id)
            && name != Default::default()
        {
            incoming.name = name.encode(Domain::Unix);
        }
    }

    /// Descriptions that came with a message are the receiver's now.
    fn take_files(&mut self, rights: Option<Box<Rights>>, incoming: &mut Incoming) {
        if let Some(rights) = rights {
            incoming.files.extend(self.net.land(*rights));
        }
    }

    /// MSG_PEEK: the receiver gets descriptions of its own, those in flight stay.
    fn copy_files(&mut self, rights: Option<Box<Rights>>, incoming: &mut Incoming) {
        for file in rights.into_iter().flat_map(|rights| rights.files) {
            self.vfs.file_get(file);
            incoming.files.push(file);
        }
    }

    /// One message; what does not fit is lost, and MSG_TRUNC says so.
    pub(crate) fn receive_message(
        &mut self,
        ctx: &mut Ctx,
        target: Target,
        flags: i32,
        mut user: impl UserMemory,
        incoming: &mut Incoming,
    ) -> SysResult {
        let id = target.id;
        let socket = self.net.socket_mut(id);
        if flags & MSG_OOB != 0 {
            return Err(Errno::EOPNOTSUPP.into());
        }
        if socket.kind == Kind::Seqpacket && socket.unix().is_some_and(|unix| unix.state != UnixState::Connected) {
            return Err(Errno::ENOTCONN.into());
        }
        socket.take_error()?;
        let peeks = flags & MSG_PEEK != 0;
        let found = socket.message_to_read(peeks);
        let Some((first, skip)) = found else {
            // Only a connection has an end; without waiting, a datagram socket that is shut down has just nothing.
            if socket.shut_read && (socket.kind == Kind::Seqpacket || !target.nonblocking) {
                return Ok(0);
            }
            let timeout = socket.options.receive_timeout_ns;
            return Err(self.socket_wait(ctx, WaitOn::SocketReadable(id), target.nonblocking, timeout));
        };
        let whole = first.bytes.len() as u64;
        let (len, room) = (whole - skip as u64, user.len());
        let shown = &first.bytes[skip..][..len.min(room) as usize];
        let stored = user.store(&mut self.mm, shown);
        let domain = socket.domain;
        if first.from != Default::default() {
            incoming.name = first.from.encode(domain);
        }
        incoming.creds = first.creds;
        let rights = if peeks { first.rights.clone() } else { None };
        self.net.socket_mut(id).options.received(peeks, if peeks { len.min(room) } else { whole });
        if peeks {
            self.copy_files(rights, incoming);
        } else if domain != Domain::Unix {
            self.net.udp_pop(id);
        } else if let Some(mut message) = self.net.message_pop(id) {
            self.take_files(message.rights.take(), incoming);
        }
        // Woken alone for one message: who else sleeps may take the next.
        if ctx.slept && !self.net.socket(id).rx.is_empty() {
            self.wake_one(WaitOn::SocketReadable(id));
        }
        stored.map_err(|_| Errno::EFAULT)?;
        if len > room {
            incoming.flags |= MSG_TRUNC;
        }
        Ok(if flags & MSG_TRUNC != 0 { len } else { len.min(room) })
    }
}
