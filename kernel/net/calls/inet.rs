//! What the calls mean for TCP and UDP (tcp(7), udp(7), ip(7)).

use super::Target;
use super::send::*;
use crate::Kernel;
use crate::abi::Syscall::{Read, Readv, Recvfrom, Recvmsg};
use crate::abi::{Errno, SocketId, Tid};
use crate::entry::{Ctx, Restart, Stop, SysResult};
use crate::net::addr::{AF_UNSPEC, Endpoint, Ip, decode_inet, family};
use crate::net::socket::{Body, Domain};
use crate::net::tcp::{State, UrgentState};
use crate::net::udp::DATAGRAM_MAX;
use crate::sched::wait::WaitOn;
use crate::vfs::uio::UserMemory;

/// Ports below this are for the superuser.
const PRIVILEGED: u16 = 1024;
/// Most bytes copied from user memory at once.
const CHUNK: usize = 32_768;

impl Kernel {
    /// Tells the transport what time it is; before every operation that may send.
    pub(crate) fn net_now(&mut self) {
        self.net.now_ns = self.clock.now_ns();
    }

    pub(super) fn bind_inet(&mut self, tid: Tid, id: SocketId, address: &[u8]) -> Result<(), Errno> {
        self.net_now();
        let mut at = self.lenient_address(self.net.socket(id).domain, address);
        if family(address)? == AF_UNSPEC && at.is_ok_and(|at| !at.ip.is_any()) {
            at = Err(Errno::EAFNOSUPPORT);
        }
        let at = at?;
        if !at.ip.is_any() && !self.net.is_local(at.ip) && !at.ip.is_multicast() {
            return Err(Errno::EADDRNOTAVAIL);
        }
        if (1..PRIVILEGED).contains(&at.port) && self.process_of(tid).cred.euid.0 != 0 {
            return Err(Errno::EACCES);
        }
        let socket = self.net.socket(id);
        let busy = matches!(&socket.body, Body::Tcp(tcp) if tcp.state != State::Closed);
        if busy || self.net.has_port(id) {
            return Err(Errno::EINVAL);
        }
        self.net.bind_port(id, at)?;
        let chosen = (!at.ip.is_any(), at.port != 0);
        match &mut self.net.socket_mut(id).body {
            Body::Udp(udp) => (udp.bound_address, udp.bound_port) = chosen,
            Body::Tcp(tcp) => (tcp.bound_address, tcp.bound_port) = chosen,
            Body::Unix(_) => {}
        }
        Ok(())
    }

    /// A TCP handshake is begun and waited for; with O_NONBLOCK later calls tell how it went (INET-24 to INET-26).
    pub(super) fn connect_tcp(&mut self, ctx: &mut Ctx, target: Target, address: &[u8]) -> SysResult {
        self.net_now();
        let id = target.id;
        if family(address)? == AF_UNSPEC {
            self.end_receives(id);
            self.net.tcp_disconnect(id);
            self.net.pump();
            return Ok(0);
        }
        if self.net.tcp(id).spoilt {
            return Err(Errno::EINVAL.into());
        }
        let begun = self.net.tcp(id).connecting;
        if !begun {
            let tcp = self.net.tcp(id);
            if tcp.state != State::Closed || tcp.remote.is_some() {
                return Err(Errno::EISCONN.into());
            }
            let to = decode_inet(address, self.net.socket(id).domain)?;
            self.net.tcp_connect(id, to)?;
            self.net.tcp_mut(id).connecting = true;
            if target.nonblocking {
                return Err(Errno::EINPROGRESS.into());
            }
        }
        let state = self.net.tcp(id).state;
        if self.net.tcp(id).is_opening() {
            let timeout = self.net.socket(id).options.send_timeout_ns;
            let wait = self.socket_wait(ctx, WaitOn::SocketWritable(id), target.nonblocking, timeout);
            let early = if ctx.slept { Errno::EINPROGRESS } else { Errno::EALREADY };
            return Err(if wait == Errno::EAGAIN.into() { early.into() } else { wait });
        }
        let tcp = self.net.tcp_mut(id);
        tcp.connecting = false;
        if state == State::Closed {
            let error = self.net.socket_mut(id).error.take();
            self.net.tcp_disconnect(id);
            return Err(error.unwrap_or(Errno::ECONNABORTED).into());
        }
        Ok(0)
    }

    /// The connection is taken from under those who sleep in a receive from it: EPIPE, or what they have (sk_wait_event).
    fn end_receives(&mut self, id: SocketId) {
        let receiving = |tid: &Tid| {
            let blocked = self.procs.find_task(*tid).and_then(|task| task.blocked.as_ref());
            blocked.is_some_and(|b| matches!(b.call, Read { .. } | Readv { .. } | Recvfrom { .. } | Recvmsg { .. }))
        };
        let sleepers: Vec<Tid> = self.waits.sleepers(WaitOn::SocketReadable(id)).filter(receiving).collect();
        for tid in sleepers {
            let done = self.procs.find_task(tid).and_then(|task| task.blocked.as_ref()).map_or(0, |b| b.ctx.done);
            self.complete(tid, if done > 0 { done as i64 } else { -Errno::EPIPE.number() });
        }
    }

    /// A UDP socket gets a peer, from which alone it receives, or loses it (AF_UNSPEC).
    pub(super) fn connect_udp(&mut self, id: SocketId, address: &[u8]) -> SysResult {
        self.net_now();
        if family(address)? == AF_UNSPEC {
            if let Body::Udp(udp) = &mut self.net.socket_mut(id).body {
                udp.remote = None;
                if !udp.bound_address {
                    udp.local.ip = if udp.local.ip.as_v4().is_some() { Ip::ANY4 } else { Ip::ANY6 };
                }
                let chosen = udp.bound_port;
                if !chosen {
                    self.net.unbind_port(id);
                }
            }
            return Ok(0);
        }
        self.give_port(id)?;
        let mut to = decode_inet(address, self.net.socket(id).domain)?;
        if to.ip.is_any() {
            to.ip = if to.ip == Ip::ANY4 { Ip::LOOPBACK4 } else { Ip::LOOPBACK6 };
        }
        if self.is_forbidden_broadcast(id, to) {
            return Err(Errno::EACCES.into());
        }
        let source = self.net.source_for(to.ip)?;
        if let Body::Udp(udp) = &mut self.net.socket_mut(id).body {
            udp.remote = Some(to);
            if udp.local.ip.is_any() {
                udp.local.ip = source;
            }
        }
        Ok(0)
    }

    fn is_forbidden_broadcast(&self, id: SocketId, to: Endpoint) -> bool {
        to.ip == Ip::v4([255; 4]) && !self.net.socket(id).options.on.broadcast
    }

    /// A port for a socket that has none yet (UDP-01): whatever else a call finds wrong.
    fn give_port(&mut self, id: SocketId) -> Result<(), Errno> {
        let at = self.net.socket(id).local();
        if self.net.has_port(id) {
            return Ok(());
        }
        self.net.bind_port(id, at).map_err(|_| Errno::EAGAIN)
    }

    /// All of it, sleeping for room as often as needed.
    pub(super) fn send_tcp(
        &mut self,
        ctx: &mut Ctx,
        target: Target,
        out: &Outgoing,
        mut user: impl UserMemory,
    ) -> SysResult {
        let id = target.id;
        self.net_now();
        user.skip(ctx.done);
        loop {
            // What all that has been sent has led to is the next call's business.
            if ctx.done > 0 && user.len() == 0 {
                return Ok(ctx.done);
            }
            let timeout = self.net.socket(id).options.send_timeout_ns;
            let tcp = self.net.tcp(id);
            let opening = tcp.is_opening();
            if !opening && (!tcp.is_open() || self.net.socket(id).error.is_some() || self.net.socket(id).shut_write) {
                let error = self.net.socket_mut(id).error.take();
                return self.cut_short(ctx, error.unwrap_or(Errno::EPIPE), out.flags);
            }
            let left = user.len();
            if left == 0 {
                return Ok(ctx.done);
            }
            let room = if opening { 0 } else { self.net.tcp_send_room(id) };
            if room == 0 {
                let wait = self.socket_wait(ctx, WaitOn::SocketWritable(id), target.nonblocking, timeout);
                return if ctx.done > 0 && wait == Errno::EAGAIN.into() { Ok(ctx.done) } else { Err(wait) };
            }
            if !self.net.has_memory(CHUNK as u64) {
                return self.cut_short(ctx, Errno::ENOBUFS, out.flags);
            }
            let mut bytes = vec![0; room.min(CHUNK).min(left as usize)];
            if user.fetch(&mut self.mm, &mut bytes).is_err() {
                return self.cut_short(ctx, Errno::EFAULT, out.flags);
            }
            // The mark is set before the bytes go, so that their segment announces it.
            if out.flags & MSG_OOB != 0 && bytes.len() as u64 == left {
                let tcp = self.net.tcp_mut(id);
                tcp.snd_urgent = Some(tcp.snd_una.wrapping_add((tcp.send.len() + bytes.len() - 1) as u32));
            }
            self.net.tcp_write(id, &bytes);
            ctx.done += bytes.len() as u64;
        }
    }

    /// What is there, up to what was asked; waits only for the first byte, or with MSG_WAITALL for all of them.
    pub(super) fn receive_tcp(
        &mut self,
        ctx: &mut Ctx,
        target: Target,
        flags: i32,
        mut user: impl UserMemory,
    ) -> SysResult {
        let id = target.id;
        self.net_now();
        if self.net.tcp(id).state == State::Listen {
            return Err(Errno::ENOTCONN.into());
        }
        if flags & MSG_OOB != 0 {
            return self.receive_urgent(id, flags, user);
        }
        let total = user.len();
        user.skip(ctx.done);
        let inline = self.net.socket(id).options.on.oob_inline;
        // A read stops before the urgent byte; the next one leaves it out, unless SO_OOBINLINE.
        if ctx.done == 0
            && !inline
            && total > 0
            && self.net.tcp(id).bytes_to_mark() == Some(0)
            && !self.net.tcp(id).receive.is_empty()
            && flags & MSG_PEEK == 0
        {
            self.net.tcp_consume(id, 1);
        }
        let peeks = flags & MSG_PEEK != 0;
        let skip = if peeks { self.net.socket(id).options.peek_skips() } else { 0 };
        let tcp = self.net.tcp(id);
        let there = tcp.receive.len().saturating_sub(skip);
        let to_mark = tcp.bytes_to_mark().filter(|n| *n > 0 && *n < tcp.receive.len());
        let to_mark = to_mark.map(|n| n.saturating_sub(skip)).filter(|n| *n > 0);
        let n = (user.len() as usize).min(there).min(to_mark.unwrap_or(usize::MAX));
        let stops_at_mark = to_mark == Some(n);
        // With MSG_TRUNC the bytes are thrown away.
        if flags & MSG_TRUNC == 0 {
            let (head, tail) = tcp.receive.as_slices();
            let (head, tail) = match skip.checked_sub(head.len()) {
                None => (&head[skip..], tail),
                Some(more) => (&tail[more.min(tail.len())..], &[][..]),
            };
            let first = n.min(head.len());
            let stored = user.store(&mut self.mm, &head[..first]);
            if stored.and_then(|()| user.store(&mut self.mm, &tail[..n - first])).is_err() {
                return if ctx.done > 0 { Ok(ctx.done) } else { Err(Errno::EFAULT.into()) };
            }
        }
        ctx.done += n as u64;
        if !peeks && n > 0 {
            self.net.tcp_consume(id, n);
        }
        self.net.socket_mut(id).options.received(peeks, n as u64);
        let socket = self.net.socket(id);
        let low = if flags & MSG_WAITALL != 0 { total } else { total.min(socket.options.receive_low.max(1) as u64) };
        let tcp = self.net.tcp(id);
        if stops_at_mark || ctx.done >= low.max(1) || peeks && n > 0 || total == 0 && tcp.receive.len() > skip {
            if ctx.slept && !tcp.receive.is_empty() {
                self.wake_one(WaitOn::SocketReadable(id));
            }
            return Ok(ctx.done);
        }
        if tcp.fin_received {
            return Ok(ctx.done);
        }
        let (never, timeout) = (tcp.state == State::Closed, socket.options.receive_timeout_ns);
        if let Some(errno) = self.net.socket_mut(id).error.take() {
            return if ctx.done > 0 { Ok(ctx.done) } else { Err(errno.into()) };
        }
        if ctx.done > 0 && never || self.net.socket(id).shut_read {
            return Ok(ctx.done);
        }
        if never {
            return Err(Errno::ENOTCONN.into());
        }
        // Whatever ends the wait for no bytes at all, they have been received.
        if total == 0 && ctx.slept {
            return Ok(0);
        }
        let mut wait = self.socket_wait(ctx, WaitOn::SocketReadable(id), target.nonblocking, timeout);
        if let (Stop::Block(sleep), 0) = (&mut wait, total) {
            sleep.restart = Restart::WithWhatIsDone;
        }
        if ctx.done > 0 && wait == Errno::EAGAIN.into() { Ok(ctx.done) } else { Err(wait) }
    }

    /// MSG_OOB: the urgent byte. EINVAL if there is none or it has been taken, EAGAIN if it is only announced.
    fn receive_urgent(&mut self, id: SocketId, flags: i32, mut user: impl UserMemory) -> SysResult {
        let inline = self.net.socket(id).options.on.oob_inline;
        let shut = self.net.socket(id).shut_read || self.net.tcp(id).state == State::Closed;
        let Some(urgent) = self.net.tcp(id).urgent.filter(|urgent| !inline && urgent.state != UrgentState::Taken)
        else {
            return Err(Errno::EINVAL.into());
        };
        match urgent.state {
            UrgentState::Here(byte) if user.len() > 0 => {
                user.store(&mut self.mm, &[byte]).map_err(|_| Errno::EFAULT)?;
                if let (true, Some(urgent)) = (flags & MSG_PEEK == 0, &mut self.net.tcp_mut(id).urgent) {
                    urgent.state = UrgentState::Taken;
                }
                Ok(1)
            }
            UrgentState::Here(_) => Ok(0),
            _ if shut => Ok(0),
            _ => Err(Errno::EAGAIN.into()),
        }
    }

    /// One datagram, to the address given or the peer.
    pub(super) fn send_udp(&mut self, target: Target, out: &Outgoing, mut user: impl UserMemory) -> SysResult {
        let id = target.id;
        self.net_now();
        self.give_port(id)?;
        let len = user.len();
        if len > u64::from(u16::MAX) {
            return Err(Errno::EMSGSIZE.into());
        }
        if out.flags & MSG_OOB != 0 {
            return Err(Errno::EOPNOTSUPP.into());
        }
        let socket = self.net.socket(id);
        let to = match &out.to {
            Some(address) => self.lenient_address(socket.domain, address)?,
            None => socket.remote().ok_or(Errno::EDESTADDRREQ)?,
        };
        if to.port == 0 && out.to.is_some() {
            return Err(Errno::EINVAL.into());
        }
        if self.is_forbidden_broadcast(id, to) {
            return Err(Errno::EACCES.into());
        }
        // Room for the headers.
        if len > DATAGRAM_MAX {
            return Err(Errno::EMSGSIZE.into());
        }
        self.net.socket_mut(id).take_error()?;
        if self.net.socket(id).shut_write {
            return Err(Errno::EPIPE.into());
        }
        let mut bytes = vec![0; len as usize];
        user.fetch(&mut self.mm, &mut bytes).map_err(|_| Errno::EFAULT)?;
        self.net.udp_send(id, to, bytes)?;
        Ok(len)
    }

    /// A datagram's destination, or what a socket is to be bound to: an IPv4 address may leave out its family.
    fn lenient_address(&self, domain: Domain, address: &[u8]) -> Result<Endpoint, Errno> {
        let mut address = address.to_vec();
        if domain == Domain::Inet && address.len() >= 16 && family(&address)? == AF_UNSPEC {
            address[0] = 2;
        }
        decode_inet(&address, domain)
    }
}
