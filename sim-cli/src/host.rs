//! The host's side: standard streams, colour, broken pipes.

use crate::args::ColorChoice;
use crate::failure::{Failure, status};
use forklore_sim::run::OutputChunk;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::Path;

/// Whether messages of `sim` itself are coloured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Colour(pub bool);

impl Colour {
    /// `--color`, then NO_COLOR (no-color.org), then whether standard error is a terminal.
    pub fn resolve(choice: ColorChoice) -> Colour {
        Colour(match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
            }
        })
    }

    /// The text in this SGR style, or bare.
    pub fn paint(self, sgr: &str, text: &str) -> String {
        if self.0 { format!("\x1b[{sgr}m{text}\x1b[0m") } else { text.to_string() }
    }
}

/// Where a trace goes: to a file, or else there.
pub fn sink(path: Option<&Path>, or: impl Write + 'static) -> Result<Box<dyn Write>, Failure> {
    Ok(match path {
        Some(path) => Box::new(BufWriter::new(File::create(path).map_err(|e| Failure::io(path, &e))?)),
        None => Box::new(or),
    })
}

/// What has become of writing to a sink; `what` names it. A reader that has seen enough is no failure.
pub fn written(result: io::Result<()>, what: &str) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure { status: status::HOST, message: format!("{what}: {error}") })
        }
        _ => Ok(()),
    }
}

/// Prints a message of `sim` itself.
pub fn complain(message: &str, colour: Colour) {
    let _ = writeln!(io::stderr(), "{} {message}", colour.paint("1;31", "sim:"));
}

/// Prints the compiler's messages, its keywords coloured as gcc colours them.
pub fn diagnostics(text: &str, colour: Colour) {
    let mut out = io::stderr().lock();
    for line in text.lines() {
        let mut line = line.to_string();
        if colour.0 {
            for (word, sgr) in [("fatal error:", "1;31"), ("error:", "1;31"), ("warning:", "1;35"), ("note:", "1;36")] {
                if let Some(at) = line.find(&format!(" {word}")) {
                    line.replace_range(at + 1..at + 1 + word.len(), &colour.paint(sgr, word));
                    break;
                }
            }
        }
        let _ = writeln!(out, "{line}");
    }
}

/// Prints to standard output; `false`: nobody reads it any more.
pub fn print(text: &str) -> bool {
    write_all(&mut io::stdout().lock(), text.as_bytes()).is_ok()
}

/// Copies what the program wrote to the caller's streams. `false`: nobody reads standard output any more.
pub fn write_output(chunks: &[OutputChunk]) -> Result<bool, Failure> {
    for chunk in chunks {
        match chunk.stream {
            0 | 1 => match write_all(&mut io::stdout().lock(), &chunk.bytes) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(false),
                done => written(done, "standard output")?,
            },
            // That this one can't be written could be said nowhere.
            _ => drop(write_all(&mut io::stderr().lock(), &chunk.bytes)),
        }
    }
    Ok(true)
}

fn write_all(stream: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(bytes)?;
    stream.flush()
}

/// Waits for input; empty at the end.
pub fn read_input() -> Vec<u8> {
    let mut buffer = vec![0; 4096];
    loop {
        match io::stdin().lock().read(&mut buffer) {
            Ok(n) => {
                buffer.truncate(n);
                return buffer;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return Vec::new(),
        }
    }
}
