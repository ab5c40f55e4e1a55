//! Macros that are defined before the first line: gcc 12's for x86-64 Linux, without vector units,
//! `__int128` and decimal floats. `long double` has double's limits, as it computes in double. Dates are
//! fixed so that the same source always gives the same program. `__forklore__` tells that it is us.
//!
//! They are entered when a program first uses their name: entering all would cost more than most programs.
//! Entry points: `Pp::predefine`, `Pp::macro_index`.

use super::macros::{BodyToken, MacroKind, Role};
use super::*;

/// Macros with a value of their own at each use.
const SPECIAL: &[Known] = &[
    Known::Line,
    Known::File,
    Known::Counter,
    Known::BaseFile,
    Known::IncludeLevel,
    Known::PragmaOp,
    Known::HasInclude,
    Known::HasIncludeNext,
    Known::HasAttribute,
    Known::HasBuiltin,
    Known::HasCAttribute,
];

impl Pp<'_> {
    /// Enters the special macros and those of the options.
    pub(super) fn predefine(&mut self) {
        for known in SPECIAL {
            self.enter_predefined(known.sym(), MacroKind::Special(*known), "");
        }
        for (name, value) in self.options.defines {
            let sym = self.names.intern(name);
            self.enter_predefined(sym, MacroKind::Object, value);
        }
    }

    /// The macro that a name stands for.
    pub(super) fn macro_index(&mut self, sym: Sym) -> Option<usize> {
        match self.macro_of.get(sym.0 as usize) {
            Some(&Self::NO_MACRO) => None,
            None | Some(0) => self.first_use(sym),
            Some(n) => Some(*n as usize - 1),
        }
    }

    /// Looks a name up among the predefined ones, once.
    fn first_use(&mut self, sym: Sym) -> Option<usize> {
        let text = self.names.bytes(sym);
        let found = if matches!(text.first(), Some(b'_' | b'l' | b'u')) {
            PREDEFINED.binary_search_by(|entry| entry.0.as_bytes().cmp(text)).ok()
        } else {
            None
        };
        match found {
            Some(index) => {
                self.enter_predefined(sym, MacroKind::Object, PREDEFINED[index].1);
                Some(self.macros.len() - 1)
            }
            None => {
                self.unset_macro(sym);
                None
            }
        }
    }

    fn enter_predefined(&mut self, name: Sym, kind: MacroKind, text: &str) {
        let start = self.bodies.len() as u32;
        let mut lexer = Lexer::new(text.as_bytes().into(), 0);
        loop {
            let token = lexer.next(&mut self.names, Mode::Directive);
            if token.kind == Tok::Eod {
                break;
            }
            let token = Token { flags: token.flags & SPACE, span: Span::NONE, ..token };
            self.bodies.push(BodyToken { token, role: Role::Plain, pastes: false });
        }
        let end = self.bodies.len() as u32;
        self.set_macro(Macro {
            name,
            span: Span::NONE,
            kind,
            params: Vec::new(),
            body: (start, end),
            pastes: false,
            disabled: false,
            system: true,
        });
    }
}

/// Names and values, sorted by name.
const PREDEFINED: &[(&str, &str)] = &[
    ("_LP64", "1"),
    ("__ATOMIC_ACQUIRE", "2"),
    ("__ATOMIC_ACQ_REL", "4"),
    ("__ATOMIC_CONSUME", "1"),
    ("__ATOMIC_HLE_ACQUIRE", "65536"),
    ("__ATOMIC_HLE_RELEASE", "131072"),
    ("__ATOMIC_RELAXED", "0"),
    ("__ATOMIC_RELEASE", "3"),
    ("__ATOMIC_SEQ_CST", "5"),
    ("__BIGGEST_ALIGNMENT__", "16"),
    ("__BYTE_ORDER__", "__ORDER_LITTLE_ENDIAN__"),
    ("__CHAR16_TYPE__", "short unsigned int"),
    ("__CHAR32_TYPE__", "unsigned int"),
    ("__CHAR_BIT__", "8"),
    ("__DATE__", r#""Jan  1 2026""#),
    ("__DBL_DECIMAL_DIG__", "17"),
    ("__DBL_DENORM_MIN__", "4.94065645841246544176568792868221372e-324"),
    ("__DBL_DIG__", "15"),
    ("__DBL_EPSILON__", "2.22044604925031308084726333618164062e-16"),
    ("__DBL_HAS_DENORM__", "1"),
    ("__DBL_HAS_INFINITY__", "1"),
    ("__DBL_HAS_QUIET_NAN__", "1"),
    ("__DBL_IS_IEC_60559__", "2"),
    ("__DBL_MANT_DIG__", "53"),
    ("__DBL_MAX_10_EXP__", "308"),
    ("__DBL_MAX_EXP__", "1024"),
    ("__DBL_MAX__", "1.79769313486231570814527423731704357e+308"),
    ("__DBL_MIN_10_EXP__", "(-307)"),
    ("__DBL_MIN_EXP__", "(-1021)"),
    ("__DBL_MIN__", "2.22507385850720138309023271733240406e-308"),
    ("__DBL_NORM_MAX__", "1.79769313486231570814527423731704357e+308"),
    ("__DECIMAL_BID_FORMAT__", "1"),
    ("__DECIMAL_DIG__", "21"),
    ("__ELF__", "1"),
    ("__FINITE_MATH_ONLY__", "0"),
    ("__FLOAT_WORD_ORDER__", "__ORDER_LITTLE_ENDIAN__"),
    ("__FLT_DECIMAL_DIG__", "9"),
    ("__FLT_DENORM_MIN__", "1.40129846432481707092372958328991613e-45F"),
    ("__FLT_DIG__", "6"),
    ("__FLT_EPSILON__", "1.19209289550781250000000000000000000e-7F"),
    ("__FLT_EVAL_METHOD_TS_18661_3__", "0"),
    ("__FLT_EVAL_METHOD__", "0"),
    ("__FLT_HAS_DENORM__", "1"),
    ("__FLT_HAS_INFINITY__", "1"),
    ("__FLT_HAS_QUIET_NAN__", "1"),
    ("__FLT_IS_IEC_60559__", "2"),
    ("__FLT_MANT_DIG__", "24"),
    ("__FLT_MAX_10_EXP__", "38"),
    ("__FLT_MAX_EXP__", "128"),
    ("__FLT_MAX__", "3.40282346638528859811704183484516925e+38F"),
    ("__FLT_MIN_10_EXP__", "(-37)"),
    ("__FLT_MIN_EXP__", "(-125)"),
    ("__FLT_MIN__", "1.17549435082228750796873653722224568e-38F"),
    ("__FLT_NORM_MAX__", "3.40282346638528859811704183484516925e+38F"),
    ("__FLT_RADIX__", "2"),
    ("__GCC_ATOMIC_BOOL_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_CHAR16_T_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_CHAR32_T_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_CHAR_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_INT_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_LLONG_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_LONG_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_POINTER_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_SHORT_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_TEST_AND_SET_TRUEVAL", "1"),
    ("__GCC_ATOMIC_WCHAR_T_LOCK_FREE", "2"),
    ("__GCC_CONSTRUCTIVE_SIZE", "64"),
    ("__GCC_DESTRUCTIVE_SIZE", "64"),
    ("__GCC_HAVE_SYNC_COMPARE_AND_SWAP_1", "1"),
    ("__GCC_HAVE_SYNC_COMPARE_AND_SWAP_2", "1"),
    ("__GCC_HAVE_SYNC_COMPARE_AND_SWAP_4", "1"),
    ("__GCC_HAVE_SYNC_COMPARE_AND_SWAP_8", "1"),
    ("__GNUC_MINOR__", "2"),
    ("__GNUC_PATCHLEVEL__", "0"),
    ("__GNUC_STDC_INLINE__", "1"),
    ("__GNUC__", "12"),
    ("__GXX_ABI_VERSION", "1017"),
    ("__INT16_MAX__", "0x7fff"),
    ("__INT16_TYPE__", "short int"),
    ("__INT32_MAX__", "0x7fffffff"),
    ("__INT32_TYPE__", "int"),
    ("__INT64_MAX__", "0x7fffffffffffffffL"),
    ("__INT64_TYPE__", "long int"),
    ("__INT8_MAX__", "0x7f"),
    ("__INT8_TYPE__", "signed char"),
    ("__INTMAX_MAX__", "0x7fffffffffffffffL"),
    ("__INTMAX_TYPE__", "long int"),
    ("__INTMAX_WIDTH__", "64"),
    ("__INTPTR_MAX__", "0x7fffffffffffffffL"),
    ("__INTPTR_TYPE__", "long int"),
    ("__INTPTR_WIDTH__", "64"),
    ("__INT_FAST16_MAX__", "0x7fffffffffffffffL"),
    ("__INT_FAST16_TYPE__", "long int"),
    ("__INT_FAST16_WIDTH__", "64"),
    ("__INT_FAST32_MAX__", "0x7fffffffffffffffL"),
    ("__INT_FAST32_TYPE__", "long int"),
    ("__INT_FAST32_WIDTH__", "64"),
    ("__INT_FAST64_MAX__", "0x7fffffffffffffffL"),
    ("__INT_FAST64_TYPE__", "long int"),
    ("__INT_FAST64_WIDTH__", "64"),
    ("__INT_FAST8_MAX__", "0x7f"),
    ("__INT_FAST8_TYPE__", "signed char"),
    ("__INT_FAST8_WIDTH__", "8"),
    ("__INT_LEAST16_MAX__", "0x7fff"),
    ("__INT_LEAST16_TYPE__", "short int"),
    ("__INT_LEAST16_WIDTH__", "16"),
    ("__INT_LEAST32_MAX__", "0x7fffffff"),
    ("__INT_LEAST32_TYPE__", "int"),
    ("__INT_LEAST32_WIDTH__", "32"),
    ("__INT_LEAST64_MAX__", "0x7fffffffffffffffL"),
    ("__INT_LEAST64_TYPE__", "long int"),
    ("__INT_LEAST64_WIDTH__", "64"),
    ("__INT_LEAST8_MAX__", "0x7f"),
    ("__INT_LEAST8_TYPE__", "signed char"),
    ("__INT_LEAST8_WIDTH__", "8"),
    ("__INT_MAX__", "0x7fffffff"),
    ("__INT_WIDTH__", "32"),
    ("__LDBL_DECIMAL_DIG__", "17"),
    ("__LDBL_DENORM_MIN__", "4.94065645841246544176568792868221372e-324L"),
    ("__LDBL_DIG__", "15"),
    ("__LDBL_EPSILON__", "2.22044604925031308084726333618164062e-16L"),
    ("__LDBL_HAS_DENORM__", "1"),
    ("__LDBL_HAS_INFINITY__", "1"),
    ("__LDBL_HAS_QUIET_NAN__", "1"),
    ("__LDBL_IS_IEC_60559__", "2"),
    ("__LDBL_MANT_DIG__", "53"),
    ("__LDBL_MAX_10_EXP__", "308"),
    ("__LDBL_MAX_EXP__", "1024"),
    ("__LDBL_MAX__", "1.79769313486231570814527423731704357e+308L"),
    ("__LDBL_MIN_10_EXP__", "(-307)"),
    ("__LDBL_MIN_EXP__", "(-1021)"),
    ("__LDBL_MIN__", "2.22507385850720138309023271733240406e-308L"),
    ("__LDBL_NORM_MAX__", "1.79769313486231570814527423731704357e+308L"),
    ("__LONG_LONG_MAX__", "0x7fffffffffffffffLL"),
    ("__LONG_LONG_WIDTH__", "64"),
    ("__LONG_MAX__", "0x7fffffffffffffffL"),
    ("__LONG_WIDTH__", "64"),
    ("__LP64__", "1"),
    ("__NO_INLINE__", "1"),
    ("__ORDER_BIG_ENDIAN__", "4321"),
    ("__ORDER_LITTLE_ENDIAN__", "1234"),
    ("__ORDER_PDP_ENDIAN__", "3412"),
    ("__PTRDIFF_MAX__", "0x7fffffffffffffffL"),
    ("__PTRDIFF_TYPE__", "long int"),
    ("__PTRDIFF_WIDTH__", "64"),
    ("__REGISTER_PREFIX__", ""),
    ("__SCHAR_MAX__", "0x7f"),
    ("__SCHAR_WIDTH__", "8"),
    ("__SHRT_MAX__", "0x7fff"),
    ("__SHRT_WIDTH__", "16"),
    ("__SIG_ATOMIC_MAX__", "0x7fffffff"),
    ("__SIG_ATOMIC_MIN__", "(-__SIG_ATOMIC_MAX__ - 1)"),
    ("__SIG_ATOMIC_TYPE__", "int"),
    ("__SIG_ATOMIC_WIDTH__", "32"),
    ("__SIZEOF_DOUBLE__", "8"),
    ("__SIZEOF_INT__", "4"),
    ("__SIZEOF_LONG_DOUBLE__", "16"),
    ("__SIZEOF_LONG_LONG__", "8"),
    ("__SIZEOF_LONG__", "8"),
    ("__SIZEOF_POINTER__", "8"),
    ("__SIZEOF_PTRDIFF_T__", "8"),
    ("__SIZEOF_SHORT__", "2"),
    ("__SIZEOF_SIZE_T__", "8"),
    ("__SIZEOF_WCHAR_T__", "4"),
    ("__SIZEOF_WINT_T__", "4"),
    ("__SIZE_MAX__", "0xffffffffffffffffUL"),
    ("__SIZE_TYPE__", "long unsigned int"),
    ("__SIZE_WIDTH__", "64"),
    ("__STDC_HOSTED__", "1"),
    ("__STDC_IEC_559__", "1"),
    ("__STDC_IEC_60559_BFP__", "201404L"),
    ("__STDC_ISO_10646__", "201706L"),
    ("__STDC_NO_COMPLEX__", "1"),
    ("__STDC_UTF_16__", "1"),
    ("__STDC_UTF_32__", "1"),
    ("__STDC_VERSION__", "201710L"),
    ("__STDC__", "1"),
    ("__TIMESTAMP__", r#""Thu Jan  1 00:00:00 2026""#),
    ("__TIME__", r#""00:00:00""#),
    ("__UINT16_MAX__", "0xffff"),
    ("__UINT16_TYPE__", "short unsigned int"),
    ("__UINT32_MAX__", "0xffffffffU"),
    ("__UINT32_TYPE__", "unsigned int"),
    ("__UINT64_MAX__", "0xffffffffffffffffUL"),
    ("__UINT64_TYPE__", "long unsigned int"),
    ("__UINT8_MAX__", "0xff"),
    ("__UINT8_TYPE__", "unsigned char"),
    ("__UINTMAX_MAX__", "0xffffffffffffffffUL"),
    ("__UINTMAX_TYPE__", "long unsigned int"),
    ("__UINTPTR_MAX__", "0xffffffffffffffffUL"),
    ("__UINTPTR_TYPE__", "long unsigned int"),
    ("__UINT_FAST16_MAX__", "0xffffffffffffffffUL"),
    ("__UINT_FAST16_TYPE__", "long unsigned int"),
    ("__UINT_FAST32_MAX__", "0xffffffffffffffffUL"),
    ("__UINT_FAST32_TYPE__", "long unsigned int"),
    ("__UINT_FAST64_MAX__", "0xffffffffffffffffUL"),
    ("__UINT_FAST64_TYPE__", "long unsigned int"),
    ("__UINT_FAST8_MAX__", "0xff"),
    ("__UINT_FAST8_TYPE__", "unsigned char"),
    ("__UINT_LEAST16_MAX__", "0xffff"),
    ("__UINT_LEAST16_TYPE__", "short unsigned int"),
    ("__UINT_LEAST32_MAX__", "0xffffffffU"),
    ("__UINT_LEAST32_TYPE__", "unsigned int"),
    ("__UINT_LEAST64_MAX__", "0xffffffffffffffffUL"),
    ("__UINT_LEAST64_TYPE__", "long unsigned int"),
    ("__UINT_LEAST8_MAX__", "0xff"),
    ("__UINT_LEAST8_TYPE__", "unsigned char"),
    ("__USER_LABEL_PREFIX__", ""),
    ("__VERSION__", r#""12.2.0""#),
    ("__WCHAR_MAX__", "0x7fffffff"),
    ("__WCHAR_MIN__", "(-__WCHAR_MAX__ - 1)"),
    ("__WCHAR_TYPE__", "int"),
    ("__WCHAR_WIDTH__", "32"),
    ("__WINT_MAX__", "0xffffffffU"),
    ("__WINT_MIN__", "0U"),
    ("__WINT_TYPE__", "unsigned int"),
    ("__WINT_WIDTH__", "32"),
    ("__amd64", "1"),
    ("__amd64__", "1"),
    ("__forklore__", "1"),
    ("__gnu_linux__", "1"),
    ("__linux", "1"),
    ("__linux__", "1"),
    ("__unix", "1"),
    ("__unix__", "1"),
    ("__x86_64", "1"),
    ("__x86_64__", "1"),
    ("linux", "1"),
    ("unix", "1"),
];

#[cfg(test)]
mod tests {
    #[test]
    fn sorted() {
        assert!(super::PREDEFINED.is_sorted_by(|a, b| a.0 < b.0));
    }
}
