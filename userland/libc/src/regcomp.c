/* regcomp(3), regexec(3), regerror(3), regfree(3) */
#include <bits/regex.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

static const char texts[17][40] = {
	"Success", "No match", "Invalid regular expression", "Invalid collation character", "Invalid character class name",
	"Trailing backslash", "Invalid back reference", "Unmatched [, [^, [:, [., or [=", "Unmatched ( or \\(", "Unmatched \\{",
	"Invalid content of \\{\\}", "Invalid range end", "Memory exhausted", "Invalid preceding regular expression",
	"Premature end of regular expression", "Regular expression too big", "Unmatched ) or \\)",
};

int regcomp(regex_t *re, const char *pattern, int flags)
{
	const char *error;
	char *patterns[1] = { (char *)pattern };
	int code, how = REGEX_POSIX;
	how |= flags & REG_EXTENDED ? REGEX_EXTENDED : 0;
	how |= flags & REG_ICASE ? REGEX_IGNORE_CASE : 0;
	how |= flags & REG_NEWLINE ? REGEX_NEWLINE : 0;
	re->__program = __regex_compile(patterns, 1, how, &error);
	re->__flags = flags;
	re->re_nsub = re->__program ? __regex_groups(re->__program) : 0;
	if (re->__program)
		return 0;
	for (code = REG_ERPAREN; code > REG_BADPAT; code--)
		if (!strcmp(error, texts[code]))
			return code;
	return REG_BADPAT;
}

int regexec(const regex_t *re, const char *text, size_t n, regmatch_t *match, int flags)
{
	long found[20], *groups = found, start = 0, end;
	size_t i, wanted = re->__flags & REG_NOSUB ? 0 : n;
	int where = (flags & REG_NOTBOL ? REGEX_NOT_START : 0) | (flags & REG_NOTEOL ? REGEX_NOT_END : 0);
	int r;
	if (flags & REG_STARTEND) {
		start = match[0].rm_so;
		end = match[0].rm_eo;
	} else
		end = strlen(text);
	if (wanted > 10 && !(groups = malloc(2 * wanted * sizeof *groups)))
		return REG_ESPACE;
	r = __regex_search(re->__program, text + start, end - start, 0, groups, wanted ? wanted - 1 : 0, where);
	for (i = 0; r && i < wanted; i++) {
		match[i].rm_so = groups[2 * i] < 0 ? -1 : groups[2 * i] + start;
		match[i].rm_eo = groups[2 * i + 1] < 0 ? -1 : groups[2 * i + 1] + start;
	}
	if (groups != found)
		free(groups);
	return r ? 0 : REG_NOMATCH;
}

size_t regerror(int code, const regex_t *re, char *buf, size_t size)
{
	const char *text = code >= 0 && code <= REG_ERPAREN ? texts[code] : "Unknown error";
	size_t n = strlen(text) + 1;
	(void)re;
	if (size) {
		size_t copy = n < size ? n : size;
		memcpy(buf, text, copy);
		buf[copy - 1] = 0;
	}
	return n;
}

void regfree(regex_t *re)
{
	__regex_free(re->__program);
	re->__program = 0;
}
