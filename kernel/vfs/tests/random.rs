//! Random system calls from several processes: no panic, no broken invariant, and shared offsets as in a model.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const PATHS: [&str; 12] = ["a", "b", "d", "d/a", "d/e", "d/e/f", "l", "/tmp/x", "..", "fifo", "/dev/fd/3", "/dev/null"];

/// One call, its arguments drawn from small sets in which collisions are likely.
fn call(kind: u8, x: u8, y: u8, n: u32) -> impl Fn(&mut Rig, Tid) -> Syscall {
    move |rig, tid| {
        let path_at = |rig: &mut Rig, at: u64, which: u8| {
            let mut bytes = PATHS[which as usize % PATHS.len()].as_bytes().to_vec();
            bytes.push(0);
            rig.put_as(tid, at, &bytes);
            UserAddr(at)
        };
        let (path, path_2) = (path_at(rig, PATH, x), path_at(rig, PATH_2, y));
        let (fd, new) = (Fd(i32::from(x % 12) - 1), Fd(i32::from(y % 12) - 1));
        let buf = UserAddr(DATA);
        let count = u64::from(n % 9000);
        // Never waits: what would block would leave the model behind.
        let flags = [O_RDONLY, O_WRONLY, O_RDWR][y as usize % 3] | n as i32 & 0o7003700 | O_NONBLOCK;
        match kind % 32 {
            0..4 => Syscall::Open { path, flags, mode: n & 0o777 | 0o600 },
            4 | 5 => Syscall::Close { fd },
            6 | 7 => Syscall::Read { fd, buf, count },
            8 | 9 => Syscall::Write { fd, buf, count },
            10 => Syscall::Dup2 { old: fd, new },
            11 => Syscall::Dup { fd },
            12 => Syscall::Pipe2 { fds: buf, flags: O_NONBLOCK },
            13 => Syscall::Mkdir { path, mode: 0o755 },
            14 => Syscall::Rmdir { path },
            15 | 16 => Syscall::Rename { old: path, new: path_2 },
            17 => Syscall::Link { old: path, new: path_2 },
            18 | 19 => Syscall::Unlink { path },
            20 => Syscall::Symlink { target: path, path: path_2 },
            21 => Syscall::Mknod { path, mode: S_IFIFO | 0o666, dev: 0 },
            22 => Syscall::Ftruncate { fd, length: i64::from(n % 9000) },
            23 => Syscall::Lseek { fd, offset: i64::from(n % 9000) - 100, whence: i32::from(y % 5) },
            24 => Syscall::Chdir { path },
            25 => Syscall::Renameat2 { old_dir: CWD, old: path, new_dir: fd, new: path_2, flags: n % 4 },
            26 => Syscall::Fcntl { fd, cmd: F_SETPIPE_SZ, arg: count * 10 },
            27 => Syscall::Fchdir { fd },
            28 => Syscall::Getdents64 { fd, buf, size: count },
            29 => Syscall::Chmod { path, mode: 0o755 },
            30 => Syscall::Fstat { fd, buf },
            _ => Syscall::Getcwd { buf, size: count },
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// `Kernel::check` holds after every call (the rig looks), and nothing is left when all is closed and removed.
    #[test]
    fn invariants_hold(calls in prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>(), any::<u32>(), 0usize..3), 1..80)) {
        let mut rig = Rig::new();
        rig.kernel.procs.task_mut(rig.tid).mask = crate::abi::SigSet::of(Signal::PIPE);
        let tids = [rig.tid, rig.fork(), rig.fork()];
        for tid in tids {
            rig.kernel.procs.task_mut(tid).mask = crate::abi::SigSet::of(Signal::PIPE);
        }
        for (kind, x, y, n, who) in calls {
            let make = call(kind, x, y, n);
            let call = make(&mut rig, tids[who]);
            // A blocked task makes no further calls in this test.
            if rig.kernel.runnable().contains(&tids[who]) || rig.kernel.current() == Some(tids[who]) {
                rig.call_as(tids[who], call);
            }
        }
        let copy = rig.kernel.clone();
        prop_assert!(copy == rig.kernel);
        for tid in tids {
            let table = rig.kernel.procs.task(tid).fds;
            let fds: Vec<Fd> = rig.kernel.fds(tid).iter().map(|(fd, _)| fd).collect();
            for fd in fds {
                let removed = rig.kernel.procs.fd_tables[table.0].remove(fd).unwrap();
                rig.kernel.file_put(removed.file);
            }
        }
        prop_assert_eq!(rig.kernel.check(), Ok(()));
        prop_assert_eq!(rig.kernel.vfs.files.len(), 0);
        prop_assert_eq!(rig.kernel.pipes.iter().count(), 0);
    }

    /// Two processes with descriptors of few files: what an offset is shared by, and what is read, as in a model.
    #[test]
    fn offsets_are_shared_as_in_a_model(ops in prop::collection::vec((0u8..7, 0usize..2, 0i32..8, 0i32..8, 0u64..50), 1..100)) {
        let mut rig = Rig::new();
        let content: Vec<u8> = (0..200).collect();
        let fd = rig.fd("f", O_CREAT | O_RDWR);
        rig.write(fd, &content);
        for fd in 0..4 {
            rig.close(Fd(fd));
        }
        let tids = [rig.tid, rig.fork()];
        for tid in tids {
            rig.put_as(tid, PATH, b"f\0");
        }
        // Descriptor to description, and descriptions' offsets.
        let mut tables = [BTreeMap::<i32, usize>::new(), BTreeMap::new()];
        let mut offsets: Vec<u64> = Vec::new();
        for (op, who, a, b, n) in ops {
            let (tid, table) = (tids[who], &mut tables[who]);
            let lowest = (0..).find(|fd| !table.contains_key(fd)).unwrap();
            let open = table.get(&a).copied();
            let bad = Done::Failed(Errno::EBADF);
            match op {
                0 => {
                    let call = Syscall::Open { path: UserAddr(PATH), flags: O_RDWR, mode: 0 };
                    prop_assert_eq!(rig.call_as(tid, call), Done::Value(lowest as u64));
                    table.insert(lowest, offsets.len());
                    offsets.push(0);
                }
                1 => {
                    let want = open.map_or(bad, |_| Done::Value(0));
                    prop_assert_eq!(rig.call_as(tid, Syscall::Close { fd: Fd(a) }), want);
                    table.remove(&a);
                }
                2 => {
                    let want = open.map_or(bad, |_| Done::Value(lowest as u64));
                    prop_assert_eq!(rig.call_as(tid, Syscall::Dup { fd: Fd(a) }), want);
                    open.map(|file| table.insert(lowest, file));
                }
                3 => {
                    let want = open.map_or(bad, |_| Done::Value(b as u64));
                    prop_assert_eq!(rig.call_as(tid, Syscall::Dup2 { old: Fd(a), new: Fd(b) }), want);
                    open.map(|file| table.insert(b, file));
                }
                4 => {
                    let got = rig.call_as(tid, Syscall::Lseek { fd: Fd(a), offset: n as i64, whence: SEEK_SET });
                    prop_assert_eq!(got, open.map_or(bad, |_| Done::Value(n)));
                    if let Some(file) = open {
                        offsets[file] = n;
                    }
                }
                _ => {
                    let got = rig.read_as(tid, Fd(a), n);
                    match open {
                        None => prop_assert_eq!(got, Err(bad)),
                        Some(file) => {
                            let from = (offsets[file] as usize).min(200);
                            let to = (from + n as usize).min(200);
                            prop_assert_eq!(got.unwrap(), &content[from..to]);
                            offsets[file] = offsets[file].max(to as u64);
                        }
                    }
                }
            }
        }
    }
}
