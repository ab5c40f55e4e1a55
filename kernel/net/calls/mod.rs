//! The system calls on sockets: what their man pages say, in terms of the objects of [`super`].
//!
//! | module | calls |
//! |---|---|
//! | [`create`] | socket(2), socketpair(2), closing |
//! | [`name`] | bind(2), listen(2), getsockname(2), getpeername(2), shutdown(2) |
//! | [`connect`] | connect(2), accept(2), accept4(2) |
//! | [`send`] | write(2), sendto(2) |
//! | [`receive`] | read(2), recvfrom(2) |
//! | [`msg`] | sendmsg(2), recvmsg(2), sendmmsg(2), recvmmsg(2) |
//! | [`control`] | control messages: SCM_RIGHTS, SCM_CREDENTIALS |
//! | [`inet`] | what they mean for TCP and UDP |
//! | [`option`] | setsockopt(2), getsockopt(2) |

pub mod connect;
pub mod control;
pub mod create;
pub mod inet;
pub mod msg;
pub mod name;
pub mod option;
pub mod receive;
pub mod send;

use super::addr::ADDRESS_MAX;
use super::socket::Ucred;
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::{Errno, Fd, SocketId, Tid, UserAddr};
use crate::entry::{Ctx, Restart, Sleep, Stop};
use crate::sched::wait::WaitOn;
use crate::vfs::FileKind;

/// A socket that a call is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    /// The socket.
    pub id: SocketId,
    /// Is O_NONBLOCK set, or MSG_DONTWAIT given?
    pub nonblocking: bool,
}

impl Kernel {
    /// The socket behind a descriptor: EBADF, ENOTSOCK.
    pub(crate) fn socket_of(&self, tid: Tid, fd: Fd) -> Result<Target, Errno> {
        let (_, description) = self.file_of(tid, fd)?;
        match description.kind {
            FileKind::Socket(id) => Ok(Target { id, nonblocking: description.nonblocking() }),
            _ => Err(Errno::ENOTSOCK),
        }
    }

    /// An address out of user memory. EINVAL for an impossible length.
    fn address_in(&mut self, tid: Tid, addr: UserAddr, len: i32) -> Result<Vec<u8>, Errno> {
        let len = usize::try_from(len).ok().filter(|n| *n <= ADDRESS_MAX).ok_or(Errno::EINVAL)?;
        let mut bytes = vec![0; len];
        self.copy_in(tid, addr, &mut bytes)?;
        Ok(bytes)
    }

    /// An address into user memory, cut to the length that stands at `len`, where its real length goes.
    fn address_out(&mut self, tid: Tid, addr: UserAddr, len: UserAddr, address: &[u8]) -> Result<(), Errno> {
        let mut room = [0; 4];
        self.copy_in(tid, len, &mut room)?;
        let room = usize::try_from(i32::from_le_bytes(room)).map_err(|_| Errno::EINVAL)?;
        self.copy_out(tid, addr, &address[..room.min(address.len())])?;
        self.copy_out(tid, len, &(address.len() as u32).to_le_bytes())
    }

    /// The caller as SO_PEERCRED shows it: effective ids.
    fn peer_credentials(&self, tid: Tid) -> Ucred {
        let process = self.process_of(tid);
        Ucred { pid: process.pid, uid: process.cred.euid, gid: process.cred.egid }
    }

    /// What a call does that would have to wait: EAGAIN without blocking or when its time is up, else sleep. With a
    /// timeout set, a signal always ends it (signal(7)).
    fn socket_wait(&self, ctx: &Ctx, on: WaitOn, nonblocking: bool, timeout_ns: Option<u64>) -> Stop {
        if nonblocking || ctx.timed_out {
            return Errno::EAGAIN.into();
        }
        let deadline_ns = ctx.deadline_ns.or_else(|| timeout_ns.map(|ns| self.clock.now_ns().saturating_add(ns)));
        let restart = if timeout_ns.is_some() { Restart::Never } else { Restart::IfSaRestart };
        Stop::Block(Sleep { on, deadline_ns, restart })
    }

    /// The status flags of a new socket: SOCK_NONBLOCK and SOCK_CLOEXEC have the values of O_NONBLOCK and O_CLOEXEC.
    fn socket_flags(flags: i32) -> Result<(i32, bool), Errno> {
        if flags & !(O_NONBLOCK | O_CLOEXEC) != 0 {
            return Err(Errno::EINVAL);
        }
        Ok((flags & O_NONBLOCK, flags & O_CLOEXEC != 0))
    }
}
