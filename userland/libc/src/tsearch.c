/* tsearch(3), tfind(3), tdelete(3), twalk(3). A red-black tree that is mended on the way down when something is inserted, as
 * glibc's: twalk shows its shape. */
#include <search.h>
#include <stdlib.h>

struct node { const void *key; struct node *child[2]; int red; };

static int is_red(const struct node *n)
{
	return n && n->red;
}

/* The child on `side` takes its parent's place. */
static void rotate_up(struct node **at, int side)
{
	struct node *parent = *at, *child = parent->child[side];
	parent->child[side] = child->child[!side];
	child->child[!side] = parent;
	*at = child;
}

/* A node with two red children, or a new one, becomes red; a red parent is then turned away. side and parent_side: on which
 * side of their parents node and parent are. */
static void split(struct node **at, struct node **parent, struct node **grand, int side, int parent_side, int is_new)
{
	struct node *n = *at;
	if (!is_new && !(is_red(n->child[0]) && is_red(n->child[1])))
		return;
	n->red = 1;
	if (n->child[0])
		n->child[0]->red = 0;
	if (n->child[1])
		n->child[1]->red = 0;
	if (!parent || !(*parent)->red)
		return;
	(*grand)->red = 1;
	if (side != parent_side) {
		(*parent)->red = 1;
		n->red = 0;
		rotate_up(parent, side);
	} else
		(*parent)->red = 0;
	rotate_up(grand, parent_side);
}

void *tsearch(const void *key, void **root, int (*compare)(const void *, const void *))
{
	struct node **at = (struct node **)root, **next = at, **parent = 0, **grand = 0, *n;
	int side = 0, parent_side = 0, r = 0;
	if (!root)
		return 0;
	if (*at)
		(*at)->red = 0;
	while (*next) {
		n = *at;
		r = compare(key, n->key);
		if (r == 0)
			return n;
		split(at, parent, grand, side, parent_side, 0);
		/* The node may have moved: its children's places move with it. */
		next = &n->child[r > 0];
		if (!*next)
			break;
		grand = parent;
		parent = at;
		at = next;
		parent_side = side;
		side = r > 0;
	}
	n = malloc(sizeof *n);
	if (!n)
		return 0;
	n->key = key;
	n->child[0] = n->child[1] = 0;
	n->red = 0;
	*next = n;
	if (next != at)
		split(next, at, parent, r > 0, side, 1);
	return n;
}

void *tfind(const void *key, void *const *root, int (*compare)(const void *, const void *))
{
	struct node *n = root ? *root : 0;
	int r;
	while (n && (r = compare(key, n->key)) != 0)
		n = n->child[r > 0];
	return n;
}

/* A path through *at has one black node too few: mends it from below. */
static void mend(struct node ***path, int *sides, int depth, struct node *n)
{
	while (depth > 0 && !is_red(n)) {
		struct node **at = path[--depth], *p = *at, *sibling;
		int side = sides[depth];
		sibling = p->child[!side];
		if (is_red(sibling)) {
			sibling->red = 0;
			p->red = 1;
			rotate_up(at, !side);
			/* p is one lower now. */
			at = &(*at)->child[side];
			path[depth + 1] = at;
			sides[depth + 1] = side;
			depth++;
			sibling = p->child[!side];
		}
		if (!is_red(sibling->child[0]) && !is_red(sibling->child[1])) {
			sibling->red = 1;
			n = p;
			continue;
		}
		if (!is_red(sibling->child[!side])) {
			sibling->child[side]->red = p->red;
			p->red = 0;
			rotate_up(&p->child[!side], side);
			rotate_up(at, !side);
		} else {
			sibling->red = p->red;
			p->red = 0;
			sibling->child[!side]->red = 0;
			rotate_up(at, !side);
		}
		return;
	}
	if (n)
		n->red = 0;
}

void *tdelete(const void *key, void **root, int (*compare)(const void *, const void *))
{
	struct node **path[130], **at = (struct node **)root, *n, *gone, *child, *parent;
	int sides[130], depth = 0, r;
	if (!root || !*root)
		return 0;
	parent = *at;
	while ((n = *at) && (r = compare(key, n->key)) != 0) {
		parent = n;
		path[depth] = at;
		sides[depth++] = r > 0;
		at = &n->child[r > 0];
	}
	if (!n)
		return 0;
	gone = n;
	if (n->child[0] && n->child[1]) {
		/* Its successor's key comes here, and the successor goes. */
		path[depth] = at;
		sides[depth++] = 1;
		at = &n->child[1];
		while ((*at)->child[0]) {
			path[depth] = at;
			sides[depth++] = 0;
			at = &(*at)->child[0];
		}
		gone = *at;
	}
	child = gone->child[0] ? gone->child[0] : gone->child[1];
	*at = child;
	n->key = gone->key;
	if (!gone->red)
		mend(path, sides, depth, child);
	free(gone);
	return parent;
}

static void walk(const struct node *n, void (*action)(const void *, VISIT, int), int level)
{
	if (!n->child[0] && !n->child[1]) {
		action(n, leaf, level);
		return;
	}
	action(n, preorder, level);
	if (n->child[0])
		walk(n->child[0], action, level + 1);
	action(n, postorder, level);
	if (n->child[1])
		walk(n->child[1], action, level + 1);
	action(n, endorder, level);
}

void twalk(const void *root, void (*action)(const void *, VISIT, int))
{
	if (root && action)
		walk(root, action, 0);
}

static void walk_r(const struct node *n, void (*action)(const void *, VISIT, void *), void *closure)
{
	if (!n->child[0] && !n->child[1]) {
		action(n, leaf, closure);
		return;
	}
	action(n, preorder, closure);
	if (n->child[0])
		walk_r(n->child[0], action, closure);
	action(n, postorder, closure);
	if (n->child[1])
		walk_r(n->child[1], action, closure);
	action(n, endorder, closure);
}

void twalk_r(const void *root, void (*action)(const void *, VISIT, void *), void *closure)
{
	if (root && action)
		walk_r(root, action, closure);
}

void tdestroy(void *root, void (*free_key)(void *))
{
	struct node *n = root;
	if (!n)
		return;
	tdestroy(n->child[0], free_key);
	tdestroy(n->child[1], free_key);
	free_key((void *)n->key);
	free(n);
}
