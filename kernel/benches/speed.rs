//! What the kernel alone costs on the paths that programs take most, without a CPU around it.
//!
//! `cargo bench -p forklore-kernel --bench speed`; `-- ring` only what has that in its name.

use forklore_kernel::abi::{Fd, SigSet, Syscall, Tid, UserAddr};
use forklore_kernel::entry::{Flow, NewTask};
use forklore_kernel::proc::Cred;
use forklore_kernel::{Config, Kernel};
use std::hint::black_box;
use std::time::Instant;

const ARG: UserAddr = Kernel::BARE_MEMORY;
const SP: UserAddr = UserAddr(Kernel::BARE_MEMORY.0 + 0x8_0000);

fn boot() -> (Kernel, Tid) {
    let mut kernel = Kernel::boot(Config { max_procs: 12_000, ..Config::default() });
    let tid = kernel.spawn_bare(Cred::user(0, 0), b"/", &[]).unwrap();
    kernel.pick();
    kernel.resume(tid, SP);
    (kernel, tid)
}

/// The best of many short samples, so that a busy host disturbs little: ns for each of `n` rounds.
fn measure(name: &str, n: u64, mut round: impl FnMut()) {
    let n = n / 100;
    let best = (0..1000).map(|_| {
        let start = Instant::now();
        (0..n).for_each(|_| round());
        start.elapsed().as_nanos() as f64 / n as f64
    });
    println!("{name:40} {:9.1} ns", best.fold(f64::MAX, f64::min));
}

fn fork(kernel: &mut Kernel, tid: Tid) -> Tid {
    let Flow::Forked(NewTask { tid: child, .. }) = kernel.syscall(tid, SP, Syscall::Fork {}) else {
        panic!("no child")
    };
    kernel.after_fork(tid, SP);
    child
}

/// Runs whoever is next until it leaves the CPU again: each task reads a byte from one pipe and writes it to another.
struct Ring {
    kernel: Kernel,
    /// By tid: descriptors and whether it has a byte to pass on.
    members: Vec<Option<(Fd, Fd)>>,
}

impl Ring {
    fn new(size: u32) -> Ring {
        let (mut kernel, tid) = boot();
        let limit = Syscall::Setrlimit { resource: 7, limit: ARG };
        kernel.copy_out(tid, ARG, &[100_000u64.to_le_bytes(), 100_000u64.to_le_bytes()].concat()).unwrap();
        kernel.syscall(tid, SP, limit);
        let mut ends = Vec::new();
        for _ in 0..size {
            kernel.syscall(tid, SP, Syscall::Pipe { fds: ARG });
            let mut fds = [0; 8];
            kernel.copy_in(tid, ARG, &mut fds).unwrap();
            let fd = |at: usize| Fd(i32::from_le_bytes(std::array::from_fn(|i| fds[at + i])));
            ends.push((fd(0), fd(4)));
        }
        let mut members = vec![None; 2 * size as usize + 8];
        let mut tids = vec![tid];
        // A table of 20,000 descriptors for each of 10,000 would be too much: members share the first one's.
        for _ in 1..size {
            let child = match size {
                0..1000 => fork(&mut kernel, tid),
                _ => {
                    let child = kernel.spawn_bare(Cred::user(0, 0), b"/", &[]).unwrap();
                    let (shared, own) = (kernel.task(tid).fds, kernel.task(child).fds);
                    kernel.fd_table_share(shared);
                    kernel.fd_table_release(own);
                    kernel.procs.task_mut(child).fds = shared;
                    child
                }
            };
            tids.push(child);
        }
        for (i, member) in tids.iter().enumerate() {
            members[member.index()] = Some((ends[i].0, ends[(i + 1) % ends.len()].1));
        }
        let mut ring = Ring { kernel, members };
        ring.kernel.copy_out(tid, ARG, b"x").unwrap();
        ring.kernel.syscall(tid, SP, Syscall::Write { fd: ends[1 % ends.len()].1, buf: ARG, count: 1 });
        ring.read(tid);
        ring
    }

    fn read(&mut self, tid: Tid) -> Flow {
        let (fd, _) = self.members[tid.index()].unwrap();
        self.kernel.syscall(tid, SP, Syscall::Read { fd, buf: ARG, count: 1 })
    }

    /// One task gets the CPU, passes the byte on and sleeps again.
    fn hop(&mut self) {
        let tid = self.kernel.pick().unwrap();
        let mut flow = self.kernel.resume(tid, SP);
        loop {
            match flow {
                Flow::Resume(Some(1)) => {
                    let (_, fd) = self.members[tid.index()].unwrap();
                    self.kernel.syscall(tid, SP, Syscall::Write { fd, buf: ARG, count: 1 });
                    flow = self.read(tid);
                }
                Flow::Resume(_) => flow = self.read(tid),
                _ => return,
            }
        }
    }
}

fn getpid() {
    let (mut kernel, tid) = boot();
    measure("getpid", 1_000_000, || {
        black_box(kernel.syscall(tid, SP, black_box(Syscall::Getpid {})));
    });
}

fn kill_self() {
    let (mut kernel, tid) = boot();
    catch_usr1(&mut kernel, tid);
    measure("kill(self), handler, sigreturn", 200_000, || {
        let Flow::Handlers(_) = kernel.syscall(tid, SP, Syscall::Kill { pid: tid.0 as i32, sig: 10 }) else { panic!() };
        while let Some(frame) = kernel.next_handler(tid) {
            black_box(kernel.sigreturn(tid, SP, frame.saved));
        }
    });
}

fn fork_exit_wait() {
    let (mut kernel, tid) = boot();
    measure("fork, _exit, wait4", 100_000, || {
        let child = fork(&mut kernel, tid);
        kernel.syscall(tid, SP, Syscall::Wait4 { pid: -1, status: ARG, options: 0, rusage: UserAddr::NULL });
        assert_eq!(kernel.pick(), Some(child));
        kernel.resume(child, SP);
        kernel.syscall(child, SP, Syscall::ExitGroup { status: 0 });
        assert_eq!(kernel.pick(), Some(tid));
        kernel.resume(tid, SP);
    });
}

fn rings() {
    for size in [2, 64, 1000, 10_000] {
        let mut ring = Ring::new(size);
        for _ in 0..2 * size {
            ring.hop();
        }
        measure(&format!("a hop in a ring of {size}"), 100_000, || ring.hop());
    }
}

/// Installs a handler for SIGUSR1.
fn catch_usr1(kernel: &mut Kernel, tid: Tid) {
    kernel.copy_out(tid, ARG, &[0x40_1000u64.to_le_bytes(), [0; 8], [0; 8], [0; 8]].concat()).unwrap();
    kernel.syscall(tid, SP, Syscall::RtSigaction { signum: 10, act: ARG, oldact: UserAddr::NULL, sigsetsize: 8 });
}

fn signal_ping_pong() {
    let (mut kernel, a) = boot();
    catch_usr1(&mut kernel, a);
    kernel.copy_out(a, ARG, &SigSet(1 << 9).0.to_le_bytes()).unwrap();
    kernel.syscall(a, SP, Syscall::RtSigprocmask { how: 0, set: ARG, oldset: UserAddr::NULL, sigsetsize: 8 });
    kernel.copy_out(a, ARG, &[0; 8]).unwrap();
    let b = fork(&mut kernel, a);
    let other = |tid| if tid == a { b } else { a };
    kernel.syscall(a, SP, Syscall::RtSigsuspend { mask: ARG, sigsetsize: 8 });
    measure("SIGUSR1 and sigsuspend, each way", 100_000, || {
        let tid = kernel.pick().unwrap();
        kernel.resume(tid, SP);
        while let Some(frame) = kernel.next_handler(tid) {
            kernel.sigreturn(tid, SP, frame.saved);
        }
        kernel.syscall(tid, SP, Syscall::Kill { pid: other(tid).0 as i32, sig: 10 });
        kernel.syscall(tid, SP, Syscall::RtSigsuspend { mask: ARG, sigsetsize: 8 });
    });
}

fn main() {
    let filter = std::env::args().skip(1).find(|word| !word.starts_with("--")).unwrap_or_default();
    let all: [(&str, fn()); 5] = [
        ("getpid", getpid),
        ("kill_self", kill_self),
        ("fork_exit_wait", fork_exit_wait),
        ("rings", rings),
        ("signal_ping_pong", signal_ping_pong),
    ];
    for (_, run) in all.iter().filter(|(name, _)| name.contains(&filter)) {
        run();
    }
}
