//! `sim strace`: a run with its system calls as strace prints them, or as JSON lines.

use crate::args::StraceArgs;
use crate::failure::{Failure, status};
use crate::host::{self, Colour};
use crate::run::{conclude, drive_at, start};
use crate::scenario;
use crate::setup;
use crate::terminal::{Pace, Screen};
use crate::trace_filter::Filter;
use forklore_sim::jsonl;
use forklore_sim::kernel::trace::strace::{Prefix, Stamp, Strace, Style};
use forklore_sim::kernel::trace::summary::Summary;
use forklore_sim::run::Runner;
use std::io::{self, Write};
use std::path::Path;

/// Runs and traces; the result is the program's exit status.
pub fn strace(args: &StraceArgs, colour: Colour) -> Result<u8, Failure> {
    let filter = Filter::parse(&args.expr)?;
    if let Some(path) = scenario::only(&args.program.sources) {
        return strace_scenario(path, args, &filter, colour);
    }
    let setup = setup::setup(&args.program, &args.machine)?;
    let mut runner = start(&setup, colour)?;
    runner.machine.kernel.events.set_on(true);
    let mut sink = host::sink(args.output.as_deref(), io::stderr())?;
    let mut writer = Strace::new(Style {
        prefix: if args.output.is_some() { Prefix::File } else { Prefix::Terminal },
        stamp: stamp(args, runner.machine.kernel.clock.epoch_ns() / 1_000_000_000),
        spent: args.spent,
        string_limit: args.string_limit,
    });
    let mut summary = Summary::default();
    let mut write = |text: &str| {
        sink.write_all(text.as_bytes()).map_err(|e| Failure { status: status::HOST, message: format!("trace: {e}") })
    };
    if args.json {
        write(&format!("{}\n", jsonl::header()))?;
    }
    let mut report = |runner: &mut Runner| -> Result<(), Failure> {
        for event in runner.machine.kernel.events.take() {
            if !filter.wants(&event) {
                continue;
            }
            summary.feed(&event);
            if args.json {
                write(&format!("{}\n", jsonl::line(&event)))?;
            } else if !args.summary_only {
                writer.feed(&event);
            }
        }
        write(&writer.take())
    };
    let ended = drive_at(&mut runner, Pace::Virtual, Screen::Shared, &mut report)?;
    write(&writer.finish())?;
    if args.summary || args.summary_only {
        write(&summary.table())?;
    }
    sink.flush().map_err(|e| Failure { status: status::HOST, message: format!("trace: {e}") })?;
    Ok(conclude(&runner, &ended, colour))
}

/// The same for a scenario: each line begins with the host's name.
fn strace_scenario(path: &Path, args: &StraceArgs, filter: &Filter, colour: Colour) -> Result<u8, Failure> {
    if args.json || args.summary || args.summary_only {
        return Err(Failure::usage("not supported: --json, -c and -C with a scenario"));
    }
    let mut prepared = scenario::load(path, colour)?;
    let mut sink = host::sink(args.output.as_deref(), io::stderr())?;
    let mut writers = Vec::new();
    for host in &mut prepared.world.hosts {
        host.machine.kernel.events.set_on(true);
        let boot = host.machine.kernel.clock.epoch_ns() / 1_000_000_000;
        writers.push(Strace::new(Style {
            prefix: Prefix::File,
            stamp: stamp(args, boot),
            spent: args.spent,
            string_limit: args.string_limit,
        }));
    }
    let width = prepared.world.hosts.iter().map(|host| host.name.chars().count()).max().unwrap_or(0);
    let mut written = Ok(());
    let mut write = |name: &str, text: &str| {
        for line in text.lines() {
            if written.is_ok() {
                written = writeln!(sink, "{name:<width$}| {line}");
            }
        }
    };
    let ended = scenario::run_watched(prepared, colour, &mut |world| {
        for (host, writer) in world.hosts.iter_mut().zip(&mut writers) {
            let events = host.machine.kernel.events.take();
            events.iter().filter(|event| filter.wants(event)).for_each(|event| writer.feed(event));
            write(&host.name, &writer.take());
        }
    });
    written
        .and_then(|()| sink.flush())
        .map_err(|e| Failure { status: status::HOST, message: format!("trace: {e}") })?;
    Ok(ended)
}

/// Which time stands before each line.
fn stamp(args: &StraceArgs, boot: u64) -> Stamp {
    match args.time {
        _ if args.relative => Stamp::Relative,
        0 => Stamp::None,
        1 => Stamp::SinceBoot,
        2 => Stamp::Clock(boot),
        _ => Stamp::Epoch(boot),
    }
}
