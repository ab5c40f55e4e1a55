//! Character devices: null(4), full(4), random(4), and getrandom(2).

use super::file::Device;
use super::uio::UserMemory;
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::{Errno, FileId, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::sched::rng::Rng;

/// Bytes moved in one step.
const STEP: usize = 4096;

impl Device {
    /// Has it no offset to seek?
    pub fn is_stream(self) -> bool {
        matches!(self, Device::HostIn | Device::HostOut(_) | Device::Tty | Device::Ptmx | Device::Pts(..))
    }
}

impl Kernel {
    pub(crate) fn device_read(
        &mut self,
        ctx: &mut Ctx,
        id: FileId,
        device: Device,
        user: impl UserMemory,
    ) -> SysResult {
        match device {
            Device::Null => Ok(0),
            Device::Zero | Device::Full => self.produce(user, |_, bytes| bytes.fill(0)),
            Device::Random | Device::Urandom => self.produce(user, |rng, bytes| rng.fill(bytes)),
            Device::HostIn => self.console_read(ctx, id, user),
            // The terminal-like console is one device: its output can be read as input, as a terminal's can.
            Device::HostOut(_) => self.console_read(ctx, id, user),
            Device::HostFile(_) => Err(Errno::EBADF.into()),
            // Opening these gives descriptions of another kind.
            Device::Tty | Device::Ptmx | Device::Pts(..) => Err(Errno::ENXIO.into()),
        }
    }

    pub(crate) fn device_write(&mut self, device: Device, user: impl UserMemory) -> SysResult {
        match device {
            Device::Null | Device::Zero => Ok(user.len()),
            Device::Random | Device::Urandom => Ok(user.len()),
            Device::Full => Err(Errno::ENOSPC.into()),
            Device::HostOut(fd) => self.console_write(fd, user),
            // It has an offset: see `write_other`.
            Device::HostFile(_) => Err(Errno::ESPIPE.into()),
            // Somebody writes to a terminal-like standard input: it is the same terminal.
            Device::HostIn => self.console_write(1, user),
            Device::Tty | Device::Ptmx | Device::Pts(..) => Err(Errno::ENXIO.into()),
        }
    }

    /// Fills user memory with what `make` makes.
    fn produce(&mut self, mut user: impl UserMemory, make: impl Fn(&mut Rng, &mut [u8])) -> SysResult {
        let (want, mut done) = (user.len(), 0u64);
        let mut buf = [0u8; STEP];
        while done < want {
            let n = (want - done).min(STEP as u64) as usize;
            make(&mut self.vfs.random, &mut buf[..n]);
            if let Err(stored) = user.store(&mut self.mm, &buf[..n]) {
                done += stored as u64;
                return if done > 0 { Ok(done) } else { Err(Errno::EFAULT.into()) };
            }
            done += n as u64;
        }
        Ok(done)
    }

    /// getrandom(2): bytes that follow from the machine's seed alone.
    pub fn sys_getrandom(&mut self, ctx: &mut Ctx, buf: UserAddr, size: u64, flags: u32) -> SysResult {
        let both = GRND_RANDOM | GRND_INSECURE;
        if flags & !(GRND_NONBLOCK | both) != 0 || flags & both == both {
            return Err(Errno::EINVAL.into());
        }
        let user = self.user_buffer(ctx.tid, buf, size);
        self.produce(user, |rng, bytes| rng.fill(bytes))
    }
}
