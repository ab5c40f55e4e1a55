//! Scenario files: the examples do what they expect, the same every time; mistakes are pointed at.

use forklore_sim::history::{Acted, Arrived, History};
use forklore_sim::inject::Fault;
use forklore_sim::kernel::abi::{Pid, Signal};
use forklore_sim::machine::Choice;
use forklore_sim::run::Ended;
use forklore_sim::scenario::boot::{Purpose, prepare};
use forklore_sim::scenario::file::Text;
use forklore_sim::scenario::run::{Outcome, run};
use forklore_sim::scenario::tape::stage;
use forklore_tests::program::repository;

fn outcome(text: &str, files: &dyn Fn(&str) -> Option<Vec<u8>>) -> Outcome {
    let prepared = prepare(Text { name: "test.toml", text }, files).unwrap_or_else(|e| panic!("{e}"));
    run(prepared, &mut |_| {})
}

fn example(folder: &str) -> Outcome {
    let base = repository().join("examples").join(folder);
    let text = std::fs::read_to_string(base.join(format!("{folder}.toml"))).expect("the scenario");
    outcome(&text, &|name| std::fs::read(base.join(name)).ok())
}

#[test]
fn the_web_application_serves_its_pages_alike_every_time() {
    let first = example("webapp");
    assert_eq!(first.failures, Vec::<String>::new());
    assert_eq!(first, example("webapp"));
}

#[test]
fn keys_are_typed_at_a_terminal() {
    let first = example("keyboard");
    assert_eq!((&first.failures, &first.warnings), (&Vec::new(), &Vec::new()));
    assert_eq!(first, example("keyboard"));
}

#[test]
fn each_interactive_program_has_its_own_terminal() {
    let keys = |at: &str, rest: &str| format!("[[keys]]\nat = \"{at}\"\n{rest}\n");
    let program = |name: &str, expect: &str| {
        format!("[[program]]\nname = \"{name}\"\ninteractive = true\n[program.expect]\n{expect}\n")
    };
    let mut text = "version = 1\n".to_string();
    text += &program("cat", "status = 0\nstdout = \"one\\none\\ntwp\\b \\bo\\ntwo\\n\"");
    text += &program("sleep", "signal = \"SIGINT\"\nstdout = \"^C\"").replace("true", "true\nargs = [\"100\"]");
    text += &keys("1 ms", "program = \"cat\"\ntext = \"one\\n\"");
    text += &keys("2 ms", "program = \"sleep\"\ntext = \"\\u0003\"");
    text += &keys("3 ms", "program = \"cat\"\ntext = \"twp\\u007fo\\n\"");
    text += &keys("4 ms", "program = \"cat\"\ntext = \"\"");
    let result = outcome(&text, &|_| None);
    assert_eq!((&result.failures, &result.warnings), (&Vec::new(), &Vec::new()));
    gone_through_alone(&text, &|_| None);
}

#[test]
fn what_has_no_effect_is_told() {
    let text = "version = 1\n[[program]]\nname = \"cat\"\ninteractive = true\n\
                [[keys]]\nat = \"1 ms\"\ntext = \"\"\n[[keys]]\nat = \"9 ms\"\ntext = \"late\"\n\
                [[fault]]\nwhen = \"cat\"\nwaits_in = \"accept\"\nkill = \"cat\"\n\
                [[fault]]\nwhen = \"cat\"\ncalls = \"socket\"\nkill = \"cat\"\n\
                [[program]]\nname = \"sleep\"\nargs = [\"1\"]\ninteractive = true\n\
                [[keys]]\nat = \"2 ms\"\nprogram = \"sleep\"\ntext = \"x\\n\"\n\
                [[fault]]\nat = \"20 ms\"\nkill = \"cat\"\n[[fault]]\nat = \"2 s\"\nkill = \"cat\"\n";
    let text = text.replace("ms\"\ntext", "ms\"\nprogram = \"cat\"\ntext");
    let result = outcome(&text, &|_| None);
    assert_eq!(result.failures, Vec::<String>::new());
    let wanted = [
        "test.toml:10: no effect: cat had ended",
        "test.toml:30: no effect: cat had ended",
        "test.toml:14: no effect: cat never waited in accept",
        "test.toml:33: no effect: the run was over before this time",
        "test.toml:18: no effect: cat never called socket",
        "sleep did not read the last 2 keys typed at its terminal",
    ];
    assert_eq!(result.warnings, wanted);
}

const ECHO_SERVER: &str = r#"
#include <netinet/in.h>
#include <unistd.h>
int main(void)
{
    struct sockaddr_in a = {AF_INET, htons(7000)};
    int l = socket(AF_INET, SOCK_STREAM, 0), c, n;
    char buf[3000];
    bind(l, (struct sockaddr *)&a, sizeof a);
    listen(l, 5);
    while ((c = accept(l, 0, 0)) >= 0) {
        while ((n = read(c, buf, sizeof buf)) > 0)
            write(c, buf, n);
        close(c);
    }
}
"#;

/// Sends 200,000 numbered bytes and counts those that come back as they went.
const ECHO_CLIENT: &str = r#"
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
int main(void)
{
    struct addrinfo h = {.ai_socktype = SOCK_STREAM}, *ai;
    if (getaddrinfo("server", "7000", &h, &ai))
        return 2;
    int s = socket(ai->ai_family, SOCK_STREAM, 0);
    if (connect(s, ai->ai_addr, ai->ai_addrlen) < 0) {
        printf("connect: %s\n", strerror(errno));
        return 1;
    }
    unsigned char out[1000], in[1000];
    long good = 0;
    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < 1000; i++)
            out[i] = round * 7 + i;
        write(s, out, sizeof out);
        if (recv(s, in, sizeof in, MSG_WAITALL) != sizeof in)
            break;
        good += memcmp(in, out, sizeof in) == 0;
    }
    printf("%ld rounds\n", good);
    return 0;
}
"#;

fn two_hosts(link: &str, extra: &str, expect: &str) -> String {
    format!(
        "version = 1\n[[host]]\nname = \"client\"\n[[host]]\nname = \"server\"\n\
         [[link]]\nbetween = [\"client\", \"server\"]\n{link}\n{extra}\n\
         [[program]]\nname = \"s\"\nhost = \"server\"\nsource = [\"s.c\"]\nbackground = true\n\
         [[program]]\nname = \"c\"\nhost = \"client\"\nsource = [\"c.c\"]\nstart = \"1 ms\"\n[program.expect]\n{expect}\n"
    )
}

fn sources(name: &str) -> Option<Vec<u8>> {
    match name {
        "s.c" => Some(ECHO_SERVER.into()),
        "c.c" => Some(ECHO_CLIENT.into()),
        _ => None,
    }
}

#[test]
fn a_stream_stays_whole_however_many_packets_are_lost_or_overtaken() {
    for (seed, link) in [(1, ""), (2, "loss = 0.1"), (3, "loss = 0.3\njitter = \"20 ms\""), (4, "jitter = \"5 ms\"")] {
        let text = two_hosts(link, "", "status = 0\nstdout = \"200 rounds\\n\"");
        let text = text.replace("version = 1", &format!("version = 1\nseed = {seed}"));
        assert_eq!(outcome(&text, &sources).failures, Vec::<String>::new(), "{link}");
    }
}

#[test]
fn a_link_that_is_down_delays_a_stream_and_no_link_refuses_it() {
    let fault = "[[fault]]\nat = \"20 ms\"\nlink_down = [\"client\", \"server\"]\n\
                 [[fault]]\nat = \"3 s\"\nlink_up = [\"client\", \"server\"]";
    let text = two_hosts("", fault, "status = 0\nstdout = \"200 rounds\\n\"");
    let delayed = outcome(&text, &sources);
    assert_eq!(delayed.failures, Vec::<String>::new());
    assert!(delayed.time_ns > 3_000_000_000);
    let text = two_hosts("", "", "status = 1\nstdout = \"connect: No route to host\\n\"");
    let start = text.find("[[link]]").expect("a link");
    let end = text.find("[[program]]").expect("a program");
    let text = text[..start].to_string() + &text[end..];
    assert_eq!(outcome(&text, &sources).failures, Vec::<String>::new());
}

#[test]
fn a_program_is_killed_when_it_waits() {
    let fault = "[[fault]]\nwhen = \"s\"\nwaits_in = \"read\"\nkill = \"s\"\nsignal = \"TERM\"";
    let text = two_hosts("", fault, "status = 0\nstdout = \"0 rounds\\n\"");
    let result = outcome(&text, &sources);
    assert_eq!(result.programs[0].status, Some(15), "{:?}", result.failures);
}

#[test]
fn a_signal_comes_before_a_call_does_anything() {
    const PROGRAM: &str = r#"
#include <signal.h>
#include <unistd.h>
static void handler(int sig) { write(1, "handler\n", 8); }
int main(void)
{
    signal(SIGUSR1, handler);
    write(1, "hello\n", 6);
    write(1, "again\n", 6);
}
"#;
    let files = |_: &str| Some(PROGRAM.as_bytes().to_vec());
    let text = |fault: &str, expect: &str| {
        format!(
            "version = 1\n[[host]]\nname = \"h\"\n[[program]]\nname = \"p\"\nsource = [\"p.c\"]\n\
             [program.expect]\n{expect}\n[[fault]]\nwhen = \"p\"\n{fault}"
        )
    };
    for (fault, expect) in [
        ("calls = \"write\"\nkill = \"p\"", "signal = \"SIGKILL\"\nstdout = \"\""),
        ("calls = \"write\"\nkill = \"p\"\nsignal = \"SIGQUIT\"", "signal = \"SIGQUIT\"\nstdout = \"\""),
        (
            "calls = \"write\"\nkill = \"p\"\nsignal = \"SIGUSR1\"",
            "status = 0\nstdout = \"handler\\nhello\\nagain\\n\"",
        ),
        ("calls = \"read\"\nkill = \"p\"", "status = 0\nstdout = \"hello\\nagain\\n\""),
        ("calls = \"exit_group\"\nkill = \"p\"", "signal = \"SIGKILL\"\nstdout = \"hello\\nagain\\n\""),
    ] {
        let text = text(fault, expect);
        assert_eq!(outcome(&text, &files).failures, Vec::<String>::new(), "{fault}");
        gone_through_alone(&text, &files);
    }
    for (fault, message) in [
        ("calls = \"wriet\"\nkill = \"p\"", "there is no system call \"wriet\""),
        ("calls = \"execve\"\nkill = \"p\"", "not supported: "),
        ("calls = \"write\"\nwaits_in = \"write\"\nkill = \"p\"", "one of waits_in and calls"),
        ("calls = \"write\"\nlink_up = [\"h\", \"h\"]", "not supported: "),
    ] {
        let text = text(fault, "status = 0");
        let error = prepare(Text { name: "test.toml", text: &text }, &files).err().map(|e| e.to_string());
        assert!(error.as_ref().is_some_and(|e| e.contains(message)), "{fault}: {error:?}");
    }
}

/// Every host, gone through alone, writes what its programs wrote in the run with all.
fn gone_through_alone(text: &str, files: &dyn Fn(&str) -> Option<Vec<u8>>) {
    let text = Text { name: "test.toml", text };
    let staged = stage(text, files, Purpose::Run, &mut |_| {}).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(staged.outcome, run(prepare(text, files).expect("it was before"), &mut |_| {}));
    let mut written: Vec<[Vec<u8>; 2]> = staged.outcome.programs.iter().map(|_| Default::default()).collect();
    for (name, recording) in &staged.hosts {
        let mut history = History::replaying(recording).expect("it boots");
        let arrived = history.goto_end();
        assert!(matches!(arrived, Arrived::Ended(Ended::Over(_))), "{name}: {arrived:?}");
        for (_, chunk) in history.output() {
            let stream = usize::from(chunk.stream) - 3;
            written[stream / 2][stream % 2].extend(&chunk.bytes);
        }
        let end = history.step();
        let time = history.machine().kernel.now_ns();
        assert!(time <= staged.outcome.time_ns);
        // Whatever way there, a moment is the same.
        history.goto(end / 2);
        let middle = history.machine().clone();
        history.goto(end);
        history.goto_time(middle.kernel.now_ns());
        assert!(history.machine().kernel.now_ns() <= middle.kernel.now_ns());
        history.goto(end / 2);
        assert_eq!(*history.machine(), middle);
        // What is kept in a file is the same.
        let (opened, _) = History::open(history.save(&[]).as_bytes()).expect("a session");
        assert_eq!(*opened.machine(), middle);
    }
    for (program, [stdout, stderr]) in staged.outcome.programs.iter().zip(&written) {
        assert_eq!((&program.stdout, &program.stderr), (stdout, stderr), "{}", program.name);
    }
}

#[test]
fn each_host_can_be_gone_through_without_the_others() {
    let base = repository().join("examples/webapp");
    let text = std::fs::read_to_string(base.join("webapp.toml")).expect("the scenario");
    gone_through_alone(&text, &|name| std::fs::read(base.join(name)).ok());
    let down = "[[fault]]\nat = \"20 ms\"\nlink_down = [\"client\", \"server\"]\n\
                 [[fault]]\nat = \"3 s\"\nlink_up = [\"client\", \"server\"]";
    let kill = "[[fault]]\nwhen = \"s\"\nwaits_in = \"read\"\nkill = \"s\"\nsignal = \"TERM\"";
    let expect = "status = 0";
    for (link, extra) in
        [("", ""), ("loss = 0.3\njitter = \"20 ms\"", ""), ("latency = \"0 ns\"", ""), ("", down), ("", kill)]
    {
        gone_through_alone(&two_hosts(link, extra, expect), &sources);
    }
    for scheduler in ["fifo", "mlfq", "lottery", "random"] {
        let text = two_hosts("", "", expect);
        let text = text.replace("version = 1", &format!("version = 1\nscheduler = \"{scheduler}\""));
        gone_through_alone(&text, &sources);
    }
}

/// On another way than the recorded one the packets of other hosts come at their times all the same.
#[test]
fn what_other_hosts_send_arrives_in_every_branch() {
    let text = two_hosts("", "", "status = 0");
    let staged = stage(Text { name: "test.toml", text: &text }, &sources, Purpose::Step, &mut |_| {});
    let staged = staged.unwrap_or_else(|e| panic!("{e}"));
    let client = &staged.hosts.iter().find(|(name, _)| name == "client").expect("a client").1;
    let mut history = History::replaying(client).expect("it boots");
    let Arrived::Ended(_) = history.goto_end() else { panic!("it does not end") };
    let end = history.step();
    history.goto(end / 2);
    // A moment at which nothing is changed by it: the run is as before.
    let acted = history.act(Choice::Inject(Fault::Signal(Pid(2), Signal::CHLD))).expect("it lives");
    assert!(matches!(acted, Acted::NewBranch(_)));
    assert!(!history.plan().timetable.is_empty());
    let Arrived::Ended(ended) = history.goto_end() else { panic!("it does not end") };
    assert_eq!(ended, Ended::Over("every program of this host has ended".to_string()));
    let text: Vec<u8> = history.output().iter().flat_map(|(_, chunk)| chunk.bytes.clone()).collect();
    assert_eq!(String::from_utf8_lossy(&text), "200 rounds\n");
}

#[test]
fn mistakes_are_pointed_at() {
    let head = "version = 1\n[[host]]\nname = \"a\"\n[[host]]\nname = \"b\"\n";
    for (rest, message) in [
        ("[[program]]\nname = \"cat\"\n", "7:8: error: with several hosts it must say on which"),
        ("[[program]]\nname = \"nothing\"\nhost = \"a\"\n", "7:8: error: \"nothing\" is no program of /bin"),
        ("[[program]]\nname = \"x\"\nhost = \"c\"\n", "8:8: error: there is no host \"c\""),
        (
            "[[program]]\nname = \"x\"\nhost = \"a\"\nsource = [\"x.c\"]\n",
            "9:11: error: the file \"x.c\" can't be read",
        ),
        ("[[link]]\nbetween = [\"a\", \"a\"]\n", "7:11: error: a link joins two different hosts"),
        ("[[link]]\nbetween = [\"a\", \"b\"]\nlatency = \"5 parsecs\"\n", "8:11: error: a time is a number with"),
        ("[[fault]]\nat = \"1 s\"\nkill = \"x\"\n", "8:8: error: there is no program \"x\""),
        ("[[fault]]\nat = \"1 s\"\n", "7:6: error: a fault says what"),
        ("[limits]\nmoney = 5\n", "7:1: error: unknown field `money`"),
    ] {
        let text = head.to_string() + rest;
        let error = prepare(Text { name: "s.toml", text: &text }, &|_| None).expect_err(rest).to_string();
        assert!(error.starts_with(&format!("s.toml:{message}")), "{error}");
    }
}

#[test]
fn entries_that_could_have_no_effect_are_errors() {
    let cat = "version = 1\n[[program]]\nname = \"cat\"\n";
    let hosts = "[[host]]\nname = \"a\"\n[[host]]\nname = \"b\"\n";
    let on_hosts = cat.replace("[[program]]", &format!("{hosts}[[program]]")) + "host = \"a\"\n";
    for (head, rest, message) in [
        ("version = 1\n", "", "1:11: error: nothing is run"),
        (cat, "background = true\n", "3:8: error: every program is in the background"),
        (cat, "[[keys]]\nat = \"1 s\"\ntext = \"a\"\n", "5:6: error: nobody reads these keys"),
        (cat, "[[keys]]\nat = \"1 s\"\nprogram = \"cat\"\ntext = \"a\"\n", "6:11: error: \"cat\" has no terminal"),
        (cat, "interactive = true\nstdin = \"a\"\n", "4:15: error: standard input is either"),
        (cat, "interactive = true\n[program.expect]\nstderr = \"\"\n", "6:10: error: an interactive program's errors"),
        (cat, "[program.expect]\nstatus = 0\nsignal = \"SIGINT\"\n", "6:10: error: a program either exits"),
        (cat, "args = [\"-n\", \"a\\u0000b\"]\n", "4:15: error: a string of C"),
        (cat, "env = [\"NOEQ\"]\n", "4:8: error: an entry of the environment"),
        (cat, "[program.expect]\nstatus = 300\n", "5:10: error: an exit status"),
        (cat, "[limits]\ntime = \"0 s\"\n", "5:8: error: with no time at all"),
        (cat, "[[host]]\nname = \"localhost\"\n", "5:8: error: no host can be called so"),
        (cat, "[[host]]\nname = \"h\"\n[[host.user]]\nname = \"u:x\"\nuid = 5\n", "7:8: error: a user's name"),
        (cat, "[[host]]\nname = \"h\"\n[[host.user]]\nname = \"root\"\nuid = 5\n", "7:8: error: the host has a user"),
        (cat, "[[host]]\nname = \"h\"\n[[host.user]]\nname = \"u\"\nuid = 1000\n", "8:7: error: no user can have"),
        (
            cat,
            "[[host]]\nname = \"h\"\n[[host.file]]\npath = \"/dev/null\"\ntext = \"\"\n",
            "7:8: error: /dev has devices only",
        ),
        (
            cat,
            "[[host]]\nname = \"h\"\n[[host.file]]\npath = \"x/\"\ntext = \"\"\n",
            "7:8: error: this is a directory's",
        ),
        (cat, "headers = [\"a.h\"]\n", "4:12: error: headers belong to a source"),
        (cat, "start = \"2 h\"\n", "4:9: error: a time is a number"),
        (cat, "start = \"90 min\"\n", "4:9: error: the run is ended before this time"),
        (
            cat,
            "[[fault]]\nat = \"2 s\"\nkill = \"cat\"\n[limits]\ntime = \"1 s\"\n",
            "5:6: error: the run is ended before",
        ),
        (
            cat,
            "interactive = true\nstart = \"2 s\"\n[[keys]]\nat = \"1 s\"\ntext = \"a\"\n",
            "7:6: error: \"cat\" has not been started",
        ),
        (&on_hosts, "[[fault]]\nat = \"1 s\"\nlink_down = [\"a\", \"b\"]\n", "11:13: error: these two have no link"),
        (
            &on_hosts,
            "[[link]]\nbetween = [\"a\", \"b\"]\n[[fault]]\nat = \"1 s\"\nlink_down = [\"a\", \"b\"]\nsignal = \"HUP\"\n",
            "14:10: error: a link gets no signal",
        ),
    ] {
        let text = head.to_string() + rest;
        let error = prepare(Text { name: "s.toml", text: &text }, &|_| None).expect_err(rest).to_string();
        assert!(error.starts_with(&format!("s.toml:{message}")), "{rest}: {error}");
    }
}

#[test]
fn the_chapters_own_file_is_right() {
    let chapter = std::fs::read_to_string(repository().join("docs/scenarios.md")).expect("the chapter");
    let text = chapter.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("its file");
    let files =
        |path: &str| Some(if path.ends_with(".c") { b"int main(void) { return 0; }".to_vec() } else { Vec::new() });
    if let Err(error) = prepare(Text { name: "chapter.toml", text }, &files) {
        panic!("{error}");
    }
}
