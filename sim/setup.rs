//! Everything that decides a run, as one serialisable value: a [`Setup`] and the choices made are the whole recording.

use crate::text_bytes;
use forklore_kernel::sched::PolicyKind;
use serde::{Deserialize, Serialize};

/// What is run, on which machine, within which limits.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Setup {
    /// The program.
    pub program: Sources,
    /// `argv[0]`; its last component names the executable in the working directory.
    pub argv0: String,
    /// The arguments after `argv[0]`.
    pub args: Vec<String>,
    /// The environment; empty means the default (PATH, HOME, USER, SHELL, PWD, ...), to which these are added.
    pub env: Vec<(String, String)>,
    /// Other programs, by the name under which they are installed in the working directory and in /bin.
    pub bins: Vec<(String, Sources)>,
    /// Files copied in. A relative path is one in the working directory.
    pub files: Vec<FileSpec>,
    /// Whose processes they are.
    pub user: User,
    /// Standard input.
    pub stdin: Stdin,
    /// Standard output is a terminal.
    pub stdout_tty: bool,
    /// Standard error is a terminal.
    pub stderr_tty: bool,
    /// Standard output and error are regular files, as after `> file`.
    #[serde(default)]
    pub out_files: [bool; 2],
    /// The terminal that standard input and output are, if they are one: keys and screen are the caller's.
    #[serde(default)]
    pub terminal: Option<TerminalSpec>,
    /// What is started.
    #[serde(default)]
    pub start: Start,
    /// The machine.
    pub machine: MachineSpec,
    /// When the run is ended from outside.
    pub limits: Limits,
    /// The scenario whose host the machine is, if it is one ([`Start::Host`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scene: Option<Box<Scene>>,
}

/// A host of a scenario: the file, and all that it needs to boot that host again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Scene {
    /// The scenario's file, as diagnostics name it.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The files that it names, by the names that it uses.
    #[serde(with = "text_bytes::named")]
    pub files: Vec<(String, Vec<u8>)>,
    /// Which host.
    pub host: String,
    /// Programs are compiled for stepping through.
    pub debug: bool,
    /// Names of the scenario's programs: program `n` writes to the streams `3 + 2 * n` and `4 + 2 * n`.
    pub programs: Vec<String>,
    /// At the end nothing could happen any more, on any host.
    pub stuck: bool,
}

impl Scene {
    /// The program that writes to a stream.
    pub fn writer(&self, stream: u8) -> Option<&str> {
        let n = usize::from(stream).checked_sub(3)? / 2;
        self.programs.get(n).map(String::as_str)
    }
}

/// A terminal of the outside world.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TerminalSpec {
    /// Rows, columns, and the size in pixels.
    pub window: [u16; 4],
}

/// What a machine begins with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Start {
    /// The program.
    #[default]
    Program,
    /// The shell of /bin; there is no program of the user's yet.
    Shell,
    /// Nothing: it is a host of a scenario, where programs are started from outside.
    Host,
}

/// The C files of one program, with the local headers that they include.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Sources {
    /// Name as diagnostics show it, and contents.
    #[serde(with = "text_bytes::named")]
    pub files: Vec<(String, Vec<u8>)>,
    /// Headers found by `#include "..."` and `-I`: path and contents.
    #[serde(with = "text_bytes::named")]
    pub headers: Vec<(String, Vec<u8>)>,
    /// `-D`: `NAME` or `NAME=VALUE`.
    pub defines: Vec<String>,
    /// `-I`: folders searched for headers.
    pub include_dirs: Vec<String>,
    /// `-w`: no warnings.
    pub no_warnings: bool,
    /// `-W`: which warnings are given, such as `all`.
    #[serde(default)]
    pub warnings: Vec<String>,
    /// `-g`: compiled for stepping through, not for speed.
    #[serde(default)]
    pub debug: bool,
}

impl Sources {
    /// A program of one file, for tests and examples.
    pub fn single(name: &str, text: &str) -> Sources {
        Sources { files: vec![(name.to_string(), text.as_bytes().to_vec())], ..Sources::default() }
    }
}

/// A file of the simulated machine.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileSpec {
    /// Where it goes.
    pub path: String,
    /// Permission bits.
    pub mode: u32,
    /// Contents.
    #[serde(with = "text_bytes")]
    pub bytes: Vec<u8>,
}

/// Who runs the program.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum User {
    /// uid and gid 1000, home /home/user.
    #[default]
    Ordinary,
    /// uid and gid 0, home /root.
    Root,
}

/// What standard input is.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Stdin {
    /// /dev/null
    #[default]
    Null,
    /// A regular file with these contents: it can be seeked.
    File(#[serde(with = "text_bytes")] Vec<u8>),
    /// Something that bytes arrive from, like a pipe.
    Stream,
    /// A terminal.
    Terminal,
}

/// The machine.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct MachineSpec {
    /// Scheduling policy.
    pub policy: PolicyKind,
    /// Time slice in virtual nanoseconds.
    pub quantum_ns: u64,
    /// Seed of everything that draws lots.
    pub seed: u64,
    /// Physical memory in bytes.
    pub max_memory: u64,
    /// Most processes at once.
    pub max_procs: u32,
    /// A misaligned access raises SIGBUS.
    pub strict_alignment: bool,
}

impl Default for MachineSpec {
    fn default() -> Self {
        MachineSpec {
            policy: PolicyKind::RoundRobin,
            quantum_ns: 4_000_000,
            seed: 0,
            max_memory: 1 << 30,
            max_procs: 16_384,
            strict_alignment: false,
        }
    }
}

/// When a run is ended from outside.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// Most steps: an instruction is one, a system call 200, as in virtual time.
    pub max_steps: u64,
    /// Most bytes written to standard output and error.
    pub max_output: u64,
    /// Virtual time.
    pub timeout_ns: Option<u64>,
    /// How much virtual time processes that outlive the program still get.
    pub linger_ns: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { max_steps: 20 << 30, max_output: 1 << 30, timeout_ns: None, linger_ns: 60_000_000_000 }
    }
}
