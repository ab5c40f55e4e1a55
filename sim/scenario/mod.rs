//! A run described by a file: hosts and links, programs and when they start, faults, and what is expected at the end.
//! The format is documented in docs/scenarios.md.
//!
//! | module | what |
//! |---|---|
//! | [`mod@file`] | the file as written: TOML, with errors that point to the line |
//! | [`boot`] | from there to a world |
//! | [`happenings`] | faults and keys, and entries that could do nothing |
//! | [`run`] | running it, and comparing with what is expected |
//! | [`tape`] | what each host went through, to go through it again without the others |

pub mod boot;
pub mod file;
pub mod happenings;
pub mod run;
pub mod tape;

pub use file::{Scenario, ScenarioError};
