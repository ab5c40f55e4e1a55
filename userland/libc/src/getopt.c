/* getopt(3), getopt_long(3): GNU's order, in which operands move behind the options. */
#include <bits/getopt_state.h>
#include <bits/libc.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *optarg;
int optind = 1, opterr = 1, optopt = '?';

enum order { REQUIRE_ORDER, PERMUTE, RETURN_IN_ORDER };

static char *next;            /* where the scan of a group like -abc stands */
static enum order ordering;
static int first_operand, last_operand; /* operands that were passed over */
static int started;
static int bad; /* what optopt shows after each call */

void __getopt_swap(struct __getopt_state *s)
{
	struct __getopt_state old = { optarg, next, optind, opterr, optopt, ordering, first_operand, last_operand, started, bad };
	optarg = s->arg;
	next = s->next;
	optind = s->ind;
	opterr = s->err;
	optopt = s->opt;
	ordering = (enum order)s->ordering;
	first_operand = s->first_operand;
	last_operand = s->last_operand;
	started = s->started;
	bad = s->bad;
	*s = old;
}

static void reverse(char **argv, int from, int to)
{
	while (from < --to) {
		char *t = argv[from];
		argv[from++] = argv[to];
		argv[to] = t;
	}
}

/* Moves the options found since then before the operands that were passed over. */
static void exchange(char **argv)
{
	reverse(argv, first_operand, last_operand);
	reverse(argv, last_operand, optind);
	reverse(argv, first_operand, optind);
	first_operand += optind - last_operand;
	last_operand = optind;
}

static const char *start(const char *opts)
{
	if (optind == 0)
		optind = 1;
	first_operand = last_operand = optind;
	next = 0;
	started = 1;
	ordering = PERMUTE;
	if (*opts == '-') {
		ordering = RETURN_IN_ORDER;
		opts++;
	} else if (*opts == '+') {
		ordering = REQUIRE_ORDER;
		opts++;
	} else if (getenv("POSIXLY_CORRECT"))
		ordering = REQUIRE_ORDER;
	return opts;
}

static const struct option *match(const char *prog, const char *name, size_t n, const struct option *longs, int *index, int only, int complain, const char *dashes)
{
	const struct option *found = 0, *o;
	int ambiguous = 0, i;
	for (i = 0, o = longs; o->name; o++, i++)
		if (strncmp(o->name, name, n) == 0 && !o->name[n]) {
			*index = i;
			return o;
		}
	for (i = 0, o = longs; o->name; o++, i++)
		if (strncmp(o->name, name, n) == 0) {
			if (!found) {
				found = o;
				*index = i;
			} else if (only || found->has_arg != o->has_arg || found->flag != o->flag || found->val != o->val)
				ambiguous = 1;
		}
	if (!ambiguous)
		return found;
	if (complain) {
		fprintf(stderr, "%s: option '%s%.*s' is ambiguous; possibilities:", prog, dashes, (int)strlen(next), next);
		for (o = longs; o->name; o++)
			if (strncmp(o->name, name, n) == 0)
				fprintf(stderr, " '%s%s'", dashes, o->name);
		fprintf(stderr, "\n");
	}
	*index = -1;
	return longs;
}

/* A long option at next. Returns its value, or -2 if it is none and may be a group of short ones. */
static int long_option(int argc, char **argv, const char *opts, const struct option *longs, int *longind, int only, int complain, const char *dashes)
{
	size_t n = strcspn(next, "=");
	int index = 0;
	const struct option *o = match(argv[0], next, n, longs, &index, only, complain, dashes);
	char *name = next;
	if (o && index < 0) {
		next += strlen(next);
		optind++;
		bad = 0;
		return '?';
	}
	if (!o) {
		if (!only || argv[optind][1] == '-' || !strchr(opts, *next)) {
			if (complain)
				fprintf(stderr, "%s: unrecognized option '%s%s'\n", argv[0], dashes, next);
			next = 0;
			optind++;
			bad = 0;
			return '?';
		}
		return -2;
	}
	optind++;
	next = 0;
	if (name[n]) {
		if (!o->has_arg) {
			if (complain)
				fprintf(stderr, "%s: option '%s%s' doesn't allow an argument\n", argv[0], dashes, o->name);
			bad = o->val;
			return '?';
		}
		optarg = name + n + 1;
	} else if (o->has_arg == required_argument) {
		if (optind >= argc) {
			if (complain)
				fprintf(stderr, "%s: option '%s%s' requires an argument\n", argv[0], dashes, o->name);
			bad = o->val;
			return *opts == ':' ? ':' : '?';
		}
		optarg = argv[optind++];
	}
	if (longind)
		*longind = index;
	if (o->flag) {
		*o->flag = o->val;
		return 0;
	}
	return o->val;
}

/* Steps to the next argument that is an option. Returns 0 if there is one, else what getopt returns. */
static int advance(int argc, char **argv)
{
	if (last_operand > optind)
		last_operand = optind;
	if (first_operand > optind)
		first_operand = optind;
	if (ordering == PERMUTE) {
		if (first_operand != last_operand && last_operand != optind)
			exchange(argv);
		else if (last_operand != optind)
			first_operand = optind;
		while (optind < argc && (argv[optind][0] != '-' || !argv[optind][1]))
			optind++;
		last_operand = optind;
	}
	if (optind != argc && strcmp(argv[optind], "--") == 0) {
		optind++;
		if (first_operand != last_operand && last_operand != optind)
			exchange(argv);
		else if (first_operand == last_operand)
			first_operand = optind;
		last_operand = argc;
		optind = argc;
	}
	if (optind == argc) {
		if (first_operand != last_operand)
			optind = first_operand;
		return -1;
	}
	if (argv[optind][0] != '-' || !argv[optind][1]) {
		if (ordering == REQUIRE_ORDER)
			return -1;
		optarg = argv[optind++];
		return 1;
	}
	return 0;
}

static int short_option(int argc, char **argv, const char *opts, const struct option *longs, int *longind, int complain)
{
	char c = *next++;
	const char *o = strchr(opts, c);
	if (!*next)
		optind++;
	if (!o || c == ':' || c == ';') {
		if (complain)
			fprintf(stderr, "%s: invalid option -- '%c'\n", argv[0], c);
		bad = c;
		return '?';
	}
	if (o[1] == ':' && o[2] == ':') {
		optarg = *next ? next : 0;
		if (*next)
			optind++;
		next = 0;
		return c;
	}
	if (o[1] != ':' && !(o[0] == 'W' && o[1] == ';' && longs))
		return c;
	if (*next) {
		optarg = next;
		optind++;
	} else if (optind == argc) {
		if (complain)
			fprintf(stderr, "%s: option requires an argument -- '%c'\n", argv[0], c);
		bad = c;
		next = 0;
		return *opts == ':' ? ':' : '?';
	} else
		optarg = argv[optind++];
	if (o[1] == ';') {
		next = optarg;
		optind--;
		return long_option(argc, argv, opts, longs, longind, 0, complain, "-W ");
	}
	next = 0;
	return c;
}

static int scan_args(int argc, char **argv, const char *opts, const struct option *longs, int *longind, int only)
{
	int complain = opterr, r;
	if (argc < 1)
		return -1;
	optarg = 0;
	if (optind == 0 || !started)
		opts = start(opts);
	else if (*opts == '-' || *opts == '+')
		opts++;
	if (*opts == ':')
		complain = 0;
	if (!next || !*next) {
		r = advance(argc, argv);
		if (r)
			return r;
		if (longs) {
			if (argv[optind][1] == '-') {
				next = argv[optind] + 2;
				return long_option(argc, argv, opts, longs, longind, only, complain, "--");
			}
			if (only && (argv[optind][2] || !strchr(opts, argv[optind][1]))) {
				next = argv[optind] + 1;
				r = long_option(argc, argv, opts, longs, longind, only, complain, "-");
				if (r != -2)
					return r;
			}
		}
		next = argv[optind] + 1;
	}
	return short_option(argc, argv, opts, longs, longind, complain);
}

static int scan(int argc, char **argv, const char *opts, const struct option *longs, int *longind, int only)
{
	int r = scan_args(argc, argv, opts, longs, longind, only);
	optopt = bad;
	return r;
}

int getopt(int argc, char *const *argv, const char *opts)
{
	return scan(argc, (char **)argv, opts, 0, 0, 0);
}

int getopt_long(int argc, char *const *argv, const char *opts, const struct option *longs, int *longind)
{
	return scan(argc, (char **)argv, opts, longs, longind, 0);
}

int getopt_long_only(int argc, char *const *argv, const char *opts, const struct option *longs, int *longind)
{
	return scan(argc, (char **)argv, opts, longs, longind, 1);
}
