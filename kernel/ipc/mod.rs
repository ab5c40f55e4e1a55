//! Mechanisms by which processes communicate, as plain objects: an operation either does something and says what
//! changed, or says that it would block. Nothing here knows a process, raises a signal or wakes anybody.

pub mod futex;
pub mod list;
pub mod lock;
pub mod mqueue;
pub mod msg;
pub mod page;
pub mod pipe;
pub mod registry;
pub mod sem;
pub mod shm;

use crate::abi::ids::IpcId;
use crate::mm::ObjectId;
use registry::Registry;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The objects of System V IPC (sysvipc(7)). They live until they are removed, whoever made them.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SysV {
    /// Message queues.
    pub msgs: Registry<msg::Queue>,
    /// Semaphore sets.
    pub sems: Registry<sem::Set>,
    /// Shared memory segments.
    pub shms: Registry<shm::Segment>,
    /// The sets in which a process has undo values, newest first, by process.
    pub undoers: BTreeMap<u32, Vec<IpcId>>,
    /// Which segment an object of memory belongs to.
    pub segments: BTreeMap<ObjectId, IpcId>,
    /// Semaphores in all sets.
    pub semaphores: u64,
    /// Pages of all segments.
    pub shm_pages: u64,
}

impl Default for SysV {
    fn default() -> SysV {
        SysV {
            msgs: Registry::new(msg::QUEUES_MAX),
            sems: Registry::new(sem::SETS_MAX),
            shms: Registry::new(shm::SEGMENTS_MAX),
            undoers: BTreeMap::new(),
            segments: BTreeMap::new(),
            semaphores: 0,
            shm_pages: 0,
        }
    }
}
