//! Random C programs without undefined behaviour (given -fwrapv): integers of all types, floats, arrays, structs,
//! bit-fields, pointers, calls, all statements. They print what they compute.

use super::Rng;
use std::fmt::Write;

const TYPES: &[&str] = &[
    "signed char",
    "unsigned char",
    "short",
    "unsigned short",
    "int",
    "unsigned",
    "long",
    "unsigned long",
    "char",
    "long long",
    "_Bool",
];

#[derive(Clone)]
struct Var {
    name: String,
    ty: &'static str,
    /// Not to be assigned: loop counters, parameters that bound something.
    fixed: bool,
}

pub struct Generator {
    rng: Rng,
    out: String,
    vars: Vec<Var>,
    globals: Vec<Var>,
    functions: Vec<(String, &'static str, Vec<&'static str>)>,
    next: u32,
    indent: usize,
    depth: u32,
    loops: u32,
    labels: u32,
    in_loop: bool,
    budget: i32,
}

/// A program from a seed.
pub fn program(seed: u64) -> String {
    let mut g = Generator {
        rng: Rng(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1),
        out: String::new(),
        vars: Vec::new(),
        globals: Vec::new(),
        functions: Vec::new(),
        next: 0,
        indent: 1,
        depth: 0,
        loops: 0,
        labels: 0,
        in_loop: false,
        budget: 0,
    };
    for _ in 0..8 {
        g.rng.next();
    }
    g.program();
    g.out
}

impl Generator {
    fn line(&mut self, text: &str) {
        for _ in 0..self.indent {
            self.out.push_str("  ");
        }
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn name(&mut self, prefix: &str) -> String {
        self.next += 1;
        format!("{prefix}{}", self.next)
    }

    fn program(&mut self) {
        self.out.push_str(
            "struct S { signed char a; unsigned short b; int c; long d; unsigned e : 5; int f : 7; unsigned long g : 33; \
             _Bool h : 1; int arr[4]; };\n\
             union U { int i; unsigned char c[8]; long l; };\n\
             static struct S gs, gt; static union U gu; static int ga[8]; static unsigned char gb[16]; static long gl[4][4]; static short gh[8];\n\
             static double gd = 1.5; static float gf = 0.25f;\n",
        );
        for _ in 0..6 {
            let ty = self.rng.pick(TYPES);
            let name = self.name("g");
            let value = self.constant();
            let quals = if self.rng.one_in(6) { "volatile " } else { "" };
            let _ = writeln!(self.out, "static {quals}{ty} {name} = ({ty}){value};");
            self.globals.push(Var { name, ty, fixed: false });
        }
        for _ in 0..4 {
            self.function();
        }
        self.out.push_str("static void check(void) {\n");
        for g in self.globals.clone() {
            self.line(&format!("out((long){});", g.name));
        }
        for e in [
            "gs.a",
            "gs.b",
            "gs.c",
            "gs.d",
            "gs.e",
            "gs.f",
            "(long)gs.g",
            "gs.h",
            "gs.arr[1]",
            "gs.arr[3]",
            "gt.c",
            "gt.f",
            "gt.d",
            "gu.l",
            "ga[0]",
            "ga[3]",
            "ga[7]",
            "gb[5]",
            "gl[1][2]",
            "gl[3][3]",
            "gh[2]",
        ] {
            self.line(&format!("out({e});"));
        }
        self.line("outd(gd); outd(gf);");
        self.out.push_str("}\nint main(void) {\n");
        self.vars.clear();
        self.budget = 30;
        self.block(4);
        for f in self.functions.clone() {
            for _ in 0..2 {
                let args: Vec<String> = f.2.iter().map(|t| format!("({t}){}", self.constant())).collect();
                self.line(&format!("out((long){}({}));", f.0, args.join(", ")));
            }
        }
        self.line("check();");
        self.line("return 0;");
        self.out.push_str("}\n");
    }

    fn function(&mut self) {
        let name = self.name("f");
        let ret = self.rng.pick(TYPES);
        let n = self.rng.below(5) as usize;
        let params: Vec<&'static str> = (0..n).map(|_| self.rng.pick(TYPES)).collect();
        self.vars.clear();
        let mut list = Vec::new();
        for ty in &params {
            let p = self.name("p");
            list.push(format!("{ty} {p}"));
            self.vars.push(Var { name: p, ty, fixed: false });
        }
        let list = if list.is_empty() { "void".to_string() } else { list.join(", ") };
        let _ = writeln!(self.out, "static {ret} {name}({list}) {{");
        self.budget = 14;
        self.block(3);
        let e = self.expr(3);
        self.line(&format!("return {e};"));
        self.out.push_str("}\n");
        self.functions.push((name, ret, params));
    }

    fn block(&mut self, statements: u64) {
        let saved = self.vars.len();
        let n = 2 + self.rng.below(statements + 2);
        for _ in 0..n {
            self.statement();
        }
        self.vars.truncate(saved);
    }

    fn nested(&mut self, statements: u64) {
        self.indent += 1;
        self.depth += 1;
        self.block(statements);
        self.depth -= 1;
        self.indent -= 1;
    }

    fn statement(&mut self) {
        self.budget -= 1;
        if self.budget < 0 || self.depth > 4 {
            return self.assignment();
        }
        match self.rng.below(22) {
            0..=2 => self.declaration(),
            3..=7 => self.assignment(),
            8 | 9 => {
                let c = self.expr(3);
                self.line(&format!("if ({c}) {{"));
                self.nested(2);
                if self.rng.one_in(2) {
                    self.line("} else {");
                    self.nested(2);
                }
                self.line("}");
            }
            10..=12 => self.loop_statement(),
            13 => self.switch(),
            14 if self.in_loop => {
                let c = self.expr(2);
                let what = self.rng.pick(&["break", "continue"]);
                self.line(&format!("if ({c}) {what};"));
            }
            15 => {
                let e = self.expr(3);
                self.line(&format!("out((long)({e}));"));
            }
            16 => {
                self.labels += 1;
                let (label, c) = (self.labels, self.expr(2));
                let name = format!("l{label}_{}", self.functions.len());
                self.line(&format!("if ({c}) goto {name};"));
                self.assignment();
                self.line(&format!("{name}:;"));
            }
            17 => {
                let e = self.float(2);
                let v = self.rng.pick(&["gd", "gf"]);
                self.line(&format!("{v} = {e};"));
            }
            18 => self.local_array(),
            19 => {
                let (a, b) = (self.rng.pick(&["gs", "gt"]), self.rng.pick(&["gs", "gt"]));
                self.line(&format!("{a} = {b};"));
            }
            20 => self.pointer_walk(),
            _ => self.call_statement(),
        }
    }

    fn call_statement(&mut self) {
        if self.functions.is_empty() {
            return self.assignment();
        }
        let e = self.call(2);
        self.line(&format!("{e};"));
    }

    fn declaration(&mut self) {
        let ty = self.rng.pick(TYPES);
        let e = self.expr(3);
        let name = self.name("v");
        self.line(&format!("{ty} {name} = {e};"));
        if self.rng.one_in(5) {
            // Its address is taken: it lives in memory.
            let p = self.name("q");
            let e = self.expr(2);
            self.line(&format!("{ty} *{p} = &{name}; *{p} += {e};"));
        }
        self.vars.push(Var { name, ty, fixed: false });
    }

    fn local_array(&mut self) {
        let ty = self.rng.pick(&["int", "unsigned char", "short", "long"]);
        let (name, i) = (self.name("a"), self.name("i"));
        let (a, b, c) = (self.expr(2), self.expr(2), self.expr(2));
        self.line(&format!("{ty} {name}[8] = {{ {a}, {b}, [5] = {c} }};"));
        self.vars.push(Var { name: i.clone(), ty: "int", fixed: true });
        self.line(&format!("for (int {i} = 0; {i} < 8; {i}++) {{"));
        self.indent += 1;
        let e = self.expr(2);
        let op = self.rng.pick(&["=", "+=", "^=", "-=", "*="]);
        self.line(&format!("{name}[{i}] {op} {e};"));
        self.indent -= 1;
        self.line("}");
        self.vars.pop();
        let index = self.index(8);
        self.line(&format!("ga[{index}] = {name}[3] + {name}[7];"));
    }

    fn pointer_walk(&mut self) {
        let (p, q) = (self.name("p"), self.name("q"));
        let n = 1 + self.rng.below(7);
        match self.rng.below(3) {
            0 => {
                let e = self.expr(1);
                self.line(&format!(
                    "{{ int *{p} = ga, *{q} = ga + {n}; while ({p} < {q}) *{p}++ += {e}; ga[0] ^= (int)({p} - ga); }}"
                ));
            }
            1 => self.line(&format!(
                "{{ unsigned char *{p} = gb; short *{q} = gh; for (int k = 0; k < {n}; k++) *{p}++ = *{q}++; }}"
            )),
            _ => {
                let e = self.expr(1);
                self.line(&format!("{{ long *{p} = &gl[1][0]; {p}[{n}] = {e}; *({p} + 2) -= {p}[-1]; *--{p} = 3; }}"));
            }
        }
    }

    fn loop_statement(&mut self) {
        if self.loops >= 2 {
            return self.assignment();
        }
        self.loops += 1;
        let saved = self.in_loop;
        self.in_loop = true;
        let i = self.name("i");
        let n = 1 + self.rng.below(6);
        let ty = self.rng.pick(&["int", "unsigned", "long", "unsigned long", "short", "unsigned char"]);
        let kind = self.rng.below(5);
        let var = Var { name: i.clone(), ty, fixed: true };
        match kind {
            0 | 1 => {
                let step = 1 + self.rng.below(3);
                self.line(&format!("for ({ty} {i} = 0; {i} < {}; {i} += {step}) {{", n * step));
            }
            2 => self.line(&format!("for ({ty} {i} = {n}; {i} > 0; {i}--) {{")),
            3 => self.line(&format!("{{ int {i} = {n}; while ({i}-- > 0) {{")),
            _ => self.line(&format!("{{ {ty} {i} = 0; do {{")),
        }
        self.vars.push(var);
        self.nested(3);
        self.vars.pop();
        match kind {
            3 => self.line("} }"),
            4 => {
                // A continue jumps to the test.
                self.line(&format!("}} while (++{i} < {n}); }}"));
            }
            _ => self.line("}"),
        }
        self.in_loop = saved;
        self.loops -= 1;
    }

    fn switch(&mut self) {
        let e = self.expr(2);
        let mask = self.rng.pick(&[3u64, 7, 15, 255]);
        let ty = self.rng.pick(&["int", "unsigned", "long", "unsigned char"]);
        self.line(&format!("switch (({ty})(({e}) & {mask})) {{"));
        let mut used = Vec::new();
        let dense = self.rng.one_in(2);
        let saved = self.in_loop;
        self.in_loop = false;
        for k in 0..2 + self.rng.below(7) {
            let v = if dense { k } else { self.rng.below(mask + 20) };
            if used.contains(&v) {
                continue;
            }
            used.push(v);
            self.line(&format!("case {v}:"));
            self.indent += 1;
            self.assignment();
            if !self.rng.one_in(4) {
                self.line("break;");
            }
            self.indent -= 1;
        }
        if self.rng.one_in(2) {
            self.line("default:");
            self.assignment();
        }
        self.in_loop = saved;
        self.line("}");
    }

    fn assignment(&mut self) {
        let place = self.place();
        match self.rng.below(8) {
            0 => {
                let op = self.rng.pick(&["++", "--"]);
                let text = if self.rng.one_in(2) { format!("{op}{place};") } else { format!("{place}{op};") };
                self.line(&text);
            }
            1..=3 => {
                let op = self.rng.pick(&["+=", "-=", "*=", "&=", "|=", "^="]);
                let e = self.expr(3);
                self.line(&format!("{place} {op} {e};"));
            }
            4 => {
                let op = self.rng.pick(&["<<=", ">>="]);
                let e = self.expr(2);
                self.line(&format!("{place} {op} ({e}) & 7;"));
            }
            5 => {
                let other = self.place();
                let e = self.expr(3);
                if other == place {
                    self.line(&format!("{place} = {e};"));
                } else {
                    self.line(&format!("{place} = {other} = {e};"));
                }
            }
            _ => {
                let e = self.expr(4);
                self.line(&format!("{place} = {e};"));
            }
        }
    }

    /// Something that can be assigned, without side effects.
    fn place(&mut self) -> String {
        let free: Vec<Var> = self.vars.iter().filter(|v| !v.fixed).cloned().collect();
        if !free.is_empty() && self.rng.below(3) > 0 {
            return free[self.rng.below(free.len() as u64) as usize].name.clone();
        }
        match self.rng.below(5) {
            0 | 1 => {
                let n = self.rng.below(self.globals.len() as u64) as usize;
                self.globals[n].name.clone()
            }
            2 => self
                .rng
                .pick(&[
                    "gs.a", "gs.b", "gs.c", "gs.d", "gs.e", "gs.f", "gs.g", "gs.h", "gt.c", "gt.f", "(&gt)->d", "gu.i",
                    "gu.c[2]", "gu.l",
                ])
                .to_string(),
            3 => {
                let i = self.index(8);
                let a = self.rng.pick(&["ga", "gh", "gb"]);
                format!("{a}[{i}]")
            }
            _ => {
                let (i, j) = (self.index(4), self.index(4));
                format!("gl[{i}][{j}]")
            }
        }
    }

    fn index(&mut self, n: u64) -> String {
        if self.rng.one_in(3) {
            return self.rng.below(n).to_string();
        }
        let e = self.leaf();
        format!("({e}) & {}", n - 1)
    }

    fn constant(&mut self) -> String {
        match self.rng.below(8) {
            0..=3 => self.rng.below(10).to_string(),
            4 => format!("(-{})", self.rng.below(200)),
            5 => self
                .rng
                .pick(&[
                    "127",
                    "128",
                    "255",
                    "256",
                    "32767",
                    "32768",
                    "65535",
                    "65536",
                    "2147483647",
                    "0x80000000",
                    "0xffffffffu",
                    "(-1)",
                ])
                .to_string(),
            6 => format!("{}{}", self.rng.next() >> self.rng.below(63), self.rng.pick(&["ul", "ull"])),
            _ => format!("{}l", self.rng.next() >> (1 + self.rng.below(62))),
        }
    }

    fn leaf(&mut self) -> String {
        if !self.vars.is_empty() && self.rng.below(3) > 0 {
            let n = self.rng.below(self.vars.len() as u64) as usize;
            return self.vars[n].name.clone();
        }
        match self.rng.below(3) {
            0 => self.constant(),
            _ => {
                let place = self.place();
                // In gcc an unsigned long bit-field of 33 bits computes in 33 bits.
                if place == "gs.g" { "(unsigned long)gs.g".to_string() } else { place }
            }
        }
    }

    fn call(&mut self, depth: u32) -> String {
        let n = self.rng.below(self.functions.len() as u64) as usize;
        let (name, _, params) = self.functions[n].clone();
        let args: Vec<String> = params.iter().map(|_| self.pure(depth)).collect();
        format!("{name}({})", args.join(", "))
    }

    /// An expression without calls.
    fn pure(&mut self, depth: u32) -> String {
        let functions = std::mem::take(&mut self.functions);
        let e = self.expr(depth);
        self.functions = functions;
        e
    }

    fn expr(&mut self, depth: u32) -> String {
        if depth == 0 || self.rng.one_in(6) {
            return self.leaf();
        }
        let d = depth - 1;
        match self.rng.below(26) {
            0..=7 => {
                let op = self.rng.pick(&["+", "-", "*", "&", "|", "^", "+", "-"]);
                format!("({} {op} {})", self.expr_no_call(d), self.expr_no_call(d))
            }
            8 | 9 => {
                let op = self.rng.pick(&["<<", ">>"]);
                format!("({} {op} ({} & {}))", self.expr_no_call(d), self.expr_no_call(d), self.rng.pick(&[7, 15, 31]))
            }
            10..=12 => {
                let op = self.rng.pick(&["<", "<=", ">", ">=", "==", "!="]);
                format!("({} {op} {})", self.expr_no_call(d), self.expr_no_call(d))
            }
            13 => format!("({} && {})", self.expr(d), self.expr(d)),
            14 => format!("({} || {})", self.expr(d), self.expr(d)),
            15 => {
                let op = self.rng.pick(&["-", "~", "!", "+"]);
                format!("({op} {})", self.expr(d))
            }
            16 | 17 => format!("({} ? {} : {})", self.expr(d), self.expr(d), self.expr(d)),
            18 | 19 => format!("(({}){})", self.rng.pick(TYPES), self.expr(d)),
            20 => {
                // Division by anything but 0 and -1.
                let op = self.rng.pick(&["/", "%"]);
                let c = self.rng.pick(&["3", "7", "10", "8u", "16", "1000l", "-5", "2", "64ul"]);
                format!("({} {op} {c})", self.expr_no_call(d))
            }
            21 => {
                let op = self.rng.pick(&["/", "%"]);
                format!("({} {op} (({} & 1023) + 1))", self.expr_no_call(d), self.expr_no_call(d))
            }
            22 if !self.functions.is_empty() => self.call(d),
            23 => format!("(long)({})", self.float_limited(d)),
            24 => {
                let e = self.expr_no_call(d);
                let f = self.expr_no_call(d);
                format!("({e}, {f})")
            }
            _ => {
                let (a, b) = (self.float(d), self.float(d));
                format!("({a} {} {b})", self.rng.pick(&["<", ">", "<=", ">=", "==", "!="]))
            }
        }
    }

    /// Operands of one operator: at most plain expressions, since calls change globals in an order that is not specified.
    fn expr_no_call(&mut self, depth: u32) -> String {
        self.pure(depth)
    }

    fn float(&mut self, depth: u32) -> String {
        if depth == 0 || self.rng.one_in(4) {
            return self.rng.pick(&["gd", "gf", "1.0", "0.5f", "-3.25", "1e10", "2.0f"]).to_string();
        }
        match self.rng.below(5) {
            0..=2 => format!(
                "({} {} {})",
                self.float(depth - 1),
                self.rng.pick(&["+", "-", "*", "/"]),
                self.float(depth - 1)
            ),
            3 => format!("({}){}", self.rng.pick(&["double", "float"]), self.pure(depth - 1)),
            _ => format!("(- {})", self.float(depth - 1)),
        }
    }

    /// A float that fits in a long.
    fn float_limited(&mut self, depth: u32) -> String {
        let f = self.float(depth);
        format!("((({f}) > -1e15 && ({f}) < 1e15) ? ({f}) : 7.5)")
    }
}
