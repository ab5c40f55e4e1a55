//! The linker: objects and archives to a [`Program`]. ld(1).
//!
//! Everything that the user's objects define is taken, and of the archives what those reach. A definition in an object
//! replaces one in an archive for the objects alone: a program may have its own `write`, and printf still uses the library's,
//! as with a glibc that is linked dynamically. [`REPLACEABLE`] functions the library itself takes from the program.

use super::isa::Op;
use super::program::*;
use std::collections::BTreeMap;
use std::fmt;

/// Bytes in a page: segments begin at one.
const PAGE: u64 = forklore_kernel::mm::PAGE;

/// What a program replaces for the library too (malloc(3), "Replacing malloc" in the GNU C Library manual).
const REPLACEABLE: [&str; 9] = [
    "aligned_alloc",
    "calloc",
    "free",
    "malloc",
    "malloc_usable_size",
    "memalign",
    "posix_memalign",
    "realloc",
    "valloc",
];

/// An object of which only what is needed is taken.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Archive {
    /// Its contents.
    object: Object,
    /// Symbols that others see, by name.
    index: Vec<u32>,
}

impl Archive {
    /// Makes an archive of an object.
    pub fn new(object: Object) -> Archive {
        let visible = |s: &&Symbol| s.linkage != Linkage::Static && s.def != Definition::Undefined;
        let mut index: Vec<u32> =
            (0..).zip(&object.symbols).filter(|(_, s)| visible(s)).map(|(n, _): (u32, _)| n).collect();
        index.sort_by(|a, b| object.symbols[*a as usize].name.cmp(&object.symbols[*b as usize].name));
        Archive { object, index }
    }

    /// What is in it.
    pub fn object(&self) -> &Object {
        &self.object
    }

    fn find(&self, name: &str) -> Option<u32> {
        let of = |n: &u32| self.object.symbols.get(*n as usize).map_or("", |s| &s.name);
        self.index.binary_search_by(|n| of(n).cmp(name)).ok().map(|n| self.index[n])
    }
}

/// A place in the source, by name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Site {
    /// The file, as diagnostics name it.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in bytes, from 1; 0 if unknown.
    pub col: u32,
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Why a program could not be linked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkError {
    /// A name without a definition.
    Undefined {
        /// The name.
        name: String,
        /// The function that uses it, if it is one.
        function: Option<String>,
        /// Where it is used, if known.
        place: Option<Site>,
    },
    /// A name with two definitions.
    Multiple {
        /// The name.
        name: String,
        /// Place of the second.
        place: Option<Site>,
        /// Place of the first.
        first: Option<Site>,
    },
    /// More code, data or symbols than addresses.
    TooLarge,
    /// An object that contradicts itself: a fault of the compiler, or a damaged file.
    BadObject(&'static str),
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |p: &Option<Site>| p.as_ref().map_or(String::new(), |site| format!("{site}: "));
        match self {
            LinkError::Undefined { name, function, place } => {
                if let Some(function) = function {
                    let file = place.as_ref().map_or(String::new(), |site| format!("{}: ", site.file));
                    writeln!(f, "{file}in function `{function}':")?;
                }
                write!(f, "{}undefined reference to `{name}'", at(place))
            }
            LinkError::Multiple { name, place, first } => {
                write!(f, "{}multiple definition of `{name}'", at(place))?;
                match first {
                    Some(first) => write!(f, "; {first}: first defined here"),
                    None => Ok(()),
                }
            }
            LinkError::TooLarge => f.write_str("program too large"),
            LinkError::BadObject(why) => write!(f, "bad object: {why}"),
        }
    }
}

impl std::error::Error for LinkError {}

/// Object number and symbol number.
type Key = (usize, u32);

/// Links a program that begins at function `entry` (`_start`).
///
/// # Errors
/// All undefined and multiply defined symbols.
pub fn link(objects: &[Object], archives: &[Archive], entry: &str) -> Result<Program, Vec<LinkError>> {
    let all: Vec<&Object> = objects.iter().chain(archives.iter().map(|a| &a.object)).collect();
    let mut linker = Linker {
        objects: all,
        users: objects.len(),
        archives,
        globals: BTreeMap::new(),
        resolved: Vec::new(),
        functions: Vec::new(),
        data: Vec::new(),
        queue: Vec::new(),
        errors: Vec::new(),
    };
    linker.resolved = linker.objects.iter().map(|o| vec![None; o.symbols.len()]).collect();
    linker.collect_globals();
    linker.reach_all(entry);
    if !linker.errors.is_empty() {
        return Err(linker.errors);
    }
    linker.lay_out(entry).map_err(|e| vec![e])
}

/// A definition that is part of the program.
#[derive(Clone, Copy)]
enum Placed {
    /// Number in `Linker::functions`.
    Function(u32),
    /// Number in `Linker::data`.
    Data(u32),
    /// At address 0: a weak name without a definition.
    Nowhere,
}

/// The library's variable that tells where the first thread's own data lie: four words, address and size of the block,
/// address and size of the image of its initialised part.
pub const THREAD_LAYOUT: &str = "__thread_layout";
/// The library's variable that tells what is called before main and at exit: four words, address and number of both lists.
pub const CALL_LISTS: &str = "__call_lists";
/// Zeros behind the user's last variable: there Linux has the rest of the page.
const PAST_THE_END: u64 = 256;
/// Alignment of a thread's block of own data.
const THREAD_ALIGN: u64 = 64;

/// The first thread's own data.
#[derive(Clone, Copy, Default)]
struct ThreadBlock {
    start: u64,
    size: u64,
    image: u64,
    initialised: u64,
}

fn is_init(section: Section) -> Option<u16> {
    if let Section::Init(priority) = section { Some(priority) } else { None }
}

fn is_fini(section: Section) -> Option<u16> {
    if let Section::Fini(priority) = section { Some(priority) } else { None }
}

/// Where everything lies.
struct Layout {
    /// Of each data item.
    addresses: Vec<u64>,
    /// Empty yet.
    segments: Vec<Segment>,
    /// The end of it all.
    end: u64,
    thread: ThreadBlock,
    /// What is in [`CALL_LISTS`].
    calls: [u64; 4],
}

struct Linker<'a> {
    objects: Vec<&'a Object>,
    /// Objects below this number are the user's; the others are archives.
    users: usize,
    archives: &'a [Archive],
    globals: BTreeMap<&'a str, Key>,
    /// For each symbol of each object: what it means, once reached.
    resolved: Vec<Vec<Option<Placed>>>,
    /// Functions taken: where they are defined.
    functions: Vec<Key>,
    /// Data items taken: where they are defined.
    data: Vec<Key>,
    /// Definitions whose own references are to be followed.
    queue: Vec<Placed>,
    errors: Vec<LinkError>,
}

impl<'a> Linker<'a> {
    fn symbol(&self, (o, s): Key) -> Option<&'a Symbol> {
        self.objects.get(o)?.symbols.get(s as usize)
    }

    fn place(&self, object: usize, place: Place) -> Option<Site> {
        let file = self.objects.get(object)?.files.get(place.file as usize)?;
        (place.line > 0).then(|| Site { file: file.clone(), line: place.line, col: u32::from(place.col) })
    }

    /// Decides which of several definitions in the user's objects counts.
    fn collect_globals(&mut self) {
        for o in 0..self.users {
            let object = self.objects[o];
            for (n, symbol) in (0..).zip(&object.symbols) {
                if symbol.linkage == Linkage::Static || symbol.def == Definition::Undefined {
                    continue;
                }
                let Some(first) = self.globals.get(symbol.name.as_str()).copied() else {
                    self.globals.insert(&symbol.name, (o, n));
                    continue;
                };
                let Some(old) = self.symbol(first) else { continue };
                match (old.linkage, symbol.linkage) {
                    (Linkage::Global, Linkage::Global) => self.errors.push(LinkError::Multiple {
                        name: symbol.name.clone(),
                        place: self.place(o, symbol.place),
                        first: self.place(first.0, old.place),
                    }),
                    (Linkage::Weak | Linkage::Common, Linkage::Global) | (Linkage::Weak, Linkage::Common) => {
                        self.globals.insert(&symbol.name, (o, n));
                    }
                    (Linkage::Common, Linkage::Common) if self.size(first) < self.size((o, n)) => {
                        self.globals.insert(&symbol.name, (o, n));
                    }
                    _ => {}
                }
            }
        }
    }

    fn size(&self, key: Key) -> u64 {
        match self.symbol(key).map(|s| s.def) {
            Some(Definition::Data(n)) => self.objects[key.0].data.get(n as usize).map_or(0, |d| d.size),
            _ => 0,
        }
    }

    /// The definition that a global name stands for.
    fn find_global(&self, name: &str) -> Option<Key> {
        self.globals.get(name).copied().or_else(|| self.find_in_archives(name))
    }

    fn find_in_archives(&self, name: &str) -> Option<Key> {
        let (n, symbol) = self.archives.iter().enumerate().find_map(|(n, a)| Some((n, a.find(name)?)))?;
        Some((self.users + n, symbol))
    }

    /// The definition that a global name stands for in this object: in the library its own function, whatever the program
    /// calls so.
    fn find_for(&self, object: usize, name: &str) -> Option<Key> {
        let own = || self.find_in_archives(name).filter(|key| self.function(*key).is_some());
        match self.globals.contains_key(name) {
            true if object >= self.users && !REPLACEABLE.contains(&name) => own().or_else(|| self.find_global(name)),
            _ => self.find_global(name),
        }
    }

    /// Takes what the entry and the user's definitions reach.
    fn reach_all(&mut self, entry: &str) {
        match self.find_global(entry) {
            Some(key) => self.take(key),
            None => {
                self.errors.push(LinkError::Undefined { name: entry.into(), function: None, place: None });
                None
            }
        };
        for o in 0..self.users {
            for n in 0..self.objects[o].symbols.len() as u32 {
                if self.symbol((o, n)).is_some_and(|s| s.def != Definition::Undefined) {
                    self.resolve((o, n));
                }
            }
        }
        // In the order of discovery.
        let mut next = 0;
        while let Some(placed) = self.queue.get(next).copied() {
            next += 1;
            match placed {
                Placed::Function(n) => self.follow_function(self.functions[n as usize]),
                Placed::Data(n) => self.follow_data(self.data[n as usize]),
                Placed::Nowhere => {}
            }
        }
        self.queue.clear();
    }

    /// What a symbol of an object means; takes its definition into the program. `None` if there is none.
    fn resolve(&mut self, key: Key) -> Option<Placed> {
        if let Some(placed) = self.resolved.get(key.0)?.get(key.1 as usize)? {
            return Some(*placed);
        }
        let symbol = self.symbol(key)?;
        let definition = match symbol.linkage {
            Linkage::Static => key,
            _ => self.find_for(key.0, &symbol.name).or_else(|| (symbol.linkage == Linkage::Weak).then_some(key))?,
        };
        let placed = self.take(definition)?;
        self.resolved[key.0][key.1 as usize] = Some(placed);
        Some(placed)
    }

    /// Adds a definition to the program if it is not part of it yet.
    fn take(&mut self, key: Key) -> Option<Placed> {
        if let Some(placed) = self.resolved[key.0][key.1 as usize] {
            return Some(placed);
        }
        let placed = match self.symbol(key)?.def {
            // A weak name that nobody defines has the address 0.
            Definition::Undefined if self.symbol(key)?.linkage == Linkage::Weak => Placed::Nowhere,
            Definition::Undefined => return None,
            Definition::Function(_) => {
                self.functions.push(key);
                Placed::Function(self.functions.len() as u32 - 1)
            }
            Definition::Data(_) => {
                self.data.push(key);
                Placed::Data(self.data.len() as u32 - 1)
            }
        };
        self.resolved[key.0][key.1 as usize] = Some(placed);
        self.queue.push(placed);
        Some(placed)
    }

    fn function(&self, key: Key) -> Option<&'a Function> {
        match self.symbol(key)?.def {
            Definition::Function(n) => self.objects[key.0].functions.get(n as usize),
            _ => None,
        }
    }

    fn item(&self, key: Key) -> Option<&'a DataItem> {
        match self.symbol(key)?.def {
            Definition::Data(n) => self.objects[key.0].data.get(n as usize),
            _ => None,
        }
    }

    fn follow_function(&mut self, key: Key) {
        let Some(function) = self.function(key) else {
            self.errors.push(LinkError::BadObject("no such function"));
            return;
        };
        let mut missing: Vec<u32> = Vec::new();
        for (pc, op) in function.code.iter().enumerate() {
            let Some(target) = op.target() else { continue };
            let Some(r) = self.objects[key.0].refs.get(target as usize) else {
                self.errors.push(LinkError::BadObject("no such reference"));
                return;
            };
            // Each name once a function, as ld does after the first few.
            if self.resolve((key.0, r.symbol)).is_none() && !missing.contains(&r.symbol) {
                missing.push(r.symbol);
                let n = function.lines.partition_point(|l| l.pc as usize <= pc);
                let place = n.checked_sub(1).map(|n| function.lines[n].place).unwrap_or_default();
                self.undefined((key.0, r.symbol), Some(function.name.clone()), place);
            }
        }
    }

    fn follow_data(&mut self, key: Key) {
        let Some(item) = self.item(key) else {
            self.errors.push(LinkError::BadObject("no such data"));
            return;
        };
        for reloc in &item.relocs {
            if self.resolve((key.0, reloc.target.symbol)).is_none() {
                let place = self.symbol(key).map(|s| s.place).unwrap_or_default();
                self.undefined((key.0, reloc.target.symbol), None, place);
            }
        }
    }

    fn undefined(&mut self, key: Key, function: Option<String>, place: Place) {
        let name = self.symbol(key).map_or(String::new(), |s| s.name.clone());
        let place = self.place(key.0, place);
        self.errors.push(LinkError::Undefined { name, function, place });
    }

    /// Gives everything an address and fills addresses in.
    fn lay_out(&self, entry: &str) -> Result<Program, LinkError> {
        let mut program = Program::default();
        let entry = match self.find_global(entry).and_then(|(o, s)| self.resolved[o][s as usize]) {
            Some(Placed::Function(n)) => n,
            _ => return Err(LinkError::BadObject("the entry is no function")),
        };
        program.entry = entry;
        let mut start = 0u32;
        for key in &self.functions {
            program.entries.push(start);
            let len = self.function(*key).map_or(0, |f| f.code.len());
            start = u32::try_from(len).ok().and_then(|n| start.checked_add(n)).ok_or(LinkError::TooLarge)?;
        }
        let text_end = TEXT_BASE + TEXT_STRIDE * self.functions.len() as u64;
        let Layout { addresses, segments, end, thread, calls } = self.place_data(text_end.next_multiple_of(PAGE))?;
        program.segments = segments;
        program.data_end = end;
        program.tls_start = thread.start;
        let types = self.merge_types(&mut program);
        let mut consts = BTreeMap::new();
        self.fill_data(&mut program, &addresses)?;
        self.fill_thread_image(&mut program, &addresses, thread);
        self.put_words(&mut program, &addresses, CALL_LISTS, calls);
        for key in &self.functions {
            self.emit_function(*key, &mut program, &mut consts, &addresses, &types)?;
        }
        self.list_globals(&mut program, &addresses, &types);
        Ok(program)
    }

    /// Where everything lies; the segments are empty yet.
    fn place_data(&self, base: u64) -> Result<Layout, LinkError> {
        let mut addresses = vec![0; self.data.len()];
        let mut segments = Vec::new();
        let mut at = base;
        let mut thread = ThreadBlock::default();
        let mut calls = [0; 4];
        let mut merged: BTreeMap<&[u8], u64> = BTreeMap::new();
        // Read-only data; then what is written: the first thread's own data, and before those an image of what is
        // initialised of them, for other threads; then what is initialised, then what is zero (bss), which needs no bytes.
        // The user's data come as gcc and ld have them, what holds addresses last, and then his zeros: who reads past the
        // end of an array finds what he would on Linux.
        let zero = |i: &DataItem| i.bytes.is_empty() && i.relocs.is_empty();
        let users = |key: &Key| key.0 < self.users;
        let wanted: [&dyn Fn(&Key, &DataItem) -> bool; 8] = [
            &|_, i| matches!(i.section, Section::Strings | Section::Rodata),
            &|_, i| i.section == Section::Thread && !zero(i),
            &|_, i| i.section == Section::Thread && zero(i),
            &|key, i| i.section == Section::Data && !zero(i) && !users(key),
            &|key, i| i.section == Section::Data && !zero(i) && users(key) && i.relocs.is_empty(),
            &|key, i| i.section == Section::Data && users(key) && !i.relocs.is_empty(),
            &|key, i| i.section == Section::Data && zero(i) && users(key),
            &|key, i| i.section == Section::Data && zero(i) && !users(key),
        ];
        const LIBRARY_ZEROS: usize = 7;
        let order = self.as_defined();
        for (round, wanted) in wanted.iter().enumerate() {
            if round < 2 {
                at = at.next_multiple_of(PAGE);
                segments.push(Segment { addr: at, size: 0, writable: round == 1, bytes: Vec::new() });
            }
            if round == LIBRARY_ZEROS && self.users > 0 {
                at = at.saturating_add(PAST_THE_END);
            }
            if round == 1 {
                thread.image = at.next_multiple_of(THREAD_ALIGN);
                // As large as it can get: each item with its padding.
                let items = self.data.iter().filter_map(|key| Some((key, self.item(*key)?)));
                let items = items.filter(|(key, i)| wanted(key, i)).map(|(_, i)| i);
                let room = items.map(|i| i.size.saturating_add(u64::from(i.align))).fold(0, u64::saturating_add);
                at = thread
                    .image
                    .saturating_add(room)
                    .checked_next_multiple_of(THREAD_ALIGN)
                    .ok_or(LinkError::TooLarge)?;
                thread.start = at;
            }
            for (n, key) in order.iter().map(|n| (*n, &self.data[*n])) {
                let Some(item) = self.item(*key).filter(|i| wanted(key, i)) else { continue };
                let mergeable = item.section == Section::Strings && item.relocs.is_empty();
                if let Some(addr) = merged.get(item.bytes.as_slice()).filter(|_| mergeable) {
                    addresses[n] = *addr;
                    continue;
                }
                at = at.checked_next_multiple_of(u64::from(item.align.max(1))).ok_or(LinkError::TooLarge)?;
                addresses[n] = at;
                if mergeable {
                    merged.insert(&item.bytes, at);
                }
                // Nothing has size zero, so that addresses differ; `target` fields have 32 bits.
                at = at.checked_add(item.size.max(1)).filter(|a| *a <= 0x7000_0000).ok_or(LinkError::TooLarge)?;
            }
            if round == 0 {
                for (list, is_wanted) in [is_init, is_fini].into_iter().enumerate() {
                    let items = self.in_order(is_wanted);
                    if items.is_empty() {
                        continue;
                    }
                    at = at.next_multiple_of(8);
                    calls[2 * list] = at;
                    for n in items {
                        addresses[n] = at;
                        at += 8;
                        calls[2 * list + 1] += 1;
                    }
                }
            }
            match round {
                1 => thread.initialised = at - thread.start,
                2 => thread.size = at - thread.start,
                _ => {}
            }
            if let Some(s) = segments.last_mut() {
                s.size = at - s.addr;
            }
        }
        segments.retain(|s| s.size > 0);
        Ok(Layout { addresses, segments, end: at, thread, calls })
    }

    /// Numbers of the data items: the user's as they stand in his files, then the library's as they were found.
    fn as_defined(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.data.len()).collect();
        order.sort_by_key(|n| {
            let key = self.data[*n];
            let place = self.symbol(key).filter(|_| key.0 < self.users).map(|s| (key.0, s.place.line, s.place.col));
            (place.is_none(), place)
        });
        order
    }

    /// Numbers of the data items of a list of calls, by priority and then as they stand in the files.
    fn in_order(&self, priority: fn(Section) -> Option<u16>) -> Vec<usize> {
        let of = |key: &Key| self.item(*key).and_then(|i| priority(i.section));
        let mut list: Vec<(u16, usize)> =
            self.data.iter().enumerate().filter_map(|(n, key)| Some((of(key)?, n))).collect();
        list.sort_by_key(|(priority, n)| (*priority, self.data[*n]));
        list.into_iter().map(|(_, n)| n).collect()
    }

    /// Copies what is initialised of the first thread's own data to the image, and tells the library where all that is: in
    /// its variable [`THREAD_LAYOUT`].
    fn fill_thread_image(&self, program: &mut Program, addresses: &[u64], thread: ThreadBlock) {
        let layout = self.find_global(THREAD_LAYOUT).and_then(|(o, s)| self.resolved[o][s as usize]);
        if layout.is_none() {
            return;
        }
        let Some(segment) = program.segments.iter_mut().find(|s| s.writable) else { return };
        let (base, len) = (segment.addr, thread.initialised as usize);
        let (from, to) = ((thread.start - base) as usize, (thread.image - base) as usize);
        if segment.bytes.len() < from + len {
            segment.bytes.resize(from + len, 0);
        }
        segment.bytes.copy_within(from..from + len, to);
        let words = [thread.start, thread.size, thread.image, thread.initialised];
        self.put_words(program, addresses, THREAD_LAYOUT, words);
    }

    /// Fills a variable of the library's, if the program has it.
    fn put_words(&self, program: &mut Program, addresses: &[u64], name: &str, words: [u64; 4]) {
        let variable = self.find_global(name).and_then(|(o, s)| self.resolved[o][s as usize]);
        let Some(Placed::Data(variable)) = variable else { return };
        let Some(segment) = program.segments.iter_mut().find(|s| s.writable) else { return };
        let at = (addresses[variable as usize].wrapping_sub(segment.addr)) as usize;
        for (n, word) in words.iter().enumerate() {
            if let Some(place) = segment.bytes.get_mut(at + 8 * n..at + 8 * n + 8) {
                place.copy_from_slice(&word.to_le_bytes());
            }
        }
    }

    fn address(&self, object: usize, symbol: u32, addresses: &[u64]) -> Result<u64, LinkError> {
        match self.resolved.get(object).and_then(|s| s.get(symbol as usize)) {
            Some(Some(Placed::Function(n))) => Ok(Program::function_addr(*n)),
            Some(Some(Placed::Data(n))) => Ok(addresses[*n as usize]),
            Some(Some(Placed::Nowhere)) => Ok(0),
            _ => Err(LinkError::BadObject("a reference was not followed")),
        }
    }

    fn fill_data(&self, program: &mut Program, addresses: &[u64]) -> Result<(), LinkError> {
        for (key, addr) in self.data.iter().zip(addresses) {
            let Some(item) = self.item(*key) else { continue };
            if item.bytes.is_empty() && item.relocs.is_empty() {
                continue;
            }
            let n = program.segments.partition_point(|s| s.addr <= *addr);
            let Some(segment) = n.checked_sub(1).map(|n| &mut program.segments[n]) else { continue };
            let start = (addr - segment.addr) as usize;
            // Relocations may lie beyond the given bytes, among the zeros.
            let covered = item.relocs.iter().map(|r| r.offset.saturating_add(8)).max().unwrap_or(0);
            let len = covered.max(item.bytes.len() as u64);
            if len > item.size.max(1) {
                return Err(LinkError::BadObject("data longer than its size"));
            }
            if segment.bytes.len() < start + len as usize {
                segment.bytes.resize(start + len as usize, 0);
            }
            segment.bytes[start..start + item.bytes.len()].copy_from_slice(&item.bytes);
            for reloc in &item.relocs {
                let target = self.address(key.0, reloc.target.symbol, addresses)?;
                let value = target.wrapping_add(reloc.target.addend as u64);
                let at = start + reloc.offset as usize;
                segment.bytes[at..at + 8].copy_from_slice(&value.to_le_bytes());
            }
        }
        Ok(())
    }

    /// Puts the type tables of all objects that take part behind one another; returns where each begins.
    fn merge_types(&self, program: &mut Program) -> Vec<(u32, u16)> {
        let mut bases = Vec::new();
        for (n, object) in self.objects.iter().enumerate() {
            bases.push((program.types.len() as u32, program.files.len() as u16));
            let used = |k: &Key| k.0 == n;
            if n < self.users || self.functions.iter().any(used) || self.data.iter().any(used) {
                let base = program.types.len() as u32;
                program.types.extend(object.types.iter().map(|t| t.shifted(base)));
                program.files.extend(object.files.iter().cloned());
            }
        }
        bases
    }

    fn emit_function(
        &self,
        key: Key,
        program: &mut Program,
        consts: &mut BTreeMap<u64, u32>,
        addresses: &[u64],
        bases: &[(u32, u16)],
    ) -> Result<(), LinkError> {
        let function = self.function(key).ok_or(LinkError::BadObject("no such function"))?;
        let object = self.objects[key.0];
        let start = program.code.len() as u32;
        let (types, files) = bases[key.0];
        let moved = |p: Place| Place { file: p.file.saturating_add(files), ..p };
        let end = function.code.len() as i64;
        for (pc, op) in (0i64..).zip(&function.code) {
            let mut op = *op;
            if op.jump_offset().is_some_and(|off| !(0..end).contains(&(pc + 1 + i64::from(off)))) {
                return Err(LinkError::BadObject("a jump leaves its function"));
            }
            if let Op::Const { index, .. } = &mut op {
                let value = object.consts.get(*index as usize).ok_or(LinkError::BadObject("no such constant"))?;
                *index = *consts.entry(*value).or_insert_with(|| {
                    program.consts.push(*value);
                    program.consts.len() as u32 - 1
                });
            }
            let is_call = matches!(op, Op::Call { .. } | Op::CallI32 { .. });
            if let Some(target) = op.target_mut() {
                let r = object.refs.get(*target as usize).ok_or(LinkError::BadObject("no such reference"))?;
                let address = self.address(key.0, r.symbol, addresses)?;
                *target = match is_call {
                    // A call of something that is no function goes to where there is no code.
                    true => program.entry_of(address).unwrap_or(u32::MAX),
                    false => u32::try_from(address.wrapping_add(r.addend as u64)).map_err(|_| LinkError::TooLarge)?,
                };
            }
            program.code.push(op);
        }
        program.lines.extend(function.lines.iter().map(|l| LineEntry {
            pc: l.pc.saturating_add(start),
            place: moved(l.place),
            is_stmt: l.is_stmt,
        }));
        let vars = function.vars.iter().map(|v| {
            let location = match v.location {
                Location::Symbol(s) => {
                    self.address(key.0, s, addresses).map_or(Location::OptimizedOut, Location::Absolute)
                }
                other => other,
            };
            Variable {
                ty: TypeId(v.ty.0.saturating_add(types)),
                pc_start: v.pc_start.saturating_add(start),
                pc_end: v.pc_end.saturating_add(start),
                place: moved(v.place),
                location,
                ..v.clone()
            }
        });
        let linked = LinkedFunction {
            name: function.name.clone(),
            start,
            end: program.code.len() as u32,
            registers: function.registers,
            params: function.params,
            variadic: function.variadic,
            place: moved(function.place),
            vars: vars.collect(),
            ty: TypeId(function.ty.0.saturating_add(types)),
        };
        program.functions.push(linked);
        Ok(())
    }

    fn list_globals(&self, program: &mut Program, addresses: &[u64], bases: &[(u32, u16)]) {
        for (key, addr) in self.data.iter().zip(addresses) {
            let (Some(item), Some(symbol)) = (self.item(*key), self.symbol(*key)) else { continue };
            if matches!(item.section, Section::Strings | Section::Init(_) | Section::Fini(_)) {
                continue;
            }
            let (types, files) = bases[key.0];
            program.globals.push(GlobalVar {
                name: symbol.name.clone(),
                addr: *addr,
                size: item.size,
                ty: TypeId(item.ty.0.saturating_add(types)),
                linkage: symbol.linkage,
                place: Place { file: symbol.place.file.saturating_add(files), ..symbol.place },
            });
        }
        program.globals.sort_by_key(|g| g.addr);
    }
}
