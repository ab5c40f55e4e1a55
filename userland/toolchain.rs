//! The compiler driver, cc(1): sources to objects, objects and the C library to programs.
//!
//! Entry points: [`compile_program`]; [`compile_libc`] and [`compile_bin`], which are meant for build time: their results
//! can be serialised and embedded.

use crate::cc::diag::{self, Diagnostic, Diagnostics, Raw, Severity};
use crate::cc::lower::{self, LowerError};
use crate::cc::{self, Loader, NoFiles, Options, SourceFile, ast::TranslationUnit};
use crate::vm::link::{self, Archive, LinkError};
use crate::vm::program::{Object, Program};
use crate::{bin, libc};
use std::sync::Arc;

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

/// Compiles and links a program with the C library.
///
/// # Errors
/// All diagnostics of the compiler, or those of the linker.
pub fn compile_program(
    sources: &[SourceFile],
    loader: &dyn Loader,
    options: &Options<'_>,
    library: &Archive,
) -> Result<(Program, Diagnostics), Diagnostics> {
    let (objects, mut diagnostics) = compile(sources, loader, options, lower::Options::default())?;
    match link_program(&objects, library) {
        Ok(program) => Ok((program, diagnostics)),
        Err(found) => {
            diagnostics.list.extend(found.list);
            Err(diagnostics)
        }
    }
}

/// Links objects with the C library.
///
/// # Errors
/// Names that are undefined or defined twice.
pub fn link_program(objects: &[Object], library: &Archive) -> Result<Program, Diagnostics> {
    link::link(objects, std::slice::from_ref(library), ENTRY).map_err(|errors| unlinked(&errors))
}

/// The linker's errors as diagnostics.
pub fn unlinked(errors: &[LinkError]) -> Diagnostics {
    Diagnostics { list: errors.iter().map(unresolved).collect() }
}

fn unresolved(error: &LinkError) -> Diagnostic {
    let (place, function) = match error {
        LinkError::Undefined { place, function, .. } => (place.clone(), function.clone()),
        LinkError::Multiple { place, .. } => (place.clone(), None),
        LinkError::TooLarge | LinkError::BadObject(_) => (None, None),
    };
    let message = match error {
        LinkError::Undefined { name, .. } => format!("undefined reference to `{name}'"),
        LinkError::Multiple { name, first, .. } => match first {
            Some((file, line)) => format!("multiple definition of `{name}'; {file}:{line}: first defined here"),
            None => format!("multiple definition of `{name}'"),
        },
        other => other.to_string(),
    };
    let headings = match (&function, &place) {
        (Some(function), Some((file, _))) => vec![format!("{file}: in function `{function}':")],
        _ => Vec::new(),
    };
    Diagnostic {
        severity: Severity::Error,
        file: place.map_or("ld".to_string(), |(file, line)| format!("{file}:{line}")),
        line: 0,
        column: 0,
        message,
        option: None,
        headings,
        snippet: Vec::new(),
    }
}

/// Compiles the C library.
///
/// # Errors
/// Its diagnostics: a fault of the library or the compiler.
pub fn compile_libc() -> Result<Archive, Diagnostics> {
    let options = Options { headers: libc::HEADERS, ..Options::default() };
    let sources: Vec<SourceFile> =
        libc::SOURCES.iter().map(|(name, text)| source(&format!("libc/{name}"), text)).collect();
    let (objects, _) = compile(&sources, &NoFiles, &options, lower::Options::default())?;
    let mut all = joined(objects);
    all.strip();
    Ok(Archive::new(all))
}

/// Compiles a program of /bin, by its name there; `None` if there is no such program.
///
/// # Errors
/// Its diagnostics: a fault of the program or the compiler.
pub fn compile_bin(name: &str) -> Option<Result<Object, Diagnostics>> {
    let (_, files) = bin::PROGRAMS.iter().find(|(n, _)| *n == name)?;
    let text = |file: &str| bin::SOURCES.iter().find(|(n, _)| *n == file).map_or("", |(_, text)| text);
    let sources: Vec<SourceFile> = files.iter().map(|file| source(file, text(file))).collect();
    let options = Options { headers: libc::HEADERS, ..Options::default() };
    Some(compile(&sources, &BinHeaders, &options, lower::Options::default()).map(|(objects, _)| joined(objects)))
}

/// Finds the headers that the programs of /bin share.
struct BinHeaders;

impl Loader for BinHeaders {
    fn load(&self, path: &str) -> Option<Arc<[u8]>> {
        bin::SOURCES.iter().find(|(name, _)| *name == path).map(|(_, text)| text.as_bytes().into())
    }
}

/// A source file in memory.
pub fn source(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_string(), text: text.as_bytes().into() }
}

fn joined(objects: Vec<Object>) -> Object {
    let mut all = Object::default();
    for object in objects {
        all.append(object);
    }
    all
}
