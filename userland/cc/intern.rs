//! Interned identifiers: each distinct spelling has one number, so that comparing names is comparing
//! numbers. Entry points: [`Interner`], [`Sym`]; [`FxBuild`] is the fixed-seed hasher of our index maps.

use std::hash::{BuildHasherDefault, Hasher};

/// An interned name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Sym(pub u32);

impl Sym {
    /// The empty name, of objects that have none.
    pub const EMPTY: Sym = Sym(0);
}

/// All names of a compilation.
#[derive(Clone, Debug)]
pub struct Interner {
    /// Bytes of all names, one after the other.
    text: Vec<u8>,
    /// End of each name in `text`.
    ends: Vec<u32>,
    /// Hash of each name.
    hashes: Vec<u32>,
    /// Open addressing table of `Sym + 1`; 0 is empty. Its length is a power of two.
    table: Vec<u32>,
}

impl Default for Interner {
    fn default() -> Self {
        Interner::new()
    }
}

fn hash_bytes(bytes: &[u8]) -> u32 {
    const K: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut h = bytes.len() as u64;
    let mut rest = bytes;
    while let Some((chunk, tail)) = rest.split_first_chunk::<8>() {
        h = (h.rotate_left(5) ^ u64::from_le_bytes(*chunk)).wrapping_mul(K);
        rest = tail;
    }
    if let Some((chunk, tail)) = rest.split_first_chunk::<4>() {
        h = (h.rotate_left(5) ^ u64::from(u32::from_le_bytes(*chunk))).wrapping_mul(K);
        rest = tail;
    }
    let last = rest.iter().fold(0u64, |acc, b| acc << 8 | u64::from(*b));
    h = (h.rotate_left(5) ^ last).wrapping_mul(K);
    (h >> 32) as u32
}

impl Interner {
    /// An interner that knows only the empty name.
    pub fn new() -> Interner {
        let mut interner =
            Interner { text: Vec::with_capacity(16384), ends: Vec::new(), hashes: Vec::new(), table: vec![0; 2048] };
        interner.intern("");
        interner
    }

    /// The number of a name, a new one if it was not known.
    pub fn intern(&mut self, name: &str) -> Sym {
        self.intern_bytes(name.as_bytes())
    }

    /// The same for any bytes: literals keep theirs, valid text or not.
    pub fn intern_bytes(&mut self, name: &[u8]) -> Sym {
        let hash = hash_bytes(name);
        let mask = self.table.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            match self.table[slot] {
                0 => break,
                entry => {
                    let sym = Sym(entry - 1);
                    if self.hashes[sym.0 as usize] == hash && self.bytes(sym) == name {
                        return sym;
                    }
                }
            }
            slot = (slot + 1) & mask;
        }
        let sym = Sym(self.ends.len() as u32);
        self.text.extend_from_slice(name);
        self.ends.push(self.text.len() as u32);
        self.hashes.push(hash);
        self.table[slot] = sym.0 + 1;
        if self.ends.len() * 2 > self.table.len() {
            self.grow();
        }
        sym
    }

    fn grow(&mut self) {
        let size = self.table.len() * 2;
        let mask = size - 1;
        let mut table = vec![0; size];
        for (i, hash) in self.hashes.iter().enumerate() {
            let mut slot = *hash as usize & mask;
            while table[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            table[slot] = i as u32 + 1;
        }
        self.table = table;
    }

    /// The spelling of a name; a literal that is no valid UTF-8 gives "?".
    pub fn get(&self, sym: Sym) -> &str {
        std::str::from_utf8(self.bytes(sym)).unwrap_or("?")
    }

    /// The bytes of a name or literal.
    pub fn bytes(&self, sym: Sym) -> &[u8] {
        let i = sym.0 as usize;
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.text[start..self.ends[i] as usize]
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Never: the empty name is always there.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// A small multiplicative hasher with a fixed seed: the order of nothing depends on it.
#[derive(Clone, Copy, Debug, Default)]
pub struct FxHasher(u64);

/// Builds [`FxHasher`]s.
pub type FxBuild = BuildHasherDefault<FxHasher>;

impl FxHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for FxHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.add(u64::from(hash_bytes(bytes)));
    }
    fn write_u8(&mut self, n: u8) {
        self.add(n.into());
    }
    fn write_u32(&mut self, n: u32) {
        self.add(n.into());
    }
    fn write_u64(&mut self, n: u64) {
        self.add(n);
    }
    fn write_usize(&mut self, n: usize) {
        self.add(n as u64);
    }
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}
