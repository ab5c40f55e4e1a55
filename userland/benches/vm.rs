//! How fast the CPU is: the four loops of docs/speed in hand-written bytecode. `cargo bench -p forklore-userland --bench vm`

use forklore_kernel::mm::{Memory, SpaceId};
use forklore_userland::vm::asm;
use forklore_userland::vm::cpu::{Cpu, CpuFault, Exit, run};
use forklore_userland::vm::image;
use forklore_userland::vm::isa::Op;
use forklore_userland::vm::program::Program;
use std::time::Instant;

const BSS: u64 = 0x50_0000;

struct Bench {
    name: &'static str,
    program: Program,
    expected: u64,
}

/// `getpid`-like calls of the loops end by this.
const DONE: Op = Op::Syscall { base: 0 };

fn sieve() -> Bench {
    const N: i32 = 5_000_000;
    // r1 i, r2 N, r3 count, r4 j, r5 one, r6 base, r7 flag
    let main = [
        Op::Imm { d: 1, imm: 2 },
        Op::Imm { d: 2, imm: N },
        Op::Imm { d: 3, imm: 0 },
        Op::Imm { d: 5, imm: 1 },
        // 4: loop over i
        Op::LdI8GX { d: 7, i: 1, target: BSS as u32 },
        Op::JneImm { a: 7, imm: 0, off: 5 },
        Op::AddI32Imm { d: 3, a: 3, imm: 1 },
        Op::AddI32 { d: 4, a: 1, b: 1 },
        Op::Jlt { a: 2, b: 4, off: 2 },
        // 9: loop over j
        Op::St8GX { v: 5, i: 4, target: BSS as u32 },
        Op::AddJleI32 { x: 4, a: 1, b: 2, off: -2 },
        // 11
        Op::IncJleI32 { x: 1, b: 2, step: 1, off: -8 },
        Op::Mov { d: 0, a: 3 },
        DONE,
    ];
    Bench { name: "sieve 5M", program: asm::program(&[("main", &main)], (BSS, N as u64 + 4096)), expected: 348_513 }
}

fn fib() -> Bench {
    let main = [Op::Imm { d: 2, imm: 32 }, Op::Call { base: 2, target: 1 }, Op::Mov { d: 0, a: 2 }, DONE];
    let fib = [
        Op::JgeImm { a: 0, imm: 2, off: 1 },
        Op::Ret {},
        Op::CallI32 { base: 1, a: 0, imm: -1, target: 1 },
        Op::CallI32 { base: 2, a: 0, imm: -2, target: 1 },
        Op::RetAddI32 { a: 1, b: 2 },
    ];
    Bench {
        name: "fib(32)",
        program: asm::program(&[("main", &main), ("fib", &fib)], (BSS, 4096)),
        expected: 2_178_309,
    }
}

fn matmul() -> Bench {
    const N: i32 = 200;
    let (a, b, c) = (BSS, BSS + 320_000, BSS + 640_000);
    // r1 i, r2 j, r3 k, r4 n, r5 sum, r6 pa, r7 pb, r8 x, r9 pc, r10 row a, r11 base b
    let main = [
        Op::Imm { d: 4, imm: N },
        // fill a[i] = i % 7, b[i] = i % 5
        Op::Imm { d: 1, imm: 0 },
        Op::Imm { d: 2, imm: N * N },
        // 3
        Op::RemI32Imm { d: 3, a: 1, imm: 7 },
        Op::I64ToF64 { d: 3, a: 3 },
        Op::St64GX { v: 3, i: 1, target: a as u32 },
        Op::RemI32Imm { d: 3, a: 1, imm: 5 },
        Op::I64ToF64 { d: 3, a: 3 },
        Op::St64GX { v: 3, i: 1, target: b as u32 },
        Op::IncJltI32 { x: 1, b: 2, step: 1, off: -7 },
        // 10
        Op::Imm { d: 1, imm: 0 },
        Op::Imm { d: 10, imm: a as i32 },
        Op::Imm { d: 11, imm: b as i32 },
        Op::Imm { d: 9, imm: c as i32 },
        // 14: i
        Op::Imm { d: 2, imm: 0 },
        // 15: j
        Op::Imm { d: 5, imm: 0 },
        Op::Imm { d: 3, imm: 0 },
        Op::Mov { d: 6, a: 10 },
        Op::Lea { d: 7, a: 11, i: 2, imm: 8 },
        // 19: k
        Op::Ld64X { d: 8, p: 6, i: 3, disp: 0 },
        Op::Ld64Post { d: 12, x: 7, step: N * 8 },
        Op::MulAddF64 { d: 5, a: 8, b: 12, c: 5 },
        Op::Inc1JltI32Imm { x: 3, imm: N as i16, off: -4 },
        Op::St64Post { v: 5, x: 9, step: 8 },
        Op::Inc1JltI32Imm { x: 2, imm: N as i16, off: -10 },
        Op::Add64Imm { d: 10, a: 10, imm: N * 8 },
        Op::Inc1JltI32Imm { x: 1, imm: N as i16, off: -13 },
        // c[199][199] as an integer
        Op::Ld64 { d: 0, p: 9, disp: -8 },
        Op::F64ToI64 { d: 0, a: 0 },
        DONE,
    ];
    let at = |i: i64, m: i64| (i % m) as f64;
    let n = i64::from(N);
    let expected: f64 = (0..n).map(|k| at((n - 1) * n + k, 7) * at(k * n + n - 1, 5)).sum();
    Bench { name: "matmul 200", program: asm::program(&[("main", &main)], (BSS, 960_000)), expected: expected as u64 }
}

fn fnv() -> Bench {
    const LEN: i32 = 1 << 16;
    const ROUNDS: i32 = 300;
    // r1 p, r2 c, r3 h, r4 rounds, r5 i
    let main = [
        Op::Imm { d: 1, imm: 0 },
        Op::Imm { d: 5, imm: LEN },
        // 2: fill with 'a' + i % 26
        Op::RemI32Imm { d: 2, a: 1, imm: 26 },
        Op::AddI32Imm { d: 2, a: 2, imm: 97 },
        Op::St8GX { v: 2, i: 1, target: BSS as u32 },
        Op::IncJltI32 { x: 1, b: 5, step: 1, off: -4 },
        Op::Imm { d: 4, imm: ROUNDS },
        Op::Imm { d: 3, imm: 0 },
        Op::OrUImm { d: 3, a: 3, imm: 2_166_136_261 },
        // 9: a round
        Op::Imm { d: 1, imm: BSS as i32 },
        Op::Jmp { off: 2 },
        // 11
        Op::Xor { d: 3, a: 3, b: 2 },
        Op::MulU32Imm { d: 3, a: 3, imm: 16_777_619 },
        Op::LdU8Post { d: 2, x: 1, step: 1 },
        Op::JneImm { a: 2, imm: 0, off: -4 },
        Op::Dec1Jne64Imm { x: 4, imm: 0, off: -7 },
        Op::Mov { d: 0, a: 3 },
        DONE,
    ];
    let mut h = 2_166_136_261u32;
    for _ in 0..ROUNDS {
        (0..LEN).for_each(|i| h = (h ^ (97 + i % 26) as u32).wrapping_mul(16_777_619));
    }
    Bench {
        name: "fnv 19.7 MB",
        program: asm::program(&[("main", &main)], (BSS, LEN as u64 + 4096)),
        expected: h.into(),
    }
}

fn time(bench: &Bench) -> (f64, u64) {
    let mut memory = Memory::new(1 << 16);
    let image = image::load(&bench.program, &mut memory).expect("image");
    let mut best = f64::MAX;
    let mut ops = 0;
    let rounds = if std::env::args().any(|a| a == "once") { 1 } else { 9 };
    for _ in 0..rounds {
        let space = memory.space_fork(image).expect("fork");
        let mut cpu = Cpu::start(&bench.program, 0x7fff_ffff_0000, 0x7fff_ff00_0000);
        let (mut fuel, mut fault) = (u64::MAX, CpuFault::Illegal);
        let start = Instant::now();
        let exit = run(&mut cpu, &bench.program, &mut memory, space, &mut fuel, &mut fault);
        best = best.min(start.elapsed().as_secs_f64());
        assert!(exit == Exit::Syscall, "{}: {exit:?} at {}", bench.name, cpu.pc());
        assert_eq!(cpu.register(0), bench.expected, "{}", bench.name);
        ops = u64::MAX - fuel;
        memory.space_release(space);
    }
    (best, ops)
}

/// A system call that does nothing, in a loop: what it costs to leave and to come back.
fn syscalls() {
    let main = [Op::Imm { d: 0, imm: 39 }, Op::Syscall { base: 0 }, Op::Jmp { off: -3 }];
    let program = asm::program(&[("main", &main)], (BSS, 4096));
    let mut memory = Memory::new(1 << 10);
    let space = image::load(&program, &mut memory).expect("image");
    let mut cpu = Cpu::start(&program, 0x7fff_ffff_0000, 0x7fff_ff00_0000);
    let (mut fuel, mut fault) = (u64::MAX, CpuFault::Illegal);
    let n = 50_000_000;
    let start = Instant::now();
    for _ in 0..n {
        match run(&mut cpu, &program, &mut memory, space, &mut fuel, &mut fault) {
            Exit::Syscall => {
                let (nr, args) = cpu.syscall();
                cpu.set_result(std::hint::black_box(nr + args[0]));
            }
            other => panic!("{other:?}"),
        }
    }
    println!("{:<22} {:>8.2} ns", "in and out", start.elapsed().as_secs_f64() * 1e9 / f64::from(n));
}

fn forks() {
    let main = [DONE];
    for (name, pages) in [("fork + exit, small", 8u64), ("the same with 16 MiB", 4096)] {
        let program = asm::program(&[("main", &main)], (BSS, pages * 4096));
        let mut memory = Memory::new(1 << 16);
        let space = image::load(&program, &mut memory).expect("image");
        let touch =
            |m: &mut Memory, s: SpaceId, a: u64| m.touch(s, a, forklore_kernel::mm::Access::Write).expect("touch");
        (0..pages).for_each(|p| touch(&mut memory, space, BSS + p * 4096));
        let n = 200_000;
        let start = Instant::now();
        for _ in 0..n {
            let child = memory.space_fork(space).expect("fork");
            memory.space_release(child);
        }
        let plain = start.elapsed().as_secs_f64() * 1e9 / f64::from(n);
        let start = Instant::now();
        for _ in 0..n {
            let child = memory.space_fork(space).expect("fork");
            touch(&mut memory, child, 0x7fff_ffff_0000);
            memory.space_release(child);
        }
        let touched = start.elapsed().as_secs_f64() * 1e9 / f64::from(n);
        let start = Instant::now();
        for _ in 0..n {
            let child = memory.space_fork(space).expect("fork");
            touch(&mut memory, child, BSS);
            memory.space_release(child);
        }
        let copied = start.elapsed().as_secs_f64() * 1e9 / f64::from(n);
        println!("{name:<22} {plain:>8.1} ns, with a new page {touched:.1} ns, with a copied page {copied:.1} ns");
    }
}

fn main() {
    let mut only = std::env::args().skip(1).filter(|a| !a.starts_with("--"));
    let only = only.next().unwrap_or_default();
    for bench in [sieve(), fib(), matmul(), fnv()].into_iter().filter(|b| b.name.contains(&only)) {
        let (seconds, ops) = time(&bench);
        let each = seconds * 1e9 / ops as f64;
        println!("{:<22} {:>8.2} ms {:>12} ops {:>6.2} ns/op", bench.name, seconds * 1e3, ops, each);
    }
    if only.is_empty() || "syscalls".contains(&only) {
        syscalls();
    }
    if only.is_empty() || "forks".contains(&only) {
        forks();
    }
}
