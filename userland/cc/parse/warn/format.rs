//! `-Wformat`: the arguments of printf, scanf and their like against the format, printf(3), scanf(3).

use super::super::super::literal::{self, Encoding};
use super::*;

const OPTION: &str = "-Wformat=";

/// Which language a format is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) enum Language {
    Printf,
    Scanf,
}

/// A function with a format.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) struct Formatted {
    pub language: Language,
    /// Which argument is the format, from 0.
    pub format: usize,
    /// The first argument that the format is about, from 0; `None`: they are in a `va_list`.
    pub first: Option<usize>,
}

/// What the library's functions take.
fn known(name: &str) -> Option<Formatted> {
    use Language::{Printf, Scanf};
    let (language, format, first) = match name {
        "printf" => (Printf, 0, Some(1)),
        "fprintf" | "sprintf" | "dprintf" | "asprintf" => (Printf, 1, Some(2)),
        "snprintf" => (Printf, 2, Some(3)),
        "vprintf" => (Printf, 0, None),
        "vfprintf" | "vsprintf" | "vdprintf" | "vasprintf" | "vsyslog" => (Printf, 1, None),
        "vsnprintf" => (Printf, 2, None),
        "syslog" | "err" | "errx" => (Printf, 1, Some(2)),
        "warn" | "warnx" => (Printf, 0, Some(1)),
        "error" => (Printf, 2, Some(3)),
        "scanf" => (Scanf, 0, Some(1)),
        "fscanf" | "sscanf" => (Scanf, 1, Some(2)),
        "vscanf" => (Scanf, 0, None),
        "vfscanf" | "vsscanf" => (Scanf, 1, None),
        _ => return None,
    };
    Some(Formatted { language, format, first })
}

/// What a conversion wants: a type, as it is called, and how many pointers lead to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Wanted {
    name: &'static str,
    ty: TypeId,
    pointers: u32,
    /// The argument is written to.
    writes: bool,
}

impl Wanted {
    /// As gcc calls it: `char *`.
    fn shown(self) -> String {
        let space = if self.pointers > 0 { " " } else { "" };
        format!("{}{space}{}", self.name, "*".repeat(self.pointers as usize))
    }
}

/// One piece of a format that consumes an argument.
struct Piece<'a> {
    /// "format", "field width specifier" or "field precision specifier".
    what: &'static str,
    /// As it is shown: `%ld`, `*`, `.*`.
    text: String,
    /// The offset of its last character in the format.
    end: usize,
    wanted: Wanted,
    literal: &'a Literal,
}

/// A format as it stands in the source.
struct Literal {
    /// Its first and last token.
    tokens: (u32, u32),
    text: Vec<u8>,
    /// Where each byte is spelled: token, and offset in it.
    spelled: Vec<(u32, u32)>,
}

impl Parser {
    /// About a call of a function with a format.
    pub(in super::super) fn check_format(&mut self, symbol: SymbolId, args: &[Operand], begin: u32) {
        let info = self.symbol_info[symbol.index()];
        let library =
            || known(self.names.get(self.symbols[symbol.index()].name)).filter(|_| self.in_system(info.token));
        let Some(function) = info.format.or_else(library) else { return };
        let Some(format) = args.get(function.format) else { return };
        let Some(literal) = self.literal(format) else { return };
        if literal.text.is_empty() {
            let name = if function.language == Language::Printf { "gnu_printf" } else { "gnu_scanf" };
            return self.warn(format.first, "-Wformat-zero-length", format!("zero-length {name} format string"));
        }
        let mut walk = Walk {
            literal: &literal,
            args: function.first.and_then(|first| args.get(first..)),
            number: function.first.unwrap_or(0),
            next: 0,
            begin,
        };
        let complete = match function.language {
            Language::Printf => self.check_printf(&mut walk),
            Language::Scanf => self.check_scanf(&mut walk),
        };
        if complete && walk.args.is_some_and(|args| walk.next < args.len()) {
            self.warn(format.first, "-Wformat-extra-args", "too many arguments for format");
        }
    }

    /// The text of a string literal, and where its bytes are spelled.
    fn literal(&self, op: &Operand) -> Option<Literal> {
        let (mut first, mut last) = (op.first, op.last);
        while self.toks[first as usize].kind == Tok::LParen && self.toks[last as usize].kind == Tok::RParen {
            (first, last) = (first + 1, last - 1);
        }
        let mut found = Literal { tokens: (first, last), text: Vec::new(), spelled: Vec::new() };
        for token in first..=last {
            let spelling = self.names.bytes(self.toks[token as usize].sym);
            if self.toks[token as usize].kind != Tok::Str || spelling.first() != Some(&b'"') {
                return None;
            }
            let mut at = 1;
            while at + 1 < spelling.len() {
                let len = escape_length(&spelling[at..]);
                let mut units = Vec::new();
                literal::decode(&spelling[at..at + len], Encoding::Byte, &mut units, &mut Vec::new());
                for unit in units {
                    found.text.push(unit as u8);
                    found.spelled.push((token, at as u32));
                }
                at += len;
            }
        }
        Some(found)
    }

    /// A warning about a stretch of a format, the caret at its end; `arg` is underlined too.
    fn warn_format(&mut self, literal: &Literal, from: usize, end: usize, arg: Option<&Operand>, message: String) {
        let (token, offset) = literal.spelled.get(end).copied().unwrap_or((literal.tokens.0, 0));
        if self.gave_up || self.in_system(literal.tokens.0) {
            return;
        }
        let span = self.span_at(token);
        let direct = literal.tokens.0 == literal.tokens.1 && span.0 < Span::EXPANDED;
        let part = |from: u32, to: u32| Range { start: Span(span.0 + from), end: Span(span.0 + to), end_len: 1 };
        let begin = literal.spelled.get(from).map_or(offset, |spelled| spelled.1);
        let mut raw = if direct {
            let mut raw = Raw::new(Severity::Warning, Span(span.0 + offset), 1, message);
            raw.ranges = vec![part(begin.min(offset), offset)];
            raw
        } else {
            let mut raw = Raw::new(Severity::Warning, self.span_at(literal.tokens.0), 1, message);
            raw.ranges = vec![self.range(literal.tokens.0, literal.tokens.0)];
            raw
        };
        raw.option = Some(OPTION);
        if let Some(arg) = arg {
            raw.ranges.push(self.range(arg.first, arg.last));
        }
        self.push_raw(raw);
        let site = self.map.spelling_site(span);
        if !direct && self.map.file_offset(site).is_some() && !self.map.is_system(site) {
            let mut note = Raw::new(Severity::Note, Span(site.0 + offset), 1, "format string is defined here".into());
            note.ranges =
                vec![Range { start: Span(site.0 + begin.min(offset)), end: Span(site.0 + offset), end_len: 1 }];
            self.push_raw(note);
        }
    }

    /// Takes the next argument for a piece of the format. `false`: there is none, and no more is said.
    fn check_argument(&mut self, walk: &mut Walk, from: usize, piece: &Piece) -> bool {
        let Some(args) = walk.args else { return true };
        let Some(arg) = args.get(walk.next).copied() else {
            let (what, text, wanted) = (piece.what, &piece.text, piece.wanted.shown());
            let message = format!("{what} '{text}' expects a matching '{wanted}' argument");
            self.warn_format(piece.literal, from, piece.end, None, message);
            return false;
        };
        walk.next += 1;
        let number = walk.number + walk.next;
        if arg.node == Node::Bad {
            return true;
        }
        let ty = self.argument_type(&arg);
        if piece.wanted.writes
            && self.types.pointee(ty).is_some_and(|target| target.quals().has(Quals::CONST))
            && !self.in_system(walk.begin)
        {
            self.warn(walk.begin, OPTION, format!("writing into constant object (argument {number})"));
        }
        if !self.satisfies(ty, piece.wanted) {
            let (what, text, wanted, has) = (piece.what, &piece.text, piece.wanted.shown(), self.quoted(ty));
            let message =
                format!("{what} '{text}' expects argument of type '{wanted}', but argument {number} has type {has}");
            self.warn_format(piece.literal, from, piece.end, Some(&arg), message);
        }
        true
    }

    /// The type that an argument without a parameter has: promoted, arrays and functions as pointers.
    fn argument_type(&mut self, arg: &Operand) -> TypeId {
        let ty = match arg.node {
            Node::Place(_) => match self.types.element(arg.ty) {
                Some(elem) => self.types.pointer(elem.qualified(arg.ty.quals())),
                None if self.types.is_function(arg.ty) => self.types.pointer(arg.ty),
                None => arg.ty.unqualified(),
            },
            _ => arg.ty,
        };
        let ty = if matches!(self.types.kind(ty), TypeKind::Enum(_)) { self.types.strip_enum(ty) } else { ty };
        if ty.unqualified() == TypeId::FLOAT {
            TypeId::DOUBLE
        } else if self.types.is_integer(ty) && !matches!(self.types.kind(ty), TypeKind::Enum(_)) {
            self.promoted(ty)
        } else {
            ty
        }
    }

    /// Does gcc accept an argument of this type for that conversion?
    fn satisfies(&self, ty: TypeId, wanted: Wanted) -> bool {
        let mut ty = ty;
        for _ in 0..wanted.pointers {
            match self.types.pointee(ty) {
                Some(target) => ty = target,
                None => return false,
            }
        }
        if wanted.pointers > 0 && self.types.is_void(wanted.ty) {
            return true;
        }
        let ty = self.types.strip_enum(ty);
        let character = |ty: TypeId| [TypeId::CHAR, TypeId::SCHAR, TypeId::UCHAR].contains(&ty);
        if wanted.pointers > 0 && character(wanted.ty) {
            return character(ty);
        }
        // Differences in sign alone are not worth a warning.
        ty == wanted.ty
            || self.types.is_integer(ty) && self.types.is_integer(wanted.ty) && unsigned(ty) == unsigned(wanted.ty)
    }

    fn check_printf(&mut self, walk: &mut Walk) -> bool {
        let literal = walk.literal;
        let text = &literal.text;
        let mut at = 0;
        while let Some(percent) = directive(text, at) {
            at = percent + 1;
            let flags_at = at;
            while text.get(at).is_some_and(|b| b" +#0-'I".contains(b)) {
                at += 1;
            }
            let flags = &text[flags_at..at];
            let star = |p: &mut Parser, walk: &mut Walk, at: usize, precision: bool| {
                let (what, shown) = match precision {
                    false => ("field width specifier", "*"),
                    true => ("field precision specifier", ".*"),
                };
                let wanted = Wanted { name: "int", ty: TypeId::INT, pointers: 0, writes: false };
                let piece = Piece { what, text: shown.to_string(), end: at, wanted, literal };
                p.check_argument(walk, percent, &piece)
            };
            let width_at = at;
            if text.get(at) == Some(&b'*') {
                if !star(self, walk, at, false) {
                    return false;
                }
                at += 1;
            } else {
                at += digits(&text[at..]);
                // Arguments by number are not looked at.
                if text.get(at) == Some(&b'$') {
                    return false;
                }
            }
            let width = at > width_at;
            let mut precision = false;
            if text.get(at) == Some(&b'.') {
                precision = true;
                at += 1;
                if text.get(at) == Some(&b'*') {
                    if !star(self, walk, at, true) {
                        return false;
                    }
                    at += 1;
                } else {
                    at += digits(&text[at..]);
                }
            }
            let length = length_modifier(&text[at..]);
            at += length.len();
            let Some(conversion) = text.get(at).copied() else {
                self.warn_format(literal, percent, percent, None, "spurious trailing '%' in format".to_string());
                return true;
            };
            let end = at;
            at += 1;
            let Some(allowed) = printf_flags(conversion) else {
                self.warn_format(literal, percent, end, None, unknown_conversion(conversion));
                continue;
            };
            self.check_flags(literal, percent, end, conversion, (flags, width, precision), allowed);
            let Some(wanted) = printf_wants(length, conversion) else {
                let message = format!(
                    "use of '{length}' length modifier with '{}' type character has either no effect or undefined behavior",
                    conversion as char
                );
                self.warn_format(literal, percent, end, None, message);
                walk.next += 1;
                continue;
            };
            if let Some(wanted) = wanted {
                let text = format!("%{length}{}", conversion as char);
                let piece = Piece { what: "format", text, end, wanted, literal };
                if !self.check_argument(walk, percent, &piece) {
                    return false;
                }
            }
        }
        true
    }

    /// Flags, width and precision that a conversion has no use for.
    fn check_flags(
        &mut self,
        literal: &Literal,
        percent: usize,
        end: usize,
        conversion: u8,
        (flags, width, precision): (&[u8], bool, bool),
        allowed: &[u8],
    ) {
        let shown = conversion as char;
        let mut used = flags.to_vec();
        used.extend(width.then_some(b'w'));
        used.extend(precision.then_some(b'p'));
        used.dedup();
        for flag in &used {
            if !allowed.contains(flag) {
                let what = match flag {
                    b'w' => "field width".to_string(),
                    b'p' => "precision".to_string(),
                    flag => format!("'{}' flag", *flag as char),
                };
                let message = format!("{what} used with '%{shown}' gnu_printf format");
                self.warn_format(literal, percent, end, None, message);
            }
        }
        let has = |flag| used.contains(&flag) && allowed.contains(&flag);
        let ignored = |p: &mut Parser, what: &str, by: String| {
            let message = format!("'{what}' flag ignored with {by} gnu_printf format");
            // gcc shows the whole format.
            p.warn(literal.tokens.0, OPTION, message);
        };
        if has(b' ') && has(b'+') {
            ignored(self, " ", "'+' flag in".to_string());
        }
        if has(b'0') && has(b'-') {
            ignored(self, "0", "'-' flag in".to_string());
        }
        if has(b'0') && has(b'p') && b"dioxXu".contains(&conversion) {
            ignored(self, "0", format!("precision and '%{shown}'"));
        }
    }

    fn check_scanf(&mut self, walk: &mut Walk) -> bool {
        let literal = walk.literal;
        let text = &literal.text;
        let mut at = 0;
        while let Some(percent) = directive(text, at) {
            at = percent + 1;
            let suppressed = text.get(at) == Some(&b'*');
            at += usize::from(suppressed);
            at += digits(&text[at..]);
            if text.get(at) == Some(&b'$') {
                return false;
            }
            let allocates = text.get(at) == Some(&b'm');
            at += usize::from(allocates);
            let length = length_modifier(&text[at..]);
            at += length.len();
            let Some(conversion) = text.get(at).copied() else {
                self.warn_format(literal, percent, percent, None, "spurious trailing '%' in format".to_string());
                return true;
            };
            let begin = at;
            let mut end = at;
            at += 1;
            if conversion == b'[' {
                at += usize::from(text.get(at) == Some(&b'^'));
                at += usize::from(text.get(at) == Some(&b']'));
                match text[at..].iter().position(|b| *b == b']') {
                    Some(n) => (end, at) = (at + n - 1, at + n + 1),
                    None => {
                        self.warn_format(literal, percent, end, None, "no closing ']' for '%[' format".to_string());
                        return true;
                    }
                }
            }
            let Some(wanted) = scanf_wants(length, conversion) else {
                self.warn_format(literal, percent, end, None, unknown_conversion(conversion));
                continue;
            };
            if suppressed && conversion != b'n' {
                continue;
            }
            let wanted = Wanted { pointers: wanted.pointers + u32::from(allocates), ..wanted };
            let shown = format!("%{length}{}", String::from_utf8_lossy(&text[begin..=end]));
            let piece = Piece { what: "format", text: shown, end, wanted, literal };
            if !self.check_argument(walk, percent, &piece) {
                return false;
            }
        }
        true
    }
}

/// Where the reading of a format is among the arguments.
struct Walk<'a> {
    literal: &'a Literal,
    /// The arguments that the format is about; `None`: they are not there to be seen.
    args: Option<&'a [Operand]>,
    /// How many come before those.
    number: usize,
    next: usize,
    /// The token that the call begins with.
    begin: u32,
}

/// Where the next directive begins that is not `%%`.
fn directive(format: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += format.get(at..)?.iter().position(|b| *b == b'%')?;
        if format.get(at + 1) != Some(&b'%') {
            return Some(at);
        }
        at += 2;
    }
}

fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|b| b.is_ascii_digit()).count()
}

/// Bytes of the first character of a literal's inside, which may be an escape sequence.
fn escape_length(text: &[u8]) -> usize {
    if text.first() != Some(&b'\\') {
        return 1;
    }
    let digits = |from: usize, most: usize, is: fn(&u8) -> bool| {
        from + text[from.min(text.len())..].iter().take(most).take_while(|b| is(b)).count()
    };
    let len = match text.get(1) {
        Some(b'x') => digits(2, usize::MAX, u8::is_ascii_hexdigit),
        Some(b'u') => digits(2, 4, u8::is_ascii_hexdigit),
        Some(b'U') => digits(2, 8, u8::is_ascii_hexdigit),
        Some(b'0'..=b'7') => digits(1, 3, |b| (b'0'..=b'7').contains(b)),
        _ => 2,
    };
    len.min(text.len())
}

fn unknown_conversion(conversion: u8) -> String {
    match conversion {
        0x20..=0x7e => format!("unknown conversion type character '{}' in format", conversion as char),
        _ => format!("unknown conversion type character '\\x{conversion:02x}' in format"),
    }
}

fn length_modifier(text: &[u8]) -> &'static str {
    match text {
        [b'h', b'h', ..] => "hh",
        [b'h', ..] => "h",
        [b'l', b'l', ..] => "ll",
        [b'l', ..] => "l",
        [b'q', ..] => "q",
        [b'L', ..] => "L",
        [b'j', ..] => "j",
        [b'z', ..] => "z",
        [b't', ..] => "t",
        _ => "",
    }
}

/// The unsigned type of the same size and rank.
fn unsigned(ty: TypeId) -> TypeId {
    let pairs = [
        (TypeId::INT, TypeId::UINT),
        (TypeId::SHORT, TypeId::USHORT),
        (TypeId::LONG, TypeId::ULONG),
        (TypeId::LONGLONG, TypeId::ULONGLONG),
        (TypeId::CHAR, TypeId::UCHAR),
        (TypeId::SCHAR, TypeId::UCHAR),
    ];
    pairs.iter().find(|(signed, _)| *signed == ty).map_or(ty, |(_, unsigned)| *unsigned)
}

/// The flags that a conversion of printf may have, `w` for a width and `p` for a precision. `None`: there is no such one.
fn printf_flags(conversion: u8) -> Option<&'static [u8]> {
    Some(match conversion {
        b'd' | b'i' => b"-wp0 +'I",
        b'o' | b'x' | b'X' => b"-wp0#",
        b'u' => b"-wp0'I",
        b'f' | b'F' | b'g' | b'G' => b"-wp0 +#'I",
        b'e' | b'E' => b"-wp0 +#I",
        b'a' | b'A' => b"-wp0 +#",
        b'c' | b'C' | b'p' => b"-w",
        b's' | b'S' | b'm' => b"-wp",
        b'n' => b"",
        _ => return None,
    })
}

fn plain(name: &'static str, ty: TypeId) -> Wanted {
    Wanted { name, ty, pointers: 0, writes: false }
}

fn signed_integer(length: &str) -> Option<Wanted> {
    Some(match length {
        "" => plain("int", TypeId::INT),
        "hh" => plain("signed char", TypeId::SCHAR),
        "h" => plain("short int", TypeId::SHORT),
        "l" => plain("long int", TypeId::LONG),
        "ll" | "q" | "L" => plain("long long int", TypeId::LONGLONG),
        "z" => plain("signed size_t", TypeId::LONG),
        "j" => plain("intmax_t", TypeId::LONG),
        "t" => plain("ptrdiff_t", TypeId::LONG),
        _ => return None,
    })
}

fn unsigned_integer(length: &str) -> Option<Wanted> {
    Some(match length {
        "" => plain("unsigned int", TypeId::UINT),
        "hh" => plain("unsigned char", TypeId::UCHAR),
        "h" => plain("short unsigned int", TypeId::USHORT),
        "l" => plain("long unsigned int", TypeId::ULONG),
        "ll" | "q" | "L" => plain("long long unsigned int", TypeId::ULONGLONG),
        "z" => plain("size_t", TypeId::ULONG),
        "j" => plain("uintmax_t", TypeId::ULONG),
        "t" => plain("unsigned ptrdiff_t", TypeId::ULONG),
        _ => return None,
    })
}

/// What a conversion of printf wants; inner `None`: no argument. Outer `None`: the length does not go with it.
fn printf_wants(length: &str, conversion: u8) -> Option<Option<Wanted>> {
    let pointer = |wanted: Wanted| Wanted { pointers: 1, ..wanted };
    Some(Some(match (conversion, length) {
        // Narrower ones come as an int.
        (b'd' | b'i' | b'o' | b'x' | b'X' | b'u', "hh" | "h") => plain("int", TypeId::INT),
        (b'd' | b'i', _) => signed_integer(length)?,
        (b'o' | b'x' | b'X' | b'u', _) => unsigned_integer(length)?,
        (b'f' | b'F' | b'e' | b'E' | b'g' | b'G' | b'a' | b'A', "" | "l") => plain("double", TypeId::DOUBLE),
        (b'f' | b'F' | b'e' | b'E' | b'g' | b'G' | b'a' | b'A', "L") => plain("long double", TypeId::LONGDOUBLE),
        (b'c', "") => plain("int", TypeId::INT),
        (b'c', "l") | (b'C', "") => plain("wint_t", TypeId::UINT),
        (b's', "") => pointer(plain("char", TypeId::CHAR)),
        (b's', "l") | (b'S', "") => pointer(plain("wchar_t", TypeId::INT)),
        (b'p', "") => pointer(plain("void", TypeId::VOID)),
        (b'n', _) => Wanted { writes: true, ..pointer(signed_integer(length)?) },
        (b'm', "") => return Some(None),
        _ => return None,
    }))
}

/// What a conversion of scanf wants; `None`: there is no such one.
fn scanf_wants(length: &str, conversion: u8) -> Option<Wanted> {
    let wanted = match (conversion, length) {
        (b'd' | b'i' | b'n', _) => signed_integer(length)?,
        (b'o' | b'x' | b'X' | b'u', _) => unsigned_integer(length)?,
        (b'f' | b'F' | b'e' | b'E' | b'g' | b'G' | b'a' | b'A', "") => plain("float", TypeId::FLOAT),
        (b'f' | b'F' | b'e' | b'E' | b'g' | b'G' | b'a' | b'A', "l") => plain("double", TypeId::DOUBLE),
        (b'f' | b'F' | b'e' | b'E' | b'g' | b'G' | b'a' | b'A', "L") => plain("long double", TypeId::LONGDOUBLE),
        (b'c' | b's' | b'[', "") => plain("char", TypeId::CHAR),
        (b'c' | b's' | b'[', "l") | (b'C' | b'S', "") => plain("wchar_t", TypeId::INT),
        (b'p', "") => Wanted { pointers: 1, ..plain("void", TypeId::VOID) },
        _ => return None,
    };
    Some(Wanted { pointers: wanted.pointers + 1, writes: true, ..wanted })
}
