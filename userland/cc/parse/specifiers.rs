//! Declaration specifiers and attributes, C11 6.7.1 to 6.7.5 and GNU's `__attribute__`.
//!
//! Entry points: `Parser::specifiers`, `Parser::starts_declaration`, `Parser::attributes`.

use super::super::token::{Known, is_any};
use super::warn::{Formatted, Language};
use super::*;

/// A storage class.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Storage {
    #[default]
    None,
    Auto,
    Register,
    Static,
    Extern,
    Typedef,
}

/// What attributes say, as far as it matters.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct Attributes {
    pub packed: bool,
    /// Bytes, 0 if not given.
    pub aligned: u32,
    pub weak: bool,
    pub alias: Option<Sym>,
    pub constructor: Option<u16>,
    pub destructor: Option<u16>,
    pub noreturn: bool,
    pub returns_twice: bool,
    /// `unused` or `used`: gcc does not warn of it.
    pub unused: bool,
    pub format: Option<Formatted>,
    pub always_inline: bool,
    pub transparent_union: bool,
    /// The function that `cleanup` names, and its token.
    pub cleanup: Option<(Sym, u32)>,
    /// Size of the integer that `mode` asks for.
    pub mode: u8,
}

/// Declaration specifiers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Specifiers {
    pub ty: TypeId,
    pub storage: Storage,
    pub inline: bool,
    /// `_Thread_local` or `__thread`.
    pub thread: bool,
    pub attrs: Attributes,
    /// No type was given.
    pub implicit: bool,
    /// An error was reported about the type.
    pub bad: bool,
    /// A struct, union or enum was defined or mentioned with a tag.
    pub tagged: bool,
    pub first: u32,
    /// No specifier at all.
    pub empty: bool,
    pub auto_type: bool,
    /// The `;` behind a struct's `}` is missing; it was reported.
    pub unterminated: bool,
}

/// Type words seen.
#[derive(Default)]
struct Words {
    signed: u32,
    unsigned: u32,
    short: u32,
    long: u32,
    complex: bool,
    base: Option<(Tok, u32)>,
    other: Option<TypeId>,
}

impl Parser {
    /// Whether a declaration begins here.
    pub(super) fn starts_declaration(&self) -> bool {
        match self.peek() {
            Tok::Ident => self.is_type_name(self.tok().sym),
            kind => is_specifier(kind),
        }
    }

    /// Whether a type name begins at the token `ahead`.
    pub(super) fn starts_type_at(&self, ahead: usize) -> bool {
        match self.peek_at(ahead) {
            Tok::Ident => self.toks.get(self.pos + ahead).is_some_and(|t| self.is_type_name(t.sym)),
            Tok::KwStaticAssert | Tok::KwAsm => false,
            kind => is_specifier(kind),
        }
    }

    pub(super) fn is_type_name(&self, sym: Sym) -> bool {
        match self.lookup(sym) {
            Some(b) => matches!(b.meaning, Meaning::Typedef(_)),
            None => sym == Known::BuiltinVaList.sym(),
        }
    }

    /// The type of `va_list`: an array of one 24-byte record.
    pub(super) fn va_list_type(&mut self) -> TypeId {
        if let Some(ty) = self.va_list {
            return ty;
        }
        let tag = self.names.intern("__va_list_tag");
        let names = ["gp_offset", "fp_offset", "overflow_arg_area", "reg_save_area"].map(|n| self.names.intern(n));
        let pointer = self.types.pointer(TypeId::VOID);
        let types = [TypeId::UINT, TypeId::UINT, pointer, pointer];
        let members = (0..4)
            .map(|i| Member { name: Some(names[i]), ty: types[i], offset: [0, 4, 8, 16][i], bits: None })
            .collect();
        let record = Record {
            tag: Some(tag),
            kind: RecordKind::Struct,
            members: Some(members),
            size: 24,
            align: 8,
            alias: None,
            has_const: false,
            depth: 1,
        };
        let (_, ty) = self.types.new_record(record);
        let list = self.types.array(ty, Some(1));
        self.va_list = Some(list);
        list
    }

    /// Reads specifiers. `implicit` in the result means that there was no type.
    pub(super) fn specifiers(&mut self) -> Parse<Specifiers> {
        let mut out = Specifiers {
            ty: TypeId::INT,
            storage: Storage::None,
            inline: false,
            attrs: Attributes::default(),
            implicit: false,
            bad: false,
            thread: false,
            tagged: false,
            first: self.here(),
            empty: true,
            auto_type: false,
            unterminated: false,
        };
        let mut words = Words::default();
        let mut quals = Quals::NONE;
        loop {
            let at = self.here();
            let kind = self.peek();
            let behind_body = out.tagged && at > 0 && self.toks[at as usize - 1].kind == Tok::RBrace;
            // `struct t { ... } name;` declares a name, also if it is a type's elsewhere.
            let declares = kind == Tok::Ident
                && matches!(
                    self.peek_at(1),
                    Tok::Semi | Tok::Comma | Tok::Eq | Tok::LBracket | Tok::LParen | Tok::Colon | Tok::RParen
                );
            if behind_body && !declares && self.in_params == 0 && self.starts_declaration() && !is_qualifier(kind) {
                let _ = self.syntax_error::<()>("expected ';', identifier or '('");
                out.unterminated = true;
                break;
            }
            let late = !words.is_empty() || quals != Quals::NONE;
            if late && self.wall && is_storage(kind) {
                let message = format!("'{}' is not at beginning of declaration", kind.text());
                self.warn(self.line_start(), "-Wold-style-declaration", message);
            }
            match kind {
                Tok::KwTypedef | Tok::KwExtern | Tok::KwStatic | Tok::KwAuto | Tok::KwRegister => {
                    self.storage(&mut out, kind, at);
                }
                Tok::KwInline => {
                    out.inline = true;
                    self.advance();
                }
                Tok::KwNoreturn => {
                    out.attrs.noreturn = true;
                    self.advance();
                }
                Tok::KwThread => {
                    out.thread = true;
                    self.advance();
                }
                Tok::KwExtension => self.advance(),
                Tok::KwConst => {
                    quals = quals.with(Quals::CONST);
                    self.advance();
                }
                Tok::KwVolatile => {
                    quals = quals.with(Quals::VOLATILE);
                    self.advance();
                }
                Tok::KwRestrict => {
                    quals = quals.with(Quals::RESTRICT);
                    self.advance();
                }
                Tok::KwAtomic => {
                    self.advance();
                    if self.peek() == Tok::LParen {
                        self.advance();
                        let ty = self.type_name_syntax()?;
                        self.expect(Tok::RParen)?;
                        self.other_type(&mut words, ty, at, &mut out);
                    }
                    quals = quals.with(Quals::ATOMIC);
                }
                Tok::KwAttribute => self.attributes(&mut out.attrs)?,
                Tok::KwAlignas => {
                    let align = self.alignas()?;
                    out.attrs.aligned = out.attrs.aligned.max(align);
                }
                Tok::KwComplex => {
                    if self.names.get(self.tok().sym) == "_Imaginary" {
                        return self.unsupported("_Imaginary");
                    }
                    words.complex = true;
                    self.advance();
                }
                Tok::KwFloat128 => return self.unsupported("__float128"),
                Tok::KwSigned | Tok::KwUnsigned | Tok::KwShort | Tok::KwLong => {
                    self.sign_or_size(&mut words, kind, at, &mut out);
                }
                Tok::KwInt128 if self.names.get(self.tok().sym) != "__int128" => {
                    let unsigned = self.names.get(self.tok().sym) == "__uint128_t";
                    self.advance();
                    self.other_type(&mut words, if unsigned { TypeId::UINT128 } else { TypeId::INT128 }, at, &mut out);
                }
                Tok::KwVoid | Tok::KwChar | Tok::KwInt | Tok::KwInt128 | Tok::KwFloat | Tok::KwDouble | Tok::KwBool => {
                    if words.base.is_some() || words.other.is_some() {
                        self.error(at, "two or more data types in declaration specifiers");
                        out.bad = true;
                    } else {
                        words.base = Some((kind, at));
                    }
                    self.advance();
                }
                Tok::KwStruct | Tok::KwUnion => {
                    let ty = self.record_specifier()?;
                    out.tagged = true;
                    self.other_type(&mut words, ty, at, &mut out);
                }
                Tok::KwEnum => {
                    let ty = self.enum_specifier()?;
                    out.tagged = true;
                    self.other_type(&mut words, ty, at, &mut out);
                }
                Tok::KwTypeof => {
                    let ty = self.typeof_specifier()?;
                    self.other_type(&mut words, ty, at, &mut out);
                }
                Tok::KwAutoType => {
                    self.advance();
                    out.auto_type = true;
                    words.other = Some(TypeId::INT);
                }
                Tok::Ident if words.is_empty() => {
                    let sym = self.tok().sym;
                    let binding = self.lookup(sym).copied();
                    let ty = match binding.map(|b| b.meaning) {
                        Some(Meaning::Typedef(ty)) => ty,
                        None if sym == Known::BuiltinVaList.sym() => self.va_list_type(),
                        _ => break,
                    };
                    if let Some(known) =
                        self.func.typedefs.iter_mut().find(|t| binding.is_some_and(|b| b.token == t.token))
                    {
                        known.used = true;
                    }
                    self.advance();
                    words.other = Some(ty);
                }
                _ => break,
            }
            out.empty = false;
        }
        out.implicit = words.is_empty();
        let ty = self.combine(&words, &mut out);
        out.ty = self.with_mode(ty, &out.attrs).qualified(quals);
        Ok(out)
    }

    fn storage(&mut self, out: &mut Specifiers, kind: Tok, at: u32) {
        let storage = match kind {
            Tok::KwTypedef => Storage::Typedef,
            Tok::KwExtern => Storage::Extern,
            Tok::KwStatic => Storage::Static,
            Tok::KwAuto => Storage::Auto,
            _ => Storage::Register,
        };
        if out.storage == storage {
            self.error(at, format!("duplicate '{}'", kind.text()));
        } else if out.storage != Storage::None {
            self.error(self.line_start(), "multiple storage classes in declaration specifiers");
        }
        out.storage = storage;
        self.advance();
    }

    fn sign_or_size(&mut self, words: &mut Words, kind: Tok, at: u32, out: &mut Specifiers) {
        let (count, conflict, other) = match kind {
            Tok::KwSigned => (&mut words.signed, words.unsigned > 0, "unsigned"),
            Tok::KwUnsigned => (&mut words.unsigned, words.signed > 0, "signed"),
            Tok::KwShort => (&mut words.short, words.long > 0, "long"),
            _ => (&mut words.long, words.short > 0, "short"),
        };
        *count += 1;
        let count = *count;
        if conflict {
            self.error(at, format!("both '{other}' and '{}' in declaration specifiers", kind.text()));
            out.bad = true;
        } else if kind == Tok::KwLong && count > 2 {
            self.error(at, "'long long long' is too long for GCC");
            out.bad = true;
        } else if kind != Tok::KwLong && count > 1 {
            self.error(at, format!("duplicate '{}'", kind.text()));
        } else if words.other.is_some() {
            self.error(at, "two or more data types in declaration specifiers");
            out.bad = true;
        }
        self.advance();
    }

    fn other_type(&mut self, words: &mut Words, ty: TypeId, at: u32, out: &mut Specifiers) {
        if !words.is_empty() {
            self.error(at, "two or more data types in declaration specifiers");
            out.bad = true;
            return;
        }
        words.other = Some(ty);
    }

    /// The type that the words make.
    fn combine(&mut self, words: &Words, out: &mut Specifiers) -> TypeId {
        if let Some(ty) = words.other {
            return ty;
        }
        let unsigned = words.unsigned > 0;
        let signs = words.signed + words.unsigned > 0;
        let Some((base, at)) = words.base else {
            if words.complex && !signs && words.short + words.long == 0 {
                return TypeId::COMPLEXDOUBLE;
            }
            return sized(words, unsigned);
        };
        let sizes = words.short + words.long > 0;
        let bad = match base {
            Tok::KwVoid | Tok::KwBool | Tok::KwFloat => signs || sizes,
            Tok::KwChar | Tok::KwInt128 => sizes,
            Tok::KwDouble => signs || words.short > 0 || words.long > 1,
            _ => false,
        };
        if bad {
            let other = match words {
                Words { unsigned: 1.., .. } => "unsigned",
                Words { signed: 1.., .. } => "signed",
                Words { short: 1.., .. } => "short",
                Words { long: 2.., .. } => "long long",
                _ => "long",
            };
            self.error(at, format!("both '{other}' and '{}' in declaration specifiers", base.text()));
            out.bad = true;
            return TypeId::INT;
        }
        match base {
            Tok::KwVoid => TypeId::VOID,
            Tok::KwBool => TypeId::BOOL,
            Tok::KwInt128 if unsigned => TypeId::UINT128,
            Tok::KwInt128 => TypeId::INT128,
            Tok::KwFloat if words.complex => TypeId::COMPLEXFLOAT,
            Tok::KwDouble if words.complex && words.long > 0 => TypeId::COMPLEXLONGDOUBLE,
            Tok::KwDouble if words.complex => TypeId::COMPLEXDOUBLE,
            Tok::KwFloat => TypeId::FLOAT,
            Tok::KwDouble if words.long > 0 => TypeId::LONGDOUBLE,
            Tok::KwDouble => TypeId::DOUBLE,
            Tok::KwChar if unsigned => TypeId::UCHAR,
            Tok::KwChar if words.signed > 0 => TypeId::SCHAR,
            Tok::KwChar => TypeId::CHAR,
            _ => sized(words, unsigned),
        }
    }

    fn with_mode(&self, ty: TypeId, attrs: &Attributes) -> TypeId {
        let signed = self.types.is_signed(ty);
        match (attrs.mode, signed) {
            (1, true) => TypeId::SCHAR,
            (1, false) => TypeId::UCHAR,
            (2, true) => TypeId::SHORT,
            (2, false) => TypeId::USHORT,
            (4, true) => TypeId::INT,
            (4, false) => TypeId::UINT,
            (8, true) => TypeId::LONG,
            (8, false) => TypeId::ULONG,
            _ => ty,
        }
    }

    /// Names a feature that there is not.
    pub(super) fn unsupported<T>(&mut self, what: &str) -> Parse<T> {
        self.error(self.here(), format!("not supported: {what}"));
        Err(Stop)
    }

    fn typeof_specifier(&mut self) -> Parse<TypeId> {
        self.advance();
        let open = self.here();
        self.expect(Tok::LParen)?;
        let ty = if self.starts_declaration() {
            self.type_name_syntax()?
        } else {
            let op = self.expression()?;
            if let Node::Bad = op.node { TypeId::INT } else { op.ty }
        };
        self.expect_close(Tok::RParen, open)?;
        Ok(ty)
    }

    fn alignas(&mut self) -> Parse<u32> {
        let word = self.here();
        self.advance();
        let open = self.here();
        self.expect(Tok::LParen)?;
        let align = if self.starts_declaration() {
            let ty = self.type_name_syntax()?;
            self.types.align(ty)
        } else {
            let op = self.conditional()?;
            self.alignment_value(&op, word)
        };
        self.expect_close(Tok::RParen, open)?;
        Ok(align)
    }

    fn alignment_value(&mut self, op: &Operand, at: u32) -> u32 {
        match self.integer_constant(op) {
            Some(0) => 0,
            Some(n) if n > 0 && n <= 1 << 16 && (n & (n - 1)) == 0 => n as u32,
            Some(n) => {
                self.error(at, format!("requested alignment '{n}' is not a positive power of 2"));
                0
            }
            None => {
                if op.node != Node::Bad {
                    self.error(at, "requested alignment is not an integer constant");
                }
                0
            }
        }
    }

    /// Reads `__attribute__((...))`, as many as there are.
    pub(super) fn attributes(&mut self, out: &mut Attributes) -> Parse<()> {
        while self.peek() == Tok::KwAttribute {
            self.advance();
            self.expect(Tok::LParen)?;
            let open = self.here();
            self.expect(Tok::LParen)?;
            while !matches!(self.peek(), Tok::RParen | Tok::Eof) {
                if self.eat(Tok::Comma) {
                    continue;
                }
                self.attribute(out)?;
                if !matches!(self.peek(), Tok::Comma | Tok::RParen) {
                    break;
                }
            }
            self.expect_close(Tok::RParen, open)?;
            self.expect(Tok::RParen)?;
        }
        Ok(())
    }

    /// `(printf, 1, 2)`, which is left to be skipped.
    fn format_attribute(&self) -> Option<Formatted> {
        let word = |n: usize| self.names.get(self.toks.get(self.pos + n).map_or(Sym::EMPTY, |t| t.sym));
        let language = match word(1).trim_matches('_') {
            "printf" | "gnu_printf" | "syslog" => Language::Printf,
            "scanf" | "gnu_scanf" => Language::Scanf,
            _ => return None,
        };
        let format = word(3).parse::<usize>().ok()?.checked_sub(1)?;
        let first = word(5).parse::<usize>().ok()?.checked_sub(1);
        Some(Formatted { language, format, first })
    }

    fn attribute(&mut self, out: &mut Attributes) -> Parse<()> {
        let token = self.tok();
        if token.sym == Sym::EMPTY || matches!(token.kind, Tok::Number | Tok::Str | Tok::Char) {
            return self.syntax_error("expected ')'");
        }
        let at = self.here();
        self.advance();
        let is = |list: &[Known]| is_any(token.sym, list);
        let arguments = self.peek() == Tok::LParen;
        if is(&[Known::Packed, Known::Packed2]) {
            out.packed = true;
        } else if is(&[Known::Weak, Known::Weak2]) {
            out.weak = true;
        } else if is(&[Known::Constructor, Known::Constructor2]) {
            out.constructor = Some(self.call_priority(arguments)?);
            return Ok(());
        } else if is(&[Known::Destructor, Known::Destructor2]) {
            out.destructor = Some(self.call_priority(arguments)?);
            return Ok(());
        } else if is(&[Known::NoreturnAttr, Known::NoreturnAttr2]) {
            out.noreturn = true;
        } else if is(&[Known::UnusedAttr, Known::UnusedAttr2, Known::UsedAttr, Known::UsedAttr2]) {
            out.unused = true;
        } else if is(&[Known::Format, Known::Format2]) && arguments {
            out.format = self.format_attribute();
        } else if is(&[Known::ReturnsTwice, Known::ReturnsTwice2]) {
            out.returns_twice = true;
        } else if is(&[Known::AlwaysInline, Known::AlwaysInline2, Known::GnuInline, Known::GnuInline2]) {
            out.always_inline = true;
        } else if is(&[Known::TransparentUnion, Known::TransparentUnion2]) {
            out.transparent_union = true;
        } else if is(&[Known::Aligned, Known::Aligned2]) {
            if !arguments {
                out.aligned = out.aligned.max(16);
                return Ok(());
            }
            self.advance();
            let value_at = self.here();
            let op = self.conditional()?;
            let align = self.alignment_value(&op, value_at);
            out.aligned = out.aligned.max(align);
            return self.expect(Tok::RParen);
        } else if is(&[Known::Alias, Known::Alias2]) && arguments && self.peek_at(1) == Tok::Str {
            let text = self.names.bytes(self.toks[self.pos + 1].sym).to_vec();
            let name = String::from_utf8_lossy(&text[1..text.len() - 1]).into_owned();
            out.alias = Some(self.names.intern(&name));
        } else if is(&[Known::Cleanup, Known::Cleanup2]) && arguments {
            if self.peek_at(1) == Tok::Ident {
                out.cleanup = Some((self.toks[self.pos + 1].sym, self.pos as u32 + 1));
            } else {
                self.error(at, "cleanup argument not an identifier");
            }
        } else if is(&[Known::VectorSize, Known::VectorSize2]) {
            let name = self.text(token.sym);
            self.error(at, format!("not supported: attribute '{}'", name.trim_matches('_')));
        } else if is(&[Known::Mode, Known::Mode2]) && arguments && self.peek_at(1) == Tok::Ident {
            let name = self.text(self.toks[self.pos + 1].sym);
            out.mode = match name.trim_matches('_') {
                "QI" | "byte" => 1,
                "HI" => 2,
                "SI" => 4,
                "DI" | "word" | "pointer" => 8,
                _ => 0,
            };
        }
        if arguments {
            self.skip_balanced();
        }
        Ok(())
    }
}

impl Parser {
    /// The `(101)` of a constructor or destructor; without it they come last.
    fn call_priority(&mut self, given: bool) -> Parse<u16> {
        if !given {
            return Ok(u16::MAX);
        }
        self.advance();
        let at = self.here();
        let op = self.conditional()?;
        let priority = self.integer_constant(&op).and_then(|n| u16::try_from(n).ok());
        if priority.is_none() {
            self.error(at, "constructor priorities must be integers from 0 to 65535 inclusive");
        }
        self.expect(Tok::RParen)?;
        Ok(priority.unwrap_or(u16::MAX))
    }
}

impl Words {
    fn is_empty(&self) -> bool {
        let none = self.signed + self.unsigned + self.short + self.long == 0;
        none && !self.complex && self.base.is_none() && self.other.is_none()
    }
}

/// `int` with signs and sizes.
fn sized(words: &Words, unsigned: bool) -> TypeId {
    match (words.short, words.long, unsigned) {
        (0, 0, false) => TypeId::INT,
        (0, 0, true) => TypeId::UINT,
        (0, 1, false) => TypeId::LONG,
        (0, 1, true) => TypeId::ULONG,
        (0, _, false) => TypeId::LONGLONG,
        (0, _, true) => TypeId::ULONGLONG,
        (_, _, false) => TypeId::SHORT,
        (_, _, true) => TypeId::USHORT,
    }
}

/// What belongs to the beginning of a declaration.
fn is_storage(kind: Tok) -> bool {
    use Tok::{KwAuto, KwExtern, KwInline, KwRegister, KwStatic, KwTypedef};
    matches!(kind, KwTypedef | KwExtern | KwStatic | KwAuto | KwRegister | KwInline)
}

/// What may well stand behind the `}` of a struct.
fn is_qualifier(kind: Tok) -> bool {
    matches!(
        kind,
        Tok::KwConst
            | Tok::KwVolatile
            | Tok::KwAtomic
            | Tok::KwAttribute
            | Tok::KwAlignas
            | Tok::KwStatic
            | Tok::KwExtern
            | Tok::KwTypedef
            | Tok::KwInline
            | Tok::KwThread
    )
}

fn is_specifier(kind: Tok) -> bool {
    matches!(
        kind,
        Tok::KwTypedef
            | Tok::KwExtern
            | Tok::KwStatic
            | Tok::KwAuto
            | Tok::KwRegister
            | Tok::KwInline
            | Tok::KwNoreturn
            | Tok::KwThread
            | Tok::KwConst
            | Tok::KwVolatile
            | Tok::KwRestrict
            | Tok::KwAtomic
            | Tok::KwAttribute
            | Tok::KwAlignas
            | Tok::KwComplex
            | Tok::KwInt128
            | Tok::KwFloat128
            | Tok::KwSigned
            | Tok::KwUnsigned
            | Tok::KwShort
            | Tok::KwLong
            | Tok::KwVoid
            | Tok::KwChar
            | Tok::KwInt
            | Tok::KwFloat
            | Tok::KwDouble
            | Tok::KwBool
            | Tok::KwStruct
            | Tok::KwUnion
            | Tok::KwEnum
            | Tok::KwTypeof
            | Tok::KwAutoType
            | Tok::KwStaticAssert
    )
}
