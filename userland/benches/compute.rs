//! How fast compiled C computes: the programs of benches/programs on our CPU, compiled by the host's gcc -O2, and in Lua
//! where it is installed. `cargo bench -p forklore-userland --bench compute`
//!
//! Times are the best of several runs; the host's are those of the process less those of an empty one.

#[path = "../tests/support/mod.rs"]
mod support;

use forklore_userland::cc::{self, SourceFile, lower};
use forklore_userland::library::{self, Library};
use forklore_userland::{libc, toolchain};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

const ROUNDS: usize = 9;

fn best(mut run: impl FnMut()) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed().as_secs_f64());
    }
    best
}

/// Time of a command, pinned to a processor or not, whichever is better; `None` if it cannot be run.
fn command(program: &Path, args: &[&Path]) -> Option<f64> {
    let run = |pinned: bool| {
        let mut command = if pinned { Command::new("taskset") } else { Command::new(program) };
        if pinned {
            command.args(["-c", "0"]).arg(program);
        }
        command.args(args).stdout(Stdio::null()).status().is_ok_and(|s| s.success())
    };
    if !run(false) {
        return None;
    }
    let free = best(|| {
        run(false);
    });
    if !run(true) {
        return Some(free);
    }
    Some(free.min(best(|| {
        run(true);
    })))
}

fn gcc(source: &Path, name: &str) -> Option<PathBuf> {
    let exe = std::env::temp_dir().join(format!("forklore-bench-{name}-{}", std::process::id()));
    let done = Command::new("gcc").arg("-O2").arg("-o").arg(&exe).arg(source).status().is_ok_and(|s| s.success());
    done.then_some(exe)
}

fn main() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches/programs");
    let packed = support::packed_library();
    let library = Library::open(&packed).expect("what was just packed");
    let empty = std::env::temp_dir().join("forklore-bench-empty.c");
    std::fs::write(&empty, "int main(void) { return 0; }\n").expect("temporary file");
    let start = gcc(&empty, "empty").and_then(|exe| command(&exe, &[])).unwrap_or(0.0);
    println!(
        "{:<10} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "", "gcc -O2", "lua", "ours", "x gcc", "lua/ours", "compile"
    );
    let (mut product, mut n) = (1.0, 0);
    for name in ["sieve", "fib", "matmul", "fnv"] {
        let path = dir.join(format!("{name}.c"));
        let text = std::fs::read(&path).expect("source");
        let options = cc::Options { headers: libc::HEADERS, ..cc::Options::default() };
        let file = SourceFile { name: format!("{name}.c"), text: text.into() };
        let compile = || {
            toolchain::compile(std::slice::from_ref(&file), &cc::NoFiles, &options, lower::Options::default())
                .and_then(|(objects, _)| library::link(&objects, &library, &|_| None))
                .unwrap_or_else(|d| panic!("{}", d.render()))
        };
        let program = compile();
        let compiling = best(|| {
            compile();
        });
        let ours = best(|| {
            let (_, end) = support::execute(&program, u64::MAX);
            assert_eq!(end, support::End::Exit(0), "{name}");
        });
        let host = gcc(&path, name).and_then(|exe| command(&exe, &[])).map(|t| t - start);
        let lua = command(Path::new("lua5.4"), &[&dir.join(format!("{name}.lua"))]);
        let ms = |t: Option<f64>| t.map_or("-".into(), |t| format!("{:.1} ms", t * 1e3));
        let ratio = |a: f64, b: Option<f64>| b.map_or("-".into(), |b| format!("{:.1}", a / b));
        println!(
            "{name:<10} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
            ms(host),
            ms(lua),
            ms(Some(ours)),
            ratio(ours, host),
            lua.map_or("-".into(), |l| format!("{:.1}", l / ours)),
            ms(Some(compiling)),
        );
        if let Some(host) = host {
            product *= ours / host;
            n += 1;
        }
    }
    if n > 0 {
        println!("geometric mean: {:.1} times gcc -O2", f64::powf(product, 1.0 / f64::from(n)));
    }
}
