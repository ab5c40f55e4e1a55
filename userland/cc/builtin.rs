//! placeholder
pub fn is_builtin(_: &str) -> bool { false }
