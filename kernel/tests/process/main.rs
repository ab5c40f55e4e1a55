//! Processes, signals, groups, time and scheduling of the kernel, fact by fact, without any C: a driver makes the
//! calls of each process. Names begin with the ids of the facts they show.

mod events;
mod fuzz;
mod groups;
mod ipc;
mod kill;
mod life;
mod properties;
mod rig;
mod scheduling;
mod signals;
mod sockets;
mod stops;
mod time;
mod waiting;
