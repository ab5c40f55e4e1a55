//! What a slip of the finger does: programs of the tree with one token left out, doubled or misspelt, or a line missing. Every
//! warning and error has to be the host's gcc's, in place and words. Not all are; how many is counted, and may not fall.
//!
//! `FORKLORE_MUTATED=2000 FORKLORE_SEED=7 cargo test --test mutated -- --nocapture` looks further and shows the differences.

use forklore_sim::boot::build;
use forklore_sim::library;
use forklore_sim::setup::Sources;
use forklore_sim::userland::cc::diag::{Diagnostic, Severity};
use forklore_tests::host;
use forklore_tests::program::repository;
use std::path::PathBuf;
use std::process::Command;

/// Least share of programs, in percent, that have gcc's first message, and all of its messages.
const FIRST: usize = 90;
const ALL: usize = 80;

/// A small generator (Knuth's MMIX), so that a seed names its programs.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

#[test]
fn slips_of_the_finger_get_gccs_messages() {
    let number = |name, default| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default);
    let (count, seed) = (number("FORKLORE_MUTATED", 120), number("FORKLORE_SEED", 1) as u64);
    match host::available() {
        Err(why) if std::env::var_os("CI").is_some() => panic!("{why}"),
        Err(_) => return,
        Ok(()) => {}
    }
    let dir = tempfile::tempdir().expect("a directory");
    let library = library::libc().expect("the C library");
    let programs = programs();
    let (mut random, mut made, mut first, mut all) = (Random(seed), 0, 0, 0);
    while made < count {
        let path = &programs[random.below(programs.len())];
        let text = std::fs::read_to_string(path).expect("readable");
        let mutated = mutate(&text, &mut random);
        if mutated == text {
            continue;
        }
        made += 1;
        let file = dir.path().join("t.c");
        std::fs::write(&file, &mutated).expect("writable");
        let real = gccs(&file);
        let found = match build(&Sources::single("t.c", &mutated), &library) {
            Ok((_, found)) | Err(found) => found,
        };
        let ours: Vec<String> = found.list.iter().filter_map(shown).collect();
        first += usize::from(real.first() == ours.first());
        all += usize::from(real == ours);
        if real != ours {
            println!("== {} (program {made})", path.display());
            real.iter().take(5).for_each(|line| println!("  gcc {line}"));
            ours.iter().take(5).for_each(|line| println!("  we  {line}"));
        }
    }
    println!("{made} programs: the first message is gcc's in {first}, all of them in {all}");
    assert!(first * 100 >= made * FIRST && all * 100 >= made * ALL, "{first} and {all} of {made}");
}

fn programs() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["examples", "examples/broken", "docs/programs", "tests/conformance/programs"] {
        let entries = std::fs::read_dir(repository().join(folder)).expect(folder);
        found.extend(entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "c")));
    }
    found.sort();
    found
}

/// What gcc says, without the names of types that have two.
fn gccs(file: &std::path::Path) -> Vec<String> {
    let out = Command::new("cc")
        .args(["-std=gnu17", "-fsyntax-only", "t.c"])
        .current_dir(file.parent().expect("in a directory"))
        .env("LC_ALL", "C")
        .output()
        .expect("cc runs");
    let text = String::from_utf8_lossy(&out.stderr).into_owned();
    let is_message = |line: &&str| [": error: ", ": warning: ", ": fatal error: "].iter().any(|s| line.contains(s));
    text.lines().filter(|line| line.starts_with("t.c:")).filter(is_message).map(str::to_string).collect()
}

fn shown(d: &Diagnostic) -> Option<String> {
    if d.severity == Severity::Note || d.message.starts_with("undefined reference") {
        return None;
    }
    let option = d.option.map_or(String::new(), |option| format!(" [{option}]"));
    let column = if d.column == 0 { String::new() } else { format!("{}:", d.column) };
    Some(format!("t.c:{}:{column} {}: {}{option}", d.line, d.severity.text(), d.message))
}

/// One slip.
fn mutate(text: &str, random: &mut Random) -> String {
    let tokens = tokens(text);
    let of = |wanted: &dyn Fn(&str) -> bool, random: &mut Random| {
        let fitting: Vec<_> = tokens.iter().filter(|(from, to)| wanted(&text[*from..*to])).collect();
        fitting.get(random.below(fitting.len())).map(|found| **found)
    };
    let any = |_: &str| true;
    let name = |t: &str| t.len() > 3 && t.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let made = match random.below(10) {
        0..=2 => of(&|t| [";", ")", "}", "(", "{", ","].contains(&t), random)
            .map(|(from, to)| format!("{}{}", &text[..from], &text[to..])),
        3 => of(&any, random).map(|(from, to)| format!("{}{}", &text[..from], &text[to..])),
        4 => of(&any, random).map(|(from, to)| format!("{} {}{}", &text[..to], &text[from..to], &text[to..])),
        5 => of(&name, random).map(|(from, to)| {
            let at = from + random.below(to - from - 1);
            let (a, b) = (&text[at..=at], &text[at + 1..=at + 1]);
            format!("{}{b}{a}{}", &text[..at], &text[at + 2..])
        }),
        6 => of(&|t| t.starts_with('"'), random).map(|(from, _)| format!("{}{}", &text[..from], &text[from + 1..])),
        7 => of(&|t| t == ")", random).map(|(from, _)| format!("{}, 1{}", &text[..from], &text[from..])),
        8 => without_line(text, random, &|line| line.starts_with("#include")),
        _ => without_line(text, random, &|line| {
            let begins =
                ["int ", "char ", "pid_t ", "long ", "struct "].iter().any(|word| line.trim().starts_with(word));
            line.starts_with([' ', '\t']) && begins && line.ends_with(';') && !line.contains('(')
        }),
    };
    made.unwrap_or_else(|| text.to_string())
}

fn without_line(text: &str, random: &mut Random, fits: &dyn Fn(&str) -> bool) -> Option<String> {
    let fitting: Vec<usize> = text.lines().enumerate().filter(|(_, line)| fits(line)).map(|(n, _)| n).collect();
    let dropped = *fitting.get(random.below(fitting.len()))?;
    Some(text.lines().enumerate().filter(|(n, _)| *n != dropped).map(|(_, line)| format!("{line}\n")).collect())
}

/// Where the tokens of a C text are; comments and directives have none. ASCII texts only.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let (mut found, mut at, mut fresh) = (Vec::new(), 0, true);
    let word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || *b == b'.';
    while at < bytes.len() {
        let rest = &bytes[at..];
        let position = |what: &str, from: usize| text.get(at + from..)?.find(what).map(|n| at + from + n);
        if rest[0].is_ascii_whitespace() || !rest[0].is_ascii() {
            fresh |= rest[0] == b'\n';
            at += 1;
            continue;
        }
        let end = match rest {
            [b'/', b'/', ..] => position("\n", 0).unwrap_or(bytes.len()),
            [b'/', b'*', ..] => position("*/", 2).map_or(bytes.len(), |end| end + 2),
            [b'#', ..] if fresh => {
                let mut end = position("\n", 0).unwrap_or(bytes.len());
                while bytes[..end].ends_with(b"\\") {
                    end = text[end + 1..].find('\n').map_or(bytes.len(), |n| end + 1 + n);
                }
                end
            }
            [quote @ (b'"' | b'\''), ..] => {
                let mut end = 1;
                while end < rest.len() && rest[end] != *quote && rest[end] != b'\n' {
                    end += 1 + usize::from(rest[end] == b'\\');
                }
                at + (end + 1).min(rest.len())
            }
            [first, ..] if word(first) => at + rest.iter().take_while(|b| word(b)).count(),
            [a, b, ..] if text.is_char_boundary(at + 2) => {
                let two = [*a, *b];
                let pairs = ["->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||"];
                at + 1 + usize::from(pairs.iter().any(|pair| pair.as_bytes() == two))
            }
            _ => at + 1,
        };
        let skipped = matches!(rest, [b'/', b'/' | b'*', ..]) || fresh && rest[0] == b'#';
        if !skipped && text.is_char_boundary(end) {
            found.push((at, end));
        }
        fresh = false;
        at = end;
    }
    found
}
