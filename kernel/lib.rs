//! The simulated kernel as a value.

pub mod mm;
