//! Graphviz: descriptor tables drawn through open file descriptions to what is behind them, and the tree of processes,
//! both as they are at one moment.

use super::objects;
use super::view::View;
use serde_json::Value;
use std::fmt::Write;

/// The descriptor tables.
pub fn descriptors(view: &View) -> String {
    let mut out = String::from(
        "digraph descriptors {\n  rankdir=LR;\n  node [shape=record, fontname=\"monospace\", fontsize=10];\n  edge [fontname=\"monospace\", fontsize=9];\n",
    );
    for (name, thing) in view {
        let title = |key: &str| escape(thing[key].as_str().unwrap_or_default());
        match name.split_once(':').map(|(kind, _)| kind) {
            Some("proc") => {
                let mut label = format!("<pid> pid {} {}\\n{}", thing["pid"], title("name"), title("state"));
                for fd in thing["fds"].as_array().into_iter().flatten() {
                    let _ = write!(label, "|<fd{0}> {0}", fd[0]);
                }
                let _ = writeln!(out, "  \"{name}\" [label=\"{label}\"];");
                for fd in thing["fds"].as_array().into_iter().flatten() {
                    let _ = writeln!(out, "  \"{name}\":fd{} -> \"{}\";", fd[0], fd[1].as_str().unwrap_or_default());
                }
            }
            Some("file") => {
                let offset = thing["offset"].as_u64().map(|o| format!(", offset {o}")).unwrap_or_default();
                let label = format!("{}|{}{offset}, refs {}", title("label"), title("mode"), thing["refs"]);
                let _ = writeln!(out, "  \"{name}\" [label=\"{label}\"];");
                let object = thing["object"].as_str().unwrap_or_default();
                if view.contains_key(object) {
                    let _ = writeln!(out, "  \"{name}\" -> \"{object}\";");
                }
            }
            _ => {
                let mut rows = vec![markup(thing["title"].as_str().unwrap_or_default())];
                if let (Some(used), Some(capacity)) = (thing["used"].as_u64(), thing["capacity"].as_u64()) {
                    let of = if capacity > 0 { format!(" of {capacity}") } else { String::new() };
                    rows.push(format!("{used}{of} {}", markup(thing["unit"].as_str().unwrap_or_default())));
                }
                for fact in thing["facts"].as_array().into_iter().flatten() {
                    let text = |n: usize| fact[n].as_str().unwrap_or_default();
                    rows.push(markup(&objects::fact(text(0), text(1))));
                }
                let _ = writeln!(out, "  \"{name}\" [shape=plain, label={}];", table(&rows));
                for user in thing["users"].as_array().into_iter().flatten() {
                    let process = format!("proc:{}", user[0]);
                    if view.contains_key(&process) {
                        let what = escape(user[1].as_str().unwrap_or_default());
                        let _ = writeln!(out, "  \"{process}\":pid -> \"{name}\" [style=dashed, label=\"{what}\"];");
                    }
                }
                // Of two that are joined the first one draws the line.
                let peer = thing["peer"].as_str().and_then(|peer| view.get_key_value(peer));
                if let Some((peer, _)) = peer.filter(|(peer, other)| name < *peer || other["peer"].is_null()) {
                    let _ = writeln!(out, "  \"{name}\" -> \"{peer}\" [dir=both, style=dashed, constraint=false];");
                }
            }
        }
    }
    out + "}\n"
}

/// The tree of processes.
pub fn processes(view: &View) -> String {
    let mut out = String::from("digraph processes {\n  node [shape=box, fontname=\"monospace\", fontsize=10];\n");
    let processes = || view.iter().filter(|(name, _)| name.starts_with("proc:")).map(|(_, thing)| thing);
    let exists = |pid: &Value| processes().any(|p| p["pid"] == *pid);
    for thing in processes() {
        let text = |key: &str| escape(thing[key].as_str().unwrap_or_default());
        let place = if thing["place"].is_null() { String::new() } else { format!("\\n{}", text("place")) };
        let _ = writeln!(
            out,
            "  p{0} [label=\"pid {0} {1}\\ngroup {2}\\n{3}{place}\"];",
            thing["pid"],
            text("name"),
            thing["pgid"],
            text("state")
        );
        if exists(&thing["ppid"]) {
            let _ = writeln!(out, "  p{} -> p{};", thing["ppid"], thing["pid"]);
        }
    }
    out + "}\n"
}

/// A rounded box with lines between its rows. No record: dot loses edges between records of one rank, as two sockets are.
fn table(rows: &[String]) -> String {
    let rows: Vec<String> = rows.iter().map(|row| format!("<TR><TD>{row}</TD></TR>")).collect();
    format!(
        "<<TABLE BORDER=\"1\" STYLE=\"ROUNDED\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"4\">{}</TABLE>>",
        rows.join("<HR/>")
    )
}

/// Text inside an HTML-like label.
fn markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Text inside a record label.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '"' | '\\' | '{' | '}' | '|' | '<' | '>') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
