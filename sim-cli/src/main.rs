//! The `sim` command. Thin: it reads the host's files, hands a setup to `forklore-sim`, copies what comes back to
//! standard output and error, and turns the end of a run into an exit status.

mod args;
mod check;
mod failure;
mod host;
mod run;
mod scenario;
mod setup;
mod step;
mod strace;
mod terminal;
mod trace;
mod trace_filter;

use args::{Cli, Command};
use clap::{CommandFactory, Parser};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let colour = host::Colour::resolve(cli.color);
    let result = match &cli.command {
        Command::Run(args) => run::run(args, colour),
        Command::Shell(args) => run::shell(args, colour),
        Command::Strace(args) => strace::strace(args, colour),
        Command::Step(args) => step::step(args, colour),
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
