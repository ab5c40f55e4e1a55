//! The C programs that are measured: `benches/programs`.

use forklore_sim::setup::{Limits, Setup, Sources};
use std::path::{Path, PathBuf};

/// The folder that they lie in.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches/programs")
}

/// A run of one of them without limits.
pub fn setup(program: &str, args: &[&str]) -> Setup {
    let source = |name: &str| std::fs::read_to_string(folder().join(name)).expect("the source");
    let text = source(&format!("{program}.c"));
    let headers = vec![("ping_pong.h".to_string(), source("ping_pong.h").into_bytes())];
    Setup {
        program: Sources { no_warnings: true, headers, ..Sources::single(&format!("{program}.c"), &text) },
        argv0: "./a.out".to_string(),
        args: args.iter().map(|arg| arg.to_string()).collect(),
        limits: Limits { max_steps: u64::MAX, ..Limits::default() },
        ..Setup::default()
    }
}
