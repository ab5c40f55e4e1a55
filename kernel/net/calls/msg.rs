//! sendmsg(2), recvmsg(2), sendmmsg(2), recvmmsg(2).

use super::receive::Incoming;
use super::send::*;
use crate::Kernel;
use crate::abi::flags::IOV_MAX;
use crate::abi::layout::{Mmsghdr, Msghdr};
use crate::abi::{Errno, Fd, Tid, UserAddr};
use crate::entry::{Ctx, Stop, SysResult};

/// Longest control buffer of a sender (/proc/sys/net/core/optmem_max).
const CONTROL_MAX: u64 = 131_072;
/// Most messages of one sendmmsg or recvmmsg.
const MESSAGES_MAX: u32 = 1024;

impl Kernel {
    fn message_header(&mut self, tid: Tid, at: UserAddr) -> Result<Msghdr, Errno> {
        let mut bytes = [0; Msghdr::SIZE];
        self.copy_in(tid, at, &mut bytes)?;
        let header = Msghdr::decode(&bytes);
        if header.iovlen > IOV_MAX as u64 {
            return Err(Errno::EMSGSIZE);
        }
        if header.namelen < 0 {
            return Err(Errno::EINVAL);
        }
        Ok(header)
    }

    /// sendmsg(2).
    pub fn sys_sendmsg(&mut self, ctx: &mut Ctx, fd: Fd, msg: UserAddr, flags: i32) -> SysResult {
        let target = self.socket_of(ctx.tid, fd)?;
        let header = self.message_header(ctx.tid, msg)?;
        let named = header.name != 0 && header.namelen > 0;
        let to = match named {
            true => Some(self.address_in(ctx.tid, UserAddr(header.name), header.namelen.min(128))?),
            false => None,
        };
        let control = match header.controllen {
            0 => Default::default(),
            len if len > CONTROL_MAX => return Err(Errno::ENOBUFS.into()),
            len => {
                let mut buffer = vec![0; len as usize];
                self.copy_in(ctx.tid, UserAddr(header.control), &mut buffer)?;
                let is_unix = self.net.socket(target.id).unix().is_some();
                if is_unix { self.parse_control(ctx.tid, &buffer)? } else { Default::default() }
            }
        };
        let user = self.user_vector(ctx.tid, UserAddr(header.iov), header.iovlen as i32)?;
        self.socket_send(ctx, target, &Outgoing { flags, to, control }, user)
    }

    /// recvmsg(2): the header gets the address's length, the control messages' and the flags.
    pub fn sys_recvmsg(&mut self, ctx: &mut Ctx, fd: Fd, msg: UserAddr, flags: i32) -> SysResult {
        let target = self.socket_of(ctx.tid, fd)?;
        let header = self.message_header(ctx.tid, msg)?;
        let user = self.user_vector(ctx.tid, UserAddr(header.iov), header.iovlen as i32)?;
        let mut incoming = Incoming::default();
        let received = self.socket_receive(ctx, target, flags, user, Some(&mut incoming));
        if received.is_err() {
            self.drop_files(incoming.files);
            return received;
        }
        let mut out = header;
        if header.name != 0 {
            let shown = incoming.name.len().min(header.namelen as usize);
            self.copy_out(ctx.tid, UserAddr(header.name), &incoming.name[..shown])?;
            out.namelen = incoming.name.len() as i32;
        }
        let room = if header.control == 0 { 0 } else { header.controllen.min(CONTROL_MAX) as usize };
        let pass = self.net.socket(target.id).options.on.pass_credentials;
        let control = self.write_control(ctx.tid, room, pass, flags, &mut incoming);
        self.copy_out(ctx.tid, UserAddr(header.control), &control)?;
        out.controllen = control.len() as u64;
        out.flags = incoming.flags | flags & MSG_CMSG_CLOEXEC;
        self.copy_out(ctx.tid, msg, &out.encode())?;
        received
    }

    /// sendmmsg(2): as many as go; the error of the first one that does not counts only if none went.
    pub fn sys_sendmmsg(&mut self, ctx: &mut Ctx, fd: Fd, messages: UserAddr, count: u32, flags: i32) -> SysResult {
        self.each_message(ctx, messages, count, |kernel, ctx, at, _| kernel.sys_sendmsg(ctx, fd, at, flags))
    }

    /// recvmmsg(2). Not supported: its timeout, which is looked at only between messages on Linux as well.
    pub fn sys_recvmmsg(
        &mut self,
        ctx: &mut Ctx,
        fd: Fd,
        messages: UserAddr,
        count: u32,
        flags: i32,
        _timeout: UserAddr,
    ) -> SysResult {
        self.each_message(ctx, messages, count, |kernel, ctx, at, n| {
            let wait = if n > 0 && flags & MSG_WAITFORONE != 0 { MSG_DONTWAIT } else { 0 };
            kernel.sys_recvmsg(ctx, fd, at, flags & !MSG_WAITFORONE | wait)
        })
    }

    /// Does `each` for every message. `ctx.done` counts the finished ones, also over a sleep in between.
    fn each_message(
        &mut self,
        ctx: &mut Ctx,
        messages: UserAddr,
        count: u32,
        mut each: impl FnMut(&mut Kernel, &mut Ctx, UserAddr, u64) -> SysResult,
    ) -> SysResult {
        let count = u64::from(count.min(MESSAGES_MAX));
        while ctx.done < count {
            let at = messages.add(ctx.done * Mmsghdr::SIZE as u64);
            let mut one = Ctx { done: 0, ..*ctx };
            match each(self, &mut one, at, ctx.done) {
                Ok(n) => self.copy_out(ctx.tid, at.add(Msghdr::SIZE as u64), &(n as u32).to_le_bytes())?,
                Err(Stop::Error(_)) if ctx.done > 0 => break,
                Err(stop) => return Err(stop),
            }
            ctx.done += 1;
            (ctx.slept, ctx.timed_out) = (false, false);
        }
        Ok(ctx.done)
    }
}
