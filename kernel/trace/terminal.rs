//! The requests of ioctl_tty(2): what their third argument is, and its structures written out as strace 6 writes them.

use super::schema::{Arg, Struct};
use super::values::{Fields, Names, Table, flags};
use crate::abi::flags::*;

/// The arguments of an ioctl(2), by its request.
pub(super) fn ioctl(request: u64) -> &'static [Arg] {
    use Arg::*;
    const NAME: Arg = Enum(Names::Ioctl);
    match request & 0xffff_ffff {
        TCGETS => &[Fd, NAME, StructOut(Struct::Termios)],
        TCSETS | TCSETSW | TCSETSF => &[Fd, NAME, StructIn(Struct::Termios)],
        TIOCGWINSZ => &[Fd, NAME, StructOut(Struct::Winsize)],
        TIOCSWINSZ => &[Fd, NAME, StructIn(Struct::Winsize)],
        FIONREAD | TIOCOUTQ | TIOCGPTN | TIOCGPGRP | TIOCGSID | TIOCGEXCL => &[Fd, NAME, StructOut(Struct::Int)],
        TIOCSPGRP | TIOCSPTLCK | TIOCPKT | FIONBIO | FIOASYNC => &[Fd, NAME, StructIn(Struct::Int)],
        TCFLSH => &[Fd, NAME, Enum(Names::TerminalQueue)],
        TCXONC => &[Fd, NAME, Enum(Names::TerminalFlow)],
        TCSBRK | TCSBRKP | TIOCSCTTY => &[Fd, NAME, Int],
        TIOCNOTTY | TIOCEXCL | TIOCNXCL | FIOCLEX | FIONCLEX => &[Fd, NAME],
        TIOCSIG | TIOCGPTPEER => &[Fd, NAME, Hex],
        _ => &[Fd, NAME, Addr],
    }
}

/// A request without a name, taken apart.
pub(super) fn unknown_request(request: u64) -> String {
    let direction = match request >> 30 & 3 {
        0 => "_IOC_NONE",
        1 => "_IOC_WRITE",
        2 => "_IOC_READ",
        _ => "_IOC_READ|_IOC_WRITE",
    };
    let number = |n: u64| if n == 0 { "0".to_string() } else { format!("{n:#x}") };
    let (kind, nr, size) = (request >> 8 & 0xff, request & 0xff, request >> 16 & 0x3fff);
    format!("_IOC({direction}, {}, {}, {})", number(kind), number(nr), number(size))
}

const INPUT: Table = &[
    (0o1, "IGNBRK"),
    (0o2, "BRKINT"),
    (0o4, "IGNPAR"),
    (0o10, "PARMRK"),
    (0o20, "INPCK"),
    (0o40, "ISTRIP"),
    (0o100, "INLCR"),
    (0o200, "IGNCR"),
    (0o400, "ICRNL"),
    (0o1000, "IUCLC"),
    (0o2000, "IXON"),
    (0o4000, "IXANY"),
    (0o10000, "IXOFF"),
    (0o20000, "IMAXBEL"),
    (0o40000, "IUTF8"),
];

const OUTPUT: Table = &[
    (0o1, "OPOST"),
    (0o2, "OLCUC"),
    (0o4, "ONLCR"),
    (0o10, "OCRNL"),
    (0o20, "ONOCR"),
    (0o40, "ONLRET"),
    (0o100, "OFILL"),
    (0o200, "OFDEL"),
];

const CONTROL: Table = &[
    (0o100, "CSTOPB"),
    (0o200, "CREAD"),
    (0o400, "PARENB"),
    (0o1000, "PARODD"),
    (0o2000, "HUPCL"),
    (0o4000, "CLOCAL"),
    (0x4000_0000, "CMSPAR"),
    (0x8000_0000, "CRTSCTS"),
];

const LOCAL: Table = &[
    (0o1, "ISIG"),
    (0o2, "ICANON"),
    (0o4, "XCASE"),
    (0o10, "ECHO"),
    (0o20, "ECHOE"),
    (0o40, "ECHOK"),
    (0o100, "ECHONL"),
    (0o200, "NOFLSH"),
    (0o100000, "IEXTEN"),
    (0o1000, "ECHOCTL"),
    (0o2000, "ECHOPRT"),
    (0o4000, "ECHOKE"),
    (0o10000, "FLUSHO"),
    (0o40000, "PENDIN"),
    (0o400, "TOSTOP"),
    (0o200000, "EXTPROC"),
];

/// The rates of c_cflag's low bits, and with CBAUDEX.
const BAUD: [&str; 16] = [
    "B0", "B50", "B75", "B110", "B134", "B150", "B200", "B300", "B600", "B1200", "B1800", "B2400", "B4800", "B9600",
    "B19200", "B38400",
];
const FAST: [&str; 16] = [
    "BOTHER", "B57600", "B115200", "B230400", "B460800", "B500000", "B576000", "B921600", "B1000000", "B1152000",
    "B1500000", "B2000000", "B2500000", "B3000000", "B3500000", "B4000000",
];
const CBAUD: u32 = 0o10017;
const CBAUDEX: u32 = 0o10000;

/// The bits of a set of flags; nothing for none.
fn bits(table: Table, value: u32) -> String {
    if value == 0 { String::new() } else { flags(table, value.into()) }
}

/// `struct termios`, without the keys.
pub(super) fn termios(f: &Fields) -> String {
    let (oflag, cflag) = (f.u32(4), f.u32(8));
    let tab = match oflag >> 11 & 3 {
        3 => "XTABS".to_string(),
        n => format!("TAB{n}"),
    };
    let delays = format!(
        "NL{}|CR{}|{tab}|BS{}|VT{}|FF{}",
        oflag >> 8 & 1,
        oflag >> 9 & 3,
        oflag >> 13 & 1,
        oflag >> 14 & 1,
        oflag >> 15 & 1
    );
    let rates = if cflag & CBAUDEX == 0 { BAUD } else { FAST };
    format!(
        "{{c_iflag={}, c_oflag={delays}|{}, c_cflag={}|CS{}|{}, c_lflag={}, ...}}",
        bits(INPUT, f.u32(0)),
        bits(OUTPUT, oflag & !0xff00),
        rates[cflag as usize & 15],
        5 + (cflag >> 4 & 3),
        bits(CONTROL, cflag & !(CBAUD | 0x30)),
        bits(LOCAL, f.u32(12)),
    )
}

/// `struct winsize`.
pub(super) fn winsize(f: &Fields) -> String {
    let short = |at: usize| f.u32(at & !3) >> (8 * (at & 2)) & 0xffff;
    format!("{{ws_row={}, ws_col={}, ws_xpixel={}, ws_ypixel={}}}", short(0), short(2), short(4), short(6))
}
