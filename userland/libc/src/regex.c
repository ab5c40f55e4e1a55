/* Regular expressions as a small program run on all its threads at once (Thompson's construction), for regexec(3), grep
 * and expr. The parser emits code as it reads; jumps are relative, so that a piece of code can be moved and copied. */
#include <bits/regprog.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct parser {
	struct regex *re;
	const char *p;
	int depth;
	int closed; /* bit n: group n is complete, so that \n may stand here */
	const char *error;
};

static const char no_memory[] = "Memory exhausted";

static void parse_alternatives(struct parser *s);

static int emit(struct regex *re, int op, int x, int y)
{
	if (re->n == re->cap) {
		int cap = re->cap ? 2 * re->cap : 32;
		struct inst *more = realloc(re->code, cap * sizeof *re->code);
		if (!more) {
			re->no_memory = 1;
			return re->n - 1;
		}
		re->code = more;
		re->cap = cap;
	}
	re->code[re->n].op = op;
	re->code[re->n].x = x;
	re->code[re->n].y = y;
	return re->n++;
}

/* Makes room for one instruction before what starts at `at`. */
static void insert(struct regex *re, int at, int op, int x, int y)
{
	emit(re, op, x, y);
	memmove(re->code + at + 1, re->code + at, (re->n - 1 - at) * sizeof *re->code);
	re->code[at].op = op;
	re->code[at].x = x;
	re->code[at].y = y;
}

static void emit_char(struct regex *re, int c)
{
	emit(re, CHAR, re->flags & REGEX_IGNORE_CASE ? tolower(c) : c, 0);
}

static void set_add(struct regex *re, unsigned char *set, int c)
{
	set[c >> 3] |= 1 << (c & 7);
	if (re->flags & REGEX_IGNORE_CASE) {
		int l = tolower(c), u = toupper(c);
		set[l >> 3] |= 1 << (l & 7);
		set[u >> 3] |= 1 << (u & 7);
	}
}

static int in_class(const char *name, int c)
{
	static const char names[] = "alpha digit alnum upper lower space blank punct print graph cntrl xdigit ";
	const char *p = strstr(names, name);
	int k = 0;
	for (const char *q = names; q < p; q++)
		k += *q == ' ';
	switch (k) {
	case 0: return isalpha(c);
	case 1: return isdigit(c);
	case 2: return isalnum(c);
	case 3: return isupper(c);
	case 4: return islower(c);
	case 5: return isspace(c);
	case 6: return c == ' ' || c == '\t';
	case 7: return ispunct(c);
	case 8: return isprint(c);
	case 9: return isgraph(c);
	case 10: return iscntrl(c);
	}
	return isxdigit(c);
}

static unsigned char *new_set(struct regex *re)
{
	unsigned char (*more)[32] = realloc(re->sets, (re->nsets + 1) * sizeof *re->sets);
	static unsigned char none[32];
	if (!more) {
		re->no_memory = 1;
		return none;
	}
	re->sets = more;
	memset(re->sets[re->nsets], 0, 32);
	emit(re, SET, re->nsets, 0);
	return re->sets[re->nsets++];
}

/* [:name:] in a bracket expression, s->p at the [. */
static int parse_class(struct parser *s, unsigned char *set)
{
	char name[10];
	const char *end = strstr(s->p + 2, ":]");
	size_t n = end ? (size_t)(end - s->p - 2) : 0;
	int c;
	if (n < 5 || n > 6)
		return s->error = "Invalid character class name", 0;
	memcpy(name, s->p + 2, n);
	name[n] = ' ';
	name[n + 1] = 0;
	if (!strstr("alpha digit alnum upper lower space blank punct print graph cntrl xdigit ", name))
		return s->error = "Invalid character class name", 0;
	for (c = 0; c < 256; c++)
		if (in_class(name, c))
			set_add(s->re, set, c);
	s->p = end + 2;
	return 1;
}

static void parse_bracket(struct parser *s)
{
	static const char unmatched[] = "Unmatched [, [^, [:, [., or [=";
	unsigned char *set = new_set(s->re);
	int negate = *s->p == '^', first = 1, lo, hi, i;
	if (!*s->p) {
		s->error = "Invalid regular expression";
		return;
	}
	s->p += negate;
	for (; *s->p != ']' || first; first = 0) {
		if (!*s->p) {
			s->error = unmatched;
			return;
		}
		if (*s->p == '[' && s->p[1] == ':') {
			if (!parse_class(s, set))
				return;
			continue;
		}
		lo = hi = (unsigned char)*s->p++;
		if (*s->p == '-' && s->p[1] && s->p[1] != ']') {
			hi = (unsigned char)s->p[1];
			s->p += 2;
			if (hi < lo) {
				s->error = "Invalid range end";
				return;
			}
		}
		for (i = lo; i <= hi; i++)
			set_add(s->re, set, i);
	}
	s->p++;
	if (negate)
		for (i = 0; i < 32; i++)
			set[i] ^= 0xff;
	if (negate && s->re->flags & REGEX_NEWLINE)
		set['\n' >> 3] &= ~(1 << ('\n' & 7));
}

/* Repeats the code from `start` on between min and max times; max < 0: without bound. */
static void repeat(struct regex *re, int start, int min, int max)
{
	int len = re->n - start, i, k;
	struct inst *piece = malloc((len + 1) * sizeof *piece);
	if (!piece) {
		re->no_memory = 1;
		return;
	}
	memcpy(piece, re->code + start, len * sizeof *piece);
	re->n = start;
	for (i = 0; i < min || i < max || (max < 0 && i == min); i++) {
		int at = re->n;
		if (i >= min)
			emit(re, SPLIT, 1, 0);
		for (k = 0; k < len; k++)
			emit(re, piece[k].op, piece[k].x, piece[k].y);
		if (i >= min) {
			if (max < 0) {
				re->code[at].y = re->n + 1 - at;
				emit(re, JUMP, at - re->n, 0);
				break;
			}
			re->code[at].y = re->n - at;
		}
	}
	free(piece);
}

/* {min,max} behind an item; 0 if it is none and thus stands for itself. */
static int parse_interval(struct parser *s, int start)
{
	const char *p = s->p;
	int extended = s->re->flags & REGEX_EXTENDED, min = 0, max, digits = 0;
	for (; isdigit((unsigned char)*p) && min < 10000; p++, digits++)
		min = min * 10 + *p - '0';
	max = min;
	if (*p == ',') {
		p++;
		max = -1;
		if (isdigit((unsigned char)*p))
			for (max = 0; isdigit((unsigned char)*p) && max < 10000; p++)
				max = max * 10 + *p - '0';
		else if (!digits && *p != '}')
			return 0;
	} else if (!digits) {
		if (!extended)
			s->error = "Invalid content of \\{\\}";
		return 0;
	}
	if (!extended) {
		if (*p != '\\' || p[1] != '}') {
			s->error = *p ? "Invalid content of \\{\\}" : "Unmatched \\{";
			return 0;
		}
		p++;
	} else if (*p != '}') {
		return 0;
	}
	if (max >= 0 && min > max) {
		s->error = "Invalid content of \\{\\}";
		return 0;
	}
	if (max > 255 || min > 255 || (long)(s->re->n - start) * (max < min ? min + 1 : max) > 100000) {
		s->error = "Regular expression too big";
		return 0;
	}
	s->p = p + 1;
	repeat(s->re, start, min, max);
	return 1;
}

static void parse_repeats(struct parser *s, int start)
{
	int extended = s->re->flags & REGEX_EXTENDED, again;
	for (again = 0; ; again = 1) {
		const char *p = s->p;
		int c = (unsigned char)*p;
		if (c == '\\' && !extended && (p[1] == '+' || p[1] == '?' || p[1] == '{')) {
			c = *++p;
		} else if (c != '*' && !(extended && c && strchr("+?{", c))) {
			return;
		}
		if (again && !extended && s->re->flags & REGEX_POSIX && (c == '*' || c == '{')) {
			s->error = "Invalid preceding regular expression";
			return;
		}
		s->p = p + 1;
		if (c == '{') {
			if (!parse_interval(s, start)) {
				s->p = p;
				if (s->error || !extended)
					return;
				s->p++;
				emit_char(s->re, '{');
				return;
			}
		} else {
			repeat(s->re, start, c == '+', c == '?' ? 1 : -1);
		}
	}
}

static void parse_group(struct parser *s)
{
	int number = ++s->re->groups;
	if (++s->depth > 200) {
		s->error = "Regular expression too big";
		return;
	}
	emit(s->re, SAVE, 2 * number, 0);
	parse_alternatives(s);
	s->depth--;
	if (s->error)
		return;
	if (*s->p == '\\' && !(s->re->flags & REGEX_EXTENDED))
		s->p++;
	if (*s->p != ')') {
		s->error = "Unmatched ( or \\(";
		return;
	}
	s->p++;
	emit(s->re, SAVE, 2 * number + 1, 0);
	if (number < 10)
		s->closed |= 1 << number;
}

/* What follows a backslash that is neither a group nor a repetition. */
static void parse_escape(struct parser *s)
{
	struct regex *re = s->re;
	int c = (unsigned char)*s->p++, i;
	unsigned char *set;
	switch (c) {
	case 0: s->p--; s->error = "Trailing backslash"; break;
	case '<': emit(re, WORD_START, 0, 0); break;
	case '>': emit(re, WORD_END, 0, 0); break;
	case 'b': emit(re, BOUNDARY, 0, 0); break;
	case 'B': emit(re, NO_BOUNDARY, 0, 0); break;
	case 'w': case 'W': case 's': case 'S':
		set = new_set(re);
		for (i = 0; i < 256; i++) {
			int in = (c | 32) == 'w' ? isalnum(i) || i == '_' : isspace(i);
			if (in == (c >= 'a') && i != '\n')
				set_add(re, set, i);
		}
		break;
	case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
		if (!(s->closed >> (c - '0') & 1))
			s->error = "Invalid back reference";
		re->back = 1;
		emit(re, BACK, c - '0', 0);
		break;
	default: emit_char(re, c);
	}
}

/* Items in a row, up to | or ) or the end. */
static void parse_sequence(struct parser *s)
{
	struct regex *re = s->re;
	int extended = re->flags & REGEX_EXTENDED, first = 1;
	while (*s->p && !s->error) {
		const char *p = s->p;
		int c = (unsigned char)*p, special = 0, start = re->n;
		if (c == '\\' && !extended && p[1] && strchr("()|", p[1])) {
			special = *++p;
		} else if (extended && strchr("()|", c)) {
			special = c;
		}
		if (special == '|' || (special == ')' && s->depth))
			return;
		if (special == ')' && extended && re->flags & REGEX_POSIX) {
			special = 0; /* an ordinary character */
		} else if (special == ')' && !extended) {
			s->error = "Unmatched ) or \\)";
			return;
		}
		s->p = p + 1;
		if (special == '(') {
			parse_group(s);
		} else if (c == '\\') {
			parse_escape(s);
		} else if (c == '[') {
			parse_bracket(s);
		} else if (c == '.') {
			emit(re, ANY, 0, 0);
		} else if (c == '^' && (extended || first)) {
			emit(re, LINE_START, 0, 0);
			if (!extended && *s->p == '*') {
				s->p++;
				start = re->n;
				emit_char(re, '*');
			} else if (!extended) {
				continue;
			}
		} else if (c == '$' && (extended || !s->p[0] || !strncmp(s->p, "\\)", 2) || !strncmp(s->p, "\\|", 2))) {
			emit(re, LINE_END, 0, 0);
		} else if (extended && first && strchr("*+?{", c)) {
			if (re->flags & REGEX_POSIX)
				s->error = "Invalid preceding regular expression";
			else if (c == '{')
				emit_char(re, c);
			else
				continue; /* GNU takes a repetition of nothing as nothing */
		} else {
			emit_char(re, c);
		}
		first = 0;
		if (!s->error)
			parse_repeats(s, start);
	}
}

static void parse_alternatives(struct parser *s)
{
	struct regex *re = s->re;
	int start = re->n, extended = re->flags & REGEX_EXTENDED, jump, before = s->closed, left;
	parse_sequence(s);
	if (s->error || !(extended ? *s->p == '|' : *s->p == '\\' && s->p[1] == '|'))
		return;
	s->p += extended ? 1 : 2;
	insert(re, start, SPLIT, 1, re->n + 2 - start);
	jump = emit(re, JUMP, 0, 0);
	left = s->closed;
	s->closed = before;
	parse_alternatives(s);
	s->closed |= left;
	re->code[jump].x = re->n - jump;
}

static void compile_one(struct parser *s, char *pattern)
{
	int flags = s->re->flags;
	if (flags & (REGEX_LINE | REGEX_ANCHORED))
		emit(s->re, LINE_START, 0, 0);
	if (flags & REGEX_WORD)
		emit(s->re, NO_WORD_BEFORE, 0, 0);
	s->p = pattern;
	s->depth = s->closed = 0;
	if (flags & REGEX_FIXED)
		for (; *s->p; s->p++)
			emit_char(s->re, (unsigned char)*s->p);
	else
		parse_alternatives(s);
	if (!s->error && *s->p)
		s->error = "Unmatched ) or \\)";
	if (flags & REGEX_WORD)
		emit(s->re, NO_WORD_AFTER, 0, 0);
	if (flags & REGEX_LINE)
		emit(s->re, LINE_END, 0, 0);
}

void __regex_free(struct regex *re)
{
	if (!re)
		return;
	free(re->code);
	free(re->sets);
	free(re->mark);
	free(re->fresh);
	free(re->now.threads);
	free(re->next.threads);
	free(re->literal);
	free(re);
}

/* A pattern that is a plain string is searched as such. */
static void find_literal(struct regex *re)
{
	int i;
	for (i = 0; i < re->n && re->code[i].op == CHAR; i++)
		;
	if (!i || i != re->n - 1 || re->flags & REGEX_IGNORE_CASE || !(re->literal = malloc(i + 1)))
		return;
	re->literal_len = i;
	while (i-- > 0)
		re->literal[i] = re->code[i].x;
}

struct regex *__regex_compile(char **patterns, int n, int flags, const char **error)
{
	struct regex *re = calloc(1, sizeof *re);
	struct parser s = {re, NULL, 0, 0, NULL};
	int i;
	*error = no_memory;
	if (!re)
		return NULL;
	re->flags = flags;
	for (i = 0; i < n && !s.error; i++) {
		int split = i + 1 < n ? emit(re, SPLIT, 1, 0) : -1;
		compile_one(&s, patterns[i]);
		emit(re, MATCH, 0, 0);
		if (split >= 0)
			re->code[split].y = re->n - split;
	}
	if (!n)
		new_set(re); /* no pattern matches nothing */
	re->stride = 2 + 2 * (re->groups + 1);
	re->mark = calloc(re->n + 1, sizeof *re->mark);
	re->fresh = malloc(re->stride * sizeof(long));
	re->now.threads = malloc((re->n + 1) * re->stride * sizeof(long));
	re->next.threads = malloc((re->n + 1) * re->stride * sizeof(long));
	if (re->no_memory || !re->mark || !re->fresh || !re->now.threads || !re->next.threads)
		s.error = no_memory;
	*error = s.error;
	if (s.error) {
		__regex_free(re);
		return NULL;
	}
	find_literal(re);
	return re;
}

int __regex_groups(struct regex *re)
{
	return re->groups;
}

static int is_word(int c)
{
	return isalnum(c) || c == '_';
}

int __regex_assertion(struct regex *re, int op, const char *text, long n, long at, int where)
{
	int lines = re->flags & REGEX_NEWLINE;
	int before = at > 0 && is_word((unsigned char)text[at - 1]);
	int after = at < n && is_word((unsigned char)text[at]);
	switch (op) {
	case LINE_START: return (at == 0 && !(where & REGEX_NOT_START)) || (lines && at > 0 && text[at - 1] == '\n');
	case LINE_END: return (at == n && !(where & REGEX_NOT_END)) || (lines && at < n && text[at] == '\n');
	case WORD_START: return !before && after;
	case WORD_END: return before && !after;
	case BOUNDARY: return before != after;
	case NO_BOUNDARY: return before == after;
	case NO_WORD_BEFORE: return !before;
	}
	return !after;
}

/* Puts re->fresh on the list at all the instructions that it reaches from pc without consuming anything. */
static void add(struct regex *re, struct list *list, long pc, const char *text, long n, long at, int where)
{
	for (;;) {
		struct inst *in = &re->code[pc];
		if (re->mark[pc] == re->generation)
			return;
		re->mark[pc] = re->generation;
		if (in->op == JUMP) {
			pc += in->x;
		} else if (in->op == SPLIT) {
			add(re, list, pc + in->x, text, n, at, where);
			pc += in->y;
		} else if (in->op == SAVE) {
			long old = re->fresh[in->x];
			re->fresh[in->x] = at;
			add(re, list, pc + 1, text, n, at, where);
			re->fresh[in->x] = old;
			return;
		} else if (in->op >= LINE_START && in->op <= NO_WORD_AFTER) {
			if (!__regex_assertion(re, in->op, text, n, at, where))
				return;
			pc++;
		} else {
			long *t = list->threads + (long)list->n++ * re->stride;
			memcpy(t, re->fresh, re->stride * sizeof(long));
			t[0] = pc;
			return;
		}
	}
}

static int search_literal(struct regex *re, const char *text, long n, long from, long *match, int groups)
{
	const char *p = text + from, *end = text + n - re->literal_len + 1;
	while (p < end && (p = memchr(p, re->literal[0], end - p))) {
		if (!memcmp(p, re->literal, re->literal_len)) {
			match[0] = p - text;
			match[1] = match[0] + re->literal_len;
			while (groups > 0) {
				match[2 * groups] = match[2 * groups + 1] = -1;
				groups--;
			}
			return 1;
		}
		p++;
	}
	return 0;
}

static void take_match(struct regex *re, const long *t, long at, long *match, int groups)
{
	int i;
	match[0] = t[1];
	match[1] = at;
	for (i = 2; i < 2 + 2 * groups; i++)
		match[i] = i < 2 + 2 * re->groups ? t[i] : -1;
}

int __regex_search(struct regex *re, const char *text, long n, long from, long *match, int groups, int where)
{
	struct list *now = &re->now, *next = &re->next, *swap;
	int found = 0, i;
	long at;
	if (re->back)
		return __regex_backtrack(re, text, n, from, match, groups, where);
	if (re->literal)
		return search_literal(re, text, n, from, match, groups);
	now->n = 0;
	re->generation++;
	for (at = from; ; at++) {
		int c = at < n ? (unsigned char)text[at] : -1;
		int folded = re->flags & REGEX_IGNORE_CASE && c >= 0 ? tolower(c) : c;
		if (!found) {
			for (i = 2; i < re->stride; i++)
				re->fresh[i] = -1;
			re->fresh[1] = at;
			add(re, now, 0, text, n, at, where);
		}
		if (!now->n && (found || at >= n))
			return found;
		next->n = 0;
		re->generation++;
		for (i = 0; i < now->n; i++) {
			long *t = now->threads + (long)i * re->stride;
			struct inst *in = &re->code[t[0]];
			int step = 0;
			if (found && t[1] > match[0])
				continue;
			switch (in->op) {
			case MATCH:
				if (!found || t[1] < match[0] || at > match[1]) {
					take_match(re, t, at, match, groups);
					found = 1;
				}
				break;
			case CHAR: step = folded == in->x; break;
			case ANY: step = c >= 0 && !(c == '\n' && re->flags & REGEX_NEWLINE); break;
			case SET: step = c >= 0 && (re->sets[in->x][c >> 3] >> (c & 7) & 1); break;
			}
			if (step) {
				memcpy(re->fresh, t, re->stride * sizeof(long));
				add(re, next, t[0] + 1, text, n, at + 1, where);
			}
		}
		if (at >= n)
			return found;
		swap = now;
		now = next;
		next = swap;
	}
}
