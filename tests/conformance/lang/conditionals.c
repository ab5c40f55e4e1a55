// The preprocessor: conditionals, expressions, defined, undef, include, predefined macros, line splicing.
#include <stdio.h>
#define ONE 1
#define ZERO 0
#define NOTHING
#define FN(x) ((x) * 2)
#undef UNKNOWN

#if ONE && !ZERO && !defined(UNKNOWN) && defined ONE
#define A "first"
#elif 1 / 0
#define A "never evaluated"
#else
#error not here
#endif

#ifdef UNKNOWN
#error
#elif defined(ONE)
#define B "elif"
#elif BOGUS(
#define B "never"
#endif

#ifndef ONE
#define C 0
#else
#if FN(3) == 6 && (5 > 3 ? 1 : 0) && -1 < 0 && ~0 == -1 && (1, 2) == 2
#define C 1
#else
#define C 2
#endif
#endif

#if 0
this is not C: 'unbalanced
#if 1
nested
#else
#endif
#elif UNDEFINED_IS_ZERO == 0
#define D 4
#endif

#if 'a' == 97 && '\n' == 10 && 0x10 == 16 && 010 == 8 && 1u > -1 == 0 && 10L / 3 == 3 && 7 % 4 == 3
#define E "arithmetic"
#endif

#if (2 + 3) * 4 == 20 && 1 << 4 == 16 && (6 & 3) == 2 && (6 | 1) == 7 && (5 ^ 1) == 4 && !(3 >= 4)
#define F "operators"
#endif

#if 9223372036854775807 > 0 && 0xffffffffffffffff > 0 && -9223372036854775807 - 1 < 0
#define G "wide"
#endif

#if __STDC__ && __STDC_VERSION__ >= 201112L && __linux__ && __x86_64__ && __LP64__ && __GNUC__ >= 4 && \
    __CHAR_BIT__ == 8 && __SIZEOF_POINTER__ == 8 && __INT_MAX__ == 2147483647 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define H "predefined"
#endif

#if defined __unix__ && defined(__unix) && !defined __APPLE__ && !defined _WIN32
#define I "unix"
#endif

#ifdef NOTHING
#define J "defined empty"
#endif

#define REDEFINED 1
#undef REDEFINED
#define REDEFINED 2
#define REDEFINED 2

#if __has_include(<stdio.h>) && !__has_include("not-there.h")
#define K "has_include"
#endif

# /* null directive */
#
# define SPACED   3
  #  define   INDENTED 4
#pragma GCC diagnostic ignored "-Wunused"

#define LONG_ONE(a, \
                 b) \
    (a) + \
    (b)

int ma\
in(void)
{
    printf("%s %s %d %d\n", A, B, C, D);
    printf("%s %s %s %s %s %s %s\n", E, F, G, H, I, J, K);
    printf("%d %d %d\n", REDEFINED, SPACED, INDENTED);
    printf("%d\n", LONG_ONE(1, 2));
    printf("%s\n", "spli\
ced");
    // a comment that goes on \
    printf("not seen\n");
    printf("%d\n", 8 //* not a comment start */ 2
    );
    printf("%d\n", /* a * // ** comment */ 5);
    printf("%s %zu %d\n", __func__, sizeof __DATE__, sizeof __TIME__ == 9);
    printf("??/ %% <: %d\n", (int)sizeof "/* no comment */");
    int digraph<:2:> = <% 1, 2 %>;
    printf("%d\n", digraph<:1:>);
    _Pragma("GCC diagnostic ignored \"-Wall\"") printf("pragma operator\n");
    return 0;
}
