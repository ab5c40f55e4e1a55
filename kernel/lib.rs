//! The simulated kernel as a value.
