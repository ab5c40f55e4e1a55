//! The invariants of terminals: part of [`Kernel::check`].

use super::Master;
use crate::Kernel;
use crate::abi::TtyId;
use crate::vfs::file::FileKind;

impl Kernel {
    /// Terminals against descriptions, controlling terminals against sessions.
    pub(crate) fn check_terminals(&self) -> Result<(), String> {
        let count = |kind: FileKind| self.vfs.files.iter().filter(|(_, file)| file.kind == kind).count();
        for (id, tty) in self.ttys.iter() {
            tty.disc.check().map_err(|what| format!("terminal {}: {what}", tty.number))?;
            let (slaves, masters) = (count(FileKind::Tty(id)), count(FileKind::PtyMaster(id)));
            if slaves != tty.slaves as usize || masters != usize::from(tty.master == Master::Open) {
                return Err(format!(
                    "terminal {}: {} slaves and {:?}, counted {slaves} and {masters}",
                    tty.number, tty.slaves, tty.master
                ));
            }
            if tty.hung_up() && (tty.slaves == 0 || tty.session.is_some()) {
                return Err(format!("terminal {} has hung up and is still in use", tty.number));
            }
            if tty.session.is_none() && tty.foreground.is_some() {
                return Err(format!("terminal {} has a foreground group but no session", tty.number));
            }
        }
        for process in self.procs.processes() {
            let session = |id: TtyId| self.ttys.get(id).and_then(|tty| tty.session);
            if process.ctty.is_some_and(|id| session(id) != Some(process.sid)) {
                return Err(format!("{} has a terminal of another session", process.pid));
            }
        }
        Ok(())
    }
}
