//! Tests of the file side of the kernel, through its system calls. What they expect was measured on Linux 6.18.

mod descriptors;
mod fifos;
mod files;
mod names;
mod pipes;
mod random;
mod waiting;

use crate::abi::flags::*;
use crate::abi::layout::Stat;
use crate::abi::{Errno, Fd, Signal, Syscall, Tid, UserAddr};
use crate::entry::{Flow, NewTask};
use crate::vfs::boot::USER;
use crate::vfs::console::{Look, Stdio};
use crate::{Config, Kernel};

/// Where a test process has a mebibyte of memory for its arguments.
pub const MEMORY: u64 = 0x10_0000;
/// Where paths are put in it.
const PATH: u64 = MEMORY + 0x8_0000;
/// Where a second path is put.
const PATH_2: u64 = MEMORY + 0x8_2000;
/// Where data goes to and comes from.
pub const DATA: u64 = MEMORY;
pub const CWD: Fd = Fd(AT_FDCWD);

/// A kernel and a process of the ordinary user that makes calls in it.
pub struct Rig {
    pub kernel: Kernel,
    pub tid: Tid,
}

/// How a call went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Done {
    Value(u64),
    Failed(Errno),
    Asleep,
    /// The process died.
    Dead,
}

use Done::{Asleep, Failed, Value};

impl Rig {
    pub fn new() -> Rig {
        Rig::with(Config::default())
    }

    /// The process has standard input, output and error like pipes, and /home/user as working directory.
    pub fn with(config: Config) -> Rig {
        let mut kernel = Kernel::boot(config);
        let tid = super::tests::first_process(&mut kernel);
        Rig { kernel, tid }
    }

    /// A child of the process; it has its descriptors, and memory of its own.
    pub fn fork(&mut self) -> Tid {
        fork(&mut self.kernel, self.tid)
    }

    /// The first task makes a call.
    pub fn call(&mut self, call: Syscall) -> Done {
        self.call_as(self.tid, call)
    }

    /// A task makes a call.
    pub fn call_as(&mut self, tid: Tid, call: Syscall) -> Done {
        assert!(self.kernel.claim(tid), "{tid:?} is not ready");
        if self.kernel.attention(tid) {
            let flow = self.kernel.resume(tid, UserAddr(MEMORY + 0xf_0000));
            assert_eq!(flow, Flow::Resume(None));
        }
        let flow = self.kernel.syscall(tid, UserAddr(MEMORY + 0xf_0000), call);
        self.kernel.check().unwrap();
        done(flow)
    }

    /// A task that slept goes on.
    pub fn go_on(&mut self, tid: Tid) -> Done {
        if !self.kernel.claim(tid) {
            return Asleep;
        }
        let flow = self.kernel.resume(tid, UserAddr(MEMORY + 0xf_0000));
        self.kernel.check().unwrap();
        done(flow)
    }

    /// The value of a call that must succeed.
    #[track_caller]
    pub fn ok(&mut self, call: Syscall) -> u64 {
        match self.call(call) {
            Value(value) => value,
            other => panic!("{call:?}: {other:?}"),
        }
    }

    /// The name of the error of a call, or `0`, or the value.
    pub fn errno(&mut self, call: Syscall) -> String {
        match self.call(call) {
            Failed(errno) => errno.name().to_string(),
            Value(value) => value.to_string(),
            other => format!("{other:?}"),
        }
    }

    /// Puts a string into memory and tells where.
    pub fn path(&mut self, path: &str) -> UserAddr {
        self.string(PATH, path)
    }

    pub fn path_2(&mut self, path: &str) -> UserAddr {
        self.string(PATH_2, path)
    }

    fn string(&mut self, at: u64, text: &str) -> UserAddr {
        let mut bytes = text.as_bytes().to_vec();
        bytes.push(0);
        self.put_as(self.tid, at, &bytes);
        UserAddr(at)
    }

    pub fn put_as(&mut self, tid: Tid, at: u64, bytes: &[u8]) {
        let space = self.kernel.procs.task(tid).space;
        self.kernel.mm.copy_in(space, at, &mut []).unwrap();
        self.kernel.mm.copy_out(space, at, bytes).unwrap();
    }

    pub fn get_as(&mut self, tid: Tid, at: u64, len: usize) -> Vec<u8> {
        let space = self.kernel.procs.task(tid).space;
        let mut bytes = vec![0; len];
        self.kernel.mm.copy_in(space, at, &mut bytes).unwrap();
        bytes
    }

    pub fn open(&mut self, path: &str, flags: i32, mode: u32) -> Done {
        let path = self.path(path);
        self.call(Syscall::Open { path, flags, mode })
    }

    #[track_caller]
    pub fn fd(&mut self, path: &str, flags: i32) -> Fd {
        match self.open(path, flags, 0o644) {
            Value(fd) => Fd(fd as i32),
            other => panic!("open {path}: {other:?}"),
        }
    }

    #[track_caller]
    pub fn pipe(&mut self) -> (Fd, Fd) {
        self.ok(Syscall::Pipe { fds: UserAddr(DATA) });
        let bytes = self.get_as(self.tid, DATA, 8);
        let number = |at: usize| Fd(i32::from_le_bytes(std::array::from_fn(|i| bytes[at + i])));
        (number(0), number(4))
    }

    pub fn write(&mut self, fd: Fd, data: &[u8]) -> Done {
        self.write_as(self.tid, fd, data)
    }

    pub fn write_as(&mut self, tid: Tid, fd: Fd, data: &[u8]) -> Done {
        self.put_as(tid, DATA, data);
        self.call_as(tid, Syscall::Write { fd, buf: UserAddr(DATA), count: data.len() as u64 })
    }

    pub fn read(&mut self, fd: Fd, count: u64) -> Result<Vec<u8>, Done> {
        self.read_as(self.tid, fd, count)
    }

    pub fn read_as(&mut self, tid: Tid, fd: Fd, count: u64) -> Result<Vec<u8>, Done> {
        match self.call_as(tid, Syscall::Read { fd, buf: UserAddr(DATA), count }) {
            Value(n) => Ok(self.get_as(tid, DATA, n as usize)),
            other => Err(other),
        }
    }

    #[track_caller]
    pub fn close(&mut self, fd: Fd) {
        self.ok(Syscall::Close { fd });
    }

    #[track_caller]
    pub fn fstat(&mut self, fd: Fd) -> Stat {
        self.ok(Syscall::Fstat { fd, buf: UserAddr(DATA) });
        Stat::decode(&self.get_as(self.tid, DATA, Stat::SIZE).try_into().unwrap())
    }

    pub fn lstat(&mut self, path: &str) -> Result<Stat, Done> {
        let path = self.path(path);
        match self.call(Syscall::Lstat { path, buf: UserAddr(DATA) }) {
            Value(_) => Ok(Stat::decode(&self.get_as(self.tid, DATA, Stat::SIZE).try_into().unwrap())),
            other => Err(other),
        }
    }

    pub fn fcntl(&mut self, fd: Fd, cmd: i32, arg: u64) -> Done {
        self.call(Syscall::Fcntl { fd, cmd, arg })
    }

    /// Makes the process another user's.
    pub fn become_user(&mut self, uid: u32) {
        let process = self.kernel.process_of_mut(self.tid);
        process.cred = triomphe::Arc::new(crate::proc::Cred::user(uid, uid));
    }
}

fn done(flow: Flow) -> Done {
    match flow {
        Flow::Resume(Some(value)) if value < 0 => Failed(Errno::from_number(-value).unwrap()),
        Flow::Resume(Some(value)) => Value(value as u64),
        Flow::Slept => Asleep,
        Flow::Exited => Done::Dead,
        other => panic!("{other:?}"),
    }
}

fn first_process(kernel: &mut Kernel) -> Tid {
    let streams = [Stdio::Input(Look::Pipe), Stdio::Output(1, Look::Pipe), Stdio::Output(2, Look::Pipe)];
    let files = streams.map(|stream| kernel.host_stdio(stream, USER).unwrap());
    kernel.spawn_bare(crate::proc::Cred::user(1000, 1000), b"/home/user", &files).unwrap()
}

fn fork(kernel: &mut Kernel, tid: Tid) -> Tid {
    assert!(kernel.claim(tid));
    let Flow::Forked(NewTask { tid: child, .. }) = kernel.syscall(tid, UserAddr(MEMORY), Syscall::Fork {}) else {
        panic!("no child")
    };
    kernel.after_fork(tid, UserAddr(MEMORY));
    assert!(kernel.claim(child));
    kernel.resume(child, UserAddr(MEMORY));
    child
}
