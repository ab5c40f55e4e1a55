//! Opening and closing terminals (pty(7), pts(4), tty(4)): /dev/ptmx makes a pair, /dev/pts/N is its slave side, /dev/tty
//! the controlling terminal; and the terminal of the world outside the machine.

use super::ldisc::LineDiscipline;
use super::{Master, Tty};
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::{Errno, FileId, Gid, InodeId, Pid, Tid, TtyId, Uid};
use crate::entry::{Ctx, SysResult};
use crate::proc::fdtable::FdEntry;
use crate::sched::wait::WaitOn;
use crate::vfs::boot::{Install, ROOT};
use crate::vfs::file::{Device, FileKind};

/// Most terminals of a machine (/proc/sys/kernel/pty/max).
const TTY_MAX: usize = 4096;
/// The group `tty`, to which every terminal belongs.
const TTY_GROUP: Gid = Gid(5);

/// The place of a process at a terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seat {
    /// It is a session leader, as a login shell is.
    Leader,
    /// It is a job in the foreground, as what a shell starts is; the session is init's.
    Job,
    /// The same, and whoever started it can continue it when it has been stopped.
    ShellsJob,
}

impl Kernel {
    /// A new terminal and its name.
    fn tty_new(&mut self, owner: Uid, master: Master) -> Result<TtyId, Errno> {
        if self.ttys.table.len() >= TTY_MAX {
            return Err(Errno::ENOSPC);
        }
        let number = self.ttys.free_number();
        let id = TtyId(self.ttys.table.next_key());
        let path = format!("/dev/pts/{number}");
        let inode = self.install(&path, Install::Device(Device::Pts(id, number)), 0o620, (owner, TTY_GROUP))?;
        self.ttys.table.insert(Tty {
            number,
            inode,
            master,
            locked: master == Master::Open,
            shell_outside: false,
            exclusive: false,
            slaves: 0,
            slave_closed: false,
            session: None,
            foreground: None,
            window: [0; 4],
            packets: None,
            disc: LineDiscipline::default(),
        });
        Ok(id)
    }

    /// open(2) of /dev/ptmx: a new pseudo-terminal, of which the caller gets the master side.
    pub(crate) fn open_ptmx(&mut self, tid: Tid, inode: InodeId, flags: i32) -> SysResult<FileId> {
        let owner = self.procs.process_of(tid).cred.uid;
        let id = self.tty_new(owner, Master::Open)?;
        Ok(self.vfs.file_new(FileKind::PtyMaster(id), inode, flags))
    }

    /// open(2) of /dev/pts/N. EIO while it is locked.
    pub(crate) fn open_pts(&mut self, tid: Tid, id: TtyId, inode: InodeId, flags: i32) -> SysResult<FileId> {
        let root = self.procs.process_of(tid).cred.is_root();
        let tty = self.ttys.get(id).filter(|tty| tty.inode == inode).ok_or(Errno::EIO)?;
        if tty.locked || tty.hung_up() {
            return Err(Errno::EIO.into());
        }
        if tty.exclusive && !root {
            return Err(Errno::EBUSY.into());
        }
        let file = self.slave_description(id, inode, flags & !O_NOCTTY);
        if flags & O_NOCTTY == 0 && flags & O_ACCMODE != O_WRONLY {
            self.tty_control_on_open(tid, id);
        }
        Ok(file)
    }

    /// TIOCGPTPEER: a descriptor of the slave side, which needs no name for it.
    pub(crate) fn pty_peer(&mut self, ctx: &mut Ctx, id: TtyId, flags: i32) -> SysResult {
        let inode = self.ttys.get(id).ok_or(Errno::EIO)?.inode;
        let fd = self.fds(ctx.tid).lowest_free(0, self.nofile_limit(ctx.tid))?;
        let status = flags & (O_ACCMODE | O_NONBLOCK | O_APPEND | O_NOCTTY) | O_LARGEFILE;
        self.vfs.inode_get(inode);
        match self.open_pts(ctx.tid, id, inode, status) {
            Ok(file) => {
                self.fds_mut(ctx.tid).install(fd, FdEntry { file, cloexec: flags & O_CLOEXEC != 0 });
                Ok(fd.0 as u64)
            }
            Err(stop) => {
                self.inode_put(inode);
                Err(stop)
            }
        }
    }

    /// open(2) of /dev/tty: ENXIO without a controlling terminal (TTY-02).
    pub(crate) fn open_dev_tty(&mut self, tid: Tid, inode: InodeId, flags: i32) -> SysResult<FileId> {
        let id = self.procs.process_of(tid).ctty.ok_or(Errno::ENXIO)?;
        Ok(self.slave_description(id, inode, flags & !O_NOCTTY))
    }

    fn slave_description(&mut self, id: TtyId, inode: InodeId, flags: i32) -> FileId {
        if let Some(tty) = self.ttys.get_mut(id) {
            tty.slaves += 1;
            tty.slave_closed = false;
        }
        self.vfs.file_new(FileKind::Tty(id), inode, flags)
    }

    /// The last close(2) of a description of the slave side.
    pub(crate) fn close_slave(&mut self, id: TtyId) {
        let Some(tty) = self.ttys.get_mut(id) else { return };
        tty.slaves = tty.slaves.saturating_sub(1);
        if tty.slaves == 0 {
            tty.slave_closed = true;
            tty.exclusive = false;
            self.wake(WaitOn::PtyReadable(id));
            self.tty_free_unused(id);
        }
    }

    /// The last close(2) of the master side: the terminal hangs up, and its name goes.
    pub(crate) fn close_master(&mut self, id: TtyId) {
        self.tty_hang_up(id);
        if let Some(number) = self.ttys.get(id).map(|tty| tty.number) {
            self.uninstall(&format!("/dev/pts/{number}"));
        }
        self.tty_free_unused(id);
    }

    fn tty_free_unused(&mut self, id: TtyId) {
        if self.ttys.get(id).is_some_and(|tty| tty.slaves == 0 && tty.hung_up()) {
            self.ttys.table.remove(id.0);
        }
    }

    /// A terminal whose keys and screen are outside the machine; what it shows is this stream of the console.
    pub fn open_terminal(&mut self, owner: Uid, window: [u16; 4], stream: u8) -> Result<TtyId, Errno> {
        let id = self.tty_new(owner, Master::Outside(stream))?;
        if let Some(tty) = self.ttys.get_mut(id) {
            tty.window = window;
        }
        Ok(id)
    }

    /// A description of a terminal with one reference, for the first program's descriptors.
    pub fn terminal_file(&mut self, id: TtyId) -> Result<FileId, Errno> {
        let inode = self.ttys.get(id).ok_or(Errno::EIO)?.inode;
        self.vfs.inode_get(inode);
        Ok(self.slave_description(id, inode, O_RDWR | O_LARGEFILE))
    }

    /// Gives a process that was started from outside its place at a terminal, in the foreground.
    pub fn seat(&mut self, pid: Pid, id: TtyId, seat: Seat) {
        if seat != Seat::Leader {
            self.procs.join_group(pid, pid, crate::proc::exit::INIT);
        }
        if let Some(tty) = self.ttys.get_mut(id) {
            tty.shell_outside = seat == Seat::ShellsJob;
        }
        self.tty_take_control(pid, id);
    }

    /// Makes the nodes of terminals; part of booting.
    pub(crate) fn boot_terminals(&mut self) -> Result<(), Errno> {
        self.install("/dev/pts", Install::Directory, 0o755, ROOT)?;
        self.install("/dev/tty", Install::Device(Device::Tty), 0o666, ROOT)?;
        self.install("/dev/ptmx", Install::Device(Device::Ptmx), 0o666, ROOT)?;
        Ok(())
    }
}
