//! The simulator as a library: a machine is a kernel and a CPU for each of its tasks, as one value.
//!
//! - [`setup`]: what decides a run; [`boot`]: from there to a machine;
//! - [`machine`]: the machine, the choices it has and their steps;
//! - [`world`]: several machines and the network between them; [`scenario`]: a run described by a file;
//! - [`run`]: driving it to its end under a policy and within limits;
//! - [`compiler`]: what /bin/cc of the machine does;
//! - [`lint`]: what a program did wrong in a run;
//! - [`record`]: runs as files; [`report`]: what a person is told; [`jsonl`]: events as JSON lines.
//!
//! Nothing here prints, reads a clock or touches the host.

pub mod boot;
pub mod chronicle;
pub mod compiler;
pub mod crash;
pub mod debug;
mod ending;
pub mod export;
pub mod history;
pub mod incoming;
pub mod inject;
pub mod jsonl;
pub mod library;
pub mod lint;
pub mod machine;
pub mod meant;
pub mod programs;
pub mod record;
pub mod report;
pub mod run;
pub mod scenario;
pub mod setup;
mod text_bytes;
pub mod traps;
pub mod world;

pub use forklore_kernel as kernel;
pub use forklore_userland as userland;
