//! ioctl(2) of terminals (ioctl_tty(2), ioctl_tty's pseudo-terminal requests, TIOCSTI(2const)).
//!
//! On the master side of a pseudo-terminal most requests mean the slave. Not supported: breaks, locked settings: ENOTTY.

use super::control::Admission;
use super::io::interrupted;
use super::packet::{FLUSH_READ, FLUSH_WRITE, Packets};
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::layout::{Termios, Winsize};
use crate::abi::{Errno, Signal, TtyId, UserAddr};
use crate::entry::{Ctx, SysResult};
use crate::sched::wait::WaitOn;

/// Which side of a terminal a descriptor is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    /// A program's.
    Slave,
    /// The emulator's.
    Master,
}

impl Kernel {
    /// ioctl(2) of either side.
    pub(crate) fn tty_ioctl(&mut self, ctx: &mut Ctx, id: TtyId, side: Side, request: u64, arg: u64) -> SysResult {
        let addr = UserAddr(arg);
        if side == Side::Slave && self.tty_of(id)?.hung_up() {
            return Err(if request == TIOCSPGRP { Errno::ENOTTY } else { Errno::EIO }.into());
        }
        // What changes a terminal is for the foreground only.
        let changes = matches!(
            request,
            TCSETS | TCSETSW | TCSETSF | TIOCSPGRP | TCXONC | TCFLSH | TCSBRK | TCSBRKP | TIOCEXCL | TIOCNXCL
        );
        if side == Side::Slave && changes && !matches!(request, TIOCEXCL | TIOCNXCL) {
            match self.tty_admit(ctx.tid, id, Signal::TTOU) {
                Ok(Admission::Granted) => {}
                Ok(Admission::Signalled) => return Err(interrupted(WaitOn::TtyOutput(id))),
                Err(Errno::EIO) if request == TIOCSPGRP => return Err(Errno::ENOTTY.into()),
                Err(errno) => return Err(errno.into()),
            }
        }
        match request {
            TCGETS => {
                let bytes = self.tty_of(id)?.disc.termios().encode();
                self.copy_out(ctx.tid, addr, &bytes)?;
            }
            TCSETS | TCSETSW | TCSETSF => self.tty_configure(ctx, id, request, addr)?,
            TIOCGPGRP | TIOCGSID => return self.tty_tell_job(ctx, id, side, request, addr),
            TIOCSPGRP => {
                let pgid = self.copy_in_i32(ctx, addr)?;
                self.tty_set_foreground(ctx.tid, id, pgid)?;
            }
            TIOCSCTTY if side == Side::Slave => self.tty_set_control(ctx.tid, id, arg)?,
            TIOCNOTTY => self.tty_give_up(ctx.tid, id)?,
            TIOCGWINSZ => {
                let [rows, cols, xpixel, ypixel] = self.tty_of(id)?.window;
                self.copy_out(ctx.tid, addr, &Winsize { rows, cols, xpixel, ypixel }.encode())?;
            }
            TIOCSWINSZ => {
                let mut bytes = [0; Winsize::SIZE];
                self.copy_in(ctx.tid, addr, &mut bytes)?;
                let size = Winsize::decode(&bytes);
                self.tty_resize(id, [size.rows, size.cols, size.xpixel, size.ypixel]);
            }
            FIONREAD => {
                let disc = &self.tty_of(id)?.disc;
                let bytes = if side == Side::Slave { disc.available() } else { disc.output.len() } as i32;
                self.copy_out(ctx.tid, addr, &bytes.to_le_bytes())?;
            }
            TIOCOUTQ | TIOCGETD => self.copy_out(ctx.tid, addr, &0i32.to_le_bytes())?,
            TCFLSH => self.tty_flush(id, side, arg)?,
            TCXONC => self.tty_flow(id, arg)?,
            // Output is never on its way for long, and a break means nothing here.
            TCSBRK | TCSBRKP => {}
            TIOCEXCL | TIOCNXCL => self.tty_of(id)?.exclusive = request == TIOCEXCL,
            TIOCGEXCL => {
                let exclusive = i32::from(self.tty_of(id)?.exclusive);
                self.copy_out(ctx.tid, addr, &exclusive.to_le_bytes())?;
            }
            // dev.tty.legacy_tiocsti is off.
            TIOCSTI => return Err(Errno::EIO.into()),
            _ if side == Side::Master => return self.master_ioctl(ctx, id, request, arg),
            _ => return Err(Errno::ENOTTY.into()),
        }
        Ok(0)
    }

    fn copy_in_i32(&mut self, ctx: &Ctx, addr: UserAddr) -> Result<i32, Errno> {
        let mut bytes = [0; 4];
        self.copy_in(ctx.tid, addr, &mut bytes)?;
        Ok(i32::from_le_bytes(bytes))
    }

    /// The requests of the master side alone.
    fn master_ioctl(&mut self, ctx: &mut Ctx, id: TtyId, request: u64, arg: u64) -> SysResult {
        let addr = UserAddr(arg);
        match request {
            TIOCGPTN => {
                let number = self.tty_of(id)?.number;
                self.copy_out(ctx.tid, addr, &number.to_le_bytes())?;
            }
            TIOCSPTLCK => {
                let locked = self.copy_in_i32(ctx, addr)? != 0;
                self.tty_of(id)?.locked = locked;
            }
            TIOCGPTLCK => {
                let locked = i32::from(self.tty_of(id)?.locked);
                self.copy_out(ctx.tid, addr, &locked.to_le_bytes())?;
            }
            TIOCPKT => {
                let on = self.copy_in_i32(ctx, addr)? != 0;
                let tty = self.tty_of(id)?;
                tty.packets = on.then(|| tty.packets.unwrap_or_else(|| Packets::begin(&tty.disc)));
            }
            TIOCGPKT => {
                let on = i32::from(self.tty_of(id)?.packets.is_some());
                self.copy_out(ctx.tid, addr, &on.to_le_bytes())?;
            }
            TIOCGPTPEER => return self.pty_peer(ctx, id, arg as i32),
            TIOCSIG => {
                let signal = Signal::new(i64::from(arg as i32));
                let signal = signal.filter(|s| [Signal::INT, Signal::QUIT, Signal::TSTP].contains(s));
                self.post_to_foreground(id, signal.ok_or(Errno::EINVAL)?);
            }
            _ => return Err(Errno::ENOTTY.into()),
        }
        Ok(0)
    }

    /// TIOCGPGRP and TIOCGSID, the calls behind tcgetpgrp(3) and tcgetsid(3): from the slave side only about the caller's
    /// own controlling terminal.
    fn tty_tell_job(&mut self, ctx: &mut Ctx, id: TtyId, side: Side, request: u64, addr: UserAddr) -> SysResult {
        if side == Side::Slave && self.procs.process_of(ctx.tid).ctty != Some(id) {
            return Err(Errno::ENOTTY.into());
        }
        let tty = self.tty_of(id)?;
        let number = match request {
            TIOCGPGRP => tty.foreground.map_or(0, |group| group.0),
            _ => tty.session.ok_or(Errno::ENOTTY)?.0,
        };
        self.copy_out(ctx.tid, addr, &number.to_le_bytes())?;
        Ok(0)
    }

    /// tcsetattr(3).
    fn tty_configure(&mut self, ctx: &mut Ctx, id: TtyId, request: u64, addr: UserAddr) -> Result<(), Errno> {
        let mut bytes = [0; Termios::SIZE];
        self.copy_in(ctx.tid, addr, &mut bytes)?;
        let mut termios = Termios::decode(&bytes);
        // A pseudo-terminal has eight bits and no parity, whatever is asked for.
        termios.cflag = termios.cflag & !(CSIZE | PARENB) | CS8 | CREAD;
        let tty = self.tty_of(id)?;
        if request == TCSETSF {
            tty.disc.flush_input();
            tty.note_flush(FLUSH_READ);
        }
        tty.disc.set_termios(termios);
        self.tty_settled(id);
        Ok(())
    }

    /// tcflush(3): TCIFLUSH 0, TCOFLUSH 1, TCIOFLUSH 2. Output has gone to the other side already. What the master side has
    /// to read is the slave's output.
    fn tty_flush(&mut self, id: TtyId, side: Side, what: u64) -> Result<(), Errno> {
        match what {
            0 | 2 if side == Side::Master => {
                self.tty_of(id)?.disc.output.clear();
                self.wake(WaitOn::TtyOutput(id));
            }
            0 | 2 => {
                let tty = self.tty_of(id)?;
                tty.disc.flush_input();
                tty.note_flush(if what == 0 { FLUSH_READ } else { FLUSH_READ | FLUSH_WRITE });
                self.wake(WaitOn::PtyWritable(id));
            }
            1 if side == Side::Master => {}
            1 => self.tty_of(id)?.note_flush(FLUSH_WRITE),
            _ => return Err(Errno::EINVAL),
        }
        self.tty_settled(id);
        Ok(())
    }

    /// tcflow(3): TCOOFF 0 and TCOON 1 stop and start output; TCIOFF 2 and TCION 3 ask the other side to.
    fn tty_flow(&mut self, id: TtyId, what: u64) -> Result<(), Errno> {
        let disc = &mut self.tty_of(id)?.disc;
        match what {
            0 => disc.stopped = true,
            1 => disc.start(),
            2 | 3 => {
                let key = disc.termios().cc[if what == 2 { VSTOP } else { VSTART }];
                disc.output.push_back(key);
            }
            _ => return Err(Errno::EINVAL),
        }
        self.tty_settled(id);
        Ok(())
    }
}
