//! History: whatever the way to a moment, it is the same; branches leave each other alone; sessions come back.

use forklore_sim::history::{Acted, Arrived, History, Keeping, Kind, Look, Seek, session::SessionError};
use forklore_sim::kernel::sched::PolicyKind;
use forklore_sim::machine::{Choice, Machine, Pause};
use forklore_sim::run::{self, Ended};
use forklore_sim::setup::{Limits, MachineSpec, Setup, Sources, Stdin};
use forklore_tests::program;
use proptest::prelude::*;

/// A parent and two children, pipes, a signal handler, output, and some computing: a few tens of thousands of steps.
const PROGRAM: &str = r#"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t seen;

static void on_usr1(int sig) { (void)sig; seen++; }

int main(void)
{
    int fd[2];
    signal(SIGUSR1, on_usr1);
    if (pipe(fd) == -1) { perror("pipe"); return 1; }
    for (int child = 0; child < 2; child++) {
        if (fork() == 0) {
            unsigned sum = 0;
            for (int i = 0; i < 600; i++) sum = sum * 31 + (unsigned)i;
            for (int i = 0; i < 3; i++) dprintf(fd[1], "%d:%u\n", child, sum + (unsigned)i);
            kill(getppid(), SIGUSR1);
            exit(child);
        }
    }
    close(fd[1]);
    char buf[16];
    ssize_t n;
    while ((n = read(fd[0], buf, sizeof buf)) > 0) fwrite(buf, 1, (size_t)n, stdout);
    int status, sum = 0;
    while (wait(&status) > 0) sum += WEXITSTATUS(status);
    printf("sum %d, handler ran: %s\n", sum, seen ? "yes" : "no");
    return 0;
}
"#;

fn setup(text: &str) -> Setup {
    Setup {
        program: Sources::single("prog.c", text),
        argv0: "./a.out".to_string(),
        machine: MachineSpec { quantum_ns: 3_000, ..MachineSpec::default() },
        ..Setup::default()
    }
}

fn history(text: &str) -> History {
    let keeping = Keeping { spacing: 5_000, most: 8, ..Keeping::default() };
    History::keeping(&setup(text), Vec::new(), keeping).expect("it compiles")
}

/// The machine after so many steps of a straight run.
fn straight(start: &Machine, step: u64) -> Machine {
    let mut machine = start.clone();
    while machine.steps() < step {
        let at = machine.steps();
        machine.advance(&Pause { at: step, ..Pause::NEVER });
        machine.kernel.take_output();
        assert!(machine.steps() > at, "the run ends before step {step}");
    }
    machine
}

fn written(history: &History) -> Vec<u8> {
    history.output().iter().flat_map(|(_, chunk)| chunk.bytes.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_way_to_a_moment_leads_to_the_same_machine(jumps in prop::collection::vec(0u32..=1000, 1..8)) {
        let mut history = history(PROGRAM);
        let start = history.machine().clone();
        history.goto_end();
        let end = history.step();
        for jump in jumps {
            let step = end * u64::from(jump) / 1000;
            prop_assert_eq!(history.goto(step), Arrived::There);
            prop_assert_eq!(history.step(), step);
            prop_assert!(*history.machine() == straight(&start, step), "step {}", step);
            prop_assert_eq!(history.machine().kernel.check(), Ok(()));
        }
    }

    #[test]
    fn backward_finds_what_forward_passed(cut in 1u32..=1000) {
        let mut history = history(PROGRAM);
        history.goto_end();
        let here = history.step() * u64::from(cut) / 1000;
        let calls = |look: &Look| look.events.iter().any(|e| Kind::of(&e.kind) == Some(Kind::Call));
        let seek = Seek { entries: true, ..Seek::default() };
        let mut passed = Vec::new();
        history.goto(0);
        history.forward(&seek, here, &mut |look| {
            if calls(look) {
                passed.push(look.step);
            }
            false
        });
        history.goto(here);
        let before: Vec<u64> = passed.iter().copied().filter(|step| *step < here).collect();
        for step in before.iter().rev().take(20) {
            prop_assert_eq!(history.backward(&seek, &mut |look| calls(look)), Arrived::There);
            prop_assert_eq!(history.step(), *step);
        }
    }

    #[test]
    fn a_branch_changes_nothing_for_others(cut in 1u32..1000) {
        let mut history = history(PROGRAM);
        prop_assert_eq!(history.goto_end(), Arrived::Ended(Ended::Exited(0)));
        let (end, output) = (history.step(), written(&history));
        let machine = history.machine().clone();
        history.goto(end * u64::from(cut) / 1000);
        let other = history.machine().choices().into_iter().find_map(|choice| match choice {
            Choice::Step(tid) => Some(tid),
            _ => None,
        });
        if let Some(tid) = other {
            let acted = history.act(Choice::Pick(tid)).expect("runnable");
            prop_assert_eq!(acted, Acted::NewBranch("branch-1".to_string()));
            prop_assert_eq!(history.goto_end(), Arrived::Ended(Ended::Exited(0)));
            prop_assert!(history.switch_branch(0));
        }
        history.goto_end();
        prop_assert_eq!((history.step(), written(&history)), (end, output));
        prop_assert!(*history.machine() == machine);
    }
}

#[test]
fn a_history_ends_as_a_run_does() {
    let dir = program::repository().join("examples");
    for name in ["pipe_parent_child", "race", "signals_tour", "deadlock_pipe", "zombie", "fork_buffer", "process_group"]
    {
        let text = std::fs::read_to_string(dir.join(name).with_extension("c")).expect("an example");
        let finished = run::run_to_end(&setup(&text), b"").expect("it compiles");
        let mut history = history(&text);
        assert_eq!(history.goto_end(), Arrived::Ended(finished.ended), "{name}");
        let stream = |n: u8| -> Vec<u8> {
            let chunks = history.output().iter().filter(|(_, chunk)| chunk.stream == n);
            chunks.flat_map(|(_, chunk)| chunk.bytes.clone()).collect()
        };
        assert_eq!((stream(1), stream(2)), (finished.stdout, finished.stderr), "{name}");
        let end = history.step();
        history.goto(end / 2);
        history.goto_end();
        assert_eq!(history.step(), end, "{name}");
    }
}

#[test]
fn a_history_ends_at_the_step_at_which_a_run_does() {
    let outlived = "#include <stdio.h>\n#include <unistd.h>\nint main(void) { for (int i = 0; i < 5; i++) if (fork() == 0) { usleep(900000 * (i + 1)); printf(\"%d\", i); } return 3; }";
    let talks = "#include <unistd.h>\nint main(void) { int p[2], q[2]; char c = 0; pipe(p); pipe(q); if (fork() == 0) for (;;) { read(p[0], &c, 1); write(q[1], &c, 1); }\nfor (;;) { write(p[1], &c, 1); read(q[0], &c, 1); } }";
    let alone = "int main(void) { volatile int x = 0; for (;;) x++; }";
    for text in [outlived, talks, alone] {
        for policy in [PolicyKind::RoundRobin, PolicyKind::Fifo] {
            let mut setup = setup(text);
            setup.machine.policy = policy;
            setup.limits.max_steps = 5_000_000;
            let (mut runner, _) = run::Runner::new(&setup).expect("it compiles");
            let finished = run::finish(&mut runner, b"");
            let mut history = History::new(&setup).expect("it compiles");
            assert_eq!(history.goto_end(), Arrived::Ended(finished.ended), "{text}");
            assert_eq!(history.end_notes(), finished.notes, "{text}");
            assert_eq!(history.step(), runner.machine.steps(), "{text}");
        }
    }
}

#[test]
fn memory_is_bounded() {
    let text = "int main(void) { volatile int x = 0; for (int i = 0; i < 2000000; i++) x++; return 0; }";
    let mut history =
        History::keeping(&setup(text), Vec::new(), Keeping { spacing: 1_000, most: 10, ..Keeping::default() })
            .expect("it compiles");
    assert_eq!(history.goto_end(), Arrived::Ended(Ended::Exited(0)));
    assert!(history.step() > 4_000_000);
    assert!(history.checkpoints().0 <= 10);
}

/// What a run of more than ten million steps may cost: pages that are written all the time, calls, two processes.
#[test]
fn ten_million_steps_stay_in_bounds_and_near() {
    let text = r#"
#include <sys/wait.h>
#include <unistd.h>
static char table[1 << 18];
int main(void)
{
    int to[2], from[2];
    char c = 0;
    if (pipe(to) || pipe(from)) return 1;
    if (fork() == 0) {
        close(to[1]);
        while (read(to[0], &c, 1) == 1) {
            for (int i = 0; i < 1000; i++) table[(i * 4099 + c) & 0x3ffff] += c;
            if (write(from[1], &c, 1) != 1) return 2;
        }
        return 0;
    }
    for (int round = 0; round < 1200; round++) {
        c = (char)round;
        if (write(to[1], &c, 1) != 1 || read(from[0], &c, 1) != 1) return 3;
    }
    close(to[1]);
    wait(0);
    return 0;
}
"#;
    let limit = 24u64 << 20;
    let keeping = Keeping { spacing: 20_000, most: 100, most_bytes: limit };
    let setup = Setup { machine: MachineSpec::default(), ..setup(text) };
    let mut history = History::keeping(&setup, Vec::new(), keeping).expect("it compiles");
    assert_eq!(history.goto_end(), Arrived::Ended(Ended::Exited(0)));
    let end = history.step();
    assert!(end > 10_000_000, "{end}");
    let (count, bytes) = history.checkpoints();
    assert!((20..=100).contains(&count) && bytes <= limit, "{count} checkpoints, {bytes} bytes");
    let mut times = Vec::new();
    let mut at = 1u64;
    for _ in 0..40 {
        at = at.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let step = (at >> 11) % end;
        let begin = std::time::Instant::now();
        assert_eq!(history.goto(step), Arrived::There);
        times.push(begin.elapsed());
        assert_eq!(history.step(), step);
    }
    times.sort();
    // Others may be at work on this host: the slowest ones say nothing.
    assert!(times[20].as_millis() < 100, "{times:?}");
}

/// Endings that only a judge knows: the text is a run's.
#[test]
fn a_history_tells_of_its_end_what_a_run_tells() {
    let outlives = "#include <unistd.h>\nint main(void) { if (fork() == 0) for (;;) sleep(1000); return 4; }";
    let waits = "#include <unistd.h>\nint main(void) { if (fork() == 0) pause(); return 5; }";
    let spins = "#include <unistd.h>\nint main(void) { fork(); for (;;) ; }";
    let writes = "#include <unistd.h>\nint main(void) { for (;;) write(1, \"hello\", 5); }";
    let endless = "int main(void) { volatile int x = 0; for (;;) x++; }";
    for text in [outlives, waits, spins, writes, endless] {
        let mut setup = setup(text);
        setup.limits = Limits { max_steps: 3_000_000, max_output: 1_000, ..Limits::default() };
        let finished = run::run_to_end(&setup, b"").expect("it compiles");
        let mut history = History::new(&setup).expect("it compiles");
        let Arrived::Ended(ended) = history.goto_end() else { panic!("no end: {text}") };
        let first = |ended: &Ended| ended.to_string().lines().next().unwrap_or_default().to_string();
        assert_eq!(first(&ended), first(&finished.ended), "{text}");
        assert_eq!(history.end_notes(), finished.notes, "{text}");
        let end = history.step();
        history.goto(end / 3);
        assert_eq!(history.goto_end(), Arrived::Ended(ended));
        assert_eq!(history.step(), end);
    }
}

#[test]
fn a_movement_that_was_interrupted_goes_on() {
    let mut history = history(PROGRAM);
    let seek = Seek { entries: true, ..Seek::default() };
    let calls = |history: &mut History, every: u32| {
        history.goto(0);
        let (mut steps, mut asked) = (Vec::new(), 0);
        loop {
            let mut note = |look: &Look| {
                steps.push(look.step);
                false
            };
            let mut interrupt = || {
                asked += 1;
                every > 0 && asked % every == 0
            };
            match history.forward_until(&seek, u64::MAX, &mut note, &mut interrupt) {
                Arrived::Interrupted => {}
                _ => return steps,
            }
        }
    };
    let whole = calls(&mut history, 0);
    assert_eq!(calls(&mut history, 1), whole);
    let end = history.step();
    let arrived = history.backward_until(&seek, &mut |_| false, &mut || true);
    assert_eq!((arrived, history.step()), (Arrived::Interrupted, end));
}

#[test]
fn limits_end_a_history_wherever_it_was_paused() {
    let mut setup = setup("int main(void) { for (;;) ; }");
    setup.limits = Limits { max_steps: 70_001, ..Limits::default() };
    let mut history = History::new(&setup).expect("it compiles");
    assert!(matches!(history.goto_end(), Arrived::Ended(Ended::Limit(_))));
    let end = history.step();
    for step in [0, 40_000, 70_000] {
        history.goto(step);
        assert!(matches!(history.goto_end(), Arrived::Ended(Ended::Limit(_))));
        assert_eq!(history.step(), end);
    }
}

#[test]
fn input_is_given_where_it_is_waited_for() {
    let text = r#"
#include <stdio.h>
int main(void) { char line[32]; while (fgets(line, sizeof line, stdin)) printf("got %s", line); return 0; }
"#;
    let mut setup = setup(text);
    setup.stdin = Stdin::Stream;
    let mut history = History::new(&setup).expect("it compiles");
    assert_eq!(history.goto_end(), Arrived::NeedsInput);
    let asked = history.step();
    assert_eq!(history.act(Choice::Input(b"one\n".to_vec())), Ok(Acted::Here));
    assert_eq!(history.goto_end(), Arrived::NeedsInput);
    assert_eq!(history.act(Choice::EndOfInput), Ok(Acted::Here));
    assert_eq!(history.goto_end(), Arrived::Ended(Ended::Exited(0)));
    assert_eq!(written(&history), b"got one\n");
    // What was typed can be typed differently.
    history.goto(asked);
    assert_eq!(history.act(Choice::Input(b"two\n".to_vec())), Ok(Acted::NewBranch("branch-1".to_string())));
    assert_eq!(history.act(Choice::EndOfInput), Ok(Acted::Here));
    assert_eq!(history.goto_end(), Arrived::Ended(Ended::Exited(0)));
    assert_eq!(written(&history), b"got two\n");
    let compared = history.compare(0, 1, 1 << 30).expect("two branches");
    assert_eq!(
        (compared.parted, &compared.output[0][..], &compared.output[1][..]),
        (asked, &b"got one\n"[..], &b"got two\n"[..])
    );
    assert!(compared.difference.is_some());
}

#[test]
fn a_session_comes_back() {
    let mut history = history(PROGRAM);
    history.goto_end();
    let end = history.step();
    history.goto(end / 3);
    history.new_branch(Some("try"));
    let machine = history.machine().clone();
    let text = history.save(&["break 12".to_string()]);
    let (mut back, notes) = History::open(text.as_bytes()).expect("just saved");
    assert_eq!(notes, ["break 12"]);
    assert_eq!((back.step(), back.plan().name.as_str()), (end / 3, "try"));
    assert!(*back.machine() == machine);
    back.switch_branch(0);
    assert_eq!(back.goto_end(), Arrived::Ended(Ended::Exited(0)));
    assert_eq!(back.step(), end);

    // Each branch stands where it was left, behind what was done in it.
    let (mut back, _) = History::open(text.as_bytes()).expect("just saved");
    for history in [&mut history, &mut back] {
        history.switch_branch(0);
        assert_eq!(history.step(), end / 3);
    }
    history.goto(end / 2);
    let choice = history.machine().choices().into_iter().next().expect("something can happen");
    history.act(choice).expect("just said");
    history.switch_branch(0);
    history.goto(end / 4);
    let (mut back, _) = History::open(history.save(&[]).as_bytes()).expect("just saved");
    for (branch, step) in [(2, end / 2 + 1), (1, end / 3), (0, end / 4)] {
        for history in [&mut history, &mut back] {
            history.switch_branch(branch);
            assert_eq!(history.step(), step, "branch {branch}");
        }
    }

    // What is no session, or not this one any more, is refused.
    assert_eq!(History::open(b"int main;").err(), Some(SessionError::Foreign));
    assert_eq!(
        History::open(text.replace("\"version\":2", "\"version\":7").as_bytes()).err(),
        Some(SessionError::Version(7))
    );
    let cut: String = text.lines().take(3).map(|line| format!("{line}\n")).collect();
    assert_eq!(History::open(cut.as_bytes()).err(), Some(SessionError::Truncated));
    let changed = text.replace("\"try\"", "\"tri\"");
    assert!(matches!(History::open(changed.as_bytes()).err(), Some(SessionError::Damaged { .. })));
}
