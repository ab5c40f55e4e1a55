//! The command as a user types it: exit statuses, messages, wrong input.

use forklore_tests::sim;
use std::process::{Command, Output, Stdio};

fn run(args: &[&str], stdin: &[u8]) -> Output {
    use std::io::Write;
    let root = forklore_tests::program::repository();
    let mut child = Command::new(sim())
        .args(args)
        .current_dir(root)
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("sim starts");
    child.stdin.take().expect("a pipe").write_all(stdin).expect("written");
    child.wait_with_output().expect("ends")
}

fn source(dir: &tempfile::TempDir, text: &str) -> String {
    let path = dir.path().join("prog.c");
    std::fs::write(&path, text).expect("written");
    path.display().to_string()
}

fn of(text: &str, options: &[&str]) -> (i32, String, String) {
    let dir = tempfile::tempdir().expect("a folder");
    let file = source(&dir, text);
    let mut args = vec!["run"];
    args.extend(options);
    args.push(&file);
    let out = run(&args, b"");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (out.status.code().expect("exits"), text(&out.stdout), text(&out.stderr))
}

#[test]
fn exit_status_and_output_are_the_programs() {
    let (status, out, err) = of("#include <stdio.h>\nint main(void) { printf(\"hi\\n\"); return 7; }\n", &[]);
    assert_eq!((status, out.as_str(), err.as_str()), (7, "hi\n", ""));
}

#[test]
fn death_by_signal_is_128_plus_n_with_the_shells_message() {
    let (status, _, err) = of("int main(void) { *(volatile int *)0 = 1; return 0; }\n", &[]);
    let where_it_was = "prog.c:1 in main: it wrote through a null pointer (address 0x0)\n";
    assert!(status == 139 && err.starts_with("Segmentation fault\nsim: pid 2 died at "), "{status} {err}");
    assert!(err.ends_with(where_it_was), "{err}");
    let (status, _, err) =
        of("#include <signal.h>\n#include <unistd.h>\nint main(void) { kill(getpid(), SIGKILL); return 0; }\n", &[]);
    assert_eq!((status, err.trim()), (137, "Killed"));
}

#[test]
fn standard_input_arrives() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = source(
        &dir,
        "#include <stdio.h>\nint main(void) { int c; while ((c = getchar()) != EOF) putchar(c + 1); return 0; }\n",
    );
    let out = run(&["run", &file], b"HAL");
    assert_eq!(out.stdout, b"IBM");
}

#[test]
fn what_does_not_compile_says_where() {
    let (status, out, err) = of("int main(void) {\n    return x\n}\n", &[]);
    assert_eq!(status, 121);
    assert_eq!(out, "");
    assert!(err.contains("prog.c:2:12: error: 'x' undeclared (first use in this function)"), "{err}");
    assert!(err.contains("return x"), "{err}");
}

#[test]
fn missing_files_and_wrong_options() {
    assert_eq!(run(&["run", "no-such-file.c"], b"").status.code(), Some(120));
    assert_eq!(run(&["run", "."], b"").status.code(), Some(120));
    assert_eq!(run(&["run", "--sched", "nonsense", "x.c"], b"").status.code(), Some(2));
    assert_eq!(run(&["run"], b"").status.code(), Some(2));
    assert_eq!(run(&["frobnicate"], b"").status.code(), Some(2));
    assert_eq!(run(&["run", "--quantum", "5", "x.c"], b"").status.code(), Some(2));
}

#[test]
fn missing_main_and_unknown_functions() {
    let (status, _, err) = of("int helper(void) { return 1; }\n", &[]);
    assert_eq!(status, 121);
    assert!(err.contains("undefined reference to `main'"), "{err}");
    let (status, _, err) = of("int main(void) { return frobnicate(3); }\n", &[]);
    assert_eq!(status, 121);
    assert!(err.contains("undefined reference to `frobnicate'"), "{err}");
}

#[test]
fn endless_loop_ends() {
    let (status, _, err) = of("int main(void) { for (;;) ; }\n", &["--timeout", "2s"]);
    assert_eq!(status, 124, "{err}");
    let (status, _, err) = of("int main(void) { volatile long i = 0; for (;;) i++; }\n", &["--max-steps", "3M"]);
    assert_eq!(status, 122, "{err}");
    assert!(err.contains("--max-steps") && err.contains("prog.c:1"), "{err}");
}

#[test]
fn a_shell_runs_a_script() {
    let out = run(&["shell"], b"x=3\necho $((x + 4)) | cat\nexit 5\n");
    assert_eq!((out.status.code(), &out.stdout[..]), (Some(5), &b"7\n"[..]));
}

#[test]
fn formats_and_steps_are_told() {
    let said = |args: &[&str]| String::from_utf8_lossy(&run(args, b"").stderr).into_owned();
    assert!(said(&["trace", "x.c"]).contains("\n  mermaid "));
    let dir = tempfile::tempdir().expect("a folder");
    let path = source(&dir, "#include <unistd.h>\nint main(void) { fork(); return 0; }\n");
    assert!(said(&["trace", "-F", "dot-tree", &path]).contains("at which most processes are there"));
    assert!(said(&["trace", "-F", "dot-tree", "--at", "9999", &path]).contains("there is no step 9999"));
    assert!(said(&["run", "--dir", &path, &path]).contains("prog.c: Not a directory\n"));
}

#[test]
fn an_interrupted_run_says_where_it_was() {
    use std::io::Read;
    let dir = tempfile::tempdir().expect("a folder");
    let text = "#include <unistd.h>\nstatic void turn(void) { volatile int x = 0; for (;;) x++; }\nint main(void) { int p[2]; char c; pipe(p); if (fork() == 0) read(p[0], &c, 1);\nusleep(1); write(1, \"go\", 2);\nturn(); }\n";
    let path = source(&dir, text);
    let mut child = std::process::Command::new(forklore_tests::sim())
        .args(["run", &path])
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("sim starts");
    let mut go = [0; 2];
    child.stdout.take().expect("a pipe").read_exact(&mut go).expect("it begins");
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.expect("kill runs").success());
    let out = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(130), "{said}");
    for part in [
        "interrupted; at that moment:",
        "prog.c:2) runs in turn, called at",
        "pid 3",
        "for data or end of file on pipe 0",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn a_crash_says_where_and_what() {
    let program = |body: &str| {
        format!(
            "#include <stdlib.h>\n#include <string.h>\n#include <unistd.h>\n#include <sys/wait.h>\n\
             static int first(int *p)\n{{\n    return *p;\n}}\n\
             int main(int argc, char **argv)\n{{\n    int *none = 0;\n    {body}\n    return 0;\n}}\n"
        )
    };
    for (body, status, told) in [
        ("first(none);", 139, "prog.c:7 in first, called at"),
        ("first(none);", 139, "prog.c:12 in main: it read through a null pointer (address 0x0)"),
        ("return 5 / (argc - 1);", 136, "prog.c:12 in main: it divided an integer by zero"),
        ("abort();", 134, "prog.c:12 in main: abort was called"),
        ("strcpy(\"text\", \"x\");", 139, "which is read-only, as string literals are"),
        ("((void (*)(void))none)();", 139, "it called a function through a null pointer"),
        ("first((int *)0x12345678);", 139, "it read address 0x12345678, where no memory is"),
        ("if (fork() == 0) first(none); wait(0);", 0, "sim: pid 3 died at "),
    ] {
        let (got, _, err) = of(&program(body), &["-w"]);
        assert!(got == status && err.contains(told), "{body}: {got} {err}");
    }
}

#[test]
fn endless_recursion_is_a_segmentation_fault() {
    let (status, _, err) = of("int f(int n) { return f(n + 1) + 1; }\nint main(void) { return f(0); }\n", &[]);
    assert!(status == 139 && err.starts_with("Segmentation fault\n"), "{status} {err}");
    assert!(err.contains("prog.c:1 in f: it used up its stack"), "{err}");
}

#[test]
fn fork_bomb_gets_eagain() {
    let text = "#include <stdio.h>\n#include <errno.h>\n#include <string.h>\n#include <unistd.h>\n\
        int main(void) { for (;;) if (fork() < 0) { perror(\"fork\"); return 3; } }\n";
    let (status, _, err) = of(text, &["--max-procs", "100", "--max-steps", "50M"]);
    assert!(status == 3 || status == 122, "{status}: {err}");
    assert!(err.contains("fork: Resource temporarily unavailable"), "{err}");
}

#[test]
fn endless_output_ends() {
    let (status, _, err) =
        of("#include <stdio.h>\nint main(void) { for (;;) puts(\"spam\"); }\n", &["--max-output", "100K"]);
    assert_eq!(status, 122, "{err}");
    assert!(err.contains("--max-output"), "{err}");
}

#[test]
fn deadlock_names_process_line_and_pipe() {
    let text = "#include <unistd.h>\nint main(void) {\n    int p[2];\n    char c;\n    pipe(p);\n    read(p[0], &c, 1);\n    return 0;\n}\n";
    let (status, _, err) = of(text, &[]);
    assert_eq!(status, 125, "{err}");
    assert!(err.contains("deadlock") && err.contains("prog.c:6") && err.contains("pid 2"), "{err}");
}

#[test]
fn huge_arrays_and_binary_files_get_a_message() {
    let (status, _, err) = of("static char a[1ul << 50];\nint main(void) { return a[0]; }\n", &[]);
    assert!(status == 121 || status == 122, "{status}: {err}");
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("binary.c");
    std::fs::write(&path, (0..=255u8).cycle().take(5000).collect::<Vec<u8>>()).expect("written");
    let out = run(&["run", &path.display().to_string()], b"");
    assert_eq!(out.status.code(), Some(121));
}

#[test]
fn recordings_repeat_to_the_byte_and_damage_is_noticed() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = source(
        &dir,
        "#include <stdio.h>\n#include <unistd.h>\n#include <sys/wait.h>\nint main(void) { for (int i = 0; i < 4; i++) if (fork() == 0) { \
         for (int k = 0; k < 3; k++) { char b[16]; int n = sprintf(b, \"%d.%d\\n\", i, k); write(1, b, n); usleep(10); } _exit(0); } \
         while (wait(0) > 0); return 5; }\n",
    );
    let rec = dir.path().join("run.rec").display().to_string();
    let first = run(&["run", "--sched", "random", "--seed", "42", "--record", &rec, &file], b"");
    assert_eq!(first.status.code(), Some(5), "{}", String::from_utf8_lossy(&first.stderr));
    let again = run(&["run", "--replay", &rec], b"");
    assert_eq!((again.status.code(), &again.stdout), (Some(5), &first.stdout));
    let text = std::fs::read_to_string(&rec).expect("a recording");
    for (damaged, what) in [
        (text.replacen("Run", "Rum", 1), "damaged"),
        (text[..text.len() / 2].to_string(), "cut short"),
        ("hello\n".to_string(), "not a Forklore recording"),
        (text.replacen("\"version\":2", "\"version\":99", 1), "version 99"),
    ] {
        std::fs::write(&rec, damaged).expect("written");
        let refused = run(&["run", "--replay", &rec], b"");
        let message = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(123), "{message}");
        assert!(message.contains(what), "{message}");
    }
}

#[test]
fn a_recording_that_cannot_be_written_is_noticed_before_the_run() {
    let dir = tempfile::tempdir().expect("a folder");
    let nowhere = dir.path().join("none/run.rec").display().to_string();
    let file = source(&dir, "#include <stdio.h>\nint main(void) { puts(\"ran\"); return 0; }\n");
    let refused = run(&["run", "--record", &nowhere, &file], b"");
    assert_eq!((refused.status.code(), refused.stdout.as_slice()), (Some(120), b"".as_slice()));
    // What a file holds stays when there is nothing to record.
    let kept = dir.path().join("kept.rec");
    std::fs::write(&kept, "before").expect("written");
    let wrong = source(&dir, "int main(void) { return x; }\n");
    let out = run(&["run", "--record", &kept.display().to_string(), &wrong], b"");
    assert_eq!(out.status.code(), Some(121));
    assert_eq!(std::fs::read(&kept).expect("there"), b"before");
}

#[test]
fn a_machine_too_small_for_its_programs_is_a_limit() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = source(&dir, "int main(void) { for (;;); }\n");
    let out = run(&["run", "--max-memory", "1", &file], b"");
    let message = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(122), "{message}");
    assert!(message.contains("--max-memory"), "{message}");
    let out = run(&["run", "--max-steps", "1", &file], b"");
    let message = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(message.contains("step limit: 1 step made"), "{message}");
}

#[test]
fn a_scenario_is_traced_host_by_host() {
    let scenario = "examples/webapp/webapp.toml";
    let out = run(&["strace", "-e", "trace=bind,connect", scenario], b"");
    assert_eq!(out.status.code(), Some(0));
    let text = String::from_utf8_lossy(&out.stderr).into_owned();
    let line = |begin: &str, has: &str| text.lines().any(|line| line.starts_with(begin) && line.contains(has));
    assert!(line("server| ", "bind(3, {sa_family=AF_INET"), "{text}");
    assert!(line("laptop| ", "connect(3, {sa_family=AF_INET"), "{text}");
    assert!(!text.contains("socket("), "{text}");
    for (command, what) in [
        (vec!["trace", "-F", "html"], "say of which host: --host NAME; there are: laptop, server"),
        (vec!["strace", "-c"], "not supported: --json, -c and -C with a scenario"),
        (vec!["trace", "-F", "pcap", "--host", "moon"], "there is no host \"moon\"; there are: laptop, server"),
    ] {
        let out = run(&[command.as_slice(), &[scenario]].concat(), b"");
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(out.status.code() == Some(2) && said.contains(what), "{command:?}: {said}");
    }
}

/// What a program sees of standard output that is a regular file: the same as on the host.
#[test]
fn output_to_a_file_looks_like_a_file() {
    let text = r#"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <unistd.h>
int main(void)
{
	struct stat st;
	struct epoll_event event = { EPOLLOUT };
	struct pollfd p = { 1, POLLIN | POLLOUT, 0 };
	char b[3];
	fstat(1, &st);
	fprintf(stderr, "%d %ld %ld %ld\n", S_ISREG(st.st_mode), (long)st.st_size, (long)st.st_nlink, (long)lseek(1, 0, SEEK_CUR));
	fprintf(stderr, "%d %d\n", (fcntl(1, F_GETFL) & O_ACCMODE) == O_WRONLY, isatty(1));
	int done = epoll_ctl(epoll_create1(0), EPOLL_CTL_ADD, 1, &event);
	fprintf(stderr, "%d %d\n", done, done < 0 ? errno : 0);
	write(1, "hello\n", 6);
	fprintf(stderr, "%ld %ld %ld\n", (long)lseek(1, 0, SEEK_CUR), (long)lseek(1, 0, SEEK_END), ftell(stdout));
	printf("abc\n");
	fprintf(stderr, "%ld\n", ftell(stdout));
	fflush(stdout);
	if (fork() == 0) {
		write(1, "child\n", 6);
		_exit(0);
	}
	usleep(20000);
	fstat(1, &st);
	fprintf(stderr, "%ld %ld %d\n", (long)lseek(1, 0, SEEK_CUR), (long)st.st_size, fsync(1));
	done = read(1, b, 3);
	fprintf(stderr, "%d %d\n", done, errno);
	done = poll(&p, 1, 0);
	fprintf(stderr, "%d %x\n", done, p.revents);
	write(1, "end\n", 4);
	return 0;
}
"#;
    let dir = tempfile::tempdir().expect("a folder");
    let (file, exe) = (source(&dir, text), dir.path().join("a.out"));
    let compiled = Command::new("cc").arg("-w").arg("-o").arg(&exe).arg(&file).status().expect("cc starts");
    assert!(compiled.success());
    let into_files = |mut command: Command, name: &str| {
        let paths = ["out", "err"].map(|end| dir.path().join(format!("{name}.{end}")));
        let [out, err] = paths.each_ref().map(|path| std::fs::File::create(path).expect("a file"));
        let status = command.stdin(Stdio::null()).stdout(out).stderr(err).status().expect("starts");
        (status.code(), paths.map(|path| std::fs::read_to_string(path).expect("text")))
    };
    let mut simulated = Command::new(sim());
    simulated.args(["run", "-w", &file]);
    let (linux, simulated) = (into_files(Command::new(&exe), "linux"), into_files(simulated, "sim"));
    assert_eq!(linux, simulated);
    assert_eq!(simulated.1[0], "hello\nabc\nchild\nend\n");
}
