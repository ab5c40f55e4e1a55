//! A case: statements of C, some of which are children with statements of their own.

use std::fmt::Write;

/// The C text in front of all cases.
pub const PRELUDE: &str = concat!(
    include_str!("prelude/base.c"),
    include_str!("prelude/net.c"),
    include_str!("prelude/jobs.c"),
    include_str!("prelude/exec.c"),
    include_str!("prelude/terminal.c"),
    include_str!("prelude/threads.c"),
    include_str!("prelude/run.c"),
);

/// One statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stmt {
    /// C text; `@` stands for the statement's number in what it prints.
    Plain(String),
    /// A child process runs these; the parent waits for its end and prints what it logged.
    Child(Vec<Stmt>),
    /// A child runs the first list and is expected to block in it; once it sleeps the parent runs the second; then, if the
    /// child still sleeps, it is ended by a signal, waited for, and what it logged is printed.
    Blocked(Vec<Stmt>, Vec<Stmt>),
}

/// A whole case.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Case {
    /// The mechanisms that it is about.
    pub areas: Vec<&'static str>,
    /// What the first process does.
    pub body: Vec<Stmt>,
}

struct Writer {
    text: String,
    number: usize,
    child: usize,
}

impl Writer {
    fn list(&mut self, list: &[Stmt], depth: usize) {
        for stmt in list {
            self.stmt(stmt, depth);
        }
    }

    fn stmt(&mut self, stmt: &Stmt, depth: usize) {
        let tabs = "\t".repeat(depth);
        match stmt {
            Stmt::Plain(text) => {
                self.number += 1;
                let _ = writeln!(self.text, "{tabs}{}", text.replace('@', &self.number.to_string()));
            }
            Stmt::Child(body) => {
                self.child += 1;
                let child = self.child;
                let _ = writeln!(self.text, "{tabs}if (CHILD({child})) {{");
                self.list(body, depth + 1);
                let _ = writeln!(self.text, "{tabs}\tEND();\n{tabs}}}\n{tabs}JOIN({child});");
            }
            Stmt::Blocked(body, waking) => {
                self.child += 1;
                let child = self.child;
                let _ = writeln!(self.text, "{tabs}if (CHILD({child})) {{");
                self.list(body, depth + 1);
                let _ = writeln!(self.text, "{tabs}\tEND();\n{tabs}}}\n{tabs}SETTLE({child});");
                self.list(waking, depth);
                let _ = writeln!(self.text, "{tabs}STOP({child});");
            }
        }
    }
}

impl Case {
    /// As a C function of this name.
    pub fn function(&self, name: &str) -> String {
        let mut writer = Writer { text: format!("static void {name}(void)\n{{\n"), number: 0, child: 0 };
        writer.list(&self.body, 1);
        writer.text + "}\n"
    }

    /// How many statements it has.
    pub fn len(&self) -> usize {
        count(&self.body)
    }

    /// Has it none?
    pub fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// All cases with one statement, or one half of some list of statements, less; and those in which a child's
    /// statements stand in the child's place.
    pub fn smaller(&self) -> Vec<Case> {
        reductions(&self.body).into_iter().map(|body| Case { areas: self.areas.clone(), body }).collect()
    }
}

fn count(list: &[Stmt]) -> usize {
    list.iter()
        .map(|stmt| match stmt {
            Stmt::Plain(_) => 1,
            Stmt::Child(body) => 1 + count(body),
            Stmt::Blocked(body, waking) => 1 + count(body) + count(waking),
        })
        .sum()
}

fn reductions(list: &[Stmt]) -> Vec<Vec<Stmt>> {
    let mut found = Vec::new();
    let half = list.len() / 2;
    if half > 1 {
        found.push(list[half..].to_vec());
        found.push(list[..half].to_vec());
        let quarter = half.div_ceil(2);
        for start in (0..list.len()).step_by(quarter) {
            let mut rest = list.to_vec();
            rest.drain(start..(start + quarter).min(list.len()));
            found.push(rest);
        }
    }
    for (n, stmt) in list.iter().enumerate() {
        let with = |new: Vec<Stmt>| {
            let mut all = list.to_vec();
            all.splice(n..=n, new);
            all
        };
        found.push(with(Vec::new()));
        match stmt {
            Stmt::Plain(_) => {}
            Stmt::Child(body) => {
                found.push(with(body.clone()));
                found.extend(reductions(body).into_iter().map(|body| with(vec![Stmt::Child(body)])));
            }
            Stmt::Blocked(body, waking) => {
                found.push(with(vec![Stmt::Child(body.clone())]));
                found.push(with(waking.clone()));
                let bodies = reductions(body).into_iter().map(|body| with(vec![Stmt::Blocked(body, waking.clone())]));
                found.extend(bodies);
                let wakings = reductions(waking).into_iter().map(|w| with(vec![Stmt::Blocked(body.clone(), w)]));
                found.extend(wakings);
            }
        }
    }
    found
}

/// Many cases as one program; each prints under its number.
pub fn program(cases: &[Case]) -> String {
    let mut text = PRELUDE.to_string();
    for (n, case) in cases.iter().enumerate() {
        text += &case.function(&format!("case_{n}"));
    }
    text += "static void (*const cases[])(void) = {\n";
    for n in 0..cases.len() {
        let _ = writeln!(text, "\tcase_{n},");
    }
    text += "};\n\n";
    text += include_str!("prelude/main.c");
    text
}
