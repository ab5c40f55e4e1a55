//! Large and strange programs: the compiler neither fails on them nor takes long.

mod support;

use forklore_userland::cc::{self, SourceFile, lower};
use forklore_userland::library::{self, Library};
use forklore_userland::{libc, toolchain};
use std::fmt::Write;
use support::{End, Rng};

fn repeat(n: usize, f: impl Fn(usize) -> String) -> String {
    (0..n).map(f).collect()
}

fn agree(name: &str, body: &str) {
    if let Err(e) = support::compare(name, body) {
        panic!("{e}");
    }
}

#[test]
fn long_sums_and_deep_parentheses() {
    let terms = vec!["a"; 600].join(" + ");
    let deep = format!("{}a{}", "(g - ".repeat(90), ")".repeat(90));
    let calls = format!("{}a{}", "f(a, ".repeat(60), ")".repeat(60));
    let calls_left = format!("{}a{}", "f(".repeat(60), ", a * 2)".repeat(60));
    agree(
        "deep",
        &format!(
            "int g = 7; static int f(int a, int b) {{ return a * 3 + b; }}\n\
             int main(void) {{ int a = 1; out({terms}); out({deep}); out({calls}); out({calls_left}); return 0; }}"
        ),
    );
}

#[test]
fn many_cases() {
    let sparse = repeat(3000, |i| format!("case {}: return {i};", i * 7));
    let dense = repeat(3000, |i| format!("case {i}: return {};", i + 3));
    agree(
        "cases",
        &format!(
            "static int f(int x) {{ switch (x) {{ {sparse} default: return -1; }} }}\n\
             static int g(unsigned x) {{ switch (x) {{ {dense} }} return -1; }}\n\
             static int h(long x) {{ switch (x) {{ case -5 ... -1: return 1; case 0x7fffffffffffffff: return 2; case (-0x7fffffffffffffff - 1): return 3; \
             case 100 ... 200: return 4; case 1000000000000: return 5; }} return 0; }}\n\
             static int u(unsigned long x) {{ switch (x) {{ case 0: return 1; case 0xffffffffffffffff: return 2; case 0x8000000000000000: return 3; case 5: return 4; }} return 0; }}\n\
             int main(void) {{ long s = 0; for (int i = -5; i < 25000; i++) s += f(i) * 3 + g(i); out(s);\n\
             out(h(-6)); out(h(-5)); out(h(-1)); out(h(0)); out(h(0x7fffffffffffffff)); out(h(-0x7fffffffffffffff - 1)); out(h(150)); out(h(201)); out(h(1000000000000));\n\
             out(u(0)); out(u(-1)); out(u(1ul << 63)); out(u(5)); out(u(6)); return 0; }}"
        ),
    );
}

#[test]
fn many_variables() {
    for n in [190, 240, 600] {
        let declare = repeat(n, |i| format!("int v{i} = {i};"));
        let step = repeat(n, |i| format!("v{i} += v{};", (i * 7 + 1) % n));
        let sum = repeat(n, |i| format!("s += v{i};"));
        agree(
            &format!("variables{n}"),
            &format!(
                "int main(void) {{ {declare} for (int k = 0; k < 5; k++) {{ {step} }} long s = 0; {sum} out(s); return 0; }}"
            ),
        );
    }
}

#[test]
fn many_arguments() {
    let params = (0..100).map(|i| format!("int a{i}")).collect::<Vec<_>>().join(", ");
    let sum = (0..100).map(|i| format!("a{i} * {i}")).collect::<Vec<_>>().join(" + ");
    let args = |j: usize| (0..100).map(|i| (i + j).to_string()).collect::<Vec<_>>().join(", ");
    let nested = (0..100)
        .map(|i| if i % 30 == 7 { format!("f({})", args(i)) } else { i.to_string() })
        .collect::<Vec<_>>()
        .join(", ");
    agree(
        "arguments",
        &format!(
            "static int f({params}) {{ return {sum}; }}\nint main(void) {{ out(f({})); out(f({nested})); return 0; }}",
            args(0)
        ),
    );
}

#[test]
fn large_initialisers_and_functions() {
    let list = (0..20_000).map(|i| (i % 1000).to_string()).collect::<Vec<_>>().join(",");
    let computed = (0..1000).map(|i| format!("h({})", i % 50)).collect::<Vec<_>>().join(",");
    let body = repeat(4000, |i| {
        format!(
            "if (x > {}) x = (x * {} + y) % 1000; else y += g[{}] + x * {};\n",
            i % 50,
            i % 13 + 1,
            i % 100,
            i * 100_003
        )
    });
    agree(
        "large",
        &format!(
            "int g[] = {{{list}}}; static int h(int i) {{ return i * 3; }}\n\
             int main(void) {{ int l[] = {{{list}}}, m[] = {{{computed}}}; long s = 0; int x = 1; unsigned y = 2;\n\
             for (int i = 0; i < 20000; i++) s += l[i] * (i % 3) + g[i]; for (int i = 0; i < 1000; i++) s += m[i];\n\
             for (int k = 0; k < 3; k++) {{ {body} }} out(s); out(x); out(y); return 0; }}"
        ),
    );
}

#[test]
fn stack_overflows_fault() {
    for body in [
        "int f(int n) { char b[9000000]; b[n] = 1; return b[n]; } int main(void) { return f(3); }",
        "int f(int n) { return n ? 1 + f(n + 1) : 0; } int main(void) { return f(1); }",
        "int main(void) { char b[100000000000]; b[5] = 2; return b[5]; }",
        "int main(void) { char b[100000000000], c[100000000000]; c[99999999999] = 2; return b[99999999999]; }",
        "int f(long n) { char b[n]; b[0] = 1; return b[0]; } int main(void) { return f(1l << 40); }",
    ] {
        let program =
            support::compile(&format!("{}{body}", support::PRELUDE), lower::Options::default()).expect("compiles");
        let (_, end) = support::execute(&program, 1 << 30);
        assert!(
            matches!(&end, End::Other(e) if e.contains("StackOverflow") || e.contains("Memory")),
            "{body}: {end:?}"
        );
    }
}

/// Sources changed at random: whatever comes out, nothing panics.
#[test]
fn changed_sources_do_not_crash_the_compiler() {
    let rounds = std::env::var("FORKLORE_FUZZ_C").ok().and_then(|v| v.parse().ok()).unwrap_or(60u64);
    let first = std::env::var("FORKLORE_FUZZ_SEED").ok().and_then(|v| v.parse().ok()).unwrap_or(1u64);
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance/lang");
    let mut paths: Vec<_> = std::fs::read_dir(dir).expect("programs").flatten().map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "c"));
    paths.sort();
    let texts: Vec<String> = paths.iter().filter_map(|p| std::fs::read_to_string(p).ok()).collect();
    let packed = support::packed_library();
    let library = Library::open(&packed).expect("what was just packed");
    for seed in first..first + rounds {
        let mut rng = Rng(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let source = mutate(&mut rng, &texts);
        let result = std::panic::catch_unwind(|| {
            let options = cc::Options { headers: libc::HEADERS, ..cc::Options::default() };
            let file = SourceFile { name: "test.c".into(), text: source.as_bytes().into() };
            for lowering in lower::Options::ALL {
                let Ok((objects, _)) =
                    toolchain::compile(std::slice::from_ref(&file), &cc::NoFiles, &options, lowering)
                else {
                    continue;
                };
                if let Ok(program) = library::link(&objects, &library, &|_| None) {
                    support::execute(&program, 3_000_000);
                }
            }
        });
        if result.is_err() {
            let path = format!("{}/fuzz{seed}.c", env!("CARGO_TARGET_TMPDIR"));
            let _ = std::fs::write(&path, &source);
            panic!("seed {seed}: see {path}");
        }
    }
}

/// Tokens of one program exchanged, dropped, doubled, or taken from another.
fn mutate(rng: &mut Rng, texts: &[String]) -> String {
    let pick = |rng: &mut Rng| texts[rng.below(texts.len() as u64) as usize].clone();
    let (text, other) = (pick(rng), pick(rng));
    let mut tokens = tokens(&text);
    let others = self::tokens(&other);
    for _ in 0..1 + rng.below(4) {
        let n = tokens.len() as u64;
        let (i, j) = (rng.below(n) as usize, rng.below(n) as usize);
        match rng.below(7) {
            0 => {
                tokens.remove(i);
            }
            1 => tokens.swap(i, j),
            2 => tokens.insert(i, tokens[j].clone()),
            3 => tokens[i] = others[rng.below(others.len() as u64) as usize].clone(),
            4 => {
                tokens[i] = rng
                    .pick(&[
                        "0", "-1", "1.5", "(char)", "*", "&", "struct", "long", "[0]", "++", ",", "?", "sizeof",
                        "volatile",
                    ])
                    .to_string()
            }
            5 => {
                tokens[i] = rng
                    .pick(&[
                        "99999999999999999999",
                        "0x7fffffff",
                        "1e400",
                        "'ab'",
                        "\"s\"",
                        "({ 1; })",
                        "(int[3]){1}",
                        "goto x;",
                    ])
                    .to_string()
            }
            _ => {
                // One type for another.
                let types = ["int", "char", "long", "double", "unsigned", "short", "float", "_Bool", "void"];
                if let Some(t) = tokens.iter_mut().skip(i).find(|t| types.contains(&t.as_str())) {
                    *t = rng.pick(&types).to_string();
                }
            }
        }
    }
    let mut out = String::new();
    for t in tokens {
        let _ = write!(out, "{t}");
    }
    out
}

/// Words, numbers, and single other characters; white space is kept with what is before it.
fn tokens(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for c in text.chars() {
        let word = c.is_alphanumeric() || c == '_';
        match out.last_mut() {
            Some(last) if c.is_whitespace() || (word && last.ends_with(|l: char| l.is_alphanumeric() || l == '_')) => {
                last.push(c)
            }
            _ => out.push(c.to_string()),
        }
    }
    out
}
