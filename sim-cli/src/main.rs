//! The `sim` command. Thin: it reads the host's files, hands a setup to `forklore-sim`, copies what comes back to
//! standard output and error, and turns the end of a run into an exit status.

mod args;
mod capture;
mod check;
mod dap;
mod failure;
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
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|error| {
        hint_at_run(&error);
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
            clap_complete::generate(*shell, &mut Cli::command(), "sim", &mut std::io::stdout());
            Ok(0)
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

/// Who types `sim prog.c` means `sim run prog.c`, and is told so above clap's own error.
fn hint_at_run(error: &clap::Error) {
    use clap::error::{ContextKind, ContextValue, ErrorKind};
    let (ErrorKind::InvalidSubcommand, Some(ContextValue::String(word))) =
        (error.kind(), error.get(ContextKind::InvalidSubcommand))
    else {
        return;
    };
    if word.ends_with(".c") || word.ends_with(".toml") {
        host::complain(&format!("to run {word}: sim run {word}"), host::Colour::resolve(args::ColorChoice::Auto));
    }
}
