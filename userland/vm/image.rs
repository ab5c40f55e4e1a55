//! A linked program in memory: the address space that exec forks.

use super::program::Program;
use forklore_kernel::mm::{ImageSegment, Memory, MmError, Prot, SpaceId};

/// Makes the space that every process of this program begins with: its data, an empty heap and a stack. Made once; exec forks it,
/// so that processes share what they do not write.
///
/// # Errors
/// No memory, or segments that make no sense.
pub fn load(program: &Program, memory: &mut Memory) -> Result<SpaceId, MmError> {
    let segment = |s: &'_ super::program::Segment| (s.addr, s.size, if s.writable { Prot::RW } else { Prot::READ });
    let segments: Vec<ImageSegment> = program
        .segments
        .iter()
        .map(|s| {
            let (addr, size, prot) = segment(s);
            ImageSegment { addr, size, prot, bytes: &s.bytes }
        })
        .collect();
    memory.space_from_image(&segments, program.data_end)
}
