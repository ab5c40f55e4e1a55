//! A machine is a value: what is cloned, written out and read back, or started again, goes on alike; and the kernel's
//! invariants hold after every step.

use forklore_sim::boot::boot;
use forklore_sim::kernel::sched::PolicyKind;
use forklore_sim::kernel::trace::Event;
use forklore_sim::machine::{Choice, Machine};
use forklore_sim::record::Recording;
use forklore_sim::run::{Ended, Runner, finish, replay, run_to_end};
use forklore_sim::setup::{MachineSpec, Setup, Sources};

/// Processes, pipes, signals, timers, a preempted loop: something of everything.
const BUSY: &str = r#"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile sig_atomic_t got;
static void on(int sig) { got++; (void)sig; }
int main(void)
{
    int p[2];
    signal(SIGUSR1, on);
    pipe(p);
    for (int i = 0; i < 3; i++) {
        if (fork() == 0) {
            char line[32];
            volatile long n = 0;
            while (n < 20000) n++;
            usleep(100 * (3 - i));
            kill(getppid(), SIGUSR1);
            int len = snprintf(line, sizeof line, "child %d\n", i);
            write(p[1], line, len);
            char *heap = malloc(5000);
            memset(heap, i, 5000);
            _exit(heap[4999]);
        }
    }
    close(p[1]);
    char buf[100];
    ssize_t n;
    while ((n = read(p[0], buf, sizeof buf)) > 0)
        fwrite(buf, 1, n, stdout);
    int status, sum = 0;
    while (wait(&status) > 0)
        sum += WEXITSTATUS(status);
    printf("sum %d, signals %s\n", sum, got > 0 ? "yes" : "no");
    return 0;
}
"#;

fn setup(policy: PolicyKind, seed: u64) -> Setup {
    Setup {
        program: Sources::single("busy.c", BUSY),
        argv0: "./a.out".to_string(),
        machine: MachineSpec { policy, seed, quantum_ns: 10_000, ..MachineSpec::default() },
        ..Setup::default()
    }
}

/// The events from here to the end, and the output.
fn rest(mut machine: Machine) -> (Vec<Event>, Vec<u8>) {
    let mut events = Vec::new();
    let mut output = Vec::new();
    while machine.turn().is_some() {
        events.append(&mut machine.kernel.events.take());
        output.extend(machine.kernel.take_output().into_iter().flat_map(|c| c.bytes));
    }
    (events, output)
}

fn traced(policy: PolicyKind, seed: u64) -> Machine {
    let mut machine = boot(&setup(policy, seed)).expect("boots").machine;
    machine.kernel.events.set_on(true);
    machine
}

#[test]
fn a_clone_goes_on_like_the_original_from_any_step() {
    let mut machine = traced(PolicyKind::RoundRobin, 0);
    for step in 0..200 {
        if step % 7 == 0 {
            let copy = machine.snapshot();
            assert_eq!(copy, machine);
            let (events, output) = rest(copy);
            assert_eq!((events, output), rest(machine.clone()), "at step {step}");
        }
        if machine.turn().is_none() {
            break;
        }
        machine.kernel.events.take();
        machine.kernel.take_output();
    }
}

#[test]
fn a_machine_written_out_and_read_back_goes_on_alike() {
    let mut machine = traced(PolicyKind::RoundRobin, 0);
    for step in 0..60 {
        if step % 20 == 10 {
            let bytes = postcard::to_allocvec(&machine).expect("a machine serialises");
            let restored: Machine = postcard::from_bytes(&bytes).expect("and comes back");
            assert_eq!(restored, machine);
            assert_eq!(rest(restored), rest(machine.clone()), "at step {step}");
        }
        if machine.turn().is_none() {
            break;
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    for policy in [
        PolicyKind::RoundRobin,
        PolicyKind::Fifo,
        PolicyKind::Priority,
        PolicyKind::Mlfq,
        PolicyKind::Lottery,
        PolicyKind::Random,
    ] {
        for seed in [0, 1, 42] {
            assert_eq!(rest(traced(policy, seed)), rest(traced(policy, seed)), "{policy:?} {seed}");
        }
    }
}

#[test]
fn seeds_make_a_difference_and_every_policy_gets_to_the_end() {
    let first = rest(traced(PolicyKind::Random, 0)).0;
    let mut others = 0;
    for seed in 0..12 {
        let finished = run_to_end(&setup(PolicyKind::Random, seed), &[]).expect("runs");
        assert_eq!(finished.ended, Ended::Exited(0));
        others += usize::from(rest(traced(PolicyKind::Random, seed)).0 != first);
    }
    assert!(others > 0, "twelve random schedules, all the same");
}

#[test]
fn invariants_hold_after_every_step_of_random_choices() {
    for seed in 1..6u64 {
        let mut machine = traced(PolicyKind::RoundRobin, 0);
        let mut state = seed;
        for _ in 0..3000 {
            let choices = machine.choices();
            if choices.is_empty() {
                break;
            }
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let choice = &choices[(state >> 33) as usize % choices.len()];
            machine.step(choice).expect("a choice on offer can be made");
            machine.kernel.check().unwrap_or_else(|e| panic!("seed {seed}, after {choice:?}: {e}"));
            machine.kernel.events.take();
        }
        assert_eq!(machine.kernel.live_processes(), 0, "seed {seed} did not get to the end");
    }
}

#[test]
fn a_recording_repeats_the_run() {
    let setup = setup(PolicyKind::Random, 7);
    let (mut runner, _) = Runner::new(&setup).expect("boots");
    runner.record();
    let first = finish(&mut runner, &[]);
    let recording = Recording { setup, choices: runner.recorded().to_vec() };
    let read = Recording::from_bytes(recording.to_text().as_bytes()).expect("reads back");
    assert_eq!(read, recording);
    assert_eq!(replay(&read).expect("runs"), first);
}

#[test]
fn a_choice_that_is_not_on_offer_is_refused() {
    let mut machine = traced(PolicyKind::RoundRobin, 0);
    let before = machine.clone();
    assert!(machine.step(&Choice::Tick).is_err());
    assert!(machine.step(&Choice::Step(forklore_sim::kernel::abi::Tid(77))).is_err());
    assert_eq!(machine, before);
}
