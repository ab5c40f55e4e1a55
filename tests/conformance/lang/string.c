// The string functions that copy, compare and find.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int sign(int v)
{
    return (v > 0) - (v < 0);
}

static long at(const char *base, const char *p)
{
    return p ? p - base : -1;
}

int main(void)
{
    char buf[40], small[6];
    const char *s = "the quick brown fox";
    printf("%zu %zu %zu\n", strlen(s), strlen(""), strnlen(s, 5));
    printf("%s\n", strcpy(buf, "copied"));
    printf("%s\n", strcat(buf, "+more"));
    memset(small, 'z', sizeof small);
    strncpy(small, "ab", 5);
    printf("%s %d %d %c\n", small, small[2], small[4], small[5]);
    strncpy(small, "abcdefgh", 3);
    printf("%.5s\n", small);
    strcpy(buf, "x");
    printf("%s\n", strncat(buf, "12345", 3));
    printf("%d\n", (int)(stpcpy(buf, "end") - buf));
    printf("%d %d %d %d\n", sign(strcmp("a", "b")), sign(strcmp("b", "a")), strcmp("a", "a"), sign(strcmp("a", "")));
    printf("%d %d %d\n", sign(strcmp("\xff", "a")), sign(strcmp("abc", "abd")), sign(strcmp("ab", "abc")));
    printf("%d %d %d\n", strncmp("abcx", "abcy", 3), sign(strncmp("abcx", "abcy", 4)), strncmp("a", "b", 0));
    printf("%d %d %d\n", strcasecmp("HeLLo", "hEllO"), sign(strcasecmp("a", "B")), strncasecmp("ABx", "aby", 2));
    printf("%ld %ld %ld %ld\n", at(s, strchr(s, 'q')), at(s, strchr(s, 'z')), at(s, strrchr(s, 'o')), at(s, strchr(s, 0)));
    printf("%ld %ld %ld\n", at(s, strstr(s, "brown")), at(s, strstr(s, "red")), at(s, strstr(s, "")));
    printf("%zu %zu %ld\n", strspn(s, "eht"), strcspn(s, "kc"), at(s, strpbrk(s, "xyz")));
    printf("%ld %ld\n", at(s, memchr(s, 'b', 8)), at(s, memchr(s, 'b', 15)));

    char list[] = "one, two,,three ;four";
    for (char *w = strtok(list, ", ;"); w; w = strtok(NULL, ", ;"))
        printf("<%s>", w);
    printf("\n");
    char fields[] = "a::b:", *p = fields, *f;
    while ((f = strsep(&p, ":")))
        printf("<%s>", f);
    printf("\n");
    char lines[] = "k1=v1;k2=v2", *save1, *save2;
    for (char *e = strtok_r(lines, ";", &save1); e; e = strtok_r(NULL, ";", &save1)) {
        char *k = strtok_r(e, "=", &save2);
        printf("%s -> %s ", k, strtok_r(NULL, "=", &save2));
    }
    printf("\n");
    char *d = strdup(s), *e = strndup(s + 4, 5);
    printf("%s/%s %d\n", d, e, d != s);
    free(d);
    free(e);
    printf("%d %d\n", sign(memcmp("abc\0x", "abc\0y", 5)), memcmp("abc\0x", "abc\0y", 4));
    strcpy(buf, "0123456789");
    memmove(buf + 2, buf, 5);
    printf("%s\n", buf);
    strcpy(buf, "0123456789");
    memmove(buf, buf + 3, 5);
    printf("%s\n", buf);
    memset(buf, '-', 4);
    memcpy(buf + 1, "XY", 2);
    printf("%s\n", buf);
    bzero(buf, 3);
    bcopy("hi", buf, 2);
    printf("%s %c\n", buf, *(index("find", 'n')));
    return 0;
}
