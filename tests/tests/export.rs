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
    (film(&mut history, b"", Keep::Frames(html::ROOM), None), vec![(name.to_string(), text)])
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
    insta::assert_snapshot!(dot::descriptors(&film.last_view) + &dot::processes(&film.last_view));
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
    assert!(log.lines().nth(1).is_some_and(|line| line.starts_with("pid2 {\"pid2\":1")), "{log}");
}

#[test]
fn perfetto_slices_nest_and_arrows_have_two_ends() {
    for name in ["pipe_parent_child.c", "signals_tour.c", "shell_pipe.c"] {
        let (film, _) = example(name);
        let trace: Value = serde_json::from_str(&perfetto::render(&film.moments, &film.names)).expect("JSON");
        let events = trace["traceEvents"].as_array().expect("events");
        let mut ends: BTreeMap<(i64, i64), f64> = BTreeMap::new();
        let (mut starts, mut finishes) = (0, 0);
        for event in events {
            match event["ph"].as_str() {
                Some("X") => {
                    let track = (event["pid"].as_i64().expect("pid"), event["tid"].as_i64().expect("tid"));
                    let (ts, dur) = (event["ts"].as_f64().expect("ts"), event["dur"].as_f64().expect("dur"));
                    assert!(dur > 0.0);
                    let end = ends.entry(track).or_default();
                    assert!(ts + 1e-6 >= *end, "{name}: slices of {track:?} overlap at {ts}");
                    *end = ts + dur;
                }
                Some("s") => starts += 1,
                Some("f") => finishes += 1,
                _ => {}
            }
        }
        assert_eq!(starts, finishes, "{name}");
        assert!(starts > 0, "{name}: no arrows");
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
