//! Helpers shared by the whole-system tests: finding programs, running them on the host and in the simulator.

pub mod differential;
pub mod host;
pub mod program;
pub mod simulated;
