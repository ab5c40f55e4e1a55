//! `sim dap`: the Debug Adapter Protocol over a run's history, for VS Code and other editors.
//!
//! | file | what |
//! |---|---|
//! | `mod.rs` | streams: standard input and output, or a TCP port |
//! | `wire` | messages: framing, requests, responses, events |
//! | `server` | the state of a session; which request does what |
//! | `launch` | from a launch configuration to a history |
//! | `travel` | movements, and what is told when one stops |
//! | `stops` | breakpoints of all kinds |
//! | `look` | threads, stack, scopes, variables |
//! | `sources` | source files |
//! | `console` | expressions, and the commands of `sim step` |
//! | `memory` | memory and instructions |
//!
//! A task of the simulated machine is a thread of the protocol. One thread of ours reads requests, so that a movement can be
//! interrupted; all else happens in one place, in order.

mod console;
mod launch;
mod look;
mod memory;
mod server;
mod sources;
mod stops;
mod travel;
mod wire;

use crate::args::DapArgs;
use crate::failure::{Failure, status};
use crate::host;
use server::Server;
use std::io::{BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use wire::{Incoming, Sender};

/// Serves one session.
pub fn dap(args: &DapArgs) -> Result<u8, Failure> {
    let Some(port) = args.port else {
        return serve(Box::new(std::io::stdin()), Box::new(std::io::stdout()));
    };
    let failed = |error: std::io::Error| Failure { status: status::HOST, message: format!("port {port}: {error}") };
    let listener = TcpListener::bind(("127.0.0.1", port)).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    if !host::print(&format!("listening on {address}\n")) {
        return Ok(0);
    }
    let (stream, _) = listener.accept().map_err(failed)?;
    let input = stream.try_clone().map_err(failed)?;
    serve(Box::new(input), Box::new(stream))
}

fn serve(input: Box<dyn Read + Send>, output: Box<dyn Write>) -> Result<u8, Failure> {
    let (requests, incoming) = mpsc::channel();
    // A command in the console can be long too: it sees only that somebody wants it to stop.
    let urgent = Arc::new(AtomicBool::new(false));
    let asked = urgent.clone();
    // It ends with the stream, or with the process.
    std::thread::spawn(move || {
        let mut input = BufReader::new(input);
        loop {
            let message = wire::read(&mut input);
            let last = matches!(message, Incoming::End | Incoming::Broken(_));
            if travel::wants_a_stop(&message) {
                asked.store(true, Ordering::Relaxed);
            }
            if requests.send(message).is_err() || last {
                return;
            }
        }
    });
    match Server::new(Sender::new(output), incoming, urgent).run() {
        Ok(()) => Ok(0),
        Err(what) => Err(Failure {
            status: status::USAGE,
            message: format!("the client broke the debug adapter protocol: {what}"),
        }),
    }
}
