//! The front end must end with units or diagnostics on any input: token soups, damaged programs, bytes.

use super::*;
use proptest::prelude::*;

const PROGRAM: &str = r#"
#include <stdio.h>
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define LOG(fmt, ...) printf(fmt "\n", ##__VA_ARGS__)
typedef struct node { int value; struct node *next; unsigned flag : 3; union { int i; double d; }; } node_t;
enum color { RED, GREEN = 5, BLUE };
static int table[4][2] = { [1] = {1, 2}, [2 ... 3] = {3} };
int sum(int n, ...) { __builtin_va_list ap; __builtin_va_start(ap, n); int s = 0; while (n--) s += __builtin_va_arg(ap, int); __builtin_va_end(ap); return s; }
int old(a, b) char a; double b; { return a + b; }
int main(int argc, char **argv) {
    node_t list = { .value = 3, .next = &(node_t){ 4 } }, *p = &list;
    int vla[argc + 1], x = ({ int t = 3; t * 2; }), (*f)(int, ...) = sum;
    for (int i = 0; i < 3; i++) { x += table[i][1] << 2; if (x > 10) continue; else break; }
    switch (x) { case 1 ... 3: case 'a': x = MAX(x, 2); default: goto out; }
    do { p = p->next; vla[0] = sizeof vla / sizeof(int); } while (p && !p->flag);
    LOG("%d %s", f(2, 1, 2), "a" "b");
out:
    return _Generic(x, int: 0, default: 1) + (argv ? x : 3.5e1) ?: RED;
}
"#;

const WORDS: &[&str] = &[
    "int",
    "char",
    "void",
    "double",
    "struct",
    "union",
    "enum",
    "typedef",
    "static",
    "extern",
    "const",
    "volatile",
    "unsigned",
    "long",
    "return",
    "if",
    "else",
    "while",
    "for",
    "do",
    "switch",
    "case",
    "default",
    "break",
    "continue",
    "goto",
    "sizeof",
    "_Alignof",
    "_Generic",
    "_Static_assert",
    "typeof",
    "__attribute__((packed))",
    "__extension__",
    "__builtin_va_list",
    "__builtin_va_arg",
    "__builtin_offsetof",
    "__atomic_fetch_add",
    "__func__",
    "inline",
    "_Bool",
    "x",
    "y",
    "f",
    "s",
    "T",
    "main",
    "0",
    "1",
    "2",
    "-1",
    "0x7fffffffffffffff",
    "18446744073709551615u",
    "1.5",
    "1e400",
    "'a'",
    "\"str\"",
    "L\"w\"",
    "(",
    ")",
    "(",
    ")",
    "{",
    "}",
    "{",
    "}",
    "[",
    "]",
    "[]",
    ";",
    ";",
    ";",
    ",",
    ",",
    "=",
    "==",
    "+",
    "-",
    "*",
    "*",
    "&",
    "&&",
    "||",
    "/",
    "%",
    "<<",
    ">>",
    "<",
    ">",
    "!",
    "~",
    "?",
    ":",
    ".",
    "->",
    "...",
    "++",
    "--",
    "+=",
    "#",
    "##",
    "\n",
    "\n#define x ",
    "\n#define f(a,b...) a##b #a ",
    "\n#if ",
    "\n#endif\n",
    "\n#else\n",
    "\n#include \"l.h\"\n",
    "\n#undef x\n",
    "\n#pragma pack(push,1)\n",
    "\\\n",
    "/*",
    "*/",
    "//",
    "@",
    "\\",
    "'",
    "\"",
    "int x",
    "struct s {",
    "};",
    "int f(",
    "T x;",
    "typedef int T;",
    "x:",
    "x = ",
    "= {",
    "[3]",
    "[x]",
    ": 3",
    "int (*",
    ")(",
    "({",
    "})",
];

struct Local;

impl Loader for Local {
    fn load(&self, path: &str) -> Option<Arc<[u8]>> {
        (path == "l.h").then(|| Arc::from(&b"#ifndef L\n#define L 1\ntypedef int T;\nint x;\n#endif\n"[..]))
    }
}

const HEADERS: &[(&str, &str)] = &[("stdio.h", "int printf(const char *, ...);\n#define NULL ((void *)0)\n")];

fn check(text: &[u8]) {
    let source = SourceFile { name: "fuzz.c".into(), text: Arc::from(text) };
    let options = Options { headers: HEADERS, ..Options::default() };
    match frontend(&[source], &Local, &options) {
        Ok((units, found)) => {
            assert!(!found.has_errors());
            assert_eq!(units.len(), 1);
            found.render();
        }
        Err(found) => {
            assert!(found.has_errors());
            found.render();
        }
    }
}

/// Runs on a stack of the size that threads have.
fn on_small_stack(text: String) {
    let run = std::thread::Builder::new().stack_size(2 << 20).spawn(move || check(text.as_bytes()));
    run.unwrap().join().unwrap();
}

#[test]
fn the_program_itself_is_fine() {
    let source = SourceFile { name: "fuzz.c".into(), text: Arc::from(PROGRAM.as_bytes()) };
    let options = Options { headers: HEADERS, ..Options::default() };
    let result = frontend(&[source], &Local, &options);
    assert!(result.is_ok(), "{}", result.err().unwrap().render());
}

#[test]
fn deep_nesting_ends() {
    let n = 20_000;
    for (before, open, middle, close, after) in [
        ("int x = ", "(", "1", ")", ";"),
        ("int main(){", "{", "", "}", "}"),
        ("int main(){int x = ", "-", "1", "", ";}"),
        ("int main(){int x; x", "=x", "", "", ";}"),
        ("int main(){int x; x = ", "x?1:", "x", "", ";}"),
        ("int main(){int x; x = ", "x+", "x", "", ";}"),
        ("int main(){int x; x = ", "x,", "x", "", ";}"),
        ("int main(){int x; ", "if(x)", ";", "", "}"),
        ("int main(){int x; ", "if(x);else ", ";", "", "}"),
        ("int main(){int x; switch(x){", "case 1:", ";", "", "}}"),
        ("int main(){int x; switch(x){", "default:", ";", "", "}}"),
        ("int main(){int x; ", "for(;;)", ";", "", "}"),
        ("int ", "*", "x", "", ";"),
        ("int ", "(*", "x", ")(int)", ";"),
        ("int x", "[1]", "", "", ";"),
        ("int x", "(", "", ")", ";"),
        ("int f(", "int(", "int", ")", ");"),
        ("", "struct {", "int x;", "}", ";"),
        ("struct s x = ", "{", "1", "}", ";"),
        ("int x[] = ", "{", "1", "}", ";"),
        ("int x = ", "sizeof ", "1", "", ";"),
        ("int x = ", "(int)", "1", "", ";"),
        ("int x = ", "sizeof(typeof(", "int", "))", ";"),
        ("int main(){return ", "({", "1;", "});", "}"),
        ("int main(){return ", "f(", "1", ")", ";}"),
        ("struct s{struct s*p;}; int main(){struct s x; return x", ".p->p[0]", "", "", ".p == 0;}"),
        ("int main(){int x; return ", "_Generic(1,default:", "1", ")", ";}"),
        ("int x = ", "!", "1", "", ";"),
        ("char x[] = ", "\"a\" ", "", "", ";"),
        ("int main(){", "l: ", ";", "", "}"),
        ("__attribute__((", "(", "", ")", ")) int x;"),
        ("int x = ", "1+(", "1", ")", ";"),
        ("int x = ", "1 ? (", "1", ") : 0", ";"),
        ("int x __attribute__((aligned(", "(", "8", ")", ")));"),
    ] {
        on_small_stack(format!("{before}{}{middle}{}{after}", open.repeat(n), close.repeat(n)));
        on_small_stack(format!("{before}{}", open.repeat(n)));
        on_small_stack(format!("{before}{}{middle}{}{after}", open.repeat(150), close.repeat(150)));
    }
}

#[test]
fn deep_types_end() {
    let mut text = String::from("typedef int T0;\n");
    let (mut arrays, mut records, mut functions) = (text.clone(), text.clone(), text.clone());
    for i in 1..3000 {
        text += &format!("typedef T{} *T{i};\n", i - 1);
        arrays += &format!("typedef T{} T{i}[1];\n", i - 1);
        records += &format!("typedef struct {{ T{} x; }} T{i};\n", i - 1);
        functions += &format!("typedef T{} (*T{i})(T{0});\n", i - 1);
    }
    for text in [text, arrays, records, functions] {
        on_small_stack(text.clone() + "\nT2999 x; T2999 y = { 0 }; int main() { x = y; return sizeof x; }\n");
        let first: Vec<&str> = text.lines().take(101).collect();
        on_small_stack(first.join("\n") + "\nT100 x = { 0 }; int main() { int q = x; return sizeof x; }\n");
    }
}

#[test]
fn large_things_end() {
    on_small_stack("int x[4000000000000000000]; struct { int a[1 << 30]; } y[1 << 30][1 << 30];".into());
    on_small_stack("int x[] = { [0x7fffffffffffffff] = 1 }; char c[1 << 29] = { [1 << 28] = 1 };".into());
    on_small_stack("int x[] = { [0 ... 0x7ffffffffffffff] = 1 }; int y[1000000] = { [0 ... 999999] = 3 };".into());
    on_small_stack(
        "struct { long a : 64; char b : 1; unsigned long c : 63; } __attribute__((packed)) x = { -1, -1, -1 };".into(),
    );
    on_small_stack("int x = -2147483647 - 1; int y = (-2147483647 - 1) / -1; long z = (-9223372036854775807 - 1) % -1; int w = 1 << 63; int v = 1 >> -1;".into());
    on_small_stack(format!("int main() {{ return 0{}; }}", " + 1".repeat(100_000)));
    on_small_stack(format!("int x[] = {{ {} }};", "1, ".repeat(200_000)));
    on_small_stack("a ".repeat(300_000));
    on_small_stack("int x;\n".repeat(50_000));
    on_small_stack("}".repeat(50_000));
    on_small_stack("x".repeat(1 << 20));
    on_small_stack(format!("#define A {}\nA A A A", "A ".repeat(10_000)));
    on_small_stack(format!("char *s = \"{}\";", "a\\\n".repeat(100_000)));
    on_small_stack("a\\\nb ".repeat(100_000));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn token_soup(words in prop::collection::vec(prop::sample::select(WORDS), 0..120)) {
        check(words.join(" ").as_bytes());
    }

    #[test]
    fn soup_in_a_function(words in prop::collection::vec(prop::sample::select(WORDS), 0..60)) {
        let text = format!("typedef int T; struct s {{ int x, y; }} s; int x, y; int f(int, ...); int main() {{ {} ; }}", words.join(" "));
        check(text.as_bytes());
    }

    #[test]
    fn soup_as_initializer(words in prop::collection::vec(prop::sample::select(WORDS), 0..30)) {
        let text = format!("struct s {{ int x; struct {{ char y[3]; }}; T q[2]; }} v[] = {{ {} }};", words.join(" "));
        check(text.as_bytes());
        check(format!("int main() {{ {text} }}").as_bytes());
    }

    #[test]
    fn bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check(&bytes);
    }

    #[test]
    fn damaged_program(
        edits in prop::collection::vec((0..PROGRAM.len(), 0..4usize, prop::sample::select(WORDS), 1..40usize), 1..6),
    ) {
        let mut text = PROGRAM.as_bytes().to_vec();
        for (at, kind, word, len) in edits {
            let at = at.min(text.len());
            let end = (at + len).min(text.len());
            match kind {
                0 => drop(text.drain(at..end)),
                1 => drop(text.splice(at..at, word.bytes())),
                2 => text.truncate(at.max(1)),
                _ => {
                    let piece = text[at..end].to_vec();
                    text.extend(piece);
                }
            }
        }
        check(&text);
    }
}
