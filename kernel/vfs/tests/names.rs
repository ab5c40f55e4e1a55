//! Names and permissions: each line of a table is a call and what Linux answers to an ordinary user.

use super::Done::{Failed, Value};
use super::*;

/// Makes the call that a line such as `rename d d/e` names; gives its value or its error's name.
fn run(rig: &mut Rig, line: &str) -> String {
    let words: Vec<&str> = line.split(' ').map(|w| if w == "''" { "" } else { w }).collect();
    let path = rig.path(words[1]);
    let arg = words.get(2).copied().unwrap_or("");
    let path_2 = rig.path_2(arg);
    let mode = u32::from_str_radix(arg, 8).unwrap_or(0o755);
    let number = arg.parse().unwrap_or(0);
    let call = match words[0] {
        "open" => Syscall::Open { path, flags: flags(arg), mode: 0o644 },
        "mkdir" => Syscall::Mkdir { path, mode },
        "rmdir" => Syscall::Rmdir { path },
        "unlink" => Syscall::Unlink { path },
        "symlink" => Syscall::Symlink { target: path, path: path_2 },
        "link" => Syscall::Link { old: path, new: path_2 },
        "rename" => Syscall::Rename { old: path, new: path_2 },
        "noreplace" => renameat2(path, path_2, RENAME_NOREPLACE),
        "exchange" => renameat2(path, path_2, RENAME_EXCHANGE),
        "renameat3" => renameat2(path, path_2, 3),
        "renameat8" => renameat2(path, path_2, 8),
        "readlink" => Syscall::Readlink { path, buf: UserAddr(DATA), size: number },
        "truncate" => Syscall::Truncate { path, length: arg.parse().unwrap_or(0) },
        "access" => Syscall::Access { path, mode: number as i32 },
        "chmod" => Syscall::Chmod { path, mode },
        "chown" => Syscall::Chown { path, uid: u32::MAX, gid: number as u32 },
        "chown_user" => Syscall::Chown { path, uid: number as u32, gid: u32::MAX },
        "mknod" => Syscall::Mknod { path, mode, dev: 0 },
        "chdir" => Syscall::Chdir { path },
        other => panic!("unknown call {other}"),
    };
    rig.errno(call)
}

fn renameat2(old: UserAddr, new: UserAddr, flags: u32) -> Syscall {
    Syscall::Renameat2 { old_dir: CWD, old, new_dir: CWD, new, flags }
}

fn flags(text: &str) -> i32 {
    let flag = |name| match name {
        "RDONLY" => O_RDONLY,
        "WRONLY" => O_WRONLY,
        "RDWR" => O_RDWR,
        "CREAT" => O_CREAT,
        "EXCL" => O_EXCL,
        "TRUNC" => O_TRUNC,
        "DIRECTORY" => O_DIRECTORY,
        "NOFOLLOW" => O_NOFOLLOW,
        "NONBLOCK" => O_NONBLOCK,
        "PATH" => O_PATH,
        "NONE" => 3,
        other => panic!("unknown flag {other}"),
    };
    text.split('|').map(flag).fold(0, |a, b| a | b)
}

/// Checks a table of `call -> answer` lines; descriptors that come back are closed.
fn check(rig: &mut Rig, table: &str) {
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (call, want) = line.split_once(" -> ").unwrap();
        let mut got = run(rig, call);
        if call.starts_with("open") && got.parse::<i32>().is_ok() {
            rig.close(Fd(got.parse().unwrap()));
            got = "fd".to_string();
        }
        assert_eq!(got, want, "{call}");
    }
}

fn rig() -> Rig {
    let mut rig = Rig::new();
    check(
        &mut rig,
        "mkdir d -> 0
        mkdir d/e -> 0
        open f CREAT|WRONLY -> fd
        symlink f l -> 0
        symlink d ld -> 0
        symlink nowhere dang -> 0
        symlink loop loop -> 0",
    );
    rig
}

#[test]
fn opening() {
    check(
        &mut rig(),
        "open x CREAT|DIRECTORY -> EINVAL
        open x/ CREAT|WRONLY -> EISDIR
        open d CREAT -> EISDIR
        open d/ RDONLY -> fd
        open f/ RDONLY -> ENOTDIR
        open l NOFOLLOW -> ELOOP
        open ld NOFOLLOW|DIRECTORY -> ENOTDIR
        open ld/ NOFOLLOW -> fd
        open l/ RDONLY -> ENOTDIR
        open loop RDONLY -> ELOOP
        open dang RDONLY -> ENOENT
        open dang CREAT|EXCL|WRONLY -> EEXIST
        open l CREAT|EXCL|WRONLY -> EEXIST
        open . CREAT|EXCL -> EEXIST
        open . CREAT -> EISDIR
        open / CREAT|EXCL -> EEXIST
        open d WRONLY -> EISDIR
        open d RDONLY|TRUNC -> EISDIR
        open '' RDONLY -> ENOENT
        open f/x RDONLY -> ENOTDIR
        open f/x CREAT|WRONLY -> ENOTDIR
        open no/x CREAT|WRONLY -> ENOENT
        open f NONE -> fd
        open dang CREAT|WRONLY -> fd
        readlink nowhere 9 -> EINVAL
        open /dev/tty RDWR -> ENXIO",
    );
}

#[test]
fn making_directories_and_links() {
    check(
        &mut rig(),
        "mkdir f -> EEXIST
        mkdir d -> EEXIST
        mkdir dang -> EEXIST
        mkdir dang/ -> EEXIST
        mkdir g/ -> 0
        mkdir . -> EEXIST
        mkdir .. -> EEXIST
        mkdir / -> EEXIST
        mkdir f/x -> ENOTDIR
        mkdir no/x -> ENOENT
        symlink '' q -> ENOENT
        symlink a f -> EEXIST
        symlink a q/ -> ENOENT
        symlink a no/q -> ENOENT
        symlink a d/ -> EEXIST
        link d q -> EPERM
        link no q -> ENOENT
        link f d -> EEXIST
        link f q/ -> ENOENT
        link l hl -> 0
        link f/ q -> ENOTDIR
        link dang q2 -> 0
        link f q -> 0
        readlink hl 9 -> 1
        readlink f 9 -> EINVAL
        readlink ld 0 -> EINVAL
        readlink dang 2 -> 2
        readlink no 9 -> ENOENT",
    );
}

#[test]
fn removing() {
    check(
        &mut rig(),
        "rmdir d -> ENOTEMPTY
        rmdir f -> ENOTDIR
        rmdir . -> EINVAL
        rmdir d/.. -> ENOTEMPTY
        rmdir / -> EBUSY
        rmdir ld -> ENOTDIR
        rmdir ld/ -> ENOTDIR
        rmdir no -> ENOENT
        rmdir d/e/. -> EINVAL
        unlink d -> EISDIR
        unlink d/ -> EISDIR
        unlink f/ -> ENOTDIR
        unlink l/ -> ENOTDIR
        unlink no -> ENOENT
        unlink no/ -> ENOENT
        unlink . -> EISDIR
        unlink .. -> EISDIR
        unlink / -> EISDIR
        unlink ld/ -> ENOTDIR
        unlink ld -> 0
        rmdir d/e/ -> 0
        rmdir d -> 0",
    );
}

#[test]
fn renaming() {
    check(
        &mut rig(),
        "rename d d/e/x -> EINVAL
        rename d d/x -> EINVAL
        rename d/e d -> ENOTEMPTY
        rename f d -> EISDIR
        rename d f -> ENOTDIR
        rename f f -> 0
        rename no x -> ENOENT
        rename f no/x -> ENOENT
        rename . x -> EBUSY
        rename d/.. x -> EBUSY
        rename f d/. -> EBUSY
        rename f/ x -> ENOTDIR
        rename f x/ -> ENOTDIR
        rename d x/ -> 0
        rename x/ d/ -> 0
        rename d/e g2 -> 0
        rename g2 d -> 0
        mkdir n -> 0
        mkdir n/m -> 0
        rename d n -> ENOTEMPTY
        rename d n/m -> 0
        rename n/m d -> 0
        rename l ld -> 0
        rename / x -> EBUSY
        rename d/../.. x -> EBUSY
        noreplace f d -> EEXIST
        exchange f zz -> ENOENT
        exchange f d -> 0
        rmdir f -> 0
        rename d f -> 0
        renameat3 f d -> EINVAL
        renameat8 f zz -> EINVAL
        noreplace f zz -> 0",
    );
}

#[test]
fn permissions() {
    let mut rig = rig();
    check(
        &mut rig,
        "truncate d -> EISDIR
        truncate f -1 -> EINVAL
        truncate no -> ENOENT
        access f 8 -> EINVAL
        access f 1 -> EACCES
        access d 1 -> 0
        access /root/x 0 -> EACCES
        chmod /etc/passwd 644 -> EPERM
        chown_user f 0 -> EPERM
        chown f 1000 -> 0
        chown f 0 -> EPERM
        chown /etc/passwd 4294967295 -> 0
        chmod no 0 -> ENOENT
        chmod f 0 -> 0
        open f RDONLY -> EACCES
        open f WRONLY -> EACCES
        truncate f 0 -> EACCES
        access f 4 -> EACCES
        access f 0 -> 0
        open f PATH -> fd
        mkdir n -> 0
        chmod d 0 -> 0
        open d/e RDONLY -> EACCES
        mkdir d/zz -> EACCES
        rename d d9 -> 0
        rename d9 n/d -> EACCES
        unlink /etc/passwd -> EACCES
        open /etc/passwd WRONLY -> EACCES
        open /etc/new CREAT|WRONLY -> EACCES
        chdir /root -> EACCES
        mknod ff 10666 -> 0
        truncate ff 0 -> EINVAL
        mknod bb 60666 -> EPERM
        mknod dd 40666 -> EPERM
        mknod rr 666 -> 0
        mknod xx 170666 -> EINVAL",
    );
}

#[test]
fn the_sticky_bit_protects_other_users_files() {
    let mut rig = Rig::new();
    check(&mut rig, "open /tmp/mine CREAT|WRONLY -> fd\nmkdir /tmp/dir -> 0\nchmod /tmp/mine 666 -> 0");
    rig.become_user(2000);
    check(
        &mut rig,
        "unlink /tmp/mine -> EPERM
        rename /tmp/mine /tmp/other -> EPERM
        open /tmp/mine WRONLY -> fd
        open /tmp/theirs CREAT|WRONLY -> fd
        rename /tmp/theirs /tmp/mine -> EPERM
        link /home/user/x /tmp/x -> ENOENT
        unlink /tmp/theirs -> 0",
    );
    rig.become_user(0);
    check(&mut rig, "unlink /tmp/mine -> 0\nrmdir /tmp/dir -> 0\nopen /root/x CREAT -> fd\naccess /root/x 1 -> EACCES");
}

#[test]
fn long_names_and_long_paths() {
    let mut rig = Rig::new();
    let name = "a".repeat(255);
    assert_eq!(rig.open(&name, O_RDONLY, 0), Failed(Errno::ENOENT));
    assert_eq!(rig.open(&(name + "a"), O_RDONLY, 0), Failed(Errno::ENAMETOOLONG));
    assert_eq!(rig.open(&"/".repeat(4095), O_RDONLY, 0), Value(3));
    assert_eq!(rig.open(&"/".repeat(4096), O_RDONLY, 0), Failed(Errno::ENAMETOOLONG));
}

#[test]
fn forty_links_are_followed_and_no_more() {
    let mut rig = Rig::new();
    check(&mut rig, "open l0 CREAT -> fd");
    for n in 1..=41 {
        check(&mut rig, &format!("symlink l{} l{n} -> 0", n - 1));
    }
    check(&mut rig, "open l40 RDONLY -> fd\nopen l41 RDONLY -> ELOOP");
}

#[test]
fn a_removed_working_directory() {
    let mut rig = Rig::new();
    check(
        &mut rig,
        "mkdir a -> 0
        mkdir a/b -> 0
        chdir a/b -> 0
        rmdir ../b -> 0
        rmdir ../../a -> 0
        open x CREAT|WRONLY -> ENOENT
        mkdir x -> ENOENT
        open .. RDONLY -> fd
        open . RDONLY -> fd",
    );
    assert_eq!(rig.errno(Syscall::Getcwd { buf: UserAddr(DATA), size: 100 }), "ENOENT");
    let fd = rig.fd(".", O_RDONLY);
    assert_eq!(rig.fstat(fd).nlink, 0);
    assert_eq!(rig.errno(Syscall::Getdents64 { fd, buf: UserAddr(DATA), size: 100 }), "ENOENT");
    rig.close(fd);
    check(&mut rig, "chdir /tmp -> 0");
}

#[test]
fn getcwd_names_the_directory() {
    let mut rig = Rig::new();
    check(&mut rig, "mkdir sub -> 0\nchdir sub/../sub/. -> 0");
    assert_eq!(rig.ok(Syscall::Getcwd { buf: UserAddr(DATA), size: 100 }), 15);
    assert_eq!(rig.get_as(rig.tid, DATA, 15), b"/home/user/sub\0");
    assert_eq!(rig.errno(Syscall::Getcwd { buf: UserAddr(DATA), size: 14 }), "ERANGE");
    check(&mut rig, "chdir / -> 0");
    assert_eq!(rig.ok(Syscall::Getcwd { buf: UserAddr(DATA), size: 2 }), 2);
}

#[test]
fn paths_relative_to_a_descriptor() {
    let mut rig = rig();
    let (dir, file) = (rig.fd("d", O_RDONLY), rig.fd("f", O_RDONLY));
    let mut stat = |dir, path: &str, flags| {
        let path = rig.path(path);
        rig.errno(Syscall::Newfstatat { dir, path, buf: UserAddr(DATA), flags })
    };
    assert_eq!(stat(dir, "e", 0), "0");
    assert_eq!(stat(dir, "/home", 0), "0");
    assert_eq!(stat(Fd(99), "e", 0), "EBADF");
    assert_eq!(stat(Fd(99), "/home", 0), "0");
    assert_eq!(stat(file, "e", 0), "ENOTDIR");
    assert_eq!(stat(CWD, "", 0), "ENOENT");
    assert_eq!(stat(file, "", AT_EMPTY_PATH), "0");
    assert_eq!(stat(CWD, "f", 2), "EINVAL");
}

#[test]
fn listing_is_in_order_of_making_and_survives_removal() {
    let mut rig = Rig::new();
    for name in ["zeta", "alpha", "mid"] {
        check(&mut rig, &format!("open {name} CREAT -> fd"));
    }
    let fd = rig.fd(".", O_RDONLY);
    let names = |rig: &mut Rig, size| {
        let n = rig.ok(Syscall::Getdents64 { fd, buf: UserAddr(DATA), size }) as usize;
        let (bytes, mut at, mut names) = (rig.get_as(rig.tid, DATA, n), 0, Vec::new());
        while at < n {
            let name: Vec<u8> = bytes[at + 19..].iter().copied().take_while(|b| *b != 0).collect();
            names.push(String::from_utf8(name).unwrap());
            at += usize::from(bytes[at + 16]);
        }
        names
    };
    assert_eq!(names(&mut rig, 80), [".", "..", "zeta"]);
    check(&mut rig, "unlink zeta -> 0\nopen new CREAT -> fd");
    assert_eq!(names(&mut rig, 1000), ["alpha", "mid", "new"]);
    assert_eq!(names(&mut rig, 1000), [""; 0]);
    rig.ok(Syscall::Lseek { fd, offset: 0, whence: SEEK_SET });
    assert_eq!(names(&mut rig, 1000), [".", "..", "alpha", "mid", "new"]);
    rig.ok(Syscall::Lseek { fd, offset: 0, whence: SEEK_SET });
    assert_eq!(rig.errno(Syscall::Getdents64 { fd, buf: UserAddr(DATA), size: 10 }), "EINVAL");
}

#[test]
fn link_counts() {
    let mut rig = rig();
    assert_eq!(rig.lstat("d").unwrap().nlink, 3);
    check(&mut rig, "rename d/e e -> 0\nlink f f2 -> 0\nmkdir d/1 -> 0\nmkdir d/2 -> 0");
    assert_eq!((rig.lstat("d").unwrap().nlink, rig.lstat("f").unwrap().nlink), (4, 2));
    assert_eq!(rig.lstat("f").unwrap().ino, rig.lstat("f2").unwrap().ino);
    check(&mut rig, "unlink f -> 0\nrename d/1 d/2 -> 0");
    assert_eq!((rig.lstat("d").unwrap().nlink, rig.lstat("f2").unwrap().nlink), (3, 1));
    assert_eq!(rig.lstat("f"), Err(Failed(Errno::ENOENT)));
}

#[test]
fn descriptors_have_names_in_dev() {
    let mut rig = Rig::new();
    let fd = rig.fd("f", O_CREAT | O_RDWR);
    rig.write(fd, b"text");
    let again = rig.fd(&format!("/dev/fd/{}", fd.0), O_RDONLY);
    assert_eq!(rig.read(again, 10).unwrap(), b"text", "opened anew: an offset of its own");
    check(
        &mut rig,
        "open /dev/fd/77 RDONLY -> ENOENT\nopen /dev/stdout WRONLY -> fd\nopen /dev/stdin/x RDONLY -> ENOTDIR",
    );
}
