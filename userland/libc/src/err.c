/* err(3), error(3), assert(3) */
#include <bits/file.h>
#include <err.h>
#include <error.h>
#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void vwarn(const char *fmt, va_list ap)
{
	int e = errno;
	if (!fmt) {
		fprintf(stderr, "%s: %m\n", program_invocation_short_name);
		return;
	}
	fprintf(stderr, "%s: ", program_invocation_short_name);
	vfprintf(stderr, fmt, ap);
	errno = e;
	fprintf(stderr, ": %m\n");
}

void vwarnx(const char *fmt, va_list ap)
{
	fprintf(stderr, "%s: ", program_invocation_short_name);
	if (fmt)
		vfprintf(stderr, fmt, ap);
	putc('\n', stderr);
}

void verr(int status, const char *fmt, va_list ap)
{
	vwarn(fmt, ap);
	exit(status);
}

void verrx(int status, const char *fmt, va_list ap)
{
	vwarnx(fmt, ap);
	exit(status);
}

void warn(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	vwarn(fmt, ap);
	va_end(ap);
}

void warnx(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	vwarnx(fmt, ap);
	va_end(ap);
}

void err(int status, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	verr(status, fmt, ap);
}

void errx(int status, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	verrx(status, fmt, ap);
}

void (*error_print_progname)(void);
unsigned int error_message_count;
int error_one_per_line;

static void error_tail(int status, int e, const char *fmt, va_list ap)
{
	vfprintf(stderr, fmt, ap);
	error_message_count++;
	if (e)
		fprintf(stderr, ": %s", strerror(e));
	putc('\n', stderr);
	fflush(stderr);
	if (status)
		exit(status);
}

static void error_name(const char *sep)
{
	fflush(stdout);
	if (error_print_progname)
		error_print_progname();
	else
		fprintf(stderr, "%s:%s", program_invocation_name, sep);
}

void error(int status, int e, const char *fmt, ...)
{
	va_list ap;
	error_name(" ");
	va_start(ap, fmt);
	error_tail(status, e, fmt, ap);
	va_end(ap);
}

void error_at_line(int status, int e, const char *file, unsigned int line, const char *fmt, ...)
{
	static const char *last_file;
	static unsigned int last_line;
	va_list ap;
	if (error_one_per_line) {
		if (last_line == line && last_file && file && strcmp(last_file, file) == 0)
			return;
		last_file = file;
		last_line = line;
	}
	error_name("");
	if (file)
		fprintf(stderr, "%s:%u: ", file, line);
	else
		fprintf(stderr, " ");
	va_start(ap, fmt);
	error_tail(status, e, fmt, ap);
	va_end(ap);
}

void __assert_fail(const char *expr, const char *file, unsigned int line, const char *func)
{
	const char *name = program_invocation_short_name;
	fprintf(stderr, "%s%s%s:%u: %s%sAssertion `%s' failed.\n", name, *name ? ": " : "", file, line, func ? func : "", func ? ": " : "", expr);
	fflush(stderr);
	abort();
}

void __assert_perror_fail(int e, const char *file, unsigned int line, const char *func)
{
	const char *name = program_invocation_short_name;
	fprintf(stderr, "%s%s%s:%u: %s%sUnexpected error: %s.\n", name, *name ? ": " : "", file, line, func ? func : "", func ? ": " : "", strerror(e));
	fflush(stderr);
	abort();
}
