/* Basic and extended regular expressions: leftmost, longest matches, in linear time unless there are back-references. */
#ifndef _BITS_REGEX_H
#define _BITS_REGEX_H

struct regex;

/* REGEX_POSIX: as regcomp(3) has it; else as grep does. REGEX_NEWLINE: lines within the text, as REG_NEWLINE. */
enum { REGEX_EXTENDED = 1, REGEX_IGNORE_CASE = 2, REGEX_FIXED = 4, REGEX_WORD = 8, REGEX_LINE = 16, REGEX_ANCHORED = 32,
       REGEX_POSIX = 64, REGEX_NEWLINE = 128 };
/* The text's start is none of a line; its end neither. */
enum { REGEX_NOT_START = 1, REGEX_NOT_END = 2 };

/* Compiles n patterns that are alternatives to each other; NULL and *error if one is malformed. */
struct regex *__regex_compile(char **patterns, int n, int flags, const char **error);
/* Searches text[from..n). match: start and end of the match and of its first groups (-1 if one took no part). */
int __regex_search(struct regex *re, const char *text, long n, long from, long *match, int groups, int where);
/* How many groups the pattern has. */
int __regex_groups(struct regex *re);
void __regex_free(struct regex *re);

#endif
