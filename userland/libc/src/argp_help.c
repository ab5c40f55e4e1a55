/* argp(3): what --help and --usage print. */
#include <bits/argp_own.h>
#include <bits/libc.h>
#include <stdlib.h>
#include <string.h>

enum { SHORT_COLUMN = 2, LONG_COLUMN = 6, DOC_OPTION_COLUMN = 2, TEXT_COLUMN = 29, HEADER_COLUMN = 1, USAGE_INDENT = 12 };

/* How far the help has come. */
struct progress {
	const struct __entry *before, *now;
	const struct argp_state *state;
	int separate, first, note;
};

static const char *filter(const char *text, int key, const struct argp *argp, const struct argp_state *state)
{
	return argp && argp->help_filter ? argp->help_filter(key, text, __argp_input(argp, state)) : text;
}

static void done_with(const char *filtered, const char *text)
{
	if (filtered != text)
		free((char *)filtered);
}

static void indent(struct __lines *out, int column)
{
	int n = column - __lines_point(out);
	while (n-- > 0)
		__lines_puts(out, " ");
}

/* A space, or a new line if n columns more would not fit. */
static void space(struct __lines *out, size_t n)
{
	__lines_puts(out, __lines_point(out) + n >= __RIGHT_MARGIN ? "\n" : " ");
}

static void header(struct __lines *out, struct progress *p, const char *text, const struct argp *argp)
{
	const char *own = text ? text : "", *shown = filter(own, ARGP_KEY_HELP_HEADER, argp, p->state);
	if (shown) {
		if (*shown) {
			if (p->before)
				__lines_puts(out, "\n");
			indent(out, HEADER_COLUMN);
			__lines_left(out, HEADER_COLUMN);
			__lines_wrap(out, HEADER_COLUMN);
			__lines_puts(out, shown);
			__lines_left(out, 0);
			__lines_puts(out, "\n");
		}
		p->separate = 1;
	}
	done_with(shown, own);
}

static int is_within(const struct __cluster *c, const struct __cluster *outer)
{
	while (c && c != outer)
		c = c->parent;
	return c == outer;
}

/* What comes before a name: a comma, or before the first one what separates and heads its entry. */
static void before_name(struct __lines *out, struct progress *p, int column)
{
	const struct __cluster *c = p->now->cluster;
	if (!p->first)
		__lines_puts(out, ", ");
	else {
		if (p->separate && p->before && p->now->group != p->before->group)
			__lines_puts(out, "\n");
		if (c && c->header && *c->header && (!p->before || !is_within(p->before->cluster, c))) {
			int old = __lines_wrap(out, out->wrap_margin);
			header(out, p, c->header, c->argp);
			__lines_wrap(out, old);
		}
		p->first = 0;
	}
	indent(out, column);
}

static void argument(struct __lines *out, const struct argp_option *real, const char *required, const char *optional)
{
	const char *s = real->flags & OPTION_ARG_OPTIONAL ? optional : required;
	if (!real->arg)
		return;
	__lines_put(out, s, strcspn(s, "%"));
	__lines_puts(out, real->arg);
	__lines_puts(out, strchr(s, '%') + 1);
}

static void entry_names(struct __lines *out, struct progress *p, const struct __list *l, const struct __entry *e)
{
	const struct argp_option *real = e->first, *o, *end = real + e->n;
	int doc = real->flags & OPTION_DOC, has_long = 0;
	size_t nth = 0;
	for (o = real; o < end; o++)
		has_long |= !doc && o->name && __argp_visible(o);
	__lines_wrap(out, SHORT_COLUMN);
	for (o = real; o < end; o++)
		if (__argp_own_short(l, e, o, &nth) && __argp_visible(o)) {
			before_name(out, p, SHORT_COLUMN);
			__lines_printf(out, "-%c", o->key);
			if (!has_long)
				argument(out, real, " %", "[%]");
			else if (real->arg)
				p->note = 1;
		}
	__lines_wrap(out, doc ? DOC_OPTION_COLUMN : LONG_COLUMN);
	for (o = real; o < end; o++)
		if (o->name && __argp_visible(o) && (!doc || *o->name)) {
			before_name(out, p, doc ? DOC_OPTION_COLUMN : LONG_COLUMN);
			__lines_printf(out, "%s%s", doc ? "" : "--", o->name);
			if (!doc)
				argument(out, real, "=%", "[=%]");
		}
}

static void entry_help(struct __lines *out, struct progress *p, const struct __list *l, const struct __entry *e)
{
	const struct argp_option *real = e->first;
	int old_left = __lines_left(out, 0), old_wrap = out->wrap_margin;
	p->now = e;
	p->first = 1;
	entry_names(out, p, l, e);
	__lines_left(out, 0);
	if (!p->first) {
		const char *text = filter(real->doc, real->key, e->argp, p->state);
		if (text && *text) {
			int column = __lines_point(out);
			__lines_left(out, TEXT_COLUMN);
			__lines_wrap(out, TEXT_COLUMN);
			if (column > TEXT_COLUMN + 3)
				__lines_puts(out, "\n");
			else if (column >= TEXT_COLUMN)
				__lines_puts(out, "   ");
			else
				indent(out, TEXT_COLUMN);
			__lines_puts(out, text);
		}
		done_with(text, real->doc);
		__lines_left(out, 0);
		__lines_puts(out, "\n");
		p->before = e;
	} else if (!__argp_is_short(real) && !real->name) {
		header(out, p, real->doc, e->argp);
		p->before = e;
	}
	__lines_left(out, old_left);
	__lines_wrap(out, old_wrap);
}

static void options_help(struct __lines *out, const struct __list *l, const struct argp_state *state)
{
	static const char note[] = "Mandatory or optional arguments to long options are also mandatory or optional for any corresponding short options.";
	struct progress p = { .state = state };
	int i;
	for (i = 0; i < l->n; i++)
		entry_help(out, &p, l, &l->entries[i]);
	if (p.note) {
		const char *text = filter(note, ARGP_KEY_HELP_DUP_ARGS_NOTE, state ? state->root_argp : 0, state);
		if (text && *text)
			__lines_printf(out, "\n%s\n", text);
		done_with(text, note);
	}
}

enum which { LETTERS, LETTERS_WITH_ARGUMENT, LONG };

static void usage_of(struct __lines *out, const struct __list *l, enum which which)
{
	int i, k, open = 0;
	for (i = 0; i < l->n; i++) {
		const struct __entry *e = &l->entries[i];
		const struct argp_option *real = e->first;
		size_t nth = 0;
		for (k = 0; k < e->n; k++) {
			const struct argp_option *o = &e->first[k];
			const char *arg;
			int flags;
			if (which == LONG ? !o->name : !__argp_own_short(l, e, o, &nth))
				continue;
			if (!(o->flags & OPTION_ALIAS))
				real = o;
			arg = o->arg ? o->arg : real->arg;
			flags = o->flags | real->flags;
			if (!__argp_visible(o) || flags & OPTION_NO_USAGE || (which == LETTERS ? arg != 0 : which == LETTERS_WITH_ARGUMENT && !arg))
				continue;
			if (which == LETTERS) {
				__lines_printf(out, open ? "%c" : " [-%c", o->key);
				open = 1;
			} else if (which == LETTERS_WITH_ARGUMENT && flags & OPTION_ARG_OPTIONAL)
				__lines_printf(out, " [-%c[%s]]", o->key, arg);
			else if (which == LETTERS_WITH_ARGUMENT) {
				space(out, 6 + strlen(arg));
				__lines_printf(out, "[-%c %s]", o->key, arg);
			} else if (!arg)
				__lines_printf(out, " [--%s]", o->name);
			else
				__lines_printf(out, flags & OPTION_ARG_OPTIONAL ? " [--%s[=%s]]" : " [--%s=%s]", o->name, arg);
		}
	}
	if (open)
		__lines_puts(out, "]");
}

/* How many argps have alternatives of operands. */
static size_t levels(const struct argp *argp)
{
	size_t n = argp->args_doc && strchr(argp->args_doc, '\n');
	const struct argp_child *c;
	for (c = argp->children; c && c->argp; c++)
		n += levels(c->argp);
	return n;
}

/* Prints the operands, of several alternatives the one that *level says; with advance the next one comes next. Whether there is one. */
static int operands(struct __lines *out, const struct argp *argp, const struct argp_state *state, int **level, int advance)
{
	const char *text = filter(argp->args_doc, ARGP_KEY_HELP_ARGS_DOC, argp, state), *end = 0;
	const struct argp_child *c;
	int *own = *level, several = 0, i, more;
	if (text) {
		const char *s = text;
		end = s + strcspn(s, "\n");
		if (*end && argp->args_doc && strchr(argp->args_doc, '\n')) {
			several = 1;
			for (i = 0; i < *own && *end; i++) {
				s = end + 1;
				end = s + strcspn(s, "\n");
			}
			++*level;
		}
		space(out, 1 + end - s);
		__lines_put(out, s, end - s);
	}
	more = end && *end;
	done_with(text, argp->args_doc);
	for (c = argp->children; c && c->argp; c++)
		advance = !operands(out, c->argp, state, level, advance);
	if (advance && several) {
		if (more) {
			++*own;
			advance = 0;
		} else
			*own = 0;
	}
	return !advance;
}

static void usage(struct __lines *out, const struct argp *argp, const struct argp_state *state, const struct __list *l, unsigned int flags, const char *name)
{
	int *level = calloc(levels(argp) + 1, sizeof *level), more, first = 1;
	if (!level)
		return;
	do {
		int *next = level, old_wrap = __lines_wrap(out, USAGE_INDENT), old_left;
		__lines_printf(out, "%s %s", first ? "Usage:" : "  or: ", name);
		old_left = __lines_left(out, USAGE_INDENT);
		if (flags & ARGP_HELP_SHORT_USAGE || !first) {
			if (l->n)
				__lines_puts(out, " [OPTION...]");
		} else {
			usage_of(out, l, LETTERS);
			usage_of(out, l, LETTERS_WITH_ARGUMENT);
			usage_of(out, l, LONG);
		}
		more = operands(out, argp, state, &next, 1);
		__lines_wrap(out, old_wrap);
		__lines_left(out, old_left);
		__lines_puts(out, "\n");
		first = 0;
	} while (more);
	free(level);
}

static int paragraph(struct __lines *out, const char *text, int blank)
{
	if (!text)
		return 0;
	if (blank)
		__lines_puts(out, "\n");
	__lines_puts(out, text);
	if (__lines_point(out) > out->left_margin)
		__lines_puts(out, "\n");
	return 1;
}

/* The texts before (post: behind) the options, of which a \v separates them. */
static int texts(struct __lines *out, const struct argp *argp, const struct argp_state *state, int post, int blank, int only_first)
{
	const char *cut = argp->doc ? strchr(argp->doc, '\v') : 0, *text = post ? (cut ? cut + 1 : 0) : argp->doc, *shown;
	const struct argp_child *c;
	char *copy = !post && cut ? strndup(argp->doc, cut - argp->doc) : 0;
	int any;
	if (copy)
		text = copy;
	shown = filter(text, post ? ARGP_KEY_HELP_POST_DOC : ARGP_KEY_HELP_PRE_DOC, argp, state);
	any = paragraph(out, shown, blank);
	done_with(shown, text);
	free(copy);
	if (post && argp->help_filter) {
		shown = filter(0, ARGP_KEY_HELP_EXTRA, argp, state);
		any |= paragraph(out, shown, any || blank);
		free((char *)shown);
	}
	for (c = argp->children; c && c->argp && !(only_first && any); c++)
		any |= texts(out, c->argp, state, post, any || blank, only_first);
	return any;
}

static void help(const struct argp *argp, const struct argp_state *state, FILE *stream, unsigned int flags, const char *name)
{
	struct __lines out;
	struct __list l;
	int any = 0;
	if (!stream)
		return;
	if (!__argp_list(&l, argp)) {
		__argp_list_free(&l);
		return;
	}
	__lines_open(&out, stream);
	if (argp && flags & (ARGP_HELP_USAGE | ARGP_HELP_SHORT_USAGE)) {
		usage(&out, argp, state, &l, flags, name);
		any = 1;
	}
	if (argp && flags & ARGP_HELP_PRE_DOC)
		any |= texts(&out, argp, state, 0, 0, 1);
	if (flags & ARGP_HELP_SEE) {
		__lines_printf(&out, "Try `%s --help' or `%s --usage' for more information.\n", name, name);
		any = 1;
	}
	if (flags & ARGP_HELP_LONG && l.n) {
		if (any)
			__lines_puts(&out, "\n");
		options_help(&out, &l, state);
		any = 1;
	}
	if (argp && flags & ARGP_HELP_POST_DOC)
		any |= texts(&out, argp, state, 1, any, 0);
	if (flags & ARGP_HELP_BUG_ADDR && argp_program_bug_address)
		__lines_printf(&out, "%sReport bugs to %s.\n", any ? "\n" : "", argp_program_bug_address);
	__lines_close(&out);
	__argp_list_free(&l);
}

void argp_help(const struct argp *argp, FILE *stream, unsigned int flags, char *name)
{
	help(argp, 0, stream, flags, name);
}

static int silent(const struct argp_state *state)
{
	return state && state->flags & ARGP_NO_ERRS;
}

static const char *name_of(const struct argp_state *state)
{
	return state ? state->name : program_invocation_short_name;
}

void argp_state_help(const struct argp_state *state, FILE *stream, unsigned int flags)
{
	if (silent(state) || !stream)
		return;
	help(state ? state->root_argp : 0, state, stream, flags, name_of(state));
	if (state && state->flags & ARGP_NO_EXIT)
		return;
	if (flags & ARGP_HELP_EXIT_ERR)
		exit(argp_err_exit_status);
	if (flags & ARGP_HELP_EXIT_OK)
		exit(0);
}

void argp_usage(const struct argp_state *state)
{
	argp_state_help(state, stderr, ARGP_HELP_STD_USAGE);
}

void argp_error(const struct argp_state *state, const char *fmt, ...)
{
	FILE *stream = state ? state->err_stream : stderr;
	va_list ap;
	if (silent(state) || !stream)
		return;
	fprintf(stream, "%s: ", name_of(state));
	va_start(ap, fmt);
	vfprintf(stream, fmt, ap);
	va_end(ap);
	putc('\n', stream);
	argp_state_help(state, stream, ARGP_HELP_STD_ERR);
}

void argp_failure(const struct argp_state *state, int status, int e, const char *fmt, ...)
{
	FILE *stream = state ? state->err_stream : stderr;
	va_list ap;
	if (silent(state) || !stream)
		return;
	fprintf(stream, "%s", name_of(state));
	if (fmt) {
		fprintf(stream, ": ");
		va_start(ap, fmt);
		vfprintf(stream, fmt, ap);
		va_end(ap);
	}
	if (e)
		fprintf(stream, ": %s", strerror(e));
	putc('\n', stream);
	if (status && !(state && state->flags & ARGP_NO_EXIT))
		exit(status);
}
