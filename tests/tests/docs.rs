//! What the book and the README show is what the command prints: every block of `text` with lines `$ ...` is run, and must
//! give the lines that stand there. Programs named in them are in `docs/programs`, in `examples`, or in the chapter itself:
//! a block of C that begins with `/* name.c */`.

use forklore_tests::program::repository;
use std::path::Path;
use std::process::Command;

/// The fenced blocks of a chapter: language and text.
fn blocks(chapter: &str) -> Vec<(&str, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, String)> = None;
    for line in chapter.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(language), None) => open = Some((language, String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some((_, text))) => *text += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    blocks
}

/// A shell script that shows each command of the block before it runs it, as a terminal does. The lines `(sim) ...` below a
/// command are typed at its prompt.
fn script(block: &str) -> String {
    let mut script = String::from("exec 2>&1\n");
    for part in block.strip_prefix("$ ").into_iter().flat_map(|b| b.split("\n$ ")) {
        let command = part.lines().next().unwrap_or_default();
        let typed: String =
            part.lines().filter_map(|l| l.strip_prefix("(sim)")).map(|l| format!("{}\n", l.trim())).collect();
        let input = if typed.is_empty() { String::new() } else { format!(" <<'TYPED'\n{typed}quit\nTYPED") };
        let quoted = command.replace('\'', r"'\''");
        script += &format!("status=$?; printf '%s\\n' '$ {quoted}'; (exit $status)\n{command}{input}\n");
    }
    script
}

fn run(script: &str, folder: &Path) -> String {
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .arg("-c")
        .arg(script)
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", forklore_tests::sim().parent().expect("a folder").display()))
        .env("NO_COLOR", "1")
        .stdin(std::process::Stdio::null())
        .output()
        .expect("sh runs");
    String::from_utf8_lossy(&output.stdout).replace("(sim) quit\n", "").replace('\r', "")
}

/// The text without what another compiler version may change: addresses, times, steps, counts of three and more digits, and
/// the room that they take.
fn essence(text: &str) -> String {
    let mut essence = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let number = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | 'x');
        let end = if c.is_ascii_digit() { rest.find(|c| !number(c)).unwrap_or(rest.len()) } else { c.len_utf8() };
        if c.is_ascii_digit() && (end >= 3 || essence.ends_with("step ")) {
            essence.push('#');
        } else if !(c == ' ' && essence.ends_with([' ', '\n'])) {
            essence.push_str(&rest[..end]);
        }
        rest = &rest[end..];
    }
    essence
}

fn copy_files(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).unwrap_or_else(|e| panic!("{}: {e}", from.display())).flatten() {
        if entry.path().is_dir() {
            copy_files(&entry.path(), &to.join(entry.file_name()));
        } else if entry.path().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
        }
    }
}

/// Runs the transcripts of one chapter: what is printed otherwise than it stands there.
fn difference(chapter: &str) -> Option<String> {
    let root = repository();
    let text = std::fs::read_to_string(root.join(chapter)).unwrap_or_else(|e| panic!("{chapter}: {e}"));
    let folder = tempfile::tempdir().expect("a folder");
    copy_files(&root.join("docs/programs"), folder.path());
    copy_files(&root.join("examples"), &folder.path().join("examples"));
    let blocks = blocks(&text);
    for (_, program) in blocks.iter().filter(|(language, _)| *language == "c") {
        let name = program.strip_prefix("/* ").and_then(|rest| rest.split_once(" */")).map(|(name, _)| name);
        if let Some(name) = name.filter(|n| n.ends_with(".c")) {
            std::fs::write(folder.path().join(name), program).expect("written");
        }
    }
    let transcripts: Vec<&String> =
        blocks.iter().filter(|(language, b)| *language == "text" && b.starts_with("$ ")).map(|(_, b)| b).collect();
    let (mut difference, mut mended) = (String::new(), text.clone());
    for transcript in transcripts {
        let printed = run(&script(transcript), folder.path());
        if essence(&printed) != essence(transcript) {
            let lines = similar::TextDiff::from_lines(transcript.as_str(), &printed);
            difference += &lines.unified_diff().header(chapter, "the command").to_string();
            mended = mended.replacen(transcript.as_str(), &printed, 1);
        }
    }
    if !difference.is_empty() && std::env::var_os("FORKLORE_UPDATE_DOCS").is_some() {
        std::fs::write(root.join(chapter), mended).expect("written");
    }
    (!difference.is_empty()).then_some(difference)
}

/// README.md and every chapter of the book.
fn chapters() -> Vec<String> {
    let mut chapters = vec!["README.md".to_string()];
    for entry in std::fs::read_dir(repository().join("docs")).expect("docs").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".md") {
            chapters.push(format!("docs/{name}"));
        }
    }
    chapters.sort();
    chapters
}

#[test]
fn the_readme_and_the_book_are_true() {
    let differences: Vec<String> = chapters().iter().filter_map(|c| difference(c)).collect();
    let said = differences.join("\n");
    assert!(said.is_empty(), "FORKLORE_UPDATE_DOCS=1 writes what is printed into the chapter\n{said}");
}

#[test]
fn the_books_contents_name_every_chapter() {
    let contents = std::fs::read_to_string(repository().join("docs/README.md")).expect("contents");
    for chapter in chapters().iter().filter_map(|c| c.strip_prefix("docs/")).filter(|c| *c != "README.md") {
        assert!(contents.contains(&format!("({chapter})")), "docs/README.md does not name {chapter}");
    }
}
