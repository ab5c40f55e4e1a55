//! A page of bytes, and how it is compared, hashed, printed and stored.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// Bytes in a page.
pub const PAGE_SIZE: usize = 4096;
/// [`PAGE_SIZE`] as an address.
pub const PAGE: u64 = PAGE_SIZE as u64;
/// Bits of an address that lie within a page.
pub const PAGE_MASK: u64 = PAGE - 1;

/// The contents of one frame.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Page(pub(super) [u8; PAGE_SIZE]);

impl Page {
    /// A page of zeros that can be borrowed.
    pub(super) const ZERO_REF: &'static Page = &Page::ZERO;

    /// A page of zeros.
    pub const ZERO: Page = Page([0; PAGE_SIZE]);

    /// The bytes.
    #[inline(always)]
    pub fn bytes(&self) -> &[u8; PAGE_SIZE] {
        &self.0
    }

    /// The bytes, to be changed.
    #[inline(always)]
    pub fn bytes_mut(&mut self) -> &mut [u8; PAGE_SIZE] {
        &mut self.0
    }

    /// The bytes up to the last one that is not zero.
    fn trimmed(&self) -> &[u8] {
        let end = self.0.iter().rposition(|b| *b != 0).map_or(0, |n| n + 1);
        &self.0[..end]
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Page({:?})", self.trimmed())
    }
}

impl Serialize for Page {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_bytes(self.trimmed())
    }
}

struct PageVisitor;

impl<'de> de::Visitor<'de> for PageVisitor {
    type Value = Page;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "at most {PAGE_SIZE} bytes")
    }

    fn visit_bytes<E: de::Error>(self, v: &[u8]) -> Result<Page, E> {
        let mut p = Page::ZERO;
        p.0.get_mut(..v.len()).ok_or_else(|| E::invalid_length(v.len(), &self))?.copy_from_slice(v);
        Ok(p)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Page, A::Error> {
        let mut p = Page::ZERO;
        let mut n = 0;
        while let Some(b) = seq.next_element::<u8>()? {
            *p.0.get_mut(n).ok_or_else(|| de::Error::invalid_length(n + 1, &self))? = b;
            n += 1;
        }
        Ok(p)
    }
}

impl<'de> Deserialize<'de> for Page {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Page, D::Error> {
        d.deserialize_bytes(PageVisitor)
    }
}
