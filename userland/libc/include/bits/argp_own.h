/* What the files of argp(3) share. */
#ifndef _BITS_ARGP_OWN_H
#define _BITS_ARGP_OWN_H
#include <argp.h>
#include <stdarg.h>
/* Text that is broken into lines. Margins: left_margin for lines that begin, wrap_margin for lines that were broken. */
struct __lines { FILE *stream; int left_margin, wrap_margin, column; char *text; size_t length, room; };
enum { __RIGHT_MARGIN = 79 };
void __lines_open(struct __lines *, FILE *);
void __lines_close(struct __lines *);
void __lines_put(struct __lines *, const char *, size_t);
void __lines_puts(struct __lines *, const char *);
void __lines_printf(struct __lines *, const char *, ...) __attribute__((format(printf,2,3)));
/* Breaks what was put, with the margins as they are, and gives the column. */
int __lines_point(struct __lines *);
/* Changes a margin for what follows; gives the old one. */
int __lines_left(struct __lines *, int);
int __lines_wrap(struct __lines *, int);
int __argp_is_short(const struct argp_option *);
int __argp_is_end(const struct argp_option *);
void *__argp_input(const struct argp *, const struct argp_state *);
/* A child with a header or a group: its options stay together. */
struct __cluster {
	const char *header;
	int group, index, depth;
	struct __cluster *parent;
	const struct argp *argp; /* that the child is of */
};

/* An option with its aliases. */
struct __entry {
	const struct argp_option *first;
	int n, group, order;
	size_t shorts, n_shorts; /* its part of the list's letters: those that no earlier option took */
	struct __cluster *cluster;
	const struct argp *argp;
};

struct __list {
	struct __entry *entries;
	struct __cluster *clusters;
	char *letters, taken[UCHAR_MAX + 1];
	int n, n_clusters;
	size_t n_letters;
};
/* Fills the list, and frees what is in it; 0 without memory. */
int __argp_list(struct __list *, const struct argp *);
void __argp_list_free(struct __list *);
int __argp_visible(const struct argp_option *);
/* Whether o is the nth short option of the entry's own; steps past it. */
int __argp_own_short(const struct __list *, const struct __entry *, const struct argp_option *, size_t *nth);
#endif
