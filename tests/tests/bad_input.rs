//! Bad input, typed as a user would: each gets a clear message and the documented exit status, and nothing crashes or hangs.
//! The messages are snapshots: `cargo insta review`, or INSTA_UPDATE=always, after a change that is meant.

use forklore_tests::sim;
use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// One line of the table: what is typed, and the file that it is about.
struct Case<'a> {
    options: &'a [&'a str],
    name: &'a str,
    text: Vec<u8>,
}

fn case<'a>(options: &'a [&'a str], name: &'a str, text: &str) -> Case<'a> {
    Case { options, name, text: text.as_bytes().to_vec() }
}

/// Types `sim run OPTIONS NAME` and shows what comes back: at most ten lines of 120 characters of each stream.
fn typed(folder: &Path, case: &Case<'_>) -> String {
    std::fs::write(folder.join(case.name), &case.text).expect("written");
    let output = Command::new(sim())
        .arg("run")
        .args(case.options)
        .arg(case.name)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .expect("sim starts");
    let mut shown = format!("$ sim run {} {}\n", case.options.join(" "), case.name);
    for stream in [&output.stdout, &output.stderr] {
        let text = String::from_utf8_lossy(stream);
        for line in text.lines().take(10) {
            let _ = writeln!(shown, "{}", line.chars().take(120).collect::<String>().trim_end());
        }
        if text.lines().count() > 10 {
            shown += "...\n";
        }
    }
    let status = output.status.code().expect("sim is never killed");
    assert_ne!(status, 101, "a panic:\n{shown}");
    let _ = writeln!(shown, "=> {status}\n");
    shown
}

fn all(cases: &[Case<'_>]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    cases.iter().map(|case| typed(folder.path(), case)).collect()
}

#[test]
fn files_that_are_no_programs() {
    let mut cases = vec![
        case(&[], "empty.c", ""),
        case(&[], "no_newline.c", "int main(void) { return 5; }"),
        case(&[], "crlf.c", "#define A \\\r\n  3\r\nint main(void) {\r\n    return A;\r\n}\r\n"),
        case(&[], "bom.c", "\u{feff}#define A 4\nint main(void) { return A; }\n"),
        case(&[], "comment.c", "/* never closed\nint main(void) { return 0; }\n"),
        case(&[], "quote.c", "int main(void) { char *s = \"never closed; return 0; }\n"),
        case(&[], "if.c", "int main(void) { return 0; }\n#if 1\n"),
        case(&[], "self.c", "#include \"self.c\"\n"),
        case(&[], "python.c", "print(\"hello\")\n"),
        case(&[], "java.c", "public class Main { }\n"),
        case(&[], "nul.c", "int main(void) { return 0; }\0\n"),
    ];
    cases.push(Case { options: &[], name: "elf.c", text: b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0".to_vec() });
    cases.push(Case { options: &[], name: "bytes.c", text: (0..=255u8).cycle().take(5000).collect() });
    insta::assert_snapshot!(all(&cases));
}

#[test]
fn programs_beyond_all_limits() {
    let nested = |open: &str, close: &str, n: usize| open.repeat(n) + "1" + &close.repeat(n);
    let doubling: String = (0..60).map(|i| format!("#define A{} A{i} + A{i}\n", i + 1)).collect();
    let cases = [
        case(&[], "parentheses.c", &format!("int main(void) {{ return {}; }}\n", nested("(", ")", 100_000))),
        case(&[], "blocks.c", &format!("int main(void) {{ {} }}\n", nested("{", ";}", 100_000))),
        case(&[], "minus.c", &format!("int main(void) {{ return {}1; }}\n", "- ".repeat(100_000))),
        case(&[], "stars.c", &format!("int {}p;\nint main(void) {{ return 0; }}\n", "*".repeat(100_000))),
        case(&[], "long_line.c", &format!("int main(void) {{ return 0{}; }}\n", " + 1".repeat(100_000))),
        case(&[], "macros.c", &format!("#define A0 1\n{doubling}int main(void) {{ return A60; }}\n")),
        case(&[], "huge_global.c", "char a[1ul << 60];\nint main(void) { return a[0]; }\n"),
        case(&[], "huge_local.c", "int main(void) { char a[1 << 30]; a[0] = 1; return a[0]; }\n"),
        case(
            &["--max-memory", "1M"],
            "small.c",
            "static char a[4 << 20] = { [4194303] = 1 };\nint main(void) { return a[4194303]; }\n",
        ),
    ];
    insta::assert_snapshot!(all(&cases));
}

#[test]
fn names_that_nobody_defines() {
    let cases = [
        case(&[], "no_main.c", "int helper(void)\n{\n    return 1;\n}\n"),
        case(&[], "unknown.c", "int main(void)\n{\n    return frobnicate(3);\n}\n"),
        case(
            &[],
            "declared.c",
            "int first(int);\nextern int number;\n\nint main(void)\n{\n    return first(number) + first(2);\n}\n",
        ),
        case(&["no_main.c"], "twice.c", "int helper(void) { return 2; }\nint main(void) { return helper(); }\n"),
    ];
    insta::assert_snapshot!(all(&cases));
}

#[test]
fn programs_that_never_end() {
    let cases = [
        case(&[], "spin.c", "int main(void)\n{\n    for (;;)\n        ;\n}\n"),
        case(
            &["--max-steps", "1M"],
            "count.c",
            "int main(void)\n{\n    volatile long n = 0;\n    for (;;)\n        n++;\n}\n",
        ),
        case(
            &["--max-steps", "1M"],
            "library.c",
            "#include <stdio.h>\nint main(void)\n{\n    char b[9];\n    for (;;)\n        sprintf(b, \"%d\", 5);\n}\n",
        ),
        case(&[], "recursion.c", "int f(int n) { return f(n + 1) + 1; }\nint main(void) { return f(0); }\n"),
        case(
            &["--max-procs", "4", "--max-steps", "1M"],
            "fork_bomb.c",
            "#include <unistd.h>\nint main(void)\n{\n    for (;;)\n        fork();\n}\n",
        ),
        case(
            &["--max-memory", "8M"],
            "leak.c",
            "#include <stdlib.h>\nint main(void)\n{\n    for (;;)\n        *(char *)malloc(4096) = 1;\n}\n",
        ),
        case(
            &["--max-memory", "8M"],
            "disk.c",
            "#include <fcntl.h>\n#include <unistd.h>\nint main(void)\n{\n    static char b[65536];\n    int fd = creat(\"f\", 0600);\n    while (write(fd, b, sizeof b) > 0)\n        ;\n}\n",
        ),
        case(
            &["--max-output", "20"],
            "output.c",
            "#include <stdio.h>\nint main(void)\n{\n    setbuf(stdout, NULL);\n    for (;;)\n        puts(\"spam\");\n}\n",
        ),
        case(&["--timeout", "1s"], "sleep.c", "#include <unistd.h>\nint main(void) { for (;;) sleep(10); }\n"),
        case(
            &[],
            "child.c",
            "#include <unistd.h>\nint main(void)\n{\n    if (fork() == 0)\n        for (;;)\n            ;\n    return 4;\n}\n",
        ),
    ];
    insta::assert_snapshot!(all(&cases));
}

#[test]
fn options_that_make_no_sense() {
    let main = "int main(void) { return 0; }\n";
    let cases = [
        case(&["--sched", "best"], "a.c", main),
        case(&["--quantum", "5"], "a.c", main),
        case(&["--max-steps", "many"], "a.c", main),
        case(&["--max-step", "5"], "a.c", main),
        case(&["--bin", "worker"], "a.c", main),
        case(&["--env", "NAME"], "a.c", main),
        case(&["--file", "missing.txt"], "a.c", main),
        case(&["--replay", "a.c"], "a.c", main),
        case(&["missing.c"], "a.c", main),
        case(&["argument"], "a.c", main),
        case(&["."], "a.c", main),
    ];
    insta::assert_snapshot!(all(&cases));
}
