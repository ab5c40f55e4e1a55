//! The disassembler: one line an instruction, with names of functions and variables, and source lines between.

use super::isa::{Builtin, Op};
use super::program::{LinkedFunction, Place, Program};
use std::fmt::Write;

/// The text of a source file by its number in [`Program::files`] and a line number from 1.
pub type SourceLine<'a> = dyn Fn(u16, u32) -> Option<String> + 'a;

/// All functions.
pub fn program(p: &Program, source: &SourceLine) -> String {
    p.functions.iter().map(|f| function(p, f, source)).collect::<Vec<_>>().join("\n")
}

/// A function: its address and name, then its instructions below the source lines they come from.
pub fn function(p: &Program, f: &LinkedFunction, source: &SourceLine) -> String {
    let mut out = String::new();
    let number = p.functions.iter().position(|g| g.start == f.start).unwrap_or(0) as u32;
    let _ = writeln!(out, "{:x} <{}>:  ; {} registers", Program::function_addr(number), f.name, f.registers);
    let mut last = Place::default();
    for pc in f.start..f.end {
        let place = p.place_at(pc).unwrap_or_default();
        if (place.file, place.line) != (last.file, last.line) && place.line > 0 {
            let file = p.files.get(place.file as usize).map_or("?", String::as_str);
            let text = source(place.file, place.line).unwrap_or_default();
            let _ = writeln!(out, "{}", format!("; {file}:{}: {}", place.line, text.trim()).trim_end());
        }
        last = place;
        if let Some(op) = p.code.get(pc as usize) {
            let _ = writeln!(out, "{pc:6}  {}", instruction(p, pc, op));
        }
    }
    out
}

/// One instruction: its name, its operands as `name=value`, and what they mean.
pub fn instruction(p: &Program, pc: u32, op: &Op) -> String {
    let mut text = format!("{:<14}", op.mnemonic());
    let mut registers = Vec::new();
    op.registers(&mut |_, r| registers.push(i64::from(r)));
    op.operands(&mut |name, value| {
        let is_register = matches!(name, "d" | "a" | "b" | "c" | "p" | "i" | "v" | "x" | "base" | "d2" | "a2");
        let _ = match name {
            "off" => write!(text, " ->{}", i64::from(pc) + 1 + value),
            "id" => write!(text, " {}", Builtin::ALL.get(value as usize).map_or("?", |b| b.c_name())),
            "target" => write!(text, " {}", target(p, op, value as u64)),
            "index" => write!(text, " {:#x}", p.consts.get(value as usize).copied().unwrap_or(0)),
            _ if is_register => write!(text, " {name}=r{value}"),
            _ => write!(text, " {name}={value}"),
        };
    });
    text.trim_end().to_string()
}

/// What a `target` field names.
fn target(p: &Program, op: &Op, value: u64) -> String {
    if matches!(op, Op::Call { .. } | Op::CallI32 { .. }) {
        return p.function_at(value as u32).map_or_else(|| format!("?{value}"), |f| format!("<{}>", f.name));
    }
    if let Some(f) = p.function_by_addr(value) {
        return format!("{value:#x} <{}>", f.name);
    }
    match p.global_at(value) {
        Some(g) if g.addr == value => format!("{value:#x} <{}>", g.name),
        Some(g) => format!("{value:#x} <{}+{}>", g.name, value - g.addr),
        None => format!("{value:#x}"),
    }
}
