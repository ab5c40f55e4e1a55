//! The command line as typed: clap structures and nothing else. What is meant by it is worked out in `setup`.

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Run ordinary C programs on a simulated kernel: deterministic, traced, repeatable.
#[derive(Parser, Debug)]
#[command(name = "sim", version, about, long_about = None, max_term_width = 100, after_help = EXIT_HELP)]
pub struct Cli {
    /// Colour: auto is on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, hide_possible_values = true, value_name = "auto|always|never")]
    pub color: ColorChoice,
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_HELP: &str = "\
Exit status: the program's own, or 128 + n if signal n killed it. Of sim itself:
  2    wrong options              122  a limit was reached (--max-steps, --max-memory, --max-output)
  119  --lint=error found faults  123  a recording that cannot be used
  120  a file cannot be read      124  --timeout (virtual time) has passed
  121  the C does not compile     125  deadlock: no process can ever run again

Example:  sim run examples/pipe_parent_child.c";

/// `--color`
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The subcommands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Compile and run a C program
    Run(RunArgs),
    /// Boot a machine with an interactive shell; C files can be compiled there with cc
    Shell(ShellArgs),
    /// Run a C program and print its system calls as strace does
    Strace(StraceArgs),
    /// Step through a run, forwards and backwards
    Step(StepArgs),
    /// Run a C program and write the run in another tool's format
    Trace(TraceArgs),
    /// Serve an editor: the Debug Adapter Protocol on standard input and output
    Dap(DapArgs),
    /// Compile only and print every diagnostic
    Check(CheckArgs),
    /// Print the bytecode beside the source
    Disasm(DisasmArgs),
    /// Print a completion script for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

const RUN_HELP: &str = "\
Examples:
  sim run prog.c                              the program's input, output and exit status are yours
  sim run main.c list.c -I include -- red 5   several files; the program's arguments behind --
  sim run prog.c --file data.txt --bin worker=worker.c
  sim run --sched random --seed 7 prog.c      another order of processes, the same each time
  sim run --lint prog.c                       say afterwards what the program did wrong in this run
  sim run --record bug.rec prog.c             keep the run; sim run --replay bug.rec repeats it";

const STEP_HELP: &str = "\
Examples:
  sim step prog.c                             the full screen; ? shows the keys
  sim step --line prog.c                      a prompt as gdb has it; help lists the commands
  sim step prog.c < commands.txt              the same commands from a pipe or file: a transcript
  sim step --session bug.session              go on where a session was saved";

const STRACE_HELP: &str = "\
Examples:
  sim strace prog.c                           every call of every process
  sim strace -e trace=%process,pipe2 prog.c   only these calls and classes
  sim strace -o trace.txt -T prog.c -- args   into a file, with the time that each call took
  sim strace -c prog.c                        only a table of how often and how long";

/// `sim run`
#[derive(Args, Debug)]
#[command(after_help = RUN_HELP)]
pub struct RunArgs {
    #[command(flatten)]
    pub program: ProgramArgs,
    #[command(flatten)]
    pub machine: MachineArgs,
    /// Write the choices of this run to FILE
    #[arg(long, value_name = "FILE", conflicts_with = "replay")]
    pub record: Option<PathBuf>,
    /// Repeat the run recorded in FILE, to the byte
    #[arg(long, value_name = "FILE")]
    pub replay: Option<PathBuf>,
    /// On a terminal: sleeps take as long as they say, by the host's clock
    #[arg(long)]
    pub realtime: bool,
    /// Say afterwards what the program did wrong in this run; =error: then exit with 119
    #[arg(long, value_name = "warn|error", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "warn", hide_possible_values = true)]
    pub lint: Option<LintLevel>,
    /// How to write that: text or json (lines)
    #[arg(long, value_name = "text|json", value_enum, default_value_t = LintFormat::Text, hide_possible_values = true, hide_default_value = true, requires = "lint")]
    pub lint_format: LintFormat,
    /// Write it to FILE instead of standard error
    #[arg(long, value_name = "FILE", requires = "lint")]
    pub lint_output: Option<PathBuf>,
}

/// `--lint`
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum LintLevel {
    /// The exit status stays the program's
    Warn,
    /// With findings it is 119
    Error,
}

/// `--lint-format`
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum LintFormat {
    /// For people
    Text,
    /// JSON lines
    Json,
}

/// `sim shell`
#[derive(Args, Debug)]
pub struct ShellArgs {
    #[command(flatten)]
    pub inside: InsideArgs,
    #[command(flatten)]
    pub machine: MachineArgs,
    /// Write the choices of this run to FILE
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// Sleeps take no time of the host (without it they take as long as they say)
    #[arg(long)]
    pub virtual_time: bool,
    #[command(flatten)]
    pub cc: CcArgs,
}

/// `sim step`
#[derive(Args, Debug)]
#[command(after_help = STEP_HELP)]
pub struct StepArgs {
    #[command(flatten)]
    pub program: ProgramArgs,
    #[command(flatten)]
    pub machine: MachineArgs,
    /// The full screen (the default on a terminal)
    #[arg(long, conflicts_with_all = ["line", "commands"])]
    pub tui: bool,
    /// The prompt also on a terminal (the default for pipes and --commands)
    #[arg(long)]
    pub line: bool,
    /// Read commands from FILE instead of a terminal or standard input
    #[arg(short = 'x', long, value_name = "FILE")]
    pub commands: Option<PathBuf>,
    /// The program's standard input (default: what the command `input` gives it)
    #[arg(long, value_name = "FILE")]
    pub stdin: Option<PathBuf>,
    /// Step through the run recorded in FILE
    #[arg(long, value_name = "FILE", conflicts_with = "session")]
    pub replay: Option<PathBuf>,
    /// Open the session saved in FILE
    #[arg(long, value_name = "FILE")]
    pub session: Option<PathBuf>,
    /// Compile as sim run does; variables may be missing, lines joined
    #[arg(long)]
    pub optimised: bool,
}

/// `sim strace`
#[derive(Args, Debug)]
#[command(after_help = STRACE_HELP)]
pub struct StraceArgs {
    #[command(flatten)]
    pub program: ProgramArgs,
    #[command(flatten)]
    pub machine: MachineArgs,
    /// Write the trace to FILE instead of standard error
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Follow children (always so; accepted because strace users type it)
    #[arg(short = 'f', long)]
    pub follow_forks: bool,
    /// Which calls and events: trace=read,write; trace=%process, %file, %desc, %signal, %ipc, %memory; trace=!read; signal=none
    #[arg(short = 'e', value_name = "EXPR")]
    pub expr: Vec<String>,
    /// Print a summary table of calls instead of the calls
    #[arg(short = 'c', long)]
    pub summary_only: bool,
    /// Print the summary table after the calls
    #[arg(short = 'C', long, conflicts_with = "summary_only")]
    pub summary: bool,
    /// Longest string printed
    #[arg(short = 's', long, value_name = "BYTES", default_value_t = 32)]
    pub string_limit: usize,
    /// Print the virtual time of each line: -t since boot, -tt of the day, -ttt since 1970
    #[arg(short = 't', action = ArgAction::Count)]
    pub time: u8,
    /// Print the virtual time since the line before
    #[arg(short = 'r', conflicts_with = "time")]
    pub relative: bool,
    /// Print how long each call took
    #[arg(short = 'T')]
    pub spent: bool,
    /// Print JSON lines
    #[arg(long, conflicts_with_all = ["summary", "summary_only"])]
    pub json: bool,
}

/// `sim trace`
#[derive(Args, Debug)]
pub struct TraceArgs {
    #[command(flatten)]
    pub program: ProgramArgs,
    #[command(flatten)]
    pub machine: MachineArgs,
    /// What to write
    #[arg(short = 'F', long, value_enum, default_value = "list", hide_default_value = true)]
    pub format: TraceFormat,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// dot: the moment to draw, as the page numbers its steps (default: where most processes or descriptors are)
    #[arg(long, value_name = "STEP")]
    pub at: Option<usize>,
    /// Take standard input from FILE (default: no input)
    #[arg(long, value_name = "FILE")]
    pub stdin: Option<PathBuf>,
    /// Of a scenario: this host (pcap: what tcpdump would see there; default: what all hosts send)
    #[arg(long, value_name = "NAME")]
    pub host: Option<String>,
}

/// `--format`
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum TraceFormat {
    /// What formats there are
    #[value(hide = true)]
    List,
    /// System calls as strace prints them (`sim strace` runs the program and prints them beside its output)
    Strace,
    /// System calls and all else that happens, as JSON lines
    Json,
    /// Chrome's trace events, for ui.perfetto.dev
    Perfetto,
    /// A Mermaid sequence diagram
    Mermaid,
    /// A log for ShiViz
    Shiviz,
    /// Graphviz: descriptor tables
    DotFds,
    /// Graphviz: the tree of processes
    DotTree,
    /// A page that plays the run in a browser
    Html,
    /// The sockets' packets, for tcpdump and Wireshark
    Pcap,
}

/// `sim dap`
#[derive(Args, Debug)]
pub struct DapArgs {
    /// Listen on this TCP port of 127.0.0.1 instead, for one client (0: any port; which one is printed)
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
}

/// `sim check`
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// C source files of one program, or a scenario (FILE.toml)
    #[arg(required = true, value_name = "FILE.c")]
    pub sources: Vec<PathBuf>,
    #[command(flatten)]
    pub cc: CcArgs,
}

/// `sim disasm`
#[derive(Args, Debug)]
pub struct DisasmArgs {
    /// C source files of one program
    #[arg(required = true, value_name = "FILE.c")]
    pub sources: Vec<PathBuf>,
    #[command(flatten)]
    pub cc: CcArgs,
    /// Only these functions (default: those of the given files)
    #[arg(long, value_name = "NAME")]
    pub function: Vec<String>,
    /// The library's functions too
    #[arg(long)]
    pub all: bool,
}

/// Options of the compiler.
#[derive(Args, Debug, Default, Clone)]
#[command(next_help_heading = "Compiler")]
pub struct CcArgs {
    /// Define a macro
    #[arg(short = 'D', value_name = "NAME[=VALUE]")]
    pub define: Vec<String>,
    /// Look here for #include files too
    #[arg(short = 'I', value_name = "DIR")]
    pub include: Vec<PathBuf>,
    /// Print no warnings
    #[arg(short = 'w')]
    pub no_warnings: bool,
    /// Warn as gcc does with -Wall, -Wextra, -Wformat, -Wno-unused-variable, ...; -Werror makes errors of them
    #[arg(short = 'W', value_name = "WARNING")]
    pub warnings: Vec<String>,
}

/// What is run.
#[derive(Args, Debug)]
pub struct ProgramArgs {
    /// C source files of the program
    #[arg(value_name = "FILE.c")]
    pub sources: Vec<PathBuf>,
    /// Arguments of the program
    #[arg(last = true, value_name = "ARGS")]
    pub args: Vec<String>,
    #[command(flatten)]
    pub cc: CcArgs,
    #[command(flatten)]
    pub inside: InsideArgs,
    /// The program's own name, as it finds it before its arguments
    #[arg(long, value_name = "NAME", default_value = "./a.out", help_heading = "The simulated machine")]
    pub argv0: String,
}

/// What is in the machine besides the program.
#[derive(Args, Debug)]
pub struct InsideArgs {
    /// Install another program in the working directory and /bin: --bin worker=worker.c
    #[arg(long, value_name = "NAME=FILE.c", help_heading = "The simulated machine")]
    pub bin: Vec<String>,
    /// Copy a file into the machine (into the working directory unless DEST is given)
    #[arg(long, value_name = "FILE[=DEST]", help_heading = "The simulated machine")]
    pub file: Vec<String>,
    /// Copy a directory into the machine
    #[arg(long, value_name = "DIR[=DEST]", help_heading = "The simulated machine")]
    pub dir: Vec<String>,
    /// Set an environment variable
    #[arg(long, value_name = "NAME=VALUE", help_heading = "The simulated machine")]
    pub env: Vec<String>,
    /// Run as this user: user (uid 1000) or root
    #[arg(long, value_enum, default_value_t = User::User, help_heading = "The simulated machine")]
    pub user: User,
}

/// `--user`
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum User {
    /// uid and gid 1000
    User,
    /// uid and gid 0
    Root,
}

/// Scheduling and limits.
#[derive(Args, Debug)]
#[command(next_help_heading = "Scheduling and limits")]
pub struct MachineArgs {
    /// Who runs next: rr, fifo, priority, mlfq, lottery, random
    #[arg(long, value_name = "POLICY", value_enum, default_value_t = Sched::Rr)]
    pub sched: Sched,
    /// Time slice in virtual time: 4ms, 100us, 500ns
    #[arg(long, value_name = "TIME", default_value = "4ms", value_parser = parse_duration)]
    pub quantum: u64,
    /// Seed of everything that draws lots
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Most steps: an instruction is one, a system call 200
    #[arg(long, value_name = "N", default_value = "20G", value_parser = parse_size)]
    pub max_steps: u64,
    /// Most physical memory of the machine
    #[arg(long, value_name = "BYTES", default_value = "1G", value_parser = parse_some)]
    pub max_memory: u64,
    /// Most processes at once
    #[arg(long, value_name = "N", default_value = "16K", value_parser = parse_some)]
    pub max_procs: u64,
    /// Most bytes written to standard output and error
    #[arg(long, value_name = "BYTES", default_value = "1G", value_parser = parse_size)]
    pub max_output: u64,
    /// End the run after this much virtual time: 10s, 500ms
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
    pub timeout: Option<u64>,
    /// Raise SIGBUS for a misaligned access, as strict machines do
    #[arg(long)]
    pub strict_alignment: bool,
}

/// `--sched`
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Sched {
    /// Round robin
    Rr,
    /// First in, first out: until it blocks
    Fifo,
    /// Strict priority by nice value
    Priority,
    /// Multi-level feedback queue
    Mlfq,
    /// Lottery, tickets by nice value
    Lottery,
    /// Any, by the seed
    Random,
}

/// [`parse_size`] of what a machine can't be without.
fn parse_some(text: &str) -> Result<u64, String> {
    match parse_size(text)? {
        0 => Err("without any there is no machine".to_string()),
        n => Ok(n),
    }
}

/// A number with an optional suffix K, M, G (powers of 1024 for bytes and counts alike).
fn parse_size(text: &str) -> Result<u64, String> {
    let bad = || format!("'{text}' is not a number like 5000, 64K, 16M or 2G");
    let (digits, scale) = match text.char_indices().last().ok_or_else(bad)? {
        (i, 'k' | 'K') => (&text[..i], 1 << 10),
        (i, 'm' | 'M') => (&text[..i], 1 << 20),
        (i, 'g' | 'G') => (&text[..i], 1 << 30),
        _ => (text, 1u64),
    };
    digits.parse::<u64>().ok().and_then(|n| n.checked_mul(scale)).ok_or_else(bad)
}

/// A time with a unit, in nanoseconds.
fn parse_duration(text: &str) -> Result<u64, String> {
    let bad = || format!("'{text}' is not a time like 10s, 500ms, 100us or 2000ns");
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(bad)?;
    let scale: f64 = match &text[split..] {
        "ns" => 1.0,
        "us" => 1e3,
        "ms" => 1e6,
        "s" => 1e9,
        "m" | "min" => 60e9,
        _ => return Err(bad()),
    };
    let value: f64 = text[..split].parse().map_err(|_| bad())?;
    let ns = value * scale;
    if !(1.0..=1e18).contains(&ns) { Err(bad()) } else { Ok(ns as u64) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn sizes_and_times() {
        assert_eq!(parse_size("64K"), Ok(65536));
        assert!(parse_size("").is_err() && parse_size("x").is_err() && parse_size("99999999999G").is_err());
        assert_eq!(parse_duration("1.5ms"), Ok(1_500_000));
        assert!(parse_duration("5").is_err() && parse_duration("-1s").is_err() && parse_duration("0s").is_err());
    }
}
