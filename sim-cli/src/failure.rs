//! What goes wrong outside the simulated machine: one message, one exit status.

use crate::host::{self, Colour};
use forklore_sim::boot::BootError;
use std::fmt;
use std::path::Path;

/// Exit statuses of `sim` itself (see `sim --help`).
pub mod status {
    /// Wrong options.
    pub const USAGE: u8 = 2;
    /// `--lint=error`, and something was found.
    pub const LINT: u8 = 119;
    /// A file of the host cannot be read or written.
    pub const HOST: u8 = 120;
    /// The C does not compile.
    pub const COMPILE: u8 = 121;
    /// A limit was reached.
    pub const LIMIT: u8 = 122;
    /// A recording cannot be used.
    pub const RECORDING: u8 = 123;
    /// Virtual time is over.
    pub const TIMEOUT: u8 = 124;
    /// No process can ever run again.
    pub const DEADLOCK: u8 = 125;
}

/// A message for standard error and the status to exit with.
#[derive(Debug)]
pub struct Failure {
    /// One of [`status`].
    pub status: u8,
    /// What to print after `sim: `.
    pub message: String,
}

impl Failure {
    /// A wrong option.
    pub fn usage(message: impl Into<String>) -> Failure {
        Failure { status: status::USAGE, message: message.into() }
    }

    /// No machine could be made, or no program for it. The compiler's messages are printed at once.
    pub fn not_started(error: &BootError, colour: Colour) -> Failure {
        let status = match error {
            BootError::Compile(text) => {
                host::diagnostics(text, colour);
                let message = "not run, because of the errors above".to_string();
                return Failure { status: status::COMPILE, message };
            }
            BootError::Limit(_) => status::LIMIT,
            BootError::Machine(_) => status::HOST,
        };
        Failure { status, message: error.to_string() }
    }

    /// Something about a file of the host.
    pub fn host(path: &Path, what: &str) -> Failure {
        Failure { status: status::HOST, message: format!("{}: {what}", path.display()) }
    }

    /// An error of the host's file system.
    pub fn io(path: &Path, error: &std::io::Error) -> Failure {
        let what = match error.kind() {
            std::io::ErrorKind::NotFound => "No such file or directory".to_string(),
            std::io::ErrorKind::PermissionDenied => "Permission denied".to_string(),
            std::io::ErrorKind::NotADirectory => "Not a directory".to_string(),
            std::io::ErrorKind::IsADirectory => "Is a directory".to_string(),
            // The host's number of an error means nothing to anybody.
            _ => error.to_string().split(" (os error").next().unwrap_or_default().to_string(),
        };
        Failure { status: status::HOST, message: format!("{}: {what}", path.display()) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
