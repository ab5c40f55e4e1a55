//! The compiler driver, cc(1): sources to objects, and every stage's errors to diagnostics.
//!
//! Entry points: [`compile`], and [`unlinked`] for what the linker says. `library` links with the C library.

use crate::cc::diag::{self, Diagnostic, Diagnostics, Raw, Severity};
use crate::cc::lower::{self, LowerError};
use crate::cc::{self, Loader, Options, SourceFile, ast::TranslationUnit};
use crate::library::LIBRARY_FOLDER;
use crate::vm::link::{LinkError, Site};
use crate::vm::program::Object;

/// The function where a program begins.
pub const ENTRY: &str = "_start";

/// Compiles sources; each becomes an object. The diagnostics of a success are warnings.
///
/// # Errors
/// All diagnostics, with at least one error.
pub fn compile(
    sources: &[SourceFile],
    loader: &dyn Loader,
    options: &Options<'_>,
    lowering: lower::Options,
) -> Result<(Vec<Object>, Diagnostics), Diagnostics> {
    let (units, mut diagnostics) = cc::frontend(sources, loader, options)?;
    let mut objects = Vec::with_capacity(units.len());
    for unit in &units {
        match lower::lower(unit, lowering) {
            Ok(object) => objects.push(object),
            Err(errors) => diagnostics.list.extend(refused(unit, &errors)),
        }
    }
    if diagnostics.has_errors() { Err(diagnostics) } else { Ok((objects, diagnostics)) }
}

fn refused(unit: &TranslationUnit, errors: &[LowerError]) -> Vec<Diagnostic> {
    let raw: Vec<Raw> =
        errors.iter().map(|e| Raw::new(Severity::Error, unit.source.use_site(e.span), 1, e.message.clone())).collect();
    diag::finish(&unit.source, &unit.names, &raw, &[])
}

/// The linker's errors as diagnostics. `text_of` gives the text of a source file, to show the line; errors that have one
/// place are told once.
pub fn unlinked(errors: &[LinkError], text_of: &dyn Fn(&str) -> Option<Vec<u8>>) -> Diagnostics {
    let mut list: Vec<Diagnostic> = Vec::with_capacity(errors.len());
    for error in errors {
        let mut diagnostic = unresolved(error, text_of);
        // ld names the function before the first of its errors only.
        if list.iter().rev().find_map(|d| d.headings.last()) == diagnostic.headings.last() {
            diagnostic.headings.clear();
        }
        list.push(diagnostic);
    }
    Diagnostics { list, closing: None }
}

fn unresolved(error: &LinkError, text_of: &dyn Fn(&str) -> Option<Vec<u8>>) -> Diagnostic {
    // The user has no use for a place in the library.
    let own = |site: &&Site| !site.file.starts_with(LIBRARY_FOLDER);
    let (place, name) = match error {
        LinkError::Undefined { place, name, .. } | LinkError::Multiple { place, name, .. } => {
            (place.as_ref().filter(own), name)
        }
        LinkError::TooLarge | LinkError::BadObject(_) => (None, &String::new()),
    };
    let message = match error {
        LinkError::Undefined { name, .. } => format!("undefined reference to `{name}'"),
        LinkError::Multiple { name, first: Some(first), .. } => {
            format!("multiple definition of `{name}'; {first}: first defined here")
        }
        LinkError::Multiple { name, .. } => format!("multiple definition of `{name}'"),
        other => other.to_string(),
    };
    let headings = match (error, place) {
        (LinkError::Undefined { function: Some(function), .. }, place) => {
            vec![format!("{}: in function `{function}':", place.map_or("ld", |site| &site.file))]
        }
        _ => Vec::new(),
    };
    let mut diagnostic = Diagnostic {
        counts_as_error: false,
        severity: Severity::Error,
        file: place.map_or("ld".to_string(), |site| site.file.clone()),
        line: place.map_or(0, |site| site.line),
        column: 0,
        message,
        option: None,
        headings,
        snippet: Vec::new(),
    };
    if let Some(site) = place
        && let Some(text) = text_of(&site.file)
    {
        diagnostic.show_name(&text, site.col, name);
    }
    diagnostic
}

/// A source file in memory.
pub fn source(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_string(), text: text.as_bytes().into() }
}
