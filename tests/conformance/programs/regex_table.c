// What regcomp and regexec say about a table of patterns.
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static void
try
    (const char *pat, int fl, const char *s)
    {
        regex_t re;
        regmatch_t m[4];
        char err[128];
        int rc = regcomp(&re, pat, fl);
        if (rc) {
            regerror(rc, &re, err, sizeof err);
            printf("%s: error %d %s\n", pat, rc, err);
            return;
        }
        rc = regexec(&re, s, 4, m, 0);
        if (rc == REG_NOMATCH) {
            regerror(rc, &re, err, sizeof err);
            printf("%s ~ %s: %s\n", s, pat, err);
        } else {
            printf("%s ~ %s (nsub %zu):", s, pat, re.re_nsub);
            for (int i = 0; i < 4 && m[i].rm_so != -1; i++)
                printf(" [%d,%d) '%.*s'", (int)m[i].rm_so, (int)m[i].rm_eo, (int)(m[i].rm_eo - m[i].rm_so),
                       s + m[i].rm_so);
            puts("");
        }
        regfree(&re);
    }
int main(void)
{
    try
        ("^[[:alpha:]_][[:alnum:]_]*$", REG_EXTENDED, "foo_1");
    try
        ("^[[:alpha:]_][[:alnum:]_]*$", REG_EXTENDED, "1foo");
    try
        ("([0-9]+)-([0-9]+)", REG_EXTENDED, "call 555-1234 now");
    try
        ("\\([a-z]*\\)=\\(.*\\)", 0, "key=value=x");
    try
        ("a{2,3}", REG_EXTENDED, "caaaat");
    try
        ("(ab|cd)+e?", REG_EXTENDED, "xxabcdabe");
    try
        ("HELLO", REG_EXTENDED | REG_ICASE, "say hello");
    try
        ("(", REG_EXTENDED, "x");
    try
        ("[a-", REG_EXTENDED, "x");
    try
        ("a**", 0, "aaa");
    try
        ("*x", 0, "*x");
    try
        ("(a*)(a*)b", REG_EXTENDED, "aaab");
    try
        ("\\(a\\)\\1", 0, "baa");
    try
        ("x{3,1}", REG_EXTENDED, "x");
    try
        ("^$", REG_EXTENDED, "");
    try
        ("a|ab|abc", REG_EXTENDED, "abcd");
    try
        ("[^ ]+@[^ .]+\\.(com|org)", REG_EXTENDED, "mail joe@site.org please");
    return 0;
}
