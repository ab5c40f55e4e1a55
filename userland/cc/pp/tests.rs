//! Tests of the preprocessor: what comes out, as text.

use super::*;

struct NoFiles;
impl Loader for NoFiles {
    fn load(&self, path: &str) -> Option<Arc<[u8]>> {
        match path {
            "local.h" => Some(Arc::from(&b"#ifndef L\n#define L\nint local;\n#endif\n"[..])),
            "self.h" => Some(Arc::from(&b"#include \"self.h\"\n"[..])),
            _ => None,
        }
    }
}

fn run(text: &str) -> (String, Vec<String>) {
    let options = Options { headers: &[("sys.h", "#pragma once\nint sys;\n")], ..Options::default() };
    let result = preprocess("t.c", Arc::from(text.as_bytes()), &[], &NoFiles, &options);
    let mut out = String::new();
    for (i, t) in result.tokens.iter().enumerate() {
        if t.kind == Tok::Eof {
            break;
        }
        if i > 0 && t.has(SPACE | BOL) {
            out.push(' ');
        }
        out.push_str(if t.sym == Sym::EMPTY { t.kind.text() } else { result.names.get(t.sym) });
    }
    (out, result.diags.into_iter().map(|d| d.message).collect())
}

fn ok(text: &str) -> String {
    let (out, diags) = run(text);
    assert!(diags.is_empty(), "{diags:?}");
    out
}

#[test]
fn objects_and_functions() {
    assert_eq!(ok("#define N 3\n#define ADD(a,b) ((a)+(b))\nint x = ADD(N, f(1,2));"), "int x = ((3)+(f(1,2)));");
    assert_eq!(ok("#define F(x) x\nF F (F(1)) F\n(2)"), "F 1 2");
    assert_eq!(ok("#define E\n#define A() [E]\nA() A( )"), "[] []");
}

#[test]
fn examples_of_the_standard() {
    // C11 6.10.3.5, examples 3 and 4
    let text = "#define x 3\n#define f(a) f(x * (a))\n#undef x\n#define x 2\n#define g f\n#define z z[0]\n#define h g(~\n\
        #define m(a) a(w)\n#define w 0,1\n#define t(a) a\n#define p() int\n#define q(x) x\n#define r(x,y) x ## y\n#define str(x) # x\n\
        f(y+1) + f(f(z)) % t(t(g)(0) + t)(1);\n";
    assert_eq!(ok(text), "f(2 * (y+1)) + f(2 * (f(2 * (z[0])))) % f(2 * (0)) + t(1);");
    let defs = &text[..text.find("f(y+1)").unwrap()];
    assert_eq!(
        ok(&format!("{defs}g(x+(3,4)-w) | h 5) & m\n(f)^m(m);")),
        "f(2 * (2+(3,4)-0,1)) | f(2 * (~ 5)) & f(2 * (0,1))^m(0,1);"
    );
    assert_eq!(
        ok(&format!(
            "{defs}p() i[q()] = {{ q(1), r(2,3), r(4,), r(,5), r(,) }};char c[2][6] = {{ str(hello), str() }};"
        )),
        "int i[] = { 1, 23, 4, 5, };char c[2][6] = { \"hello\", \"\" };"
    );
    let text = "#define str(s) # s\n#define xstr(s) str(s)\n#define debug(s, t) printf(\"x\" # s \"= %d, x\" # t \"= %s\", x ## s, x ## t)\n\
        #define INCFILE(n) vers ## n\n#define glue(a, b) a ## b\n#define xglue(a, b) glue(a, b)\n#define HIGHLOW \"hello\"\n#define LOW LOW \", world\"\n";
    assert_eq!(
        ok(&format!("{text}debug(1, 2);fputs(str(strncmp(\"abc\\0d\", \"abc\", '\\4') == 0) str(: @\\n), s);")),
        "printf(\"x\" \"1\" \"= %d, x\" \"2\" \"= %s\", x1, x2);fputs(\"strncmp(\\\"abc\\\\0d\\\", \\\"abc\\\", '\\\\4') == 0\" \": @\\n\", s);"
    );
    assert_eq!(
        ok(&format!("{text}xstr(INCFILE(2).h) glue(HIGH, LOW); xglue(HIGH, LOW)")),
        "\"vers2.h\" \"hello\"; \"hello\" \", world\""
    );
}

#[test]
fn variadic() {
    assert_eq!(ok("#define P(f, ...) p(f, ## __VA_ARGS__)\nP(1) P(1,2,3) P(1,)"), "p(1) p(1, 2,3) p(1,)");
    assert_eq!(ok("#define P(a...) p(a)\nP(1,2) P()"), "p(1,2) p()");
    assert_eq!(ok("#define P(f, ...) p(f __VA_OPT__(,) __VA_ARGS__)\nP(1) P(1,2)"), "p(1) p(1, 2)");
    assert_eq!(ok("#define E(...) e(__VA_ARGS__)\nE(a, (b, c), \"d,\")"), "e(a, (b, c), \"d,\")");
    assert_eq!(ok("#define S(...) #__VA_ARGS__\nS(a,  b , \"c\")"), "\"a, b , \\\"c\\\"\"");
}

#[test]
fn conditions() {
    assert_eq!(ok("#if 1 + 1 == 2 && defined(__linux__) && !defined X\nyes\n#else\nno\n#endif"), "yes");
    assert_eq!(ok("#if 0\n'unterminated\n#if 1\n#else\n#endif\n#elif (-1 > 0u) && 1/1\nb\n#else\nc\n#endif"), "b");
    assert_eq!(ok("#ifdef A\na\n#elif 1\nb\n#elif 1/0\nc\n#endif\n#ifndef A\nd\n#endif"), "b d");
    assert_eq!(ok("#if 0 && 1/0 || 'a' == 97 && 0x10 == 020 && (1 ? 2 : 3) == 2\na\n#endif"), "a");
    assert_eq!(
        ok("#if __has_include(<sys.h>) && !__has_include(\"no.h\") && __has_include(\"local.h\")\na\n#endif"),
        "a"
    );
    assert_eq!(
        ok("#if defined __has_include && __STDC_VERSION__ >= 201112L && __INT_MAX__ == 2147483647\na\n#endif"),
        "a"
    );
}

#[test]
fn includes() {
    assert_eq!(
        ok(
            "#include \"local.h\"\n#include \"local.h\"\n#include <sys.h>\n#include <sys.h>\n#define H <sys.h>\n#include H\nx"
        ),
        "int local; int sys; x"
    );
    assert!(run("#include <nope.h>\n").1[0].contains("nope.h: No such file"));
    assert!(run("#include \"self.h\"\n").1[0].contains("nested depth 200"));
}

#[test]
fn specials() {
    assert_eq!(
        ok("__LINE__ __FILE__ __COUNTER__ __COUNTER__\n__LINE__\n#line 7 \"u.c\"\n__LINE__ __FILE__"),
        "1 \"t.c\" 0 1 2 7 \"u.c\""
    );
    assert_eq!(ok("#define A 1 \\\n + 2\nA\n#pragma omp x\n_Pragma(\"x\") b"), "1 + 2 b");
}

#[test]
fn complaints() {
    let said = |text: &str| run(text).1.join("|");
    assert_eq!(
        said("#define F(a,b) a\nF(1)"),
        "macro \"F\" requires 2 arguments, but only 1 given|macro \"F\" defined here"
    );
    assert_eq!(
        said("#define F(a) a\nF(1,2)"),
        "macro \"F\" passed 2 arguments, but takes just 1|macro \"F\" defined here"
    );
    assert_eq!(said("#define F(a) a\nF(1"), "unterminated argument list invoking macro \"F\"");
    assert_eq!(said("#define A 1\n#define A 2"), "\"A\" redefined|this is the location of the previous definition");
    assert_eq!(said("#if\n#endif"), "#if with no expression");
    assert_eq!(said("#if 1 2\n#endif"), "missing binary operator before token \"2\"");
    assert_eq!(said("#if 1\n"), "unterminated #if");
    assert_eq!(said("#else\n"), "#else without #if");
    assert_eq!(said("#foo\n"), "invalid preprocessing directive #foo");
    assert_eq!(said("#error  this  is\n"), "#error this is");
    assert_eq!(said("#define G(x) + ## x\nG(*)"), "pasting \"+\" and \"*\" does not give a valid preprocessing token");
    assert_eq!(said("#if 1/0\n#endif"), "division by zero in #if");
}

#[test]
fn bombs_end() {
    let mut text = String::from("#define A0 x x x x x x x x x x\n");
    for i in 1..12 {
        text += &format!("#define A{i} A{} A{0} A{0} A{0} A{0} A{0} A{0} A{0}\n", i - 1);
    }
    text += "A11\n";
    let (_, diags) = run(&text);
    assert!(diags.iter().any(|d| d.contains("too large: not supported")), "{diags:?}");
    let nest = format!("#define F(x) x\n{}1{}\n", "F(".repeat(5000), ")".repeat(5000));
    assert!(run(&nest).1[0].contains("nested too deep"));
    let parens = format!("#if {}1{}\n#endif", "(".repeat(50_000), ")".repeat(50_000));
    assert!(run(&parens).1[0].contains("nested too deep"));
}
