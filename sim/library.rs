//! What was compiled when the simulator was built: the C library and the programs of /bin.

use crate::boot::BootError;
use forklore_userland::library::Library;
use forklore_userland::vm::program::Program;

static LIBC: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/libc.bin"));

/// Name in /bin, and the program in postcard form.
static TOOLS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/tools.rs"));

/// The C library.
///
/// # Errors
/// Only if the build was damaged.
pub fn libc() -> Result<Library<'static>, BootError> {
    Library::open(LIBC).map_err(|e| BootError::Machine(format!("the C library is damaged: {e}")))
}

/// Names of the programs of /bin; the index is the tool's number.
pub fn tools() -> impl Iterator<Item = &'static str> {
    TOOLS.iter().map(|(name, _)| *name)
}

/// How many programs /bin has.
pub fn tool_count() -> usize {
    TOOLS.len()
}

/// Decodes a program of /bin.
pub fn tool(number: usize) -> Option<Program> {
    postcard::from_bytes(TOOLS.get(number)?.1).ok()
}
