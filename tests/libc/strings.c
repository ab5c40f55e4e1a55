/* string(3) */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <stdlib.h>
#include <ctype.h>

static int sign(int v)
{
	return v < 0 ? -1 : v > 0;
}

int main(void)
{
	char buf[64], *p, *save, *q;
	int i;
	memset(buf, 'x', sizeof buf);
	strncpy(buf, "abc", 6);
	printf("%s %d %c\n", buf, buf[5], buf[6]);
	strcpy(buf, "hello");
	strcat(buf, ", world");
	strncat(buf, "!!!???", 3);
	printf("%s %zu %zu\n", buf, strlen(buf), strnlen(buf, 4));
	printf("%d %d %d %d %d\n", sign(strcmp("a", "b")), sign(strcmp("b", "a")), strcmp("same", "same"), sign(strcmp("a\xff", "ab")), sign(strcmp("", "a")));
	printf("%d %d %d %d\n", sign(strncmp("abc", "abd", 2)), sign(strncmp("abc", "abd", 3)), strncmp("a", "b", 0), sign(strncmp("ab", "abc", 5)));
	printf("%d %d %d\n", sign(strcasecmp("HeLLo", "hEllO")), sign(strncasecmp("ABCx", "abcY", 3)), sign(strcasecmp("a", "B")));
	printf("%s %s %s %d\n", strchr("hello", 'l'), strrchr("hello", 'l'), strchrnul("hello", 'z') , strchr("x", 'y') == NULL);
	printf("%d %d\n", *strchr("end", 0), *strrchr("end", 0));
	printf("%s %s %d %s\n", strstr("a needle in", "needle"), strstr("abc", ""), strstr("abc", "abcd") == NULL, strstr("aaab", "aab"));
	printf("%s\n", strcasestr("Some TEXT here", "text"));
	printf("%zu %zu %zu %s %d\n", strspn("aabbc", "ab"), strcspn("hello", "lo"), strspn("x", ""), strpbrk("key=value", "=:"), strpbrk("a", "b") == NULL);
	strcpy(buf, ",,one,two;;three,");
	for (p = strtok(buf, ",;"); p; p = strtok(NULL, ",;"))
		printf("[%s]", p);
	printf("\n");
	strcpy(buf, "a b  c");
	for (p = strtok_r(buf, " ", &save); p; p = strtok_r(NULL, " ", &save))
		printf("[%s]", p);
	printf("\n");
	strcpy(buf, "x::y:z");
	q = buf;
	while ((p = strsep(&q, ":")))
		printf("[%s]", p);
	printf("\n");
	p = strdup("copy");
	q = strndup("copy of", 4);
	printf("%s %s\n", p, q);
	memcpy(buf, "0123456789", 11);
	memmove(buf + 2, buf, 5);
	printf("%s\n", buf);
	memmove(buf, buf + 2, 5);
	printf("%s\n", buf);
	printf("%d %d %d\n", sign(memcmp("ab\0c", "ab\0d", 4)), memcmp("ab\0c", "ab\0d", 3), sign(memcmp("\x80", "\x7f", 1)));
	printf("%s %d %s\n", (char *)memchr("find me", 'm', 7), memchr("abc", 'z', 3) == NULL, (char *)memrchr("abcabc", 'b', 6));
	printf("%s\n", (char *)memmem("haystack", 8, "st", 2));
	printf("%s\n", (char *)stpcpy(buf, "stp") - 3);
	bzero(buf, 4);
	printf("%d %d\n", buf[0], bcmp("aa", "ab", 1));
	printf("%d %d %d %d\n", ffs(0), ffs(1), ffs(8), ffsl(1L << 40));
	printf("%d %d %d %d %d\n", sign(strverscmp("a9", "a10")), sign(strverscmp("a1", "a1")), sign(strverscmp("000", "00")), sign(strverscmp("00", "01")), sign(strverscmp("1.2.3", "1.10")));
	for (i = -1; i < 256; i++)
		printf("%d%d%d%d%d%d%d%d%d%d%d%d %d %d\n", !!isalnum(i), !!isalpha(i), !!isblank(i), !!iscntrl(i), !!isdigit(i), !!isgraph(i), !!islower(i), !!isprint(i), !!ispunct(i), !!isspace(i), !!isupper(i), !!isxdigit(i), tolower(i), toupper(i));
	printf("%d %s\n", (int)strxfrm(buf, "abc", sizeof buf), buf);
	p = memccpy(buf, "up to. here", '.', sizeof buf);
	*p = 0;
	printf("%s\n", buf);
	return 0;
}
