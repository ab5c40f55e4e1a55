//! Memory of a process, and instructions.

use super::server::{Answer, Server};
use super::wire::Request;
use forklore_sim::kernel::abi::ProgramId;
use forklore_sim::userland::vm::disasm;
use serde::Deserialize;
use serde_json::{Value, json};

/// Most bytes, and most instructions, given at once.
const MOST: usize = 1 << 20;

/// The address of an instruction, as the client is told: the program's number in the upper half.
pub fn code_address(program: ProgramId, pc: u32) -> String {
    format!("{:#x}", (program.index() as u64) << 32 | u64::from(pc))
}

fn number(text: &str) -> Option<u64> {
    match text.trim().strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.trim().parse().ok(),
    }
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Arguments {
    memory_reference: String,
    offset: i64,
    count: usize,
    instruction_offset: i64,
    instruction_count: usize,
}

impl Server {
    /// Memory of the process that was looked at last.
    pub fn read_memory(&mut self, request: &Request) -> Answer {
        let arguments: Arguments = request.take()?;
        let run = self.ready()?;
        let base = number(&arguments.memory_reference).ok_or("That is no address.")?;
        let address = base.wrapping_add(arguments.offset as u64);
        let kernel = &run.session.debugger.machine().kernel;
        let space = kernel.procs.find_task(run.view.0).map(|task| task.space).ok_or("The process has ended.")?;
        let mut bytes = vec![0; arguments.count.min(MOST)];
        let read = kernel.mm.peek(space, address, &mut bytes);
        bytes.truncate(read);
        let mut body = json!({"address": format!("{address:#x}"), "data": base64(&bytes)});
        if read < arguments.count {
            body["unreadableBytes"] = (arguments.count - read).into();
        }
        Ok(body)
    }

    pub fn disassemble(&mut self, request: &Request) -> Answer {
        let arguments: Arguments = request.take()?;
        let address = number(&arguments.memory_reference).ok_or("That is no address.")?;
        let id = ProgramId((address >> 32) as u32);
        let begin = i64::from(address as u32).saturating_add(arguments.offset);
        let first = begin.saturating_add(arguments.instruction_offset);
        let count = arguments.instruction_count.min(MOST);
        let mut told = Vec::new();
        for n in 0..count as i64 {
            let at = first.saturating_add(n);
            let pc = u32::try_from(at).ok();
            let run = self.ready()?;
            let program = run.session.debugger.machine().programs().peek(id).ok_or("There is no code there.")?;
            let op = pc.and_then(|pc| Some((pc, program.code.get(pc as usize)?)));
            let Some((pc, op)) = op else {
                // As many are wanted as were asked for.
                told.push(json!({"address": format!("{:#x}", address.wrapping_add(at as u64)),
                                 "instruction": "", "presentationHint": "invalid"}));
                continue;
            };
            let mut shown =
                json!({"address": code_address(id, pc), "instruction": disasm::instruction(program, pc, op)});
            if let Some(f) = program.function_at(pc).filter(|f| f.start == pc) {
                shown["symbol"] = f.name.clone().into();
            }
            if let Some(spot) = forklore_sim::debug::code::spot(program, pc) {
                shown["line"] = self.line_out(spot.line).into();
                shown["location"] = self.told_source(&spot.file);
            }
            told.push(shown);
        }
        Ok(Value::from_iter([("instructions".to_string(), Value::from(told))]))
    }
}

/// RFC 4648.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().enumerate().fold(0u32, |word, (n, b)| word | u32::from(*b) << (16 - 8 * n));
        for n in 0..4 {
            let digit = DIGITS[(word >> (18 - 6 * n) & 63) as usize] as char;
            text.push(if n <= chunk.len() { digit } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_as_the_rfc_has_it() {
        let pairs =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")];
        for (plain, coded) in pairs {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
