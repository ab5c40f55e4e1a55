//! Random C programs print the same on our machine as on the host, compiled with gcc -O0 -fwrapv.
//!
//! FORKLORE_RANDOM_C=N tries N programs instead of a few, FORKLORE_RANDOM_SEED=S begins with that seed.

mod support;

use support::generate;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

#[test]
fn random_programs_agree_with_gcc() {
    let count = number("FORKLORE_RANDOM_C", 24);
    let first = number("FORKLORE_RANDOM_SEED", 1);
    let mut failures = Vec::new();
    for seed in first..first + count {
        let source = generate::program(seed);
        if let Err(e) = support::compare(&format!("random{seed}"), &source) {
            let path = format!("{}/random{seed}.c", env!("CARGO_TARGET_TMPDIR"));
            let _ = std::fs::write(&path, format!("{}{}{source}", support::HOST_PRELUDE, support::PRINTING));
            failures.push(format!("{path}: {e}"));
        }
    }
    assert!(failures.is_empty(), "{} of {count} differ:\n{}", failures.len(), failures.join("\n"));
}
