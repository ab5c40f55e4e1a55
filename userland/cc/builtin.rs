//! Functions that the compiler knows without a declaration: which C library functions gcc has built in
//! (so that a call without the header still works, with a warning), and which `__builtin_` names there are.
//!
//! Entry points: [`library_function`], [`is_builtin`].

use super::ast::Builtin;

/// A C library function that gcc knows.
#[derive(Clone, Copy, Debug)]
pub struct LibraryFunction {
    /// Its name.
    pub name: &'static str,
    /// Result and parameters, one letter each, as in [`Builtin::ALL`].
    pub signature: &'static str,
    /// The header that gcc suggests, "" if it suggests none.
    pub header: &'static str,
    /// Built into gcc, so that an incompatible implicit declaration is worth a second warning.
    pub builtin: bool,
}

macro_rules! library {
    ($($name:literal $signature:literal $header:literal;)*) => {
        /// Sorted by name.
        const LIBRARY: &[LibraryFunction] =
            &[$(LibraryFunction { name: $name, signature: $signature, header: $header, builtin: true }),*];
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
    "scanf" "iS." "stdio.h";
    "sin" "dd" "math.h";
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

/// A library function that gcc has built in.
pub fn library_function(name: &str) -> Option<&'static LibraryFunction> {
    LIBRARY
        .binary_search_by(|f| f.name.cmp(name))
        .ok()
        .map(|i| &LIBRARY[i])
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
        || name
            .strip_prefix("__builtin_")
            .is_some_and(|n| library_function(n).is_some())
}

#[cfg(test)]
mod tests {
    #[test]
    fn sorted() {
        assert!(super::LIBRARY.is_sorted_by(|a, b| a.name < b.name));
    }
}
