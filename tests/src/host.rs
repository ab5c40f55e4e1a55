//! Running a test program on the host's own Linux: the judge.

use crate::program::Program;
use std::io::{Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// What a run printed and how it ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ran {
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error, of programs that are compared by it too; else empty.
    pub stderr: Vec<u8>,
    /// Exit status as a shell gives it: 128 + n for a death by signal n.
    pub status: i32,
}

/// Longest that a program may take on the host.
const HOST_TIMEOUT: Duration = Duration::from_secs(60);

/// Starts the program with the standard streams alone and no signal ignored: whoever runs the tests may have further
/// descriptors open, or run them in the background.
const WITHOUT_INHERITED: &str = r#"exec 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&-; exec env --default-signal ./a.out "$@""#;

/// Is the host able to judge: Linux with a C compiler?
pub fn available() -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return Err("the host is not Linux".to_string());
    }
    match Command::new("cc").arg("--version").output() {
        Ok(out) if out.status.success() => Ok(()),
        _ => Err("no C compiler 'cc' on the host".to_string()),
    }
}

/// Compiles for the host.
pub fn compile(program: &Program, dir: &Path) -> Result<PathBuf, String> {
    compile_at(program, dir, if program.unoptimised { "-O0" } else { "-O1" })
}

/// The same with this level of optimisation.
pub fn compile_at(program: &Program, dir: &Path, level: &str) -> Result<PathBuf, String> {
    let exe = dir.join("a.out");
    let out = Command::new("cc")
        .args(["-w", "-std=gnu17", level, "-fno-strict-aliasing", "-fwrapv", "-o"])
        .arg(&exe)
        .arg(&program.path)
        .args(["-lm", "-lpthread", "-lrt"])
        .output()
        .map_err(|e| format!("cc: {e}"))?;
    if out.status.success() { Ok(exe) } else { Err(format!("cc failed:\n{}", String::from_utf8_lossy(&out.stderr))) }
}

/// What starts a program: as an ordinary user if asked for, and where root may, in an IPC namespace of its own, so that no
/// other program's queues and segments count, and none are left behind.
fn starter(ordinary: bool, prompt: bool) -> Command {
    static NAMESPACE: OnceLock<bool> = OnceLock::new();
    let own = *NAMESPACE.get_or_init(|| {
        is_root() && Command::new("unshare").args(["--ipc", "true"]).output().is_ok_and(|out| out.status.success())
    });
    // Whoever tests in the background has a niceness that programs could see.
    let nice = format!("-{}", niceness());
    let mut words = Vec::new();
    if is_root() && niceness() > 0 {
        words.extend(["nice", "-n", &nice, "--"]);
    }
    static REAL_TIME: OnceLock<bool> = OnceLock::new();
    let may = || Command::new("chrt").args(["--rr", "1", "true"]).output().is_ok_and(|out| out.status.success());
    if prompt && is_root() && *REAL_TIME.get_or_init(may) {
        words.extend(["chrt", "--rr", "1"]);
    }
    if own {
        words.extend(["unshare", "--ipc", "--"]);
    }
    if ordinary {
        words.extend(["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", "--"]);
    }
    if words.is_empty() {
        words.push("env");
    }
    let mut command = Command::new(words[0]);
    command.args(&words[1..]);
    command
}

/// Runs it in an empty directory of its own, with standard output to a pipe, as root or as an ordinary user.
pub fn run(program: &Program, exe: &Path, dir: &Path) -> Result<Ran, String> {
    let home = dir.join("home");
    std::fs::create_dir_all(&home).map_err(|e| e.to_string())?;
    let inside = home.join("a.out");
    // A copy could still be open for writing in a process that is just being started: ETXTBSY.
    if std::fs::hard_link(exe, &inside).is_err() {
        std::fs::copy(exe, &inside).map_err(|e| e.to_string())?;
    }
    let ordinary = is_root() && !program.root;
    let mut command = starter(ordinary, program.prompt);
    command.args(["/bin/sh", "-c", WITHOUT_INHERITED, "sh"]).args(&program.args).current_dir(&home).env_clear();
    command
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("HOME", &home)
        .env("USER", "user")
        .env("LANG", "C")
        .env("TZ", "UTC");
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command.stderr(if program.stderr { Stdio::piped() } else { Stdio::null() });
    if ordinary {
        for path in [dir, &home, &inside] {
            std::os::unix::fs::chown(path, Some(1000), Some(1000)).map_err(|e| e.to_string())?;
        }
    }
    command.process_group(0);
    let mut child = command.spawn().map_err(|e| e.to_string())?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read its input is none of our business.
        let _ = stdin.write_all(&program.stdin);
    }
    let stdout = reader(child.stdout.take());
    let stderr = reader(child.stderr.take());
    let started = Instant::now();
    let status = loop {
        match child.try_wait().map_err(|e| e.to_string())? {
            Some(status) => break status,
            None if started.elapsed() > HOST_TIMEOUT => {
                let _ = child.kill();
                return Err("takes too long on the host".to_string());
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let status = status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0));
    let bytes = |thread: std::thread::JoinHandle<Vec<u8>>| thread.join().map_err(|_| "reader failed");
    Ok(Ran { stdout: bytes(stdout)?, stderr: bytes(stderr)?, status })
}

/// Reads a stream to its end beside the running program.
fn reader(stream: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            let _ = stream.read_to_end(&mut bytes);
        }
        bytes
    })
}

/// This process's own (proc_pid_stat(5)).
fn niceness() -> i32 {
    static NICE: OnceLock<i32> = OnceLock::new();
    *NICE.get_or_init(|| {
        let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
        let fields = stat.rsplit(") ").next().unwrap_or_default();
        fields.split(' ').nth(16).and_then(|field| field.parse().ok()).unwrap_or(0)
    })
}

/// Do the tests run as root (as in most containers)?
pub fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0)
}
