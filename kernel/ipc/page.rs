//! Page buffers of pipes: recycled, and shared between clones of a machine until written.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::hash::{Hash, Hasher};
use triomphe::Arc;

/// Bytes in a page.
pub const PAGE_SIZE: usize = 4096;

/// A page of bytes of which `offset..offset + len` holds data; only that part counts as its value.
#[derive(Clone, Debug)]
pub struct PageBuf {
    page: Arc<[u8; PAGE_SIZE]>,
    offset: u16,
    len: u16,
    /// One read takes it all (a pipe with O_DIRECT).
    pub packet: bool,
}

impl PageBuf {
    /// A page without data.
    pub fn new() -> Self {
        PageBuf { page: Arc::new([0; PAGE_SIZE]), offset: 0, len: 0, packet: false }
    }

    /// How many bytes of data it holds.
    #[inline]
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Does it hold no data?
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many bytes still fit behind the data. Bytes already taken from the front do not come back.
    #[inline]
    pub fn room(&self) -> usize {
        PAGE_SIZE - self.offset as usize - self.len as usize
    }

    /// The data.
    #[inline(always)]
    pub fn data(&self) -> &[u8] {
        &self.page[self.offset as usize..self.offset as usize + self.len as usize]
    }

    /// Space for `n` more bytes (at most [`Self::room`]) behind the data; they count only after [`Self::grow`].
    #[inline(always)]
    pub fn tail(&mut self, n: usize) -> &mut [u8] {
        let start = self.offset as usize + self.len as usize;
        let end = (start + n).min(PAGE_SIZE);
        &mut Arc::make_mut(&mut self.page)[start..end]
    }

    /// `n` bytes of [`Self::tail`] have been filled.
    #[inline(always)]
    pub fn grow(&mut self, n: usize) {
        self.len += n.min(self.room()) as u16;
    }

    /// `n` bytes have been taken from the front.
    #[inline(always)]
    pub fn consume(&mut self, n: usize) {
        let n = n.min(self.len as usize) as u16;
        self.offset += n;
        self.len -= n;
    }
}

impl Default for PageBuf {
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for PageBuf {
    fn eq(&self, other: &Self) -> bool {
        self.offset == other.offset && self.packet == other.packet && self.data() == other.data()
    }
}

impl Eq for PageBuf {}

impl Hash for PageBuf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.offset, self.packet).hash(state);
        self.data().hash(state);
    }
}

impl Serialize for PageBuf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.offset, self.packet, self.data()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for PageBuf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (offset, packet, data) = <(u16, bool, Vec<u8>)>::deserialize(deserializer)?;
        if offset as usize + data.len() > PAGE_SIZE {
            return Err(serde::de::Error::custom("a pipe page holds more than 4096 bytes"));
        }
        let mut buf = PageBuf::new();
        buf.offset = offset;
        buf.packet = packet;
        buf.tail(data.len()).copy_from_slice(&data);
        buf.grow(data.len());
        Ok(buf)
    }
}

/// Empty pages kept for the next write: a fresh page costs more than a hundred small transfers. Not part of a
/// machine's value: equal to any other pool, and empty in a clone.
#[derive(Default, Debug)]
pub struct PagePool {
    free: Vec<PageBuf>,
}

impl PagePool {
    /// More than this many idle pages go back to the host.
    const MOST: usize = 64;

    /// An empty page.
    #[inline(always)]
    pub fn take(&mut self) -> PageBuf {
        self.free.pop().unwrap_or_default()
    }

    /// Gives a page back, unless a clone of the machine still shares it.
    #[inline(always)]
    pub fn give(&mut self, mut buf: PageBuf) {
        if self.free.len() < Self::MOST && Arc::is_unique(&buf.page) {
            buf.offset = 0;
            buf.len = 0;
            buf.packet = false;
            self.free.push(buf);
        }
    }
}

crate::beside_the_value!(clones empty: PagePool);
