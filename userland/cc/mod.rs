//! The C compiler: preprocessing, parsing and semantic analysis (this folder), lowering to bytecode (`lower`).
//!
//! Entry points: `inspect` answers a debugger's questions; `frontend` turns `.c` files into typed [`ast::TranslationUnit`]s, with diagnostics
//! worded and laid out like gcc's.

pub mod ast;
pub mod builtin;
pub mod diag;
#[cfg(test)]
mod fuzz;
pub mod inspect;
pub mod intern;
mod lex;
mod literal;
pub mod lower;
mod parse;
mod pp;
pub mod source;
#[cfg(test)]
mod tests;
mod token;
pub mod types;
pub mod warnings;

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
    /// Errors after which a file is given up; 0 means 1000.
    pub max_errors: u32,
    /// Which warnings are given.
    pub warnings: warnings::Warnings<'a>,
}

/// A source file to compile.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path as messages show it; headers beside it are looked for in its folder.
    pub name: String,
    /// Its text.
    pub text: Arc<[u8]>,
}

/// Front end of the compiler: each file becomes a translation unit. On success the diagnostics hold
/// warnings at most; with errors in any file there are no units.
pub fn frontend(
    sources: &[SourceFile],
    loader: &dyn Loader,
    options: &Options<'_>,
) -> Result<(Vec<ast::TranslationUnit>, diag::Diagnostics), diag::Diagnostics> {
    let mut units = Vec::with_capacity(sources.len());
    let mut diagnostics = diag::Diagnostics::default();
    for source in sources {
        let (unit, found) = compile(source, loader, options);
        diagnostics.list.extend(found);
        units.push(unit);
    }
    diagnostics.closing = options.warnings.sort_out(&mut diagnostics.list);
    if diagnostics.has_errors() { Err(diagnostics) } else { Ok((units, diagnostics)) }
}

fn compile(
    source: &SourceFile,
    loader: &dyn Loader,
    options: &Options<'_>,
) -> (ast::TranslationUnit, Vec<diag::Diagnostic>) {
    let pre = pp::preprocess(&source.name, source.text.clone(), &[], loader, options);
    let parsed = parse::parse(pre, options.max_errors, options.warnings.wanted(), None);
    let found = diag::finish(&parsed.map, &parsed.names, &parsed.diags, &parsed.functions);
    let unit = ast::TranslationUnit {
        file: source.name.clone(),
        types: parsed.types,
        names: parsed.names,
        symbols: parsed.symbols,
        source: parsed.map,
    };
    (unit, found)
}
