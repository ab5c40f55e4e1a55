//! The CPU, the linker and the listings, on programs written by hand.

use super::cpu::{Cpu, CpuFault, Exit, Probe, run};
use super::isa::{AtomicOp, Builtin, IntTy, Op};
use super::link::{Archive, LinkError, link};
use super::program::*;
use super::{asm, disasm, image, number};
use forklore_kernel::abi::SigSet;
use forklore_kernel::mm::{FaultReason, Memory, STACK_LIMIT, STACK_TOP, SpaceId};
use forklore_kernel::proc::signal::SavedContext;
use proptest::prelude::*;

const BSS: u64 = 0x50_0000;
const DATA: u32 = BSS as u32;
const DONE: Op = Op::Syscall { base: 0 };

struct Machine {
    program: Program,
    memory: Memory,
    space: SpaceId,
    cpu: Cpu,
    fuel: u64,
    fault: CpuFault,
}

impl Machine {
    fn new(functions: &[(&str, &[Op])]) -> Machine {
        Machine::of(asm::program(functions, (BSS, 0x4000)))
    }

    fn of(program: Program) -> Machine {
        let mut memory = Memory::new(4096);
        let space = image::load(&program, &mut memory).unwrap();
        let cpu = Cpu::start(&program, STACK_TOP - 256, STACK_TOP - STACK_LIMIT);
        Machine { program, memory, space, cpu, fuel: 1_000_000_000, fault: CpuFault::Illegal }
    }

    fn run(&mut self) -> Exit {
        run(&mut self.cpu, &self.program, &mut self.memory, self.space, &mut self.fuel, &mut self.fault)
    }

    /// Runs to the end: the value in r0 at the first system call.
    fn result(&mut self) -> u64 {
        match self.run() {
            Exit::Syscall => self.cpu.syscall().0,
            other => panic!("{other:?} at {}", self.cpu.pc()),
        }
    }
}

fn saved(mask: u64) -> SavedContext {
    SavedContext { mask: SigSet(mask), ucontext: None, restart: None }
}

fn eval(code: &[Op]) -> u64 {
    let mut code = code.to_vec();
    code.push(DONE);
    Machine::new(&[("main", &code)]).result()
}

fn fault_of(code: &[Op]) -> CpuFault {
    let mut m = Machine::new(&[("main", code)]);
    assert_eq!(m.run(), Exit::Fault);
    m.fault
}

/// r1 = a, r2 = b as 64-bit constants, then `op`.
fn binary(a: u64, b: u64, op: Op) -> Machine {
    let code = [Op::Const { d: 1, index: 0 }, Op::Const { d: 2, index: 1 }, op, DONE];
    let mut program = asm::program(&[("main", &code)], (BSS, 0x4000));
    program.consts = vec![a, b];
    Machine::of(program)
}

fn value(a: u64, b: u64, op: Op) -> u64 {
    binary(a, b, op).result()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Arithmetic agrees with Rust's, and results are canonical.
    #[test]
    fn arithmetic(a: u64, b: u64) {
        let (ia, ib) = (a as i32, b as i32);
        let (ua, ub) = (a as u32, b as u32);
        let (sa, sb) = (ia as i64 as u64, ib as i64 as u64);
        let (za, zb) = (u64::from(ua), u64::from(ub));
        let signed = |v: i32| v as i64 as u64;
        prop_assert_eq!(value(sa, sb, Op::AddI32 { d: 0, a: 1, b: 2 }), signed(ia.wrapping_add(ib)));
        prop_assert_eq!(value(sa, sb, Op::SubI32 { d: 0, a: 1, b: 2 }), signed(ia.wrapping_sub(ib)));
        prop_assert_eq!(value(sa, sb, Op::MulI32 { d: 0, a: 1, b: 2 }), signed(ia.wrapping_mul(ib)));
        prop_assert_eq!(value(za, zb, Op::AddU32 { d: 0, a: 1, b: 2 }), u64::from(ua.wrapping_add(ub)));
        prop_assert_eq!(value(za, zb, Op::SubU32 { d: 0, a: 1, b: 2 }), u64::from(ua.wrapping_sub(ub)));
        prop_assert_eq!(value(za, zb, Op::MulU32 { d: 0, a: 1, b: 2 }), u64::from(ua.wrapping_mul(ub)));
        prop_assert_eq!(value(a, b, Op::Mul64 { d: 0, a: 1, b: 2 }), a.wrapping_mul(b));
        prop_assert_eq!(value(sa, sb, Op::ShlI32 { d: 0, a: 1, b: 2 }), signed(ia << (b & 31)));
        prop_assert_eq!(value(sa, sb, Op::SarI32 { d: 0, a: 1, b: 2 }), signed(ia >> (b & 31)));
        prop_assert_eq!(value(za, zb, Op::ShrU32 { d: 0, a: 1, b: 2 }), u64::from(ua >> (b & 31)));
        prop_assert_eq!(value(za, zb, Op::NotU32 { d: 0, a: 1 }), u64::from(!ua));
        prop_assert_eq!(value(sa, sb, Op::Lt { d: 0, a: 1, b: 2 }), u64::from(ia < ib));
        prop_assert_eq!(value(za, zb, Op::LtU { d: 0, a: 1, b: 2 }), u64::from(ua < ub));
        if b != 0 {
            prop_assert_eq!(value(a, b, Op::DivU { d: 0, a: 1, b: 2 }), a / b);
            prop_assert_eq!(value(a, b, Op::RemU { d: 0, a: 1, b: 2 }), a % b);
        }
        if ib != 0 && ib != -1 {
            prop_assert_eq!(value(sa, sb, Op::DivI32 { d: 0, a: 1, b: 2 }), signed(ia / ib));
            prop_assert_eq!(value(sa, sb, Op::RemI32 { d: 0, a: 1, b: 2 }), signed(ia % ib));
        }
    }

    #[test]
    fn bit_fields(a: u64, b: u64, lsb in 0..64u8, len in 1..65u8) {
        let len = len.min(64 - lsb);
        let mask = u64::MAX >> (64 - len);
        prop_assert_eq!(value(a, b, Op::ExtractU { d: 0, a: 1, lsb, len }), a >> lsb & mask);
        let sign = 64 - len;
        let signed = ((a >> lsb & mask) << sign) as i64 >> sign;
        prop_assert_eq!(value(a, b, Op::ExtractS { d: 0, a: 1, lsb, len }), signed as u64);
        let code = [
            Op::Const { d: 0, index: 0 },
            Op::Const { d: 2, index: 1 },
            Op::Insert { x: 0, a: 2, lsb, len },
            DONE,
        ];
        let mut program = asm::program(&[("main", &code)], (BSS, 64));
        program.consts = vec![a, b];
        prop_assert_eq!(Machine::of(program).result(), a & !(mask << lsb) | (b & mask) << lsb);
    }

    /// Loads and stores of every width, and what they sign-extend.
    #[test]
    fn memory_widths(v: u64, at in 0..100i32) {
        let load = |st: Op, ld: Op| {
            let code = [Op::Const { d: 1, index: 0 }, Op::Imm { d: 2, imm: DATA as i32 + at }, st, ld, DONE];
            let mut program = asm::program(&[("main", &code)], (BSS, 4096));
            program.consts = vec![v];
            Machine::of(program).result()
        };
        let (p, disp) = (2, 8);
        prop_assert_eq!(load(Op::St8 { v: 1, p, disp }, Op::LdI8 { d: 0, p, disp }), v as i8 as u64);
        prop_assert_eq!(load(Op::St8 { v: 1, p, disp }, Op::LdU8 { d: 0, p, disp }), v as u8 as u64);
        prop_assert_eq!(load(Op::St16 { v: 1, p, disp }, Op::LdI16 { d: 0, p, disp }), v as i16 as u64);
        prop_assert_eq!(load(Op::St16 { v: 1, p, disp }, Op::LdU16 { d: 0, p, disp }), v as u16 as u64);
        prop_assert_eq!(load(Op::St32 { v: 1, p, disp }, Op::LdI32 { d: 0, p, disp }), v as i32 as u64);
        prop_assert_eq!(load(Op::St32 { v: 1, p, disp }, Op::LdU32 { d: 0, p, disp }), v as u32 as u64);
        prop_assert_eq!(load(Op::St64 { v: 1, p, disp }, Op::Ld64 { d: 0, p, disp }), v);
    }

    /// However the fuel is portioned out, the same instructions are executed.
    #[test]
    fn fuel_is_exact(portions in prop::collection::vec(1..9u64, 1..40)) {
        let mut whole = fib_machine();
        let mut split = fib_machine();
        let total: u64 = portions.iter().sum();
        whole.fuel = total;
        prop_assert_eq!(whole.run(), Exit::FuelExhausted);
        for n in portions {
            split.fuel = n;
            prop_assert_eq!(split.run(), Exit::FuelExhausted);
            prop_assert_eq!(split.fuel, 0);
            let stored: Cpu = serde_json::from_str(&serde_json::to_string(&split.cpu).unwrap()).unwrap();
            prop_assert!(stored == split.cpu);
            split.cpu = stored;
        }
        prop_assert!(whole.cpu == split.cpu);
    }

    #[test]
    fn numbers_round_trip(bits: u64) {
        let v = f64::from_bits(bits);
        let text = number::format(v, b'a', -1, false);
        let (back, used) = number::parse(text.as_bytes());
        prop_assert_eq!(used, text.len());
        prop_assert!(back.to_bits() == v.to_bits() || v.is_nan() && back.is_nan(), "{}", text);
        let text = number::format(v, b'e', 16, false);
        let (back, _) = number::parse(text.as_bytes());
        prop_assert!(back.to_bits() == v.to_bits() || v.is_nan() && back.is_nan(), "{}", text);
    }

    #[test]
    fn parse_never_fails(text: Vec<u8>) {
        let (_, used) = number::parse(&text);
        prop_assert!(used <= text.len());
    }
}

fn fib_machine() -> Machine {
    let main = [Op::Imm { d: 2, imm: 15 }, Op::Call { base: 2, target: 1 }, Op::Mov { d: 0, a: 2 }, DONE];
    let fib = [
        Op::JgeImm { a: 0, imm: 2, off: 1 },
        Op::Ret {},
        Op::CallI32 { base: 1, a: 0, imm: -1, target: 1 },
        Op::CallI32 { base: 2, a: 0, imm: -2, target: 1 },
        Op::RetAddI32 { a: 1, b: 2 },
    ];
    Machine::new(&[("main", &main), ("fib", &fib)])
}

#[test]
fn calls_and_returns() {
    let mut m = fib_machine();
    let sp = m.cpu.sp();
    assert_eq!(m.result(), 610);
    assert_eq!(m.cpu.sp(), sp);
    assert!(m.cpu.frames().is_empty());
}

#[test]
fn system_calls_pass_arguments_and_results() {
    let mut code: Vec<Op> = (0..8).map(|n| Op::Imm { d: 10 + n, imm: 100 + i32::from(n) }).collect();
    code.extend([Op::Syscall { base: 10 }, Op::Mov { d: 0, a: 10 }, DONE]);
    let mut m = Machine::new(&[("main", &code)]);
    assert_eq!((m.run(), m.cpu.syscall()), (Exit::Syscall, (100, [101, 102, 103, 104, 105, 106])));
    m.cpu.restart_syscall();
    assert_eq!((m.run(), m.cpu.syscall()), (Exit::Syscall, (100, [101, 102, 103, 104, 105, 106])));
    m.cpu.set_result(-4i64 as u64);
    assert_eq!(m.result(), -4i64 as u64);
}

#[test]
fn faults_name_their_cause() {
    let reason = |f| match f {
        CpuFault::Memory(f) => (f.addr, f.reason),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        reason(fault_of(&[Op::Imm { d: 1, imm: 0 }, Op::LdI32 { d: 0, p: 1, disp: 4 }])),
        (4, FaultReason::NotMapped)
    );
    assert_eq!(reason(fault_of(&[Op::St8G { v: 0, target: 8 }])), (8, FaultReason::NotMapped));
    let divide = |a: i64, b: i64, op| {
        let mut m = binary(a as u64, b as u64, op);
        match m.run() {
            Exit::Fault if m.fault == CpuFault::Divide => true,
            Exit::Syscall => false,
            other => panic!("{other:?}, {:?}", m.fault),
        }
    };
    for op in [Op::DivI32 { d: 0, a: 1, b: 2 }, Op::RemI32 { d: 0, a: 1, b: 2 }] {
        assert!(divide(1, 0, op) && divide(i64::from(i32::MIN), -1, op) && !divide(5, -1, op));
    }
    for op in [Op::DivI64 { d: 0, a: 1, b: 2 }, Op::RemI64 { d: 0, a: 1, b: 2 }] {
        assert!(divide(1, 0, op) && divide(i64::MIN, -1, op) && !divide(i64::from(i32::MIN), -1, op));
    }
    assert!(divide(1, 0, Op::DivU { d: 0, a: 1, b: 2 }) && divide(1, 0, Op::RemUImm { d: 0, a: 1, imm: 0 }));
    assert_eq!(fault_of(&[Op::Trap {}]), CpuFault::Illegal);
    assert_eq!(fault_of(&[Op::Ret {}]), CpuFault::BadJump(0));
    assert_eq!(
        fault_of(&[Op::Imm { d: 1, imm: 0x401004 }, Op::CallReg { base: 2, a: 1 }]),
        CpuFault::BadJump(0x401004)
    );
    assert!(matches!(fault_of(&[Op::Jmp { off: -100 }]), CpuFault::BadJump(_)));
    assert!(matches!(fault_of(&[Op::Nop {}]), CpuFault::BadJump(1)), "falling off the end");
}

#[test]
fn a_fault_leaves_the_program_counter_there() {
    let mut m = Machine::new(&[("main", &[Op::Nop {}, Op::LdI32G { d: 0, target: 0 }, DONE])]);
    assert!(m.run() == Exit::Fault);
    assert_eq!(m.cpu.pc(), 1);
    assert!(m.run() == Exit::Fault, "and comes again");
}

#[test]
fn endless_recursion_overflows_the_stack() {
    let code: [&[Op]; 3] = [
        &[Op::Call { base: 0, target: 0 }],
        &[Op::Call { base: 200, target: 0 }],
        &[Op::Enter { d: 0, size: 100 }, Op::Call { base: 1, target: 0 }],
    ];
    for code in code {
        let mut m = Machine::new(&[("main", code)]);
        assert_eq!(m.run(), Exit::Fault);
        let CpuFault::StackOverflow(at) = m.fault else { panic!() };
        assert!(at < STACK_TOP - STACK_LIMIT);
        assert!(m.cpu.frames().len() <= (STACK_LIMIT / 16) as usize);
    }
    // Without a limit too, and on an alternate stack.
    let mut m = Machine::new(&[("main", &[Op::Call { base: 255, target: 0 }])]);
    m.cpu.set_stack_low(0);
    m.cpu.enter_handler(&m.program, Program::function_addr(0), [0; 3], Some(BSS), saved(0)).unwrap();
    assert!(m.run() == Exit::Fault && matches!(m.fault, CpuFault::StackOverflow(_)));
    let huge = [Op::Imm { d: 1, imm: -1 }, Op::Alloca { d: 0, a: 1 }];
    assert!(matches!(fault_of(&huge), CpuFault::StackOverflow(_)));
}

#[test]
fn function_pointers() {
    let main = [
        Op::Imm { d: 5, imm: Program::function_addr(1) as i32 },
        Op::Imm { d: 2, imm: 20 },
        Op::CallReg { base: 2, a: 5 },
        Op::Mov { d: 0, a: 2 },
        DONE,
    ];
    let double = [Op::AddI32 { d: 0, a: 0, b: 0 }, Op::Ret {}];
    assert_eq!(Machine::new(&[("main", &main), ("double", &double)]).result(), 40);
}

#[test]
fn switches_jump() {
    for (n, expected) in [(0, 10), (1, 11), (2, 12), (3, 99), (-1, 99)] {
        let code = [
            Op::Imm { d: 1, imm: n },
            Op::Switch { a: 1, n: 3 },
            Op::Jmp { off: 4 },
            Op::Jmp { off: 5 },
            Op::Jmp { off: 6 },
            Op::Imm { d: 0, imm: 99 },
            DONE,
            Op::Imm { d: 0, imm: 10 },
            DONE,
            Op::Imm { d: 0, imm: 11 },
            DONE,
            Op::Imm { d: 0, imm: 12 },
        ];
        assert_eq!(eval(&code), expected);
    }
}

#[test]
fn a_signal_handler_keeps_the_interrupted_registers() {
    let main = [
        Op::Imm { d: 0, imm: 1 },
        Op::Imm { d: 3, imm: 7 },
        Op::Syscall { base: 0 },
        Op::AddI32 { d: 0, a: 0, b: 3 },
        DONE,
    ];
    let handler =
        [Op::Enter { d: 9, size: 64 }, Op::St64 { v: 0, p: 9, disp: 0 }, Op::St32G { v: 0, target: DATA }, Op::Ret {}];
    let mut m = Machine::new(&[("main", &main), ("handler", &handler)]);
    assert_eq!((m.run(), m.cpu.syscall().0), (Exit::Syscall, 1));
    m.cpu.set_result(5);
    let (before, sp) = (m.cpu.pc(), m.cpu.sp());
    let handler = Program::function_addr(1);
    m.cpu.enter_handler(&m.program, handler, [10, 0, 0], None, saved(42)).unwrap();
    m.cpu.enter_handler(&m.program, handler, [11, 0, 0], None, saved(43)).unwrap();
    assert_eq!(m.cpu.handler_depth(), 2);
    assert_eq!((m.run(), m.cpu.take_saved()), (Exit::SigReturn, Some(saved(43))));
    assert_eq!(m.memory.read_le(m.space, BSS), Ok(11u32.to_le_bytes()));
    assert_eq!((m.run(), m.cpu.take_saved()), (Exit::SigReturn, Some(saved(42))));
    assert_eq!((m.cpu.pc(), m.cpu.sp(), m.cpu.handler_depth()), (before, sp, 0));
    assert_eq!(m.result(), 12);
    assert_eq!(m.cpu.enter_handler(&m.program, 12345, [0; 3], None, saved(0)), Err(CpuFault::BadJump(12345)),);
}

#[test]
fn a_handler_may_have_its_own_stack() {
    let main = [Op::Syscall { base: 0 }, Op::Call { base: 0, target: 2 }, DONE];
    let handler =
        [Op::Enter { d: 9, size: 64 }, Op::St64 { v: 9, p: 9, disp: 0 }, Op::Call { base: 0, target: 2 }, Op::Ret {}];
    let nothing = [Op::Ret {}];
    let mut m = Machine::new(&[("main", &main), ("handler", &handler), ("nothing", &nothing)]);
    assert_eq!(m.run(), Exit::Syscall);
    let before = m.cpu.clone();
    m.cpu.enter_handler(&m.program, Program::function_addr(1), [0; 3], Some(BSS + 0x1000), saved(1)).unwrap();
    assert_eq!(m.run(), Exit::SigReturn);
    assert_eq!(m.cpu.take_saved(), Some(saved(1)));
    assert_eq!((m.cpu.pc(), m.cpu.sp()), (before.pc(), before.sp()));
    assert_eq!(m.memory.read_le(m.space, BSS + 0x1000 - 64), Ok((BSS + 0x1000 - 64).to_le_bytes()));
    assert_eq!(m.run(), Exit::Syscall);
}

#[test]
fn longjmp_comes_back_and_drops_handlers() {
    // main: if (setjmp(buf) == 0) f(); else return the value
    let main = [
        Op::Imm { d: 1, imm: DATA as i32 },
        Op::Setjmp { d: 0, a: 1 },
        Op::JneImm { a: 0, imm: 0, off: 1 },
        Op::Call { base: 2, target: 1 },
        DONE,
    ];
    let f = [Op::Call { base: 0, target: 2 }, Op::Ret {}];
    let g = [Op::Syscall { base: 0 }, Op::Ret {}];
    let handler = [Op::Imm { d: 0, imm: DATA as i32 }, Op::Imm { d: 1, imm: 0 }, Op::Longjmp { a: 0, b: 1 }];
    let mut m = Machine::new(&[("main", &main), ("f", &f), ("g", &g), ("handler", &handler)]);
    assert_eq!(m.run(), Exit::Syscall);
    let sp = m.cpu.frames()[0].sp;
    m.cpu.enter_handler(&m.program, Program::function_addr(3), [0; 3], None, saved(1)).unwrap();
    assert_eq!(m.result(), 1, "a value of 0 becomes 1");
    assert_eq!((m.cpu.handler_depth(), m.cpu.frames().len(), m.cpu.sp()), (0, 0, sp));
}

#[test]
fn longjmp_to_a_dead_frame_is_a_fault() {
    let main = [
        Op::Call { base: 0, target: 1 },
        Op::Imm { d: 0, imm: DATA as i32 },
        Op::Imm { d: 1, imm: 5 },
        Op::Longjmp { a: 0, b: 1 },
        DONE,
    ];
    let f = [Op::Imm { d: 0, imm: DATA as i32 }, Op::Setjmp { d: 1, a: 0 }, Op::Ret {}];
    let mut m = Machine::new(&[("main", &main), ("f", &f)]);
    assert!(m.run() == Exit::Fault && matches!(m.fault, CpuFault::BadJump(_)));
    let garbage = [Op::Imm { d: 0, imm: DATA as i32 }, Op::Longjmp { a: 0, b: 0 }];
    assert!(matches!(fault_of(&garbage), CpuFault::BadJump(_)));
}

#[test]
fn spinning_is_found() {
    let probe = |code: &[Op], steps: u64| {
        let mut m = Machine::new(&[("main", code)]);
        m.fuel = steps;
        assert_eq!(m.run(), Exit::FuelExhausted);
        m.cpu.probe(&m.program, &mut m.memory, m.space, 64)
    };
    assert_eq!(probe(&[Op::Jmp { off: -1 }], 3), Probe::Spins { period: 1 });
    let wait = [Op::LdI32G { d: 1, target: DATA }, Op::JeqImm { a: 1, imm: 0, off: -2 }, DONE];
    assert_eq!(probe(&wait, 3), Probe::Spins { period: 2 });
    let call = [Op::Call { base: 0, target: 0 }];
    assert!(matches!(probe(&call, 3), Probe::Active { executed: 64 }));
    let count = [Op::AddI32Imm { d: 1, a: 1, imm: 1 }, Op::Jmp { off: -2 }];
    assert_eq!(probe(&count, 3), Probe::Active { executed: 64 });
    let store = [Op::St32G { v: 1, target: DATA }, Op::Jmp { off: -2 }];
    assert_eq!(probe(&store, 2), Probe::Active { executed: 0 });
}

#[test]
fn atomics_return_the_old_value() {
    let code = |op| {
        [
            Op::Imm { d: 1, imm: DATA as i32 },
            Op::Imm { d: 2, imm: -3 },
            Op::St32 { v: 2, p: 1, disp: 0 },
            Op::Imm { d: 3, imm: 10 },
            op,
            Op::LdI32 { d: 5, p: 1, disp: 0 },
            Op::MulI32Imm { d: 0, a: 0, imm: 1000 },
            Op::AddI32 { d: 0, a: 0, b: 5 },
        ]
    };
    let rmw = |op| eval(&code(Op::AtomicRmw { d: 0, p: 1, v: 3, op, ty: IntTy::I32 })) as i64;
    assert_eq!(rmw(AtomicOp::Add), -3000 + 7);
    assert_eq!(rmw(AtomicOp::Xchg), -3000 + 10);
    assert_eq!(rmw(AtomicOp::Sub), -3000 - 13);
    let cas = |a| eval(&code(Op::AtomicCas { d: 0, p: 1, a, b: 3, ty: IntTy::I32 })) as i64;
    assert_eq!(cas(2), -3000 + 10);
    assert_eq!(cas(3), -3000 - 3);
}

#[test]
fn native_functions() {
    let math = |id, a: f64, b: f64| {
        let code = [Op::Const { d: 0, index: 0 }, Op::Const { d: 1, index: 1 }, Op::Builtin { base: 0, id }, DONE];
        let mut program = asm::program(&[("main", &code)], (BSS, 4096));
        program.consts = vec![a.to_bits(), b.to_bits()];
        f64::from_bits(Machine::of(program).result())
    };
    assert_eq!(math(Builtin::Sqrt, 2.0, 0.0), 2f64.sqrt());
    assert_eq!(math(Builtin::Pow, 2.0, 10.0), 1024.0);
    assert_eq!(math(Builtin::Fmod, -7.5, 2.0), -1.5);
    assert_eq!(math(Builtin::Rint, 2.5, 0.0), 2.0);
    assert_eq!(math(Builtin::Round, 2.5, 0.0), 3.0);
    let code = [
        Op::Imm { d: 1, imm: DATA as i32 },
        Op::Imm { d: 2, imm: b'x'.into() },
        Op::Imm { d: 3, imm: 5000 },
        Op::Builtin { base: 1, id: Builtin::Memset },
        Op::Mov { d: 0, a: 1 },
        Op::Builtin { base: 0, id: Builtin::Strlen },
    ];
    assert_eq!(eval(&code), 5000);
    // memcmp and strcmp, up to the last mapped byte.
    let compare = |id, at: i32, n: i32| {
        let code = [
            Op::Imm { d: 1, imm: DATA as i32 + 0x3ff0 },
            Op::Imm { d: 2, imm: b'x'.into() },
            Op::St8 { v: 2, p: 1, disp: at },
            Op::Imm { d: 0, imm: DATA as i32 + 0x3ff0 },
            Op::Imm { d: 1, imm: DATA as i32 },
            Op::Imm { d: 2, imm: n },
            Op::Builtin { base: 0, id },
        ];
        eval(&code)
    };
    assert_eq!((compare(Builtin::Memcmp, 15, 16), compare(Builtin::Memcmp, 15, 15)), (b'x'.into(), 0));
    assert_eq!((compare(Builtin::Strcmp, 0, 0), compare(Builtin::Strcmp, 15, 0)), (b'x'.into(), 0));
}

#[test]
fn doubles_as_text() {
    let cases: &[(f64, u8, i32, bool, &str)] = &[
        (3.149, b'f', 2, false, "3.15"),
        (0.5, b'f', 0, false, "0"),
        (1.5, b'f', 0, false, "2"),
        (2.5, b'f', 0, true, "2."),
        (-0.0, b'f', -1, false, "-0.000000"),
        (1e22, b'f', 1, false, "10000000000000000000000.0"),
        (123456.0, b'g', -1, false, "123456"),
        (1234567.0, b'g', -1, false, "1.23457e+06"),
        (0.0001, b'g', -1, false, "0.0001"),
        (0.00001, b'g', -1, false, "1e-05"),
        (0.0, b'g', -1, false, "0"),
        (100.0, b'g', 3, true, "100."),
        (1.0, b'g', 3, true, "1.00"),
        (9.9999e9, b'e', 2, false, "1.00e+10"),
        (1e100, b'e', 0, false, "1e+100"),
        (1e100, b'E', 0, true, "1.E+100"),
        (f64::INFINITY, b'f', 3, false, "inf"),
        (f64::NEG_INFINITY, b'F', 3, false, "-INF"),
        (1.0, b'a', -1, false, "0x1p+0"),
        (0.5, b'a', 2, false, "0x1.00p-1"),
        (1.999, b'a', 0, false, "0x2p+0"),
        (-255.75, b'A', -1, false, "-0X1.FF8P+7"),
        (5e-324, b'a', -1, false, "0x0.0000000000001p-1022"),
        (0.1, b'f', 55, false, "0.1000000000000000055511151231257827021181583404541015625"),
    ];
    for (v, conv, precision, alternate, expected) in cases {
        assert_eq!(number::format(*v, *conv, *precision, *alternate), *expected);
    }
}

#[test]
fn text_as_doubles() {
    let cases: &[(&str, f64, usize)] = &[
        ("  12.5abc", 12.5, 6),
        ("-1e3", -1000.0, 4),
        ("1e", 1.0, 1),
        ("1e+", 1.0, 1),
        (".5.", 0.5, 2),
        (".", 0.0, 0),
        ("", 0.0, 0),
        ("+-1", 0.0, 0),
        ("0x1.8p1", 3.0, 7),
        ("0x", 0.0, 1),
        ("0x.p1", 0.0, 1),
        ("infinite", f64::INFINITY, 3),
        ("-INFINITY", f64::NEG_INFINITY, 9),
        ("1e999999999999", f64::INFINITY, 14),
        ("1e-999999999999", 0.0, 15),
        ("0x1p-1074", 5e-324, 9),
        ("0x1p-1075", 0.0, 9),
        ("0x1.8p-1074", 1e-323, 11),
    ];
    for (text, v, used) in cases {
        assert_eq!(number::parse(text.as_bytes()), (*v, *used), "{text}");
    }
    assert_eq!(number::parse(b"nan(12)x").1, 7);
    assert_eq!(number::parse(b"nan(1-)").1, 3);
}

// ---- the linker ----

fn function(name: &str, code: Vec<Op>) -> Function {
    Function {
        name: name.into(),
        place: Place { file: 0, line: 1, col: 1 },
        params: 0,
        variadic: false,
        registers: 8,
        lines: vec![LineEntry { pc: 0, place: Place { file: 0, line: 7, col: 3 }, is_stmt: true }],
        code,
        vars: Vec::new(),
        ty: TypeId(0),
    }
}

fn symbol(name: &str, linkage: Linkage, def: Definition) -> Symbol {
    Symbol { name: name.into(), linkage, def, place: Place { file: 0, line: 1, col: 1 } }
}

fn object(file: &str, functions: Vec<Function>, symbols: Vec<Symbol>) -> Object {
    let refs = (0..symbols.len() as u32).map(|symbol| Ref { symbol, addend: 0 }).collect();
    Object { files: vec![file.into()], functions, symbols, refs, types: vec![TypeDesc::Unknown], ..Object::default() }
}

/// `_start` and `used` and `unused`, in an archive.
fn archive() -> Archive {
    let start = function("_start", vec![Op::Call { base: 0, target: 1 }, DONE]);
    let used = function("used", vec![Op::RetImm { imm: 33 }]);
    let unused = function("unused", vec![Op::Call { base: 0, target: 4 }, Op::Ret {}]);
    let wrapper = function("wrapper", vec![Op::Call { base: 0, target: 2 }, Op::Ret {}]);
    let symbols = vec![
        symbol("_start", Linkage::Global, Definition::Function(0)),
        symbol("main", Linkage::Global, Definition::Undefined),
        symbol("used", Linkage::Global, Definition::Function(1)),
        symbol("unused", Linkage::Global, Definition::Function(2)),
        symbol("nowhere", Linkage::Global, Definition::Undefined),
        symbol("wrapper", Linkage::Global, Definition::Function(3)),
    ];
    Archive::new(object("libc.c", vec![start, used, unused, wrapper], symbols))
}

fn main_object(code: Vec<Op>) -> Object {
    let symbols = vec![
        symbol("main", Linkage::Global, Definition::Function(0)),
        symbol("used", Linkage::Global, Definition::Undefined),
        symbol("counter", Linkage::Global, Definition::Data(0)),
        symbol("text", Linkage::Static, Definition::Data(1)),
        symbol("pointer", Linkage::Static, Definition::Data(2)),
        symbol("same", Linkage::Static, Definition::Data(3)),
    ];
    let item = |section, size, bytes: &[u8], relocs| DataItem {
        section,
        size,
        align: 8,
        bytes: bytes.into(),
        relocs,
        ty: TypeId(0),
    };
    let mut o = object("a.c", vec![function("main", code)], symbols);
    o.data = vec![
        item(Section::Data, 4, &[], vec![]),
        item(Section::Strings, 6, b"hello\0", vec![]),
        item(Section::Data, 8, &[], vec![DataReloc { offset: 0, target: Ref { symbol: 3, addend: 1 } }]),
        item(Section::Strings, 6, b"hello\0", vec![]),
    ];
    o.consts = vec![7, 1 << 40];
    o
}

#[test]
fn linking_takes_what_is_reached() {
    let main = main_object(vec![
        Op::Call { base: 1, target: 1 },
        Op::Ld64G { d: 2, target: 4 },
        Op::LdU8 { d: 2, p: 2, disp: 0 },
        Op::Const { d: 3, index: 1 },
        Op::St32G { v: 1, target: 2 },
        Op::Lea { d: 0, a: 3, i: 2, imm: 1 },
        Op::Ret {},
    ]);
    let p = link(&[main], &[archive()], "_start").unwrap();
    let names: Vec<&str> = p.functions.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["_start", "main", "used"]);
    assert_eq!(p.segments.len(), 2);
    assert!(p.segments[0].bytes.starts_with(b"hello\0") && !p.segments[0].writable);
    assert_eq!(p.segments[0].size, 6, "equal strings are merged");
    let counter = p.globals.iter().find(|g| g.name == "counter").unwrap().addr;
    let place = p.place_at(p.entries[1]).unwrap();
    assert_eq!((p.files[place.file as usize].as_str(), place.line), ("a.c", 7));
    let text = disasm::program(&p, &|_, _| Some("  the source;".into()));
    assert!(text.contains("; a.c:7: the source;") && text.contains("base=r1 <used>"), "{text}");
    assert!(text.contains(&format!("{counter:#x} <counter>")), "{text}");
    let mut m = Machine::of(p);
    assert_eq!(m.result(), (1 << 40) + u64::from(b'e'));
    assert_eq!(m.memory.read_le(m.space, counter), Ok(33u32.to_le_bytes()));
}

#[test]
fn link_errors_read_like_ld() {
    let text = |e: Vec<LinkError>| e.iter().map(|e| e.to_string()).collect::<Vec<_>>();
    let calls_unused = || {
        let mut o = main_object(vec![Op::Call { base: 0, target: 1 }, Op::Ret {}]);
        o.symbols[1].name = "foo".into();
        o
    };
    let errors = text(link(&[calls_unused()], &[archive()], "_start").unwrap_err());
    assert_eq!(errors, ["a.c: in function `main':\na.c:7: undefined reference to `foo'"]);
    let twice = [main_object(vec![Op::Ret {}]), main_object(vec![Op::Ret {}])];
    let errors = text(link(&twice, &[archive()], "_start").unwrap_err());
    assert_eq!(errors[0], "a.c:1: multiple definition of `main'; a.c:1: first defined here");
    assert_eq!(errors.len(), 2);
    let errors = text(link(&[], &[archive()], "_start").unwrap_err());
    assert_eq!(errors, ["libc.c: in function `_start':\nlibc.c:7: undefined reference to `main'"]);
    assert_eq!(text(link(&[], &[], "_start").unwrap_err()), ["undefined reference to `_start'"]);
}

#[test]
fn a_program_replaces_library_functions() {
    let mut own = main_object(vec![Op::Call { base: 0, target: 1 }, Op::Ret {}]);
    own.functions.push(function("used", vec![Op::RetImm { imm: 44 }]));
    own.symbols[1].def = Definition::Function(1);
    let p = link(&[own], &[archive()], "_start").unwrap();
    assert_eq!(p.functions.iter().filter(|f| f.name == "used").count(), 1);
    assert_eq!(Machine::of(p).result(), 44);
}

#[test]
fn the_library_uses_its_own_functions() {
    let mut own = main_object(vec![Op::Call { base: 0, target: 1 }, Op::Ret {}]);
    own.symbols[1].name = "wrapper".into();
    own.functions.push(function("used", vec![Op::RetImm { imm: 44 }]));
    own.symbols.push(symbol("used", Linkage::Global, Definition::Function(1)));
    let p = link(&[own], &[archive()], "_start").unwrap();
    assert_eq!(p.functions.iter().filter(|f| f.name == "used").count(), 2);
    assert_eq!(Machine::of(p).result(), 33);
}

#[test]
fn bad_objects_are_refused() {
    for op in [Op::Jmp { off: 5 }, Op::Call { base: 0, target: 99 }, Op::Const { d: 0, index: 9 }] {
        let o = main_object(vec![op, Op::Ret {}]);
        assert!(matches!(link(&[o], &[archive()], "_start").unwrap_err()[0], LinkError::BadObject(_)));
    }
}
