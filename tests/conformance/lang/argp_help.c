#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int parse(int key, char *arg, struct argp_state *state)
{
	return ARGP_ERR_UNKNOWN;
}

static char *filtered(int key, const char *text, void *input)
{
	switch (key) {
	case ARGP_KEY_HELP_PRE_DOC: return strdup("Another text before.");
	case ARGP_KEY_HELP_EXTRA: return strdup("An extra text.");
	case ARGP_KEY_HELP_DUP_ARGS_NOTE: return strdup("(no note)");
	case ARGP_KEY_HELP_HEADER: return strdup("A header:");
	case ARGP_KEY_HELP_ARGS_DOC: return strdup("OTHER");
	case 'q': return 0;
	}
	return (char *)text;
}

static const struct argp_option all[] = {
	{ "verbose", 'v', 0, 0, "Say more" },
	{ "quiet", 'q', 0, 0, "Say nothing at all, not even when something has happened that would be of interest to the one who reads it" },
	{ "silent", 's', 0, OPTION_ALIAS },
	{ "output", 'o', "FILE", 0, "Write to FILE instead of standard output" },
	{ "level", 'l', "N", OPTION_ARG_OPTIONAL, "How much" },
	{ 0, 'x', 0, 0, "Short only" },
	{ 0, 'y', "WHAT", 0, "Short only, with an argument" },
	{ 0, 'z', "WHAT", OPTION_ARG_OPTIONAL, "Short only, with an optional argument" },
	{ "only-long", 1000, 0, 0, "Long only" },
	{ "a-very-long-name-of-an-option", 1001, "ARGUMENT", 0, "Its text begins on the next line" },
	{ "name-of-twenty-six", 'n', "ABC", 0, "Text at the edge" },
	{ "hidden", 'h', "A", OPTION_HIDDEN, "Not to be seen" },
	{ "no-usage", 'U', 0, OPTION_NO_USAGE, "Not in the usage" },
	{ "Version2", 'V', 0, 0, "A letter of --version's" },
	{ 0, 0, 0, 0, "A group of its own:" },
	{ "beta", 'b', 0, 0, "B" },
	{ "alpha", 'a', "SIZE", 0, "A\nof two lines" },
	{ "Alpha2", 'A', 0, 0, 0 },
	{ "gamma", 'g', 0, 0, "" },
	{ 0, 'G', 0, OPTION_ALIAS },
	{ "delta", 0, 0, OPTION_ALIAS },
	{ "last", 'L', 0, 0, "In group 7", 7 },
	{ "negative", 'N', 0, 0, "In group -2", -2 },
	{ 0, 0, 0, 0, "Words:", 9 },
	{ "all", 0, 0, OPTION_DOC, "Everything" },
	{ "none", 0, 0, OPTION_DOC | OPTION_NO_USAGE, "Nothing" },
	{ "  -special", 0, 0, OPTION_DOC, "Looks like an option" },
	{ "a word longer than the column of texts is", 0, 0, OPTION_DOC, "Text" },
	{ 0 }
};
static const struct argp_option one[] = { { "one", '1', 0, 0, "First child" }, { "verbose", 'v', "X", 0, "Its letter is taken" }, { "uno", 'u', 0, 0, "u", 3 }, { 0 } };
static const struct argp_option two[] = { { "two", '2', "T", 0, "Second child" }, { 0, 0, 0, 0, "Header in a child:" }, { "zwei", 'Z', 0, 0, "zwei" }, { 0 } };
static const struct argp_option three[] = { { "three", '3', 0, 0, "Third child" }, { 0, 'x', 0, 0, "Shadowed" }, { 0 } };
static const struct argp inner = { three, parse, "THREE...", "Text of three.\vAfter three." };
static const struct argp_child inner_children[] = { { &inner, 0, "Inner:", 1 }, { 0 } };
static const struct argp first = { one, parse, "ONE\nUNO EINS", "Text of one.\vAfter one.", inner_children };
static const struct argp second = { two, parse, 0, "Text of two." };
static const struct argp third = { three, parse };
static const struct argp_child children[] = { { &first, 0, "Options of one:", 0 }, { &second, 0, "Options of two:", 0 }, { &third, 0, 0, 0 }, { 0 } };
static const struct argp_child grouped[] = { { &second, 0, 0, 4 }, { &first, 0, "", -3 }, { &third, 0, "Third:", 2 }, { 0 } };

static const struct argp_option many[] = {
	{ "all-the-letters", 'a', "A ARGUMENT WITH SPACES", 0, "Averylongwordwithoutanyspaceinitthatdoesnotfitintowhatremainsofthislineofseventynine and more" },
	{ "bytes", 'b', "BYTES", 0, "b" }, { "columns", 'c', "COLUMNS", 0, "c" }, { "delimiter", 'd', "DELIM", OPTION_ARG_OPTIONAL, "d" },
	{ "extended", 'e', "PATTERN", 0, "e" }, { "fields", 'f', "LIST", 0, "f" }, { "group", 'g', "GROUP", OPTION_ARG_OPTIONAL, "g" },
	{ "human", 'h', 0, 0, "h" }, { "inodes", 'i', 0, 0, "i" }, { "jobs", 'j', "N", 0, "j" }, { "kind", 'k', 0, 0, "k" }, { "lines", 'l', 0, 0, "l" }, { 0 }
};

static const struct argp_option order[] = { { "Alpha", 1001 }, { "alpha2", 1002 }, { "aa", 'a' }, { "ab", 1003 }, { 0, 'b' }, { "bb", 1004 }, { "ba", 1005 }, { "Ba", 1006 }, { "zz", 'B' }, { "cb", 'c' }, { "ca", 'C' }, { "D1", 1007 }, { "d1", 1008 }, { "d1", 1009 }, { "dd", 'd' }, { "D0", 'D' }, { 0 } };

static void show(const char *title, const struct argp *argp, unsigned flags)
{
	printf("== %s\n", title);
	argp_help(argp, stdout, flags, "prog");
}

int main(void)
{
	static const struct argp plain = { all, parse, "FILE...", "What the program does, told in more words than a single line of seventy-nine columns holds.\vMore about it.\n\nIn paragraphs that are longer than a line, so that they have to be broken somewhere." };
	static const struct argp family = { all, parse, "SOURCE DEST\nSOURCE... DIRECTORY\n-t DIRECTORY SOURCE...", "With children.", children };
	static const struct argp groups = { many, parse, "A\nB", 0, grouped };
	static const struct argp filters = { all, parse, "FILE", "Text before.\vText after.", 0, filtered };
	static const struct argp wide = { many, parse, "FIRST-OPERAND SECOND-OPERAND [THIRD-OPERAND]", "A text that has\n  lines of its own\n\nand a veryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongword in it." };
	static const struct argp sorted = { order };
	static const struct argp empty = { 0 };
	static const struct { const char *name; const struct argp *argp; } of[] = { { "plain", &plain }, { "family", &family }, { "groups", &groups }, { "filters", &filters }, { "wide", &wide }, { "empty", &empty }, { "order", &sorted } };
	size_t i;
	argp_program_bug_address = "<bugs@example.org>";
	for (i = 0; i < sizeof of / sizeof *of; i++) {
		show(of[i].name, of[i].argp, ARGP_HELP_STD_HELP);
		show("usage", of[i].argp, ARGP_HELP_USAGE);
		show("short usage, see", of[i].argp, ARGP_HELP_STD_USAGE);
	}
	show("texts", &plain, ARGP_HELP_DOC);
	show("long", &third, ARGP_HELP_LONG);
	return 0;
}
