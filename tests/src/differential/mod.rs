//! The random differential tester: it writes random C programs of calls about processes, descriptors and IPC, runs them on
//! the host and in the simulator, and compares what they print.
//!
//! | file | what |
//! |---|---|
//! | `case` | a case as a tree of statements; C text of it; `prelude/` is the C text in front |
//! | `generate` | random cases; [`generate::Area`] names the mechanisms |
//! | `areas` | the statements, a file a mechanism |
//! | `judge` | compiles many cases as one program, runs them on both sides |
//! | `shrink` | makes a difference as small as it gets |
//!
//! A case is deterministic by construction: a process logs into a buffer of its own, which its parent prints when it has
//! waited for it; a parent that is to wake a blocked child first sees that it sleeps. What differs from run to run on the host
//! all the same is not counted.
//!
//! Threads and long-living children are told what to do one at a time, and the teller waits until all are idle or asleep: so
//! who waits for whom is random, and the order of what happens is not.

pub mod areas;
pub mod case;
pub mod generate;
pub mod judge;
pub mod shrink;
