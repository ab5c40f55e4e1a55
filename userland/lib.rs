//! Everything that runs in user mode: the C compiler, the CPU, libc and the programs of /bin.

pub mod bin;
pub mod cc;
pub mod libc;
pub mod library;
pub mod toolchain;
pub mod vm;
