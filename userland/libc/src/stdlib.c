/* atoi(3), abs(3), div(3), bsearch(3), qsort(3), and multibyte functions of the C locale. */
#include <bits/libc.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <inttypes.h>

int atoi(const char *s)
{
	return (int)strtol(s, 0, 10);
}

long atol(const char *s)
{
	return strtol(s, 0, 10);
}

long long atoll(const char *s)
{
	return strtol(s, 0, 10);
}

int abs(int v)
{
	return v < 0 ? -(unsigned)v : v;
}

long labs(long v)
{
	return v < 0 ? -(unsigned long)v : v;
}

long long llabs(long long v)
{
	return v < 0 ? -(unsigned long long)v : v;
}

intmax_t imaxabs(intmax_t v)
{
	return labs(v);
}

div_t div(int a, int b)
{
	div_t r = { a / b, a % b };
	return r;
}

ldiv_t ldiv(long a, long b)
{
	ldiv_t r = { a / b, a % b };
	return r;
}

lldiv_t lldiv(long long a, long long b)
{
	lldiv_t r = { a / b, a % b };
	return r;
}

imaxdiv_t imaxdiv(intmax_t a, intmax_t b)
{
	imaxdiv_t r = { a / b, a % b };
	return r;
}

void *bsearch(const void *key, const void *base, size_t n, size_t size, int (*cmp)(const void *, const void *))
{
	size_t lo = 0, hi = n;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		const char *p = (const char *)base + mid * size;
		int c = cmp(key, p);
		if (c < 0)
			hi = mid;
		else if (c > 0)
			lo = mid + 1;
		else
			return (void *)p;
	}
	return 0;
}

struct sort {
	size_t size;
	int (*cmp)(const void *, const void *);
	int (*cmp_arg)(const void *, const void *, void *);
	void *arg;
	char *tmp;
};

/* Merge sort, the two halves first: the order of comparisons is part of what a program can see. */
static void msort(struct sort *q, char *b, size_t n)
{
	size_t n1 = n / 2, n2 = n - n1, size = q->size;
	char *b1 = b, *b2 = b + n1 * size, *tmp = q->tmp;
	if (n <= 1)
		return;
	msort(q, b1, n1);
	msort(q, b2, n2);
	while (n1 > 0 && n2 > 0) {
		int c = q->cmp ? q->cmp(b1, b2) : q->cmp_arg(b1, b2, q->arg);
		if (c <= 0) {
			memcpy(tmp, b1, size);
			b1 += size;
			n1--;
		} else {
			memcpy(tmp, b2, size);
			b2 += size;
			n2--;
		}
		tmp += size;
	}
	if (n1 > 0)
		memcpy(tmp, b1, n1 * size);
	memcpy(b, q->tmp, (n - n2) * size);
}

static void sort(struct sort *q, void *base, size_t n)
{
	size_t bytes = n * q->size;
	if (bytes < 1024) {
		char local[1024];
		q->tmp = local;
		msort(q, base, n);
		return;
	}
	q->tmp = malloc(bytes);
	if (!q->tmp)
		return;
	msort(q, base, n);
	free(q->tmp);
}

void qsort(void *base, size_t n, size_t size, int (*cmp)(const void *, const void *))
{
	struct sort q = { size, cmp, 0, 0, 0 };
	sort(&q, base, n);
}

void qsort_r(void *base, size_t n, size_t size, int (*cmp)(const void *, const void *, void *), void *arg)
{
	struct sort q = { size, 0, cmp, arg, 0 };
	sort(&q, base, n);
}

int getsubopt(char **option, char *const *tokens, char **value)
{
	char *s = *option, *end, *eq;
	int i;
	if (!*s)
		return -1;
	end = s + strcspn(s, ",");
	eq = memchr(s, '=', end - s);
	*value = eq ? eq + 1 : 0;
	if (*end)
		*end++ = 0;
	*option = end;
	for (i = 0; tokens[i]; i++) {
		size_t n = eq ? (size_t)(eq - s) : strlen(s);
		if (strncmp(tokens[i], s, n) == 0 && !tokens[i][n])
			return i;
	}
	*value = s;
	return -1;
}
