//! `sim trace`: a run in another tool's format. Nothing of the program's own output is shown: it is part of the trace.

use crate::args::{TraceArgs, TraceFormat};
use crate::capture;
use crate::failure::Failure;
use crate::host::{self, Colour};
use crate::scenario;
use crate::setup;
use clap::ValueEnum;
use forklore_sim::boot::BootError;
use forklore_sim::export::film::{Film, Keep, Telling, film, play};
use forklore_sim::export::{dot, html, mermaid, perfetto, shiviz};
use forklore_sim::history::{History, Seek};
use forklore_sim::jsonl;
use forklore_sim::kernel::trace::strace::{Prefix, Stamp, Strace, Style};
use forklore_sim::run::Ended;
use forklore_sim::scenario::boot::Purpose;
use forklore_sim::setup::Setup;
use std::io::{BufWriter, Write};

/// Longest string in strace's text.
const STRING_LIMIT: usize = 32;

/// Runs and writes; 0 when the trace could be written, however the program ended.
pub fn trace(args: &TraceArgs, colour: Colour) -> Result<u8, Failure> {
    if args.format == TraceFormat::List {
        return Err(Failure::usage(formats()));
    }
    if args.at.is_some() && !matches!(args.format, TraceFormat::DotFds | TraceFormat::DotTree) {
        let text = "--at: only dot-fds and dot-tree draw one moment; the others have the whole run";
        return Err(Failure::usage(text));
    }
    if args.format == TraceFormat::Pcap {
        return capture::capture(args, colour);
    }
    let started = |result: Result<History, BootError>| result.map_err(|error| Failure::not_started(&error, colour));
    let (mut history, input) = match scenario::only(&args.program.sources) {
        Some(path) => {
            let recording = scenario::recording_of(path, args.host.as_deref(), Purpose::Run, colour)?;
            (started(History::replaying(&recording))?, Vec::new())
        }
        None => {
            if let Some(name) = &args.host {
                return Err(Failure::usage(format!("--host {name}: only scenarios have hosts")));
            }
            let setup = setup::setup(&args.program, &args.machine)?;
            let input = args.stdin.as_deref().map(setup::read_host).transpose()?.unwrap_or_default();
            let history = started(History::new(&setup))?;
            host::diagnostics(history.warnings(), colour);
            (history, input)
        }
    };
    if matches!(args.format, TraceFormat::Strace | TraceFormat::Json) {
        return calls(args, &mut history, &input, colour);
    }
    let setup = history.setup().clone();
    let keep = match args.format {
        TraceFormat::Html => Keep::Frames(html::room(&sources_of(&setup))),
        TraceFormat::DotFds => Keep::View(Telling::Descriptors),
        TraceFormat::DotTree => Keep::View(Telling::Processes),
        _ => Keep::Moments,
    };
    let film = film(&mut history, &input, keep, args.at);
    if let (Keep::View(telling), Some(shown)) = (keep, film.shown) {
        host::complain(&format!("note: {}", which(&film, shown, args.at, telling)), colour);
    }
    let text = render(args, &setup, &film);
    match &args.output {
        Some(path) => std::fs::write(path, text).map_err(|e| Failure::io(path, &e))?,
        None => {
            // A reader that has seen enough is no failure.
            let _ = std::io::stdout().write_all(text.as_bytes());
        }
    }
    match &film.ended {
        _ if film.cut => host::complain(&format!("note: {}", cut(&film)), colour),
        ended => told(ended, colour),
    }
    Ok(0)
}

/// Says how a run ended that did not come to its own end.
pub fn told(ended: &Ended, colour: Colour) {
    match ended {
        Ended::Exited(_) | Ended::Killed(_) | Ended::Over(_) => {}
        ended => host::complain(&format!("note: the run ended so: {ended}"), colour),
    }
}

/// The run as strace's text or as JSON lines, written as it goes on.
fn calls(args: &TraceArgs, history: &mut History, input: &[u8], colour: Colour) -> Result<u8, Failure> {
    let mut sink = host::sink(args.output.as_deref(), BufWriter::new(std::io::stdout()))?;
    let json = args.format == TraceFormat::Json;
    let mut strace =
        Strace::new(Style { prefix: Prefix::File, stamp: Stamp::None, spent: false, string_limit: STRING_LIMIT });
    let mut written = if json { writeln!(sink, "{}", jsonl::header()) } else { Ok(()) };
    let seek = Seek { entries: true, ..Seek::default() };
    let ended = play(history, input, &seek, &mut |look| {
        for event in look.events {
            match json {
                true => written = writeln!(sink, "{}", jsonl::line(event)),
                false => strace.feed(event),
            }
        }
        if !json {
            written = sink.write_all(strace.take().as_bytes());
        }
        written.is_err()
    });
    let rest = if json { String::new() } else { strace.finish() };
    let written = written.and_then(|()| sink.write_all(rest.as_bytes())).and_then(|()| sink.flush());
    if written.is_ok() {
        told(&ended, colour);
    }
    host::written(written, "trace")?;
    Ok(0)
}

/// Where a long run's trace ends.
fn cut(film: &Film) -> String {
    match film.frames.len() {
        0 => format!("the trace ends after {} moments, the run goes on", film.moments.len()),
        frames => format!("the page is full after {frames} steps, the run goes on"),
    }
}

/// Which moment is drawn.
fn which(film: &Film, shown: usize, at: Option<usize>, telling: Telling) -> String {
    let last = film.looks.saturating_sub(1);
    match (at, telling) {
        (Some(at), _) if at > last => {
            format!("there is no step {at}: the run has steps 0 to {last}; drawn is step {shown}")
        }
        (Some(at), _) if at != shown => format!("at step {at} no process is left; drawn is step {shown} of {last}"),
        (Some(_), _) => format!("drawn is step {shown} of {last}"),
        (None, Telling::Processes) => {
            format!("drawn is step {shown} of {last}, at which most processes are there (--at STEP draws another one)")
        }
        (None, Telling::Descriptors) => {
            format!("drawn is step {shown} of {last}, at which most descriptors are open (--at STEP draws another one)")
        }
    }
}

/// What `--format` takes, a line each.
fn formats() -> String {
    let mut text = String::from("which format? sim trace --format FORMAT; there are");
    for format in TraceFormat::value_variants().iter().filter_map(ValueEnum::to_possible_value) {
        if !format.is_hide_set() {
            let help = format.get_help().map(ToString::to_string).unwrap_or_default();
            text += &format!("\n  {:<10} {help}", format.get_name());
        }
    }
    text
}

fn render(args: &TraceArgs, setup: &Setup, film: &Film) -> String {
    match args.format {
        TraceFormat::Perfetto => perfetto::render(&film.moments, &film.names),
        TraceFormat::Mermaid => mermaid::render(&film.moments, &film.names),
        TraceFormat::Shiviz => shiviz::render(&film.moments),
        TraceFormat::DotFds => dot::descriptors(&film.view),
        TraceFormat::DotTree => dot::processes(&film.view),
        // They have no use for a film: see above.
        TraceFormat::Pcap | TraceFormat::Strace | TraceFormat::Json | TraceFormat::List => String::new(),
        TraceFormat::Html => {
            let names: Vec<&str> = setup.program.files.iter().map(|(name, _)| name.as_str()).collect();
            let title = match &setup.scene {
                Some(scene) if scene.host == "forklore" => scene.name.clone(),
                Some(scene) => format!("{}, host {}", scene.name, scene.host),
                None => names.join(" "),
            };
            html::render(film, &title, &sources_of(setup))
        }
    }
}

/// Name and text of every file of the program and of those that it executes.
fn sources_of(setup: &Setup) -> Vec<(String, String)> {
    let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
    let all = || std::iter::once(&setup.program).chain(setup.bins.iter().map(|(_, sources)| sources));
    // The film numbers the programs' files; headers, which may belong to several programs, come after them.
    let files = all().flat_map(|program| &program.files);
    let mut sources: Vec<(String, String)> = files.map(|(name, bytes)| (name.clone(), text(bytes))).collect();
    for (name, bytes) in all().flat_map(|program| &program.headers) {
        if !sources.iter().any(|(known, _)| known == name) {
            sources.push((name.clone(), text(bytes)));
        }
    }
    sources
}
