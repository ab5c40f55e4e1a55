// Regular expressions: what matches, groups, and errors.
#include <regex.h>
#include <stdio.h>
#include <string.h>
static void t(const char *re, const char *s, int fl)
{
    regex_t r;
    regmatch_t m[10];
    char e[100];
    int rc = regcomp(&r, re, fl);
    if (rc) {
        regerror(rc, &r, e, sizeof e);
        printf("/%s/ error %s\n", re, e);
        return;
    }
    rc = regexec(&r, s, 10, m, 0);
    printf("/%s/ on '%s' (%zu): ", re, s, r.re_nsub);
    if (rc) {
        regerror(rc, &r, e, sizeof e);
        puts(e);
    } else {
        for (int i = 0; i <= (int) r.re_nsub; i++)
            if (m[i].rm_so < 0)
                printf("[-]");
            else
                printf("[%.*s@%d]", (int) (m[i].rm_eo - m[i].rm_so), s + m[i].rm_so, (int) m[i].rm_so);
        puts("");
    }
    regfree(&r);
}

int main()
{
    t("^([a-z]+)@([a-z.]+)$", "joe@example.com", REG_EXTENDED);
    t("[0-9]{2,4}", "x12345", REG_EXTENDED);
    t("a(b|c)*d", "xabcbcd", REG_EXTENDED);
    t("\\(ab\\)*\\1", "ababab", 0);
    t("hello", "HELLO", REG_ICASE);
    t("(", "x", REG_EXTENDED);
    t("[", "x", 0);
    t("a**", "aa", REG_EXTENDED);
    t("^$", "", 0);
    t("x*", "aaa", 0);
    t("(a|b)(c)?", "b", REG_EXTENDED);
    t("[[:alpha:]]+[[:space:]][[:digit:]]+", "abc 123", REG_EXTENDED);
    t("[^,]*,([^,]*),", "a,b,c", REG_EXTENDED);
    t("\\.", "a.b", 0);
    t("a\\{2\\}", "caab", 0);
    t("(foo|foobar)(bar)?", "foobar", REG_EXTENDED);
    t("\\bword\\b", "a word here", REG_EXTENDED);
    t("\\w+\\s\\w+", "ab cd", REG_EXTENDED);
    t("[[:bad:]]", "x", 0);
    t("a{1,0}", "x", REG_EXTENDED);
    t("a\\", "x", 0);
    t("*a", "*a", 0);
    t("^(([^:/?#]+):)?(//([^/?#]*))?([^?#]*)(\\?([^#]*))?(#(.*))?", "http://www.x.org/p/a?q=1#f", REG_EXTENDED);
    t("(a*)(a|aa)", "aaaa", REG_EXTENDED);
    t("(([a-z]+)-?)+", "ab-cd-ef", REG_EXTENDED);
    t(".", "\n", REG_EXTENDED | REG_NEWLINE);
    t("^b", "a\nb", REG_NEWLINE);
    t("[a-c-]+", "a-b", REG_EXTENDED);
    t("[]x]+", "x]", 0);
    t("\\<f[[:alnum:]_]*", "int foo_1()", 0);
    return 0;
}
