//! A linked program in memory: the address space that exec forks.

use super::program::Program;
use forklore_kernel::mm::{ImageSegment, Memory, MmError, Prot, SpaceId};

/// The program's segments as the kernel takes them.
pub fn segments(program: &Program) -> Vec<ImageSegment<'_>> {
    let prot = |writable| if writable { Prot::RW } else { Prot::READ };
    program
        .segments
        .iter()
        .map(|s| ImageSegment { addr: s.addr, size: s.size, prot: prot(s.writable), bytes: &s.bytes })
        .collect()
}

/// Makes the space that every process of this program begins with: its data, an empty heap and a stack. Made once; exec forks it,
/// so that processes share what they do not write.
///
/// # Errors
/// No memory, or segments that make no sense.
pub fn load(program: &Program, memory: &mut Memory) -> Result<SpaceId, MmError> {
    memory.space_from_image(&segments(program), program.data_end)
}
