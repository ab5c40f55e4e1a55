//! How the arguments of socket calls are written: types, addresses, options, message headers. As strace 6 does.

use super::capture::CapturedMemory;
use super::values::{self, Fields, Names};
use crate::abi::{Errno, Syscall};
use std::fmt::Write;

/// SOCK_ type with its flags.
pub fn socket_type(value: u64) -> String {
    let name = match value & 0xf {
        1 => "SOCK_STREAM".to_string(),
        2 => "SOCK_DGRAM".to_string(),
        3 => "SOCK_RAW".to_string(),
        4 => "SOCK_RDM".to_string(),
        5 => "SOCK_SEQPACKET".to_string(),
        6 => "SOCK_DCCP".to_string(),
        10 => "SOCK_PACKET".to_string(),
        other => format!("{other:#x} /* SOCK_??? */"),
    };
    match value as u32 & !0xf {
        0 => name,
        flags => format!("{name}|{}", socket_flags(flags.into())),
    }
}

/// SOCK_NONBLOCK and SOCK_CLOEXEC.
pub fn socket_flags(value: u64) -> String {
    let mut parts = Vec::new();
    for (bit, name) in [(0o2000000, "SOCK_CLOEXEC"), (0o4000, "SOCK_NONBLOCK")] {
        if value & bit != 0 {
            parts.push(name.to_string());
        }
    }
    let rest = value as u32 & !0o2004000;
    if rest != 0 || parts.is_empty() {
        parts.push(if rest == 0 { "0".to_string() } else { format!("{rest:#x}") });
    }
    parts.join("|")
}

/// Protocol of socket(2): names for the internet families.
pub fn protocol(family: u64, value: u64) -> String {
    let name = match (family, value) {
        (2 | 10, 0) => "IPPROTO_IP",
        (2 | 10, 1) => "IPPROTO_ICMP",
        (2 | 10, 6) => "IPPROTO_TCP",
        (2 | 10, 17) => "IPPROTO_UDP",
        _ => return (value as i32).to_string(),
    };
    name.to_string()
}

/// Level of setsockopt(2).
pub fn level(value: u64) -> String {
    match value as i32 {
        0 => "SOL_IP".to_string(),
        1 => "SOL_SOCKET".to_string(),
        6 => "SOL_TCP".to_string(),
        17 => "SOL_UDP".to_string(),
        41 => "SOL_IPV6".to_string(),
        other => format!("{other:#x} /* SOL_??? */"),
    }
}

/// Name of an option.
pub fn option(level: u64, value: u64) -> String {
    let name = match (level as i32, value as i32) {
        (1, 1) => "SO_DEBUG",
        (1, 2) => "SO_REUSEADDR",
        (1, 3) => "SO_TYPE",
        (1, 4) => "SO_ERROR",
        (1, 5) => "SO_DONTROUTE",
        (1, 6) => "SO_BROADCAST",
        (1, 7) => "SO_SNDBUF",
        (1, 8) => "SO_RCVBUF",
        (1, 9) => "SO_KEEPALIVE",
        (1, 10) => "SO_OOBINLINE",
        (1, 12) => "SO_PRIORITY",
        (1, 13) => "SO_LINGER",
        (1, 15) => "SO_REUSEPORT",
        (1, 16) => "SO_PASSCRED",
        (1, 17) => "SO_PEERCRED",
        (1, 18) => "SO_RCVLOWAT",
        (1, 42) => "SO_PEEK_OFF",
        (1, 19) => "SO_SNDLOWAT",
        (1, 20) => "SO_RCVTIMEO_OLD",
        (1, 21) => "SO_SNDTIMEO_OLD",
        (1, 25) => "SO_BINDTODEVICE",
        (1, 29) => "SO_TIMESTAMP_OLD",
        (1, 30) => "SO_ACCEPTCONN",
        (1, 32) => "SO_SNDBUFFORCE",
        (1, 33) => "SO_RCVBUFFORCE",
        (1, 38) => "SO_PROTOCOL",
        (1, 39) => "SO_DOMAIN",
        (1, other) => return format!("{other:#x} /* SO_??? */"),
        (6, 1) => "TCP_NODELAY",
        (6, 2) => "TCP_MAXSEG",
        (6, 3) => "TCP_CORK",
        (6, 4) => "TCP_KEEPIDLE",
        (6, 5) => "TCP_KEEPINTVL",
        (6, 6) => "TCP_KEEPCNT",
        (6, 12) => "TCP_QUICKACK",
        (6, other) => return format!("{other:#x} /* TCP_??? */"),
        (0, 1) => "IP_TOS",
        (0, 2) => "IP_TTL",
        (0, 11) => "IP_RECVERR",
        (41, 26) => "IPV6_V6ONLY",
        (_, other) => return format!("{other:#x}"),
    };
    name.to_string()
}

fn bytes_of(memory: Option<CapturedMemory>) -> Option<Vec<u8>> {
    match memory {
        Some(CapturedMemory::Bytes { bytes, .. }) => Some(bytes),
        _ => None,
    }
}

/// A `struct sockaddr_*`, or the pointer if it could not be read.
pub fn address(memory: Option<CapturedMemory>, pointer: u64) -> String {
    match bytes_of(memory) {
        Some(bytes) if bytes.len() >= 2 => address_text(&bytes),
        _ => values::pointer(pointer),
    }
}

fn address_text(bytes: &[u8]) -> String {
    let f = Fields(bytes);
    let family = u64::from(f.u32(0).max(u32::from(bytes[0]) | u32::from(bytes[1]) << 8) & 0xffff);
    let mut text = format!("{{sa_family={}", Names::Family.one(family));
    let port = || bytes.get(2..4).map_or(0, |b| u16::from_be_bytes([b[0], b[1]]));
    match (family, &bytes[2..]) {
        (1, [0, name @ ..]) => {
            let _ = write!(text, ", sun_path=@{}", values::quoted(name, name.len() as u64, usize::MAX));
        }
        (1, path) if !path.is_empty() => {
            let end = path.iter().position(|b| *b == 0).unwrap_or(path.len());
            let _ = write!(text, ", sun_path={}", values::quoted(&path[..end], end as u64, usize::MAX));
        }
        (2, _) if bytes.len() >= 8 => {
            let ip = std::net::Ipv4Addr::new(bytes[4], bytes[5], bytes[6], bytes[7]);
            let _ = write!(text, ", sin_port=htons({}), sin_addr=inet_addr(\"{ip}\")", port());
        }
        (10, _) if bytes.len() >= 24 => {
            let mut ip = [0; 16];
            ip.copy_from_slice(&bytes[8..24]);
            let ip = std::net::Ipv6Addr::from(ip);
            let _ = write!(
                text,
                ", sin6_port=htons({}), sin6_flowinfo=htonl({}), inet_pton(AF_INET6, \"{ip}\", &sin6_addr), sin6_scope_id={}",
                port(),
                f.u32(4).swap_bytes(),
                f.u32(24)
            );
        }
        _ => {}
    }
    text + "}"
}

/// `[room => length]`, once if they are the same.
pub fn length(before: Option<CapturedMemory>, after: Option<CapturedMemory>, pointer: u64) -> String {
    let int = |memory| bytes_of(memory).map(|bytes| Fields(&bytes).i32(0));
    match (int(before), int(after)) {
        (Some(room), Some(len)) if room != len => format!("[{room} => {len}]"),
        (Some(len), _) => format!("[{len}]"),
        _ => values::pointer(pointer),
    }
}

/// An option's value: a number, or what the few structures among them say.
pub fn option_value(call: &Syscall, memory: Option<CapturedMemory>, pointer: u64) -> String {
    let Some(bytes) = bytes_of(memory) else { return values::pointer(pointer) };
    let f = Fields(&bytes);
    match (call.args()[1] as i32, call.args()[2] as i32, bytes.len()) {
        (1, 13, 8) => format!("{{l_onoff={}, l_linger={}}}", f.i32(0), f.i32(4)),
        (1, 17, 12) => format!("{{pid={}, uid={}, gid={}}}", f.i32(0), f.i32(4), f.i32(8)),
        (1, 4, 4) if f.i32(0) != 0 => match Errno::from_number(f.i32(0).into()) {
            Some(errno) => format!("[{}]", errno.name()),
            None => format!("[{}]", f.i32(0)),
        },
        (_, _, 4) => format!("[{}]", f.i32(0)),
        _ => values::quoted(&bytes, bytes.len() as u64, 32),
    }
}

/// A `struct msghdr` as [`super::capture`] takes it; `before` is the header that went into a recvmsg.
pub fn message(before: Option<CapturedMemory>, memory: Option<CapturedMemory>, pointer: u64, limit: usize) -> String {
    let Some(CapturedMemory::List { items, .. }) = memory else { return values::pointer(pointer) };
    let [header, name, control, buffers @ ..] = items.as_slice() else { return values::pointer(pointer) };
    let f = Fields(&header.0);
    let name_text = if name.0.len() >= 2 { address_text(&name.0) } else { values::pointer(f.u64(0)) };
    let mut text = format!("{{msg_name={name_text}, msg_namelen=");
    match bytes_of(before).map(|bytes| Fields(&bytes).i32(8)) {
        Some(room) if room != f.i32(8) => {
            let _ = write!(text, "{room} => {}", f.i32(8));
        }
        _ => {
            let _ = write!(text, "{}", f.i32(8));
        }
    }
    let parts: Vec<String> = buffers
        .iter()
        .map(|(bytes, whole)| {
            format!("{{iov_base={}, iov_len={whole}}}", values::quoted(bytes, bytes.len() as u64, limit))
        })
        .collect();
    let _ = write!(text, ", msg_iov=[{}], msg_iovlen={}", parts.join(", "), f.u64(24));
    if !control.0.is_empty() {
        let _ = write!(text, ", msg_control=[{}]", control_text(&control.0));
    }
    let _ = write!(text, ", msg_controllen={}, msg_flags={}", f.u64(40), Names::MsgFlags.bits(f.u32(48).into()));
    text + "}"
}

fn control_text(bytes: &[u8]) -> String {
    let mut parts = Vec::new();
    let mut at = 0;
    while at + 16 <= bytes.len() {
        let f = Fields(&bytes[at..]);
        let len = f.u64(0) as usize;
        let end = (at.saturating_add(len)).min(bytes.len());
        let data = Fields(bytes.get(at + 16..end).unwrap_or_default());
        let head = format!("cmsg_len={len}, cmsg_level={}", level(f.u32(8).into()));
        parts.push(match (f.i32(8), f.i32(12)) {
            (1, 1) => {
                let numbers: Vec<String> = (0..data.0.len() / 4).map(|n| data.i32(4 * n).to_string()).collect();
                format!("{{{head}, cmsg_type=SCM_RIGHTS, cmsg_data=[{}]}}", numbers.join(", "))
            }
            (1, 2) => format!(
                "{{{head}, cmsg_type=SCM_CREDENTIALS, cmsg_data={{pid={}, uid={}, gid={}}}}}",
                data.i32(0),
                data.i32(4),
                data.i32(8)
            ),
            (_, other) => format!("{{{head}, cmsg_type={other:#x}}}"),
        });
        if len < 16 {
            break;
        }
        at += len.next_multiple_of(8);
    }
    parts.join(", ")
}
