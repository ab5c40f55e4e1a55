//! Source positions: which file, line and column a token came from, also through macros.
//!
//! Entry points: [`SourceMap`], [`Span`], [`Location`].
//!
//! All files of a translation unit share one space of byte offsets. A token that comes out of a macro has a
//! span of its own that remembers where it is spelled and where the macro was used.

use super::intern::Sym;
use std::sync::Arc;

/// A source position of a token: a compact id that [`SourceMap`] understands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Span(pub u32);

impl Span {
    /// No position: things that the compiler made up.
    pub const NONE: Span = Span(0);
    /// Ids from here on are entries of [`SourceMap::expansions`], below are byte offsets.
    pub(super) const EXPANDED: u32 = 0x8000_0000;
}

/// A file's number in a [`SourceMap`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct FileId(pub u32);

/// A file, line and column, as people count: from 1, columns in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// Line number, as changed by `#line`.
    pub line: u32,
    /// Column of the byte.
    pub column: u32,
}

/// A file of the map.
#[derive(Clone, Debug)]
pub(super) struct SourceEntry {
    /// Name as it appears in messages.
    pub name: String,
    /// Its text.
    pub text: Arc<[u8]>,
    /// Offset of its first byte in the common space.
    pub base: u32,
    /// Where it was included from; `Span::NONE` for the main file.
    pub included_from: Span,
    /// Whether it is a built-in (system) header.
    pub system: bool,
    /// Offsets (in the file) of the line starts; the first is 0.
    pub lines: Vec<u32>,
    /// `#line` directives: from this physical line (from 0) on, line number and name.
    pub renames: Vec<(u32, u32, Option<String>)>,
}

/// A token's way through a macro.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expansion {
    /// Where the token is spelled (may itself be an expansion's span).
    pub spelling: Span,
    /// The macro's name in the text that used it (may itself be an expansion's span).
    pub used_at: Span,
    /// For a token of an argument: the parameter in the macro's definition; else `Span::NONE`.
    pub param_at: Span,
    /// The macro's name.
    pub name: Sym,
}

/// The files of a translation unit and the ways of its tokens.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    pub(super) files: Vec<SourceEntry>,
    pub(super) expansions: Vec<Expansion>,
    pub(super) next_base: u32,
}

impl SourceMap {
    /// Adds a file; `None` if the position space (2 GiB) is full.
    pub(super) fn add(
        &mut self,
        name: &str,
        text: Arc<[u8]>,
        from: Span,
        system: bool,
    ) -> Option<FileId> {
        let base = self.next_base.max(1);
        let len = u32::try_from(text.len()).ok()?;
        let end = base.checked_add(len)?.checked_add(1)?;
        if end >= Span::EXPANDED {
            return None;
        }
        self.next_base = end;
        let mut lines = vec![0];
        lines.extend(
            text.iter()
                .enumerate()
                .filter(|(_, b)| **b == b'\n')
                .map(|(i, _)| i as u32 + 1),
        );
        let id = FileId(self.files.len() as u32);
        self.files.push(SourceEntry {
            name: name.to_string(),
            text,
            base,
            included_from: from,
            system,
            lines,
            renames: Vec::new(),
        });
        Some(id)
    }

    /// Follows a span to where the outermost macro was used: where the program's reader sees it happen.
    pub fn use_site(&self, mut span: Span) -> Span {
        while span.0 >= Span::EXPANDED {
            match self.expansions.get((span.0 - Span::EXPANDED) as usize) {
                Some(e) => span = e.used_at,
                None => return Span::NONE,
            }
        }
        span
    }

    /// Follows a span to where the token is spelled, possibly in a macro's definition.
    pub fn spelling_site(&self, mut span: Span) -> Span {
        while span.0 >= Span::EXPANDED {
            match self.expansions.get((span.0 - Span::EXPANDED) as usize) {
                Some(e) => span = e.spelling,
                None => return Span::NONE,
            }
        }
        span
    }

    /// File and byte offset in it of a span that is no expansion.
    pub(super) fn file_offset(&self, span: Span) -> Option<(FileId, u32)> {
        if span == Span::NONE || span.0 >= Span::EXPANDED {
            return None;
        }
        let index = self
            .files
            .partition_point(|f| f.base <= span.0)
            .checked_sub(1)?;
        Some((FileId(index as u32), span.0 - self.files[index].base))
    }

    /// File, line and column where a token appears to a reader (macros: where they are used).
    pub fn locate(&self, span: Span) -> Option<Location> {
        let (file, offset) = self.file_offset(self.use_site(span))?;
        let entry = &self.files[file.0 as usize];
        let row = entry
            .lines
            .partition_point(|start| *start <= offset)
            .saturating_sub(1);
        let column = offset - entry.lines[row] + 1;
        let line = match entry.renames.iter().rev().find(|r| r.0 as usize <= row) {
            Some((from, number, _)) => number.wrapping_add(row as u32 - from),
            None => row as u32 + 1,
        };
        Some(Location { file, line, column })
    }

    /// A file's name in messages about a place in it: `#line` may have renamed it.
    pub(super) fn file_label(&self, file: FileId, span: Span) -> &str {
        let Some(entry) = self.files.get(file.0 as usize) else {
            return "";
        };
        let offset = self.use_site(span).0.wrapping_sub(entry.base);
        let row = entry.lines.partition_point(|start| *start <= offset).saturating_sub(1);
        let renamed = entry.renames.iter().rev().filter(|r| r.0 as usize <= row).find_map(|r| r.2.as_deref());
        renamed.unwrap_or(&entry.name)
    }

    /// A file's name as it was given.
    pub fn file_name(&self, file: FileId) -> &str {
        self.files
            .get(file.0 as usize)
            .map_or("", |f| f.name.as_str())
    }

    /// Number of files, main file and headers.
    pub fn file_count(&self) -> usize {
        self.files.len()
    }
}
