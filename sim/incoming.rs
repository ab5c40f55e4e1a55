//! What comes to a machine from the rest of a world: packets, programs that are started there, signals. As choices, so that what a
//! host of a scenario went through can be kept and repeated without the other hosts.
//!
//! Entry points: [`Incoming`], [`Machine::launch`].

use crate::machine::{Machine, StepError};
use forklore_kernel::abi::{Errno, Gid, Pid, SigInfo, Signal, Tid, Uid};
use forklore_kernel::net::packet::Packet;
use forklore_kernel::proc::boot::SpawnSpec;
use forklore_kernel::proc::process::Cred;
use forklore_kernel::tty::pty::Seat;
use forklore_kernel::vfs::console::{Look, Stdio};
use serde::{Deserialize, Serialize};

/// Something that comes from outside.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Incoming {
    /// A packet, from the network.
    Packet(Packet),
    /// A program is started.
    Launch(Launch),
    /// A signal, sent by nobody of this machine.
    Signal(Pid, Signal),
}

/// A program that is started.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Launch {
    /// The executable file.
    pub path: Vec<u8>,
    /// Its arguments, with its name.
    pub argv: Vec<Vec<u8>>,
    /// Its environment.
    pub envp: Vec<Vec<u8>>,
    /// User and group.
    pub owner: (u32, u32),
    /// Working directory.
    pub cwd: Vec<u8>,
    /// Standard input.
    pub stdin: Feed,
    /// Standard output is the outside's stream of this number, standard error the next one.
    pub stream: u8,
}

/// What standard input is.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Feed {
    /// /dev/null
    Null,
    /// A file with these contents.
    File(Vec<u8>),
    /// A terminal of its own, where output and errors go as well.
    Terminal,
}

/// Size of a program's terminal: 24 rows, 80 columns.
const WINDOW: [u16; 4] = [24, 80, 0, 0];

impl Machine {
    /// Starts a program.
    ///
    /// # Errors
    /// As execve(2), and ENFILE, EAGAIN when a table of the machine is full.
    pub fn launch(&mut self, launch: &Launch) -> Result<Tid, Errno> {
        let (uid, gid) = launch.owner;
        let (mut files, mut terminal) = (Vec::new(), None);
        let stdin = match &launch.stdin {
            Feed::File(bytes) => Stdio::File(bytes.clone()),
            Feed::Null => Stdio::Null,
            Feed::Terminal => {
                let tty = *terminal.insert(self.kernel.open_terminal(Uid(uid), WINDOW, launch.stream)?);
                // One description, as after login.
                let file = self.kernel.terminal_file(tty)?;
                self.kernel.vfs.file_get(file);
                self.kernel.vfs.file_get(file);
                files.extend([file; 3]);
                Stdio::Null
            }
        };
        if terminal.is_none() {
            let output = |number| Stdio::Output(number, Look::Pipe);
            for stream in [stdin, output(launch.stream), output(launch.stream + 1)] {
                files.push(self.kernel.host_stdio(stream, (Uid(uid), Gid(gid)))?);
            }
        }
        let tid = self.kernel.spawn(SpawnSpec {
            path: launch.path.clone(),
            argv: launch.argv.clone(),
            envp: launch.envp.clone(),
            cred: Cred::user(uid, gid),
            cwd: launch.cwd.clone(),
            files,
        })?;
        if let Some(tty) = terminal {
            self.kernel.seat(Pid(tid.0), tty, Seat::ShellsJob);
        }
        Ok(tid)
    }

    /// Something comes from outside.
    pub(crate) fn take_in(&mut self, incoming: &Incoming) -> Result<(), StepError> {
        match incoming {
            Incoming::Packet(packet) => self.kernel.net_deliver(packet.clone()),
            Incoming::Signal(pid, signal) => {
                self.kernel.post_to_process(*pid, SigInfo::kernel(*signal));
            }
            Incoming::Launch(launch) => {
                let failed = |errno: Errno| {
                    let path = String::from_utf8_lossy(&launch.path);
                    StepError::NotPossible(format!("{path} can't be started: {errno}"))
                };
                self.launch(launch).map_err(failed)?;
            }
        }
        Ok(())
    }
}
