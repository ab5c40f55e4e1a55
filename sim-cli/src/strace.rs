//! `sim strace`: a run with its system calls as strace prints them, or as JSON lines.

use crate::args::StraceArgs;
use crate::failure::{Failure, status};
use crate::host::{self, Colour};
use crate::run::{conclude, start};
use crate::setup;
use crate::terminal::{self, Pace, Screen};
use forklore_sim::jsonl;
use forklore_sim::kernel::abi::Syscall;
use forklore_sim::kernel::trace::event::{Event, EventKind};
use forklore_sim::kernel::trace::strace::{Prefix, Strace, Style};
use forklore_sim::kernel::trace::summary::Summary;
use forklore_sim::run::{Ended, Progress, Runner};
use std::fs::File;
use std::io::{self, BufWriter, Write};

/// Runs and traces; the result is the program's exit status.
pub fn strace(args: &StraceArgs, colour: Colour) -> Result<u8, Failure> {
    let filter = Filter::parse(&args.expr)?;
    let setup = setup::setup(&args.program, &args.machine)?;
    let mut runner = start(&setup, colour)?;
    runner.machine.kernel.events.set_on(true);
    let mut sink: Box<dyn Write> = match &args.output {
        Some(path) => Box::new(BufWriter::new(File::create(path).map_err(|e| Failure::io(path, &e))?)),
        None => Box::new(io::stderr()),
    };
    let mut writer = Strace::new(Style {
        prefix: if args.output.is_some() { Prefix::File } else { Prefix::Terminal },
        time: args.time,
        string_limit: args.string_limit,
    });
    let mut summary = Summary::default();
    let mut write = |text: &str| {
        sink.write_all(text.as_bytes()).map_err(|e| Failure { status: status::HOST, message: format!("trace: {e}") })
    };
    if args.json {
        write(&format!("{}\n", jsonl::header()))?;
    }
    let mut report = |runner: &mut Runner| -> Result<(), Failure> {
        for event in runner.machine.kernel.events.take() {
            if !filter.wants(&event) {
                continue;
            }
            summary.feed(&event);
            if args.json {
                write(&format!("{}\n", jsonl::line(&event)))?;
            } else if !args.summary_only {
                writer.feed(&event);
            }
        }
        write(&writer.take())
    };
    let ended = loop {
        if runner.terminal().is_some() {
            break terminal::drive(&mut runner, Pace::Virtual, Screen::Shared, &mut report)?;
        }
        let progress = runner.advance();
        report(&mut runner)?;
        match progress {
            Progress::Output(chunks) => {
                if !host::write_output(&chunks) {
                    break Ended::Killed(forklore_sim::kernel::abi::Signal::PIPE);
                }
            }
            Progress::NeedsInput => {
                let bytes = host::read_input();
                runner.input(&bytes);
            }
            Progress::Running => {}
            Progress::Waits { ns } => runner.pass(ns),
            Progress::Ended(ended) => break ended,
        }
    };
    write(&writer.finish())?;
    if args.summary || args.summary_only {
        write(&summary.table())?;
    }
    sink.flush().map_err(|e| Failure { status: status::HOST, message: format!("trace: {e}") })?;
    Ok(conclude(&runner, &ended, colour))
}

/// What `-e` leaves in the trace.
struct Filter {
    /// Names of calls; `None`: all.
    calls: Option<(Vec<String>, bool)>,
    signals: bool,
}

/// The classes of strace's `%name` that mean something here.
const CLASSES: &[(&str, &[&str])] = &[
    (
        "process",
        &["clone", "fork", "vfork", "execve", "exit", "exit_group", "wait4", "waitid", "kill", "tkill", "tgkill"],
    ),
    (
        "file",
        &[
            "open",
            "openat",
            "creat",
            "stat",
            "lstat",
            "newfstatat",
            "access",
            "faccessat",
            "faccessat2",
            "unlink",
            "unlinkat",
            "mkdir",
            "mkdirat",
            "rmdir",
            "rename",
            "renameat",
            "renameat2",
            "link",
            "linkat",
            "symlink",
            "symlinkat",
            "readlink",
            "readlinkat",
            "chdir",
            "getcwd",
            "chmod",
            "fchmodat",
            "chown",
            "lchown",
            "mknod",
            "mknodat",
            "truncate",
            "utimensat",
            "execve",
        ],
    ),
    (
        "desc",
        &[
            "read",
            "write",
            "readv",
            "writev",
            "pread64",
            "pwrite64",
            "open",
            "openat",
            "creat",
            "close",
            "dup",
            "dup2",
            "dup3",
            "fcntl",
            "ioctl",
            "pipe",
            "pipe2",
            "lseek",
            "fstat",
            "newfstatat",
            "ftruncate",
            "fsync",
            "fdatasync",
            "fchdir",
            "fchmod",
            "fchown",
            "getdents64",
            "mmap",
        ],
    ),
    (
        "signal",
        &[
            "kill",
            "tkill",
            "tgkill",
            "rt_sigaction",
            "rt_sigprocmask",
            "rt_sigpending",
            "rt_sigsuspend",
            "rt_sigtimedwait",
            "rt_sigqueueinfo",
            "sigaltstack",
            "pause",
        ],
    ),
    ("memory", &["brk", "mmap", "munmap", "mprotect"]),
    (
        "creds",
        &[
            "getuid",
            "geteuid",
            "getgid",
            "getegid",
            "setuid",
            "setgid",
            "setreuid",
            "setregid",
            "setresuid",
            "setresgid",
            "getresuid",
            "getresgid",
            "getgroups",
            "setgroups",
        ],
    ),
];

impl Filter {
    fn parse(expressions: &[String]) -> Result<Filter, Failure> {
        let mut filter = Filter { calls: None, signals: true };
        for text in expressions {
            let (key, value) = text.split_once('=').unwrap_or(("trace", text));
            match key {
                "trace" | "t" => filter.calls = calls(value)?,
                "signal" | "signals" | "s" => {
                    filter.signals = match value {
                        "none" | "!all" => false,
                        "all" => true,
                        _ => {
                            return Err(Failure::usage(format!("-e {text}: not supported: signal=all or signal=none")));
                        }
                    }
                }
                _ => {
                    return Err(Failure::usage(format!("-e {text}: not supported: use trace=... or signal=...")));
                }
            }
        }
        Ok(filter)
    }

    fn wants(&self, event: &Event) -> bool {
        match &event.kind {
            EventKind::Enter { call, .. } | EventKind::Exit { call, .. } => match &self.calls {
                None => true,
                Some((names, listed)) => names.iter().any(|n| n == call.name()) == *listed,
            },
            EventKind::Signal { .. } => self.signals,
            _ => true,
        }
    }
}

/// `read,write`, `%process`, `!read`, `all`, `none`: the names, and whether they are those wanted.
fn calls(value: &str) -> Result<Option<(Vec<String>, bool)>, Failure> {
    let (value, listed) = match value.strip_prefix('!') {
        Some(rest) => (rest, false),
        None => (value, true),
    };
    let mut names = Vec::new();
    for name in value.split(',') {
        match name {
            "all" => {
                return Ok(if listed { None } else { Some((Vec::new(), true)) });
            }
            "none" => {
                return Ok(if listed { Some((Vec::new(), true)) } else { None });
            }
            _ => {}
        }
        if let Some(class) = name.strip_prefix('%') {
            let Some((_, members)) = CLASSES.iter().find(|(n, _)| *n == class) else {
                let known: Vec<String> = CLASSES.iter().map(|(n, _)| format!("%{n}")).collect();
                return Err(Failure::usage(format!("-e trace={name}: unknown class; there are {}", known.join(", "))));
            };
            names.extend(members.iter().map(|m| m.to_string()));
        } else if Syscall::number_of(name).is_some() {
            names.push(name.to_string());
        } else {
            return Err(Failure::usage(format!("-e trace={name}: invalid system call '{name}'")));
        }
    }
    Ok(Some((names, listed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        assert_eq!(calls("read,write").ok().flatten(), Some((vec!["read".to_string(), "write".to_string()], true)));
        assert_eq!(calls("!close").ok().flatten(), Some((vec!["close".to_string()], false)));
        assert!(calls("%process").is_ok() && calls("all").is_ok_and(|c| c.is_none()));
        assert!(calls("frobnicate").is_err() && calls("%nonsense").is_err());
    }
}
