/* regcomp(3) and regexec(3): groups, flags, errors. */
#include <regex.h>
#include <stdio.h>

static void try(const char *pattern, int flags, const char *text, int eflags)
{
	regex_t re;
	regmatch_t m[4];
	char message[80];
	int i, r = regcomp(&re, pattern, flags);
	printf("%s /%s/ %d:", text, pattern, flags);
	if (r) {
		regerror(r, &re, message, sizeof message);
		printf(" error %d %s\n", r, message);
		return;
	}
	r = regexec(&re, text, 4, m, eflags);
	printf(" groups %zu result %d", re.re_nsub, r);
	for (i = 0; r == 0 && i < 4; i++)
		printf(" %d-%d", m[i].rm_so, m[i].rm_eo);
	puts("");
	regfree(&re);
}

int main(void)
{
	int e = REG_EXTENDED;
	try("([a-z]+)=([0-9]+)", e, "foo bar=42;", 0);
	try("\\([a-z]*\\) \\(.*\\)", 0, "GET /index.html HTTP", 0);
	try("^(http|ftp)://([^/:]+)(:[0-9]+)?", e, "http://host:8080/x", 0);
	try("^(http|ftp)://([^/:]+)(:[0-9]+)?", e, "ftp://host/x", 0);
	try("a{2,3}b", e, "aaaab", 0);
	try("HELLO", REG_ICASE, "say hello", 0);
	try("^b", e | REG_NEWLINE, "a\nb", 0);
	try("^b", e, "a\nb", 0);
	try("^a", e, "abc", REG_NOTBOL);
	try("c$", e, "abc", REG_NOTEOL);
	try("[[:digit:]]+[[:space:]]", e, "x 12 y", 0);
	try("(", e, "", 0);
	try("[a", e, "", 0);
	try("*a", e, "a", 0);
	try("a)", e, "a)", 0);
	try("a\\", e, "", 0);
	try("[z-a]", e, "", 0);
	try("[[:nope:]]", e, "", 0);
	try("x*", e, "aaa", 0);
	try("(ab|cd)+", e, "xabcdab", 0);
	return 0;
}
