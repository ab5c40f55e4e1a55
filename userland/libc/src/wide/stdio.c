/* fputwc(3), fgetwc(3), wprintf(3), wscanf(3), fwide(3) and their relatives. A stream is for wide or for narrow characters from its
 * first use on; in memory it is always narrow. Formats are converted and left to the narrow functions. */
#include <bits/file.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

int fwide(FILE *f, int mode)
{
	if (mode && !(f->_flags & (F_WIDE | F_USED)))
		f->_flags |= mode > 0 ? F_WIDE : F_USED;
	return f->_flags & F_WIDE ? 1 : f->_flags & F_USED ? -1 : 0;
}

wint_t fputwc(wchar_t w, FILE *f)
{
	char s[4];
	size_t n;
	if (fwide(f, 1) < 0)
		return WEOF;
	n = wcrtomb(s, w, 0);
	if (n == (size_t)-1) {
		f->_flags |= F_ERR;
		return WEOF;
	}
	return __fputn(f, s, n) == n ? (wint_t)w : WEOF;
}

wint_t putwc(wchar_t w, FILE *f)
{
	return fputwc(w, f);
}

wint_t putwchar(wchar_t w)
{
	return fputwc(w, stdout);
}

int fputws(const wchar_t *s, FILE *f)
{
	if (fwide(f, 1) < 0)
		return -1;
	for (; *s; s++)
		if (fputwc(*s, f) == WEOF)
			return -1;
	return 1;
}

wint_t fgetwc(FILE *f)
{
	mbstate_t st = { 0, 0 };
	wchar_t w;
	if (fwide(f, 1) < 0)
		return WEOF;
	for (;;) {
		int c = __GETC(f);
		char b = c;
		size_t r;
		if (c == EOF)
			return WEOF;
		r = mbrtowc(&w, &b, 1, &st);
		if (r == (size_t)-1) {
			f->_flags |= F_ERR;
			return WEOF;
		}
		if (r != (size_t)-2)
			return w;
	}
}

wint_t getwc(FILE *f)
{
	return fgetwc(f);
}

wint_t getwchar(void)
{
	return fgetwc(stdin);
}

wint_t ungetwc(wint_t w, FILE *f)
{
	char s[4];
	size_t n;
	if (w == WEOF || fwide(f, 1) < 0 || (n = wcrtomb(s, w, 0)) == (size_t)-1)
		return WEOF;
	while (n > 0)
		if (ungetc((unsigned char)s[--n], f) == EOF)
			return WEOF;
	return w;
}

wchar_t *fgetws(wchar_t *s, int n, FILE *f)
{
	int i = 0;
	wint_t w;
	if (n <= 0)
		return 0;
	while (i < n - 1 && (w = fgetwc(f)) != WEOF) {
		s[i++] = w;
		if (w == '\n')
			break;
	}
	if (i == 0 && n > 1)
		return 0;
	s[i] = 0;
	return s;
}

/* A wide format as a narrow one, from malloc. */
static char *narrow(const wchar_t *format)
{
	size_t n = wcstombs(0, format, 0);
	char *s = n == (size_t)-1 ? 0 : malloc(n + 1);
	if (s)
		wcstombs(s, format, n + 1);
	return s;
}

int vfwprintf(FILE *f, const wchar_t *format, va_list ap)
{
	char *s, *out;
	int r = -1, n;
	if (fwide(f, 1) < 0 || !(s = narrow(format)))
		return -1;
	if ((n = vasprintf(&out, s, ap)) >= 0) {
		r = mbstowcs(0, out, 0);
		if (r >= 0 && __fputn(f, out, n) != (size_t)n)
			r = -1;
		free(out);
	}
	free(s);
	return r;
}

int vswprintf(wchar_t *d, size_t n, const wchar_t *format, va_list ap)
{
	char *s = narrow(format), *out;
	size_t r = (size_t)-1;
	if (s && vasprintf(&out, s, ap) >= 0) {
		r = mbstowcs(d, out, n);
		if (r >= n) {
			r = (size_t)-1;
			if (n)
				d[n - 1] = 0;
		}
		free(out);
	}
	free(s);
	return r;
}

int vfwscanf(FILE *f, const wchar_t *format, va_list ap)
{
	char *s;
	int r;
	if (fwide(f, 1) < 0 || !(s = narrow(format)))
		return EOF;
	r = vfscanf(f, s, ap);
	free(s);
	return r;
}

int vswscanf(const wchar_t *text, const wchar_t *format, va_list ap)
{
	char *s = narrow(format), *t = narrow(text);
	int r = s && t ? vsscanf(t, s, ap) : EOF;
	free(s);
	free(t);
	return r;
}

#define VARIADIC(call) va_list ap; int r; va_start(ap, format); r = call; va_end(ap); return r

int wprintf(const wchar_t *format, ...)
{
	VARIADIC(vfwprintf(stdout, format, ap));
}

int fwprintf(FILE *f, const wchar_t *format, ...)
{
	VARIADIC(vfwprintf(f, format, ap));
}

int swprintf(wchar_t *d, size_t n, const wchar_t *format, ...)
{
	VARIADIC(vswprintf(d, n, format, ap));
}

int vwprintf(const wchar_t *format, va_list ap)
{
	return vfwprintf(stdout, format, ap);
}

int wscanf(const wchar_t *format, ...)
{
	VARIADIC(vfwscanf(stdin, format, ap));
}

int fwscanf(FILE *f, const wchar_t *format, ...)
{
	VARIADIC(vfwscanf(f, format, ap));
}

int swscanf(const wchar_t *text, const wchar_t *format, ...)
{
	VARIADIC(vswscanf(text, format, ap));
}

int vwscanf(const wchar_t *format, va_list ap)
{
	return vfwscanf(stdin, format, ap);
}
