//! Readiness as poll(2) and epoll(7) tell it: bits of `events` and `revents`. epoll's numbers are the same.

use serde::{Deserialize, Serialize};
use std::ops::{BitAnd, BitOr, BitOrAssign, Not};

/// A set of readiness bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug, Serialize, Deserialize)]
pub struct PollMask(pub u32);

impl PollMask {
    /// Nothing.
    pub const NONE: PollMask = PollMask(0);
    /// There is something to read.
    pub const IN: PollMask = PollMask(0x1);
    /// Something exceptional, such as out-of-band data.
    pub const PRI: PollMask = PollMask(0x2);
    /// A write would not block.
    pub const OUT: PollMask = PollMask(0x4);
    /// An error; told even if not asked for.
    pub const ERR: PollMask = PollMask(0x8);
    /// The other side is gone; told even if not asked for.
    pub const HUP: PollMask = PollMask(0x10);
    /// The descriptor is not open; told even if not asked for.
    pub const NVAL: PollMask = PollMask(0x20);
    /// As IN.
    pub const RDNORM: PollMask = PollMask(0x40);
    /// Priority data can be read.
    pub const RDBAND: PollMask = PollMask(0x80);
    /// As OUT.
    pub const WRNORM: PollMask = PollMask(0x100);
    /// Priority data can be written.
    pub const WRBAND: PollMask = PollMask(0x200);
    /// A message (unused by Linux, kept).
    pub const MSG: PollMask = PollMask(0x400);
    /// The peer of a stream socket will send nothing more.
    pub const RDHUP: PollMask = PollMask(0x2000);

    /// What a readable file tells: IN and RDNORM.
    pub const READ: PollMask = PollMask(0x41);
    /// What a writable file tells: OUT and WRNORM.
    pub const WRITE: PollMask = PollMask(0x104);
    /// What a file without a notion of readiness tells: always readable and writable.
    pub const ALWAYS: PollMask = PollMask(0x145);
    /// ERR and HUP: told even if not asked for.
    pub const UNASKED: PollMask = PollMask(0x18);

    /// Is nothing in it?
    #[inline]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Have both anything in common?
    #[inline]
    pub fn intersects(self, other: PollMask) -> bool {
        self.0 & other.0 != 0
    }

    /// This set if the condition holds, else nothing.
    #[inline]
    pub fn when(self, holds: bool) -> PollMask {
        if holds { self } else { PollMask::NONE }
    }
}

impl BitOr for PollMask {
    type Output = PollMask;

    #[inline]
    fn bitor(self, other: PollMask) -> PollMask {
        PollMask(self.0 | other.0)
    }
}

impl BitOrAssign for PollMask {
    #[inline]
    fn bitor_assign(&mut self, other: PollMask) {
        self.0 |= other.0;
    }
}

impl BitAnd for PollMask {
    type Output = PollMask;

    #[inline]
    fn bitand(self, other: PollMask) -> PollMask {
        PollMask(self.0 & other.0)
    }
}

impl Not for PollMask {
    type Output = PollMask;

    #[inline]
    fn not(self) -> PollMask {
        PollMask(!self.0)
    }
}
