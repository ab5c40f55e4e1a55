//! The line discipline (termios(3); Linux's drivers/tty/n_tty.c): what becomes of keys on their way to a program, and of a
//! program's output on its way to the screen. A plain object: it says which signal a key sends, and sends none.
//!
//! Entry points: [`LineDiscipline::receive`] for keys, [`LineDiscipline::peek`] and [`LineDiscipline::consume`] for
//! readers, [`LineDiscipline::write`] for output. Not supported: ECHOPRT, output delays, XCASE, parity.

use crate::abi::Signal;
use crate::abi::flags::*;
use crate::abi::layout::Termios;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Bytes of input that a terminal holds (N_TTY_BUF_SIZE); a line is at most one byte shorter, with its newline this.
pub const INPUT_MAX: usize = 4096;
/// Keys typed ahead beyond that, which wait to be looked at.
pub const BACKLOG_MAX: usize = 8192;
/// Bytes of output that wait for a reader of the master side; beyond that writers sleep.
pub const OUTPUT_MAX: usize = 12_288;
/// A control character that is switched off (_POSIX_VDISABLE), and in the input the mark of an end of file.
const DISABLED: u8 = 0;

/// Settings, input and output of a terminal.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct LineDiscipline {
    termios: Termios,
    /// What has been typed and not been read, edited already.
    input: VecDeque<u8>,
    /// How many bytes have been read before: the position of the front of `input`.
    first: u64,
    /// Positions of the bytes that end a line: a newline, or the mark of an end of file.
    ends: VecDeque<u64>,
    /// The position behind the last of them: up to here a canonical read may go.
    line_start: u64,
    /// Keys that found no room.
    backlog: VecDeque<u8>,
    /// What the master side is to see.
    pub output: VecDeque<u8>,
    /// Echoes made while output is stopped.
    held: VecDeque<u8>,
    /// Output is stopped (Ctrl+S, tcflow(3)).
    pub stopped: bool,
    /// Column of the cursor, for tabs; and where the line that is being typed begins.
    column: u32,
    start_column: u32,
    /// The next key is taken literally (Ctrl+V).
    literal: bool,
}

/// Where output was before the bunch of keys that is being looked at.
#[derive(Clone, Copy)]
struct Echoed {
    output: usize,
    column: u32,
    start_column: u32,
}

/// What a reader gets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// How many bytes of input they use up: the mark of an end of file is not seen.
    pub used: usize,
    /// A line, or the input before an end of file, ends here.
    pub ends: bool,
}

impl Default for LineDiscipline {
    fn default() -> Self {
        LineDiscipline {
            termios: Termios::DEFAULT,
            input: VecDeque::new(),
            first: 0,
            ends: VecDeque::new(),
            line_start: 0,
            backlog: VecDeque::new(),
            output: VecDeque::new(),
            held: VecDeque::new(),
            stopped: false,
            column: 0,
            start_column: 0,
            literal: false,
        }
    }
}

/// Letters as the kernel sees them, in Latin-1.
fn is_upper(byte: u8) -> bool {
    byte.is_ascii_uppercase() || matches!(byte, 0xc0..=0xd6 | 0xd8..=0xde)
}

fn is_lower(byte: u8) -> bool {
    byte.is_ascii_lowercase() || matches!(byte, 0xdf..=0xf6 | 0xf8..=0xff)
}

fn is_control(byte: u8) -> bool {
    byte < 32 || byte == 127
}

// Settings.
impl LineDiscipline {
    /// The settings.
    pub fn termios(&self) -> &Termios {
        &self.termios
    }

    /// New settings. Input that is there when canonical mode begins counts as a line.
    pub fn set_termios(&mut self, termios: Termios) {
        let changed = (self.termios.lflag ^ termios.lflag) & ICANON != 0;
        self.termios = termios;
        if changed {
            self.ends.clear();
            self.literal = false;
            self.line_start = self.first;
            if self.canonical() && !self.input.is_empty() {
                self.line_start = self.end();
                self.ends.push_back(self.end() - 1);
            }
        }
        if self.termios.iflag & IXON == 0 {
            self.start();
        }
    }

    /// Is ICANON set: reads take lines?
    pub fn canonical(&self) -> bool {
        self.termios.lflag & ICANON != 0
    }

    fn local(&self, flag: u32) -> bool {
        self.termios.lflag & flag != 0
    }

    fn is_key(&self, which: usize, byte: u8) -> bool {
        self.termios.cc[which] != DISABLED && self.termios.cc[which] == byte
    }

    /// VMIN, and VTIME in nanoseconds.
    pub fn min_and_time_ns(&self) -> (u64, u64) {
        (self.termios.cc[VMIN].into(), u64::from(self.termios.cc[VTIME]) * 100_000_000)
    }
}

// Input.
impl LineDiscipline {
    fn end(&self) -> u64 {
        self.first + self.input.len() as u64
    }

    /// Bytes of the line that is being typed.
    fn typed(&self) -> usize {
        (self.end() - self.line_start) as usize
    }

    /// May a reader take something?
    pub fn readable(&self) -> bool {
        if self.canonical() { self.line_start > self.first } else { !self.input.is_empty() }
    }

    /// Would poll(2) say so? In raw mode without VTIME it asks for VMIN bytes.
    pub fn pollable(&self) -> bool {
        if self.canonical() {
            return self.readable();
        }
        let (min, time) = self.min_and_time_ns();
        self.input.len() as u64 >= if time == 0 { min.max(1) } else { 1 }
    }

    /// FIONREAD: bytes that can be read, without marks of an end of file.
    pub fn available(&self) -> usize {
        if !self.canonical() {
            return self.input.len();
        }
        let marks = self.ends.iter().filter(|at| self.input.get((**at - self.first) as usize) == Some(&DISABLED));
        (self.line_start - self.first) as usize - marks.count()
    }

    /// Keys typed that no read has taken, marks of an end of file among them.
    pub fn unread(&self) -> usize {
        self.input.len() + self.backlog.len()
    }

    /// Can more keys be taken? Otherwise who types has to wait.
    pub fn has_room(&self) -> bool {
        self.backlog.len() < BACKLOG_MAX
    }

    /// Keys arrive together; says which signals they send. A signal takes back what those before it in the same bunch have
    /// echoed, as input, unless NOFLSH.
    pub fn receive(&mut self, bytes: &[u8]) -> Vec<Signal> {
        let before = Some(Echoed { output: self.output.len(), column: self.column, start_column: self.start_column });
        bytes.iter().filter_map(|byte| self.take(*byte, before)).collect()
    }

    fn take(&mut self, byte: u8, before: Option<Echoed>) -> Option<Signal> {
        // Signals and flow control do not wait for a reader.
        if !self.backlog.is_empty() && !self.acts_at_once(byte) {
            if self.has_room() {
                self.backlog.push_back(byte);
            }
            return None;
        }
        self.process(byte, before)
    }

    fn acts_at_once(&self, byte: u8) -> bool {
        let signal = self.local(ISIG) && [VINTR, VQUIT, VSUSP].iter().any(|key| self.is_key(*key, byte));
        let flow = self.termios.iflag & IXON != 0 && [VSTART, VSTOP].iter().any(|key| self.is_key(*key, byte));
        !self.literal && (signal || flow)
    }

    fn process(&mut self, byte: u8, before: Option<Echoed>) -> Option<Signal> {
        let iflag = self.termios.iflag;
        let mut byte = if iflag & ISTRIP != 0 { byte & 0x7f } else { byte };
        if iflag & IUCLC != 0 && self.local(IEXTEN) && is_upper(byte) {
            byte += 32;
        }
        if std::mem::take(&mut self.literal) {
            self.ordinary(byte, byte);
            return None;
        }
        if iflag & IXON != 0 {
            if self.is_key(VSTART, byte) {
                self.start();
                return None;
            }
            if self.is_key(VSTOP, byte) {
                self.stopped = true;
                return None;
            }
        }
        if self.local(ISIG) {
            for (key, signal) in [(VINTR, Signal::INT), (VQUIT, Signal::QUIT), (VSUSP, Signal::TSTP)] {
                if self.is_key(key, byte) {
                    self.signal_key(byte, before);
                    return Some(signal);
                }
            }
        }
        if self.stopped && iflag & (IXON | IXANY) == IXON | IXANY {
            self.start();
        }
        let typed = byte;
        match byte {
            b'\r' if iflag & IGNCR != 0 => return None,
            b'\r' if iflag & ICRNL != 0 => byte = b'\n',
            b'\n' if iflag & INLCR != 0 => byte = b'\r',
            _ => {}
        }
        if !(self.canonical() && self.edit(byte)) {
            self.ordinary(byte, typed);
        }
        None
    }

    /// A key that sends a signal: input is flushed unless NOFLSH, output goes on, and the key is shown.
    fn signal_key(&mut self, byte: u8, before: Option<Echoed>) {
        if !self.local(NOFLSH) {
            self.flush_input();
            self.held.clear();
            if let Some(before) = before {
                self.output.truncate(before.output);
                (self.column, self.start_column) = (before.column, before.start_column);
            }
        }
        if self.termios.iflag & IXON != 0 {
            self.start();
        }
        if self.local(ECHO) {
            self.echo(byte);
        }
    }

    /// The keys of line editing; `false` if it is none of them.
    fn edit(&mut self, byte: u8) -> bool {
        let extended = self.local(IEXTEN);
        if self.is_key(VERASE, byte) || self.is_key(VKILL, byte) || extended && self.is_key(VWERASE, byte) {
            self.erase(byte);
        } else if extended && self.is_key(VLNEXT, byte) {
            self.literal = true;
            if self.local(ECHO) && self.local(ECHOCTL) {
                self.show(b"^\x08");
            }
        } else if extended && self.is_key(VREPRINT, byte) && self.local(ECHO) {
            self.echo(byte);
            self.show(b"\n");
            let line: Vec<u8> = self.input.iter().skip((self.line_start - self.first) as usize).copied().collect();
            line.into_iter().for_each(|byte| self.echo(byte));
        } else if byte == b'\n' {
            if self.local(ECHO | ECHONL) {
                self.show(b"\n");
            }
            self.end_line(b'\n');
        } else if self.is_key(VEOF, byte) {
            self.end_line(DISABLED);
        } else if self.is_key(VEOL, byte) || extended && self.is_key(VEOL2, byte) {
            if self.local(ECHO) {
                self.echo_typed(byte);
            }
            self.end_line(byte);
        } else {
            return false;
        }
        true
    }

    /// A byte that is just input; `typed` is what the key was.
    fn ordinary(&mut self, byte: u8, typed: u8) {
        if !self.canonical() && self.input.len() >= INPUT_MAX - 1 {
            if self.has_room() {
                self.backlog.push_back(byte);
            }
            return;
        }
        if self.canonical() && self.input.len() >= INPUT_MAX - 1 {
            if self.line_start > self.first {
                // Lines before it wait to be read: this one can wait too.
                if self.has_room() {
                    self.backlog.push_back(byte);
                }
                return;
            }
            // A line too long: its last byte is replaced.
            self.input.pop_back();
        }
        if self.local(ECHO) {
            // The return key starts a new line; a line feed is then a control character as others are.
            if byte == b'\n' && typed != byte {
                self.show(b"\n");
            } else {
                self.echo_typed(byte);
            }
        }
        self.input.push_back(byte);
    }

    fn end_line(&mut self, byte: u8) {
        if self.input.len() >= INPUT_MAX {
            return;
        }
        self.ends.push_back(self.end());
        self.input.push_back(byte);
        self.line_start = self.end();
    }

    /// Erases a character, a word or the line, on the screen too.
    fn erase(&mut self, key: u8) {
        if self.typed() == 0 {
            return;
        }
        let word = self.local(IEXTEN) && self.is_key(VWERASE, key) && !self.is_key(VERASE, key);
        let kill = self.is_key(VKILL, key) && !word && !self.is_key(VERASE, key);
        let on_screen = [ECHO, ECHOK, ECHOKE, ECHOE].iter().all(|flag| self.local(*flag));
        if kill && !on_screen {
            self.input.truncate((self.line_start - self.first) as usize);
            if self.local(ECHO) {
                self.echo(key);
                if self.local(ECHOK) {
                    self.show(b"\n");
                }
            }
            return;
        }
        let mut letters = false;
        while self.typed() > 0 {
            let mut size = 0;
            let character = loop {
                size += 1;
                let byte = self.input[self.input.len() - size];
                if !self.continues(byte) || size == self.typed() {
                    break byte;
                }
            };
            if self.continues(character) {
                break;
            }
            if word {
                if is_upper(character) || is_lower(character) || character.is_ascii_digit() || character == b'_' {
                    letters = true;
                } else if letters {
                    break;
                }
            }
            self.input.truncate(self.input.len() - size);
            if self.local(ECHO) {
                self.erase_on_screen(character, key, !word && !kill);
            }
            if !word && !kill {
                break;
            }
        }
    }

    /// Is it a further byte of a character in UTF-8, and does the terminal know them?
    fn continues(&self, byte: u8) -> bool {
        self.termios.iflag & IUTF8 != 0 && byte & 0xc0 == 0x80
    }

    fn erase_on_screen(&mut self, character: u8, key: u8, single: bool) {
        if single && !self.local(ECHOE) {
            self.echo(key);
        } else if character == b'\t' {
            let back = 8 - (self.columns_before_tab() & 7);
            (0..back).for_each(|_| self.show(b"\x08"));
        } else {
            if is_control(character) && self.local(ECHOCTL) {
                self.show(b"\x08 \x08");
            }
            if !is_control(character) || self.local(ECHOCTL) {
                self.show(b"\x08 \x08");
            }
        }
    }

    /// The column that the cursor had before the tab that has just been taken away, as far as it matters for tabs.
    fn columns_before_tab(&self) -> u32 {
        let mut columns = 0;
        for byte in self.input.iter().skip((self.line_start - self.first) as usize).rev() {
            match byte {
                b'\t' => return columns,
                byte if is_control(*byte) => columns += if self.local(ECHOCTL) { 2 } else { 0 },
                byte if self.continues(*byte) => {}
                _ => columns += 1,
            }
        }
        columns + self.start_column
    }

    /// What a reader with room for `most` bytes gets now: up to the end of a line, or all there is.
    pub fn peek(&self, most: usize) -> Piece {
        let there = if self.canonical() { (self.line_start - self.first) as usize } else { self.input.len() };
        let n = there.min(most);
        let end = self.ends.front().filter(|_| self.canonical()).map(|at| (*at - self.first) as usize);
        let is_mark = |at: usize| self.input.get(at) == Some(&DISABLED);
        match end {
            Some(end) if end < n => {
                let keep = if is_mark(end) { end } else { end + 1 };
                Piece { bytes: self.input.iter().take(keep).copied().collect(), used: end + 1, ends: true }
            }
            // A mark right behind what was asked for is skipped: it does not end the next read as well.
            Some(end) if end == n && is_mark(end) && n > 0 => {
                Piece { bytes: self.input.iter().take(n).copied().collect(), used: n + 1, ends: true }
            }
            _ => Piece { bytes: self.input.iter().take(n).copied().collect(), used: n, ends: false },
        }
    }

    /// Takes so many bytes of input away; keys that waited for room come in.
    pub fn consume(&mut self, used: usize) {
        self.input.drain(..used.min(self.input.len()));
        self.first += used as u64;
        self.line_start = self.line_start.max(self.first);
        while self.ends.front().is_some_and(|at| *at < self.first) {
            self.ends.pop_front();
        }
        while self.input.len() < INPUT_MAX - 1
            && let Some(byte) = self.backlog.pop_front()
        {
            // Keys that send signals never wait here.
            self.process(byte, None);
        }
    }

    /// Forgets all input (tcflush(3)).
    pub fn flush_input(&mut self) {
        self.first = self.end();
        self.line_start = self.first;
        self.input.clear();
        self.ends.clear();
        self.backlog.clear();
        self.literal = false;
    }
}

// Output.
impl LineDiscipline {
    /// Can a program write now?
    pub fn accepts_output(&self) -> bool {
        !self.stopped && self.output.len() < OUTPUT_MAX
    }

    /// Output goes on.
    pub fn start(&mut self) {
        self.stopped = false;
        self.output.append(&mut self.held);
    }

    /// Bytes that a program writes, with output processing.
    pub fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.put(*byte);
        }
    }

    fn put(&mut self, byte: u8) {
        let oflag = self.termios.oflag;
        let mut byte = byte;
        if oflag & OPOST != 0 {
            match byte {
                b'\n' => {
                    if oflag & ONLRET != 0 {
                        self.column = 0;
                    }
                    if oflag & ONLCR != 0 {
                        self.column = 0;
                        self.emit(b'\r');
                    }
                    self.start_column = self.column;
                }
                b'\r' if oflag & ONOCR != 0 && self.column == 0 => return,
                b'\r' => {
                    if oflag & OCRNL != 0 {
                        byte = b'\n';
                    }
                    (self.column, self.start_column) = (0, 0);
                }
                b'\t' => {
                    let spaces = 8 - (self.column & 7);
                    self.column += spaces;
                    if oflag & TABDLY == XTABS {
                        (0..spaces).for_each(|_| self.emit(b' '));
                        return;
                    }
                }
                0x08 => self.column = self.column.saturating_sub(1),
                letter if oflag & OLCUC != 0 && is_lower(letter) => {
                    byte -= 32;
                    self.column = self.column.wrapping_add(u32::from(!self.continues(byte)));
                }
                byte if !is_control(byte) && !self.continues(byte) => self.column = self.column.wrapping_add(1),
                _ => {}
            }
        }
        self.emit(byte);
    }

    fn emit(&mut self, byte: u8) {
        if self.stopped {
            if self.held.len() < INPUT_MAX {
                self.held.push_back(byte);
            }
        } else {
            self.output.push_back(byte);
        }
    }

    /// Shows bytes as they are, but for output processing. Echoes find no room when nobody looks at the screen.
    fn show(&mut self, bytes: &[u8]) {
        if self.output.len() < OUTPUT_MAX + INPUT_MAX {
            self.write(bytes);
        }
    }

    /// Shows a key, control characters as ^X.
    fn echo(&mut self, byte: u8) {
        if self.local(ECHOCTL) && is_control(byte) && byte != b'\t' && byte != b'\n' {
            self.show(&[b'^', byte ^ 0x40]);
        } else {
            self.show(&[byte]);
        }
    }

    /// Shows a key of the line that is being typed.
    fn echo_typed(&mut self, byte: u8) {
        if self.typed() == 0 {
            self.start_column = self.column;
        }
        if self.local(ECHOCTL) && byte == b'\n' {
            self.show(b"^J");
        } else {
            self.echo(byte);
        }
    }

    /// The invariants.
    pub(super) fn check(&self) -> Result<(), String> {
        let in_order = self.ends.iter().zip(self.ends.iter().skip(1)).all(|(a, b)| a < b);
        let inside = self.ends.iter().all(|at| (self.first..self.line_start).contains(at));
        if !in_order || !inside || self.line_start < self.first || self.line_start > self.end() {
            return Err(format!("line ends {:?} do not fit {}..{}", self.ends, self.first, self.end()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(disc: &mut LineDiscipline, keys: &[u8]) -> Vec<Signal> {
        disc.receive(keys)
    }

    fn screen(disc: &mut LineDiscipline) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut disc.output).into_iter().collect::<Vec<_>>()).into_owned()
    }

    fn line(disc: &mut LineDiscipline, most: usize) -> String {
        let piece = disc.peek(most);
        disc.consume(piece.used);
        String::from_utf8_lossy(&piece.bytes).into_owned()
    }

    #[test]
    fn a_line_is_edited_before_it_is_read() {
        let mut disc = LineDiscipline::default();
        typed(&mut disc, b"abX\x7fc");
        assert!(!disc.readable());
        typed(&mut disc, b"\r");
        assert_eq!(line(&mut disc, 100), "abc\n");
        assert_eq!(screen(&mut disc), "abX\x08 \x08c\r\n");
        typed(&mut disc, b"two words\x17\x15kept\n");
        assert_eq!(line(&mut disc, 2), "ke");
        assert_eq!(line(&mut disc, 100), "pt\n");
    }

    #[test]
    fn control_d_ends_a_read_and_is_not_seen() {
        let mut disc = LineDiscipline::default();
        typed(&mut disc, b"part\x04\x04");
        assert_eq!(disc.available(), 4);
        assert_eq!(line(&mut disc, 4), "part");
        assert!(disc.readable());
        assert_eq!(line(&mut disc, 4), "");
        assert!(!disc.readable());
    }

    #[test]
    fn keys_send_signals_and_flush() {
        let mut disc = LineDiscipline::default();
        assert_eq!(typed(&mut disc, b"abc\x03"), [Signal::INT]);
        assert_eq!(screen(&mut disc), "^C");
        typed(&mut disc, b"d\n");
        assert_eq!(line(&mut disc, 100), "d\n");
        assert_eq!(typed(&mut disc, b"\x1c\x1a\x16\x03\n"), [Signal::QUIT, Signal::TSTP]);
        assert_eq!(line(&mut disc, 100), "\x03\n");
    }

    #[test]
    fn a_tab_is_erased_as_a_whole() {
        let mut disc = LineDiscipline::default();
        disc.write(b"$ ");
        typed(&mut disc, b"ab\t\x7f");
        assert_eq!(screen(&mut disc), "$ ab\t\x08\x08\x08\x08");
    }

    #[test]
    fn output_stops_and_goes_on() {
        let mut disc = LineDiscipline::default();
        typed(&mut disc, b"\x13x");
        assert!(!disc.accepts_output());
        assert_eq!(screen(&mut disc), "");
        typed(&mut disc, b"\x11");
        assert_eq!(screen(&mut disc), "x");
    }

    #[test]
    fn too_much_input_loses_nothing_that_was_promised() {
        let mut disc = LineDiscipline::default();
        typed(&mut disc, &[b'x'; 5000]);
        typed(&mut disc, b"\n");
        assert_eq!(line(&mut disc, 9000).len(), 4096);
        let mut raw = *disc.termios();
        raw.lflag &= !(ICANON | ECHO);
        disc.set_termios(raw);
        typed(&mut disc, &[b'y'; 9000]);
        let mut got = 0;
        while disc.readable() {
            got += line(&mut disc, 1000).len();
            assert_eq!(disc.check(), Ok(()));
        }
        assert_eq!(got, 9000);
    }
}
