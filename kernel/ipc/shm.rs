//! A System V shared memory segment as a plain object (shmop(2)): a memory object with a name. Attaching maps the object;
//! how often it is attached is how many areas map it, which `mm` counts.

use super::registry::{Asker, Named, Perm};
use crate::mm::ObjectId;
use serde::{Deserialize, Serialize};

/// Most segments (SHMMNI).
pub const SEGMENTS_MAX: u32 = 4096;
/// Largest segment, and most pages of all of them (SHMMAX, SHMALL): the default is as good as no limit.
pub const BYTES_MAX: u64 = u64::MAX - (1 << 24);
/// Mode bit: it goes with the last detach.
pub const SHM_DEST: u32 = 0o1000;
/// Mode bit: locked into memory.
pub const SHM_LOCKED: u32 = 0o2000;

/// A segment. Times are seconds since 1970, 0 for never; process numbers 0 for none.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Segment {
    perm: Perm,
    /// The key that it was made with: its name in /proc/PID/maps for good.
    pub made_as: i32,
    /// Its memory; the segment holds one reference.
    pub object: ObjectId,
    /// Bytes asked for.
    pub size: u64,
    /// Last attach.
    pub atime: i64,
    /// Last detach.
    pub dtime: i64,
    /// Creation or last IPC_SET.
    pub ctime: i64,
    /// Process that made it.
    pub cpid: u32,
    /// Process of the last attach or detach.
    pub lpid: u32,
}

impl Segment {
    /// A segment of `size` bytes made by process `cpid`.
    pub fn new(asker: Asker, key: i32, mode: u32, object: ObjectId, size: u64, cpid: u32, now: i64) -> Segment {
        Segment {
            perm: Perm::new(asker, mode),
            made_as: key,
            object,
            size,
            atime: 0,
            dtime: 0,
            ctime: now,
            cpid,
            lpid: 0,
        }
    }

    /// Has IPC_RMID marked it?
    pub fn is_marked(&self) -> bool {
        self.perm.mode & SHM_DEST != 0
    }
}

impl Named for Segment {
    fn perm(&self) -> &Perm {
        &self.perm
    }

    fn perm_mut(&mut self) -> &mut Perm {
        &mut self.perm
    }
}
