/* argp(3): options of a program and of the libraries that it uses, parsed together. argp_help.c writes the texts. */
#include <bits/argp_own.h>
#include <bits/getopt_state.h>
#include <bits/libc.h>
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

const char *argp_program_version, *argp_program_bug_address;
void (*argp_program_version_hook)(FILE *, struct argp_state *);
error_t argp_err_exit_status = EX_USAGE;

enum { UNKNOWN = ARGP_ERR_UNKNOWN, KEY_BITS = 24, USAGE = -3, PROGRAM_NAME = -2, HANG = -4 };

/* One argp of the tree. A long option's value has its number + 1 above the key. */
struct group {
	const struct argp *argp;
	size_t shorts_end;
	unsigned int args;
	int parent; /* -1: none */
	int index;  /* among the parent's children */
	void *input, **child_inputs, *hook;
};

struct parser {
	struct argp_state state;
	struct __getopt_state getopt;
	struct group *groups;
	int n, options_over;
	char *shorts;
	size_t n_shorts;
	struct option *longs;
	int n_longs;
};

int __argp_is_short(const struct argp_option *o)
{
	return !(o->flags & OPTION_DOC) && o->key > 0 && o->key <= UCHAR_MAX && isprint(o->key);
}

int __argp_is_end(const struct argp_option *o)
{
	return !o->key && !o->name && !o->doc && !o->group;
}

void *__argp_input(const struct argp *argp, const struct argp_state *state)
{
	const struct parser *p = state ? state->pstate : 0;
	int i;
	for (i = 0; p && i < p->n; i++)
		if (p->groups[i].argp == argp)
			return p->groups[i].input;
	return 0;
}

static int help_parser(int key, char *arg, struct argp_state *state)
{
	char *slash;
	int seconds;
	switch (key) {
	case '?':
		argp_state_help(state, state->out_stream, ARGP_HELP_STD_HELP);
		return 0;
	case USAGE:
		argp_state_help(state, state->out_stream, ARGP_HELP_USAGE | ARGP_HELP_EXIT_OK);
		return 0;
	case PROGRAM_NAME:
		slash = strrchr(arg, '/');
		program_invocation_name = arg;
		state->name = program_invocation_short_name = slash ? slash + 1 : arg;
		if ((state->flags & (ARGP_PARSE_ARGV0 | ARGP_NO_ERRS)) == ARGP_PARSE_ARGV0)
			state->argv[0] = arg;
		return 0;
	case HANG:
		for (seconds = atoi(arg ? arg : "3600"); seconds > 0; seconds--)
			sleep(1);
		return 0;
	}
	return UNKNOWN;
}

static int version_parser(int key, char *arg, struct argp_state *state)
{
	(void)arg;
	if (key != 'V')
		return UNKNOWN;
	if (argp_program_version_hook)
		argp_program_version_hook(state->out_stream, state);
	else if (argp_program_version)
		fprintf(state->out_stream, "%s\n", argp_program_version);
	else
		argp_error(state, "(PROGRAM ERROR) No version known!?");
	if (!(state->flags & ARGP_NO_EXIT))
		exit(0);
	return 0;
}

static const struct argp_option help_options[] = {
	{ "help", '?', 0, 0, "Give this help list", -1 },
	{ "usage", USAGE, 0, 0, "Give a short usage message", 0 },
	{ "program-name", PROGRAM_NAME, "NAME", OPTION_HIDDEN, "Set the program name", 0 },
	{ "HANG", HANG, "SECS", OPTION_ARG_OPTIONAL | OPTION_HIDDEN, "Hang for SECS seconds (default 3600)", 0 },
	{ 0, 0, 0, 0, 0, 0 }
};
static const struct argp_option version_options[] = {
	{ "version", 'V', 0, 0, "Print program version", -1 },
	{ 0, 0, 0, 0, 0, 0 }
};
static const struct argp help_argp = { help_options, help_parser, 0, 0, 0, 0, "libc" };
static const struct argp version_argp = { version_options, version_parser, 0, 0, 0, 0, "libc" };

/* How many argps, options and children the tree has. */
static void count(const struct argp *argp, size_t *argps, size_t *options, size_t *children)
{
	const struct argp_option *o;
	const struct argp_child *c;
	++*argps;
	for (o = argp->options; o && !__argp_is_end(o); o++)
		++*options;
	for (c = argp->children; c && c->argp; c++) {
		++*children;
		count(c->argp, argps, options, children);
	}
}

static void add_option(struct parser *p, const struct argp_option *o, const struct argp_option *real)
{
	int kind = !real->arg ? no_argument : real->flags & OPTION_ARG_OPTIONAL ? optional_argument : required_argument, i;
	if (real->flags & OPTION_DOC)
		return;
	if (__argp_is_short(o)) {
		p->shorts[p->n_shorts++] = o->key;
		for (i = 0; i < kind; i++)
			p->shorts[p->n_shorts++] = ':';
		p->shorts[p->n_shorts] = 0;
	}
	if (!o->name)
		return;
	for (i = 0; i < p->n_longs; i++)
		if (strcmp(p->longs[i].name, o->name) == 0)
			return;
	p->longs[i].name = o->name;
	p->longs[i].has_arg = kind;
	p->longs[i].flag = 0;
	p->longs[i].val = (int)(((unsigned int)(o->key ? o->key : real->key) & ((1u << KEY_BITS) - 1)) + ((unsigned int)(p->n + 1) << KEY_BITS));
	p->n_longs++;
}

static void add_argp(struct parser *p, const struct argp *argp, int parent, int index, void ***inputs)
{
	const struct argp_option *o, *real = argp->options;
	const struct argp_child *c;
	int self = -1;
	if (real || argp->parser) {
		struct group *g = &p->groups[p->n];
		for (o = real; o && !__argp_is_end(o); o++) {
			if (!(o->flags & OPTION_ALIAS))
				real = o;
			add_option(p, o, real);
		}
		g->argp = argp;
		g->shorts_end = p->n_shorts;
		g->parent = parent;
		g->index = index;
		g->child_inputs = argp->children ? *inputs : 0;
		for (c = argp->children; c && c->argp; c++)
			++*inputs;
		self = p->n++;
	}
	for (index = 0, c = argp->children; c && c->argp; c++)
		add_argp(p, c->argp, self, index++, inputs);
}

static int tell(struct parser *p, int i, int key, char *arg)
{
	struct group *g = &p->groups[i];
	int err;
	if (!g->argp->parser)
		return UNKNOWN;
	p->state.hook = g->hook;
	p->state.input = g->input;
	p->state.child_inputs = g->child_inputs;
	p->state.arg_num = g->args;
	err = g->argp->parser(key, arg, &p->state);
	g->hook = p->state.hook;
	return err;
}

static int going_on(int err)
{
	return !err || err == UNKNOWN;
}

static int begin(struct parser *p, void *input)
{
	int i, err = 0;
	if (p->n)
		p->groups[0].input = input;
	for (i = 0; i < p->n && going_on(err); i++) {
		struct group *g = &p->groups[i];
		if (g->parent >= 0)
			g->input = p->groups[g->parent].child_inputs[g->index];
		if (!g->argp->parser && g->argp->children && g->argp->children->argp)
			g->child_inputs[0] = g->input;
		err = tell(p, i, ARGP_KEY_INIT, 0);
	}
	return err == UNKNOWN ? 0 : err;
}

static int operand(struct parser *p, char *arg)
{
	int first = --p->state.next, err = UNKNOWN, key = ARGP_KEY_ARG, i;
	for (i = 0; i < p->n && err == UNKNOWN; i++) {
		p->state.next++;
		key = ARGP_KEY_ARG;
		err = tell(p, i, key, arg);
		if (err == UNKNOWN) {
			p->state.next--;
			key = ARGP_KEY_ARGS;
			err = tell(p, i, key, 0);
		}
	}
	if (err)
		return err;
	if (key == ARGP_KEY_ARGS && p->state.next == first)
		p->state.next = p->state.argc;
	if (p->state.next > first)
		p->groups[i - 1].args += p->state.next - first;
	else
		p->options_over = 0; /* the parser set the clock back */
	return 0;
}

static int option(struct parser *p, int value, char *arg)
{
	int number = (int)((unsigned int)value >> KEY_BITS), err = UNKNOWN, i;
	if (number)
		err = tell(p, number - 1, (int)((unsigned int)value << (32 - KEY_BITS)) >> (32 - KEY_BITS), arg);
	else {
		const char *at = strchr(p->shorts, value);
		for (i = 0; at && i < p->n; i++)
			if (p->groups[i].shorts_end > (size_t)(at - p->shorts)) {
				err = tell(p, i, value, arg);
				break;
			}
	}
	if (err != UNKNOWN)
		return err;
	if (!number)
		argp_error(&p->state, "-%c: %s", value, "(PROGRAM ERROR) Option should have been recognized!?");
	else {
		for (i = 0; i < p->n_longs - 1 && p->longs[i].val != value; i++)
			;
		argp_error(&p->state, "--%s: %s", p->longs[i].name, "(PROGRAM ERROR) Option should have been recognized!?");
	}
	return err;
}

/* The next option or operand. *rest: UNKNOWN is about an operand, or all is done. */
static int step(struct parser *p, int *rest)
{
	struct argp_state *s = &p->state;
	char *arg = 0;
	int value = -1, err;
	*rest = 1;
	if (s->quoted && s->next < s->quoted)
		s->quoted = 0;
	if (!p->options_over && !s->quoted) {
		p->getopt.ind = s->next;
		p->getopt.bad = -1;
		__getopt_swap(&p->getopt);
		value = (s->flags & ARGP_LONG_ONLY ? getopt_long_only : getopt_long)(s->argc, s->argv, p->shorts, p->longs, 0);
		arg = optarg;
		__getopt_swap(&p->getopt);
		s->next = p->getopt.ind;
		if (value == -1) {
			p->options_over = 1;
			if (s->next > 1 && strcmp(s->argv[s->next - 1], "--") == 0)
				s->quoted = s->next;
		} else if (value == '?' && p->getopt.bad != -1) {
			*rest = 0;
			return UNKNOWN;
		}
	}
	if (value == -1) {
		if (s->next >= s->argc || s->flags & ARGP_NO_ARGS)
			return UNKNOWN;
		value = 1;
		arg = s->argv[s->next++];
	}
	if (value == 1)
		return operand(p, arg);
	err = option(p, value, arg);
	*rest = 0;
	return err;
}

static int finish(struct parser *p, int err, int *end)
{
	struct argp_state *s = &p->state;
	int i;
	if (!err && s->next == s->argc) {
		for (i = 0; i < p->n && going_on(err); i++)
			if (!p->groups[i].args)
				err = tell(p, i, ARGP_KEY_NO_ARGS, 0);
		for (i = p->n - 1; i >= 0 && going_on(err); i--)
			err = tell(p, i, ARGP_KEY_END, 0);
		if (err == UNKNOWN)
			err = 0;
		if (end)
			*end = s->next;
	} else if (!err && end)
		*end = s->next;
	else if (!err) {
		if (!(s->flags & ARGP_NO_ERRS) && s->err_stream)
			fprintf(s->err_stream, "%s: Too many arguments\n", s->name);
		err = UNKNOWN;
	}
	if (err) {
		if (err == UNKNOWN)
			argp_state_help(s, s->err_stream, ARGP_HELP_STD_ERR);
		for (i = 0; i < p->n; i++)
			tell(p, i, ARGP_KEY_ERROR, 0);
	} else {
		for (i = p->n - 1; i >= 0 && going_on(err); i--)
			err = tell(p, i, ARGP_KEY_SUCCESS, 0);
		if (err == UNKNOWN)
			err = 0;
	}
	for (i = p->n - 1; i >= 0; i--)
		tell(p, i, ARGP_KEY_FINI, 0);
	return err == UNKNOWN ? EINVAL : err;
}

error_t argp_parse(const struct argp *argp, int argc, char **argv, unsigned int flags, int *end, void *input)
{
	struct argp_child children[4] = { { argp, 0, 0, 0 }, { &help_argp, 0, 0, 0 } };
	struct argp top = { 0, 0, 0, 0, children, 0, 0 };
	struct parser p = { .getopt = { .err = 1 } };
	size_t argps = 0, options = 0, n_children = 0;
	void **inputs, **next_input;
	int err, rest = 0;
	if (!(flags & ARGP_NO_HELP)) {
		if (argp_program_version || argp_program_version_hook)
			children[2].argp = &version_argp;
		argp = &top;
	}
	count(argp, &argps, &options, &n_children);
	p.groups = calloc(argps, sizeof *p.groups);
	p.shorts = calloc(options * 3 + 2, 1);
	p.longs = calloc(options + 1, sizeof *p.longs);
	inputs = next_input = calloc(n_children + 1, sizeof *inputs);
	if (!p.groups || !p.shorts || !p.longs || !inputs)
		err = ENOMEM;
	else {
		char *slash;
		if (flags & ARGP_IN_ORDER)
			p.shorts[p.n_shorts++] = '-';
		else if (flags & ARGP_NO_ARGS)
			p.shorts[p.n_shorts++] = '+';
		add_argp(&p, argp, -1, 0, &next_input);
		p.state = (struct argp_state){ .root_argp = argp, .argc = argc, .argv = argv, .flags = flags, .err_stream = stderr, .out_stream = stdout, .pstate = &p };
		if (flags & ARGP_NO_ERRS) {
			p.getopt.err = 0;
			/* getopt passes over the first argument. */
			if (flags & ARGP_PARSE_ARGV0) {
				p.state.argv--;
				p.state.argc++;
			}
		}
		p.state.name = program_invocation_short_name;
		if (p.state.argv == argv && argc > 0 && argv[0]) {
			slash = strrchr(argv[0], '/');
			p.state.name = slash ? slash + 1 : argv[0];
		}
		err = begin(&p, input);
		if (!err) {
			while (!err)
				err = step(&p, &rest);
			err = finish(&p, err == UNKNOWN && rest ? 0 : err, end);
		}
	}
	free(p.groups);
	free(p.shorts);
	free(p.longs);
	free(inputs);
	return err;
}
