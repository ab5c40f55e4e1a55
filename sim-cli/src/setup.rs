//! From what was typed to what is meant: reads the host's files and builds a [`Setup`].
//! Nothing of the host reaches the simulated machine but what is read here.

use crate::args::{CcArgs, InsideArgs, MachineArgs, ProgramArgs, Sched, ShellArgs, User};
use crate::failure::{Failure, status};
use forklore_sim::kernel::sched::PolicyKind;
use forklore_sim::setup::{self, FileSpec, Limits, MachineSpec, Setup, Sources, Start, Stdin, TerminalSpec};
use std::fs;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

/// Largest host file that is read: sources, headers, files copied in, redirected standard input.
const MAX_HOST_FILE: u64 = 256 << 20;

/// The whole run that the arguments describe.
pub fn setup(program: &ProgramArgs, machine: &MachineArgs) -> Result<Setup, Failure> {
    let terminals = (std::io::stdout().is_terminal(), std::io::stderr().is_terminal());
    let mut setup = setup_with(program, machine, host_stdin, terminals, terminal())?;
    setup.out_files = out_files();
    Ok(setup)
}

/// The same with this standard input; standard output and error are terminals or not, and perhaps one of the machine's own.
pub fn setup_with(
    program: &ProgramArgs,
    machine: &MachineArgs,
    stdin: impl FnOnce() -> Result<Stdin, Failure>,
    terminals: (bool, bool),
    terminal: Option<TerminalSpec>,
) -> Result<Setup, Failure> {
    if program.sources.is_empty() {
        return Err(Failure::usage("no C file given (try: sim run prog.c; sim --help)"));
    }
    let mut setup = base(&program.inside, &program.cc, machine)?;
    setup.program = sources(&program.sources, &program.cc)?;
    setup.argv0 = program.argv0.clone();
    setup.args = program.args.clone();
    setup.stdin = stdin()?;
    (setup.stdout_tty, setup.stderr_tty) = terminals;
    setup.terminal = terminal;
    Ok(setup)
}

/// The machine of `sim shell`: at a terminal, or with a script as standard input.
pub fn shell(args: &ShellArgs) -> Result<Setup, Failure> {
    let mut setup = base(&args.inside, &args.cc, &args.machine)?;
    setup.start = Start::Shell;
    setup.argv0 = "sh".to_string();
    let Some(terminal) = terminal() else {
        setup.stdin = host_stdin()?;
        setup.stdout_tty = std::io::stdout().is_terminal();
        setup.stderr_tty = std::io::stderr().is_terminal();
        setup.out_files = out_files();
        return Ok(setup);
    };
    setup.stdin = Stdin::Terminal;
    (setup.stdout_tty, setup.stderr_tty) = (true, true);
    setup.terminal = Some(terminal);
    // Whoever sits there ends what takes too long.
    setup.limits = Limits { max_steps: u64::MAX, max_output: u64::MAX, ..setup.limits };
    Ok(setup)
}

/// The caller's terminal, when both input and output are one.
fn terminal() -> Option<TerminalSpec> {
    let there = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    there.then(|| TerminalSpec { window: crate::terminal::window() })
}

/// What the machine has besides the program.
fn base(inside: &InsideArgs, cc: &CcArgs, machine: &MachineArgs) -> Result<Setup, Failure> {
    let mut files = Vec::new();
    for spec in &inside.file {
        let (from, to) = split_destination(spec);
        files.push(read_file_spec(Path::new(from), to)?);
    }
    for spec in &inside.dir {
        let (from, to) = split_destination(spec);
        read_dir_spec(Path::new(from), to, &mut files)?;
    }
    let mut bins = Vec::new();
    for spec in &inside.bin {
        let (name, file) =
            spec.split_once('=').ok_or_else(|| Failure::usage(format!("--bin wants NAME=FILE.c, not '{spec}'")))?;
        if name.is_empty() || name.contains('/') {
            return Err(Failure::usage(format!("--bin wants a plain NAME before '=', not '{name}'")));
        }
        bins.push((name.to_string(), sources(&[PathBuf::from(file)], cc)?));
    }
    let mut env = Vec::new();
    for spec in &inside.env {
        let (name, value) =
            spec.split_once('=').ok_or_else(|| Failure::usage(format!("--env wants NAME=VALUE, not '{spec}'")))?;
        env.push((name.to_string(), value.to_string()));
    }
    Ok(Setup {
        env,
        bins,
        files,
        user: match inside.user {
            User::User => setup::User::Ordinary,
            User::Root => setup::User::Root,
        },
        machine: MachineSpec {
            policy: match machine.sched {
                Sched::Rr => PolicyKind::RoundRobin,
                Sched::Fifo => PolicyKind::Fifo,
                Sched::Priority => PolicyKind::Priority,
                Sched::Mlfq => PolicyKind::Mlfq,
                Sched::Lottery => PolicyKind::Lottery,
                Sched::Random => PolicyKind::Random,
            },
            quantum_ns: machine.quantum,
            seed: machine.seed,
            max_memory: machine.max_memory,
            max_procs: u32::try_from(machine.max_procs).unwrap_or(u32::MAX).min(30_000),
            strict_alignment: machine.strict_alignment,
        },
        limits: Limits {
            max_steps: machine.max_steps,
            max_output: machine.max_output,
            timeout_ns: machine.timeout,
            ..Limits::default()
        },
        ..Setup::default()
    })
}

/// The sources of one program, with every local header that they may include.
pub fn sources(paths: &[PathBuf], cc: &CcArgs) -> Result<Sources, Failure> {
    let mut result = Sources {
        defines: cc.define.clone(),
        include_dirs: cc.include.iter().map(|d| d.display().to_string()).collect(),
        no_warnings: cc.no_warnings,
        warnings: cc.warnings.clone(),
        ..Sources::default()
    };
    for path in paths {
        if path.extension().is_some_and(|e| e == "o" || e == "so" || e == "a") {
            return Err(Failure::host(path, "not C source: sim compiles .c files itself and can't link objects"));
        }
        if !path.exists() && path.extension().is_none() && paths.len() > 1 {
            return Err(Failure::host(path, "No such file or directory (arguments of the program go behind --)"));
        }
        let text = read_host(path)?;
        if is_binary(&text) {
            let message = format!("{}: not C source but a binary file", path.display());
            return Err(Failure { status: status::COMPILE, message });
        }
        result.files.push((path.display().to_string(), text));
    }
    let mut dirs: Vec<PathBuf> = paths.iter().map(|p| p.parent().unwrap_or(Path::new("")).to_path_buf()).collect();
    dirs.extend(cc.include.iter().cloned());
    collect_headers(&dirs, &mut result)?;
    Ok(result)
}

/// Follows `#include "name"` and, for `-I` directories, `#include <name>` through the host's files. What is not
/// found is left to the preprocessor, which knows the built-in headers and words the error.
fn collect_headers(dirs: &[PathBuf], sources: &mut Sources) -> Result<(), Failure> {
    let mut todo: Vec<(PathBuf, Vec<u8>)> = sources
        .files
        .iter()
        .map(|(name, text)| (Path::new(name).parent().unwrap_or(Path::new("")).to_path_buf(), text.clone()))
        .collect();
    while let Some((dir, text)) = todo.pop() {
        for name in included_names(&text) {
            let candidates = std::iter::once(dir.join(&name)).chain(dirs.iter().map(|d| d.join(&name)));
            for path in candidates {
                let shown = path.display().to_string();
                if sources.headers.iter().any(|(known, _)| *known == shown) {
                    break;
                }
                if path.is_file() {
                    let text = read_host(&path)?;
                    sources.headers.push((shown, text.clone()));
                    todo.push((path.parent().unwrap_or(Path::new("")).to_path_buf(), text));
                    break;
                }
            }
        }
    }
    Ok(())
}

/// The names in `#include` lines. Too many do no harm: a header that is not really included is merely carried along.
fn included_names(text: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(text);
    let mut names = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        let Some(rest) = line.trim_start().strip_prefix('#') else {
            continue;
        };
        let Some(rest) = rest.trim_start().strip_prefix("include") else {
            continue;
        };
        let rest = rest.trim_start();
        let close = match rest.chars().next() {
            Some('"') => '"',
            Some('<') => '>',
            _ => continue,
        };
        if let Some(end) = rest[1..].find(close) {
            names.push(rest[1..1 + end].to_string());
        }
    }
    names
}

/// Executables, pictures and the like: one byte in twenty is a control character that text does not have.
fn is_binary(text: &[u8]) -> bool {
    let start = &text[..text.len().min(1024)];
    let strange = start.iter().filter(|b| **b < 32 && !b"\t\n\r\x0b\x0c".contains(b)).count();
    strange * 20 > start.len()
}

/// Reads a host file, within the limit and only if it is a file.
pub fn read_host(path: &Path) -> Result<Vec<u8>, Failure> {
    let meta = fs::metadata(path).map_err(|e| Failure::io(path, &e))?;
    if meta.is_dir() {
        return Err(Failure::host(path, "is a directory"));
    }
    if meta.len() > MAX_HOST_FILE {
        return Err(Failure::host(path, "larger than 256 MiB"));
    }
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|f| f.take(MAX_HOST_FILE).read_to_end(&mut bytes))
        .map_err(|e| Failure::io(path, &e))?;
    Ok(bytes)
}

/// `FROM=TO`, or `FROM` which keeps its last component.
fn split_destination(spec: &str) -> (&str, &str) {
    match spec.split_once('=') {
        Some((from, to)) => (from, to),
        None => (spec, spec.trim_end_matches('/').rsplit('/').next().unwrap_or(spec)),
    }
}

fn read_file_spec(from: &Path, to: &str) -> Result<FileSpec, Failure> {
    Ok(FileSpec { path: to.to_string(), mode: host_mode(from), bytes: read_host(from)? })
}

/// Copies a directory, in sorted order so that the machine is the same whatever the host's order is.
fn read_dir_spec(from: &Path, to: &str, files: &mut Vec<FileSpec>) -> Result<(), Failure> {
    let mut todo = vec![(from.to_path_buf(), to.trim_end_matches('/').to_string())];
    while let Some((dir, dest)) = todo.pop() {
        let mut entries: Vec<_> = fs::read_dir(&dir)
            .and_then(|entries| entries.collect::<Result<Vec<_>, _>>())
            .map_err(|e| Failure::io(&dir, &e))?;
        entries.sort_by_key(|e| e.file_name());
        for entry in entries {
            let Some(name) = entry.file_name().to_str().map(str::to_string) else {
                continue;
            };
            let path = entry.path();
            let dest = format!("{dest}/{name}");
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => todo.push((path, dest)),
                Ok(kind) if kind.is_file() => files.push(read_file_spec(&path, &dest)?),
                _ => {}
            }
        }
    }
    Ok(())
}

#[cfg(unix)]
fn host_mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).map_or(0o644, |m| m.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn host_mode(_: &Path) -> u32 {
    0o644
}

/// Are standard output and error regular files?
fn out_files() -> [bool; 2] {
    let is_file = |name| cfg!(target_os = "linux") && fs::metadata(name).is_ok_and(|meta| meta.is_file());
    ["/dev/stdout", "/dev/stderr"].map(is_file)
}

/// What the caller's standard input is. A redirected regular file is read whole, so that the program can seek in it.
fn host_stdin() -> Result<Stdin, Failure> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        return Ok(Stdin::Terminal);
    }
    #[cfg(target_os = "linux")]
    if let Ok(meta) = fs::metadata("/dev/stdin")
        && meta.is_file()
    {
        let mut bytes = Vec::new();
        stdin
            .lock()
            .take(MAX_HOST_FILE)
            .read_to_end(&mut bytes)
            .map_err(|e| Failure::io(Path::new("standard input"), &e))?;
        return Ok(Stdin::File(bytes));
    }
    Ok(Stdin::Stream)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn include_lines_are_found() {
        let text =
            b"\xef\xbb\xbf#include \"a.h\"\n  #  include <b/c.h>\nint x; // #include \"no\nchar *s = \"#include\";\n";
        assert_eq!(included_names(text), ["a.h", "b/c.h"]);
    }

    #[test]
    fn destinations() {
        assert_eq!(split_destination("a/b.txt"), ("a/b.txt", "b.txt"));
        assert_eq!(split_destination("a/b.txt=/tmp/c"), ("a/b.txt", "/tmp/c"));
    }
}
