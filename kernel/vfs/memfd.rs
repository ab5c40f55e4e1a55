//! Files without a name (memfd_create(2)), and the seals that forbid to change them (fcntl(2), "File Sealing").

use super::file::FileKind;
use super::inode::{Charged, InodeKind};
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::{Errno, Fd, FileId, InodeId, Tid, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::mm::{ObjectId, Prot};

const MFD_CLOEXEC: u32 = 1;
const MFD_ALLOW_SEALING: u32 = 2;
const MFD_NOEXEC_SEAL: u32 = 8;
const MFD_EXEC: u32 = 16;
/// Longest name of a memfd.
const NAME_MAX: usize = 249;

/// No further seals.
pub const F_SEAL_SEAL: u32 = 1;
/// It does not become shorter.
pub const F_SEAL_SHRINK: u32 = 2;
/// It does not become longer.
pub const F_SEAL_GROW: u32 = 4;
/// Nobody writes.
pub const F_SEAL_WRITE: u32 = 8;
/// Nobody writes but by mappings that there are.
pub const F_SEAL_FUTURE_WRITE: u32 = 16;
/// What may be executed stays so, or can't be made so.
pub const F_SEAL_EXEC: u32 = 32;
const ALL_SEALS: u32 = 63;
/// Those that forbid writing.
const NO_WRITING: u32 = F_SEAL_WRITE | F_SEAL_FUTURE_WRITE;

impl Kernel {
    /// memfd_create(2): a regular file without a name. Not supported: huge pages.
    pub(crate) fn sys_memfd_create(&mut self, ctx: &mut Ctx, name: UserAddr, flags: u32) -> SysResult {
        let known = MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL | MFD_EXEC;
        if flags & !known != 0 || flags & (MFD_EXEC | MFD_NOEXEC_SEAL) == MFD_EXEC | MFD_NOEXEC_SEAL {
            return Err(Errno::EINVAL.into());
        }
        let name = self.copy_in_cstr(ctx.tid, name, NAME_MAX + 1)?.ok_or(Errno::EINVAL)?;
        self.fds(ctx.tid).lowest_free(0, self.nofile_limit(ctx.tid))?;
        self.vfs.check_room(1)?;
        let (perm, seals) = match flags {
            _ if flags & MFD_NOEXEC_SEAL != 0 => (0o666, F_SEAL_EXEC),
            _ if flags & MFD_ALLOW_SEALING != 0 => (0o777, 0),
            _ => (0o777, F_SEAL_SEAL),
        };
        let object = self.mm.object_create(0).map_err(|_| Errno::ENOMEM)?;
        let (now, cred) = (self.file_time(), &self.process_of(ctx.tid).cred);
        let owner = (cred.euid, cred.egid);
        let kind = InodeKind::Regular { object, charged: Charged::default() };
        let inode = self.vfs.inode_new(kind, perm, owner, now);
        let node = self.vfs.inode_mut(inode)?;
        node.former = Some([b"/memfd:", &name[..]].concat().into());
        node.seals = Some(seals);
        let file = self.vfs.file_new(FileKind::Regular, inode, O_RDWR | O_LARGEFILE);
        let fd = self.fd_install(ctx.tid, file, flags & MFD_CLOEXEC != 0);
        if fd.is_err() {
            self.file_put(file);
        }
        Ok(fd?.0 as u64)
    }

    /// F_GET_SEALS: EINVAL for what can't have any.
    pub(crate) fn seals_of(&self, tid: Tid, fd: Fd) -> SysResult {
        let inode = self.file_of(tid, fd)?.1.inode;
        Ok(self.vfs.inode(inode)?.seals.ok_or(Errno::EINVAL)?.into())
    }

    /// F_ADD_SEALS: EPERM unless open for writing and before F_SEAL_SEAL; EBUSY for F_SEAL_WRITE while a mapping could write.
    pub(crate) fn add_seals(&mut self, file: FileId, seals: u32) -> SysResult {
        let file = self.vfs.file(file)?;
        if !file.writable() {
            return Err(Errno::EPERM.into());
        }
        if seals & !ALL_SEALS != 0 {
            return Err(Errno::EINVAL.into());
        }
        let id = file.inode;
        let inode = self.vfs.inode(id)?;
        let before = inode.seals.ok_or(Errno::EINVAL)?;
        if before & F_SEAL_SEAL != 0 {
            return Err(Errno::EPERM.into());
        }
        // What may be executed is not changed any more either.
        let executable = seals & F_SEAL_EXEC != 0 && inode.perm & 0o111 != 0;
        let seals = seals | if executable { F_SEAL_SHRINK | F_SEAL_GROW | NO_WRITING } else { 0 };
        let InodeKind::Regular { object, .. } = inode.kind else { return Err(Errno::EINVAL.into()) };
        if seals & F_SEAL_WRITE & !before != 0 && self.mm.may_be_written(object) {
            return Err(Errno::EBUSY.into());
        }
        self.vfs.inode_mut(id)?.seals = Some(before | seals);
        Ok(0)
    }

    fn seals(&self, id: InodeId) -> u32 {
        self.vfs.inode(id).map_or(0, |inode| inode.seals.unwrap_or(0))
    }

    /// May these bytes be written? EPERM if a seal forbids it.
    pub(crate) fn seals_allow_write(&self, id: InodeId, end: u64) -> Result<(), Errno> {
        let seals = self.seals(id);
        let grows = seals & F_SEAL_GROW != 0 && end > self.inode_size(id);
        if seals & NO_WRITING != 0 || grows { Err(Errno::EPERM) } else { Ok(()) }
    }

    /// May it get this size? EPERM if a seal forbids it.
    pub(crate) fn seals_allow_size(&self, id: InodeId, size: u64) -> Result<(), Errno> {
        let (seals, now) = (self.seals(id), self.inode_size(id));
        let forbidden = size < now && seals & F_SEAL_SHRINK != 0 || size > now && seals & F_SEAL_GROW != 0;
        if forbidden { Err(Errno::EPERM) } else { Ok(()) }
    }

    /// May it get these permissions? EPERM if a seal forbids to change who may execute it.
    pub(crate) fn seals_allow_mode(&self, id: InodeId, perm: u32) -> Result<(), Errno> {
        let changes = (self.vfs.inode(id)?.perm ^ perm) & 0o111 != 0;
        if changes && self.seals(id) & F_SEAL_EXEC != 0 { Err(Errno::EPERM) } else { Ok(()) }
    }

    /// What a shared mapping of it may do: EPERM for one that writes although a seal forbids it; one that reads never writes then.
    pub(crate) fn seals_allow_mapping(&self, id: InodeId, prot: Prot) -> Result<Prot, Errno> {
        match self.seals(id) & NO_WRITING {
            0 => Ok(prot),
            _ if prot.contains(Prot::WRITE) => Err(Errno::EPERM),
            _ => Ok(Prot(prot.0 | Prot::NEVER_WRITE.0)),
        }
    }
}

impl crate::mm::Memory {
    /// Could a shared mapping write to the object, be it after mprotect(2)?
    fn may_be_written(&self, object: ObjectId) -> bool {
        self.shared_mappings(object).any(|area| !area.prot.contains(Prot::NEVER_WRITE))
    }
}
