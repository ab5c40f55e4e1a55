//! `sim trace`: what other tools are given. Snapshots for what a person reads, properties for what a viewer needs, and a
//! real browser for the page.

use forklore_sim::export::film::{Film, Keep, film};
use forklore_sim::export::{dot, html, mermaid, perfetto, shiviz};
use forklore_sim::history::History;
use forklore_sim::run::Ended;
use forklore_sim::setup::{Setup, Sources};
use serde_json::Value;
use std::collections::BTreeMap;
use std::process::Command;

fn example(name: &str) -> (Film, Vec<(String, String)>) {
    let path = forklore_tests::program::repository().join("examples").join(name);
    let text = std::fs::read_to_string(path).expect("an example");
    let setup = Setup { program: Sources::single(name, &text), argv0: "./a.out".to_string(), ..Setup::default() };
    let mut history = History::new(&setup).expect("compiles");
    let sources = vec![(name.to_string(), text)];
    (film(&mut history, b"", Keep::Frames(html::room(&sources)), None), sources)
}

#[test]
fn a_sequence_diagram_shows_who_wrote_to_whom() {
    let (film, _) = example("pipe_parent_child.c");
    insta::assert_snapshot!(mermaid::render(&film.moments, &film.names));
}

#[test]
fn descriptor_tables_and_processes_for_graphviz() {
    let (film, _) = example("deadlock_pipe.c");
    assert!(matches!(film.ended, Ended::Deadlock(_)));
    insta::assert_snapshot!(dot::descriptors(&film.view) + &dot::processes(&film.view));
}

#[test]
fn vector_clocks_order_what_the_pipe_orders() {
    let (film, _) = example("pipe_parent_child.c");
    let clocks = shiviz::clocks(&film.moments);
    for (moment, clock) in film.moments.iter().zip(&clocks) {
        for cause in &moment.causes {
            let before = &clocks[*cause];
            assert!(before.iter().all(|(tid, n)| clock.get(tid).is_some_and(|m| m >= n)), "{moment:?}");
        }
    }
    assert!(film.moments.iter().any(|m| !m.flowed.is_empty() && !m.causes.is_empty()), "a read knows its write");
    let log = shiviz::render(&film.moments);
    assert_eq!(log.lines().count() % 2, 0, "two lines a moment");
    assert!(log.starts_with("\n\n"), "how it is parsed: by default");
    assert!(log.lines().nth(3).is_some_and(|line| line.starts_with("pid2 {\"pid2\":1")), "{log}");
}

/// ShiViz looks for `(?<event>.*)\n(?<host>\S*) (?<clock>{.*})`, where the event may be empty: no event may look like a host's line.
#[test]
fn shiviz_takes_events_for_events() {
    for name in ["signals_tour.c", "sigint_handler.c", "named_pipe.c"] {
        let (film, _) = example(name);
        let log = shiviz::render(&film.moments);
        assert!(log.contains("rt_sigaction("), "{name}");
        for (n, line) in log.lines().skip(2).enumerate() {
            let clock = line.split_once(' ').is_some_and(|(_, rest)| rest.starts_with('{') && rest.contains('}'));
            assert_eq!(clock, n % 2 == 1, "{name}: {line}");
        }
    }
}

/// A sleep that nobody has ended is told: of a deadlock it is the point.
#[test]
fn shiviz_is_told_of_those_who_sleep_to_the_end() {
    let (film, _) = example("broken/fifo_deadlock.c");
    let log = shiviz::render(&film.moments);
    for name in ["ask.fifo", "answer.fifo"] {
        let opens = log.lines().filter(|line| line.contains(name) && line.contains("<unfinished ...>")).count();
        assert_eq!(opens, 1, "{log}");
    }
}

/// What a viewer of the trace event format demands: slices of a track lie in one another or beside one another, and each
/// end of an arrow lies within a slice.
#[test]
fn perfetto_slices_nest_and_arrows_hold_on_to_slices() {
    for name in ["pipe_parent_child.c", "signals_tour.c", "shell_pipe.c", "kill_loop.c", "zombie.c", "two_pipes.c"] {
        let (film, _) = example(name);
        let trace: Value = serde_json::from_str(&perfetto::render(&film.moments, &film.names)).expect("JSON");
        let events = trace["traceEvents"].as_array().expect("events");
        let ns = |value: &Value| (value.as_f64().expect("a time") * 1000.0).round() as u64;
        let track = |event: &Value| (event["pid"].as_i64().expect("pid"), event["tid"].as_i64().expect("tid"));
        let mut slices: BTreeMap<(i64, i64), Vec<(u64, u64)>> = BTreeMap::new();
        let mut ids: BTreeMap<i64, Vec<u64>> = BTreeMap::new();
        for event in events.iter().filter(|event| event["ph"] == "X") {
            let (from, length) = (ns(&event["ts"]), ns(&event["dur"]));
            let slices = slices.entry(track(event)).or_default();
            assert!(length > 0);
            let inside_or_after = |(begin, end): &(u64, u64)| from >= *end || (from >= *begin && from + length <= *end);
            assert!(slices.iter().all(inside_or_after), "{name}: {event} crosses another slice");
            slices.push((from, from + length));
        }
        for event in events.iter().filter(|event| event["ph"] == "s" || event["ph"] == "f") {
            let at = ns(&event["ts"]);
            let held = slices[&track(event)].iter().any(|(from, to)| (*from..*to).contains(&at));
            assert!(held, "{name}: {event} is in no slice");
            ids.entry(event["id"].as_i64().expect("id")).or_default().push(at);
        }
        assert!(!ids.is_empty(), "{name}: no arrows");
        assert!(ids.values().all(|ends| ends.len() == 2), "{name}: each arrow has a number of its own");
        assert!(ids.values().all(|ends| ends[0] <= ends[1]), "{name}: no arrow arrives before it has left");
    }
}

/// Drives the page with keys and the slider in headless Chromium and reads what it shows.
#[test]
fn the_page_plays_in_a_browser() {
    let (film, sources) = example("pipe_parent_child.c");
    let last = film.frames.len() - 1;
    let page = html::render(&film, "pipe_parent_child.c", &sources);
    assert!(page.len() < 2_000_000);
    let Some(browser) = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|out| out.status.success()))
    else {
        assert!(std::env::var_os("CI").is_none(), "CI needs Chromium for this test");
        return;
    };
    let probe = r#"<script>
        const seen = []; const note = what => seen.push(what + ' ' + document.body.dataset.step);
        const key = name => document.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
        note('start'); key('ArrowRight'); note('right'); key('ArrowRight'); key('ArrowLeft'); note('left'); key('End'); note('end');
        seen.push('output ' + JSON.stringify(document.getElementById('output').textContent));
        key('Home'); note('home');
        const slider = document.getElementById('slider'); slider.value = 3; slider.dispatchEvent(new Event('input')); note('slider');
        key('n'); const asleep = document.getElementById('why').textContent;
        const report = document.createElement('pre'); report.id = 'report';
        report.textContent = seen.concat('errors ' + window.errors.length, asleep.includes('waits in') ? 'why' : 'no why').join('\n');
        document.body.append(report);
        </script></body>"#;
    let page = page
        .replacen(
            "<head>",
            "<head><script>window.errors = []; window.onerror = e => window.errors.push(e);</script>",
            1,
        )
        .replacen("</body>", probe, 1);
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("page.html");
    std::fs::write(&file, page).expect("written");
    let out = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg(format!("--user-data-dir={}", dir.path().join("profile").display()))
        .args(["--virtual-time-budget=2000", "--dump-dom"])
        .arg(format!("file://{}", file.display()))
        .output()
        .expect("the browser starts");
    let dom = String::from_utf8_lossy(&out.stdout);
    let report =
        dom.split("<pre id=\"report\">").nth(1).and_then(|rest| rest.split("</pre>").next()).unwrap_or_default();
    let text: String = film.frames.iter().flat_map(|f| &f.out).map(|(_, text)| text.as_str()).collect();
    let expected = format!(
        "start 0\nright 1\nleft 1\nend {last}\noutput {}\nhome 0\nslider 3\nerrors 0\nwhy",
        serde_json::to_string(&text).expect("JSON")
    );
    assert_eq!(report, expected, "{}", String::from_utf8_lossy(&out.stderr));
}

/// A packet as an IP header and what follows, with the time in nanoseconds.
struct Captured {
    at: u64,
    bytes: Vec<u8>,
}

/// The packets of a capture file, which must be one to the last byte.
fn packets(file: &[u8]) -> Vec<Captured> {
    let word = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().expect("four bytes"));
    assert_eq!((word(0), word(4), word(20)), (0xa1b2_3c4d, 0x0004_0002, 101));
    let mut packets = Vec::new();
    let mut at = 24;
    while at < file.len() {
        let (kept, whole) = (word(at + 8) as usize, word(at + 12) as usize);
        assert_eq!(kept, whole);
        let time = u64::from(word(at)) * 1_000_000_000 + u64::from(word(at + 4));
        packets.push(Captured { at: time, bytes: file[at + 16..at + 16 + kept].to_vec() });
        at += 16 + kept;
    }
    packets
}

/// RFC 1071: 0 over anything that carries its own checksum.
fn internet_sum(bytes: &[u8]) -> u16 {
    let mut sum: u32 = bytes.chunks(2).map(|p| u32::from(p[0]) << 8 | u32::from(*p.get(1).unwrap_or(&0))).sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !(sum as u16)
}

/// Protocol, source and target address, and what the IP packet carries; headers and checksums are checked.
fn carried(packet: &[u8]) -> (u8, Vec<u8>, Vec<u8>, Vec<u8>) {
    let (protocol, source, target, rest) = match packet[0] >> 4 {
        4 => {
            assert_eq!(usize::from(u16::from_be_bytes([packet[2], packet[3]])), packet.len());
            assert_eq!(internet_sum(&packet[..20]), 0);
            (packet[9], packet[12..16].to_vec(), packet[16..20].to_vec(), packet[20..].to_vec())
        }
        6 => {
            assert_eq!(usize::from(u16::from_be_bytes([packet[4], packet[5]])), packet.len() - 40);
            (packet[6], packet[8..24].to_vec(), packet[24..40].to_vec(), packet[40..].to_vec())
        }
        version => panic!("IP version {version}"),
    };
    let length = (rest.len() as u32).to_be_bytes();
    let all = [&source[..], &target, &length, &[0, protocol], &rest].concat();
    let sum = if protocol == 1 { internet_sum(&rest) } else { internet_sum(&all) };
    assert_eq!(sum, 0, "the checksum of protocol {protocol}");
    (protocol, source, target, rest)
}

/// `sim trace --format pcap`, and what it says.
fn captured(args: &[&str]) -> (Vec<u8>, String) {
    let out = Command::new(forklore_tests::sim())
        .args(["trace", "--format", "pcap"])
        .args(args)
        .current_dir(forklore_tests::program::repository())
        .output()
        .expect("sim runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    (out.stdout, String::from_utf8_lossy(&out.stderr).into_owned())
}

/// Sequence and acknowledgement numbers, control bits and data of a TCP segment, and its ports.
fn segment(bytes: &[u8]) -> (u16, u16, u32, u32, u8, Vec<u8>) {
    let word = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    let ports = (u16::from_be_bytes([bytes[0], bytes[1]]), u16::from_be_bytes([bytes[2], bytes[3]]));
    let header = usize::from(bytes[12] >> 4) * 4;
    (ports.0, ports.1, word(4), word(8), bytes[13], bytes[header..].to_vec())
}

#[test]
fn a_capture_has_the_connections_of_the_run() {
    let (fin, syn, rst, acks) = (1u8, 2u8, 4u8, 16u8);
    let (file, said) = captured(&["examples/tcp_echo.c"]);
    assert_eq!(said, "");
    let packets = packets(&file);
    assert!(packets.windows(2).all(|pair| pair[0].at <= pair[1].at));
    // What each side of each connection has sent: where its numbers stand, and its data.
    let mut sides: BTreeMap<(u16, u16), (u32, Vec<u8>)> = BTreeMap::new();
    let mut fins: BTreeMap<(u16, u16), u32> = BTreeMap::new();
    let mut refused = 0;
    for packet in &packets {
        let (protocol, source, target, rest) = carried(&packet.bytes);
        assert_eq!((protocol, &source[..], &target[..]), (6, &[127, 0, 0, 1][..], &[127, 0, 0, 1][..]));
        let (from, to, seq, ack, bits, data) = segment(&rest);
        if bits & syn != 0 {
            sides.insert((from, to), (seq.wrapping_add(1), Vec::new()));
            assert_eq!(bits & acks != 0, sides.contains_key(&(to, from)), "the second SYN acknowledges the first");
            continue;
        }
        if bits & rst != 0 {
            refused += 1;
            continue;
        }
        assert_eq!(bits & acks, acks);
        assert_eq!(ack, sides[&(to, from)].0, "all is acknowledged, and nothing that was not sent");
        let side = sides.get_mut(&(from, to)).expect("a handshake before");
        assert_eq!(seq, side.0, "nothing is lost on the machine itself");
        side.0 = side.0.wrapping_add(data.len() as u32 + u32::from(bits & fin));
        side.1.extend(data);
        *fins.entry((from, to)).or_default() += u32::from(bits & fin);
    }
    assert!(refused > 0, "the last connection is refused");
    assert!(fins.values().all(|n| *n == 1) && fins.len() == 4, "{fins:?}");
    let all: Vec<&Vec<u8>> = sides.values().map(|(_, data)| data).filter(|data| !data.is_empty()).collect();
    assert!(all.len() == 4 && all.iter().all(|data| all.iter().filter(|other| other == &data).count() == 2), "{all:?}");
}

#[test]
fn a_capture_of_datagrams_and_of_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let program = dir.path().join("refused.c");
    let text = "#include <arpa/inet.h>\n#include <netinet/in.h>\n#include <string.h>\n#include <sys/socket.h>\n#include <unistd.h>\n\
        int main(void)\n{\n\tstruct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(9) };\n\
        \ta.sin_addr.s_addr = htonl(INADDR_LOOPBACK);\n\tint s = socket(AF_INET, SOCK_DGRAM, 0);\n\
        \tconnect(s, (struct sockaddr *)&a, sizeof a);\n\tsend(s, \"odd\", 3, 0);\n\
        \tstruct sockaddr_in6 b = { .sin6_family = AF_INET6, .sin6_port = htons(9), .sin6_addr = IN6ADDR_LOOPBACK_INIT };\n\
        \tint t = socket(AF_INET6, SOCK_DGRAM, 0);\n\tconnect(t, (struct sockaddr *)&b, sizeof b);\n\
        \tsend(t, \"even\", 4, 0);\n\treturn 0;\n}\n";
    std::fs::write(&program, text).expect("written");
    let (file, said) = captured(&[&program.display().to_string()]);
    assert_eq!(said, "");
    let kinds: Vec<(u8, usize)> = packets(&file).iter().map(|p| carried(&p.bytes)).map(|c| (c.0, c.3.len())).collect();
    assert_eq!(kinds, [(17, 11), (1, 36), (17, 12), (58, 56)]);
    let (file, said) = captured(&["examples/pipe_parent_child.c"]);
    assert_eq!(packets(&file).len(), 0);
    assert!(said.contains("no packets"), "{said}");
}

#[test]
fn a_capture_of_several_hosts() {
    let scenario = "examples/webapp/webapp.toml";
    let all = packets(&captured(&[scenario]).0);
    let one = packets(&captured(&["--host", "server", scenario]).0);
    assert!(all.windows(2).all(|pair| pair[0].at <= pair[1].at));
    // All that is sent arrives after the link's 5 ms, unless the run ends before; the one host sees its own and the other's.
    let end = all.last().expect("packets").at;
    let under_way =
        all.iter().filter(|packet| carried(&packet.bytes).1 == [10, 0, 0, 1] && packet.at + 5_000_000 > end);
    assert_eq!(all.len() - under_way.count(), one.len());
    let heads: Vec<String> = all
        .iter()
        .map(|packet| carried(&packet.bytes))
        .filter_map(|(_, source, _, rest)| {
            let data = segment(&rest).5;
            let line = String::from_utf8_lossy(&data).lines().next().map(str::to_string);
            line.filter(|line| line.starts_with("GET")).map(|line| format!("{source:?} {line}"))
        })
        .collect();
    assert_eq!(heads[0], "[10, 0, 0, 1] GET / HTTP/1.0");
    assert_eq!(heads.len(), 5);
}
