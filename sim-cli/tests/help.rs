//! The command answers for itself. (That this test exists also makes cargo build the command for `tests/tests/cli.rs`.)

use std::process::Command;

#[test]
fn help_and_version_are_printed() {
    let sim = env!("CARGO_BIN_EXE_sim");
    let help = Command::new(sim).arg("--help").output().expect("runs");
    assert!(help.status.success() && String::from_utf8_lossy(&help.stdout).contains("Exit status"));
    let version = Command::new(sim).arg("--version").output().expect("runs");
    assert!(String::from_utf8_lossy(&version.stdout).starts_with("sim "));
}
