//! `siginfo_t`: what a signal says of its origin (sigaction(2), "The siginfo_t argument").

use super::{Pid, Signal, Uid, UserAddr};
use serde::{Deserialize, Serialize};

/// Sent by kill(2).
pub const SI_USER: i32 = 0;
/// Sent by the kernel.
pub const SI_KERNEL: i32 = 0x80;
/// Sent by sigqueue(3).
pub const SI_QUEUE: i32 = -1;
/// Sent by a POSIX timer.
pub const SI_TIMER: i32 = -2;
/// Sent because of mq_notify(3).
pub const SI_MESGQ: i32 = -3;
/// Sent by tkill(2) or tgkill(2), which raise(3) uses.
pub const SI_TKILL: i32 = -6;
/// The child has exited.
pub const CLD_EXITED: i32 = 1;
/// The child was killed.
pub const CLD_KILLED: i32 = 2;
/// The child was killed and would have dumped core.
pub const CLD_DUMPED: i32 = 3;
/// The child has stopped.
pub const CLD_STOPPED: i32 = 5;
/// The child has continued.
pub const CLD_CONTINUED: i32 = 6;
/// SIGSEGV: nothing is mapped there.
pub const SEGV_MAPERR: i32 = 1;
/// SIGSEGV: the mapping's protection forbids it.
pub const SEGV_ACCERR: i32 = 2;
/// SIGBUS: misaligned.
pub const BUS_ADRALN: i32 = 1;
/// SIGBUS: no such physical address, as beyond the end of a mapped file.
pub const BUS_ADRERR: i32 = 2;
/// SIGIO: something to read.
pub const POLL_IN: i32 = 1;
/// SIGIO: the other end is closed.
pub const POLL_HUP: i32 = 6;
/// SIGFPE: integer division by zero.
pub const FPE_INTDIV: i32 = 1;

/// A signal with what is known of its origin.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SigInfo {
    /// `si_signo`.
    pub signal: Signal,
    /// `si_code`: positive when the kernel found out by itself, 0 or negative when a process sent it.
    pub code: i32,
    /// The rest.
    pub origin: Origin,
}

/// The part of `siginfo_t` that depends on the kind of signal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Origin {
    /// Nothing more is known.
    Kernel,
    /// kill and tkill.
    Sender { pid: Pid, uid: Uid },
    /// sigqueue: with a value.
    Queued { pid: Pid, uid: Uid, value: u64 },
    /// SIGCHLD: exit code or signal number in `status`, CPU time in clock ticks.
    Child { pid: Pid, uid: Uid, status: i32, utime: u64, stime: u64 },
    /// A POSIX timer: its number, missed expirations, its value; `seq` tells the kernel which setting of it this is.
    Timer { timer: i32, overrun: i32, value: u64, seq: u64 },
    /// A fault at an address.
    Fault { addr: UserAddr },
    /// What a descriptor is ready for (F_SETSIG).
    Poll { band: i64, fd: i32 },
}

impl SigInfo {
    /// Size of `siginfo_t`.
    pub const SIZE: usize = 128;

    /// A signal from the kernel itself.
    pub fn kernel(signal: Signal) -> SigInfo {
        SigInfo { signal, code: SI_KERNEL, origin: Origin::Kernel }
    }

    /// The bytes of the C structure.
    pub fn encode(&self) -> [u8; Self::SIZE] {
        let mut bytes = [0; Self::SIZE];
        let mut put = |at: usize, value: &[u8]| bytes[at..at + value.len()].copy_from_slice(value);
        put(0, &i32::from(self.signal.number()).to_le_bytes());
        put(8, &self.code.to_le_bytes());
        match self.origin {
            Origin::Kernel => {}
            Origin::Sender { pid, uid } => {
                put(16, &pid.0.to_le_bytes());
                put(20, &uid.0.to_le_bytes());
            }
            Origin::Queued { pid, uid, value } => {
                put(16, &pid.0.to_le_bytes());
                put(20, &uid.0.to_le_bytes());
                put(24, &value.to_le_bytes());
            }
            Origin::Child { pid, uid, status, utime, stime } => {
                put(16, &pid.0.to_le_bytes());
                put(20, &uid.0.to_le_bytes());
                put(24, &status.to_le_bytes());
                put(32, &utime.to_le_bytes());
                put(40, &stime.to_le_bytes());
            }
            Origin::Timer { timer, overrun, value, .. } => {
                put(16, &timer.to_le_bytes());
                put(20, &overrun.to_le_bytes());
                put(24, &value.to_le_bytes());
            }
            Origin::Fault { addr } => put(16, &addr.0.to_le_bytes()),
            Origin::Poll { band, fd } => {
                put(16, &band.to_le_bytes());
                put(24, &fd.to_le_bytes());
            }
        }
        bytes
    }

    /// What rt_sigqueueinfo(2) is given, read as sigqueue(3) fills it in.
    pub fn decode(signal: Signal, bytes: &[u8; Self::SIZE]) -> SigInfo {
        let int = |at: usize| i32::from_le_bytes(std::array::from_fn(|i| bytes[at + i]));
        let value = u64::from_le_bytes(std::array::from_fn(|i| bytes[24 + i]));
        let (pid, uid) = (Pid(int(16) as u32), Uid(int(20) as u32));
        SigInfo { signal, code: int(8), origin: Origin::Queued { pid, uid, value } }
    }
}
