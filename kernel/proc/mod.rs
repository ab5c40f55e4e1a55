//! Tasks and processes and what belongs to them.

pub mod signal;
pub mod task;

pub use task::ProcTable;
