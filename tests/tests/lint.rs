//! `--lint`: the ten broken student programs are found out, their mended versions are not blamed, and of the conformance
//! programs and examples only what is true is said: each finding stands in a snapshot that a person has read.

use forklore_sim::lint::{Report, lint};
use forklore_sim::record::Recording;
use forklore_sim::run::{Ended, Finished, Runner, finish};
use forklore_sim::setup::{Setup, Sources, Stdin, User};
use forklore_tests::program::{Program, repository};
use std::fmt::Write;

fn setup(path: &str) -> Setup {
    let text = std::fs::read_to_string(repository().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    let program = Sources { no_warnings: true, ..Sources::single(path, &text) };
    Setup { program, argv0: "./a.out".to_string(), ..Setup::default() }
}

/// A run, and what was wrong with it.
fn run(setup: Setup, input: &[u8]) -> (Finished, Report) {
    let (mut runner, _) = Runner::new(&setup).expect("compiles");
    runner.record();
    let finished = finish(&mut runner, input);
    let recording = Recording { setup, choices: runner.recorded().to_vec() };
    let report = lint(&recording, &finished.ended).expect("boots again");
    (finished, report)
}

/// `rule file:line` of each finding, the file without its folder.
fn brief(report: &Report) -> Vec<String> {
    let line = |f: &forklore_sim::lint::Finding| {
        let place = f.place.as_ref().map_or("-".to_string(), |spot| {
            format!("{}:{}", spot.file.rsplit('/').next().unwrap_or_default(), spot.line)
        });
        format!("{} {place}", f.rule.name())
    };
    report.findings.iter().map(line).collect()
}

/// The broken programs: what is found, and whether the run ends by itself.
const BROKEN: &[(&str, &[&str], bool)] = &[
    ("double_print", &["double-output double_print.c:29"], true),
    ("fifo_deadlock", &[], false),
    ("forgotten_close", &["open-end forgotten_close.c:32"], false),
    ("lost_sigchld", &["zombie lost_sigchld.c:36", "lost-signal lost_sigchld.c:16"], true),
    ("message_type", &[], false),
    ("pipe_after_fork", &["open-end pipe_after_fork.c:28"], false),
    ("shared_race", &["race shared_race.c:23", "race shared_race.c:24"], true),
    ("short_write", &["short-count short_write.c:35"], true),
    ("sigpipe", &["sigpipe sigpipe.c:42"], true),
    ("zombie_flood", &["zombie zombie_flood.c:40"], true),
];

#[test]
fn the_ten_broken_programs_are_found_out() {
    for (name, rules, ends) in BROKEN {
        let (finished, report) = run(setup(&format!("examples/broken/{name}.c")), &[]);
        assert_eq!(brief(&report), *rules, "{name}:\n{}", report.text());
        assert_eq!(!matches!(finished.ended, Ended::Deadlock(_)), *ends, "{name} {}", finished.ended);
        assert!(report.findings.iter().all(|finding| !finding.mend.is_empty()), "{name}");
    }
}

#[test]
fn their_mended_versions_are_not_blamed() {
    for (name, ..) in BROKEN {
        let (finished, report) = run(setup(&format!("examples/mended/{name}.c")), &[]);
        assert_eq!(finished.ended, Ended::Exited(0), "{name}");
        assert_eq!(report.text(), "", "{name}");
    }
}

/// `tests/students`: the mistakes of the tutorial made in other ways. The first line of a broken program has what must be said of
/// it, by the report of a run that hangs or by the lints, or (`not: `) must not; of those named `_ok` nothing is.
#[test]
fn the_same_mistakes_in_other_programs() {
    let folder = repository().join("tests/students");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("readable").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    assert!(names.len() > 20, "{names:?}");
    for name in names {
        let text = std::fs::read_to_string(folder.join(&name)).expect("readable");
        let program = Sources { no_warnings: true, ..Sources::single(&name, &text) };
        let (finished, report) = run(Setup { program, argv0: "./a.out".to_string(), ..Setup::default() }, &[]);
        let said = format!("{}\n{}", finished.ended, report.text());
        if name.ends_with("_ok.c") {
            assert_eq!(finished.ended, Ended::Exited(0), "{name}");
            assert_eq!(report.text(), "", "{name}");
            continue;
        }
        let first = text.lines().next().unwrap_or_default();
        let wanted = first.strip_prefix("/* says: ").and_then(|line| line.strip_suffix(" */"));
        for part in wanted.unwrap_or_else(|| panic!("{name}: no `says`")).split(" | ") {
            match part.strip_prefix("not: ") {
                Some(part) => assert!(!said.contains(part), "{name}: said: {part}\n{said}"),
                None => assert!(said.contains(part), "{name}: not said: {part}\n{said}"),
            }
        }
    }
}

/// `tests/textbook`: correct programs as courses and tutorials write them, with their habits.
#[test]
fn correct_programs_as_textbooks_have_them_are_not_blamed() {
    let programs = Program::all("tests/textbook");
    assert!(programs.len() >= 20);
    for program in programs {
        let path = format!("tests/textbook/{}.c", program.name);
        let (finished, report) = run(setup(&path), &[]);
        assert_eq!(finished.ended, Ended::Exited(0), "{path}");
        assert_eq!(report.text(), "", "{path}");
    }
}

#[test]
fn of_correct_programs_only_what_is_true_is_said() {
    let mut programs = Program::all("tests/conformance");
    programs.retain(|p| !p.name.starts_with("errors/"));
    programs.extend(Program::all("examples"));
    let mut all = String::new();
    for program in programs {
        if program.name.starts_with("broken/") || program.name.starts_with("mended/") {
            continue;
        }
        let text = String::from_utf8_lossy(&std::fs::read(&program.path).expect("readable")).into_owned();
        let sources = Sources { no_warnings: true, ..Sources::single(&format!("{}.c", program.name), &text) };
        let setup = Setup {
            program: sources,
            argv0: "./a.out".to_string(),
            args: program.args.clone(),
            stdin: if program.stdin.is_empty() { Stdin::Null } else { Stdin::Stream },
            user: if program.root { User::Root } else { User::Ordinary },
            ..Setup::default()
        };
        if Runner::new(&setup).is_err() {
            continue; // of several files, or for the compiler's sake
        }
        let (_, report) = run(setup, &program.stdin);
        for finding in &report.findings {
            let place = finding.place.as_ref().map_or(program.name.clone(), |s| format!("{}:{}", s.file, s.line));
            let _ = writeln!(all, "{place}: {} [{}]", finding.text, finding.rule.name());
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_watched_run_is_the_same_run() {
    for name in ["broken/shared_race", "broken/lost_sigchld", "mended/shared_race", "pipe_parent_child", "signals_tour"]
    {
        let setup = setup(&format!("examples/{name}.c"));
        let mut plain = forklore_sim::history::History::new(&setup).expect("compiles");
        plain.goto_end();
        let mut watched = plain.clone();
        let report = watched.lint();
        assert_eq!(plain.machine(), watched.machine(), "{name}");
        assert_eq!(plain.output(), watched.output(), "{name}");
        assert_eq!(watched.lint(), report, "{name}: a second time");
    }
}

#[test]
fn json_lines_name_the_same() {
    let (_, report) = run(setup("examples/broken/shared_race.c"), &[]);
    let lines: Vec<serde_json::Value> =
        report.json_lines().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines[0]["format"], "forklore-lint");
    assert_eq!(lines[0]["findings"], lines.len() - 1);
    assert_eq!(lines[1]["rule"], "race");
    assert_eq!(lines[1]["line"], 23);
    assert_eq!(lines[1]["related"][0]["line"], 21);
    assert!(lines[1]["mend"].as_str().is_some_and(|mend| mend.contains("semaphore")));
}

/// A program of a few lines, behind a line that includes headers.
fn written(body: &str) -> Setup {
    let names =
        "errno fcntl pthread signal stdatomic stdio stdlib string semaphore unistd sys/mman sys/msg sys/shm sys/wait";
    let headers: String = names.split(' ').map(|name| format!("#include <{name}.h>\n")).collect();
    let mut program = Sources { no_warnings: true, ..Sources::single("t.c", &format!("#include \"all.h\"\n{body}\n")) };
    program.headers.push(("all.h".to_string(), headers.into_bytes()));
    Setup { program, argv0: "./a.out".to_string(), ..Setup::default() }
}

/// A program of a few lines: what is found.
fn found(body: &str) -> Vec<String> {
    let (_, mut report) = run(written(body), &[]);
    report.findings.iter_mut().flat_map(|finding| &mut finding.place).for_each(|spot| spot.line -= 1);
    brief(&report)
}

const NOTHING: [&str; 0] = [];

#[test]
fn threads_and_what_orders_them() {
    let two = "pthread_t t[2]; for (int k = 0; k < 2; k++) pthread_create(&t[k], 0, f, 0); for (int k = 0; k < 2; k++) pthread_join(t[k], 0);";
    let plain = format!("int n;\nvoid *f(void *a) {{ n++; return a; }}\nint main(void) {{ {two} return n; }}");
    assert_eq!(found(&plain), ["race t.c:2"]);
    let locked = format!(
        "int n; pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;\nvoid *f(void *a) {{ pthread_mutex_lock(&m); n++; pthread_mutex_unlock(&m); return a; }}\nint main(void) {{ {two} return 0; }}"
    );
    assert_eq!(found(&locked), NOTHING);
    let atomic =
        format!("_Atomic int n;\nvoid *f(void *a) {{ n++; return a; }}\nint main(void) {{ {two} return n - 2; }}");
    assert_eq!(found(&atomic), NOTHING);
    let index = "void *f(void *a) { printf(\"%d\", *(int *)a); return a; }\nint main(void) {\nfor (int k = 0; k < 2; k++) { pthread_t t;\npthread_create(&t, 0, f, &k); if (k) pthread_join(t, 0); }\nreturn 0; }";
    assert!(found(index).iter().any(|finding| finding.starts_with("race")), "the loop's variable is shared");
    let published = "int n; atomic_int ready;\nvoid *f(void *a) { n = 1; atomic_store(&ready, 1); return a; }\nint main(void) { pthread_t t; pthread_create(&t, 0, f, 0); while (!atomic_load(&ready)) ; n++; pthread_join(t, 0); return 0; }";
    assert_eq!(found(published), NOTHING);
    assert_eq!(
        found(
            &published
                .replace("atomic_int", "volatile int")
                .replace("atomic_store(&ready, 1)", "ready = 1")
                .replace("atomic_load(&ready)", "ready")
        ),
        ["race t.c:2"]
    );
}

#[test]
fn spin_locks_given_back_by_a_plain_store() {
    let threads = |body: &str| {
        found(&format!(
            "volatile int l; int n; void in(void) {{ while (__sync_lock_test_and_set(&l, 1)) ; }}\nvoid *f(void *a) {{ for (int k = 0; k < 3; k++) {{ {body} }} return a; }}\nint main(void) {{ pthread_t t[2]; for (int k = 0; k < 2; k++) pthread_create(&t[k], 0, f, &t[k]); for (int k = 0; k < 2; k++) pthread_join(t[k], 0); return 0; }}"
        ))
    };
    assert_eq!(threads("in(); n++; usleep(1); n++; l = 0;"), NOTHING);
    assert_eq!(threads("in(); n++; l = 0; usleep(1);"), NOTHING);
    assert_eq!(threads("do while (l) ; while (__sync_lock_test_and_set(&l, 1)); n++; usleep(1); l = 0;"), NOTHING);
    assert_eq!(threads("while (l || !__sync_bool_compare_and_swap(&l, 0, 7)) usleep(1); n++; l = 0;"), NOTHING);
    assert_eq!(threads("while (l) ; in(); n++; usleep(1); __sync_lock_release(&l);"), NOTHING);
    assert_eq!(threads("in(); n++; l = 0; n++;"), ["race t.c:2"], "the second one is not behind the lock");
    assert_eq!(threads("in(); l = 0; if (!l) n++;"), ["race t.c:2"], "looking at it is not taking it");
    assert_eq!(threads("l = 1; n++; l = 0;").len(), 1, "not taken at all");
    assert_eq!(threads("__sync_fetch_and_add(&n, 1); n = 0;").len(), 1, "a counter is no lock");
    let processes = "struct s { volatile int l; int n; };\nint main(void) { struct s *s = mmap(0, 4096, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0); fork();\nfor (int k = 0; k < 3; k++) { while (__atomic_exchange_n(&s->l, 1, __ATOMIC_ACQUIRE)) ; s->n++; usleep(1); s->l = 0; }\nwait(0); return 0; }";
    assert_eq!(found(processes), NOTHING);
}

#[test]
fn processes_and_what_orders_them() {
    let program = |before: &str, child: &str, parent: &str| {
        found(&format!(
            "int main(void) {{ int *n = mmap(0, 4096, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0); int p[2]; char c; {before}\nif (fork() == 0) {{ *n = 1; {child} _exit(0); }}\n{parent} *n += 1;\nwait(0); return 0; }}"
        ))
    };
    assert_eq!(program("", "", "sleep(1);"), ["race t.c:3"], "sleep orders nothing");
    assert_eq!(program("", "", "wait(0);"), NOTHING);
    assert_eq!(program("pipe(p);", "write(p[1], \"x\", 1);", "read(p[0], &c, 1);"), NOTHING);
    assert_eq!(program("pipe(p);", "close(p[1]);", "close(p[1]); read(p[0], &c, 1);"), NOTHING);
}

#[test]
fn results_that_nobody_looked_at() {
    assert_eq!(found("int main(void) {\nwrite(77, \"x\", 1);\nreturn 0; }"), ["ignored-error t.c:2"]);
    assert_eq!(found("int main(void) {\n(void)write(77, \"x\", 1);\nreturn 0; }"), NOTHING);
    assert_eq!(
        found("int main(void) { write(77, \"x\", 1); return 0; }"),
        ["ignored-error t.c:1"],
        "main(void) is no cast"
    );
    let other = "int main(void) { (void)write(77, \"x\", 1); read(77, 0, 1); return 0; }";
    assert_eq!(found(other), ["ignored-error t.c:1"], "a cast excuses its own call");
    assert_eq!(found("int main(void) { (void)!write(77, \"x\", 1); return 0; }"), NOTHING);
    assert_eq!(found("int main(void) { int n = write(77, \"x\", 1); (void)n; return 0; }"), NOTHING);
    assert_eq!(found("int main(void) {\nkill(99999, SIGTERM);\nreturn 0; }"), ["ignored-error t.c:2"]);
    let ended = "int main(void) {\nint p = fork(); if (p == 0) _exit(0); wait(0);\nkill(p, SIGTERM);\nreturn 0; }";
    assert_eq!(found(ended), NOTHING, "it has been there");
    assert_eq!(found("int main(void) {\nif (write(77, \"x\", 1) < 0) return 0;\nreturn 1; }"), NOTHING);
    assert_eq!(found("int main(void) {\nwrite(77, \"x\", 1);\nreturn errno == EBADF; }"), NOTHING);
    assert_eq!(
        found("int main(void) { char b[9];\nint n = read(77, b, 8);\nb[n] = 0;\nreturn 0; }"),
        ["ignored-error t.c:2"]
    );
    let part = "struct r { int a, b; };\nint main(void) { int p[2]; struct r r = { 1, 2 }; pipe(p); write(p[1], &r, 5);\nread(p[0], &r, sizeof r);\nprintf(\"%d\", r.b); return 0; }";
    assert_eq!(found(part), ["short-count t.c:3"]);
    assert_eq!(found(&part.replace("r.b", "r.a")), NOTHING);
}

#[test]
fn reads_that_brought_less_than_is_used() {
    // A child that writes this; the parent reads from p[0].
    let read = |writes: &str, before: &str, reads: &str| {
        found(&format!(
            "struct r {{ char name[16]; int v; }}; int p[2];\nint main(void) {{ {before} struct r q = {{ \"abc\", 5 }}; int k = 7; pipe(p); if (fork() == 0) {{ {writes} _exit(0); }}\nclose(p[1]);\n{reads}\nwait(0); return 0; }}"
        ))
    };
    let part = "write(p[1], &q, 10);";
    assert_eq!(read(part, "struct r r;", "read(p[0], &r, sizeof r); printf(\"%d\", r.v);"), ["short-count t.c:4"]);
    assert_eq!(
        read(part, "struct r r;", "read(p[0], &r, sizeof r); printf(\"%s\", r.name);"),
        NOTHING,
        "the text has come"
    );
    assert_eq!(read(part, "struct r r, s;", "read(p[0], &r, sizeof r); s = r; printf(\"%s\", s.name);"), NOTHING);
    let counted = "ssize_t n = read(p[0], &r, sizeof r); if (n == sizeof r) printf(\"%d\", r.v);";
    assert_eq!(read(part, "struct r r;", counted), NOTHING);
    assert_eq!(read("write(p[1], \"hello\", 5);", "char b[64];", "read(p[0], b, 64); puts(b);"), ["short-count t.c:4"]);
    assert_eq!(read("write(p[1], \"hello\", 6);", "char b[64];", "read(p[0], b, 64); puts(b);"), NOTHING);
    assert_eq!(read("write(p[1], \"hello\", 5);", "char b[64] = \"\";", "read(p[0], b, 63); puts(b);"), NOTHING);
    assert_eq!(
        read("write(p[1], \"hello\", 5);", "char b[64];", "memset(b, 0, 64); read(p[0], b, 63); puts(b);"),
        NOTHING
    );
    assert_eq!(
        read("write(p[1], \"hello\", 5);", "char b[64];", "int n = read(p[0], b, 63); b[n] = 0; puts(b);"),
        NOTHING
    );
    assert_eq!(
        read("write(p[1], \"hello\", 5);", "char b[64];", "read(p[0], b, 64); write(1, b, 64);"),
        ["short-count t.c:4"]
    );
    // The end of the file.
    let sum = "int s = 0; for (int i = 0; i < 3; i++) { read(p[0], &v, sizeof v); s += v; }";
    let two = "write(p[1], &k, sizeof k); write(p[1], &k, sizeof k);";
    assert_eq!(read(two, "int v;", sum), ["short-count t.c:4"]);
    assert_eq!(read(two, "int v;", "while (read(p[0], &v, sizeof v) > 0) k += v;"), NOTHING);
    assert_eq!(read(two, "int v;", "if (read(p[0], &v, sizeof v) == -1) return 1; k += v;"), NOTHING, "it came");
    let only_errors = "for (int i = 0; i < 3; i++) { if (read(p[0], &v, sizeof v) < 0) return 1; k += v; }";
    assert_eq!(read(two, "int v;", only_errors), ["short-count t.c:4"]);
    assert_eq!(read("", "char c;", "read(p[0], &c, 1);"), NOTHING, "its end is the message");
    // Nothing there yet.
    let poll = "fcntl(p[0], F_SETFL, O_NONBLOCK); int n = read(p[0], &v, sizeof v);";
    assert_eq!(read("usleep(9);", "int v;", &format!("{poll} k += v;")), ["short-count t.c:4"]);
    assert_eq!(read("usleep(9);", "int v;", &format!("{poll} if (n > 0) k += v;")), NOTHING);
    // A function whose frame is gone.
    let late = "void f(void) { char b[64]; read(p[0], b, 64); }\nint g(void) { char b[64]; int s = 0; for (int i = 0; i < 64; i++) s += b[i]; return s; }";
    let program =
        format!("int p[2];\n{late}\nint main(void) {{ pipe(p); write(p[1], \"hello\", 5); f(); return g() & 0; }}");
    assert_eq!(found(&program), NOTHING);
}

#[test]
fn calls_that_a_handler_cuts_short() {
    let program = |flags: &str, main: &str| {
        found(&format!(
            "volatile sig_atomic_t got;\nvoid h(int s) {{ got = s; }}\nint p[2];\nint main(void) {{ struct sigaction sa = {{0}}; char c = 'x'; int st; sa.sa_handler = h; sa.sa_flags = {flags}; sigaction(SIGALRM, &sa, 0); pipe(p);\nif (fork() == 0) {{ usleep(2000); write(p[1], \"y\", 1); _exit(3); }}\nualarm(1000, 0);\n\n{main}\n\nreturn 0; }}"
        ))
    };
    assert_eq!(program("0", "wait(&st);"), ["ignored-error t.c:8"]);
    assert_eq!(program("SA_RESTART", "wait(&st);"), NOTHING);
    assert_eq!(program("0", "while (wait(&st) == -1 && errno == EINTR) ;"), NOTHING);
    assert_eq!(program("0", "if (wait(&st) < 0) perror(\"wait\");"), NOTHING);
    assert_eq!(program("0", "read(p[0], &c, 1); putchar(c);"), ["ignored-error t.c:8"]);
    assert_eq!(program("0", "int n = read(p[0], &c, 1); (&c)[n] = 0;"), ["ignored-error t.c:8"]);
    assert_eq!(program("0", "while (!got) read(p[0], &c, 1);"), NOTHING, "it looks at the handler's flag");
    assert_eq!(program("0", "sleep(1);"), NOTHING, "what is left of sleep is no error");
    let post = "sem_t s; sem_init(&s, 0, 0); sem_wait(&s);";
    assert_eq!(program("0", post), ["ignored-error t.c:8"]);
    assert_eq!(program("0", "sem_t s; sem_init(&s, 0, 0); if (sem_wait(&s) != 0) return 1;"), NOTHING);
}

#[test]
fn different_calls_on_a_line_are_told_apart() {
    let several = "int main(void) { char b[4];\nread(77, b, 4); write(77, b, 4); read(78, b, 4); return 0; }";
    let (_, report) = run(written(several), &[]);
    let told: Vec<(&str, u32)> = report.findings.iter().map(|f| (&f.text[..4], f.times)).collect();
    assert_eq!(told, [("read", 2), ("writ", 1)]);
}

#[test]
fn exec_that_fails_unnoticed() {
    let child = |then: &str| {
        found(&format!(
            "int main(void) {{\nif (fork() == 0) {{\nexeclp(\"nosuch\", \"nosuch\", NULL); {then} }}\nwait(NULL); write(1, \"x\", 1);\nreturn 0; }}"
        ))
    };
    assert_eq!(child(""), ["failed-exec t.c:3"]);
    assert_eq!(child("perror(\"exec\");"), ["failed-exec t.c:3"], "the child waits and writes");
    assert_eq!(child("_exit(0);"), ["failed-exec t.c:3"], "silently");
    assert_eq!(child("_exit(127);"), NOTHING);
    assert_eq!(child("perror(\"exec\"); return 0;"), NOTHING);
    assert_eq!(child("execlp(\"true\", \"true\", NULL);"), NOTHING, "another one");
}

#[test]
fn what_is_left_behind() {
    let made = "int main(void) {\nint id = msgget(IPC_PRIVATE, 0600);\nREMOVE return 0; }";
    assert_eq!(found(&made.replace("REMOVE", "")), ["leftover t.c:2"]);
    assert_eq!(found(&made.replace("REMOVE", "msgctl(id, IPC_RMID, 0);")), NOTHING);
}

#[test]
fn memory_that_is_freed_wrongly() {
    let told = |body: &str| {
        let (_, report) = run(written(body), &[]);
        report.text()
    };
    let twice =
        "void drop(int *p) { free(p); }\nint main(void) {\nint *p = malloc(8);\ndrop(p);\ndrop(p);\nreturn 0; }";
    assert_eq!(found(twice), ["heap t.c:1"]);
    let text = told(twice);
    for part in ["freed again here (called at t.c:6)", "malloc() gave it here", "freed first here (called at t.c:5)"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let inside = told("int main(void) {\nchar *p = malloc(64);\nfree(p + 16); return 0; }");
    assert!(inside.contains("16 bytes behind the start"), "{inside}");
    let variable = told("int main(void) {\nint n = 0; free(&n); return 0; }");
    assert!(variable.contains("'n' is freed here"), "{variable}");
    assert_eq!(found("int main(void) {\nfree(malloc(8)); abort(); }"), NOTHING, "something else");
    assert_eq!(found("int main(void) {\nint *p = malloc(8); free(p); p = malloc(8); free(p); return 0; }"), NOTHING);
}

#[test]
fn handlers() {
    let program = |handler: &str, main: &str| {
        found(&format!(
            "volatile sig_atomic_t n;\nvoid h(int s) {{ {handler} n = s; }}\nint main(void) {{ int pid = getpid(); signal(SIGUSR1, h); if (fork() == 0) {{ kill(pid, SIGUSR1); _exit(0); }}\n{main} wait(0); return 0; }}"
        ))
    };
    assert_eq!(program("printf(\"h\");", "while (!n) printf(\".\");"), ["unsafe-handler t.c:2"]);
    assert_eq!(program("write(1, \"h\", 1);", "while (!n) printf(\".\");"), NOTHING);
    assert_eq!(program("printf(\"h\");", "while (!n) usleep(1);"), NOTHING, "nothing to interrupt");
}
