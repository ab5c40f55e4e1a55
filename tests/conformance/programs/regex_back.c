// Back-references, and repetitions of repetitions: regcomp(3), regex(7).
#include <regex.h>
#include <stdio.h>

static void try(const char *pattern, int flags, const char *text)
{
	regex_t re;
	regmatch_t m[4];
	int code = regcomp(&re, pattern, flags);
	printf("%s %d ", pattern, flags);
	if (code) {
		printf("error %d\n", code);
		return;
	}
	code = regexec(&re, text, 4, m, 0);
	printf("~ %s: %d", text, code);
	for (int i = 0; code == 0 && i <= (int)re.re_nsub; i++)
		printf(" [%d,%d)", (int)m[i].rm_so, (int)m[i].rm_eo);
	puts("");
	regfree(&re);
}

int main(void)
{
	static const char *const basic[] = {
		"a**", "a*\\{2\\}", "a\\{2\\}*", "a\\+*", "a*\\+", "a\\?\\?", "^**", "\\(*a\\)",
	};
	static const char *const extended[] = { "a**", "a+*", "a*{2}", "a{2}{2}", "a|*b", "(*a)" };
	for (int i = 0; i < (int)(sizeof basic / sizeof *basic); i++)
		try(basic[i], 0, "caaab");
	for (int i = 0; i < (int)(sizeof extended / sizeof *extended); i++)
		try(extended[i], REG_EXTENDED, "caaab");
	try("\\(.*\\)x\\1", 0, "zabcxabcd");
	try("(a|b)*\\1", REG_EXTENDED, "abba");
	try("(.)(.)\\2\\1", REG_EXTENDED, "xabbay");
	try("\\(a\\)\\2", 0, "aa");
	try("\\1\\(a\\)", 0, "aa");
	try("(a)|b\\1", REG_EXTENDED, "b");
	try("([ab])\\1", REG_EXTENDED | REG_ICASE, "aA");
	try("^(.+)\\1$", REG_EXTENDED, "hellohello");
	try("(a*)b\\1", REG_EXTENDED, "aabaaa");
	try("(\\1a)", REG_EXTENDED, "aa");
	try("(a*)\\1{2}", REG_EXTENDED, "aaaaaaa");
	try("\\(^a\\)\\1*b", 0, "aaab");
	try("([a-z]+) \\1", REG_EXTENDED, "say the the end");
	try("(x?)y\\1z", REG_EXTENDED, "xyz");
	try("(a|ab)(c|bcd)\\1", REG_EXTENDED, "abcda");
	try("(a)(b)?\\2c", REG_EXTENDED, "ac");
	return 0;
}
