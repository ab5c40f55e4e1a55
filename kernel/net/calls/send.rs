//! Sending: write(2) and writev(2) of sockets, sendto(2).

use super::Target;
use super::control::Control;
use crate::Kernel;
use crate::abi::flags::{MAX_RW_COUNT, O_NONBLOCK};
use crate::abi::{Errno, Fd, FileId, Signal, SocketId, Tid, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::net::Notice;
use crate::net::addr::{Name, UnixName, decode_unix};
use crate::net::dgram::Outlook;
use crate::net::message::{Message, Rights, charge_of};
use crate::net::socket::{Domain, Kind, Ucred};
use crate::net::unix::UnixState;
use crate::sched::wait::WaitOn;
use crate::vfs::uio::{UserMemory, within_user_space};

/// Out-of-band data.
pub const MSG_OOB: i32 = 1;
/// Look without taking.
pub const MSG_PEEK: i32 = 2;
/// Some control messages did not fit.
pub const MSG_CTRUNC: i32 = 8;
/// The message did not fit; as a flag: tell its whole length.
pub const MSG_TRUNC: i32 = 0x20;
/// Do not wait.
pub const MSG_DONTWAIT: i32 = 0x40;
/// Wait until all that was asked for is there.
pub const MSG_WAITALL: i32 = 0x100;
/// Read from the error queue.
pub const MSG_ERRQUEUE: i32 = 0x2000;
/// No SIGPIPE.
pub const MSG_NOSIGNAL: i32 = 0x4000;
/// recvmmsg: wait for the first message only.
pub const MSG_WAITFORONE: i32 = 0x1_0000;
/// Received descriptors get FD_CLOEXEC.
pub const MSG_CMSG_CLOEXEC: i32 = 0x4000_0000;

/// What is sent besides the bytes.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    /// MSG_ flags.
    pub flags: i32,
    /// The destination, if the call gives one.
    pub to: Option<Vec<u8>>,
    /// Control messages.
    pub control: Control,
}

/// Nothing besides the bytes.
static BYTES_ALONE: Outgoing = Outgoing { flags: 0, to: None, control: Control::NONE };

impl Kernel {
    /// sendto(2).
    pub fn sys_sendto(
        &mut self,
        ctx: &mut Ctx,
        fd: Fd,
        (buf, len): (UserAddr, u64),
        flags: i32,
        addr: UserAddr,
        addrlen: i32,
    ) -> SysResult {
        let len = len.min(MAX_RW_COUNT as u64);
        within_user_space(buf, len)?;
        let target = self.socket_of(ctx.tid, fd)?;
        let to = if addr.is_null() { None } else { Some(self.address_in(ctx.tid, addr, addrlen)?) };
        let user = self.user_buffer(ctx.tid, buf, len);
        self.socket_send(ctx, target, &Outgoing { flags, to, control: Control::NONE }, user)
    }

    /// write(2) of a socket: a sending of its own, in which nothing is asked that only send and its like can want.
    #[inline(never)]
    pub(crate) fn socket_write(
        &mut self,
        ctx: &mut Ctx,
        status: i32,
        id: SocketId,
        user: impl UserMemory,
    ) -> SysResult {
        let nonblocking = status & O_NONBLOCK != 0;
        self.socket_send(ctx, Target { id, nonblocking }, &BYTES_ALONE, user)
    }

    /// Sends, whatever the family.
    #[inline(always)]
    pub(crate) fn socket_send(
        &mut self,
        ctx: &mut Ctx,
        mut target: Target,
        out: &Outgoing,
        user: impl UserMemory,
    ) -> SysResult {
        target.nonblocking |= out.flags & MSG_DONTWAIT != 0;
        let socket = self.net.socket(target.id);
        let answer = match (socket.domain, socket.kind) {
            (Domain::Unix, Kind::Stream) => self.send_unix_stream(ctx, target, out, user),
            (Domain::Unix, _) => self.send_unix_message(ctx, target, out, user),
            (_, Kind::Stream) => self.send_tcp(ctx, target, out, user),
            _ => self.send_udp(target, out, user),
        };
        self.net_settle();
        answer
    }

    /// All of it, sleeping for room as often as needed; less when a signal, a timeout or the peer's going cuts it short.
    #[inline(always)]
    fn send_unix_stream(
        &mut self,
        ctx: &mut Ctx,
        target: Target,
        out: &Outgoing,
        mut user: impl UserMemory,
    ) -> SysResult {
        let id = target.id;
        let unix = self.net.unix(id);
        let connected = unix.state == UnixState::Connected;
        match out.to {
            _ if out.flags & MSG_OOB != 0 => return Err(Errno::EOPNOTSUPP.into()),
            Some(_) if connected => return Err(Errno::EISCONN.into()),
            Some(_) => return Err(Errno::EOPNOTSUPP.into()),
            None if !connected => return Err(Errno::ENOTCONN.into()),
            None => {}
        }
        user.skip(ctx.done);
        // Also of nothing at all a socket that is shut down says EPIPE.
        if user.len() == 0
            && ctx.done == 0
            && let Err(errno) = self.net.stream_room(id, 0)
        {
            return self.cut_short(ctx, errno, out.flags);
        }
        while user.len() > 0 {
            let (peer, size) = match self.net.stream_room(id, user.len()) {
                Ok(Some(room)) => room,
                Ok(None) => {
                    let timeout = self.net.socket(id).options.send_timeout_ns;
                    let wait = self.socket_wait(ctx, WaitOn::SocketWritable(id), target.nonblocking, timeout);
                    return if ctx.done > 0 && wait == Errno::EAGAIN.into() { Ok(ctx.done) } else { Err(wait) };
                }
                Err(errno) => return self.cut_short(ctx, errno, out.flags),
            };
            let mut bytes = self.net.buffer(size);
            if user.fetch(&mut self.mm, &mut bytes).is_err() {
                return self.cut_short(ctx, Errno::EFAULT, out.flags);
            }
            let first = ctx.done == 0;
            let message = match self.message(ctx.tid, id, Some(peer), bytes, &out.control, first) {
                Ok(message) => message,
                Err(errno) => return self.cut_short(ctx, errno, out.flags),
            };
            self.net.stream_push(id, peer, message);
            ctx.done += size as u64;
        }
        Ok(ctx.done)
    }

    /// A write ends early: what has gone counts; else the error, EPIPE with SIGPIPE.
    pub(crate) fn cut_short(&mut self, ctx: &Ctx, errno: Errno, flags: i32) -> SysResult {
        if ctx.done > 0 {
            return Ok(ctx.done);
        }
        if errno == Errno::EPIPE && flags & MSG_NOSIGNAL == 0 {
            self.post_own_signal(ctx.tid, Signal::PIPE);
        }
        Err(errno.into())
    }

    /// A datagram or seqpacket message: to the address given, or the peer.
    fn send_unix_message(
        &mut self,
        ctx: &mut Ctx,
        target: Target,
        out: &Outgoing,
        mut user: impl UserMemory,
    ) -> SysResult {
        let id = target.id;
        if out.flags & MSG_OOB != 0 {
            return Err(Errno::EOPNOTSUPP.into());
        }
        let name = self.message_name(id, out)?;
        let len = user.len();
        let timeout = self.net.socket(id).options.send_timeout_ns;
        if self.net.message_allowed(id, len)? != Outlook::Room {
            return Err(self.socket_wait(ctx, WaitOn::SocketWritable(id), target.nonblocking, timeout));
        }
        // The message is made before anybody looks where it goes.
        let mut bytes = vec![0; len as usize];
        user.fetch(&mut self.mm, &mut bytes).map_err(|_| Errno::EFAULT)?;
        let to = self.message_destination(ctx.tid, id, name)?;
        if self.net.message_room(id, to, len)? != Outlook::Room {
            return Err(self.socket_wait(ctx, WaitOn::SocketRoom(to), target.nonblocking, timeout));
        }
        let mut message = self.message(ctx.tid, id, Some(to), bytes, &out.control, true)?;
        message.from = self.net.unix(id).name();
        self.net.message_push(id, to, message);
        Ok(len)
    }

    /// The name that a message is sent to, if one was given and counts: a seqpacket socket ignores it.
    fn message_name(&mut self, id: SocketId, out: &Outgoing) -> Result<Option<UnixName>, Errno> {
        if self.net.socket(id).kind == Kind::Seqpacket {
            self.net.socket_mut(id).take_error()?;
            if self.net.unix(id).state != UnixState::Connected {
                return Err(Errno::ENOTCONN);
            }
            return Ok(None);
        }
        let Some(address) = &out.to else { return Ok(None) };
        let name = decode_unix(address)?.ok_or(Errno::EINVAL)?;
        if self.net.socket(id).options.on.pass_credentials && self.net.unix(id).name.is_none() {
            self.net.bind_auto(id)?;
        }
        Ok(Some(name))
    }

    /// Where a message goes. A datagram socket whose peer is gone loses it (UNIX-18).
    fn message_destination(&mut self, tid: Tid, id: SocketId, name: Option<UnixName>) -> Result<SocketId, Errno> {
        let kind = self.net.socket(id).kind;
        if let Some(name) = name {
            return self.find_unix(tid, &name, kind);
        }
        let Some(peer) = self.net.unix(id).peer else { return Err(Errno::ENOTCONN) };
        if self.net.live(peer).is_some() {
            return Ok(peer.id);
        }
        if kind == Kind::Seqpacket {
            return Err(Errno::EPIPE);
        }
        // What it had sent is lost with it.
        self.net.flush(id);
        self.net.notify(Notice::Room(id));
        self.net.unix_mut(id).peer = None;
        Err(Errno::ECONNREFUSED)
    }

    /// A message to be queued. The first piece of a call takes what travels with it; credentials go along if either
    /// side asks for them, or cannot be asked yet.
    #[inline(always)]
    fn message(
        &mut self,
        tid: Tid,
        id: SocketId,
        to: Option<SocketId>,
        bytes: Vec<u8>,
        control: &Control,
        first: bool,
    ) -> Result<Message, Errno> {
        let asked = |id: SocketId| {
            let socket = self.net.socket(id);
            socket.options.on.pass_credentials || socket.file.is_none()
        };
        let wanted = asked(id) || to.is_some_and(asked);
        let creds = control.creds.or_else(|| wanted.then(|| self.own_credentials(tid)));
        let rights =
            if first && !control.files.is_empty() { Some(self.take_rights(tid, &control.files)?) } else { None };
        let charge = charge_of(bytes.len());
        let sender = self.net.reference(id);
        Ok(Message { bytes, start: 0, charge, sender, from: Name::Unnamed, creds, rights })
    }

    /// The caller as SCM_CREDENTIALS shows it: real ids.
    pub(crate) fn own_credentials(&self, tid: Tid) -> Ucred {
        let process = self.process_of(tid);
        Ucred { pid: process.pid, uid: process.cred.uid, gid: process.cred.gid }
    }

    /// Takes a reference to each description for the message that carries it.
    fn take_rights(&mut self, tid: Tid, files: &[FileId]) -> Result<Box<Rights>, Errno> {
        use crate::vfs::FileKind;
        let is_socket = |file: &&FileId| matches!(self.vfs.file(**file).map(|f| f.kind), Ok(FileKind::Socket(_)));
        let sockets = files.iter().filter(is_socket).count() as u32;
        let cred = &self.process_of(tid).cred;
        let limit = if cred.euid.0 == 0 { u64::MAX } else { self.nofile_limit(tid) };
        let rights = Rights { files: files.to_vec(), sender: cred.uid, sockets, holder: None };
        self.net.launch(&rights, limit)?;
        files.iter().for_each(|file| self.vfs.file_get(*file));
        Ok(Box::new(rights))
    }
}
