//! Tests of the whole front end: bytes of static objects as gcc has them, and the text of diagnostics, which
//! was compared with gcc 12's (`gcc -fdiagnostics-color=never -fsyntax-only`).

use super::ast::{Definition, Object};
use super::*;

const HEADERS: &[(&str, &str)] = &[
    ("stdio.h", "int printf(const char *, ...);\nint puts(const char *);\n"),
    ("stddef.h", "typedef unsigned long size_t;\n#define NULL ((void *)0)\n"),
    ("unistd.h", "#include <stddef.h>\ntypedef int pid_t;\npid_t fork(void);\n"),
];

fn compile_text(name: &str, text: &str) -> Result<(ast::TranslationUnit, String), String> {
    let source = SourceFile { name: name.into(), text: Arc::from(text.as_bytes()) };
    let options = Options { headers: HEADERS, max_errors: 100, ..Options::default() };
    match frontend(&[source], &NoFiles, &options) {
        Ok((mut units, found)) => Ok((units.remove(0), found.render())),
        Err(found) => Err(found.render()),
    }
}

/// Every line without the blanks at its end.
fn trimmed(text: &str) -> String {
    text.lines().map(|l| l.trim_end().to_string() + "\n").collect()
}

#[test]
fn static_objects_have_gccs_bytes() {
    let result = compile_text("static_data.c", include_str!("testdata/static_data.c"));
    let (unit, _) = result.unwrap_or_else(|text| panic!("{text}"));
    for line in include_str!("testdata/static_data.expected").lines() {
        let mut words = line.split(' ');
        let name = words.next().unwrap_or("");
        let expected = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let symbol = unit.symbols.iter().find(|s| unit.name(s.name) == name);
        let object: &Object = match symbol.map(|s| &s.def) {
            Some(Definition::Object(object) | Definition::Tentative(object)) => object,
            _ => panic!("{name} is no object"),
        };
        let mut bytes = object.init.clone().unwrap_or_default().bytes;
        bytes.resize(object.size as usize, 0);
        let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!((object.size.to_string().as_str(), hex.as_str()), expected, "{name}");
    }
}

macro_rules! diagnostics {
    ($($name:ident),* $(,)?) => {$(
        #[test]
        fn $name() {
            let text = include_str!(concat!("testdata/errors/", stringify!($name), ".c"));
            let name = concat!(stringify!($name), ".c");
            let shown = match compile_text(name, text) {
                Ok((_, warnings)) => warnings,
                Err(errors) => errors,
            };
            insta::assert_snapshot!(stringify!($name), trimmed(&shown));
        }
    )*};
}

diagnostics! {
    arguments, directives, excess, initializers, jumps, linkage, literals, macros, missing_semicolon, no_file,
    no_headers, old_style, operands, quotes, read_only, records, redefinitions, returns, stray, struct_semicolon,
    syntax, typos, unknown_names, unsupported, warnings,
}

fn accepts(text: &str) {
    if let Err(shown) = compile_text("t.c", text) {
        panic!("{shown}");
    }
}

#[test]
fn the_language_of_programs() {
    accepts("int main() { int n = 3; int a[n][n + 1]; int (*p)[n + 1] = a; return sizeof a / sizeof *p + p[1][2]; }");
    accepts(
        "void f(int n, int m[n][n], int (*cb)(int, char *)); void f(int n, int m[n][n], int (*cb)(int, char *)) { m[1][2] = cb(n, 0); }",
    );
    accepts("int (*(*table[3])(int))(char); typedef int (*fn)(int); fn pick(fn a, fn b) { return a ? *a : b; }");
    accepts(
        "struct s { int a; struct { int b; union { int c; float d; }; }; } x = { .b = 1, .d = 2.5f }; int f(void) { return x.c + x.b; }",
    );
    accepts("int f(void) { goto end; { int x; end: x = 1; return x; } }");
    accepts("int f(int x) { switch (x) { int y; case 1: y = 2; return y; default: { case 3: return 4; } } return 0; }");
    accepts(
        "_Static_assert(sizeof(long) == 8, \"LP64\"); _Static_assert(-1 < 0 && -1 > 0u && (char)255 < 0, \"signs\");",
    );
    accepts("int g(); int f(void) { return g(1, 2, \"x\") + h(3); } int h(int x) { return x; }");
    accepts(
        "typedef struct node node; struct node { node *next; int v; }; int sum(node *n) { return n ? n->v + sum(n->next) : 0; }",
    );
    accepts(
        "enum e { A, B = A + 5, C }; int x[C] = { [A] = 1, [B] = 2 }; enum e f(enum e v) { return v == B ? C : v; }",
    );
    accepts(
        "static inline int sq(int x) { return x * x; } extern int (*fp)(int); int (*fp)(int) = sq; int y = 3, *py = &y, **ppy = &py;",
    );
    accepts(
        "char *names[] = { \"a\", \"b\" \"c\", 0 }; char grid[2][3] = { \"ab\", { 'c', 'd' } }; int n = sizeof names / sizeof names[0];",
    );
    accepts(
        "int v(int n, ...) { __builtin_va_list ap, bp; __builtin_va_start(ap, n); __builtin_va_copy(bp, ap); double d = __builtin_va_arg(ap, double); __builtin_va_end(ap); return d + __builtin_va_arg(bp, int); }",
    );
    accepts(
        "#define SWAP(a, b) do { __typeof__(a) t_ = (a); (a) = (b); (b) = t_; } while (0)\nvoid f(int *x, int *y) { SWAP(*x, *y); }",
    );
    accepts(
        "_Atomic int n; _Thread_local int t; _Noreturn void die(void); int f(void) { n++; n += 2; return __atomic_load_n(&n, 5) + __sync_fetch_and_add(&n, 1) + t; }",
    );
    accepts(
        "struct p { int x, y; }; struct p mk(int x) { return (struct p){ x, .y = 2 }; } int f(void) { return mk(1).y + (mk(2), 3) + (struct p){ 4, 5 }.x; }",
    );
    accepts(
        "int f(unsigned x) { return __builtin_popcount(x) + __builtin_expect(x > 3, 0) + (x ?: 7) + ({ int y = x; y; }); }",
    );
    accepts(
        "typedef int T; int f(void) { T T = 3; return T; } int g(T) ; struct T { int T; } T2; int h(void) { T: return sizeof(struct T); goto T; }",
    );
    accepts(
        "long double ld = 1.5L; float fl = 1e3f; unsigned long long ull = 18446744073709551615ULL; int oct = 0777, hex = 0xfF, bin = 0b11; int c = 'a' + L'b' + '\\n' + '\\x41' + '\\101';",
    );
}
