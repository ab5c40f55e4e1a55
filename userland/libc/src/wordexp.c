/* wordexp(3): quotes, ~, $name, ${name}, ${name-word}, commands, field splitting and file names; no arithmetic. */
#include <ctype.h>
#include <glob.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wordexp.h>

/* The word being made. Quoted characters are escaped for glob. */
struct words { wordexp_t *w; int flags, open, magic; char *text; size_t n, cap; };

static int put(struct words *s, int c)
{
	if (s->n + 2 > s->cap) {
		char *more = realloc(s->text, s->cap = 2 * s->cap + 64);
		if (!more)
			return WRDE_NOSPACE;
		s->text = more;
	}
	s->text[s->n++] = c;
	s->text[s->n] = 0;
	s->open = 1;
	return 0;
}

static int put_quoted(struct words *s, int c)
{
	int r = strchr("*?[\\", c) && c ? put(s, '\\') : 0;
	return r ? r : put(s, c);
}

static int take(struct words *s, const char *word)
{
	wordexp_t *w = s->w;
	size_t n = w->we_offs + w->we_wordc;
	char **more = realloc(w->we_wordv, (n + 2) * sizeof *more), *copy = strdup(word);
	if (more)
		w->we_wordv = more;
	if (!more || !copy) {
		free(copy);
		return WRDE_NOSPACE;
	}
	more[n] = copy;
	more[n + 1] = 0;
	w->we_wordc++;
	return 0;
}

/* The word is complete: files that match it, or itself without its escapes. */
static int end_word(struct words *s)
{
	glob_t g;
	size_t i;
	char *p, *q;
	int r = 0;
	if (!s->open)
		return 0;
	s->open = 0;
	if (s->magic && glob(s->text, 0, 0, &g) == 0) {
		for (i = 0; i < g.gl_pathc && !r; i++)
			r = take(s, g.gl_pathv[i]);
		globfree(&g);
	} else {
		for (p = q = s->text ? s->text : ""; s->n && *p; *q++ = *p++)
			if (*p == '\\' && p[1])
				p++;
		if (s->n)
			*q = 0;
		r = take(s, s->n ? s->text : "");
	}
	s->n = 0;
	s->magic = 0;
	return r;
}

static int put_plain(struct words *s, int c)
{
	if (c == '*' || c == '?' || c == '[')
		s->magic = 1;
	return c == '\\' ? put_quoted(s, c) : put(s, c);
}

/* A value: split into fields unless it is quoted. */
static int put_value(struct words *s, const char *v, int quoted)
{
	const char *ifs = getenv("IFS");
	int r = 0;
	if (!ifs)
		ifs = " \t\n";
	for (; *v && !r; v++)
		r = quoted ? put_quoted(s, *v) : strchr(ifs, *v) ? end_word(s) : put_plain(s, *v);
	return r;
}

static int command(struct words *s, const char *from, const char *to, int quoted)
{
	char *text, *out = 0;
	size_t n = 0, cap = 0;
	FILE *f;
	int c, r = 0;
	if (s->flags & WRDE_NOCMD)
		return WRDE_CMDSUB;
	text = strndup(from, to - from);
	f = text ? popen(text, "r") : 0;
	free(text);
	if (!f)
		return WRDE_NOSPACE;
	while (!r && (c = getc(f)) != EOF) {
		if (n + 1 >= cap) {
			char *more = realloc(out, cap = 2 * cap + 128);
			if (!more) {
				r = WRDE_NOSPACE;
				break;
			}
			out = more;
		}
		out[n++] = c;
	}
	pclose(f);
	while (n && out[n - 1] == '\n')
		n--;
	if (n) {
		out[n] = 0;
		r = r ? r : put_value(s, out, quoted);
	}
	free(out);
	return r;
}

/* Behind what matches the opening parenthesis at p. */
static const char *matching(const char *p, int open, int close)
{
	int level = 0;
	for (; *p; p++) {
		level += (*p == open) - (*p == close);
		if (level == 0)
			return p;
	}
	return 0;
}

static int dollar(struct words *s, const char **at, int quoted)
{
	const char *p = *at + 1, *end, *name, *value, *word = 0;
	char text[256], number[24];
	int brace = *p == '{', op = 0;
	if (*p == '(') {
		if (p[1] == '(')
			return WRDE_SYNTAX;
		end = matching(p, '(', ')');
		if (!end)
			return WRDE_SYNTAX;
		*at = end + 1;
		return command(s, p + 1, end, quoted);
	}
	name = p += brace;
	if (*p == '$' || *p == '?')
		p++;
	else
		while (isalnum((unsigned char)*p) || *p == '_')
			p++;
	if (p == name) {
		if (brace)
			return WRDE_SYNTAX;
		*at = p;
		return put(s, '$');
	}
	snprintf(text, sizeof text, "%.*s", (int)(p - name), name);
	value = *name == '$' ? (sprintf(number, "%d", getpid()), number) : *name == '?' ? "0" : getenv(text);
	if (brace) {
		end = matching(name - 1, '{', '}');
		if (!end)
			return WRDE_SYNTAX;
		if (p != end) {
			int colon = *p == ':';
			op = p[colon];
			word = p + colon + 1;
			if (op != '-' && op != '=' && op != '+' && op != '?')
				return WRDE_SYNTAX;
			if (colon && value && !*value)
				value = 0;
		}
		p = end + 1;
	}
	*at = p;
	if (op == '+' ? value != 0 : op && !value) {
		char *copy = strndup(word, end - word);
		int r;
		if (!copy)
			return WRDE_NOSPACE;
		if (op == '=')
			setenv(text, copy, 1);
		r = op == '?' ? WRDE_BADVAL : put_value(s, copy, quoted);
		free(copy);
		return r;
	}
	if (op == '+')
		return 0;
	if (!value)
		return s->flags & WRDE_UNDEF ? WRDE_BADVAL : 0;
	return put_value(s, value, quoted);
}

static int double_quotes(struct words *s, const char **at)
{
	const char *p = *at + 1, *end;
	int r = 0;
	s->open = 1;
	while (!r && *p != '"') {
		if (!*p)
			return WRDE_SYNTAX;
		if (*p == '$') {
			r = dollar(s, &p, 1);
			continue;
		}
		if (*p == '`') {
			end = strchr(p + 1, '`');
			if (!end)
				return WRDE_SYNTAX;
			r = command(s, p + 1, end, 1);
			p = end + 1;
			continue;
		}
		if (*p == '\\' && p[1] && strchr("\"\\$`", p[1]))
			p++;
		r = put_quoted(s, *p++);
	}
	*at = p + 1;
	return r;
}

static int tilde(struct words *s, const char **at)
{
	const char *end = *at + strcspn(*at, "/ \t\n"), *dir;
	char name[64];
	struct passwd *p = 0;
	snprintf(name, sizeof name, "%.*s", (int)(end - *at - 1), *at + 1);
	dir = *name ? 0 : getenv("HOME");
	if (!dir)
		p = *name ? getpwnam(name) : getpwuid(getuid());
	if (!dir && !p)
		return put(s, *(*at)++);
	*at = end;
	return put_value(s, dir ? dir : p->pw_dir, 1);
}

static int expand(struct words *s, const char *p)
{
	const char *end;
	int r = 0;
	while (*p && !r) {
		switch (*p) {
		case ' ': case '\t':
			r = end_word(s);
			p++;
			break;
		case '\n': case '|': case '&': case ';': case '<': case '>': case '(': case ')': case '{': case '}':
			return WRDE_BADCHAR;
		case '\\':
			if (!p[1])
				return WRDE_SYNTAX;
			s->open = 1;
			r = put_quoted(s, p[1]);
			p += 2;
			break;
		case '\'':
			end = strchr(p + 1, '\'');
			if (!end)
				return WRDE_SYNTAX;
			s->open = 1;
			for (p++; p < end && !r; p++)
				r = put_quoted(s, *p);
			p = end + 1;
			break;
		case '"':
			r = double_quotes(s, &p);
			break;
		case '$':
			r = dollar(s, &p, 0);
			break;
		case '`':
			end = strchr(p + 1, '`');
			if (!end)
				return WRDE_SYNTAX;
			r = command(s, p + 1, end, 0);
			p = end + 1;
			break;
		case '~':
			r = s->open ? put(s, *p++) : tilde(s, &p);
			break;
		default:
			r = put_plain(s, *p++);
		}
	}
	return r ? r : end_word(s);
}

int wordexp(const char *words, wordexp_t *w, int flags)
{
	struct words s = { w, flags, 0, 0, 0, 0, 0 };
	int r;
	if (flags & WRDE_REUSE)
		wordfree(w);
	if (!(flags & WRDE_DOOFFS))
		w->we_offs = 0;
	if (!(flags & WRDE_APPEND)) {
		w->we_wordc = 0;
		w->we_wordv = calloc(w->we_offs + 1, sizeof(char *));
		if (!w->we_wordv)
			return WRDE_NOSPACE;
	}
	r = expand(&s, words);
	free(s.text);
	return r;
}

void wordfree(wordexp_t *w)
{
	size_t i;
	for (i = 0; w->we_wordv && i < w->we_wordc; i++)
		free(w->we_wordv[w->we_offs + i]);
	free(w->we_wordv);
	w->we_wordv = 0;
	w->we_wordc = 0;
}
