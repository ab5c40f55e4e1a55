//! Reading and writing terminals (read(2), write(2) on both sides of a pseudo-terminal), and keys from outside.
//!
//! Sleepers try again when woken: readers of the slave when input can be read, writers when output has been taken, readers
//! of the master when there is output, its writers when input has been taken.

use super::control::Admission;
use super::ldisc::{INPUT_MAX, LineDiscipline, OUTPUT_MAX};
use super::packet::{FLUSH_READ, FLUSH_WRITE};
use super::{Master, Tty};
use crate::Kernel;
use crate::abi::flags::{NOFLSH, TOSTOP};
use crate::abi::{Errno, FileId, PollMask, Signal, Syscall, TtyId};
use crate::entry::{Ctx, Restart, Sleep, Stop, SysResult};
use crate::sched::wait::WaitOn;
use crate::vfs::uio::UserMemory;

/// Bytes moved in one step.
const STEP: usize = 2048;
/// A single write to the outside moves at most this many bytes, so that one call cannot exhaust the host.
const WRITE_MOST: u64 = 64 << 20;

/// What a terminal says to a caller whose group has just been signalled: nothing yet. The signal interrupts the sleep
/// before it begins; then the call fails with EINTR or is made again.
pub(super) fn interrupted(on: WaitOn) -> Stop {
    Stop::Block(Sleep { on, deadline_ns: None, restart: Restart::IfSaRestart })
}

fn sleep_on(on: WaitOn) -> Stop {
    Stop::Block(Sleep { on, deadline_ns: None, restart: Restart::IfSaRestart })
}

/// The result of a transfer that stops here: what has been moved, or the error.
fn so_far(done: u64, errno: Errno) -> SysResult {
    if done > 0 { Ok(done) } else { Err(errno.into()) }
}

impl Kernel {
    /// A terminal that a description refers to.
    pub(super) fn tty_of(&mut self, id: TtyId) -> Result<&mut Tty, Errno> {
        self.ttys.get_mut(id).ok_or(Errno::EIO)
    }

    /// read(2) of the slave side: a line in canonical mode, else as VMIN and VTIME say.
    pub(crate) fn tty_read(&mut self, ctx: &mut Ctx, file: FileId, id: TtyId, mut user: impl UserMemory) -> SysResult {
        if self.tty_of(id)?.hung_up() {
            // Who slept when the other side went is told so, who comes later finds the end.
            return if ctx.slept { so_far(ctx.done, Errno::EIO) } else { Ok(0) };
        }
        if self.tty_admit(ctx.tid, id, Signal::TTIN)? == Admission::Signalled {
            return Err(interrupted(WaitOn::TtyInput(id)));
        }
        let nonblocking = self.vfs.file(file)?.nonblocking();
        if ctx.slept {
            user.skip(ctx.done);
        }
        // One reads at a time, be it nothing: n_tty's atomic_read_lock.
        if user.len() == 0 && ctx.done == 0 && self.tty_is_being_read(id) {
            return Err(if nonblocking { Errno::EAGAIN.into() } else { sleep_on(WaitOn::TtyInput(id)) });
        }
        let mut moved = false;
        while user.len() > 0 {
            let now = self.clock.now_ns();
            let disc = &self.tty_of(id)?.disc;
            let canonical = disc.canonical();
            let (min, time_ns) = disc.min_and_time_ns();
            if !disc.readable() {
                if ctx.timed_out || !canonical && min == 0 && time_ns == 0 {
                    return Ok(ctx.done);
                }
                if nonblocking {
                    return so_far(ctx.done, Errno::EAGAIN);
                }
                // VTIME runs from the call's beginning without VMIN, else from each byte on.
                let timed = !canonical && time_ns > 0 && (min == 0 || ctx.done > 0);
                let deadline_ns = timed.then(|| ctx.deadline_ns.filter(|_| !moved).unwrap_or(now + time_ns));
                return Err(Stop::Block(Sleep {
                    on: WaitOn::TtyInput(id),
                    deadline_ns,
                    restart: Restart::IfSaRestart,
                }));
            }
            let piece = disc.peek(user.len().min(STEP as u64) as usize);
            if user.store(&mut self.mm, &piece.bytes).is_err() {
                return so_far(ctx.done, Errno::EFAULT);
            }
            self.tty_of(id)?.disc.consume(piece.used);
            self.tty_settled(id);
            self.wake(WaitOn::PtyWritable(id));
            ctx.done += piece.bytes.len() as u64;
            moved = true;
            // A line, or a part of one as long as was asked for; without canonical mode VMIN bytes are enough.
            if canonical && piece.ends || !canonical && ctx.done >= min.max(1) {
                break;
            }
        }
        Ok(ctx.done)
    }

    /// Does somebody sleep in a read of the slave side?
    fn tty_is_being_read(&self, id: TtyId) -> bool {
        let reads = |tid| {
            let call = self.procs.find_task(tid).and_then(|task| task.blocked.as_ref()).map(|blocked| blocked.call);
            matches!(call, Some(Syscall::Read { .. } | Syscall::Readv { .. }))
        };
        self.waits.sleepers(WaitOn::TtyInput(id)).any(reads)
    }

    /// write(2) to the slave side: all of it, sleeping while nobody takes the output away.
    pub(crate) fn tty_write(&mut self, ctx: &mut Ctx, file: FileId, id: TtyId, mut user: impl UserMemory) -> SysResult {
        let tty = self.tty_of(id)?;
        if tty.hung_up() {
            return Err(Errno::EIO.into());
        }
        let tostop = tty.disc.termios().lflag & TOSTOP != 0;
        if tostop && self.tty_admit(ctx.tid, id, Signal::TTOU)? == Admission::Signalled {
            return Err(interrupted(WaitOn::TtyOutput(id)));
        }
        let nonblocking = self.vfs.file(file)?.nonblocking();
        user.truncate(WRITE_MOST);
        if ctx.slept {
            user.skip(ctx.done);
        }
        let mut bytes = [0; STEP];
        while user.len() > 0 {
            let tty = self.tty_of(id)?;
            if !tty.disc.accepts_output() {
                if nonblocking {
                    return so_far(ctx.done, Errno::EAGAIN);
                }
                return Err(sleep_on(WaitOn::TtyOutput(id)));
            }
            let room = if matches!(tty.master, Master::Outside(_)) { STEP } else { OUTPUT_MAX - tty.disc.output.len() };
            let n = user.len().min(STEP.min(room) as u64) as usize;
            // A piece goes as a whole or not at all.
            if user.fetch(&mut self.mm, &mut bytes[..n]).is_err() {
                return so_far(ctx.done, Errno::EFAULT);
            }
            self.tty_of(id)?.disc.write(&bytes[..n]);
            self.tty_settled(id);
            ctx.done += n as u64;
        }
        Ok(ctx.done)
    }

    /// read(2) of the master side: output of programs and echoes.
    pub(crate) fn pty_read(&mut self, file: FileId, id: TtyId, mut user: impl UserMemory) -> SysResult {
        let nonblocking = self.vfs.file(file)?.nonblocking();
        let tty = self.tty_of(id)?;
        if user.len() == 0 {
            return Ok(0);
        }
        if let Some(packets) = &mut tty.packets
            && packets.status != 0
        {
            let status = std::mem::take(&mut packets.status);
            return user.store(&mut self.mm, &[status]).map(|()| 1).map_err(|_| Errno::EFAULT.into());
        }
        if tty.disc.output.is_empty() {
            // The last program has closed the slave side.
            if tty.slave_closed {
                return Err(Errno::EIO.into());
            }
            return Err(if nonblocking { Errno::EAGAIN.into() } else { sleep_on(WaitOn::PtyReadable(id)) });
        }
        // One read gives at most what the master's own line discipline holds.
        let head = usize::from(tty.packets.is_some());
        let n = (user.len() as usize - head).min(tty.disc.output.len()).min(INPUT_MAX - 1);
        let mut bytes = vec![0; head];
        bytes.extend(tty.disc.output.iter().take(n));
        if user.store(&mut self.mm, &bytes).is_err() {
            return Err(Errno::EFAULT.into());
        }
        self.tty_of(id)?.disc.output.drain(..n);
        self.wake(WaitOn::TtyOutput(id));
        Ok((head + n) as u64)
    }

    /// write(2) to the master side: keys.
    pub(crate) fn pty_write(&mut self, ctx: &mut Ctx, file: FileId, id: TtyId, mut user: impl UserMemory) -> SysResult {
        let nonblocking = self.vfs.file(file)?.nonblocking();
        if ctx.slept {
            user.skip(ctx.done);
        }
        let mut bytes = [0; STEP];
        while user.len() > 0 {
            if !self.tty_of(id)?.disc.has_room() {
                if nonblocking {
                    return so_far(ctx.done, Errno::EAGAIN);
                }
                return Err(sleep_on(WaitOn::PtyWritable(id)));
            }
            let n = user.len().min(STEP as u64) as usize;
            if user.fetch(&mut self.mm, &mut bytes[..n]).is_err() {
                return so_far(ctx.done, Errno::EFAULT);
            }
            self.tty_type(id, &bytes[..n]);
            self.tty_settled(id);
            ctx.done += n as u64;
        }
        Ok(ctx.done)
    }

    fn tty_type(&mut self, id: TtyId, keys: &[u8]) {
        let Some(tty) = self.ttys.get_mut(id) else { return };
        let signals = tty.disc.receive(keys);
        if !signals.is_empty() && tty.disc.termios().lflag & NOFLSH == 0 {
            tty.note_flush(FLUSH_READ | FLUSH_WRITE);
        }
        for signal in signals {
            self.post_to_foreground(id, signal);
        }
    }

    /// Somebody outside the machine presses a key (which may be several bytes).
    pub fn tty_key(&mut self, id: TtyId, byte: u8) {
        self.tty_type(id, &[byte]);
        self.tty_settled(id);
    }

    /// The window of a terminal gets another size: the foreground group is told by SIGWINCH.
    pub fn tty_resize(&mut self, id: TtyId, window: [u16; 4]) {
        let Some(tty) = self.ttys.get_mut(id) else { return };
        if tty.window != window {
            tty.window = window;
            self.post_to_foreground(id, Signal::WINCH);
        }
    }

    /// Wakes who can go on after input or output have changed, and shows output to the outside.
    pub(super) fn tty_settled(&mut self, id: TtyId) {
        let Some(tty) = self.ttys.get_mut(id) else { return };
        tty.note_packets();
        let (readable, output) = (tty.disc.readable(), !tty.disc.output.is_empty() || tty.packet_status() != 0);
        let writable = tty.disc.accepts_output();
        match tty.master {
            Master::Outside(stream) if output => {
                let bytes: Vec<u8> = tty.disc.output.drain(..).collect();
                self.vfs.console.show(stream, &bytes);
            }
            Master::Open if output => self.wake(WaitOn::PtyReadable(id)),
            _ => {}
        }
        if readable {
            self.wake(WaitOn::TtyInput(id));
        }
        if writable {
            self.wake(WaitOn::TtyOutput(id));
        }
    }

    /// What poll(2) is told about the slave side.
    pub(crate) fn tty_poll(&self, id: TtyId) -> PollMask {
        let Some(tty) = self.ttys.get(id).filter(|tty| !tty.hung_up()) else {
            return PollMask::ALWAYS | PollMask::UNASKED;
        };
        PollMask::READ.when(tty.disc.pollable()) | PollMask::WRITE.when(tty.disc.accepts_output())
    }

    /// What poll(2) is told about the master side.
    pub(crate) fn pty_poll(&self, id: TtyId) -> PollMask {
        let Some(tty) = self.ttys.get(id) else { return PollMask::NVAL };
        let told = tty.packet_status() != 0;
        PollMask::READ.when(told || !tty.disc.output.is_empty())
            | PollMask::PRI.when(told)
            | PollMask::WRITE.when(tty.disc.has_room())
            | PollMask::HUP.when(tty.slave_closed)
    }

    /// The line discipline of a terminal, for reports.
    pub fn line_discipline(&self, id: TtyId) -> Option<&LineDiscipline> {
        self.ttys.get(id).map(|tty| &tty.disc)
    }
}
