//! fork, vfork, exec and exit: facts PROC.

use crate::rig::*;
use forklore_kernel::abi::{ProgramId, SigSet, Syscall, UserAddr};
use forklore_kernel::entry::{Flow, NewTask};
use forklore_kernel::mm::{ImageSegment, Prot};
use forklore_kernel::proc::Cred;
use forklore_kernel::proc::boot::SpawnSpec;
use forklore_kernel::vfs::boot::Install;
use forklore_kernel::{Config, Kernel};

#[test]
fn proc_01_02_fork_returns_twice_and_parents_are_known() {
    let mut rig = Rig::new();
    assert_eq!(rig.tid.0, 2);
    let child = rig.fork(rig.tid);
    assert_eq!(child.0, 3);
    assert_eq!(rig.go_on(child), Done::Value(0));
    assert_eq!(rig.ok(child, Syscall::Getppid {}), 2);
    assert_eq!(rig.ok(rig.tid, Syscall::Getppid {}), 1);
}

#[test]
fn proc_03_memory_is_a_copy() {
    let mut rig = Rig::new();
    rig.put(rig.tid, ARG, b"parent");
    let child = rig.fork(rig.tid);
    rig.put(child, ARG, b"child!");
    assert_eq!(&rig.get::<6>(rig.tid, ARG), b"parent");
    assert_eq!(&rig.get::<6>(child, ARG), b"child!");
}

#[test]
fn proc_06_to_10_what_a_child_inherits() {
    let mut rig = Rig::new();
    let parent = rig.tid;
    rig.ok(parent, Syscall::Alarm { seconds: 10 });
    rig.block(parent, &[USR1]);
    rig.catch(parent, USR2);
    rig.raise(parent, USR1);
    let child = rig.fork(parent);
    assert_eq!(rig.ok(child, Syscall::Alarm { seconds: 0 }), 0);
    assert_eq!(rig.pending(child), SigSet::EMPTY);
    assert_eq!(rig.pending(parent), set(&[USR1]));
    assert_eq!(rig.mask(child), set(&[USR1]));
    rig.raise(child, USR2);
    assert_eq!(rig.handlers_run(child), [USR2 as u8]);
    assert_eq!(rig.ok(parent, Syscall::Alarm { seconds: 0 }), 10);
}

#[test]
fn proc_11_status_is_eight_bits() {
    let mut rig = Rig::new();
    for (status, seen) in [(300, 44), (-1, 255), (0, 0)] {
        let child = rig.fork(rig.tid);
        rig.exit(child, status);
        assert_eq!(rig.reap(rig.tid, -1, 0), (child, seen << 8));
    }
}

#[test]
fn proc_25_orphans_go_to_init() {
    let mut rig = Rig::new();
    let child = rig.fork(rig.tid);
    let grandchild = rig.fork(child);
    let zombie = rig.fork(child);
    rig.exit(zombie, 0);
    rig.exit(child, 0);
    assert_eq!(rig.ok(grandchild, Syscall::Getppid {}), 1);
    // Init reaps the dead one at once, and the other when it ends.
    assert!(!rig.exists(zombie) && rig.exists(child));
    rig.exit(grandchild, 0);
    assert!(!rig.exists(grandchild));
}

#[test]
fn proc_26_processes_of_a_user_are_limited() {
    let mut rig = Rig::new();
    rig.put_words(rig.tid, ARG, &[3, 3]);
    rig.ok(rig.tid, Syscall::Setrlimit { resource: 6, limit: ARG });
    let child = rig.fork(rig.tid);
    rig.fork(child);
    assert_eq!(rig.call(rig.tid, Syscall::Fork {}), Done::Failed(forklore_kernel::abi::Errno::EAGAIN));
    // A zombie counts until it is waited for.
    rig.exit(child, 0);
    assert_eq!(rig.call(rig.tid, Syscall::Fork {}), Done::Failed(forklore_kernel::abi::Errno::EAGAIN));
    rig.reap(rig.tid, -1, 0);
    rig.fork(rig.tid);
    let mut root = Rig::with(Config { max_procs: 3, ..Config::default() }, 0);
    root.fork(root.tid);
    root.fork(root.tid);
    assert_eq!(root.call(root.tid, Syscall::Fork {}), Done::Failed(forklore_kernel::abi::Errno::EAGAIN));
}

#[test]
fn proc_27_28_sig_51_faults_kill_even_when_blocked_or_ignored() {
    for prepare in
        [|_: &mut Rig, _| {}, |rig: &mut Rig, tid| rig.block(tid, &[11, 8]), |rig: &mut Rig, tid| rig.ignore(tid, 11)]
    {
        let mut rig = Rig::new();
        let child = rig.fork(rig.tid);
        prepare(&mut rig, child);
        assert_eq!(rig.fault(child, 11, 1), Done::Dead);
        assert_eq!(rig.reap(rig.tid, -1, 0), (child, 11));
    }
    let mut rig = Rig::new();
    rig.catch(rig.tid, 8);
    rig.fault(rig.tid, 8, 1);
    assert_eq!(rig.handlers_run(rig.tid), [8]);
}

#[test]
fn proc_29_vfork_parent_sleeps_until_the_child_ends() {
    let mut rig = Rig::new();
    assert_eq!(rig.call(rig.tid, Syscall::Vfork {}), Done::Asleep);
    let child = forklore_kernel::abi::Tid(3);
    // A signal that does not kill does not wake it; one that kills does.
    rig.kill(child, 2, CHLD);
    assert_eq!(rig.go_on(rig.tid), Done::Asleep);
    rig.kill(child, 2, USR2);
    assert_eq!(rig.go_on(rig.tid), Done::Dead);
    let mut rig = Rig::new();
    assert_eq!(rig.call(rig.tid, Syscall::Vfork {}), Done::Asleep);
    rig.put(child, ARG_2, b"seen");
    rig.exit(child, 7);
    assert_eq!(rig.go_on(rig.tid), Done::Value(3));
    assert_eq!(&rig.get::<4>(rig.tid, ARG_2), b"seen");
    assert_eq!(rig.reap(rig.tid, 3, 0), (child, 7 << 8));
}

fn with_program(config: Config) -> (Kernel, ProgramId) {
    let mut kernel = Kernel::boot(config);
    let program = ProgramId(5);
    let segments = [
        ImageSegment { addr: 0x40_1000, size: 0x1000, prot: Prot::READ, bytes: &[] },
        ImageSegment { addr: 0x10_0000, size: 0x10_0000, prot: Prot::RW, bytes: b"fresh" },
    ];
    kernel.add_image(program, &segments, 0x60_0000).unwrap();
    let root = forklore_kernel::vfs::boot::ROOT;
    kernel.install("/bin/prog", Install::File(Kernel::executable_file(program)), 0o755, root).unwrap();
    kernel.install("/bin/script", Install::File(b"#! /bin/prog -x  y \nrest".to_vec()), 0o755, root).unwrap();
    kernel.install("/bin/plain", Install::File(b"echo".to_vec()), 0o755, root).unwrap();
    kernel.install("/bin/noexec", Install::File(Kernel::executable_file(program)), 0o644, root).unwrap();
    kernel.install("/bin/loop", Install::File(b"#!/bin/loop\n".to_vec()), 0o755, root).unwrap();
    (kernel, program)
}

fn words(rig: &mut Rig, tid: forklore_kernel::abi::Tid, at: u64, n: usize) -> Vec<u64> {
    (0..n as u64).map(|i| u64::from_le_bytes(rig.get(tid, UserAddr(at + i * 8)))).collect()
}

fn string(rig: &mut Rig, tid: forklore_kernel::abi::Tid, at: u64) -> String {
    let bytes = rig.kernel.copy_in_cstr(tid, UserAddr(at), 100).unwrap().unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_spawned_program_finds_its_arguments() {
    let (mut kernel, program) = with_program(Config::default());
    let spec = SpawnSpec {
        path: b"/bin/script".to_vec(),
        argv: vec![b"ignored".to_vec(), b"arg".to_vec()],
        envp: vec![b"A=1".to_vec()],
        cred: Cred::user(1000, 1000),
        cwd: b"/home/user".to_vec(),
        files: Vec::new(),
    };
    let tid = kernel.spawn(spec).unwrap();
    assert_eq!(kernel.pick(), Some(tid));
    let Flow::Exec { program: started, sp } = kernel.resume(tid, UserAddr(0)) else { panic!("no exec") };
    assert_eq!((started, sp.0 % 16), (program, 0));
    let mut rig = Rig::new();
    rig.kernel = kernel;
    let stack = words(&mut rig, tid, sp.0, 9);
    assert_eq!(stack[0], 4);
    let strings: Vec<String> = (1..5).map(|i| string(&mut rig, tid, stack[i])).collect();
    assert_eq!(strings, ["/bin/prog", "-x  y", "/bin/script", "arg"]);
    assert_eq!(stack[5], 0);
    assert_eq!(string(&mut rig, tid, stack[6]), "A=1");
    assert_eq!((stack[7], stack[8]), (0, 6));
    assert_eq!(rig.process(tid).name(), "script");
    assert_eq!(rig.process(tid).image.cmdline, b"/bin/prog\0-x  y\0/bin/script\0arg\0");
    rig.kernel.check().unwrap();
}

#[test]
fn proc_17_to_24_exec() {
    let mut rig = Rig::new();
    rig.kernel = with_program(Config::default()).0;
    rig.tid = rig.kernel.spawn_bare(Cred::user(1000, 1000), b"/", &[]).unwrap();
    let tid = rig.tid;
    rig.catch(tid, USR1);
    rig.ignore(tid, USR2);
    rig.block(tid, &[HUP]);
    rig.raise(tid, HUP);
    rig.ok(tid, Syscall::Alarm { seconds: 9 });
    let exec = |rig: &mut Rig, path: &str| {
        let mut bytes = path.as_bytes().to_vec();
        bytes.push(0);
        rig.put(tid, ARG_2, &bytes);
        rig.put_words(tid, ARG, &[ARG_2.0, 0]);
        rig.call(tid, Syscall::Execve { path: ARG_2, argv: ARG, envp: UserAddr::NULL })
    };
    use forklore_kernel::abi::Errno::*;
    for (path, errno) in [
        ("/bin/none", ENOENT),
        ("/bin/noexec", EACCES),
        ("/bin", EACCES),
        ("/bin/plain", ENOEXEC),
        ("/bin/loop", ELOOP),
    ] {
        assert_eq!(exec(&mut rig, path), Done::Failed(errno), "{path}");
    }
    assert_eq!(exec(&mut rig, "/bin/prog"), Done::Running);
    assert_eq!(&rig.get::<5>(tid, ARG), b"fresh");
    assert_eq!(rig.mask(tid), set(&[HUP]));
    assert_eq!(rig.pending(tid), set(&[HUP]));
    assert_eq!(rig.ok(tid, Syscall::Alarm { seconds: 0 }), 9);
    assert_eq!(rig.ok(tid, Syscall::Getpid {}), tid.0.into());
    rig.raise(tid, USR2);
    assert_eq!(rig.raise(tid, USR1), Done::Dead);
    assert_eq!(rig.kernel.exit_status(forklore_kernel::abi::Pid(tid.0)), Some(USR1));
    rig.kernel.check().unwrap();
}

#[test]
fn numbers_go_up_wrap_around_and_skip_what_is_used() {
    let mut rig = Rig::new();
    // A group keeps its number in use after its leader is gone.
    let leader = rig.fork(rig.tid);
    rig.ok(leader, Syscall::Setpgid { pid: 0, pgid: 0 });
    let member = rig.fork(leader);
    rig.exit(leader, 0);
    rig.reap(rig.tid, -1, 0);
    let mut last = member.0;
    let mut wrapped = false;
    for _ in 0..33_000 {
        let Flow::Forked(NewTask { tid: child, .. }) = rig.kernel.syscall(rig.tid, SP, Syscall::Fork {}) else {
            panic!("no child")
        };
        rig.kernel.after_fork(rig.tid, SP);
        assert!(child.0 > last || child.0 == 300, "{child} after {last}");
        assert!(child != leader && child != member && child != rig.tid);
        wrapped |= child.0 == 300;
        last = child.0;
        rig.kernel.claim(child);
        rig.kernel.resume(child, SP);
        rig.kernel.syscall(child, SP, Syscall::ExitGroup { status: 0 });
        rig.kernel.claim(rig.tid);
        rig.kernel.resume(rig.tid, SP);
        rig.kernel.syscall(
            rig.tid,
            SP,
            Syscall::Wait4 { pid: -1, status: UserAddr::NULL, options: 0, rusage: UserAddr::NULL },
        );
    }
    assert!(wrapped);
    rig.kernel.check().unwrap();
}

#[test]
fn a_sleeping_call_can_be_made_shorter() {
    let mut rig = Rig::new();
    let tid = rig.tid;
    let (read, write) = rig.pipe(tid);
    let child = rig.fork(tid);
    assert!(!rig.kernel.shorten_call(child, 3), "it does not sleep");
    assert_eq!(rig.read(child, read, 10), Done::Asleep);
    assert!(rig.kernel.shorten_call(child, 3));
    assert_eq!(rig.write(tid, write, 5), Done::Value(5));
    assert_eq!(rig.go_on(child), Done::Value(3));
    assert_eq!(rig.read(child, read, 10), Done::Value(2));
    let wait = Syscall::Wait4 { pid: -1, status: UserAddr::NULL, options: 0, rusage: UserAddr::NULL };
    assert_eq!(rig.call(tid, wait), Done::Asleep);
    assert!(!rig.kernel.shorten_call(tid, 3), "no bytes move in this one");
}
