//! Mechanisms by which processes communicate, as plain objects: an operation either does something and says what
//! changed, or says that it would block. Nothing here knows a process, raises a signal or wakes anybody.

pub mod page;
pub mod pipe;
