/* util.h - what the programs of /bin share: options, messages and lines in the manner of the GNU tools. */
#ifndef UTIL_H
#define UTIL_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Operands left when nextopt() has returned 0, and the argument of the option it returned last. */
extern char **operands;
extern int noperands;
extern char *optval;
/* Exit status so far, and the one for a usage error or a failed write. */
extern int status;
extern int trouble;
/* argv[0], as it stands in messages. */
extern char *progname;
/* If set, a usage error shows it before the hint at --help. */
extern const char *usage_line;

/* The next option letter, 0 at the end. letters is getopt's, with a leading + to stop at the first operand;
   longs lists long names as "all=a lines=n". usage follows "Usage: PROG " when --help is given. */
int nextopt(int argc, char **argv, const char *letters, const char *longs, const char *usage);
/* "Try 'PROG --help' for more information." and out. */
void try_help(void);

/* "PROG: text[: strerror(errno)]"; the first two set status to 1, the last two exit with code. */
void complain(const char *fmt, ...);
void complain_errno(const char *fmt, ...);
void die(int code, const char *fmt, ...);
void die_errno(int code, const char *fmt, ...);

/* name in quotes if the shell would need them; quote_always in any case. Two results live at a time. */
char *quote(const char *name);
char *quote_always(const char *name);

/* Flushes stdout, reports a failed write as the GNU tools do and returns the exit status. */
int finish(void);

void *xmalloc(size_t size);
void *xrealloc(void *old, size_t size);
char *xstrdup(const char *s);
/* Opens a file for reading; "-" is stdin. Reports and returns NULL if it cannot. */
FILE *open_input(const char *name);
void close_input(FILE *f);
/* Reads a line with its newline into *buf, growing it; -1 at end of file. */
long read_line(FILE *f, char **buf, size_t *cap);
int write_all(int fd, const char *buf, size_t n);
/* A count with the suffixes b, k, K, M, G; -1 if it is none. */
long long parse_count(const char *s);
/* One backslash escape at *s (behind the backslash); octal digits at most, and a 0 before them if zero. -1: stop (\c). */
int escape(const char **s, int zero);

/* An octal or symbolic mode applied to a file's old one; -1 if it is malformed. */
long parse_mode(const char *s, long old, int is_dir);
/* A number or a name, with or without SIG, in any case; -1 if there is none. */
int signal_number(const char *s);
/* The name without SIG, NULL if there is none. */
const char *signal_name(int sig);

#endif
