//! ioctl(2): the requests that every descriptor knows, FIONREAD, and the few of a terminal-like console.

use super::file::{Device, FileKind};
use super::inode::InodeKind;
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::layout::{Termios, Winsize};
use crate::abi::{Errno, Fd, FileId, SocketId, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::tty::ioctl::Side;

/// Requests about descriptor or description, whatever is behind them.
fn is_common(request: u64) -> bool {
    matches!(request & 0xffff_ffff, FIOCLEX | FIONCLEX | FIONBIO | FIOASYNC)
}

impl Kernel {
    /// ioctl(2); ENOTTY for a request that the file does not know.
    pub fn sys_ioctl(&mut self, ctx: &mut Ctx, fd: Fd, request: u64, arg: u64) -> SysResult {
        let (id, file) = self.file_of(ctx.tid, fd)?;
        let (kind, inode) = (file.kind, file.inode);
        if let (FileKind::Tty(tty) | FileKind::PtyMaster(tty), false) = (kind, is_common(request)) {
            let side = if kind == FileKind::Tty(tty) { Side::Slave } else { Side::Master };
            return self.tty_ioctl(ctx, tty, side, request & 0xffff_ffff, arg);
        }
        // It has requests of its own, and says so even of those that it does not know.
        if matches!(kind, FileKind::Epoll(_)) && !is_common(request) {
            return Err(Errno::EINVAL.into());
        }
        // The request is an unsigned int.
        match request & 0xffff_ffff {
            FIOCLEX => self.fds_mut(ctx.tid).set_cloexec(fd, true)?,
            FIONCLEX => self.fds_mut(ctx.tid).set_cloexec(fd, false)?,
            FIONBIO => self.set_status_flag(ctx, id, arg, O_NONBLOCK)?,
            FIOASYNC => {
                self.set_status_flag(ctx, id, arg, O_ASYNC)?;
                self.set_async(id, fd);
            }
            FIONREAD => {
                let bytes = self.readable_bytes(id)?;
                self.copy_out(ctx.tid, UserAddr(arg), &bytes.to_le_bytes())?;
            }
            request => {
                if let FileKind::Socket(socket) = kind {
                    return self.socket_ioctl(ctx, socket, request, UserAddr(arg));
                }
                let terminal = matches!(self.vfs.inode(inode)?.kind, InodeKind::Device { terminal: true, .. });
                if !terminal || !matches!(kind, FileKind::Device(_)) {
                    return Err(Errno::ENOTTY.into());
                }
                return self.terminal_ioctl(ctx, request, UserAddr(arg));
            }
        }
        Ok(0)
    }

    /// The requests that only sockets know.
    fn socket_ioctl(&mut self, ctx: &mut Ctx, socket: SocketId, request: u64, arg: UserAddr) -> SysResult {
        let value = match request {
            SIOCATMARK => i32::from(self.net.at_mark(socket).ok_or(Errno::ENOTTY)?),
            SIOCOUTQ => self.net.unsent_bytes(socket),
            _ => return self.interface_ioctl(ctx, socket, request, arg),
        };
        self.copy_out(ctx.tid, arg, &value.to_le_bytes())?;
        Ok(0)
    }

    fn set_status_flag(&mut self, ctx: &mut Ctx, id: FileId, arg: u64, flag: i32) -> Result<(), Errno> {
        let mut on = [0; 4];
        self.copy_in(ctx.tid, UserAddr(arg), &mut on)?;
        let file = self.vfs.file_mut(id)?;
        file.flags = if on == [0; 4] { file.flags & !flag } else { file.flags | flag };
        Ok(())
    }

    /// FIONREAD: bytes that can be read now; ENOTTY where that means nothing.
    pub fn readable_bytes(&self, id: FileId) -> Result<i32, Errno> {
        let file = self.vfs.file(id)?;
        let bytes = match file.kind {
            FileKind::Pipe(pipe, _) => self.pipes.get(pipe).map_or(0, |pipe| pipe.bytes()) as i64,
            FileKind::Socket(socket) => self.net.readable_bytes(socket)? as i64,
            FileKind::Regular => self.inode_size(file.inode) as i64 - file.offset as i64,
            FileKind::Inotify(inotify) => self.vfs.inotifies[inotify.0].bytes() as i64,
            FileKind::Device(Device::HostIn) => self.vfs.console.waiting() as i64,
            _ => return Err(Errno::ENOTTY),
        };
        Ok(bytes.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32)
    }

    /// What a console that looks like a terminal answers. Not supported yet: the line discipline; settings are
    /// accepted and forgotten.
    fn terminal_ioctl(&mut self, ctx: &mut Ctx, request: u64, arg: UserAddr) -> SysResult {
        match request {
            TCGETS => self.copy_out(ctx.tid, arg, &Termios::DEFAULT.encode())?,
            TCSETS | TCSETSW | TCSETSF => self.copy_in(ctx.tid, arg, &mut [0; Termios::SIZE])?,
            TIOCGWINSZ => {
                let size = Winsize { rows: 24, cols: 80, xpixel: 0, ypixel: 0 };
                self.copy_out(ctx.tid, arg, &size.encode())?;
            }
            TCFLSH | TCSBRK | TCXONC => {}
            _ => return Err(Errno::ENOTTY.into()),
        }
        Ok(0)
    }
}
