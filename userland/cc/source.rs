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
    /// Offsets (in the file) of the line starts, the first is 0; empty for built-in
    /// headers, where places are seldom asked for.
    pub lines: Vec<u32>,
    /// `#line` directives: from this physical line (from 0) on, line number and name.
    pub renames: Vec<(u32, u32, Option<Arc<str>>)>,
}

impl SourceEntry {
    fn line_starts(&self) -> Vec<u32> {
        let ends = self.text.iter().enumerate().filter(|(_, b)| **b == b'\n');
        std::iter::once(0).chain(ends.map(|(i, _)| i as u32 + 1)).collect()
    }

    /// Row (from 0) of a byte offset, and the offset of that row's start.
    pub fn row(&self, offset: u32) -> (usize, u32) {
        if !self.lines.is_empty() {
            let row = self.lines.partition_point(|start| *start <= offset).saturating_sub(1);
            return (row, self.lines[row]);
        }
        let before = &self.text[..(offset as usize).min(self.text.len())];
        let row = before.iter().filter(|b| **b == b'\n').count();
        let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
        (row, start as u32)
    }

    /// The `#line` directive that a row is under.
    fn rename(&self, row: usize) -> Option<&(u32, u32, Option<Arc<str>>)> {
        let index = self.renames.partition_point(|r| r.0 as usize <= row);
        index.checked_sub(1).map(|i| &self.renames[i])
    }

    /// The text of a row, without its newline.
    pub fn row_text(&self, row: usize) -> &[u8] {
        let line = if self.lines.is_empty() {
            self.text.split(|b| *b == b'\n').nth(row).unwrap_or(&[])
        } else {
            let start = self.lines.get(row).map_or(self.text.len(), |s| *s as usize);
            let end = self.lines.get(row + 1).map_or(self.text.len(), |s| *s as usize - 1);
            &self.text[start..end.max(start)]
        };
        line.strip_suffix(b"\r").unwrap_or(line)
    }
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
    /// Row behind the last `#include` of the main file: where another one would go.
    pub(super) include_row: u32,
}

impl SourceMap {
    /// Adds a file; `None` if the position space (2 GiB) is full.
    pub(super) fn add(&mut self, name: &str, text: Arc<[u8]>, from: Span, system: bool) -> Option<FileId> {
        let base = self.next_base.max(1);
        let len = u32::try_from(text.len()).ok()?;
        let end = base.checked_add(len)?.checked_add(1)?;
        if end >= Span::EXPANDED {
            return None;
        }
        self.next_base = end;
        let id = FileId(self.files.len() as u32);
        let mut entry = SourceEntry {
            name: name.to_string(),
            text,
            base,
            included_from: from,
            system,
            lines: Vec::new(),
            renames: Vec::new(),
        };
        if !system {
            entry.lines = entry.line_starts();
        }
        self.files.push(entry);
        Some(id)
    }

    /// Is a place that is no macro's in a built-in header? gcc does not warn about those.
    pub(super) fn is_system(&self, span: Span) -> bool {
        self.file_offset(span).is_some_and(|(file, _)| self.files[file.0 as usize].system)
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

    /// Where another `#include` would go in the main file.
    pub(super) fn include_spot(&self) -> Span {
        let Some(main) = self.files.first() else {
            return Span::NONE;
        };
        let offset = main.lines.get(self.include_row as usize).or(main.lines.last()).copied().unwrap_or(0);
        Span(main.base + offset)
    }

    /// File and byte offset in it of a span that is no expansion.
    pub(super) fn file_offset(&self, span: Span) -> Option<(FileId, u32)> {
        if span == Span::NONE || span.0 >= Span::EXPANDED {
            return None;
        }
        let index = self.files.partition_point(|f| f.base <= span.0).checked_sub(1)?;
        Some((FileId(index as u32), span.0 - self.files[index].base))
    }

    /// File, line and column where a token appears to a reader (macros: where they are used).
    pub fn locate(&self, span: Span) -> Option<Location> {
        let (file, offset) = self.file_offset(self.use_site(span))?;
        let entry = &self.files[file.0 as usize];
        let (row, start) = entry.row(offset);
        let column = offset - start + 1;
        let line = match entry.rename(row) {
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
        let (row, _) = entry.row(offset);
        let renamed = entry.rename(row).and_then(|r| r.2.as_deref());
        renamed.unwrap_or(&entry.name)
    }

    /// A file's name as it was given.
    pub fn file_name(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |f| f.name.as_str())
    }

    /// Number of files, main file and headers.
    pub fn file_count(&self) -> usize {
        self.files.len()
    }
}
