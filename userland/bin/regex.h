/* regex.h - basic and extended regular expressions without back-references: leftmost, longest matches in linear time. */
#ifndef REGEX_H
#define REGEX_H

#include <stddef.h>

struct regex;

enum { REGEX_EXTENDED = 1, REGEX_IGNORE_CASE = 2, REGEX_FIXED = 4, REGEX_WORD = 8, REGEX_LINE = 16, REGEX_ANCHORED = 32 };

/* Compiles n patterns that are alternatives to each other; NULL and *error if one is malformed. */
struct regex *regex_compile(char **patterns, int n, int flags, const char **error);
/* Searches text[from..n). match: start and end of the match and of its first group (-1 if it took no part). */
int regex_search(struct regex *re, const char *text, long n, long from, long match[4]);
/* True if the pattern has a group. */
int regex_has_group(struct regex *re);

#endif
