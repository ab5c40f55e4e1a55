//! What a history costs: steps per second with and without it, memory per million steps, how long a jump takes.
//!
//! `cargo bench -p forklore --bench history` prints the table of docs/history.md.

mod programs;

use forklore_sim::boot;
use forklore_sim::history::{Arrived, History, Kind, Seek};
use forklore_sim::machine::{Advance, Pause};
use forklore_sim::run::Ended;
use forklore_sim::setup::Setup;
use std::time::Instant;

/// Name, program, its arguments.
const ROWS: [(&str, &str, &[&str]); 5] = [
    ("computing (sieve)", "sieve", &["40"]),
    ("system calls (getpid)", "getpid", &["3000000"]),
    ("pipe ping-pong", "pipe_pingpong", &["600000"]),
    ("signals (kill and handler)", "signal_self", &["600000"]),
    ("fork and wait", "fork_wait", &["60000"]),
];

/// Each is run so often; the fastest counts. The host's own page faults make the others slower.
const RUNS: usize = 5;
/// Random jumps measured.
const JUMPS: u64 = 60;

fn main() {
    println!(
        "| run | steps | steps/s without | with history | slower by | checkpoints | memory | per million steps | jump, median | longest | previous call |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (name, program, args) in ROWS {
        let setup = programs::setup(program, args);
        let (steps, plain) = (0..RUNS).map(|_| without(&setup)).min_by(|a, b| a.1.total_cmp(&b.1)).expect("runs");
        let (mut history, mut with) = recorded(&setup, program);
        for _ in 1..RUNS {
            let again = recorded(&setup, program);
            (history, with) = (again.0, with.min(again.1));
        }
        let (count, bytes) = history.checkpoints();
        let mut jumps = Vec::new();
        let mut calls = Vec::new();
        let mut at = 1u64;
        for n in 0..JUMPS {
            // Some steps all over the run, the same every time.
            at = at.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let step = (at >> 11) % history.end().map_or(1, |(step, _)| step);
            let begin = Instant::now();
            history.goto(step);
            jumps.push(begin.elapsed().as_secs_f64());
            if n % 6 == 0 {
                let begin = Instant::now();
                let seek = Seek { entries: true, ..Seek::default() };
                history.backward(&seek, &mut |look| look.events.iter().any(|e| Kind::of(&e.kind) == Some(Kind::Call)));
                calls.push(begin.elapsed().as_secs_f64());
            }
        }
        jumps.sort_by(f64::total_cmp);
        calls.sort_by(f64::total_cmp);
        println!(
            "| {name} | {:.1} M | {:.0} M | {:.0} M | {:.0} % | {count} | {:.0} MiB | {:.2} MiB | {:.1} ms | {:.1} ms | {:.1} ms |",
            steps as f64 / 1e6,
            steps as f64 / plain / 1e6,
            steps as f64 / with / 1e6,
            (with / plain - 1.0) * 100.0,
            bytes as f64 / f64::from(1 << 20),
            bytes as f64 / f64::from(1 << 20) / (steps as f64 / 1e6),
            jumps[jumps.len() / 2] * 1e3,
            jumps[jumps.len() - 1] * 1e3,
            calls[calls.len() / 2] * 1e3,
        );
    }
}

/// A run with a history, and its seconds.
fn recorded(setup: &Setup, program: &str) -> (History, f64) {
    let mut history = History::new(setup).expect("compiles");
    let begin = Instant::now();
    assert_eq!(history.goto_end(), Arrived::Ended(Ended::Exited(0)), "{program}");
    let with = begin.elapsed().as_secs_f64();
    (history, with)
}

/// Steps and seconds of a run without a history.
fn without(setup: &Setup) -> (u64, f64) {
    let mut machine = boot::boot(setup).expect("compiles").machine;
    let begin = Instant::now();
    while machine.advance(&Pause::NEVER) != Advance::Idle {
        machine.kernel.take_output();
    }
    (machine.steps(), begin.elapsed().as_secs_f64())
}
