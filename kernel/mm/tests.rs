//! Memory against a simple model, and its corner cases.
