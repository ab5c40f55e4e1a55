// conformance: exit=1
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct { int key; const char *name; } keys[] = {
	{ ARGP_KEY_ARG, "ARG" }, { ARGP_KEY_ARGS, "ARGS" }, { ARGP_KEY_END, "END" }, { ARGP_KEY_NO_ARGS, "NO_ARGS" }, { ARGP_KEY_INIT, "INIT" },
	{ ARGP_KEY_SUCCESS, "SUCCESS" }, { ARGP_KEY_ERROR, "ERROR" }, { ARGP_KEY_FINI, "FINI" } };
static int takes_all, rewinds, fails;

static int tell(const char *who, int key, char *arg, struct argp_state *state)
{
	size_t i;
	for (i = 0; i < sizeof keys / sizeof *keys && keys[i].key != key; i++)
		;
	if (i < sizeof keys / sizeof *keys)
		printf("  %s %s", who, keys[i].name);
	else if (key < 256)
		printf("  %s -%c", who, key);
	else
		printf("  %s %d", who, key);
	printf(" %s, next %d, arg_num %u, quoted %d, input %s\n", arg ? arg : "-", state->next, state->arg_num, state->quoted, state->input ? (char *)state->input : "-");
	return 0;
}

static int child(int key, char *arg, struct argp_state *state)
{
	tell("child", key, arg, state);
	switch (key) {
	case 'c':
	case ARGP_KEY_INIT:
	case ARGP_KEY_SUCCESS:
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static int parse(int key, char *arg, struct argp_state *state)
{
	tell("main", key, arg, state);
	switch (key) {
	case ARGP_KEY_INIT:
		state->err_stream = state->out_stream;
		state->child_inputs[0] = "for the child";
		state->hook = "hooked";
		return 0;
	case ARGP_KEY_ARG:
		if (takes_all || (rewinds && state->arg_num == 1))
			return ARGP_ERR_UNKNOWN;
		if (rewinds && strcmp(arg, "again") == 0) {
			state->argv[--state->next] = "-v";
			return 0;
		}
		if (state->arg_num >= 3)
			argp_error(state, "more than %d operands", 3);
		return 0;
	case ARGP_KEY_ARGS:
		return takes_all ? 0 : ARGP_ERR_UNKNOWN;
	case ARGP_KEY_NO_ARGS:
		if (fails)
			argp_failure(state, 1, ENOENT, "no %s", "operand");
		return fails ? ENOENT : 0;
	case ARGP_KEY_END:
		printf("  hook %s\n", (char *)state->hook);
		return 0;
	case 'e':
		argp_error(state, "bad argument '%s'", arg);
		return EINVAL;
	case 'f':
		argp_failure(state, 2, 0, "failure without errno");
		return ERANGE;
	case 'w':
		return ARGP_ERR_UNKNOWN;
	case 'v': case 'o': case 'l': case 300: case -5:
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp_option options[] = {
	{ "verbose", 'v', 0, 0, "Say more" }, { "loud", 0, 0, OPTION_ALIAS }, { "output", 'o', "FILE", 0, "Output" },
	{ "level", 'l', "N", OPTION_ARG_OPTIONAL, "Level" }, { "long-only", 300, "X", 0, "Long" }, { "negative", -5, 0, 0, "A key below 0" },
	{ "error", 'e', "E", 0, "An error" }, { "fail", 'f', 0, 0, "A failure" }, { "what", 'w', 0, 0, "Not known" }, { "words", 0, 0, OPTION_DOC, "No option" }, { 0 } };
static const struct argp_option child_options[] = { { "child", 'c', "C", 0, "Of the child" }, { "verbose", 'v', 0, 0, "Taken" }, { 0 } };
static const struct argp child_argp = { child_options, child };
static const struct argp_child children[] = { { &child_argp, 0, "Child:", 0 }, { 0 } };
static const struct argp argp = { options, parse, "A B", "What it does.", children };

static void run(unsigned flags, int want_end, const char *line)
{
	char text[200], *argv[20], *word;
	int argc = 0, end = -1, r, i;
	strcpy(text, line);
	for (word = strtok(text, " "); word; word = strtok(0, " "))
		argv[argc++] = word;
	argv[argc] = 0;
	printf("%s (flags %#x)\n", line, flags);
	r = argp_parse(&argp, argc, argv, flags | ARGP_NO_EXIT, want_end ? &end : 0, "input");
	printf("  = %d, end %d:", r, end);
	for (i = 0; i < argc; i++)
		printf(" %s", argv[i]);
	puts("");
}

static void version(FILE *stream, struct argp_state *state)
{
	fprintf(stream, "%s by a hook\n", state->name);
}

int main(void)
{
	run(0, 0, "/bin/prog -v -o out one --output=other two --level -l5 -l three --loud");
	run(0, 0, "prog --long-only x --long=y --negative -vvc value -- -v --output");
	run(0, 0, "prog");
	run(0, 0, "prog --help");
	run(0, 0, "prog --usage -? -v");
	run(0, 0, "prog --unknown");
	run(ARGP_NO_ERRS, 0, "prog --unknown -v");
	run(ARGP_NO_ERRS, 1, "prog -k");
	run(ARGP_NO_ERRS | ARGP_PARSE_ARGV0, 1, "-v one -v");
	run(ARGP_IN_ORDER, 0, "prog one -v two -v");
	run(ARGP_NO_ARGS, 1, "prog -v one -v");
	run(ARGP_NO_ARGS, 0, "prog -v one");
	run(ARGP_NO_HELP, 0, "prog --help");
	run(ARGP_LONG_ONLY, 0, "prog -verbose -level=3 -o x");
	run(0, 0, "prog -e bad -v");
	run(0, 0, "prog -f");
	run(0, 0, "prog --what");
	run(0, 0, "prog -w");
	run(0, 0, "prog 1 2 3 4");
	run(0, 0, "prog --program-name=a/b --help");
	run(0, 0, "prog --version");
	run(0, 0, "prog words --words");
	fails = 1;
	run(0, 0, "prog -v");
	takes_all = 1;
	run(0, 0, "prog a b -v c");
	takes_all = 0;
	rewinds = 1;
	run(ARGP_IN_ORDER, 1, "prog x again y");
	run(0, 0, "prog again x y");
	rewinds = 0;
	argp_program_version = "prog 1.2";
	argp_program_bug_address = "nobody";
	run(0, 0, "prog -V one");
	run(0, 0, "prog --help one");
	argp_program_version_hook = version;
	run(0, 0, "prog --version one");
	return argp_parse(&argp, 1, (char *[]){ "prog", 0 }, 0, 0, 0);
}
