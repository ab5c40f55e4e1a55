//! The simulator as a library.
