//! The C compiler: preprocessing, parsing and semantic analysis (this folder), lowering to bytecode (`lower`).
//!
//! Entry point: `frontend` turns `.c` files into typed [`ast::TranslationUnit`]s, with diagnostics
//! worded and laid out like gcc's.

pub mod ast;
pub mod intern;
pub mod source;
pub mod types;
