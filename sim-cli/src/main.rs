//! The `sim` command. Thin: it reads the host's files, hands a setup to `forklore-sim`, copies what comes back to
//! standard output and error, and turns the end of a run into an exit status.

mod args;
mod capture;
mod check;
mod dap;
mod failure;
mod habits;
mod host;
mod lint;
mod run;
mod scenario;
mod setup;
mod step;
mod strace;
mod terminal;
mod trace;
mod trace_filter;
mod tui;

use args::{Cli, Command};
use clap::{CommandFactory, Parser};
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::try_parse_from(habits::left_out(std::env::args_os())).unwrap_or_else(|error| {
        hint(&error);
        error.exit()
    });
    let colour = host::Colour::resolve(cli.color);
    let result = match &cli.command {
        Command::Run(args) => run::run(args, colour),
        Command::Shell(args) => run::shell(args, colour),
        Command::Strace(args) => strace::strace(args, colour),
        Command::Step(args) => step::step(args, colour),
        Command::Dap(args) => dap::dap(args),
        Command::Trace(args) => trace::trace(args, colour),
        Command::Check(args) => check::check(args, colour),
        Command::Disasm(args) => check::disasm(args, colour),
        Command::Completions { shell } => {
            // Not straight to standard output, which may be closed.
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "sim", &mut script);
            host::written(std::io::stdout().write_all(&script), "standard output").map(|()| 0)
        }
    };
    match result {
        Ok(status) => ExitCode::from(status),
        Err(failure) => {
            host::complain(&failure.to_string(), colour);
            ExitCode::from(failure.status)
        }
    }
}

/// What was probably meant, told above clap's own error: `sim run prog.c` by `sim prog.c`, and nothing by `-o prog`.
fn hint(error: &clap::Error) {
    use clap::error::{ContextKind, ContextValue, ErrorKind};
    let context = match error.kind() {
        ErrorKind::InvalidSubcommand => ContextKind::InvalidSubcommand,
        ErrorKind::UnknownArgument => ContextKind::InvalidArg,
        _ => return,
    };
    let Some(ContextValue::String(word)) = error.get(context) else { return };
    let hint = match word.as_str() {
        file if is_source(file) => format!("to run {file}: sim run {file}"),
        lint if lint.starts_with("--lint") => {
            let files: Vec<String> = std::env::args().skip(1).filter(|arg| is_source(arg)).collect();
            let files = if files.is_empty() { "prog.c".to_string() } else { files.join(" ") };
            format!("only a run shows what a program does wrong, so this is an option of run: sim run {lint} {files}")
        }
        "-o" => {
            "a program is compiled and run at once, no file is written: leave -o and the name behind it out".to_string()
        }
        _ => return,
    };
    host::complain(&hint, host::Colour::resolve(args::ColorChoice::Auto));
}

fn is_source(arg: &str) -> bool {
    arg.ends_with(".c") || arg.ends_with(".toml")
}
