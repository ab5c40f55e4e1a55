//! Running a test program in the simulator.

use crate::host::Ran;
use crate::program::Program;
use forklore_sim::run::{Ended, Finished};
use forklore_sim::setup::{Limits, Setup, Sources, Stdin, User};

/// The setup under which conformance programs run: like the host's harness.
pub fn setup(program: &Program) -> Setup {
    let text = std::fs::read(&program.path).unwrap_or_else(|e| panic!("{}: {e}", program.path.display()));
    let name = program.path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    Setup {
        program: Sources { files: vec![(name, text)], no_warnings: true, ..Sources::default() },
        argv0: "./a.out".to_string(),
        args: program.args.clone(),
        user: if program.root { User::Root } else { User::Ordinary },
        stdin: Stdin::Stream,
        limits: Limits { max_steps: 20 << 30, ..Limits::default() },
        ..Setup::default()
    }
}

/// Runs it to its end.
pub fn run(program: &Program) -> Result<(Ran, Finished), String> {
    let finished = forklore_sim::run::run_to_end(&setup(program), &program.stdin).map_err(|e| e.to_string())?;
    let status = match &finished.ended {
        Ended::Exited(code) => *code,
        Ended::Killed(signal) => 128 + i32::from(signal.number()),
        other => {
            return Err(format!(
                "ended otherwise: {other}\nstdout so far:\n{}",
                String::from_utf8_lossy(&finished.stdout)
            ));
        }
    };
    let stderr = if program.stderr { finished.stderr.clone() } else { Vec::new() };
    Ok((Ran { stdout: finished.stdout.clone(), stderr, status }, finished))
}
