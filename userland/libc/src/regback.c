/* Regular expressions with back-references: all ways to match are tried, and the longest is taken. That takes exponential time at
 * worst, as everywhere. */
#include <bits/regprog.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Deepest recursion, a choice or a saved place each; beyond it a way counts as none. */
enum { DEEPEST = 20000 };

struct attempt {
	struct regex *re;
	const char *text;
	long n, end;
	int where, found;
	long *save, *best; /* start and end of each group, now and in the longest match */
	long *turned;      /* where the loop that jumps back at this instruction last did so */
	int depth;
};

static int same(struct attempt *a, const char *p, const char *q, long n)
{
	for (; n > 0; n--, p++, q++)
		if (*p != *q && !(a->re->flags & REGEX_IGNORE_CASE && tolower((unsigned char)*p) == tolower((unsigned char)*q)))
			return 0;
	return 1;
}

/* Bytes that the instruction takes at text[at]; -1 if it does not match there. */
static long takes(struct attempt *a, struct inst *in, long at)
{
	int c = at < a->n ? (unsigned char)a->text[at] : -1;
	long *group = a->save + 2 * in->x;
	switch (in->op) {
	case CHAR:
		if (a->re->flags & REGEX_IGNORE_CASE && c >= 0)
			c = tolower(c);
		return c == in->x ? 1 : -1;
	case ANY: return c >= 0 && !(c == '\n' && a->re->flags & REGEX_NEWLINE) ? 1 : -1;
	case SET: return c >= 0 && (a->re->sets[in->x][c >> 3] >> (c & 7) & 1) ? 1 : -1;
	case BACK:
		if (group[0] < 0 || group[1] < group[0] || group[1] - group[0] > a->n - at)
			return -1;
		return same(a, a->text + group[0], a->text + at, group[1] - group[0]) ? group[1] - group[0] : -1;
	}
	return __regex_assertion(a->re, in->op, a->text, a->n, at, a->where) ? 0 : -1;
}

static void try(struct attempt *a, long pc, long at);

/* Goes on with *place changed, and changes it back. */
static void with(struct attempt *a, long *place, long value, long pc, long at)
{
	long old = *place;
	*place = value;
	try(a, pc, at);
	*place = old;
}

static void try(struct attempt *a, long pc, long at)
{
	if (a->depth++ >= DEEPEST)
		pc = -1;
	while (pc >= 0) {
		struct inst *in = &a->re->code[pc];
		long n;
		if (in->op == MATCH) {
			if (!a->found || at > a->end) {
				memcpy(a->best, a->save, 2 * (a->re->groups + 1) * sizeof *a->best);
				a->found = 1;
				a->end = at;
			}
			break;
		} else if (in->op == SPLIT) {
			try(a, pc + in->x, at);
			pc += in->y;
		} else if (in->op == SAVE) {
			with(a, &a->save[in->x], at, pc + 1, at);
			break;
		} else if (in->op == JUMP && in->x < 0) {
			if (a->turned[pc] != at)
				with(a, &a->turned[pc], at, pc + in->x, at);
			break;
		} else if (in->op == JUMP) {
			pc += in->x;
		} else if ((n = takes(a, in, at)) >= 0) {
			at += n;
			pc++;
		} else {
			break;
		}
	}
	a->depth--;
}

int __regex_backtrack(struct regex *re, const char *text, long n, long from, long *match, int groups, int where)
{
	struct attempt a = { re, text, n, 0, where, 0, NULL, NULL, NULL, 0 };
	int words = 2 * (re->groups + 1), i;
	long *memory = malloc((2 * words + re->n) * sizeof *memory), at;
	if (!memory)
		return 0;
	a.save = memory;
	a.best = memory + words;
	a.turned = memory + 2 * words;
	for (at = from; at <= n && !a.found; at++) {
		memset(memory, 0xff, (2 * words + re->n) * sizeof *memory);
		try(&a, 0, at);
	}
	if (a.found) {
		match[0] = at - 1;
		match[1] = a.end;
	}
	for (i = 2; a.found && i < 2 + 2 * groups; i++)
		match[i] = i < words ? a.best[i] : -1;
	free(memory);
	return a.found;
}
