//! Scenario files: the examples do what they expect, the same every time; mistakes are pointed at.

use forklore_sim::scenario::boot::prepare;
use forklore_sim::scenario::file::Text;
use forklore_sim::scenario::run::{Outcome, run};
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
