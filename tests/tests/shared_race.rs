//! What docs/shared-memory.md promises: updates of shared memory get lost when the scheduler interrupts them, the same seed
//! always loses the same, and atomic operations lose none.

use forklore_sim::kernel::sched::PolicyKind;
use forklore_sim::run::run_to_end;
use forklore_sim::setup::{MachineSpec, Setup, Sources};
use std::collections::BTreeSet;

fn sum(statement: &str, policy: PolicyKind, quantum_ns: u64, seed: u64) -> u64 {
    let text = format!(
        "#include <stdio.h>\n#include <sys/mman.h>\n#include <sys/wait.h>\n#include <unistd.h>\nint main(void)\n{{\n\
         volatile int *counter = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);\n\
         for (int p = 0; p < 2; p++) if (fork() == 0) {{ for (int i = 0; i < 100000; i++) {statement} _exit(0); }}\n\
         while (wait(0) > 0) ;\nprintf(\"%d\", *counter);\nreturn 0; }}\n"
    );
    let setup = Setup {
        program: Sources::single("race.c", &text),
        machine: MachineSpec { policy, quantum_ns, seed, ..MachineSpec::default() },
        ..Setup::default()
    };
    let finished = run_to_end(&setup, b"").expect("runs");
    String::from_utf8_lossy(&finished.stdout).parse().expect("a number")
}

const ADD: &str = "(*counter)++;";

#[test]
fn a_short_time_slice_loses_updates() {
    assert_eq!(sum(ADD, PolicyKind::RoundRobin, 4_000_000, 0), 200_000, "each is done before the other has its turn");
    let short = sum(ADD, PolicyKind::RoundRobin, 777, 0);
    assert!((100_000..200_000).contains(&short), "{short}");
    assert_eq!(short, sum(ADD, PolicyKind::RoundRobin, 777, 0));
}

#[test]
fn random_schedules_lose_updates_by_the_seed() {
    let sums: Vec<u64> = (1..7).map(|seed| sum(ADD, PolicyKind::Random, 20_000, seed)).collect();
    assert!(sums.iter().all(|sum| *sum < 200_000), "{sums:?}");
    assert!(sums.iter().collect::<BTreeSet<_>>().len() > 1, "{sums:?}");
    assert_eq!(sums[2], sum(ADD, PolicyKind::Random, 20_000, 3));
}

#[test]
fn atomic_operations_lose_none() {
    for seed in 1..4 {
        assert_eq!(sum("__sync_fetch_and_add(counter, 1);", PolicyKind::Random, 1_000, seed), 200_000);
    }
}
