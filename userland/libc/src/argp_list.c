/* argp(3): the options of a tree of argps in the sequence in which help shows them. */
#include <bits/argp_own.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int __argp_visible(const struct argp_option *o)
{
	return !(o->flags & OPTION_HIDDEN);
}

static void count(const struct argp *argp, size_t *options, size_t *children)
{
	const struct argp_option *o;
	const struct argp_child *c;
	for (o = argp->options; o && !__argp_is_end(o); o++)
		++*options;
	for (c = argp->children; c && c->argp; c++) {
		++*children;
		count(c->argp, options, children);
	}
}

static void collect(struct __list *l, const struct argp *argp, struct __cluster *cluster)
{
	const struct argp_option *o = argp->options;
	const struct argp_child *c;
	int group = 0;
	while (o && !__argp_is_end(o)) {
		struct __entry *e = &l->entries[l->n];
		group = o->group ? o->group : !o->name && !o->key ? group + 1 : group;
		*e = (struct __entry){ .first = o, .group = group, .order = l->n++, .shorts = l->n_letters, .cluster = cluster, .argp = argp };
		do {
			e->n++;
			if (__argp_is_short(o) && !l->taken[o->key]) {
				l->taken[o->key] = 1;
				l->letters[l->n_letters++] = o->key;
				e->n_shorts++;
			}
			o++;
		} while (!__argp_is_end(o) && o->flags & OPTION_ALIAS);
	}
	for (c = argp->children; c && c->argp; c++) {
		struct __cluster *own = cluster;
		if (c->group || c->header) {
			own = &l->clusters[l->n_clusters++];
			*own = (struct __cluster){ c->header, c->group, c - argp->children, cluster ? cluster->depth + 1 : 0, cluster, argp };
		}
		collect(l, c->argp, own);
	}
}

/* Whether the nth short option of the entry is o; steps past it. */
int __argp_own_short(const struct __list *l, const struct __entry *e, const struct argp_option *o, size_t *nth)
{
	if (*nth >= e->n_shorts || !__argp_is_short(o) || l->letters[e->shorts + *nth] != o->key)
		return 0;
	++*nth;
	return 1;
}

static void set_group(struct __list *l, const char *name, int group)
{
	int i, k;
	for (i = 0; i < l->n; i++)
		for (k = 0; k < l->entries[i].n; k++) {
			const struct argp_option *o = &l->entries[i].first[k];
			if (o->name && __argp_visible(o) && strcmp(o->name, name) == 0) {
				l->entries[i].group = group;
				return;
			}
		}
}

static int by_group(int a, int b)
{
	return (a < 0) == (b < 0) ? (a > b) - (a < b) : a < 0 ? 1 : -1;
}

static int by_cousin(const struct __cluster *a, const struct __cluster *b)
{
	int r;
	if (a == b)
		return 0;
	r = by_cousin(a->parent, b->parent);
	if (!r)
		r = by_group(a->group, b->group);
	return r ? r : b->index - a->index;
}

static int by_cluster(const struct __cluster *a, const struct __cluster *b)
{
	int deeper = a->depth - b->depth, r;
	while (a->depth > b->depth)
		a = a->parent;
	while (b->depth > a->depth)
		b = b->parent;
	r = by_cousin(a, b);
	return r ? r : deeper;
}

static int base_group(const struct __entry *e)
{
	const struct __cluster *c = e->cluster;
	if (!c)
		return e->group;
	while (c->parent)
		c = c->parent;
	return c->group;
}

static int first_short(const struct __list *l, const struct __entry *e)
{
	size_t nth = 0;
	int i;
	for (i = 0; i < e->n; i++)
		if (__argp_own_short(l, e, &e->first[i], &nth) && __argp_visible(&e->first[i]))
			return e->first[i].key;
	return 0;
}

static const char *first_long(const struct __entry *e)
{
	int i;
	for (i = 0; i < e->n; i++)
		if (e->first[i].name && __argp_visible(&e->first[i]))
			return e->first[i].name;
	return 0;
}

/* Steps to what a text that stands for an option is sorted by; whether it doesn't look like one. */
static int is_text(const struct __entry *e, const char **name)
{
	int text;
	if (!(e->first->flags & OPTION_DOC) || !*name)
		return 0;
	if (!**name)
		return 1;
	while (isspace((unsigned char)**name))
		++*name;
	text = **name != '-';
	while (**name && !isalnum((unsigned char)**name))
		++*name;
	return text;
}

static int compare(const struct __list *l, const struct __entry *a, const struct __entry *b)
{
	const char *long_a = first_long(a), *long_b = first_long(b);
	int short_a = first_short(l, a), short_b = first_short(l, b), r = by_group(base_group(a), base_group(b));
	unsigned char c, d;
	if (!r)
		r = !!a->cluster - !!b->cluster;
	if (!r && a->cluster)
		r = by_cluster(a->cluster, b->cluster);
	if (!r)
		r = by_group(a->group, b->group);
	if (!r)
		r = is_text(a, &long_a) - is_text(b, &long_b);
	c = short_a ? short_a : long_a ? *long_a : 0;
	d = short_b ? short_b : long_b ? *long_b : 0;
	if (!r)
		r = tolower(c) - tolower(d);
	if (!r)
		r = d - c;
	if (!r)
		r = !!short_a - !!short_b;
	if (!r && long_a && long_b)
		r = strcasecmp(long_a, long_b);
	return r ? r : a->order - b->order;
}

static void sort(struct __list *l)
{
	int i, k;
	for (i = 1; i < l->n; i++) {
		struct __entry e = l->entries[i];
		for (k = i; k > 0 && compare(l, &l->entries[k - 1], &e) > 0; k--)
			l->entries[k] = l->entries[k - 1];
		l->entries[k] = e;
	}
}

int __argp_list(struct __list *l, const struct argp *argp)
{
	size_t options = 0, children = 0;
	memset(l, 0, sizeof *l);
	if (!argp)
		return 1;
	count(argp, &options, &children);
	l->entries = calloc(options + 1, sizeof *l->entries);
	l->clusters = calloc(children + 1, sizeof *l->clusters);
	l->letters = calloc(options + 1, 1);
	if (!l->entries || !l->clusters || !l->letters)
		return 0;
	collect(l, argp, 0);
	set_group(l, "help", -1);
	set_group(l, "version", -1);
	sort(l);
	return 1;
}

void __argp_list_free(struct __list *l)
{
	free(l->entries);
	free(l->clusters);
	free(l->letters);
}
