//! Where things came from, what is waited for, and where bytes were made: `sim/chronicle` and `sim/report`.

use forklore_sim::chronicle::Origins;
use forklore_sim::chronicle::lineage::Lineage;
use forklore_sim::history::{Arrived, History};
use forklore_sim::kernel::abi::{Fd, Pid};
use forklore_sim::machine::Choice;
use forklore_sim::run;
use forklore_sim::setup::{Setup, Sources};

/// The history of a program at its end, or where it waits for ever.
fn ended(text: &str) -> History {
    let setup = Setup { program: Sources::single("prog.c", text), argv0: "./a.out".to_string(), ..Setup::default() };
    let mut history = History::new(&setup).expect("it compiles");
    history.goto_end();
    if history.act(Choice::EndOfInput).is_ok() {
        history.goto_end();
    }
    history
}

/// Fork, dup2, a descriptor in a message, fopen, and what is left open over exec. Everybody ends up asleep.
const DESCRIPTORS: &str = r#"#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
static void pass(int sock, int fd)
{
    char data = 'x', control[CMSG_SPACE(sizeof fd)] = {0};
    struct iovec iov = {&data, 1};
    struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *c = CMSG_FIRSTHDR(&msg);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(c), &fd, sizeof fd);
    sendmsg(sock, &msg, 0);
}
static int take(int sock)
{
    char data, control[CMSG_SPACE(sizeof(int))];
    struct iovec iov = {&data, 1};
    struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    int fd = -1;
    recvmsg(sock, &msg, 0);
    memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof fd);
    return fd;
}
int main(void)
{
    int p[2], s[2];
    pipe(p);
    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    if (fork() == 0) {
        close(p[0]);
        close(p[1]);
        int fd = take(s[1]);
        dup2(fd, 9);
        close(fd);
        char c;
        read(9, &c, 1);
    }
    if (fork() == 0) {
        dup2(p[0], 0);
        execlp("cat", "cat", (char *)0);
    }
    FILE *f = fopen("notes", "w");
    pass(s[0], p[0]);
    int spare = dup(p[1]);
    close(p[1]);
    p[1] = spare;
    pause();
    fclose(f);
}
"#;

#[test]
fn every_descriptor_has_an_origin() {
    let history = ended(DESCRIPTORS);
    let origins = Origins::of_history(&history);
    let text = |pid: u32, fd: i32| origins.text(Pid(pid), Fd(fd)).unwrap_or_else(|| "none".to_string());
    assert_eq!(text(2, 0), "open from the start");
    assert_eq!(text(2, 3), "from pipe() at prog.c:31");
    assert_eq!(text(2, 4), "none", "closed");
    assert_eq!(text(2, 6), "from socketpair() at prog.c:32");
    assert_eq!(text(2, 7), "from fopen() at prog.c:46");
    assert_eq!(text(2, 8), "from pipe() at prog.c:31, by dup() at prog.c:48");
    assert_eq!(text(3, 6), "from socketpair() at prog.c:32, inherited by fork at prog.c:33");
    assert_eq!(text(3, 9), "from pipe() at prog.c:31, received by recvmsg() at prog.c:24, by dup2() at prog.c:37");
    assert_eq!(
        text(4, 0),
        "from pipe() at prog.c:31, inherited by fork at prog.c:42, by dup2() at prog.c:43, kept over exec of cat"
    );
    // The kernel has no descriptor that is not known, and the other way round.
    let kernel = &history.machine().kernel;
    for process in kernel.procs.processes().filter(|p| p.leader.is_some() && p.pid.0 > 1) {
        let Some(tid) = process.leader else { continue };
        for n in 0..20 {
            let known = origins.of(process.pid, Fd(n)).is_some();
            assert_eq!(known, kernel.fds(tid).get(Fd(n)).is_ok(), "pid {} fd {n}", process.pid);
        }
    }
}

/// A line of text for lint's and others' sake: the steps themselves.
#[test]
fn a_chain_begins_with_the_opening() {
    use forklore_sim::chronicle::origin::How;
    let origins = Origins::of_history(&ended(DESCRIPTORS));
    let chain = origins.chain(Pid(3), Fd(9));
    let hows: Vec<&How> = chain.iter().map(|origin| &origin.how).collect();
    assert!(matches!(hows[..], [How::Opened(_), How::Received(_), How::Copied(_)]), "{hows:?}");
    assert_eq!(chain[0].pid, Pid(2));
}

/// Every kind of wait for ever: what `sim run` says of it.
#[test]
fn deadlocks_are_explained() {
    let root = forklore_tests::program::repository();
    let mut files: Vec<_> =
        std::fs::read_dir(root.join("tests/why")).expect("there").flatten().map(|e| e.path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "c"));
    files.sort();
    assert!(files.len() > 10);
    for path in files {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("readable");
        let file = format!("{name}.c");
        let setup = Setup { program: Sources::single(&file, &text), argv0: "./a.out".to_string(), ..Setup::default() };
        let finished = run::run_to_end(&setup, b"").expect("it compiles");
        insta::assert_snapshot!(format!("why_{name}"), finished.ended.to_string());
        // Stepping tells the same, if its schedule comes to the same.
        let mut history = History::new(&setup).expect("it compiles");
        if let Arrived::Ended(ended) = history.goto_end() {
            assert_eq!(ended, finished.ended, "{name}");
        }
    }
}

/// Half way through the conformance programs: every descriptor has an origin, and nothing comes out of a channel otherwise
/// than it went in.
#[test]
fn nothing_is_lost_on_the_way() {
    let (mut descriptors, mut followed) = (0, 0);
    for folder in [
        "fd", "fifo", "pipe", "unix", "sock", "udp", "inet", "msg", "mq", "programs", "thread", "shm", "epoll",
        "inotify", "pidfd",
    ] {
        for program in forklore_tests::program::Program::all(&format!("tests/conformance/{folder}")) {
            let Ok(mut history) = History::new(&forklore_tests::simulated::setup(&program)) else { continue };
            let name = program.path.display();
            history.goto(200_000);
            let end = history.step();
            history.goto(end / 2);
            let origins = Origins::of_history(&history);
            let kernel = &history.machine().kernel;
            for process in kernel.procs.processes() {
                let Some(tid) = process.tasks().next() else { continue };
                for (fd, _) in kernel.fds(tid).iter() {
                    assert!(origins.of(process.pid, fd).is_some(), "{name}: pid {} fd {fd}", process.pid);
                    assert_ne!(origins.text(process.pid, fd).as_deref(), Some(""), "{name}");
                    descriptors += 1;
                }
            }
            let machine = history.machine().clone();
            for tid in machine.kernel.procs.tasks().map(|task| task.tid) {
                assert!(forklore_sim::report::why(&machine, &origins, tid).is_some_and(|text| !text.is_empty()));
            }
            // Who has asked before is answered from there on: the same.
            history.lineage();
            for step in [end / 2, end / 2 + 1, end] {
                history.goto(step);
                let (before, afresh) = (history.origins(), Origins::of_history(&history));
                assert_eq!(format!("{before:?}"), format!("{afresh:?}"), "{name} at {step}");
            }
            let lineage = Lineage::of_history(&history).expect("short");
            assert_eq!(lineage.misfits, 0, "{name}");
            let before = history.lineage().expect("short");
            assert_eq!(before.memory_of_all(), lineage.memory_of_all(), "{name}");
            followed += 1;
        }
    }
    assert!(descriptors > 500 && followed > 100, "{descriptors} {followed}");
}
