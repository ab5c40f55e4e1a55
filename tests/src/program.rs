//! A test program: a C file with markers in its first lines (`// conformance: root`, `stdin=...`, `args=...`,
//! `host-skip=<reason>`, `unoptimised`).

use std::path::{Path, PathBuf};

/// One C file under test.
#[derive(Clone, Debug)]
pub struct Program {
    /// Path relative to the tests folder, without `.c`: also its name in test lists.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// Started as root in both worlds.
    pub root: bool,
    /// Bytes on standard input.
    pub stdin: Vec<u8>,
    /// Arguments.
    pub args: Vec<String>,
    /// Standard error is compared too.
    pub stderr: bool,
    /// On the host nobody else's work may delay it: it runs with real-time priority where root may give that.
    pub prompt: bool,
    /// Its result is undefined in C: the judge is what gcc makes of it without optimising.
    pub unoptimised: bool,
    /// Why the host cannot run it, if so.
    pub host_skip: Option<String>,
}

/// The repository's root.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the repository").to_path_buf()
}

impl Program {
    /// Reads the markers of a file.
    pub fn load(base: &Path, path: &Path) -> Program {
        let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let name = path.strip_prefix(base).unwrap_or(path).with_extension("").display().to_string();
        let mut program = Program {
            name,
            path: path.to_path_buf(),
            root: false,
            stdin: Vec::new(),
            args: Vec::new(),
            stderr: false,
            prompt: false,
            unoptimised: false,
            host_skip: None,
        };
        for line in text.lines().take(30) {
            let Some(marker) = line.trim().strip_prefix("// conformance:") else {
                continue;
            };
            let marker = marker.trim();
            if marker == "root" {
                program.root = true;
            } else if marker == "unoptimised" {
                program.unoptimised = true;
            } else if let Some(stdin) = marker.strip_prefix("stdin=") {
                program.stdin = stdin.replace("\\n", "\n").into_bytes();
            } else if let Some(args) = marker.strip_prefix("args=") {
                program.args = args.split_whitespace().map(str::to_string).collect();
            } else if let Some(reason) = marker.strip_prefix("host-skip=") {
                program.host_skip = Some(reason.to_string());
            }
        }
        program
    }

    /// The programs of `tests/libc`, named `libc/...`: what they write to standard error counts too.
    pub fn libc() -> Vec<Program> {
        let mut programs = Program::all("tests/libc");
        for program in &mut programs {
            program.name = format!("libc/{}", program.name);
            program.args = ["one", "-two", "three"].map(str::to_string).to_vec();
            program.stdin = (1..=400).map(|n| format!("{n}\n")).collect::<String>().into_bytes();
            program.stderr = true;
        }
        programs
    }

    /// All C files below a folder of the repository, sorted.
    pub fn all(folder: &str) -> Vec<Program> {
        let base = repository().join(folder);
        let mut files = Vec::new();
        let mut todo = vec![base.clone()];
        while let Some(dir) = todo.pop() {
            for entry in std::fs::read_dir(&dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display())).flatten() {
                let path = entry.path();
                if path.is_dir() {
                    // The programs of a scenario run together, not one by one.
                    let scenario = path.join(path.file_name().unwrap_or_default()).with_extension("toml");
                    todo.extend((!scenario.exists()).then_some(path));
                } else if path.extension().is_some_and(|e| e == "c") {
                    files.push(path);
                }
            }
        }
        files.sort();
        files.iter().map(|f| Program::load(&base, f)).collect()
    }
}
