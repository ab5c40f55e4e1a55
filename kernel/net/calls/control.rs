//! Control messages (cmsg(3)): descriptors (SCM_RIGHTS) and credentials (SCM_CREDENTIALS) that travel with bytes.

use super::receive::Incoming;
use super::send::{MSG_CMSG_CLOEXEC, MSG_CTRUNC};
use crate::Kernel;
use crate::abi::flags::SOL_SOCKET;
use crate::abi::{Errno, Fd, FileId, Gid, Pid, Tid, Uid};
use crate::net::socket::Ucred;
use crate::proc::process::Cred;

const SCM_RIGHTS: i32 = 1;
const SCM_CREDENTIALS: i32 = 2;
/// `sizeof(struct cmsghdr)`.
const HEADER: usize = 16;
/// Most descriptors in one message.
const SCM_MAX_FD: usize = 253;

/// What a sender's control messages ask for.
#[derive(Clone, Default, Debug)]
pub(crate) struct Control {
    /// Descriptions to pass; no references are held.
    pub files: Vec<FileId>,
    /// Credentials that the sender gives itself.
    pub creds: Option<Ucred>,
}

impl Control {
    /// No control messages.
    pub const NONE: Control = Control { files: Vec::new(), creds: None };
}

/// `int` at a place in a buffer.
fn int_at(bytes: &[u8], at: usize) -> i32 {
    bytes.get(at..at + 4).map_or(0, |b| i32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

impl Kernel {
    /// Reads a sender's control buffer. EINVAL when it is malformed, EBADF for a descriptor that is not open, EPERM for credentials that are not the sender's.
    pub(crate) fn parse_control(&self, tid: Tid, buffer: &[u8]) -> Result<Control, Errno> {
        let mut control = Control::default();
        let mut at = 0;
        while at + HEADER <= buffer.len() {
            let len = u64::from(int_at(buffer, at) as u32) | u64::from(int_at(buffer, at + 4) as u32) << 32;
            let len = usize::try_from(len).map_err(|_| Errno::EINVAL)?;
            if len < HEADER || len > buffer.len() - at {
                return Err(Errno::EINVAL);
            }
            let data = &buffer[at + HEADER..at + len];
            match (int_at(buffer, at + 8), int_at(buffer, at + 12)) {
                (SOL_SOCKET, SCM_RIGHTS) => self.parse_rights(tid, data, &mut control)?,
                (SOL_SOCKET, SCM_CREDENTIALS) if data.len() == 12 => {
                    let (pid, uid, gid) = (int_at(data, 0), int_at(data, 4) as u32, int_at(data, 8) as u32);
                    control.creds = Some(self.check_credentials(tid, Pid(pid as u32), Uid(uid), Gid(gid))?);
                }
                (SOL_SOCKET, _) => return Err(Errno::EINVAL),
                _ => {}
            }
            at += len.next_multiple_of(8);
        }
        Ok(control)
    }

    fn parse_rights(&self, tid: Tid, data: &[u8], control: &mut Control) -> Result<(), Errno> {
        if control.files.len() + data.len() / 4 > SCM_MAX_FD {
            return Err(Errno::EINVAL);
        }
        for n in 0..data.len() / 4 {
            control.files.push(self.file_of(tid, Fd(int_at(data, 4 * n)))?.0);
        }
        Ok(())
    }

    /// A process may name itself and any of its ids; the superuser anybody who exists.
    fn check_credentials(&self, tid: Tid, pid: Pid, uid: Uid, gid: Gid) -> Result<Ucred, Errno> {
        let process = self.process_of(tid);
        let Cred { uid: real, euid, suid, gid: real_group, egid, sgid, .. } = *process.cred;
        if euid.0 != 0 {
            let own =
                pid == process.pid && [real, euid, suid].contains(&uid) && [real_group, egid, sgid].contains(&gid);
            if !own {
                return Err(Errno::EPERM);
            }
        } else if self.procs.process(pid).is_none() {
            return Err(Errno::ESRCH);
        }
        Ok(Ucred { pid, uid, gid })
    }

    /// Writes what came into a control buffer of `room` bytes: credentials first, then as many descriptors as fit and
    /// can be opened. The rest is closed, and MSG_CTRUNC says so.
    pub(crate) fn write_control(
        &mut self,
        tid: Tid,
        room: usize,
        pass_credentials: bool,
        flags: i32,
        incoming: &mut Incoming,
    ) -> Vec<u8> {
        let mut out = Vec::new();
        if pass_credentials {
            let creds = incoming.creds.unwrap_or(Ucred::UNKNOWN).encode();
            if !push_control(&mut out, room, SCM_CREDENTIALS, &creds) {
                incoming.flags |= MSG_CTRUNC;
            }
        }
        let files = std::mem::take(&mut incoming.files);
        if files.is_empty() {
            return out;
        }
        let fit = room.saturating_sub(out.len() + HEADER) / 4;
        let mut numbers = Vec::new();
        let mut all = true;
        for (n, file) in files.into_iter().enumerate() {
            let fd = if all && n < fit { self.fd_install(tid, file, flags & MSG_CMSG_CLOEXEC != 0).ok() } else { None };
            match fd {
                Some(fd) => numbers.extend(fd.0.to_le_bytes()),
                None => {
                    all = false;
                    self.file_put(file);
                }
            }
        }
        if !all {
            incoming.flags |= MSG_CTRUNC;
        }
        if !numbers.is_empty() {
            push_control(&mut out, room, SCM_RIGHTS, &numbers);
        }
        out
    }
}

/// Appends a control message, padded; cut to the room there is. `false` if it was cut.
fn push_control(out: &mut Vec<u8>, room: usize, kind: i32, data: &[u8]) -> bool {
    let left = room - out.len().min(room);
    if left < HEADER {
        return false;
    }
    let whole = HEADER + data.len();
    let len = whole.min(left);
    let start = out.len();
    out.extend((len as u64).to_le_bytes());
    out.extend(SOL_SOCKET.to_le_bytes());
    out.extend(kind.to_le_bytes());
    out.extend(&data[..len - HEADER]);
    out.resize((start + len.next_multiple_of(8)).min(room), 0);
    len == whole
}
