//! What both sides of the trap share: system calls, errno values, signals, flags and structure
//! layouts. Data and encodings only, no kernel logic.

pub mod errno;
pub mod flags;
pub mod ids;
pub mod layout;
pub mod poll;
pub mod siginfo;
pub mod signal;
pub mod syscall;

pub use errno::Errno;
pub use ids::{
    EpollId, EpollItemId, EventfdId, Fd, FileId, FutexId, Gid, InodeId, IpcId, Pid, PipeId, ProgramId, SocketId, Tid,
    TimerfdId, TtyId, Uid, UserAddr,
};
pub use poll::PollMask;
pub use siginfo::SigInfo;
pub use signal::{SigSet, Signal};
pub use syscall::Syscall;
