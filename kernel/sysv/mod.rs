//! System V IPC as processes use it (sysvipc(7)): the system calls over the objects of [`crate::ipc`].
//!
//! Whoever makes a waiting call possible completes it: a sender hands its message to the receiver that waits for it, a
//! receiver lets the waiting sender's message in, a semop does the operations of those that its own make possible. The
//! sleeper only finds its result. Its place among those who wait is kept in the object ([`WaitOn`] names it), so that a
//! signal, a deadline or its death can take it out again.
//!
//! | module | calls |
//! |---|---|
//! | [`msg`] | msgget, msgsnd, msgrcv, msgctl |
//! | [`sem`] | semget, semop, semtimedop, semctl; undo at a process's end |
//! | [`shm`] | shmget, shmat, shmdt, shmctl; detaching |

pub mod check;
pub mod msg;
pub mod sem;
pub mod shm;

use crate::Kernel;
use crate::abi::ids::IpcId;
use crate::abi::layout::IpcPerm;
use crate::abi::{Errno, Tid};
use crate::entry::SysResult;
use crate::ipc::registry::{Asker, Found, Named, Perm, Registry};
use crate::proc::Cred;
use crate::sched::wait::WaitOn;

const IPC_CREAT: i32 = 0o1000;
const IPC_EXCL: i32 = 0o2000;
const IPC_NOWAIT: i32 = 0o4000;
const IPC_RMID: i32 = 0;
const IPC_SET: i32 = 1;
const IPC_STAT: i32 = 2;
const IPC_INFO: i32 = 3;
/// What reading asks for: the read bit of each class.
const READ: u32 = 0o444;
/// What changing asks for.
const WRITE: u32 = 0o222;

/// The asker that these ids are.
fn asker(cred: &Cred) -> Asker<'_> {
    Asker { uid: cred.euid, gid: cred.egid, groups: &cred.groups, privileged: cred.is_root() }
}

/// msgget and its like on an object that is there: the caller's own checks have passed, permissions are left.
fn existing(perm: &Perm, asker: Asker, id: IpcId, flags: i32) -> SysResult {
    perm.permits(asker, flags as u32)?;
    Ok(id.0 as u64)
}

/// How IPC_STAT and its like name their object.
enum StatBy {
    /// By its id: IPC_STAT.
    Id,
    /// By its place in the table: MSG_STAT, ...
    Slot,
    /// The same, without a look at permissions: MSG_STAT_ANY, ...
    SlotOfAny,
}

/// The object that such a call is about, and its id; EACCES without read permission.
fn stat_target<'a, T: Named>(
    registry: &'a Registry<T>,
    asker: Asker,
    id: i32,
    by: StatBy,
) -> Result<(IpcId, &'a T), Errno> {
    let id = if matches!(by, StatBy::Id) { IpcId(id) } else { registry.at_slot(id)? };
    let object = registry.get(id)?;
    if !matches!(by, StatBy::SlotOfAny) {
        object.perm().permits(asker, READ)?;
    }
    Ok((id, object))
}

/// Owner and permissions as programs see them.
fn layout_of(perm: &Perm) -> IpcPerm {
    IpcPerm {
        key: perm.key,
        uid: perm.uid.0,
        gid: perm.gid.0,
        cuid: perm.cuid.0,
        cgid: perm.cgid.0,
        mode: perm.mode,
        seq: perm.seq as u16,
    }
}

/// Looks a key up as the flags say.
fn find<T: Named>(registry: &Registry<T>, key: i32, flags: i32) -> Result<Found, Errno> {
    registry.find(key, flags & IPC_CREAT != 0, flags & IPC_EXCL != 0)
}

impl Kernel {
    /// Seconds since 1970.
    #[inline]
    fn ipc_now(&self) -> i64 {
        (self.clock.realtime_ns() / 1_000_000_000) as i64
    }

    /// A sleep ends that nobody completed (a signal, the deadline, death): the sleeper leaves its place in the object.
    #[inline]
    pub(crate) fn leave_object(&mut self, tid: Tid, on: WaitOn) {
        match on {
            WaitOn::Message(id, place) => {
                if let Ok(queue) = self.sysv.msgs.get_mut(id) {
                    queue.leave_receiving(place);
                }
            }
            WaitOn::MessageRoom(id, place) => {
                if let Ok(queue) = self.sysv.msgs.get_mut(id) {
                    queue.leave_sending(place);
                }
            }
            WaitOn::Semaphore(id, place) => {
                if let Ok(set) = self.sysv.sems.get_mut(id) {
                    set.leave(place);
                }
            }
            WaitOn::MqueueMessage(id, place) | WaitOn::MqueueRoom(id, place) => {
                if let Some(queue) = self.mqueues.get_mut(id.0) {
                    queue.leave(place);
                }
            }
            WaitOn::RecordLock(_) => {
                self.vfs.lock_waits.remove(&tid);
            }
            _ => {}
        }
    }
}
