//! Terminals: the state of each, who its controlling session and foreground group are, and the pseudo-terminals.
//!
//! Every terminal is a pseudo-terminal (pty(7)): the slave side is what programs open as /dev/pts/N, the master side is
//! what a terminal emulator holds. The master is a description of /dev/ptmx, or the world outside the machine.
//!
//! | module | what it holds |
//! |---|---|
//! | [`ldisc`] | the line discipline: keys to lines, echo, output processing; knows no process |
//! | [`control`] | controlling terminals, foreground groups, SIGTTIN and SIGTTOU, hang-up |
//! | [`io`] | reading and writing both sides, keys from outside |
//! | [`ioctl`] | the requests of ioctl_tty(2) |
//! | [`packet`] | packet mode: the master side is told of flushes, stops and starts |
//! | [`pty`] | opening and closing: /dev/ptmx, /dev/pts/N, /dev/tty, the terminal of the outside world |

pub mod check;
pub mod control;
pub mod io;
pub mod ioctl;
pub mod ldisc;
pub mod packet;
pub mod pty;

use crate::abi::{InodeId, Pid, TtyId};
use crate::table::Table;
use ldisc::LineDiscipline;
use serde::{Deserialize, Serialize};

/// All terminals of a machine.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Ttys {
    table: Table<Tty>,
}

/// A terminal.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Tty {
    /// Its name is /dev/pts/ and this number.
    pub number: u32,
    /// The inode of that name. It is also named by descriptions that outlive the name.
    pub inode: InodeId,
    /// Who types and looks.
    pub master: Master,
    /// unlockpt(3) has not been called: opening the slave is EIO.
    pub locked: bool,
    /// Who started the job there, outside the machine, can also continue it: it stops as a shell's job does.
    pub shell_outside: bool,
    /// TIOCEXCL: only root may open it again.
    pub exclusive: bool,
    /// Open descriptions of the slave side.
    pub slaves: u32,
    /// The slave side was open and no longer is: reading the master is EIO once it is empty.
    pub slave_closed: bool,
    /// The session that it controls.
    pub session: Option<Pid>,
    /// The foreground process group.
    pub foreground: Option<Pid>,
    /// Rows, columns, and the size in pixels (TIOCGWINSZ).
    pub window: [u16; 4],
    /// TIOCPKT: what the master side is told.
    pub packets: Option<packet::Packets>,
    /// Input, output and settings.
    pub disc: LineDiscipline,
}

/// What holds the master side.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Master {
    /// The world outside the machine: a person at a keyboard. What the terminal shows is this stream of the console.
    Outside(u8),
    /// A description of /dev/ptmx.
    Open,
    /// Nobody any more: the terminal has hung up.
    Gone,
}

impl Tty {
    /// Has it hung up? Reads find the end, everything else fails with EIO.
    pub fn hung_up(&self) -> bool {
        self.master == Master::Gone
    }
}

impl Ttys {
    /// The terminal with this key.
    #[inline]
    pub fn get(&self, id: TtyId) -> Option<&Tty> {
        self.table.get(id.0)
    }

    /// The same, to be changed.
    #[inline]
    pub fn get_mut(&mut self, id: TtyId) -> Option<&mut Tty> {
        self.table.get_mut(id.0)
    }

    /// All terminals by key.
    pub fn iter(&self) -> impl Iterator<Item = (TtyId, &Tty)> {
        self.table.iter().map(|(key, tty)| (TtyId(key), tty))
    }

    /// The terminal /dev/pts/`number`.
    pub fn numbered(&self, number: u32) -> Option<(TtyId, &Tty)> {
        self.iter().find(|(_, tty)| tty.number == number)
    }

    /// The lowest number that no terminal has.
    fn free_number(&self) -> u32 {
        (0..).find(|number| self.numbered(*number).is_none()).unwrap_or(0)
    }
}
