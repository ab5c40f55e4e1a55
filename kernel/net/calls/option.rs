//! setsockopt(2) and getsockopt(2): what can be set and asked (socket(7), unix(7), tcp(7), ip(7), ipv6(7)). What has no
//! meaning here is kept and given back.

use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::layout::Timeval;
use crate::abi::{Errno, Fd, SocketId, Tid, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::net::options::{BUFFER_MAX, Options, RECEIVE_MIN, SEND_MIN};
use crate::net::socket::{Domain, Kind};

/// Longest value that is looked at.
const VALUE_MAX: usize = 128;

impl Kernel {
    /// setsockopt(2).
    pub fn sys_setsockopt(
        &mut self,
        ctx: &mut Ctx,
        fd: Fd,
        level: i32,
        name: i32,
        value: UserAddr,
        len: i32,
    ) -> SysResult {
        let id = self.socket_of(ctx.tid, fd)?.id;
        let len = usize::try_from(len).map_err(|_| Errno::EINVAL)?;
        self.check_level(id, level)?;
        if level == SOL_SOCKET && len < 4 {
            return Err(Errno::EINVAL.into());
        }
        let mut bytes = vec![0; len.min(VALUE_MAX)];
        self.copy_in(ctx.tid, value, &mut bytes)?;
        match level {
            SOL_SOCKET => self.set_socket_option(ctx.tid, id, name, &bytes)?,
            _ => self.set_inet_option(id, level, name, &bytes)?,
        }
        self.net_settle();
        Ok(0)
    }

    /// getsockopt(2): as much of the value as there is room for.
    pub fn sys_getsockopt(
        &mut self,
        ctx: &mut Ctx,
        fd: Fd,
        level: i32,
        name: i32,
        value: UserAddr,
        len: UserAddr,
    ) -> SysResult {
        let id = self.socket_of(ctx.tid, fd)?.id;
        // Of a level that IPv4 does not have, getsockopt says otherwise than setsockopt.
        self.check_level(id, level).map_err(|errno| match self.net.socket(id).domain {
            Domain::Inet => Errno::EOPNOTSUPP,
            _ => errno,
        })?;
        let mut room = [0; 4];
        self.copy_in(ctx.tid, len, &mut room)?;
        let room = usize::try_from(i32::from_le_bytes(room)).map_err(|_| Errno::EINVAL)?;
        let bytes = match level {
            SOL_SOCKET => self.socket_option(id, name)?,
            _ => self.inet_option(id, level, name)?,
        };
        let shown = room.min(bytes.len());
        self.copy_out(ctx.tid, value, &bytes[..shown])?;
        self.copy_out(ctx.tid, len, &(shown as u32).to_le_bytes())?;
        Ok(0)
    }

    /// Has the socket options of this level? Unix sockets have only SOL_SOCKET's (SOCK-09).
    fn check_level(&self, id: SocketId, level: i32) -> Result<(), Errno> {
        let socket = self.net.socket(id);
        match (socket.domain, level) {
            (_, SOL_SOCKET) => Ok(()),
            (Domain::Unix, _) => Err(Errno::EOPNOTSUPP),
            (_, IPPROTO_IP) => Ok(()),
            (Domain::Inet6, IPPROTO_IPV6) => Ok(()),
            (_, IPPROTO_TCP) if socket.kind == Kind::Stream => Ok(()),
            (_, IPPROTO_UDP) if socket.kind == Kind::Dgram => Ok(()),
            _ => Err(Errno::ENOPROTOOPT),
        }
    }

    fn set_socket_option(&mut self, tid: Tid, id: SocketId, name: i32, bytes: &[u8]) -> Result<(), Errno> {
        let privileged = self.process_of(tid).cred.euid.0 == 0;
        let value = first_int(bytes);
        let is_unix = self.net.socket(id).domain == Domain::Unix;
        let options = &mut self.net.socket_mut(id).options;
        let on = &mut options.on;
        match name {
            SO_DEBUG if value != 0 && !privileged => return Err(Errno::EACCES),
            SO_DEBUG => on.debug = value != 0,
            SO_REUSEADDR => on.reuse_address = value != 0,
            SO_REUSEPORT if is_unix && value != 0 => return Err(Errno::EOPNOTSUPP),
            SO_REUSEPORT => on.reuse_port = value != 0,
            SO_DONTROUTE => on.dont_route = value != 0,
            SO_BROADCAST => on.broadcast = value != 0,
            SO_KEEPALIVE => on.keep_alive = value != 0,
            SO_OOBINLINE => on.oob_inline = value != 0,
            SO_NO_CHECK => on.no_check = value != 0,
            SO_TIMESTAMP => on.timestamp = value != 0,
            SO_PASSCRED if !is_unix => return Err(Errno::EOPNOTSUPP),
            SO_PASSCRED => on.pass_credentials = value != 0,
            SO_PRIORITY if !(0..=6).contains(&value) && !privileged => return Err(Errno::EPERM),
            SO_PRIORITY => options.priority = value,
            SO_SNDBUFFORCE | SO_RCVBUFFORCE if !privileged => return Err(Errno::EPERM),
            SO_SNDBUF | SO_SNDBUFFORCE => {
                options.send_buffer = buffer_size(value, SEND_MIN);
                options.buffers_set.0 = true;
            }
            SO_RCVBUF | SO_RCVBUFFORCE => {
                options.receive_buffer = buffer_size(value, RECEIVE_MIN);
                options.buffers_set.1 = true;
            }
            SO_RCVLOWAT => options.receive_low = if value < 0 { i32::MAX } else { value.max(1) },
            SO_PEEK_OFF => options.peek_offset = value,
            SO_LINGER => {
                let seconds = bytes.get(4..8).ok_or(Errno::EINVAL)?;
                options.linger_secs = first_int(seconds);
                options.linger = (value != 0).then_some(options.linger_secs);
            }
            SO_RCVTIMEO => options.receive_timeout_ns = timeout(bytes)?,
            SO_SNDTIMEO => options.send_timeout_ns = timeout(bytes)?,
            SO_TYPE | SO_ERROR | SO_PROTOCOL | SO_DOMAIN | SO_ACCEPTCONN | SO_SNDLOWAT | SO_PEERCRED => {
                return Err(Errno::ENOPROTOOPT);
            }
            _ => return Err(Errno::ENOPROTOOPT),
        }
        Ok(())
    }

    fn socket_option(&mut self, id: SocketId, name: i32) -> Result<Vec<u8>, Errno> {
        if name == SO_ERROR {
            let error = self.net.socket_mut(id).error.take();
            return Ok(int(error.map_or(0, |errno| errno.number() as i32)));
        }
        let socket = self.net.socket(id);
        let (options, on) = (&socket.options, &socket.options.on);
        Ok(match name {
            SO_TYPE => int(socket.kind.number()),
            SO_DOMAIN => int(socket.domain.number()),
            SO_PROTOCOL => int(socket.protocol),
            SO_ACCEPTCONN => int(i32::from(self.net.is_listening(id))),
            SO_DEBUG => int(i32::from(on.debug)),
            SO_REUSEADDR => int(i32::from(on.reuse_address)),
            SO_REUSEPORT => int(i32::from(on.reuse_port)),
            SO_DONTROUTE => int(i32::from(on.dont_route)),
            SO_BROADCAST => int(i32::from(on.broadcast)),
            SO_KEEPALIVE => int(i32::from(on.keep_alive)),
            SO_OOBINLINE => int(i32::from(on.oob_inline)),
            SO_NO_CHECK => int(i32::from(on.no_check)),
            SO_TIMESTAMP => int(i32::from(on.timestamp)),
            SO_PASSCRED if socket.domain != Domain::Unix => return Err(Errno::EOPNOTSUPP),
            SO_PASSCRED => int(i32::from(on.pass_credentials)),
            SO_PEERCRED => socket.peer_cred.encode().to_vec(),
            SO_PRIORITY => int(options.priority),
            SO_SNDBUF => int(options.send_buffer as i32),
            SO_RCVBUF => int(options.receive_buffer as i32),
            SO_RCVLOWAT => int(options.receive_low),
            SO_PEEK_OFF => int(options.peek_offset),
            SO_SNDLOWAT => int(1),
            SO_LINGER => [int(i32::from(options.linger.is_some())), int(options.linger_secs)].concat(),
            SO_RCVTIMEO => timeval(options.receive_timeout_ns),
            SO_SNDTIMEO => timeval(options.send_timeout_ns),
            _ => return Err(Errno::ENOPROTOOPT),
        })
    }

    fn set_inet_option(&mut self, id: SocketId, level: i32, name: i32, bytes: &[u8]) -> Result<(), Errno> {
        // IP options may be given as a single byte.
        let value = match bytes {
            [] => return Err(Errno::EINVAL),
            [byte, ..] if bytes.len() < 4 && level == IPPROTO_IP => i32::from(*byte),
            [..] if bytes.len() < 4 => return Err(Errno::EINVAL),
            _ => first_int(bytes),
        };
        let kept = default_of(level, name).ok_or(Errno::ENOPROTOOPT)?;
        let options: &mut Options = &mut self.net.socket_mut(id).options;
        match (level, name) {
            (IPPROTO_TCP, TCP_NODELAY) => options.on.tcp_no_delay = value != 0,
            (IPPROTO_TCP, TCP_CORK) => options.on.tcp_cork = value != 0,
            (IPPROTO_IPV6, IPV6_V6ONLY) => options.on.v6_only = value != 0,
            _ if kept.1 && value < 1 => return Err(Errno::EINVAL),
            _ => options.keep(level, name, value),
        }
        Ok(())
    }

    fn inet_option(&self, id: SocketId, level: i32, name: i32) -> Result<Vec<u8>, Errno> {
        if (level, name) == (IPPROTO_TCP, TCP_INFO) {
            return Ok(self.net.tcp_info(id));
        }
        let (default, _) = default_of(level, name).ok_or(Errno::ENOPROTOOPT)?;
        let options = &self.net.socket(id).options;
        Ok(match (level, name) {
            (IPPROTO_TCP, TCP_NODELAY) => int(i32::from(options.on.tcp_no_delay)),
            (IPPROTO_TCP, TCP_CORK) => int(i32::from(options.on.tcp_cork)),
            (IPPROTO_IPV6, IPV6_V6ONLY) => int(i32::from(options.on.v6_only)),
            _ => int(options.kept(level, name).unwrap_or(default)),
        })
    }
}

/// The numbers of the inet levels that are known, with their defaults and whether they must be positive.
fn default_of(level: i32, name: i32) -> Option<(i32, bool)> {
    Some(match (level, name) {
        (IPPROTO_TCP, TCP_NODELAY | TCP_CORK | 18) => (0, false),
        (IPPROTO_TCP, 2) => (536, true),  // TCP_MAXSEG
        (IPPROTO_TCP, 4) => (7200, true), // TCP_KEEPIDLE
        (IPPROTO_TCP, 5) => (75, true),   // TCP_KEEPINTVL
        (IPPROTO_TCP, 6) => (9, true),    // TCP_KEEPCNT
        (IPPROTO_TCP, 7) => (6, true),    // TCP_SYNCNT
        (IPPROTO_TCP, 8) => (60, false),  // TCP_LINGER2
        (IPPROTO_TCP, 9) => (0, false),   // TCP_DEFER_ACCEPT
        (IPPROTO_TCP, 12) => (1, false),  // TCP_QUICKACK
        (IPPROTO_IP, 1) => (0, false),    // IP_TOS
        (IPPROTO_IP, 2) => (64, true),    // IP_TTL
        (IPPROTO_IP, 11) => (0, false),   // IP_RECVERR
        (IPPROTO_IP, 33) => (1, false),   // IP_MULTICAST_TTL
        (IPPROTO_IP, 34) => (1, false),   // IP_MULTICAST_LOOP
        (IPPROTO_IPV6, IPV6_V6ONLY) => (0, false),
        (IPPROTO_IPV6, 16) => (64, false), // IPV6_UNICAST_HOPS
        _ => return None,
    })
}

fn first_int(bytes: &[u8]) -> i32 {
    bytes.get(..4).map_or(0, |b| i32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

fn int(value: i32) -> Vec<u8> {
    value.to_le_bytes().to_vec()
}

/// What a program asks for is capped, doubled, and not less than a minimum; negative sizes are huge ones.
fn buffer_size(value: i32, least: u32) -> u32 {
    ((value as u32).min(BUFFER_MAX) * 2).max(least)
}

/// A `struct timeval` as a timeout: zero is none. EINVAL when too short, EDOM for more than a second of microseconds.
fn timeout(bytes: &[u8]) -> Result<Option<u64>, Errno> {
    let bytes: &[u8; 16] = bytes.first_chunk().ok_or(Errno::EINVAL)?;
    let Timeval { sec, usec } = Timeval::decode(bytes);
    if !(0..1_000_000).contains(&usec) {
        return Err(Errno::EDOM);
    }
    if sec < 0 {
        // Linux takes a negative time for no waiting at all.
        return Ok(Some(0));
    }
    let ns = (sec as u64).saturating_mul(1_000_000_000).saturating_add(usec as u64 * 1000);
    Ok((ns != 0).then_some(ns))
}

fn timeval(timeout_ns: Option<u64>) -> Vec<u8> {
    let ns = timeout_ns.unwrap_or(0);
    Timeval { sec: (ns / 1_000_000_000) as i64, usec: (ns / 1000 % 1_000_000) as i64 }.encode().to_vec()
}
