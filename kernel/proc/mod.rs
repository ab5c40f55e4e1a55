//! Tasks and processes and what belongs to them.
//!
//! | file | what |
//! |---|---|
//! | `task`, `process`, `table` | the process control block in two halves, and the tables in which they live |
//! | `boot` | the first processes |
//! | `fork`, `exec`, `exit`, `wait` | a process's life |
//! | `job` | groups, sessions, stop and continue |
//! | `signal` | signals |
//! | `cred`, `limits`, `info` | ids, limits and priorities, what a process asks about itself |
//! | `memory`, `user` | mmap(2) and its like; user memory as handlers see it |
//! | `timer` | POSIX timers |
//! | `fdtable` | descriptor tables |

mod affinity;
pub mod boot;
pub mod cred;
pub mod exec;
pub mod exit;
pub mod fdtable;
pub mod fork;
pub mod futex;
pub mod info;
pub mod job;
pub mod limits;
pub mod memory;
mod pidfd;
pub mod process;
pub mod signal;
pub mod table;
pub mod task;
pub mod timer;
pub mod user;
pub mod wait;

pub use process::{Cred, Process};
pub use table::ProcTable;
pub use task::Task;
