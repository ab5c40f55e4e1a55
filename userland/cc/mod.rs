//! The C compiler: preprocessing, parsing and semantic analysis (this folder), lowering to bytecode (`lower`).
//!
//! Entry point: `frontend` turns `.c` files into typed [`ast::TranslationUnit`]s, with diagnostics
//! worded and laid out like gcc's.

pub mod ast;
mod builtin;
pub mod diag;
pub mod intern;
mod lex;
mod literal;
mod pp;
pub mod source;
mod token;
pub mod types;

use std::sync::Arc;

/// Gives the text of files that a program includes with `#include "..."`.
pub trait Loader {
    /// The text of the file with this path, or `None` if there is none.
    fn load(&self, path: &str) -> Option<Arc<[u8]>>;
}

/// A loader that has no files.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Loader for NoFiles {
    fn load(&self, _path: &str) -> Option<Arc<[u8]>> {
        None
    }
}

/// Settings of a compilation.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Built-in headers: name as in `#include <name>`, text.
    pub headers: &'a [(&'a str, &'a str)],
    /// Macros defined before the first line: name and value (`-D`).
    pub defines: &'a [(&'a str, &'a str)],
    /// Folders searched for headers after that of the including file (`-I`).
    pub include_dirs: &'a [&'a str],
}
