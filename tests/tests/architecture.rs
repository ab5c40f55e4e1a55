//! The rules of ARCHITECTURE.md that no compiler checks: which way dependencies point, and what kernel, userland and
//! sim do without.

use forklore_tests::program::repository;
use std::path::{Path, PathBuf};

fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut todo = vec![repository().join(folder)];
    while let Some(dir) = todo.pop() {
        for entry in std::fs::read_dir(&dir).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "{folder} has no Rust files");
    files
}

/// The code of a file: without comments and without its tests.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).expect("readable");
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().map(|l| l.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn manifest(folder: &str) -> String {
    std::fs::read_to_string(repository().join(folder).join("Cargo.toml")).expect("a manifest")
}

#[test]
fn crates_depend_one_way() {
    let order = [("kernel", "forklore-kernel"), ("userland", "forklore-userland"), ("sim", "forklore-sim")];
    for (i, (folder, _)) in order.iter().enumerate() {
        let manifest = manifest(folder);
        for (_, later) in &order[i + 1..] {
            assert!(!manifest.contains(&format!("{later}.workspace")), "{folder} must not depend on {later}");
        }
    }
}

#[test]
fn versions_stand_in_the_workspace_only() {
    for folder in ["kernel", "userland", "sim", "sim-cli", "tests"] {
        let manifest = manifest(folder);
        let dependencies = manifest.split("dependencies]").skip(1).collect::<String>();
        assert!(!dependencies.contains("version ="), "{folder}/Cargo.toml names a version");
    }
}

#[test]
fn no_clocks_randomness_hash_order_or_printing_inside() {
    // Names that would bring host time, host randomness, hash order, shared mutable state or output into a machine.
    let banned = [
        "HashMap",
        "HashSet",
        "Instant",
        "SystemTime",
        "RefCell",
        "Mutex",
        "thread_rng",
        "println!",
        "eprintln!",
        "print!(",
        "unsafe ",
    ];
    for folder in ["kernel", "userland", "sim"] {
        for path in rust_files(folder) {
            if path
                .components()
                .any(|c| matches!(c.as_os_str().to_str(), Some("benches" | "tests" | "target" | "native")))
                || path.file_name().is_some_and(|n| n == "build.rs" || n == "tests.rs")
            {
                continue;
            }
            let code = code(&path);
            for name in banned {
                assert!(!code.contains(name), "{} uses {name}", path.display());
            }
        }
    }
}

#[test]
fn kernel_modules_depend_one_way() {
    // What a folder must not name: what lies above it.
    let rules: [(&str, &[&str]); 4] = [
        (
            "kernel/abi",
            &["crate::entry", "crate::proc", "crate::vfs", "crate::ipc", "crate::mm", "crate::sched", "crate::trace"],
        ),
        ("kernel/mm", &["crate::entry", "crate::proc", "crate::vfs", "crate::ipc", "crate::sched", "crate::trace"]),
        ("kernel/ipc", &["crate::entry", "crate::proc", "crate::vfs", "crate::sched", "crate::trace", "Pid", "Tid"]),
        ("userland/vm", &["crate::cc"]),
    ];
    for (folder, banned) in rules {
        for path in rust_files(folder) {
            let code = code(&path);
            for name in banned {
                assert!(!code.contains(name), "{} names {name}, which lies above it", path.display());
            }
        }
    }
}
