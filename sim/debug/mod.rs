//! Debugging at the level of the source: what a line-mode debugger, a screen and a debug adapter share.
//!
//! - [`code`]: the user's functions and lines, and where to stop for them;
//! - [`mod@frames`]: the call stack of a task;
//! - [`eval`]: C expressions in a process; [`value`]: how their values are written; [`children`]: what they consist of;
//! - [`tables`] and [`objects`]: what the kernel holds; [`diff`]: what has changed in it; [`lanes`]: what everybody does over
//!   the course of a run;
//! - [`stepping`]: by lines, in and out of functions, to breakpoints, forwards and backwards, on top of a
//!   [`crate::history::History`].

pub mod breakpoint;
pub mod children;
pub mod code;
pub mod describe;
pub mod diff;
pub mod eval;
pub mod frames;
pub mod lanes;
pub mod naming;
pub mod objects;
pub mod received;
pub mod stepping;
pub mod tables;
pub mod value;
mod watcher;

pub use code::Spot;
pub use eval::{Scope, evaluate, evaluate_one};
pub use frames::{Frame, frames, own_frames};
pub use value::{Format, Value};
