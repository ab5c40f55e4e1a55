//! Functions that the compiler knows without a declaration: which C library functions gcc has built in
//! (so that a call without the header still works, with a warning), and which `__builtin_` names there are.
//!
//! Entry points: [`Builtin`], [`library_function`], [`is_builtin`].

macro_rules! builtins {
    ($($(#[$doc:meta])* $name:ident = $spelling:literal, $sig:literal;)*) => {
        /// Functions that the compiler knows. Arguments are converted to the types of the signature given.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub enum Builtin { $(
            #[doc = concat!("`", $spelling, "`")]
            $(#[$doc])*
            $name
        ),* }
        impl Builtin {
            /// Every builtin with its spelling and its signature: result, then parameters, one letter each
            /// (see `builtin.rs`).
            pub const ALL: &[(Builtin, &str, &str)] = &[$((Builtin::$name, $spelling, $sig)),*];
            /// The name in C.
            pub fn spelling(self) -> &'static str {
                match self { $(Builtin::$name => $spelling),* }
            }
        }
    };
}

// Signature letters: v void, i int, u unsigned, h unsigned short, l long, z unsigned long (size_t), d double,
// p void*, P const void*, s char*, S const char*, a pointer to the va_list record, I int*, E double*, C char**,
// . further arguments; o: of its own kind
builtins! {
    /// A system call: number, up to six longs (arguments of other types are converted to long).
    Syscall = "__syscall", "ll.";
    /// The pointer to the va_list record is filled.
    VaStart = "__builtin_va_start", "va";
    /// Nothing happens.
    VaEnd = "__builtin_va_end", "va";
    /// Copies a va_list record.
    VaCopy = "__builtin_va_copy", "vaa";
    /// Memory on the stack until the function returns.
    Alloca = "__builtin_alloca", "pz";
    /// Never reached.
    Unreachable = "__builtin_unreachable", "v";
    /// SIGILL.
    Trap = "__builtin_trap", "v";
    /// Returns 0, and again with longjmp's value; the buffer has at least 8 words.
    Setjmp = "__builtin_setjmp", "ip";
    /// Continues after the setjmp.
    Longjmp = "__builtin_longjmp", "vpi";
    /// Saves what runs in the 4 words at the pointer and in the CPU, and returns 0; and 1 each time that it is restored.
    SaveContext = "__builtin_save_context", "ip";
    /// Goes on with a saved context, or begins a new one.
    RestoreContext = "__builtin_restore_context", "vp";
    /// Address of the frame (of this function, whatever the level).
    FrameAddress = "__builtin_frame_address", "pu";
    /// Where the function so many levels further out goes on, or 0.
    ReturnAddress = "__builtin_return_address", "pu";
    Memcpy = "__builtin_memcpy", "ppPz";
    Memmove = "__builtin_memmove", "ppPz";
    Memset = "__builtin_memset", "ppiz";
    Memcmp = "__builtin_memcmp", "iPPz";
    Memchr = "__builtin_memchr", "pPiz";
    Strlen = "__builtin_strlen", "zS";
    Strcmp = "__builtin_strcmp", "iSS";
    Strcpy = "__builtin_strcpy", "ssS";
    Strchr = "__builtin_strchr", "sSi";
    Sqrt = "__builtin_sqrt", "dd";
    Sin = "__builtin_sin", "dd";
    Cos = "__builtin_cos", "dd";
    Tan = "__builtin_tan", "dd";
    Asin = "__builtin_asin", "dd";
    Acos = "__builtin_acos", "dd";
    Atan = "__builtin_atan", "dd";
    Atan2 = "__builtin_atan2", "ddd";
    Sinh = "__builtin_sinh", "dd";
    Cosh = "__builtin_cosh", "dd";
    Tanh = "__builtin_tanh", "dd";
    Asinh = "__builtin_asinh", "dd";
    Acosh = "__builtin_acosh", "dd";
    Atanh = "__builtin_atanh", "dd";
    Exp = "__builtin_exp", "dd";
    Exp2 = "__builtin_exp2", "dd";
    Expm1 = "__builtin_expm1", "dd";
    Log = "__builtin_log", "dd";
    Log2 = "__builtin_log2", "dd";
    Log10 = "__builtin_log10", "dd";
    Log1p = "__builtin_log1p", "dd";
    Pow = "__builtin_pow", "ddd";
    Floor = "__builtin_floor", "dd";
    Ceil = "__builtin_ceil", "dd";
    Fabs = "__builtin_fabs", "dd";
    Fmod = "__builtin_fmod", "ddd";
    Round = "__builtin_round", "dd";
    Trunc = "__builtin_trunc", "dd";
    Rint = "__builtin_rint", "dd";
    Cbrt = "__builtin_cbrt", "dd";
    Hypot = "__builtin_hypot", "ddd";
    Fmin = "__builtin_fmin", "ddd";
    Fmax = "__builtin_fmax", "ddd";
    Copysign = "__builtin_copysign", "ddd";
    Remainder = "__builtin_remainder", "ddd";
    Erf = "__builtin_erf", "dd";
    Erfc = "__builtin_erfc", "dd";
    Tgamma = "__builtin_tgamma", "dd";
    Lgamma = "__builtin_lgamma", "dd";
    Ldexp = "__builtin_ldexp", "ddi";
    Frexp = "__builtin_frexp", "ddI";
    Modf = "__builtin_modf", "ddE";
    /// 1 if the sign bit is set.
    Signbit = "__builtin_signbit", "id";
    Isnan = "__builtin_isnan", "id";
    Isinf = "__builtin_isinf_sign", "id";
    Isfinite = "__builtin_isfinite", "id";
    Isnormal = "__builtin_isnormal", "id";
    /// Buffer, size, value, conversion letter, precision, flags (bit 0: `#`): length of the digits written.
    FmtDouble = "__builtin_fmt_double", "iszdiii";
    /// String, where to store the end (or NULL).
    Strtod = "__builtin_strtod", "dSC";
    Bswap16 = "__builtin_bswap16", "hh";
    Bswap32 = "__builtin_bswap32", "uu";
    Bswap64 = "__builtin_bswap64", "zz";
    Clz = "__builtin_clz", "iu";
    Clzl = "__builtin_clzl", "iz";
    Ctz = "__builtin_ctz", "iu";
    Ctzl = "__builtin_ctzl", "iz";
    Ffs = "__builtin_ffs", "ii";
    Ffsl = "__builtin_ffsl", "il";
    Popcount = "__builtin_popcount", "iu";
    Popcountl = "__builtin_popcountl", "iz";
    Parity = "__builtin_parity", "iu";
    Parityl = "__builtin_parityl", "iz";
    /// Two operands of any integer types and a pointer to the result's integer type: the exact result is
    /// stored there, wrapped; gives as `_Bool` whether it did not fit.
    AddOverflow = "__builtin_add_overflow", "o";
    SubOverflow = "__builtin_sub_overflow", "o";
    MulOverflow = "__builtin_mul_overflow", "o";
    /// All memory accesses are in order anyway.
    SyncSynchronize = "__sync_synchronize", "v";
}

/// Whether a function of the C library returns an address, of those that gcc does not know: a call without a declaration
/// cuts it down to an int.
pub fn returns_pointer(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "asctime",
        "asctime_r",
        "basename",
        "bsearch",
        "ctermid",
        "ctime",
        "ctime_r",
        "dirname",
        "fdopen",
        "fdopendir",
        "fgets",
        "fopen",
        "freopen",
        "gai_strerror",
        "getcwd",
        "getenv",
        "getgrgid",
        "getgrnam",
        "gethostbyaddr",
        "gethostbyname",
        "getlogin",
        "getpass",
        "getprotobyname",
        "getpwnam",
        "getpwuid",
        "getservbyname",
        "gmtime",
        "gmtime_r",
        "hstrerror",
        "inet_ntoa",
        "inet_ntop",
        "localtime",
        "localtime_r",
        "mkdtemp",
        "mktemp",
        "mmap",
        "mremap",
        "opendir",
        "popen",
        "ptsname",
        "readdir",
        "realpath",
        "sbrk",
        "sem_open",
        "setlocale",
        "shmat",
        "strcasestr",
        "strerror",
        "strptime",
        "strsep",
        "strsignal",
        "strtok",
        "strtok_r",
        "tempnam",
        "tmpfile",
        "tmpnam",
        "ttyname",
    ];
    NAMES.binary_search(&name).is_ok()
}

/// A C library function that gcc knows.
#[derive(Clone, Copy, Debug)]
pub struct LibraryFunction {
    /// Its name.
    pub name: &'static str,
    /// Result and parameters, one letter each, as in [`Builtin::ALL`].
    pub signature: &'static str,
    /// The header that gcc suggests, "" if it suggests none.
    pub header: &'static str,
}

macro_rules! library {
    ($($name:literal $signature:literal $header:literal;)*) => {
        /// Sorted by name.
        const LIBRARY: &[LibraryFunction] =
            &[$(LibraryFunction { name: $name, signature: $signature, header: $header }),*];
    };
}

library! {
    "_Exit" "vi" "stdlib.h";
    "_exit" "vi" "";
    "abort" "v" "stdlib.h";
    "abs" "ii" "stdlib.h";
    "acos" "dd" "math.h";
    "alloca" "pz" "";
    "asin" "dd" "math.h";
    "atan" "dd" "math.h";
    "atan2" "ddd" "math.h";
    "bcmp" "iPPz" "";
    "bcopy" "vPpz" "";
    "bzero" "vpz" "";
    "calloc" "pzz" "stdlib.h";
    "cbrt" "dd" "math.h";
    "ceil" "dd" "math.h";
    "cos" "dd" "math.h";
    "cosh" "dd" "math.h";
    "execl" "iSS." "";
    "execle" "iSS." "";
    "execlp" "iSS." "";
    "execv" "iSC" "";
    "execve" "iSCC" "";
    "execvp" "iSC" "";
    "exit" "vi" "stdlib.h";
    "exp" "dd" "math.h";
    "exp10" "dd" "";
    "fabs" "dd" "math.h";
    "ffs" "ii" "";
    "floor" "dd" "math.h";
    "fmax" "ddd" "math.h";
    "fmin" "ddd" "math.h";
    "fmod" "ddd" "math.h";
    "fork" "i" "";
    "fprintf" "ipS." "stdio.h";
    "fputc" "iip" "stdio.h";
    "fputs" "iSp" "stdio.h";
    "free" "vp" "stdlib.h";
    "frexp" "ddI" "math.h";
    "fscanf" "ipS." "stdio.h";
    "fwrite" "zPzzp" "stdio.h";
    "hypot" "ddd" "math.h";
    "index" "sSi" "";
    "isalnum" "ii" "ctype.h";
    "isalpha" "ii" "ctype.h";
    "isblank" "ii" "ctype.h";
    "iscntrl" "ii" "ctype.h";
    "isdigit" "ii" "ctype.h";
    "isgraph" "ii" "ctype.h";
    "islower" "ii" "ctype.h";
    "isprint" "ii" "ctype.h";
    "ispunct" "ii" "ctype.h";
    "isspace" "ii" "ctype.h";
    "isupper" "ii" "ctype.h";
    "isxdigit" "ii" "ctype.h";
    "labs" "ll" "stdlib.h";
    "ldexp" "ddi" "math.h";
    "llabs" "LL" "stdlib.h";
    "log" "dd" "math.h";
    "log10" "dd" "math.h";
    "log2" "dd" "math.h";
    "malloc" "pz" "stdlib.h";
    "memchr" "pPiz" "string.h";
    "memcmp" "iPPz" "string.h";
    "memcpy" "ppPz" "string.h";
    "memmove" "ppPz" "string.h";
    "mempcpy" "ppPz" "";
    "memset" "ppiz" "string.h";
    "modf" "ddE" "math.h";
    "pow" "ddd" "math.h";
    "printf" "iS." "stdio.h";
    "putc" "iip" "stdio.h";
    "putchar" "ii" "stdio.h";
    "puts" "iS" "stdio.h";
    "realloc" "ppz" "stdlib.h";
    "rindex" "sSi" "";
    "round" "dd" "math.h";
    "roundeven" "dd" "";
    "scanf" "iS." "stdio.h";
    "sin" "dd" "math.h";
    "sincos" "vdEE" "math.h";
    "sinh" "dd" "math.h";
    "snprintf" "iszS." "stdio.h";
    "sprintf" "isS." "stdio.h";
    "sqrt" "dd" "math.h";
    "sscanf" "iSS." "stdio.h";
    "stpcpy" "ssS" "";
    "strcasecmp" "iSS" "";
    "strcat" "ssS" "string.h";
    "strchr" "sSi" "string.h";
    "strcmp" "iSS" "string.h";
    "strcpy" "ssS" "string.h";
    "strcspn" "zSS" "string.h";
    "strdup" "sS" "";
    "strlen" "zS" "string.h";
    "strncasecmp" "iSSz" "";
    "strncat" "ssSz" "string.h";
    "strncmp" "iSSz" "string.h";
    "strncpy" "ssSz" "string.h";
    "strndup" "sSz" "";
    "strpbrk" "sSS" "string.h";
    "strrchr" "sSi" "string.h";
    "strspn" "zSS" "string.h";
    "strstr" "sSS" "string.h";
    "tan" "dd" "math.h";
    "tanh" "dd" "math.h";
    "tolower" "ii" "ctype.h";
    "toupper" "ii" "ctype.h";
    "trunc" "dd" "math.h";
    "vfprintf" "ipSa" "stdio.h";
    "vprintf" "iSa" "stdio.h";
    "vsnprintf" "iszSa" "stdio.h";
    "vsprintf" "isSa" "stdio.h";
}

/// Functions of the C library that gcc has not built in, but which take variable arguments: called without
/// a declaration they must still be called the way they are defined.
const VARIADIC: &[(&str, &str)] = &[
    ("asprintf", "iCS."),
    ("dprintf", "iiS."),
    ("err", "viS."),
    ("errx", "viS."),
    ("fcntl", "iii."),
    ("ioctl", "iil."),
    ("mq_open", "iSi."),
    ("open", "iSi."),
    ("openat", "iiSi."),
    ("prctl", "ii."),
    ("semctl", "iiii."),
    ("syscall", "il."),
    ("syslog", "viS."),
    ("warn", "vS."),
    ("warnx", "vS."),
];

/// The signature of a variadic library function that gcc does not know.
pub fn variadic_function(name: &str) -> Option<&'static str> {
    VARIADIC.iter().find(|f| f.0 == name).map(|f| f.1)
}

/// A library function that gcc has built in.
pub fn library_function(name: &str) -> Option<&'static LibraryFunction> {
    LIBRARY.binary_search_by(|f| f.name.cmp(name)).ok().map(|i| &LIBRARY[i])
}

/// Whether `__has_builtin` says yes.
pub fn is_builtin(name: &str) -> bool {
    const OTHERS: &[&str] = &[
        "__builtin_expect",
        "__builtin_constant_p",
        "__builtin_offsetof",
        "__builtin_types_compatible_p",
        "__builtin_choose_expr",
        "__builtin_va_arg",
        "__builtin_prefetch",
        "__builtin_inf",
        "__builtin_nan",
        "__builtin_huge_val",
        "__builtin_object_size",
        "__builtin_assume_aligned",
    ];
    Builtin::ALL.iter().any(|b| b.1 == name)
        || OTHERS.contains(&name)
        || name.starts_with("__sync_")
        || name.starts_with("__atomic_")
        || name.strip_prefix("__builtin_").is_some_and(|n| library_function(n).is_some())
}

#[cfg(test)]
mod tests {
    #[test]
    fn sorted() {
        assert!(super::LIBRARY.is_sorted_by(|a, b| a.name < b.name));
    }
}
