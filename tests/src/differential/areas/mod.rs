//! The statements of each mechanism, as C text. Arguments are mostly sensible, now and then not.

mod exec;
mod fd;
mod fifo;
mod job;
mod lock;
mod mmap;
mod mq;
mod msg;
mod pipe;
mod poll;
mod process;
mod procfs;
mod psem;
mod sem;
mod shm;
pub(super) mod signals;
mod tcp;
mod thread;
mod timer;
mod tty;
mod udp;
mod unix;

use super::generate::{Area, Dice};

/// All mechanisms.
pub const AREAS: &[Area] = &[
    Area { name: "fd", plain: fd::plain, blocking: Some(fd::blocking), opening: fd::opening },
    Area { name: "pipe", plain: pipe::plain, blocking: Some(pipe::blocking), opening: pipe::opening },
    Area { name: "fifo", plain: fifo::plain, blocking: Some(fifo::blocking), opening: fifo::opening },
    Area { name: "signal", plain: signals::plain, blocking: Some(signals::blocking), opening: signals::arrange },
    Area { name: "process", plain: process::plain, blocking: Some(process::blocking), opening: process::plain },
    Area { name: "poll", plain: poll::plain, blocking: Some(poll::blocking), opening: pipe::opening },
    Area { name: "lock", plain: lock::plain, blocking: Some(lock::blocking), opening: fd::opening },
    Area { name: "msg", plain: msg::plain, blocking: Some(msg::blocking), opening: msg::opening },
    Area { name: "sem", plain: sem::plain, blocking: Some(sem::blocking), opening: sem::opening },
    Area { name: "shm", plain: shm::plain, blocking: Some(shm::blocking), opening: shm::opening },
    Area { name: "mq", plain: mq::plain, blocking: Some(mq::blocking), opening: mq::opening },
    Area { name: "psem", plain: psem::plain, blocking: Some(psem::blocking), opening: psem::plain },
    Area { name: "unix", plain: unix::plain, blocking: Some(unix::blocking), opening: unix::opening },
    Area { name: "udp", plain: udp::plain, blocking: Some(udp::blocking), opening: udp::opening },
    Area { name: "tcp", plain: tcp::plain, blocking: Some(tcp::blocking), opening: tcp::opening },
    Area { name: "mmap", plain: mmap::plain, blocking: Some(mmap::blocking), opening: mmap::opening },
    Area { name: "tty", plain: tty::plain, blocking: Some(tty::blocking), opening: tty::opening },
    Area { name: "thread", plain: thread::plain, blocking: Some(thread::blocking), opening: thread::opening },
    Area { name: "job", plain: job::plain, blocking: Some(job::blocking), opening: job::opening },
    Area { name: "procfs", plain: procfs::plain, blocking: Some(procfs::blocking), opening: procfs::opening },
    Area { name: "exec", plain: exec::plain, blocking: Some(exec::blocking), opening: exec::opening },
    Area { name: "timer", plain: timer::plain, blocking: Some(timer::blocking), opening: timer::opening },
];

/// A descriptor: mostly a slot, sometimes a number.
fn fdx(d: &mut Dice) -> String {
    match d.below(40) {
        0 => "-1".into(),
        1 => "99".into(),
        2 => format!("{}", 3 + d.below(6)),
        _ => slot(d),
    }
}

fn slot(d: &mut Dice) -> String {
    format!("f[{}]", d.below(5))
}

/// A size in bytes.
fn size(d: &mut Dice) -> &'static str {
    d.pick(&["0", "1", "2", "5", "10", "100", "511", "1000", "4095", "4096", "4097", "5000", "10000", "65536", "70000"])
}

fn small(d: &mut Dice) -> &'static str {
    d.pick(&["0", "1", "2", "3", "5", "8", "20", "100", "1000"])
}

fn signal(d: &mut Dice) -> &'static str {
    d.pick(&[
        "SIGUSR1",
        "SIGUSR2",
        "SIGTERM",
        "SIGINT",
        "SIGCONT",
        "SIGHUP",
        "SIGURG",
        "SIGWINCH",
        "SIGRTMIN",
        "SIGRTMIN + 1",
        "SIGPIPE",
    ])
}
