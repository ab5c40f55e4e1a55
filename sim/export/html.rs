//! One self-contained page that plays a run in a browser: source, processes, descriptor tables and buffers as drawings, a
//! timeline; no server, no network. The page is `player.html`, its script `player.js`; the run is data in it.

use super::film::{Film, Frame};
use serde_json::{Value, json};

/// Bytes that sources and frames of a page may hold, so that the page stays below 2 MB.
const ROOM: usize = 1_800_000;
/// What is left to the frames beside large sources.
const LEAST: usize = 200_000;

/// Bytes that the frames of a page with these sources may hold.
pub fn room(sources: &[(String, String)]) -> usize {
    ROOM.saturating_sub(sources.iter().map(|(name, text)| name.len() + text.len() * 5 / 4).sum()).max(LEAST)
}

/// The page. `sources`: name and text of each of the program's files.
pub fn render(film: &Film, title: &str, sources: &[(String, String)]) -> String {
    let sources: Vec<Value> =
        sources.iter().map(|(name, text)| json!({ "name": name, "lines": text.lines().collect::<Vec<_>>() })).collect();
    let mut ended = format!("The run ended: {}", film.ended);
    if film.cut {
        ended = "The page is full: the run goes on, but is not shown beyond this step.".to_string();
    }
    let mut steps: Vec<Value> = film.frames.iter().map(step).collect();
    if steps.is_empty() {
        steps.push(json!({ "p": 0, "t": 0, "x": "nothing happened", "k": "other" }));
    }
    let data = json!({
        "format": "forklore-film", "version": 1, "title": title, "sources": sources, "steps": steps, "ended": ended,
    });
    // Inside a script element only `</` and `<!--` could end the data early.
    let data = data.to_string().replace('<', "\\u003c");
    fill(include_str!("player.html"), title, &data)
}

fn step(frame: &Frame) -> Value {
    let mut step = json!({ "p": frame.tid, "t": frame.at_ns, "x": frame.text, "k": frame.kind });
    if !frame.set.is_empty() {
        step["s"] = json!(frame.set);
    }
    if !frame.gone.is_empty() {
        step["d"] = json!(frame.gone);
    }
    if !frame.out.is_empty() {
        step["o"] = json!(frame.out);
    }
    step
}

/// Puts the parts into the page, each once, so that nothing in the run is taken for a part's name.
fn fill(page: &str, title: &str, data: &str) -> String {
    let parts = [
        ("@TITLE@", escape(title)),
        ("@STYLE@", include_str!("player.css").to_string()),
        ("@DATA@", data.to_string()),
        ("@SCRIPT@", include_str!("player.js").to_string()),
    ];
    let mut out = String::with_capacity(page.len() + data.len() + 40_000);
    let mut rest = page;
    for (name, text) in &parts {
        let Some((before, after)) = rest.split_once(name) else { continue };
        out += before;
        out += text;
        rest = after;
    }
    out + rest
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
