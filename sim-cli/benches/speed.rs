//! The speed table: the same C sources on the host and in the simulator, side by side, in one run.
//!
//! `cargo bench --bench speed` prints it; `-- --quick` takes fewer rounds; `-- pipe` only rows with that name,
//! `-- computing`, `-- growth`, `-- descriptors` only that table.
//! A cost is the difference of two runs with different counts, so that start-up does not matter, and the median of
//! several rounds. The host's figure is the better of pinned to one processor and not pinned, because a wake-up
//! across processors costs extra.

mod programs;

use forklore_sim::run::{Ended, run_to_end};
use forklore_sim::setup::{Setup, User};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// One row about system calls: times per operation.
struct Row {
    name: &'static str,
    program: &'static str,
    extra: &'static str,
    /// Operations in the longer run: on the host, in the simulator.
    host_count: u64,
    sim_count: u64,
    /// How many times faster than the host it must be, should be, may be.
    goals: [f64; 3],
    /// Bytes moved by an operation: the row is then shown in GB/s.
    bytes: Option<f64>,
}

const ROWS: &[Row] = &[
    row("getpid", "getpid", "", 1_000_000, 5_000_000, [3.0, 8.0, 12.0]),
    row("pipe ping-pong, 1 byte", "pipe_pingpong", "", 40_000, 1_000_000, [12.0, 25.0, 50.0]),
    row("ring of 64 processes, a hop", "ring", "64", 64_000, 2_560_000, [12.0, 30.0, 60.0]),
    Row {
        bytes: Some(65536.0),
        ..row("bulk pipe, 64 KiB blocks", "bulk_pipe", "65536", 20_000, 100_000, [1.5, 3.0, 6.0])
    },
    row("fork + _exit + waitpid", "fork_wait", "", 2_000, 300_000, [100.0, 300.0, 600.0]),
    row("the same, 16 MiB touched", "fork_wait", "16", 500, 100_000, [100.0, 500.0, 2000.0]),
    row("kill(self) + handler", "signal_self", "", 200_000, 3_000_000, [15.0, 35.0, 70.0]),
    row("SIGUSR1 + sigsuspend ping-pong", "signal_pingpong", "", 20_000, 600_000, [15.0, 40.0, 70.0]),
    row("msgsnd/msgrcv ping-pong", "msg_pingpong", "", 20_000, 600_000, [12.0, 30.0, 60.0]),
    row("shared memory + semop ping-pong", "shm_semop", "", 20_000, 600_000, [10.0, 25.0, 45.0]),
    row("socketpair ping-pong", "socketpair_pingpong", "", 40_000, 600_000, [20.0, 45.0, 90.0]),
    row("Unix connect, accept, echo, close", "unix_echo", "", 20_000, 200_000, [15.0, 40.0, 80.0]),
    row("TCP loopback ping-pong", "tcp_pingpong", "", 20_000, 300_000, [10.0, 20.0, 40.0]),
    row("UDP loopback ping-pong", "udp_pingpong", "", 20_000, 300_000, [10.0, 20.0, 40.0]),
];

const fn row(
    name: &'static str,
    program: &'static str,
    extra: &'static str,
    host: u64,
    sim: u64,
    goals: [f64; 3],
) -> Row {
    Row { name, program, extra, host_count: host, sim_count: sim, goals, bytes: None }
}

/// The computing loops, with the interpreters to compare with.
const LOOPS: &[&str] = &["sieve", "fib", "matmul", "fnv"];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let quick = words.iter().any(|w| w == "--quick");
    let filter = words.iter().find(|w| !w.starts_with("--")).cloned().unwrap_or_default();
    let rounds = if quick { 3 } else { 7 };
    let dir = std::env::temp_dir().join(format!("forklore-speed-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("a temporary folder");

    println!("| operation | host ns | simulator ns | times faster | must | target | stretch |");
    println!("|---|--:|--:|--:|--:|--:|--:|");
    for row in ROWS.iter().filter(|r| r.name.contains(&filter)) {
        let exe = compile(row.program, "-O2", &dir);
        let mut host = Vec::new();
        let mut sim = Vec::new();
        for _ in 0..rounds {
            let pinned = cost(row.host_count, |n| host_time(&exe, n, row.extra, true));
            let free = cost(row.host_count, |n| host_time(&exe, n, row.extra, false));
            host.push(pinned.min(free));
            sim.push(cost(row.sim_count, |n| sim_time(row.program, n, row.extra)));
        }
        let (host, sim) = (median(host), median(sim));
        let shown = |ns: f64| match row.bytes {
            Some(bytes) => format!("{:.1} GB/s", bytes / ns),
            None => format!("{ns:.0}"),
        };
        let [must, target, stretch] = row.goals;
        println!(
            "| {} | {} | {} | {:.1} | {must} | {target} | {stretch} |",
            row.name,
            shown(host),
            shown(sim),
            host / sim
        );
    }
    if filter.is_empty() || LOOPS.iter().any(|l| l.contains(&filter)) || filter == "computing" {
        computing(rounds, &dir, &filter);
    }
    if filter.is_empty() || "start-up".contains(&filter) {
        start_up(rounds);
    }
    if filter.is_empty() || "growth".contains(&filter) {
        growth(rounds);
    }
    if filter.is_empty() || "descriptors".contains(&filter) {
        descriptors(rounds, &dir);
    }
    let _ = std::fs::remove_dir_all(&dir);
}

/// Nanoseconds an operation: two runs, the difference.
fn cost(count: u64, mut time: impl FnMut(u64) -> f64) -> f64 {
    let few = count / 10;
    let (short, long) = (time(few), time(count));
    (long - short) / (count - few) as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn compile(program: &str, level: &str, dir: &Path) -> PathBuf {
    let exe = dir.join(format!("{program}{level}"));
    let source = programs::folder().join(format!("{program}.c"));
    let done = Command::new("cc").args([level, "-w", "-o"]).arg(&exe).arg(source).status();
    assert!(done.is_ok_and(|s| s.success()), "cc {program}.c failed");
    exe
}

fn host_time(exe: &Path, count: u64, extra: &str, pinned: bool) -> f64 {
    let mut command = if pinned {
        let mut command = Command::new("taskset");
        command.args(["-c", "0"]).arg(exe);
        command
    } else {
        Command::new(exe)
    };
    command.arg(count.to_string()).args(extra.split_whitespace()).stdin(Stdio::null()).stdout(Stdio::null());
    timed(|| assert!(command.status().is_ok_and(|s| s.success()), "{} failed on the host", exe.display()))
}

fn sim_time(program: &str, count: u64, extra: &str) -> f64 {
    timed_run(&setup(program, &[&count.to_string()], extra))
}

fn timed_run(setup: &Setup) -> f64 {
    timed(|| {
        let finished = run_to_end(setup, &[]).expect("compiles");
        assert_eq!(finished.ended, Ended::Exited(0), "{}", String::from_utf8_lossy(&finished.stderr));
    })
}

/// A run of a program; `extra` is further arguments, separated by blanks.
fn setup(program: &str, args: &[&str], extra: &str) -> Setup {
    let all: Vec<&str> = args.iter().copied().chain(extra.split_whitespace()).collect();
    programs::setup(program, &all)
}

/// Nanoseconds that it takes.
fn timed(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_nanos() as f64
}

/// How many times slower than gcc -O2: the simulator and the interpreters that are installed.
fn computing(rounds: usize, dir: &Path, filter: &str) {
    println!("\n| computing, times slower than gcc -O2 | {} | geometric mean |", LOOPS.join(" | "));
    println!("|---|{}", "--:|".repeat(LOOPS.len() + 1));
    let chosen: Vec<&str> = LOOPS.iter().copied().filter(|l| filter == "computing" || l.contains(filter)).collect();
    let reference: Vec<f64> = chosen.iter().map(|l| whole(rounds, Command::new(compile(l, "-O2", dir)))).collect();
    let print = |name: &str, times: &[f64]| {
        let ratios: Vec<f64> = times.iter().zip(&reference).map(|(t, r)| t / r).collect();
        let mean = (ratios.iter().map(|r| r.ln()).sum::<f64>() / ratios.len() as f64).exp();
        let cells: Vec<String> = ratios.iter().map(|r| format!("{r:.1}")).collect();
        println!("| {name} | {} | {mean:.1} |", cells.join(" | "));
    };
    let unoptimised: Vec<f64> = chosen.iter().map(|l| whole(rounds, Command::new(compile(l, "-O0", dir)))).collect();
    print("gcc -O0", &unoptimised);
    let simulated: Vec<f64> = chosen.iter().map(|l| median((0..rounds).map(|_| sim_whole(l)).collect())).collect();
    print("Forklore", &simulated);
    for other in INTERPRETERS {
        match other.times(&chosen, rounds) {
            Ok(times) => print(other.name, &times),
            Err(why) => println!("| {} | {why} |", other.name),
        }
    }
}

/// An interpreter of another language, with the same programs in that.
struct Interpreter {
    name: &'static str,
    command: &'static str,
    /// Arguments before the program's file.
    args: &'static [&'static str],
    /// How the names of its programs end.
    ending: &'static str,
}

const INTERPRETERS: &[Interpreter] = &[
    Interpreter { name: "Lua 5.4", command: "lua5.4", args: &[], ending: "lua" },
    Interpreter { name: "CPython", command: "python3", args: &[], ending: "py" },
    Interpreter { name: "wasmi", command: "wasmi_cli", args: &["--invoke", "run"], ending: "wat" },
];

impl Interpreter {
    fn times(&self, programs: &[&str], rounds: usize) -> Result<Vec<f64>, &'static str> {
        let rounds = if self.ending == "py" { 1 } else { rounds };
        programs.iter().map(|program| self.time(program, rounds)).collect()
    }

    fn time(&self, program: &str, rounds: usize) -> Result<f64, &'static str> {
        let source = programs::folder().join(format!("{program}.{}", self.ending));
        let mut command = Command::new(self.command);
        command.args(self.args).arg(source).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        match command.status() {
            Err(_) => Err("not installed"),
            Ok(status) if !status.success() => Err("does not run the program"),
            Ok(_) => Ok(whole(rounds, command)),
        }
    }
}

fn whole(rounds: usize, mut command: Command) -> f64 {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    median(
        (0..rounds)
            .map(|_| timed(|| assert!(command.status().is_ok_and(|s| s.success()), "{command:?} failed")))
            .collect(),
    )
}

fn sim_whole(program: &str) -> f64 {
    let setup = setup(program, &[], "");
    timed(|| {
        let finished = run_to_end(&setup, &[]).expect("compiles");
        assert_eq!(finished.ended, Ended::Exited(0), "{program}");
    })
}

/// Compile, boot, run and exit a 50-line program, as a process of its own.
fn start_up(rounds: usize) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sim"));
    command.arg("run").arg(programs::folder().join("hello50.c"));
    let ms = whole(rounds * 3, command) / 1e6;
    println!("\nstart-up (compile, boot, run and exit 50 lines): {ms:.2} ms (must 5, target 2)");
}

/// The cost of a hop must not grow with the number of processes.
fn growth(rounds: usize) {
    println!("\n| processes in the ring | ns a hop | MiB of the host |\n|--:|--:|--:|");
    for size in [2u64, 10, 100, 1_000, 10_000] {
        let hops = (size * 40).max(400_000) / size * size;
        let costs = (0..rounds.min(3)).map(|_| {
            let short = sim_time("ring", size, &size.to_string());
            let long = sim_time("ring", hops, &size.to_string());
            (long - short) / (hops - size) as f64
        });
        let memory =
            peak_memory(size).map_or("?".to_string(), |bytes| format!("{:.0}", bytes as f64 / (1 << 20) as f64));
        println!("| {size} | {:.0} | {memory} |", median(costs.collect()));
    }
    println!("\n| messages in the queue | ns to take one out by type and put it in again |\n|--:|--:|");
    for queued in [1u64, 10, 100, 1_000, 10_000, 100_000] {
        let costs = (0..rounds.min(3)).map(|_| {
            let time = |n: u64| {
                timed_run(&Setup { user: User::Root, ..setup("msg_many", &[&n.to_string()], &queued.to_string()) })
            };
            (time(400_000) - time(40_000)) / 360_000.0
        });
        println!("| {queued} | {:.0} |", median(costs.collect()));
    }
    println!("\n| client processes of a server | ns a request, Unix | TCP |\n|--:|--:|--:|");
    for clients in [1u64, 10, 100, 1_000] {
        let cells = ["", " tcp"].map(|extra| {
            let costs = (0..rounds.min(3)).map(|_| {
                let time = |n: u64| sim_time("many_clients", n, &format!("{clients}{extra}"));
                (time(200_000) - time(clients)) / (200_000 - clients) as f64
            });
            format!("{:.0}", median(costs.collect()))
        });
        println!("| {clients} | {} |", cells.join(" | "));
    }
    println!("\n| sockets in flight | ns to pass a descriptor | ns to send each on its way |\n|--:|--:|--:|");
    for held in [1u64, 10, 100, 1_000, 5_000] {
        let time = |n: u64, held: u64| sim_time("rights_many", n, &held.to_string());
        let pass = median((0..rounds.min(3)).map(|_| (time(50_000, held) - time(1_000, held)) / 49_000.0).collect());
        let launch = median((0..rounds.min(3)).map(|_| (time(1_000, held) - time(1_000, 1)) / held as f64).collect());
        println!("| {held} | {pass:.0} | {launch:.0} |");
    }
}

/// The most memory that a process with a ring of so many processes in it has resident, in bytes.
fn peak_memory(size: u64) -> Option<u64> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sim"));
    let hops = (size * 10).to_string();
    command.args(["run", "--max-steps", "1000000000000"]).arg(programs::folder().join("ring.c"));
    command.args(["--", &hops, &size.to_string()]).stdin(Stdio::null()).stdout(Stdio::null());
    let mut child = command.spawn().ok()?;
    let mut most = None;
    loop {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        most = line.and_then(|text| text.trim().strip_suffix(" kB")?.parse::<u64>().ok()).map(|kb| kb << 10).or(most);
        if let Some(ended) = child.try_wait().ok()? {
            return most.filter(|_| ended.success());
        }
        std::thread::sleep(std::time::Duration::from_micros(200));
    }
}

/// The cost of a call that waits for many descriptors: poll looks at each, epoll_wait at what is ready. "Woken" is with
/// the other process's turn, two switches and three more calls.
fn descriptors(rounds: usize, dir: &Path) {
    println!(
        "\n| descriptors, ns a call: simulator (host) | poll, one ready | poll, woken | epoll_wait, one ready | epoll_wait, woken |"
    );
    println!("|--:|--:|--:|--:|--:|");
    let exe = compile("poll_many", "-O2", dir);
    for n in [10u64, 100, 1_000, 10_000] {
        let cells = ["poll", "sleep", "epoll", "esleep"].map(|mode| {
            let extra = format!("{n} {mode}");
            let count = if mode.starts_with('e') { 40_000 } else { (4_000_000 / n).clamp(500, 40_000) };
            let sim = (0..rounds.min(3)).map(|_| cost(count, |count| sim_time("poll_many", count, &extra)));
            let host = (0..rounds.min(3)).map(|_| cost(count, |count| host_time(&exe, count, &extra, true)));
            format!("{:.0} ({:.0})", median(sim.collect()), median(host.collect()))
        });
        println!("| {n} | {} |", cells.join(" | "));
    }
}
