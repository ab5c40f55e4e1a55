//! The translation look-aside buffer: which frame a recently used page is in. It holds nothing that page tables do not say,
//! so it is no part of a memory's value: clones begin with an empty one, and all are equal.
//!
//! An entry's tag is the page's address and, in bits that are zero in it, a number that the space had when the entry was
//! made. A space whose mappings change forgets its number, which drops its entries at once; it takes a new one when it runs
//! next. When the 511 numbers are used up the buffer is emptied and a new epoch begins.

use super::page::{PAGE, PAGE_MASK};
use super::vma::Access;

/// Entries for loads, and as many for stores; a power of two.
pub(super) const TLB_ENTRIES: usize = 2048;
/// Numbers in an epoch, a power of two; 0 is not used.
const NUMBERS: u64 = 512;
/// The lowest bits of a tag are zero, so that a misaligned address never equals one.
const NUMBER_SHIFT: u32 = 3;

/// The page with tag `tag` is in frame `frame`. Tag 0 is never asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    pub(super) tag: u64,
    pub(super) frame: u32,
}

#[derive(Debug)]
pub(super) struct Entries {
    pub(super) read: Box<[Entry; TLB_ENTRIES]>,
    pub(super) write: Box<[Entry; TLB_ENTRIES]>,
}

impl Entries {
    #[cold]
    fn new() -> Entries {
        // By way of a vector: an array would first be made on the stack.
        let table = || match vec![Entry::default(); TLB_ENTRIES].try_into() {
            Ok(table) => table,
            Err(_) => unreachable!("the vector has this length"),
        };
        Entries { read: table(), write: table() }
    }

    #[cold]
    fn clear(&mut self) {
        self.read.fill(Entry::default());
        self.write.fill(Entry::default());
    }
}

/// The buffer; empty until first used.
#[derive(Debug)]
pub(super) struct Tlb {
    pub(super) entries: Option<Entries>,
    /// The number given out last, with the epoch above it.
    last: u64,
}

/// The number of a space, with its epoch; 0: none. No part of a value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Number(u64);

/// How many translations a space keeps itself; a power of two.
const RECENT: usize = 4;

/// A space's own translations of the pages that it used last: among thousands of spaces the buffer forgets them before their
/// owner runs again, and a walk through its tables touches many cache lines. No part of a value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Recent([Remembered; RECENT]);

/// A page's address, with what is known to be allowed in its lowest bits, and its frame. 0: nothing.
#[derive(Clone, Copy, Debug, Default)]
struct Remembered {
    page_and_access: u64,
    frame: u32,
}

impl Recent {
    const READ: u64 = 1;
    const WRITE: u64 = 2;

    fn place(addr: u64) -> usize {
        (addr / PAGE) as usize % RECENT
    }

    /// The frame that `addr` is in, if an access of this kind is known to be allowed.
    #[inline]
    pub(super) fn find(&self, addr: u64, access: Access) -> Option<u32> {
        let known = self.0[Self::place(addr)];
        let wanted = match access {
            Access::Read => Self::READ,
            Access::Write => Self::WRITE,
        };
        let fits = known.page_and_access & (!PAGE_MASK | wanted) == addr & !PAGE_MASK | wanted;
        fits.then_some(known.frame)
    }

    /// Remembers where a page is; what may be written may be read.
    pub(super) fn remember(&mut self, addr: u64, access: Access, frame: u32) {
        let access = match access {
            Access::Read => Self::READ,
            Access::Write => Self::READ | Self::WRITE,
        };
        self.0[Self::place(addr)] = Remembered { page_and_access: addr & !PAGE_MASK | access, frame };
    }

    /// What is remembered: page, frame, and whether it may be written.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, u32, bool)> {
        let known = self.0.iter().filter(|known| known.page_and_access & Self::READ != 0);
        known.map(|k| (k.page_and_access & !PAGE_MASK, k.frame, k.page_and_access & Self::WRITE != 0))
    }

    /// Pages have become shared: nothing is known to be writable any more.
    pub(super) fn forget_stores(&mut self) {
        for known in &mut self.0 {
            known.page_and_access &= !Self::WRITE;
        }
    }
}

/// Where the page of `addr` has its place. Spaces have theirs at different places, since they use the same addresses.
#[inline(always)]
pub(super) fn index(addr: u64, salt: u64) -> usize {
    ((addr / PAGE) ^ salt) as usize % TLB_ENTRIES
}

/// For [`index`].
#[inline]
pub(super) fn salt(space: u32) -> u64 {
    u64::from(space).wrapping_mul(61)
}

/// The tag that an access of `size` bytes (a power of two up to 8) at `addr` looks for.
#[inline(always)]
pub(super) fn tag(addr: u64, size: u64, number_bits: u64) -> u64 {
    addr & (!PAGE_MASK | (size - 1)) | number_bits
}

impl Number {
    /// The number's part of a tag.
    #[inline(always)]
    pub(super) fn bits(self) -> u64 {
        (self.0 % NUMBERS) << NUMBER_SHIFT
    }
}

impl Tlb {
    pub(super) fn entries(&mut self) -> &mut Entries {
        self.entries.get_or_insert_with(Entries::new)
    }

    #[inline]
    pub(super) fn take(&mut self) -> Entries {
        self.entries.take().unwrap_or_else(Entries::new)
    }

    /// Makes sure that `number` is of this epoch.
    #[inline]
    pub(super) fn validate(&mut self, number: &mut Number) {
        if !self.is_valid(*number) {
            self.renew(number);
        }
    }

    /// Makes sure that both are.
    #[inline]
    pub(super) fn validate_both(&mut self, load: &mut Number, store: &mut Number) {
        if !(self.is_valid(*load) && self.is_valid(*store)) {
            self.validate(store);
            self.validate(load);
            // The first may be of an epoch that the second has ended.
            self.validate(store);
        }
    }

    #[inline]
    fn is_valid(&self, number: Number) -> bool {
        // A number that is not there, 0, is of an epoch that never was; none is later than the last.
        number.0 >= self.last & !(NUMBERS - 1)
    }

    #[cold]
    fn renew(&mut self, number: &mut Number) {
        self.last += 1;
        if self.last.is_multiple_of(NUMBERS) {
            if let Some(entries) = &mut self.entries {
                entries.clear();
            }
            self.last += 1;
        }
        *number = Number(self.last);
    }
}

impl Default for Tlb {
    fn default() -> Tlb {
        Tlb { entries: None, last: NUMBERS }
    }
}

impl Clone for Tlb {
    fn clone(&self) -> Tlb {
        // The spaces' numbers are cloned too: none of them may be given out again.
        Tlb { entries: None, last: self.last }
    }
}

crate::beside_the_value!(Tlb, Number, Recent);
