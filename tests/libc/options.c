/* getopt(3), getopt_long(3): order, values and messages. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <getopt.h>
#include <unistd.h>

static const struct option longs[] = {
	{ "verbose", no_argument, NULL, 'v' },
	{ "version", no_argument, NULL, 'V' },
	{ "file", required_argument, NULL, 'f' },
	{ "color", optional_argument, NULL, 'c' },
	{ NULL, 0, NULL, 0 },
};

static void run(const char *opts, int use_long, int argc, ...)
{
	static char *argv[16];
	__builtin_va_list ap;
	int i, c, index = -1;
	__builtin_va_start(ap, argc);
	argv[0] = "prog";
	for (i = 1; i <= argc; i++)
		argv[i] = __builtin_va_arg(ap, char *);
	argv[i] = NULL;
	__builtin_va_end(ap);
	optind = 0;
	printf("%s:", opts);
	fflush(stdout);
	while ((c = use_long == 2 ? getopt_long_only(argc + 1, argv, opts, longs, &index) : use_long ? getopt_long(argc + 1, argv, opts, longs, &index) : getopt(argc + 1, argv, opts)) != -1) {
		printf(" %d'%c' arg=%s ind=%d opt=%d", c, c > 31 ? c : '.', optarg ? optarg : "-", optind, optopt);
		if (use_long && index >= 0)
			printf(" long=%d", index);
	}
	printf(" | %d", optind);
	for (i = 1; i <= argc; i++)
		printf(" %s", argv[i]);
	printf("\n");
	fflush(stdout);
}

int main(void)
{
	run("ab:c::", 0, 6, "-a", "-b", "val", "-cx", "rest", "more");
	run("ab:c::", 0, 6, "one", "-a", "two", "-bval", "-c", "three");
	run("ab:", 0, 3, "-x", "-ab", "-");
	run("ab:", 0, 1, "-b");
	run(":ab:", 0, 2, "-x", "-b");
	run("+ab:", 0, 3, "-a", "stop", "-b");
	run("-ab:", 0, 3, "-a", "word", "-bx");
	run("ab:", 0, 4, "-a", "--", "-b", "x");
	run("ab:", 0, 0);
	run("abc", 0, 2, "-abc", "-cba");
	run("vf:c::", 1, 5, "--verbose", "--file=x", "--file", "y", "op");
	run("vf:", 1, 3, "op1", "--color", "--color=red");
	run("vf:", 1, 1, "--ver");
	run("vf:", 1, 1, "--verb");
	run("vf:", 1, 2, "--bogus", "--file");
	run("vf:", 1, 1, "--verbose=3");
	run(":vf:", 1, 2, "--bogus", "--file");
	run("vf:", 2, 3, "-verbose", "-file", "z");
	run("vf:", 2, 2, "-v", "-x");
	run("W;v", 1, 2, "-W", "file=q");
	return 0;
}
