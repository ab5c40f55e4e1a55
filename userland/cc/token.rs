//! Tokens: 12 bytes each, copied freely. Names and literals are interned; keywords are the first names.
//!
//! Entry points: [`Token`], [`Tok`], [`seed_names`].

use super::intern::{Interner, Sym};
use super::source::Span;

/// A token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Tok,
    /// [`BOL`], [`SPACE`], [`NO_EXPAND`].
    pub flags: u8,
    /// The name, or a literal's spelling.
    pub sym: Sym,
    /// Where it came from.
    pub span: Span,
}

/// The first token of its line.
pub const BOL: u8 = 1;
/// White space stands before it.
pub const SPACE: u8 = 2;
/// A macro's own name within its expansion: never expanded again.
pub const NO_EXPAND: u8 = 4;

impl Token {
    /// A token at the end of a file.
    pub fn eof(span: Span) -> Token {
        Token { kind: Tok::Eof, flags: BOL, sym: Sym::EMPTY, span }
    }
    /// Whether a flag is set.
    pub fn has(self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

macro_rules! tokens {
    (special { $($special:ident),* $(,)? } punct { $($punct:ident = $ptext:literal),* $(,)? }
     keyword { $($kw:ident = $first:literal $(| $more:literal)*),* $(,)? }) => {
        /// Kinds of tokens.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum Tok { $($special,)* $($punct,)* $($kw),* }

        /// Spelling of every keyword; the n-th is the name with number n + 1.
        const KEYWORDS: &[(&str, Tok)] = &[$(($first, Tok::$kw), $(($more, Tok::$kw),)*)*];

        impl Tok {
            /// The text of a punctuator or keyword, "" of other tokens.
            pub fn text(self) -> &'static str {
                match self {
                    $(Tok::$special => "",)*
                    $(Tok::$punct => $ptext,)*
                    $(Tok::$kw => $first),*
                }
            }
        }
    };
}

tokens! {
    special { Eof, Eod, Ident, Number, Char, Str, HeaderName, Other }
    punct {
        LBracket = "[", RBracket = "]", LParen = "(", RParen = ")", LBrace = "{", RBrace = "}",
        Dot = ".", Arrow = "->", PlusPlus = "++", MinusMinus = "--", Amp = "&", Star = "*", Plus = "+",
        Minus = "-", Tilde = "~", Bang = "!", Slash = "/", Percent = "%", Shl = "<<", Shr = ">>", Lt = "<",
        Gt = ">", Le = "<=", Ge = ">=", EqEq = "==", Ne = "!=", Caret = "^", Pipe = "|", AmpAmp = "&&",
        PipePipe = "||", Question = "?", Colon = ":", Semi = ";", Ellipsis = "...", Eq = "=", StarEq = "*=",
        SlashEq = "/=", PercentEq = "%=", PlusEq = "+=", MinusEq = "-=", ShlEq = "<<=", ShrEq = ">>=",
        AmpEq = "&=", CaretEq = "^=", PipeEq = "|=", Comma = ",", Hash = "#", HashHash = "##",
    }
    keyword {
        KwAuto = "auto", KwBreak = "break", KwCase = "case", KwChar = "char",
        KwConst = "const" | "__const" | "__const__", KwContinue = "continue", KwDefault = "default",
        KwDo = "do", KwDouble = "double", KwElse = "else", KwEnum = "enum", KwExtern = "extern",
        KwFloat = "float", KwFor = "for", KwGoto = "goto", KwIf = "if",
        KwInline = "inline" | "__inline" | "__inline__", KwInt = "int", KwLong = "long",
        KwRegister = "register", KwRestrict = "restrict" | "__restrict" | "__restrict__",
        KwReturn = "return", KwShort = "short", KwSigned = "signed" | "__signed" | "__signed__",
        KwSizeof = "sizeof", KwStatic = "static", KwStruct = "struct", KwSwitch = "switch",
        KwTypedef = "typedef", KwUnion = "union", KwUnsigned = "unsigned", KwVoid = "void",
        KwVolatile = "volatile" | "__volatile" | "__volatile__", KwWhile = "while",
        KwAlignas = "_Alignas", KwAlignof = "_Alignof" | "__alignof" | "__alignof__", KwAtomic = "_Atomic",
        KwBool = "_Bool", KwComplex = "_Complex" | "__complex__" | "__complex" | "_Imaginary",
        KwGeneric = "_Generic", KwNoreturn = "_Noreturn", KwStaticAssert = "_Static_assert",
        KwThread = "_Thread_local" | "__thread", KwTypeof = "typeof" | "__typeof" | "__typeof__",
        KwAsm = "asm" | "__asm" | "__asm__", KwAttribute = "__attribute__" | "__attribute",
        KwExtension = "__extension__", KwLabel = "__label__", KwAutoType = "__auto_type",
        KwInt128 = "__int128" | "__int128_t" | "__uint128_t", KwFloat128 = "__float128" | "_Float128",
        KwReal = "__real__" | "__real" | "__imag__" | "__imag", KwFunc = "__func__" | "__FUNCTION__" | "__PRETTY_FUNCTION__",
        KwVaArg = "__builtin_va_arg", KwOffsetof = "__builtin_offsetof",
        KwTypesCompatible = "__builtin_types_compatible_p", KwChooseExpr = "__builtin_choose_expr",
    }
}

macro_rules! known_names {
    ($($name:ident = $text:literal),* $(,)?) => {
        /// Names that the front end itself looks for, numbered after the keywords.
        #[allow(missing_docs, non_camel_case_types, clippy::upper_case_acronyms)]
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Known { $($name),* }
        const KNOWN: &[&str] = &[$($text),*];
    };
}

known_names! {
    Defined = "defined", VaArgs = "__VA_ARGS__", VaOpt = "__VA_OPT__", HasInclude = "__has_include",
    HasIncludeNext = "__has_include_next", HasAttribute = "__has_attribute", HasBuiltin = "__has_builtin",
    HasCAttribute = "__has_c_attribute", HasFeature = "__has_feature",
    Line = "__LINE__", File = "__FILE__", Counter = "__COUNTER__",
    BaseFile = "__BASE_FILE__", IncludeLevel = "__INCLUDE_LEVEL__",
    PragmaOp = "_Pragma", Define = "define", Undef = "undef", Include = "include", IncludeNext = "include_next",
    Import = "import", Ifdef = "ifdef", Ifndef = "ifndef", Elif = "elif", Endif = "endif",
    LineDirective = "line", Error = "error", Warning = "warning", PragmaDirective = "pragma", Ident = "ident",
    Sccs = "sccs", Once = "once", Main = "main", Pack = "pack", Push = "push", Pop = "pop",
    Packed = "packed", Packed2 = "__packed__", Aligned = "aligned", Aligned2 = "__aligned__",
    AlwaysInline = "always_inline", AlwaysInline2 = "__always_inline__", GnuInline = "gnu_inline",
    GnuInline2 = "__gnu_inline__", Weak = "weak", Weak2 = "__weak__", Alias = "alias", Alias2 = "__alias__",
    Constructor = "constructor", Constructor2 = "__constructor__",
    Destructor = "destructor", Destructor2 = "__destructor__",
    NoreturnAttr = "noreturn", NoreturnAttr2 = "__noreturn__",
    TransparentUnion = "transparent_union", TransparentUnion2 = "__transparent_union__",
    Cleanup = "cleanup", Cleanup2 = "__cleanup__", VectorSize = "vector_size", VectorSize2 = "__vector_size__",
    Mode = "mode", Mode2 = "__mode__",
    UnusedAttr = "unused", UnusedAttr2 = "__unused__", UsedAttr = "used", UsedAttr2 = "__used__",
    Format = "format", Format2 = "__format__",
    ReturnsTwice = "returns_twice", ReturnsTwice2 = "__returns_twice__",
    BuiltinVaList = "__builtin_va_list",
    Setjmp = "setjmp", Setjmp2 = "_setjmp", Sigsetjmp = "sigsetjmp", Sigsetjmp2 = "__sigsetjmp", Vfork = "vfork", Getcontext = "getcontext",
}

impl Known {
    /// The name's number.
    pub const fn sym(self) -> Sym {
        Sym(KEYWORDS.len() as u32 + 1 + self as u32)
    }
}

/// Whether a name is a given known one.
pub fn is(sym: Sym, known: Known) -> bool {
    sym == known.sym()
}

/// The known name with a number.
pub fn is_any(sym: Sym, known: &[Known]) -> bool {
    known.iter().any(|k| k.sym() == sym)
}

/// Enters keywords and known names into a new interner.
pub fn seed_names(names: &mut Interner) {
    for (text, _) in KEYWORDS {
        names.intern(text);
    }
    for text in KNOWN {
        names.intern(text);
    }
}

/// The spellings of the keywords that a type's name may begin with.
pub fn type_keywords() -> impl Iterator<Item = &'static str> {
    let begins = |tok: &Tok| {
        matches!(
            tok,
            Tok::KwUnsigned
                | Tok::KwSigned
                | Tok::KwLong
                | Tok::KwShort
                | Tok::KwInt
                | Tok::KwChar
                | Tok::KwFloat
                | Tok::KwDouble
                | Tok::KwVoid
                | Tok::KwBool
                | Tok::KwEnum
                | Tok::KwStruct
                | Tok::KwUnion
                | Tok::KwTypeof
                | Tok::KwConst
                | Tok::KwVolatile
                | Tok::KwRestrict
        )
    };
    KEYWORDS.iter().filter(move |(_, tok)| begins(tok)).map(|(text, _)| *text)
}

/// The keyword that a name is.
pub fn keyword(sym: Sym) -> Option<Tok> {
    KEYWORDS.get((sym.0 as usize).wrapping_sub(1)).map(|(_, tok)| *tok)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_have_their_numbers() {
        let mut names = Interner::new();
        seed_names(&mut names);
        assert_eq!(names.get(Known::Vfork.sym()), "vfork");
        assert_eq!(names.get(Known::Defined.sym()), "defined");
        assert_eq!(names.len(), KEYWORDS.len() + KNOWN.len() + 1, "a name is listed twice");
        assert_eq!(keyword(names.intern("while")), Some(Tok::KwWhile));
        assert_eq!(keyword(names.intern("defined")), None);
        assert_eq!(std::mem::size_of::<Token>(), 12);
    }
}
