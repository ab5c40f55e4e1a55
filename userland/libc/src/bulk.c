/* The memory and string operations that the machine has built in. */
#include <string.h>

void *memcpy(void *d, const void *s, size_t n)
{
	return __builtin_memcpy(d, s, n);
}

void *memmove(void *d, const void *s, size_t n)
{
	return __builtin_memmove(d, s, n);
}

void *memset(void *d, int c, size_t n)
{
	return __builtin_memset(d, c, n);
}

int memcmp(const void *a, const void *b, size_t n)
{
	return __builtin_memcmp(a, b, n);
}

void *memchr(const void *s, int c, size_t n)
{
	return __builtin_memchr(s, c, n);
}

size_t strlen(const char *s)
{
	return __builtin_strlen(s);
}

int strcmp(const char *a, const char *b)
{
	return __builtin_strcmp(a, b);
}

char *strcpy(char *d, const char *s)
{
	return __builtin_strcpy(d, s);
}

char *strchr(const char *s, int c)
{
	return __builtin_strchr(s, c);
}
