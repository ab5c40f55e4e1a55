//! Helpers shared by the whole-system tests: finding programs, running them on the host and in the simulator.

pub mod differential;
pub mod host;
pub mod program;
pub mod simulated;

use std::path::PathBuf;

/// The command `sim` that cargo built beside the running test.
pub fn sim() -> PathBuf {
    let mut path = std::env::current_exe().expect("own path");
    path.pop();
    path.pop();
    let path = path.join(format!("sim{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is missing: cargo build first", path.display());
    path
}
