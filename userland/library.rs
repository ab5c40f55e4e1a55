//! The C library and the programs of /bin as they are embedded: packed, so that a program's start decodes only the parts
//! that it needs.
//!
//! Entry points: [`Library::open`] and [`link`]; for whoever builds them ahead of time [`compile_library`],
//! [`Library::pack`] and [`compile_tool`].

use crate::cc::diag::Diagnostics;
use crate::cc::lower;
use crate::cc::{Loader, Options, SourceFile};
use crate::toolchain;
use crate::vm::link::{self as linker, Archive};
use crate::vm::program::{Definition, Linkage, Object, Program};
use crate::{bin, libc};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Name of the folder that the library's sources seem to lie in: how a debugger tells them from the user's.
pub const LIBRARY_FOLDER: &str = "<libc>/";

/// Links objects with what they need of the library. `text_of` gives the text of a source file, for messages.
///
/// # Errors
/// Undefined and multiply defined names, in ld's words; a damaged library.
pub fn link(
    objects: &[Object],
    library: &Library<'_>,
    text_of: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<Program, Diagnostics> {
    let archives = library.members_for(objects)?;
    linker::link(objects, &archives, toolchain::ENTRY).map_err(|errors| toolchain::unlinked(&errors, text_of))
}

/// The C library in packed form: its objects are decoded only when a program needs them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Library<'a> {
    /// Name and number of the member that defines it, sorted by name.
    #[serde(borrow)]
    index: Vec<(&'a str, u32)>,
    #[serde(borrow)]
    members: Vec<Member<'a>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Member<'a> {
    /// Names that it uses and does not define.
    #[serde(borrow)]
    needs: Vec<&'a str>,
    /// An [`Object`] in postcard form.
    object: &'a [u8],
}

impl<'a> Library<'a> {
    /// Packs objects into bytes that [`Library::open`] understands.
    pub fn pack(objects: &[Object]) -> Result<Vec<u8>, postcard::Error> {
        let encoded: Vec<Vec<u8>> = objects.iter().map(postcard::to_allocvec).collect::<Result<_, _>>()?;
        let mut index: Vec<(&str, u32)> = Vec::new();
        for (n, object) in (0..).zip(objects) {
            let visible =
                object.symbols.iter().filter(|s| s.linkage != Linkage::Static && s.def != Definition::Undefined);
            index.extend(visible.map(|s| (s.name.as_str(), n)));
        }
        index.sort();
        let members = objects
            .iter()
            .zip(&encoded)
            .map(|(object, bytes)| Member { needs: undefined(object), object: bytes })
            .collect();
        postcard::to_allocvec(&Library { index, members })
    }

    /// Opens a packed library without decoding its members.
    pub fn open(bytes: &'a [u8]) -> Result<Library<'a>, postcard::Error> {
        postcard::from_bytes(bytes)
    }

    /// Decodes the members that these objects need, and those that they need in turn.
    fn members_for(&self, objects: &[Object]) -> Result<Vec<Archive>, Diagnostics> {
        let mut taken = vec![false; self.members.len()];
        let mut archives = Vec::new();
        let mut wanted: Vec<&str> = vec!["_start"];
        wanted.extend(objects.iter().flat_map(undefined));
        while let Some(name) = wanted.pop() {
            let Ok(at) = self.index.binary_search_by(|(n, _)| (*n).cmp(name)) else { continue };
            let number = self.index[at].1 as usize;
            if std::mem::replace(&mut taken[number], true) {
                continue;
            }
            let member = &self.members[number];
            wanted.extend(&member.needs);
            let object =
                postcard::from_bytes(member.object).map_err(|_| toolchain::unlinked(&[damaged()], &|_| None))?;
            archives.push(Archive::new(object));
        }
        Ok(archives)
    }
}

fn damaged() -> linker::LinkError {
    linker::LinkError::BadObject("the C library is damaged")
}

/// Names that an object uses and does not define.
fn undefined(object: &Object) -> Vec<&str> {
    object.symbols.iter().filter(|s| s.def == Definition::Undefined).map(|s| s.name.as_str()).collect()
}

/// Headers that lie beside the library's or the tools' own sources.
struct Beside(&'static [(&'static str, &'static str)]);

impl Loader for Beside {
    fn load(&self, path: &str) -> Option<Arc<[u8]>> {
        let name = path.strip_prefix(LIBRARY_FOLDER).unwrap_or(path);
        let found = self.0.iter().find(|(n, _)| *n == name)?;
        Some(found.1.as_bytes().into())
    }
}

/// Compiles the C library: one object a source file, without what only debuggers need.
///
/// # Errors
/// Diagnostics: the library's own fault.
pub fn compile_library() -> Result<Vec<Object>, Diagnostics> {
    let names: Vec<&str> = libc::SOURCES.iter().map(|(name, _)| *name).filter(|name| name.ends_with(".c")).collect();
    own_objects(&names, libc::SOURCES)
}

/// Compiles and links a program of /bin.
///
/// # Errors
/// Diagnostics: the program's own fault.
pub fn compile_tool(sources: &[&str], library: &Library<'_>) -> Result<Program, Diagnostics> {
    link(&own_objects(sources, bin::SOURCES)?, library, &|_| None)
}

fn own_objects(names: &[&str], from: &'static [(&'static str, &'static str)]) -> Result<Vec<Object>, Diagnostics> {
    let text = |name: &str| from.iter().find(|(n, _)| *n == name).map_or("", |(_, text)| *text);
    let files: Vec<SourceFile> =
        names.iter().map(|name| toolchain::source(&format!("{LIBRARY_FOLDER}{name}"), text(name))).collect();
    let options = Options { headers: libc::HEADERS, defines: libc::OWN_MACROS, ..Options::default() };
    let (mut objects, _) = toolchain::compile(&files, &Beside(from), &options, lower::Options::default())?;
    objects.iter_mut().for_each(Object::strip);
    Ok(objects)
}
