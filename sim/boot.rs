//! From a [`Setup`] to a machine about to execute the program's first instruction.

use crate::library;
use crate::machine::Machine;
use crate::programs::Programs;
use crate::scenario;
use crate::setup::{Setup, Sources, Start, Stdin, User};
use forklore_kernel::abi::{Errno, FileId, Gid, Pid, ProgramId, TtyId, Uid};
use forklore_kernel::proc::boot::SpawnSpec;
use forklore_kernel::proc::process::Cred;
use forklore_kernel::tty::pty::Seat;
use forklore_kernel::vfs::boot::Install;
use forklore_kernel::vfs::console::{Look, Stdio};
use forklore_kernel::{Config, Kernel};
use forklore_userland::cc::diag::Diagnostics;
use forklore_userland::cc::inspect::{self, Inspected, Question};
use forklore_userland::cc::lower;
use forklore_userland::cc::warnings::Warnings;
use forklore_userland::cc::{Loader, Options, SourceFile};
use forklore_userland::library::{self as packed, Library};
use forklore_userland::vm::program::Program;
use forklore_userland::{libc, toolchain};
use std::sync::Arc;

/// Why there is no machine.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BootError {
    /// The C does not compile: the compiler's messages.
    #[error("{0}")]
    Compile(String),
    /// The machine that was asked for can't be made.
    #[error("{0}")]
    Machine(String),
    /// A limit of the machine leaves no room for the program.
    #[error("{0}")]
    Limit(String),
}

impl From<Diagnostics> for BootError {
    fn from(diagnostics: Diagnostics) -> Self {
        BootError::Compile(diagnostics.render())
    }
}

/// A machine, and what came up while it was made.
#[derive(Clone, Debug)]
pub struct Booted {
    /// The machine, its first program spawned as pid 2.
    pub machine: Machine,
    /// The compiler's warnings, as text.
    pub warnings: String,
    /// Input may arrive from outside.
    pub stdin_open: bool,
    /// The terminal of the outside world.
    pub terminal: Option<TtyId>,
}

struct LocalHeaders<'a>(&'a Sources);

impl Loader for LocalHeaders<'_> {
    fn load(&self, path: &str) -> Option<Arc<[u8]>> {
        let found = self.0.headers.iter().find(|(name, _)| same_path(name, path))?;
        Some(found.1.as_slice().into())
    }
}

/// `a/./b.h` and `a/b.h` are the same file.
fn same_path(a: &str, b: &str) -> bool {
    let parts = |p: &str| p.split('/').filter(|c| !c.is_empty() && *c != ".").map(str::to_string).collect::<Vec<_>>();
    a == b || parts(a) == parts(b)
}

/// Compiles and links one program. On success the diagnostics are warnings.
///
/// # Errors
/// The compiler's and the linker's diagnostics.
pub fn build(sources: &Sources, library: &Library<'_>) -> Result<(Program, Diagnostics), Diagnostics> {
    build_with(sources, &LocalHeaders(sources), library)
}

/// The same, with another place for local headers.
///
/// # Errors
/// The compiler's and the linker's diagnostics.
pub fn build_with(
    sources: &Sources,
    headers: &dyn Loader,
    library: &Library<'_>,
) -> Result<(Program, Diagnostics), Diagnostics> {
    let files: Vec<SourceFile> = sources
        .files
        .iter()
        .map(|(name, text)| SourceFile { name: name.clone(), text: text.as_slice().into() })
        .collect();
    let defines: Vec<(&str, &str)> = sources.defines.iter().map(|d| d.split_once('=').unwrap_or((d, "1"))).collect();
    let dirs: Vec<&str> = sources.include_dirs.iter().map(String::as_str).collect();
    let none = ["none".to_string()];
    let options = Options {
        headers: libc::HEADERS,
        defines: &defines,
        include_dirs: &dirs,
        warnings: Warnings(if sources.no_warnings { &none } else { &sources.warnings }),
        ..Options::default()
    };
    let lowering = lower::Options { debug: sources.debug, ..lower::Options::default() };
    let (objects, mut diagnostics) = toolchain::compile(&files, headers, &options, lowering)?;
    let text_of = |file: &str| {
        let mut all = sources.files.iter().chain(&sources.headers);
        all.find(|(name, _)| name == file).map(|(_, text)| text.clone())
    };
    match packed::link(&objects, library, &text_of) {
        Ok(program) => Ok((program, diagnostics)),
        Err(found) => {
            diagnostics.list.extend(found.list);
            Err(diagnostics)
        }
    }
}

/// Reads a debugger's expressions as they would be read at a place of `file`, one of these sources.
pub fn inspect(sources: &Sources, file: &str, question: &Question, expressions: &[String]) -> Option<Inspected> {
    let (name, text) = sources.files.iter().find(|(name, _)| name == file)?;
    let source = SourceFile { name: name.clone(), text: text.as_slice().into() };
    let defines: Vec<(&str, &str)> = sources.defines.iter().map(|d| d.split_once('=').unwrap_or((d, "1"))).collect();
    let dirs: Vec<&str> = sources.include_dirs.iter().map(String::as_str).collect();
    let options = Options { headers: libc::HEADERS, defines: &defines, include_dirs: &dirs, ..Options::default() };
    inspect::inspect(&source, &LocalHeaders(sources), &options, question, expressions)
}

/// Compiles everything and boots a machine.
///
/// # Errors
/// [`BootError`]: what does not compile, or a machine that can't be.
pub fn boot(setup: &Setup) -> Result<Booted, BootError> {
    if let Some(scene) = &setup.scene {
        return scenario::boot::boot_scene(scene);
    }
    let library = library::libc()?;
    let mut warnings = String::new();
    let mut programs = Programs::default();
    let mut kernel = Kernel::boot(config(setup));
    let (home, owner) = match setup.user {
        User::Ordinary => ("/home/user", (Uid(1000), Gid(1000))),
        User::Root => ("/root", (Uid(0), Gid(0))),
    };
    for (number, name) in library::tools().enumerate() {
        install(
            &mut kernel,
            &format!("/bin/{name}"),
            Kernel::executable_file(ProgramId(number as u32)),
            0o755,
            (Uid(0), Gid(0)),
        )?;
    }
    let path = match setup.start {
        Start::Shell => {
            let shell = library::tools().position(|name| name == "sh").unwrap_or_default();
            let id = ProgramId(shell as u32);
            if let Some(program) = programs.load(id) {
                image(&mut kernel, id, program)?;
            }
            "/bin/sh".to_string()
        }
        Start::Program | Start::Host => {
            let (program, found) = build(&setup.program, &library)?;
            warnings += &found.render();
            let name = setup.argv0.rsplit('/').next().filter(|n| !n.is_empty()).unwrap_or("a.out");
            let path = format!("{home}/{name}");
            let id = add_program(&mut kernel, &mut programs, program)?;
            install(&mut kernel, &path, Kernel::executable_file(id), 0o755, owner)?;
            path
        }
    };
    for (name, sources) in &setup.bins {
        let (program, found) = build(sources, &library)?;
        warnings += &found.render();
        let id = add_program(&mut kernel, &mut programs, program)?;
        install(&mut kernel, &format!("{home}/{name}"), Kernel::executable_file(id), 0o755, owner)?;
        install(&mut kernel, &format!("/bin/{name}"), Kernel::executable_file(id), 0o755, (Uid(0), Gid(0)))?;
    }
    for file in &setup.files {
        let path = if file.path.starts_with('/') { file.path.clone() } else { format!("{home}/{}", file.path) };
        install(&mut kernel, &path, file.bytes.clone(), file.mode, owner)?;
    }
    let mut argv = vec![setup.argv0.clone().into_bytes()];
    argv.extend(setup.args.iter().map(|a| a.clone().into_bytes()));
    let terminal = match setup.terminal {
        Some(spec) => Some(kernel.open_terminal(owner.0, spec.window, 0).map_err(no_streams)?),
        None => None,
    };
    let files = stdio(&mut kernel, setup, owner, terminal)?;
    let spec = SpawnSpec {
        path: path.into_bytes(),
        argv,
        envp: environment(setup, home),
        cred: Cred::user(owner.0.0, owner.1.0),
        cwd: home.as_bytes().to_vec(),
        files,
    };
    let tid = kernel.spawn(spec).map_err(|e| BootError::Machine(format!("the program can't be started: {e}")))?;
    if let Some(tty) = terminal {
        let seat = if setup.start == Start::Shell { Seat::Leader } else { Seat::Job };
        kernel.seat(Pid(tid.0), tty, seat);
    }
    let stdin_open = match setup.stdin {
        Stdin::Stream => true,
        Stdin::Terminal => terminal.is_none(),
        Stdin::Null | Stdin::File(_) => false,
    };
    Ok(Booted { machine: Machine::new(kernel, programs), warnings, stdin_open, terminal })
}

fn config(setup: &Setup) -> Config {
    let spec = &setup.machine;
    Config {
        max_frames: u32::try_from(spec.max_memory / 4096).unwrap_or(u32::MAX).max(64),
        max_procs: spec.max_procs,
        max_file_bytes: spec.max_memory,
        strict_alignment: spec.strict_alignment,
        policy: spec.policy,
        seed: spec.seed,
        quantum_ns: spec.quantum_ns,
        ..Config::default()
    }
}

pub(crate) fn add_program(
    kernel: &mut Kernel,
    programs: &mut Programs,
    program: Program,
) -> Result<ProgramId, BootError> {
    let program = Arc::new(program);
    let id = programs.add(program.clone());
    image(kernel, id, &program)?;
    Ok(id)
}

fn image(kernel: &mut Kernel, id: ProgramId, program: &Program) -> Result<(), BootError> {
    Programs::add_image(kernel, id, program).map_err(|_| {
        BootError::Limit("the program's data does not fit into the machine's memory (see --max-memory)".to_string())
    })
}

pub(crate) fn install(
    kernel: &mut Kernel,
    path: &str,
    bytes: Vec<u8>,
    mode: u32,
    owner: (Uid, Gid),
) -> Result<(), BootError> {
    let clean: Vec<&str> = path.split('/').filter(|c| !c.is_empty() && *c != ".").collect();
    if clean.contains(&"..") {
        return Err(BootError::Machine(format!("{path}: a destination must not contain '..'")));
    }
    let path = format!("/{}", clean.join("/"));
    match kernel.install(&path, Install::File(bytes), mode, owner) {
        Ok(_) => Ok(()),
        Err(Errno::ENOSPC) => {
            Err(BootError::Limit(format!("{path} does not fit into the machine's memory (see --max-memory)")))
        }
        Err(errno) => Err(BootError::Machine(format!("{path} can't be put into the machine: {errno}"))),
    }
}

fn stdio(
    kernel: &mut Kernel,
    setup: &Setup,
    owner: (Uid, Gid),
    terminal: Option<TtyId>,
) -> Result<Vec<FileId>, BootError> {
    let look = |tty, file| match (tty, file) {
        (true, _) => Look::Terminal,
        (false, true) => Look::File,
        (false, false) => Look::Pipe,
    };
    let stdin = match &setup.stdin {
        Stdin::Null => Stdio::Null,
        Stdin::File(bytes) => Stdio::File(bytes.clone()),
        Stdin::Stream => Stdio::Input(Look::Pipe),
        Stdin::Terminal => Stdio::Input(Look::Terminal),
    };
    let [out_file, error_file] = setup.out_files;
    let output = Stdio::Output(1, look(setup.stdout_tty, out_file));
    let streams = [stdin, output, Stdio::Output(2, look(setup.stderr_tty, error_file))];
    let on_terminal = [setup.stdin == Stdin::Terminal, setup.stdout_tty, setup.stderr_tty];
    let (mut files, mut shared) = (Vec::new(), None);
    for (stream, on_terminal) in streams.into_iter().zip(on_terminal) {
        // What leads to the terminal is one description, as after login.
        let file = match (terminal.filter(|_| on_terminal), shared) {
            (Some(_), Some(file)) => {
                kernel.vfs.file_get(file);
                file
            }
            (Some(tty), None) => *shared.insert(kernel.terminal_file(tty).map_err(no_streams)?),
            (None, _) => kernel.host_stdio(stream, owner).map_err(no_streams)?,
        };
        files.push(file);
    }
    Ok(files)
}

fn no_streams(errno: Errno) -> BootError {
    BootError::Machine(format!("standard streams: {errno}"))
}

fn environment(setup: &Setup, home: &str) -> Vec<Vec<u8>> {
    let user = if setup.user == User::Root { "root" } else { "user" };
    let mut env: Vec<(String, String)> = [
        ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ("HOME", home),
        ("USER", user),
        ("LOGNAME", user),
        ("SHELL", "/bin/sh"),
        ("PWD", home),
        ("LANG", "C"),
        ("TERM", "xterm"),
    ]
    .map(|(n, v)| (n.to_string(), v.to_string()))
    .to_vec();
    for (name, value) in &setup.env {
        match env.iter_mut().find(|(n, _)| n == name) {
            Some(entry) => entry.1 = value.clone(),
            None => env.push((name.clone(), value.clone())),
        }
    }
    env.into_iter().map(|(n, v)| format!("{n}={v}").into_bytes()).collect()
}
