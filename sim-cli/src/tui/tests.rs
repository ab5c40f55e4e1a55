//! Screens drawn into memory.
