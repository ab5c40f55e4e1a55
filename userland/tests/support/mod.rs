//! What the compiler's tests share: a machine with a kernel of four calls, and the host's gcc to compare with.
#![allow(dead_code)]

pub mod generate;

use forklore_kernel::mm::{MapRequest, Memory, Placement, Prot, STACK_TOP, Sharing};
use forklore_userland::cc::{self, SourceFile, lower};
use forklore_userland::library::{Library, compile_library};
use forklore_userland::vm::cpu::{Cpu, CpuFault, Exit, run};
use forklore_userland::vm::program::Program;
use forklore_userland::vm::{image, link};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// How a program ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum End {
    /// By exit, with this status.
    Exit(i32),
    /// It made a system call that this machine does not have.
    NeedsKernel(u64),
    /// By a fault or for want of fuel: what it was.
    Other(String),
}

/// The C library, for [`Library::open`].
pub fn packed_library() -> Vec<u8> {
    let objects = compile_library().unwrap_or_else(|d| panic!("{}", d.render()));
    Library::pack(&objects).expect("objects serialise")
}

/// Runs a program whose only system calls are write, exit, brk and mmap.
pub fn execute(program: &Program, fuel: u64) -> (String, End) {
    let mut memory = Memory::new(1 << 16);
    let space = match image::load(program, &mut memory) {
        Ok(space) => space,
        Err(e) => return (String::new(), End::Other(format!("image: {e:?}"))),
    };
    let sp = STACK_TOP - 4096;
    // argc, argv, an empty environment and an empty auxiliary vector.
    let words = [1u64, sp + 256, 0, 0, 0, 0];
    for (n, word) in words.iter().enumerate() {
        memory.copy_out(space, sp + 8 * n as u64, &word.to_le_bytes()).expect("stack");
    }
    memory.copy_out(space, sp + 256, b"test\0").expect("stack");
    let mut cpu = Cpu::start(program, sp, memory.stack_low(space));
    let (mut fuel, mut fault) = (fuel, CpuFault::Illegal);
    let mut out = Vec::new();
    let end = loop {
        match run(&mut cpu, program, &mut memory, space, &mut fuel, &mut fault) {
            Exit::Syscall => match cpu.syscall() {
                // Standard error is not compared.
                (1, args) if args[0] == 2 => cpu.set_result(args[2]),
                (1, args) => {
                    let mut buf = vec![0; args[2].min(1 << 20) as usize];
                    let ok = memory.copy_in(space, args[1], &mut buf).is_ok();
                    out.extend_from_slice(if ok { &buf } else { b"<EFAULT>" });
                    cpu.set_result(args[2]);
                }
                (12, args) => {
                    let end = memory.set_brk(space, args[0]);
                    cpu.set_result(end);
                }
                (9, args) => {
                    let request = MapRequest {
                        placement: Placement::Any,
                        len: args[1],
                        prot: Prot::RW,
                        sharing: Sharing::Private,
                        object: None,
                    };
                    cpu.set_result(memory.map(space, request).unwrap_or(-12i64 as u64));
                }
                (60 | 231, args) => break End::Exit(args[0] as i32 & 255),
                // ioctl and fstat: the output is a file.
                (16, _) => cpu.set_result(-25i64 as u64),
                (5 | 262, _) => cpu.set_result(-38i64 as u64),
                (nr, _) => break End::NeedsKernel(nr),
            },
            other => {
                let place = program.function_at(cpu.pc()).map_or("?", |f| f.name.as_str());
                let line = program.place_at(cpu.pc()).map_or(0, |p| p.line);
                break End::Other(format!("{other:?} ({fault:?}) in {place}, line {line}"));
            }
        }
    };
    (String::from_utf8_lossy(&out).into_owned(), end)
}

/// Begins programs for our machine.
pub const PRELUDE: &str = r#"
static long write(int fd, const void *p, unsigned long n) { return __syscall(1, fd, p, n); }
static void exit(int status) { __syscall(60, status); for (;;); }
int main();
void _start(long *sp) { (void)sp; exit(main()); }
"#;

/// Begins the same programs for the host.
pub const HOST_PRELUDE: &str = "#include <unistd.h>\n#include <stdlib.h>\n";

/// Printing for both.
pub const PRINTING: &str = r#"
static void outs(const char *s) { unsigned long n = 0; while (s[n]) n++; write(1, s, n); }
static void outu(unsigned long v) { char b[24]; int i = 24; do { b[--i] = '0' + v % 10; v /= 10; } while (v); write(1, b + i, 24 - i); }
static void out(long v) { if (v < 0) { outs("-"); outu(-(unsigned long)v); } else outu(v); outs("\n"); }
static void outd(double d) { union { double d; unsigned long u; } x; x.d = d; if (d != d) outs("nan\n"); else { outu(x.u); outs("\n"); } }
"#;

/// Compiles a program with the host's gcc and runs it: output and status (128 + signal if one killed it).
pub fn host(name: &str, source: &str, flags: &[&str]) -> Result<(String, i32), String> {
    let dir = PathBuf::from(option_env!("CARGO_TARGET_TMPDIR").unwrap_or("/tmp"));
    let exe = dir.join(format!("{name}.host"));
    let mut gcc = Command::new("gcc")
        .args(["-std=gnu17", "-w", "-O0", "-fwrapv", "-xc", "-", "-lm", "-o"])
        .arg(&exe)
        .args(flags)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| e.to_string())?;
    gcc.stdin.take().expect("stdin").write_all(source.as_bytes()).map_err(|e| e.to_string())?;
    let out = gcc.wait_with_output().map_err(|e| e.to_string())?;
    if !out.status.success() {
        return Err(String::from_utf8_lossy(&out.stderr).into_owned());
    }
    // In a folder of its own: some make files.
    let folder = dir.join(format!("{name}.folder"));
    std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    let out = Command::new(&exe).env_clear().current_dir(&folder).output();
    let _ = std::fs::remove_file(&exe);
    let _ = std::fs::remove_dir_all(&folder);
    let out = out.map_err(|e| e.to_string())?;
    use std::os::unix::process::ExitStatusExt;
    let status = out.status.code().or(out.status.signal().map(|s| 128 + s)).unwrap_or(-1);
    Ok((String::from_utf8_lossy(&out.stdout).into_owned(), status))
}

/// A pseudo-random sequence (xorshift64*).
pub struct Rng(pub u64);

impl Rng {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
    /// A number below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        (self.next() >> 11) % n.max(1)
    }
    /// True once in `n`.
    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
    /// One of several.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }
}

/// Compiles one file that needs no library.
pub fn compile(source: &str, options: lower::Options) -> Result<Program, String> {
    let file = SourceFile { name: "test.c".into(), text: source.as_bytes().into() };
    let (units, _) = cc::frontend(&[file], &cc::NoFiles, &cc::Options::default()).map_err(|d| d.render())?;
    let mut objects = Vec::new();
    for unit in &units {
        objects.push(lower::lower(unit, options).map_err(|e| format!("{e:?}"))?);
    }
    link::link(&objects, &[], "_start").map_err(|e| format!("{e:?}"))
}

/// Compiles and runs a program with [`PRELUDE`] and [`PRINTING`], with and without optimisation, and compares with the host.
pub fn compare(name: &str, body: &str) -> Result<(), String> {
    let ours = format!("{PRELUDE}{PRINTING}{body}");
    let theirs = format!("{HOST_PRELUDE}{PRINTING}{body}");
    let (expected, status) = host(name, &theirs, &[])?;
    for lowering in lower::Options::ALL {
        let program = compile(&ours, lowering)?;
        let (found, end) = execute(&program, 2_000_000_000);
        if found != expected || end != End::Exit(status) {
            let line = found.lines().zip(expected.lines()).position(|(a, b)| a != b);
            let line = line.unwrap_or(found.lines().count().min(expected.lines().count()));
            let show = |s: &str| s.lines().nth(line).unwrap_or("<end>").to_string();
            return Err(format!(
                "{name}, {lowering:?}: line {} is {:?}, should be {:?}; ended {end:?}, should be {status}",
                line + 1,
                show(&found),
                show(&expected)
            ));
        }
    }
    Ok(())
}

/// A function's code as text.
pub fn listing(f: &forklore_userland::vm::program::Function) -> String {
    use std::fmt::Write as _;
    let mut s = format!("{}: {} registers\n", f.name, f.registers);
    for (pc, op) in f.code.iter().enumerate() {
        let line = f.lines.iter().find(|l| l.pc as usize == pc).map_or(String::new(), |l| format!("{}", l.place.line));
        let _ = write!(s, "{line:>5} {pc:4} {}", op.mnemonic());
        op.operands(&mut |name, v| {
            let _ = write!(s, " {name}={v}");
        });
        if let Some(off) = op.jump_offset() {
            let _ = write!(s, " -> {}", pc as i64 + 1 + i64::from(off));
        }
        s.push('\n');
    }
    s
}
