//! The examples print what stands beside them, and the lecture's pair of programs meets over its FIFO.

use forklore_sim::run::{Ended, run_to_end};
use forklore_sim::setup::{Setup, Sources};
use forklore_tests::program::repository;

fn sources(name: &str) -> Sources {
    let path = repository().join("examples").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    Sources { no_warnings: true, ..Sources::single(name, &text) }
}

fn setup(name: &str) -> Setup {
    Setup { program: sources(name), argv0: "./a.out".to_string(), ..Setup::default() }
}

/// Those that need what the simulator does not have yet (see DIFFERENCES.md).
const NOT_YET: &[&str] = &["race"];

#[test]
fn examples_print_what_stands_beside_them() {
    let folder = repository().join("examples");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("the examples")
        .flatten()
        .filter_map(|e| e.file_name().to_str()?.strip_suffix(".out").map(str::to_string))
        .collect();
    names.sort();
    assert!(names.len() > 12, "examples are missing");
    for name in names {
        if name.starts_with("fifo_") || name == "deadlock_pipe" || NOT_YET.contains(&name.as_str()) {
            continue;
        }
        let expected = std::fs::read_to_string(folder.join(format!("{name}.out"))).expect("readable");
        let finished = run_to_end(&setup(&format!("{name}.c")), &[]).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(String::from_utf8_lossy(&finished.stdout), expected, "{name}");
    }
}

#[test]
fn writer_and_reader_meet_over_a_fifo() {
    let text = "#include <stdio.h>\n#include <stdlib.h>\n\
        int main(void) { return system(\"./fifo_writer & ./fifo_reader; wait\"); }\n";
    let pair = Setup {
        program: Sources::single("pair.c", text),
        argv0: "./a.out".to_string(),
        bins: ["fifo_writer", "fifo_reader"].map(|n| (n.to_string(), sources(&format!("{n}.c")))).to_vec(),
        ..Setup::default()
    };
    let finished = run_to_end(&pair, &[]).expect("runs");
    assert_eq!(finished.ended, Ended::Exited(0), "{}", String::from_utf8_lossy(&finished.stderr));
    let text = String::from_utf8_lossy(&finished.stdout).into_owned();
    let lines_of = |file: &str| std::fs::read_to_string(repository().join("examples").join(file)).expect("readable");
    for line in lines_of("fifo_reader.out").lines().chain(lines_of("fifo_writer.out").lines()) {
        assert!(text.contains(line), "{line:?} is missing in:\n{text}");
    }
}

#[test]
fn the_forgotten_close_is_explained() {
    let finished = run_to_end(&setup("deadlock_pipe.c"), &[]).expect("runs");
    let Ended::Deadlock(text) = finished.ended else { panic!("ended otherwise: {}", finished.ended) };
    assert!(text.contains("its write end is still open"), "{text}");
    assert!(text.contains("deadlock_pipe.c:"), "{text}");
}
