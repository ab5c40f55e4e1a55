//! The C compiler inside the machine: what /bin/cc asks the simulator to do.
//!
//! /bin/cc makes one private system call, [`COMPILE`], with its arguments; the machine answers it without the kernel. Sources
//! and headers are read as the calling process may read them, and the program is a file as any other, so that everything
//! about it is as on a real machine but the time it takes.

use crate::boot::build_with;
use crate::library;
use crate::programs::Programs;
use crate::setup::Sources;
use forklore_kernel::Kernel;
use forklore_kernel::abi::flags::AT_FDCWD;
use forklore_kernel::abi::{Errno, Fd, Tid, UserAddr};
use forklore_kernel::vfs::namei::Follow;
use forklore_kernel::vfs::{Access, InodeKind};
use forklore_userland::cc::Loader;
use std::sync::Arc;

/// Number of the private call: `compile(argv, messages, size, status)`. It stores at most `size` bytes of what the compiler
/// says, and its exit status as an int; the result is the length of the text, or a negated errno.
pub const COMPILE: u64 = 0x6663_0001;
/// Largest source file.
const SOURCE_MAX: u64 = 16 << 20;
/// Most arguments.
const ARGS_MAX: u64 = 4096;

/// A command line of cc(1).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Command {
    files: Vec<String>,
    output: Option<String>,
    defines: Vec<String>,
    include_dirs: Vec<String>,
    no_warnings: bool,
    warnings: Vec<String>,
    /// Options that do not exist or are not supported.
    complaints: Vec<String>,
}

/// Options with an argument of their own that mean nothing here.
const IGNORED_WITH_VALUE: &[&str] = &["-L", "-l", "-x", "-MF", "-isystem"];

/// Is it an option of gcc(1) that has no meaning here? There is one dialect of C (gnu17, with
/// what older programs need) and one level of optimisation, and every library is there.
pub fn changes_nothing(arg: &str) -> bool {
    const WORDS: &[&str] = &["ansi", "pipe", "pthread", "static", "rdynamic", "m64", "O", "Os", "Og", "Ofast", "s"];
    const BEGINNINGS: &[&str] = &["pedantic", "std=", "march=", "mtune=", "ggdb"];
    let Some(option) = arg.strip_prefix('-') else { return false };
    let is_level =
        |letter| option.strip_prefix(letter).is_some_and(|rest: &str| rest.bytes().all(|b| b.is_ascii_digit()));
    WORDS.contains(&option)
        || BEGINNINGS.iter().any(|beginning| option.starts_with(beginning))
        || (is_level('O') || is_level('g'))
        || option.starts_with('l') && option.len() > 1
        // -fwhatever; -f alone is an option of strace.
        || option.starts_with('f') && option.len() > 3
}

fn parse(args: &[String]) -> Command {
    let mut command = Command::default();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut value = |letter: &str| match arg[letter.len()..].is_empty() {
            true => args.next().cloned(),
            false => Some(arg[letter.len()..].to_string()),
        };
        match arg.as_str() {
            "-c" | "-S" | "-E" => command
                .complaints
                .push(format!("cc: error: not supported: {arg}; name all the .c files of a program in one command")),
            "-w" => command.no_warnings = true,
            "-W" => command.warnings.push("extra".to_string()),
            _ if arg.starts_with("-W") => command.warnings.push(arg[2..].to_string()),
            _ if arg.starts_with("-o") => match value("-o") {
                Some(name) => command.output = Some(name),
                None => command.complaints.push("cc: error: missing filename after '-o'".to_string()),
            },
            _ if arg.starts_with("-D") => match value("-D") {
                Some(define) => command.defines.push(define),
                None => command.complaints.push("cc: error: macro name missing after '-D'".to_string()),
            },
            _ if arg.starts_with("-I") => match value("-I") {
                Some(dir) => command.include_dirs.push(dir),
                None => command.complaints.push("cc: error: missing path after '-I'".to_string()),
            },
            _ if IGNORED_WITH_VALUE.iter().any(|option| arg.starts_with(option)) => {
                if IGNORED_WITH_VALUE.contains(&arg.as_str()) {
                    args.next();
                }
            }
            _ if changes_nothing(arg) => {}
            _ if arg.starts_with('-') && arg.len() > 1 => {
                command.complaints.push(format!("cc: error: unrecognized command-line option '{arg}'"));
            }
            _ => command.files.push(arg.clone()),
        }
    }
    command
}

/// Files of the machine as a process sees them.
struct MachineFiles<'a> {
    kernel: &'a Kernel,
    tid: Tid,
}

impl MachineFiles<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, Errno> {
        let id = self.kernel.lookup(self.tid, Fd(AT_FDCWD), path.as_bytes(), Follow::Always)?;
        let inode = self.kernel.vfs.inode(id)?;
        if !matches!(inode.kind, InodeKind::Regular { .. }) {
            return Err(Errno::EISDIR);
        }
        inode.permits_cred(&self.kernel.procs.process_of(self.tid).cred, Access::READ)?;
        let mut bytes = vec![0; self.kernel.inode_size(id).min(SOURCE_MAX) as usize];
        let n = self.kernel.inode_read(id, 0, &mut bytes);
        bytes.truncate(n);
        Ok(bytes)
    }
}

impl Loader for MachineFiles<'_> {
    fn load(&self, path: &str) -> Option<Arc<[u8]>> {
        self.read(path).ok().map(Arc::from)
    }
}

/// What the compiler says, and its exit status.
struct Answer {
    text: String,
    status: i32,
}

impl Answer {
    fn failed(text: String) -> Answer {
        Answer { text, status: 1 }
    }
}

fn compile(kernel: &mut Kernel, programs: &mut Programs, tid: Tid, args: &[String]) -> Answer {
    let command = parse(args);
    let mut complaints = command.complaints.clone();
    let mut sources = Sources {
        defines: command.defines,
        include_dirs: command.include_dirs,
        no_warnings: command.no_warnings,
        warnings: command.warnings,
        ..Sources::default()
    };
    let files = MachineFiles { kernel, tid };
    for name in &command.files {
        match files.read(name) {
            Err(errno) => {
                complaints.push(format!("cc1: fatal error: {name}: {errno}\ncompilation terminated."));
            }
            Ok(_) if !name.ends_with(".c") => {
                complaints.push(format!("cc: error: not supported: {name}; only .c files can be compiled and linked"));
            }
            Ok(text) => sources.files.push((name.clone(), text)),
        }
    }
    if command.files.is_empty() {
        complaints.push("cc: fatal error: no input files\ncompilation terminated.".to_string());
    }
    if !complaints.is_empty() {
        return Answer::failed(complaints.join("\n") + "\n");
    }
    let library = match library::libc() {
        Ok(library) => library,
        Err(error) => return Answer::failed(format!("cc: error: {error}\n")),
    };
    let (program, warnings) = match build_with(&sources, &files, &library) {
        Ok(built) => built,
        Err(diagnostics) => return Answer::failed(diagnostics.render()),
    };
    let output = command.output.unwrap_or_else(|| "a.out".to_string());
    let program = Arc::new(program);
    let id = programs.add(program.clone());
    if Programs::add_image(kernel, id, &program).is_err() {
        return Answer::failed("cc: error: the program does not fit into the machine's memory\n".to_string());
    }
    match kernel.store_file(tid, output.as_bytes(), &Kernel::executable_file(id), 0o777) {
        Ok(()) => Answer { text: warnings.render(), status: 0 },
        Err(errno) => Answer::failed(format!(
            "/usr/bin/ld: cannot open output file {output}: {errno}\ncollect2: error: ld returned 1 exit status\n"
        )),
    }
}

/// Answers the private call of a task; the value that it returns.
pub fn call(kernel: &mut Kernel, programs: &mut Programs, tid: Tid, args: [u64; 6]) -> i64 {
    match try_call(kernel, programs, tid, args) {
        Ok(len) => len as i64,
        Err(errno) => -errno.number(),
    }
}

fn try_call(kernel: &mut Kernel, programs: &mut Programs, tid: Tid, args: [u64; 6]) -> Result<usize, Errno> {
    let [argv, messages, size, status, ..] = args;
    let mut words = Vec::new();
    for n in 0..ARGS_MAX {
        let at = kernel.copy_in_u64(tid, UserAddr(argv).add(n * 8))?;
        if at == 0 {
            break;
        }
        let word = kernel.copy_in_cstr(tid, UserAddr(at), 4096)?.ok_or(Errno::E2BIG)?;
        words.push(String::from_utf8_lossy(&word).into_owned());
    }
    let answer = compile(kernel, programs, tid, words.get(1..).unwrap_or_default());
    let text = answer.text.as_bytes();
    let shown = text.len().min(usize::try_from(size).unwrap_or(usize::MAX));
    kernel.copy_out(tid, UserAddr(messages), &text[..shown])?;
    kernel.copy_out(tid, UserAddr(status), &answer.status.to_le_bytes())?;
    Ok(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Command {
        parse(&line.split(' ').map(str::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn options_as_people_type_them() {
        let command = words("-Wall -g -O2 -std=c11 -o prog a.c b.c -DN=3 -D X -lpthread -pthread");
        assert_eq!(command.files, ["a.c", "b.c"]);
        assert_eq!(command.output.as_deref(), Some("prog"));
        assert_eq!(command.defines, ["N=3", "X"]);
        assert!(command.complaints.is_empty(), "{:?}", command.complaints);
        assert_eq!(words("-Zx a.c").complaints, ["cc: error: unrecognized command-line option '-Zx'"]);
        assert!(words("-c a.c").complaints[0].contains("not supported"));
    }
}
