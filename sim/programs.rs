//! The executable images of a machine by the number that stands in their file's header: first the programs of /bin,
//! decoded when first executed, then the user's.

use crate::library;
use forklore_kernel::Kernel;
use forklore_kernel::abi::ProgramId;
use forklore_kernel::mm::MmError;
use forklore_userland::vm::image;
use forklore_userland::vm::program::Program;
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Programs by number. Cloning shares them: a program never changes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Programs {
    /// Programs of /bin that have been executed. Not part of the value: they can always be decoded again.
    #[serde(skip)]
    tools: Vec<Option<Arc<Program>>>,
    user: Vec<Arc<Program>>,
}

impl PartialEq for Programs {
    fn eq(&self, other: &Self) -> bool {
        self.user.len() == other.user.len()
            && self.user.iter().zip(&other.user).all(|(a, b)| Arc::ptr_eq(a, b) || a == b)
    }
}

impl Eq for Programs {}

impl Hash for Programs {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // A machine's programs never change, so machines that are compared by hash have the same ones.
        self.user.len().hash(state);
    }
}

impl Programs {
    /// Adds a user's program and gives it the next number.
    pub fn add(&mut self, program: Arc<Program>) -> ProgramId {
        self.user.push(program);
        ProgramId((library::tool_count() + self.user.len() - 1) as u32)
    }

    /// The program of this number, decoded if need be.
    #[inline]
    pub fn load(&mut self, id: ProgramId) -> Option<&Program> {
        match id.index().checked_sub(library::tool_count()) {
            Some(number) => self.user.get(number).map(Arc::as_ref),
            None => self.load_tool(id.index()),
        }
    }

    fn load_tool(&mut self, number: usize) -> Option<&Program> {
        if self.tools.is_empty() {
            self.tools.resize(library::tool_count(), None);
        }
        let slot = self.tools.get_mut(number)?;
        if slot.is_none() {
            *slot = library::tool(number).map(Arc::new);
        }
        slot.as_deref()
    }

    /// The program of this number if it has been executed already.
    pub fn peek(&self, id: ProgramId) -> Option<&Arc<Program>> {
        match id.index().checked_sub(library::tool_count()) {
            Some(number) => self.user.get(number),
            None => self.tools.get(id.index())?.as_ref(),
        }
    }

    /// Tells the kernel what memory the program's processes begin with.
    ///
    /// # Errors
    /// Not enough memory.
    pub fn add_image(kernel: &mut Kernel, id: ProgramId, program: &Program) -> Result<(), MmError> {
        kernel.add_image(id, &image::segments(program), program.data_end)
    }
}
