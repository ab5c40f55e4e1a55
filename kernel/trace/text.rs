//! One system call as text: `name(args)` in two parts, since what goes in is known before what comes out.

use super::capture::{Captured, CapturedMemory, futex_waits};
use super::event::Outcome;
use super::schema::{Arg, Struct, schema};
use super::sockets;
use super::sysv;
use super::values::{self, Names};
use super::waiting;
use crate::abi::Syscall;
use crate::abi::flags::futex_op as op;
use crate::entry::Restart;

/// Writes calls; holds how long strings may get.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CallWriter {
    /// Longest string shown, in bytes (strace's `-s`).
    pub string_limit: usize,
}

impl CallWriter {
    /// `name(` and the arguments up to the first that only the finished call shows.
    pub fn head(&self, call: &Syscall, inputs: &[Captured]) -> String {
        let mut text = format!("{}(", call.name());
        let count = self.shown(call);
        let ready = schema(call).iter().take(count).take_while(|arg| !comes_out(**arg)).count();
        for n in 0..ready {
            if n > 0 {
                text += ", ";
            }
            text += &self.argument(call, n, inputs, &[], 0);
        }
        // strace leaves the separator when it goes on with what comes out.
        if ready < count && ready > 0 && !matches!(call, Syscall::Clone3 { .. }) {
            text += ", ";
        }
        text
    }

    /// The remaining arguments and the closing parenthesis.
    pub fn tail(&self, call: &Syscall, inputs: &[Captured], outputs: &[Captured], outcome: Option<Outcome>) -> String {
        let count = self.shown(call);
        let ready = schema(call).iter().take(count).take_while(|arg| !comes_out(**arg)).count();
        let result = match outcome {
            Some(Outcome::Value(value)) => value,
            Some(Outcome::Error(errno)) => -errno.number(),
            _ => -1,
        };
        let rest: Vec<String> = (ready..count).map(|n| self.argument(call, n, inputs, outputs, result)).collect();
        rest.join(", ") + ")"
    }

    /// The text after `= `; `None`: the call never returns.
    pub fn result(&self, call: &Syscall, outputs: &[Captured], outcome: Option<Outcome>) -> String {
        let value = match outcome {
            Some(Outcome::Value(value)) => value,
            Some(Outcome::Error(errno)) => return format!("-1 {} ({errno})", errno.name()),
            Some(Outcome::Interrupted(restart)) => return interrupted(call, restart).to_string(),
            None => return "?".to_string(),
        };
        match call {
            Syscall::Brk { .. } | Syscall::Mmap { .. } | Syscall::Mremap { .. } | Syscall::Shmat { .. } => {
                format!("{value:#x}")
            }
            Syscall::Umask { .. } => values::mode(value as u64),
            Syscall::Fcntl { cmd: 1, .. } if value & 1 == 1 => "0x1 (flags FD_CLOEXEC)".to_string(),
            Syscall::Fcntl { cmd: 3, .. } => format!("{value:#x} (flags {})", values::open_flags(value as u64)),
            Syscall::RtSigtimedwait { .. } if value > 0 => format!("{value} ({})", values::signal(value as u64)),
            Syscall::Poll { .. } | Syscall::Ppoll { .. } | Syscall::Select { .. } | Syscall::Pselect6 { .. } => {
                match value {
                    0 => "0 (Timeout)".to_string(),
                    _ => format!("{value} ({})", self.found(call, outputs)),
                }
            }
            _ => value.to_string(),
        }
    }

    /// What poll and select have found, and the time left.
    fn found(&self, call: &Syscall, outputs: &[Captured]) -> String {
        let mut parts = Vec::new();
        for output in outputs {
            let CapturedMemory::Bytes { bytes, .. } = &output.memory else { continue };
            match schema(call)[output.arg as usize] {
                Arg::PollFds(_) => parts.push(waiting::poll_answered(bytes)),
                Arg::FdSet(_) if bytes.iter().any(|byte| *byte != 0) => {
                    let name = ["in", "out", "except"][usize::from(output.arg).saturating_sub(1).min(2)];
                    parts.push(format!("{name} {}", waiting::fd_set(bytes)));
                }
                Arg::StructInOut(kind) => parts.push(format!("left {}", values::structure(kind, bytes))),
                _ => {}
            }
        }
        parts.join(", ")
    }

    /// How many arguments are shown: a mode only with O_CREAT, fcntl's third only where the command takes one.
    fn shown(&self, call: &Syscall) -> usize {
        let all = schema(call).len();
        match call {
            Syscall::Open { flags, .. } | Syscall::Openat { flags, .. } if flags & 0o100 == 0 => all - 1,
            Syscall::Fcntl { cmd, arg, .. } if values::fcntl_arg(*cmd as u64, *arg).is_none() => 2,
            Syscall::MqOpen { flags, .. } if flags & 0o100 == 0 => 2,
            Syscall::Clone { flags, .. } => clone_parts(*flags),
            // Only special files have a device number.
            Syscall::Mknod { mode, .. } | Syscall::Mknodat { mode, .. }
                if !matches!(mode & 0o170000, 0o20000 | 0o60000) =>
            {
                all - 1
            }
            Syscall::Futex { op, .. } => futex_arguments(*op).len(),
            Syscall::Prctl { option: 1 | 15 | 16, .. } => 2,
            _ => all,
        }
    }

    fn argument(&self, call: &Syscall, n: usize, inputs: &[Captured], outputs: &[Captured], result: i64) -> String {
        let n = match call {
            Syscall::Futex { op, .. } => futex_arguments(*op)[n],
            _ => n,
        };
        let value = call.args()[n];
        let find = |list: &[Captured]| list.iter().find(|c| c.arg as usize == n).map(|c| c.memory.clone());
        let failed = (-4095..0).contains(&result);
        if let Syscall::Clone { .. } = call {
            return self.clone_argument(call, n);
        }
        match schema(call)[n] {
            Arg::Int | Arg::Fd => (value as i32).to_string(),
            Arg::Uint => value.to_string(),
            Arg::Long => (value as i64).to_string(),
            Arg::IpcKey => sysv::ipc_key(value),
            Arg::IpcGetFlags => sysv::ipc_get_flags(value),
            Arg::MessageIn(_) => self.message(find(inputs), value),
            Arg::MessageOut(_) => self.message(find(outputs), value),
            Arg::Sembufs(_) => match find(inputs) {
                Some(CapturedMemory::Bytes { bytes, .. }) if value != 0 => sysv::sembufs(&bytes),
                _ => values::pointer(value),
            },
            Arg::Hex if matches!(call, Syscall::Futex { .. }) && value as u32 == u32::MAX => {
                "FUTEX_BITSET_MATCH_ANY".to_string()
            }
            Arg::Hex => format!("{value:#x}").replace("0x0", "0"),
            Arg::Addr => values::pointer(value),
            Arg::DirFd if value as i32 == -100 => "AT_FDCWD".to_string(),
            Arg::DirFd => (value as i32).to_string(),
            Arg::Mode => values::mode(value),
            Arg::FileMode => values::file_mode(value),
            Arg::Signal => values::signal(value),
            Arg::Enum(names) => {
                names.one(if matches!(names, Names::RusageWho) { value } else { u64::from(value as u32) })
            }
            Arg::Flags(names) => names.bits(u64::from(value as u32)),
            Arg::OpenFlags if matches!(call, Syscall::Pipe2 { .. } | Syscall::Dup3 { .. }) => {
                values::descriptor_flags(u64::from(value as u32))
            }
            Arg::OpenFlags => values::open_flags(u64::from(value as u32)),
            Arg::CloneFlags => values::clone_flags(value),
            Arg::CloneSize => clone_size(value, inputs, result),
            Arg::FutexOp => values::futex_op(value),
            Arg::FutexTimeout if !futex_waits(call.args()[1]) => value.to_string(),
            Arg::FutexTimeout => self.structure(Struct::Timespec, find(inputs), value),
            Arg::FcntlCmd => values::fcntl_cmd(u64::from(value as u32)),
            Arg::FcntlArg => values::fcntl_arg(call.args()[1], value).unwrap_or_default(),
            Arg::Path => self.memory(find(inputs), value, usize::MAX),
            Arg::In(_) => self.memory(find(inputs), value, self.string_limit),
            Arg::Out => self.memory(find(outputs), value, self.string_limit),
            Arg::IovecIn(_) => self.iovec(find(inputs), value),
            Arg::IovecOut(_) => self.iovec(find(outputs), value),
            Arg::Argv => self.argv(find(inputs), value),
            Arg::Envp => envp(find(inputs), value),
            Arg::SocketType => sockets::socket_type(value),
            Arg::SocketFlags => sockets::socket_flags(value),
            Arg::Protocol => sockets::protocol(call.args()[0], value),
            Arg::SocketLevel => sockets::level(value),
            Arg::SocketOption => sockets::option(call.args()[1], value),
            Arg::SockaddrIn(_) => sockets::address(find(inputs), value),
            Arg::SockaddrOut(_) if failed => values::pointer(value),
            Arg::SockaddrOut(_) => sockets::address(find(outputs), value),
            Arg::SocklenOut => sockets::length(find(inputs), find(outputs), value),
            Arg::OptionIn(_) => sockets::option_value(call, find(inputs), value),
            Arg::OptionOut(_) => sockets::option_value(call, find(outputs), value),
            Arg::MsghdrIn => sockets::message(None, find(inputs), value, self.string_limit),
            Arg::MsghdrOut if failed => values::pointer(value),
            Arg::MsghdrOut => sockets::message(find(inputs), find(outputs), value, self.string_limit),
            Arg::StructIn(kind) | Arg::StructInOut(kind) => self.structure(kind, find(inputs), value),
            Arg::PollFds(_) => bytes_as(find(inputs), value, waiting::poll_asked),
            Arg::FdSet(_) => bytes_as(find(inputs), value, |bytes, _| waiting::fd_set(bytes)),
            Arg::PselectMask => bytes_as(find(inputs), value, |bytes, _| waiting::pselect_mask(bytes)),
            Arg::EpollEvents => bytes_as(find(outputs), value, waiting::epoll_events),
            Arg::StructOut(_) if failed => values::pointer(value),
            Arg::StructOut(kind) | Arg::StructOutOnError(kind) => self.structure(kind, find(outputs), value),
        }
    }

    /// strace writes clone's arguments with their names, in the order of glibc's wrapper, and only those in use.
    fn clone_argument(&self, call: &Syscall, n: usize) -> String {
        let args = call.args();
        let with_parent = usize::from(args[0] & CLONE_PARENT_SETTID != 0);
        match n {
            0 => format!("child_stack={}", values::pointer(args[1])),
            1 => format!("flags={}", values::clone_flags(args[0])),
            2 if with_parent == 1 => format!("parent_tid={}", values::pointer(args[2])),
            _ if n == 2 + with_parent => format!("child_tidptr={}", values::pointer(args[3])),
            _ => format!("tls={:#x}", args[4]),
        }
    }

    fn memory(&self, memory: Option<CapturedMemory>, addr: u64, limit: usize) -> String {
        match memory {
            Some(CapturedMemory::Bytes { bytes, len }) => values::quoted(&bytes, len, limit),
            _ => values::pointer(addr),
        }
    }

    fn message(&self, memory: Option<CapturedMemory>, addr: u64) -> String {
        match memory {
            Some(CapturedMemory::Bytes { bytes, len }) => sysv::message(&bytes, len, self.string_limit),
            _ => values::pointer(addr),
        }
    }

    fn structure(&self, kind: Struct, memory: Option<CapturedMemory>, addr: u64) -> String {
        match memory {
            Some(CapturedMemory::Bytes { bytes, .. }) => values::structure(kind, &bytes),
            _ => values::pointer(addr),
        }
    }

    fn iovec(&self, memory: Option<CapturedMemory>, addr: u64) -> String {
        let Some(CapturedMemory::List { items, len }) = memory else { return values::pointer(addr) };
        let mut parts: Vec<String> = items
            .iter()
            .map(|(bytes, whole)| {
                let shown = values::quoted(bytes, bytes.len() as u64, self.string_limit);
                format!("{{iov_base={shown}, iov_len={whole}}}")
            })
            .collect();
        if (items.len() as u64) < len {
            parts.push("...".to_string());
        }
        format!("[{}]", parts.join(", "))
    }

    fn argv(&self, memory: Option<CapturedMemory>, addr: u64) -> String {
        let Some(CapturedMemory::List { items, len }) = memory else { return values::pointer(addr) };
        let mut parts: Vec<String> =
            items.iter().take(32).map(|(b, whole)| values::quoted(b, *whole, self.string_limit)).collect();
        if (parts.len() as u64) < len {
            parts.push("...".to_string());
        }
        format!("[{}]", parts.join(", "))
    }
}

/// Captured bytes written by `text`, which is told how many there were; an address if nothing was captured.
fn bytes_as(memory: Option<CapturedMemory>, addr: u64, text: impl Fn(&[u8], u64) -> String) -> String {
    match memory {
        Some(CapturedMemory::Bytes { bytes, len }) => text(&bytes, len),
        _ => values::pointer(addr),
    }
}

fn envp(memory: Option<CapturedMemory>, addr: u64) -> String {
    match memory {
        Some(CapturedMemory::List { len, .. }) => {
            format!("{} /* {len} var{} */", values::pointer(addr), if len == 1 { "" } else { "s" })
        }
        _ => values::pointer(addr),
    }
}

const CLONE_SETTLS: u64 = 0x8_0000;
const CLONE_PARENT_SETTID: u64 = 0x10_0000;

/// How many of clone's arguments mean something with these flags.
fn clone_parts(flags: u64) -> usize {
    3 + usize::from(flags & CLONE_PARENT_SETTID != 0) + usize::from(flags & CLONE_SETTLS != 0)
}

/// What clone3 has given back, and the size of its arguments.
fn clone_size(size: u64, inputs: &[Captured], result: i64) -> String {
    let told = match inputs.first().map(|c| &c.memory) {
        Some(CapturedMemory::Bytes { bytes, .. }) if result > 0 => {
            let flags = bytes.first_chunk::<8>().map_or(0, |word| u64::from_le_bytes(*word));
            if flags & CLONE_PARENT_SETTID != 0 { format!(" => {{parent_tid=[{result}]}}") } else { String::new() }
        }
        _ => String::new(),
    };
    format!("{told}, {size}")
}

/// Which arguments a futex operation has.
fn futex_arguments(op: i32) -> &'static [usize] {
    match op & 127 {
        op::WAIT => &[0, 1, 2, 3],
        op::WAKE => &[0, 1, 2],
        op::REQUEUE => &[0, 1, 2, 3, 4],
        op::WAIT_BITSET => &[0, 1, 2, 3, 5],
        op::WAKE_BITSET => &[0, 1, 2, 5],
        _ => &[0, 1, 2, 3, 4, 5],
    }
}

/// What a signal did to a sleeping call, in Linux's inner errno values.
fn interrupted(call: &Syscall, restart: Restart) -> &'static str {
    match (call, restart) {
        (Syscall::Nanosleep { .. } | Syscall::ClockNanosleep { .. } | Syscall::Poll { .. }, _) => {
            "? ERESTART_RESTARTBLOCK (Interrupted by signal)"
        }
        (Syscall::Futex { .. }, Restart::IfNoHandler) => "? ERESTART_RESTARTBLOCK (Interrupted by signal)",
        (_, Restart::IfNoHandler) => "? ERESTARTNOHAND (To be restarted if no handler)",
        _ => "? ERESTARTSYS (To be restarted if SA_RESTART is set)",
    }
}

/// Is the argument shown only when the call has finished?
fn comes_out(arg: Arg) -> bool {
    matches!(
        arg,
        Arg::CloneSize
            | Arg::SockaddrOut(_)
            | Arg::OptionOut(_)
            | Arg::SocklenOut
            | Arg::MsghdrOut
            | Arg::MessageOut(_)
            | Arg::EpollEvents
            | Arg::Out
            | Arg::IovecOut(_)
            | Arg::StructOut(_)
            | Arg::StructOutOnError(_)
    )
}
