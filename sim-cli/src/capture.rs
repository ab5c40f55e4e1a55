//! `sim trace --format pcap`: the packets of a run, or of a scenario's hosts.

use crate::args::TraceArgs;
use crate::failure::Failure;
use crate::host::{self, Colour};
use crate::run::start;
use crate::scenario;
use crate::setup;
use crate::trace::told;
use forklore_sim::export::pcap;
use forklore_sim::kernel::Kernel;
use forklore_sim::kernel::net::packet::Packet;
use forklore_sim::run::Progress;
use forklore_sim::setup::Stdin;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

/// Packets that are kept of a scenario, to be written in the order of time.
const KEPT: usize = 1 << 20;

/// Runs and writes the capture; 0 when that could be done, however the program ended.
pub fn capture(args: &TraceArgs, colour: Colour) -> Result<u8, Failure> {
    if args.output.is_none() && io::stdout().is_terminal() {
        return Err(Failure::usage("pcap is no text: say where it goes with -o FILE or > FILE"));
    }
    if let Some(path) = scenario::only(&args.program.sources) {
        return of_scenario(args, path, colour);
    }
    if let Some(name) = &args.host {
        return Err(Failure::usage(format!("--host {name}: only scenarios have hosts")));
    }
    let stdin = || match &args.stdin {
        Some(path) => setup::read_host(path).map(Stdin::File),
        None => Ok(Stdin::Null),
    };
    let setup = setup::setup_with(&args.program, &args.machine, stdin, (false, false), None)?;
    let mut runner = start(&setup, colour)?;
    let epoch = runner.machine.kernel.clock.epoch_ns();
    runner.machine.kernel.net_capture();
    let mut file = Capture::new(args)?;
    let ended = loop {
        let progress = runner.advance();
        for (at, packet) in runner.machine.kernel.net_take_captured() {
            file.write(&packet, epoch.saturating_add(at))?;
        }
        match progress {
            Progress::Ended(ended) => break ended,
            Progress::NeedsInput => runner.input(&[]),
            Progress::Waits { ns } => runner.pass(ns),
            Progress::Output(_) | Progress::Running => {}
        }
    };
    file.finish(colour)?;
    told(&ended, colour);
    Ok(0)
}

/// What one host sees, or what all of them send.
fn of_scenario(args: &TraceArgs, path: &Path, colour: Colour) -> Result<u8, Failure> {
    let mut prepared = scenario::load(path, colour)?;
    let names: Vec<String> = prepared.world.hosts.iter().map(|host| host.name.clone()).collect();
    if let Some(wanted) = args.host.as_ref().filter(|wanted| !names.contains(wanted)) {
        return Err(Failure::usage(format!("there is no host \"{wanted}\"; there are: {}", names.join(", "))));
    }
    for host in prepared.world.hosts.iter_mut().filter(|host| args.host.as_ref().is_none_or(|name| *name == host.name))
    {
        host.machine.kernel.net_capture();
    }
    let mut file = Capture::new(args)?;
    let mut seen: Vec<(u64, Packet)> = Vec::new();
    let mut lost = 0u64;
    forklore_sim::scenario::run::run_watched(prepared, &mut |_| {}, &mut |world| {
        for host in &mut world.hosts {
            let kernel = &mut host.machine.kernel;
            let epoch = kernel.clock.epoch_ns();
            for (at, packet) in kernel.net_take_captured() {
                // Of all hosts together each packet is wanted once: where it was sent.
                if args.host.is_none() && !sent_by(kernel, &packet) {
                    continue;
                }
                if seen.len() < KEPT { seen.push((epoch.saturating_add(at), packet)) } else { lost += 1 }
            }
        }
    });
    // The hosts' clocks go by themselves.
    seen.sort_by_key(|(at, _)| *at);
    for (at, packet) in &seen {
        file.write(packet, *at)?;
    }
    file.finish(colour)?;
    if lost > 0 {
        host::complain(&format!("note: the first {KEPT} packets are written; {lost} more are left out"), colour);
    }
    Ok(0)
}

fn sent_by(kernel: &Kernel, packet: &Packet) -> bool {
    kernel.net.is_local(packet.from.ip)
}

/// The file.
struct Capture {
    sink: Box<dyn Write>,
    written: u64,
}

impl Capture {
    fn new(args: &TraceArgs) -> Result<Capture, Failure> {
        let sink = host::sink(args.output.as_deref(), BufWriter::new(io::stdout()))?;
        let mut capture = Capture { sink, written: 0 };
        capture.put(&pcap::header())?;
        Ok(capture)
    }

    fn write(&mut self, packet: &Packet, unix_ns: u64) -> Result<(), Failure> {
        let record = pcap::record(packet, self.written, unix_ns);
        self.written += u64::from(!record.is_empty());
        self.put(&record)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        host::written(self.sink.write_all(bytes), "capture")
    }

    fn finish(&mut self, colour: Colour) -> Result<(), Failure> {
        host::written(self.sink.flush(), "capture")?;
        if self.written == 0 {
            let note = "note: no packets: only TCP and UDP sockets have any; Unix sockets, pipes and queues have none";
            host::complain(note, colour);
        }
        Ok(())
    }
}
