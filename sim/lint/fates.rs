//! What can have become of a call whose result somebody ought to look at, and what is said when nobody did: the words of
//! [`super::results`].
//!
//! Entry points: [`Fate::of`] for a call that has ended, [`Fate::ignored`] and [`Fate::misused`] for the findings.

use super::customs::customary;
use super::hints::hint;
use super::report::{Finding, Rule};
use super::scene::Site;
use crate::debug::code::Spot;
use forklore_kernel::abi::{Errno, Pid, Signal, Syscall};
use forklore_kernel::entry::Restart;
use forklore_kernel::trace::event::Outcome;

/// What happened to a call.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Fate {
    Failed(Errno),
    /// It returned this error's number: a function of threads.
    Returned(Errno),
    /// A signal interrupted it; unless it is made again, it fails with EINTR.
    Interrupted {
        restart: Restart,
        /// Known when it is delivered.
        by: Option<Signal>,
    },
    Short(Short),
}

/// So many bytes of so many.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Short {
    pub n: u64,
    pub asked: u64,
    pub writes: bool,
    pub buf: u64,
    pub why: Why,
    /// What has come is a text that ends by itself.
    pub text: bool,
}

/// Why no more came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Why {
    /// There was no more yet, or no more room.
    Part,
    /// End of file.
    End,
    /// EAGAIN.
    Nothing,
}

impl Fate {
    /// What became of this call; `None` if it went well.
    pub fn of(call: &Syscall, outcome: Outcome) -> Option<Fate> {
        let short = |n: u64, why: Why| {
            let (asked, writes, buf) = asked(call)?;
            (n < asked && (n > 0 || !writes)).then_some(Fate::Short(Short { n, asked, writes, buf, why, text: false }))
        };
        match outcome {
            Outcome::Error(Errno::EAGAIN) if asked(call).is_some() => short(0, Why::Nothing),
            Outcome::Error(errno) => Some(Fate::Failed(errno)),
            Outcome::Value(0) => short(0, Why::End),
            Outcome::Value(n @ 1..) => short(n as u64, Why::Part),
            Outcome::Interrupted(restart) => Some(Fate::Interrupted { restart, by: None }),
            Outcome::Value(_) => None,
        }
    }

    /// Is the result an error?
    pub fn is_error(&self) -> bool {
        matches!(
            self,
            Fate::Failed(_)
                | Fate::Returned(_)
                | Fate::Interrupted { .. }
                | Fate::Short(Short { why: Why::Nothing, .. })
        )
    }

    /// May it be ignored from this function of the library?
    pub fn is_customary(&self, function: &str) -> bool {
        match self {
            Fate::Failed(errno) | Fate::Returned(errno) => customary(function, *errno),
            Fate::Interrupted { .. } => customary(function, Errno::EINTR),
            Fate::Short(_) => false,
        }
    }

    /// What tells findings about it apart from others at the same place.
    fn about(&self, function: &str) -> String {
        match self {
            Fate::Failed(errno) | Fate::Returned(errno) => format!("{function} {}", errno.name()),
            Fate::Interrupted { .. } => format!("{function} EINTR"),
            Fate::Short(_) => function.to_string(),
        }
    }

    /// `read() failed here: EBADF (Bad file descriptor)`
    fn told(&self, function: &str) -> String {
        match self {
            Fate::Failed(errno) => format!("{function}() failed here: {} ({errno})", errno.name()),
            Fate::Returned(errno) => format!("{function}() failed here and returned {} ({errno})", errno.name()),
            Fate::Interrupted { by, .. } => {
                let by = by.map_or_else(|| "a signal".to_string(), |signal| signal.name());
                format!("{function}() was interrupted here by the handler of {by} and returned -1 (EINTR)")
            }
            Fate::Short(Short { n, asked, writes, why, .. }) => match (why, writes) {
                (Why::End, _) => {
                    format!("{function}() found the end here: it returned 0, and none of {asked} bytes came")
                }
                (Why::Nothing, _) => {
                    format!("{function}() found nothing here: it returned -1 (EAGAIN), and none of {asked} bytes came")
                }
                (Why::Part, true) => format!("{function}() wrote only {n} of {asked} bytes here"),
                (Why::Part, false) => format!("{function}() read only {n} of {asked} bytes here"),
            },
        }
    }

    /// Nobody looked at the result. `compared`: only with 0 or -1. `used`: where bytes are used that never came.
    pub fn ignored(&self, site: &Site, pid: Pid, compared: bool, used: Option<Spot>) -> Finding {
        let function = site.function.as_deref().unwrap_or_default();
        let forks = matches!(function, "fork" | "vfork");
        let looked = match compared {
            true if forks => "its result was only compared with 0",
            true => "only an error was looked for",
            false => "nobody looked at its result",
        };
        let (rule, mend) = match self {
            Fate::Failed(errno) => {
                let look = format!("if ({function}(...) == -1) perror(\"{function}\"); and decide what then");
                (Rule::IgnoredError, with_hint(look, function, *errno))
            }
            Fate::Returned(errno) => {
                let look = format!(
                    "if ((error = {function}(...)) != 0) fprintf(stderr, \"%s\\n\", strerror(error)); and decide what then"
                );
                (Rule::IgnoredError, with_hint(look, function, *errno))
            }
            Fate::Interrupted { restart, .. } => (Rule::IgnoredError, again(function, *restart)),
            Fate::Short(short) => (Rule::ShortCount, short.mend(function)),
        };
        let text = format!("{}, and {looked}", self.told(function));
        let finding = Finding::new(rule, Some(site.spot.clone()), pid, text, mend).about(self.about(function));
        finding.with(used, "bytes are used here that never came")
    }

    /// The result -1 is used as a number.
    pub fn misused(&self, site: &Site, pid: Pid, how: &str) -> Finding {
        let function = site.function.as_deref().unwrap_or_default();
        let text = match self {
            Fate::Failed(_) => format!("{}, and its result -1 {how}", self.told(function)),
            _ => format!("{}, which {how}", self.told(function)),
        };
        let look = format!("look at the result first: if it is -1, perror(\"{function}\") and decide what then");
        let mend = match self {
            Fate::Interrupted { restart, .. } => again(function, *restart),
            Fate::Short(_) => look,
            Fate::Failed(errno) | Fate::Returned(errno) => with_hint(look, function, *errno),
        };
        Finding::new(Rule::IgnoredError, Some(site.spot.clone()), pid, text, mend).about(self.about(function))
    }
}

/// With what usually mends this error.
fn with_hint(look: String, function: &str, errno: Errno) -> String {
    match hint(function, errno) {
        Some(hint) => format!("{look}; here: {hint}"),
        None => look,
    }
}

/// How a call is made again that a handler has interrupted.
fn again(function: &str, restart: Restart) -> String {
    let repeat = format!("make the call again: while ({function}(...) == -1 && errno == EINTR) ;");
    match restart {
        Restart::IfSaRestart => format!("give sigaction() SA_RESTART in sa_flags for this handler, or {repeat}"),
        _ => format!("{repeat} (SA_RESTART does nothing for this call)"),
    }
}

impl Short {
    fn mend(&self, function: &str) -> String {
        match (self.writes, self.why) {
            (true, _) => {
                "write the rest in a loop: while (left > 0) { n = write(fd, p, left); ... p += n; left -= n; }".to_string()
            }
            (false, Why::End) => format!("look at the result: {function}() returns 0 at the end of file, and leaves the buffer as it was"),
            (false, Why::Nothing) => "look at the result: -1 with errno EAGAIN means that nothing is there yet; wait with poll(), or take O_NONBLOCK away".to_string(),
            (false, Why::Part) => {
                format!("use the count that {function}() returns, and read on until all has come or it returns 0; a text has to be ended: n = {function}(...); buf[n] = '\\0'")
            }
        }
    }
}

/// How many bytes were asked for, whether they are written, and where they are.
fn asked(call: &Syscall) -> Option<(u64, bool, u64)> {
    match *call {
        Syscall::Read { count, buf, .. } | Syscall::Pread { count, buf, .. } | Syscall::Recvfrom { count, buf, .. } => {
            Some((count, false, buf.0))
        }
        Syscall::Write { count, buf, .. } | Syscall::Pwrite { count, buf, .. } | Syscall::Sendto { count, buf, .. } => {
            Some((count, true, buf.0))
        }
        _ => None,
    }
}

/// Where bytes have come into memory by this call, and how many.
pub(super) fn came(call: &Syscall, outcome: Outcome) -> Option<(u64, u64)> {
    match (asked(call)?, outcome) {
        ((_, false, buf), Outcome::Value(n @ 1..)) => Some((buf, n as u64)),
        _ => None,
    }
}
