//! How the arguments of poll, select, epoll and timers are written, as strace 6 does.

use super::values::{flags, pointer, signal, sigset};
use crate::abi::SigSet;
use std::fmt::Write;

/// Most entries of a list that strace writes out.
const LISTED: usize = 32;

const POLL_BITS: &[(u64, &str)] = &[
    (0x1, "POLLIN"),
    (0x2, "POLLPRI"),
    (0x4, "POLLOUT"),
    (0x40, "POLLRDNORM"),
    (0x100, "POLLWRNORM"),
    (0x80, "POLLRDBAND"),
    (0x200, "POLLWRBAND"),
    (0x8, "POLLERR"),
    (0x10, "POLLHUP"),
    (0x20, "POLLNVAL"),
    (0x400, "POLLMSG"),
    (0x1000, "POLLREMOVE"),
    (0x2000, "POLLRDHUP"),
];

const EPOLL_BITS: &[(u64, &str)] = &[
    (0x1, "EPOLLIN"),
    (0x2, "EPOLLPRI"),
    (0x4, "EPOLLOUT"),
    (0x40, "EPOLLRDNORM"),
    (0x80, "EPOLLRDBAND"),
    (0x100, "EPOLLWRNORM"),
    (0x200, "EPOLLWRBAND"),
    (0x400, "EPOLLMSG"),
    (0x8, "EPOLLERR"),
    (0x10, "EPOLLHUP"),
    (0x2000, "EPOLLRDHUP"),
    (1 << 28, "EPOLLEXCLUSIVE"),
    (1 << 29, "EPOLLWAKEUP"),
    (1 << 30, "EPOLLONESHOT"),
    (1 << 31, "EPOLLET"),
];

fn bits(table: &'static [(u64, &'static str)], value: u64) -> String {
    if value == 0 { "0".to_string() } else { flags(table, value) }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

/// The texts of list entries, cut where strace cuts.
fn list(entries: impl Iterator<Item = String>, more: bool) -> String {
    let mut shown: Vec<String> = entries.take(LISTED + 1).collect();
    if shown.len() > LISTED || more {
        shown.truncate(LISTED);
        shown.push("...".to_string());
    }
    format!("[{}]", shown.join(", "))
}

/// An array of `struct pollfd` before the call.
pub fn poll_asked(bytes: &[u8], whole: u64) -> String {
    let entry = |b: &[u8]| match u32_at(b, 0) as i32 {
        fd @ ..0 => format!("{{fd={fd}}}"),
        fd => format!("{{fd={fd}, events={}}}", bits(POLL_BITS, u64::from(u32_at(b, 4) & 0xffff))),
    };
    list(bytes.chunks_exact(8).map(entry), (bytes.len() as u64) < whole)
}

/// The entries of an array of `struct pollfd` that have an answer.
pub fn poll_answered(bytes: &[u8]) -> String {
    let answered = bytes.chunks_exact(8).filter(|b| u32_at(b, 4) >> 16 != 0);
    let entry = |b: &[u8]| {
        let revents = bits(POLL_BITS, u64::from(u32_at(b, 4) >> 16));
        format!("{{fd={}, revents={revents}}}", u32_at(b, 0) as i32)
    };
    list(answered.map(entry), false)
}

/// A `fd_set`: its members.
pub fn fd_set(bytes: &[u8]) -> String {
    let member = |n: &usize| bytes[n / 8] >> (n % 8) & 1 == 1;
    let members: Vec<String> = (0..bytes.len() * 8).filter(member).map(|n| n.to_string()).collect();
    format!("[{}]", members.join(" "))
}

/// A `struct epoll_event`.
pub fn epoll_event(bytes: &[u8]) -> String {
    let (events, data) = (u32_at(bytes, 0), u64_at(bytes, 4));
    format!("{{events={}, data={{u32={}, u64={data}}}}}", bits(EPOLL_BITS, events.into()), data as u32)
}

/// What epoll_wait(2) found.
pub fn epoll_events(bytes: &[u8], whole: u64) -> String {
    list(bytes.chunks_exact(12).map(epoll_event), (bytes.len() as u64) < whole)
}

/// A `struct itimerspec`.
pub fn itimerspec(bytes: &[u8]) -> String {
    let part = |at| format!("{{tv_sec={}, tv_nsec={}}}", u64_at(bytes, at) as i64, u64_at(bytes, at + 8) as i64);
    format!("{{it_interval={}, it_value={}}}", part(0), part(16))
}

/// A `struct sigevent` of timer_create(2).
pub fn sigevent(bytes: &[u8]) -> String {
    let value = u64_at(bytes, 0);
    let (signo, notify) = (u32_at(bytes, 8), u32_at(bytes, 12));
    let mut text = "{".to_string();
    if value != 0 {
        let _ = write!(text, "sigev_value={{sival_int={}, sival_ptr={}}}, ", value as i32, pointer(value));
    }
    let signals = matches!(notify, 0 | 2 | 4);
    let signo = if signals { signal(signo.into()) } else { (signo as i32).to_string() };
    let name = match notify {
        0 => "SIGEV_SIGNAL".to_string(),
        1 => "SIGEV_NONE".to_string(),
        2 => "SIGEV_THREAD".to_string(),
        4 => "SIGEV_THREAD_ID".to_string(),
        other => format!("{other:#x} /* SIGEV_??? */"),
    };
    let _ = write!(text, "sigev_signo={signo}, sigev_notify={name}");
    if notify == 4 {
        let _ = write!(text, ", sigev_notify_thread_id={}", u32_at(bytes, 16) as i32);
    }
    text + "}"
}

/// The last argument of pselect6(2): address and size of a mask, then the mask, if there is one.
pub fn pselect_mask(bytes: &[u8]) -> String {
    let mask = match bytes.get(16..24) {
        Some(set) => sigset(SigSet(u64_at(set, 0))),
        None => pointer(u64_at(bytes, 0)),
    };
    format!("{{sigmask={mask}, sigsetsize={}}}", u64_at(bytes, 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_written_as_strace_writes_them() {
        let entry = |fd: i32, events: u16, revents: u16| {
            [fd.to_le_bytes().to_vec(), events.to_le_bytes().to_vec(), revents.to_le_bytes().to_vec()].concat()
        };
        let fds = [entry(3, 1, 0), entry(4, 4, 4), entry(-1, 3, 0), entry(9, 0, 0x20)].concat();
        let asked = "[{fd=3, events=POLLIN}, {fd=4, events=POLLOUT}, {fd=-1}, {fd=9, events=0}]";
        assert_eq!(poll_asked(&fds, 32), asked);
        assert_eq!(poll_answered(&fds), "[{fd=4, revents=POLLOUT}, {fd=9, revents=POLLNVAL}]");
        assert_eq!(poll_asked(&[], 0), "[]");
        assert!(poll_asked(&entry(3, 1, 0).repeat(40), 320).ends_with("{fd=3, events=POLLIN}, ...]"));
        assert_eq!(fd_set(&[0b1000_1000, 1]), "[3 7 8]");
        let event = [0x8000_0001u32.to_le_bytes().to_vec(), 0x1_0000_0003u64.to_le_bytes().to_vec()].concat();
        assert_eq!(epoll_event(&event), "{events=EPOLLIN|EPOLLET, data={u32=3, u64=4294967299}}");
        let mask = [8u64, 8, 1 << 9].map(u64::to_le_bytes).concat();
        assert_eq!(pselect_mask(&mask), "{sigmask=[USR1], sigsetsize=8}");
        assert_eq!(pselect_mask(&[0u64, 8].map(u64::to_le_bytes).concat()), "{sigmask=NULL, sigsetsize=8}");
    }
}
