/* A compiled regular expression: what regex.c makes and searches with, and regback.c where there are back-references. */
#ifndef _BITS_REGPROG_H
#define _BITS_REGPROG_H

#include <bits/regex.h>

enum op { CHAR, ANY, SET, SPLIT, JUMP, SAVE, LINE_START, LINE_END, WORD_START, WORD_END, BOUNDARY, NO_BOUNDARY,
		  NO_WORD_BEFORE, NO_WORD_AFTER, BACK, MATCH };

struct inst {
	int op;
	int x, y; /* a character, the number of a set or a group, or jumps relative to here; SPLIT prefers x */
};

/* Threads in order of preference: pc, start, and start and end of each group. */
struct list {
	long *threads;
	int n;
};

struct regex {
	struct inst *code;
	int n, cap;
	unsigned char (*sets)[32];
	int nsets, flags, groups, no_memory, back; /* back: has a back-reference */
	int stride;            /* words of a thread */
	int *mark, generation; /* which instructions the list being built has */
	long *fresh;           /* the thread being added */
	struct list now, next;
	char *literal;         /* the whole pattern, if it is a plain string */
	long literal_len;
};

/* Whether an instruction that consumes nothing lets pass at text[at]. */
int __regex_assertion(struct regex *re, int op, const char *text, long n, long at, int where);
/* As __regex_search, by trying all ways. */
int __regex_backtrack(struct regex *re, const char *text, long n, long from, long *match, int groups, int where);

#endif
