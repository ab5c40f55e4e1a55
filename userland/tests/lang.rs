//! The conformance programs for the language itself, with the C library, compared with the host: they need no kernel but
//! output and memory.

mod support;

use forklore_userland::cc::{self, SourceFile, lower};
use forklore_userland::library::{self, Library};
use forklore_userland::{libc, toolchain};
use std::path::Path;

/// Compiles with the library and runs: output and end.
fn run(source: &str, library: &Library<'_>, lowering: lower::Options) -> Result<(String, support::End), String> {
    let options = cc::Options { headers: libc::HEADERS, ..cc::Options::default() };
    let file = SourceFile { name: "test.c".into(), text: source.as_bytes().into() };
    let (objects, _) = toolchain::compile(&[file], &cc::NoFiles, &options, lowering).map_err(|d| d.render())?;
    let program = library::link(&objects, library, &|_| None).map_err(|d| d.render())?;
    Ok(support::execute(&program, 2_000_000_000))
}

/// What a program that only computes must do; those that need a kernel are not for this test.
fn check(path: &Path, library: &Library<'_>) -> Result<(), String> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let source = std::fs::read_to_string(path).map_err(|e| e.to_string())?;
    let (expected, status) = support::host(&name, &source, &["-lpthread", "-fno-wrapv"])?;
    for lowering in lower::Options::ALL {
        let (found, end) = match run(&source, library, lowering) {
            Ok(done) => done,
            // What the front end refuses is its own tests' business.
            Err(e) if !e.contains("not supported") && !e.contains("internal error") => return Ok(()),
            Err(e) => return Err(format!("{name}: {e}")),
        };
        if matches!(end, support::End::NeedsKernel(_)) {
            return Ok(());
        }
        if found != expected || end != support::End::Exit(status) {
            let pairs = found.lines().zip(expected.lines()).enumerate();
            let first = pairs
                .filter(|(_, (a, b))| a != b)
                .map(|(n, (a, b))| format!("line {}: {a:?}, should be {b:?}", n + 1))
                .next();
            let first =
                first.unwrap_or(format!("{} lines, should be {}", found.lines().count(), expected.lines().count()));
            return Err(format!("{name}, {lowering:?}: {first}; ended {end:?}, should be {status}"));
        }
    }
    Ok(())
}

#[test]
fn language_programs_agree_with_gcc() {
    let packed = support::packed_library();
    let library = Library::open(&packed).expect("what was just packed");
    let mut failures = Vec::new();
    for folder in ["../tests/conformance/lang", "tests/lang"] {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let Ok(entries) = std::fs::read_dir(dir) else { continue };
        let mut paths: Vec<_> =
            entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "c")).collect();
        paths.sort();
        failures.extend(paths.iter().filter_map(|p| check(p, &library).err()));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn programs_of_bin_compile() {
    let packed = support::packed_library();
    let library = Library::open(&packed).expect("what was just packed");
    let mut failures = Vec::new();
    for (name, sources) in forklore_userland::bin::PROGRAMS {
        if let Err(d) = library::compile_tool(sources, &library) {
            failures.push(format!("{name}:\n{}", d.render()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
