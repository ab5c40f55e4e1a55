/* pstree - processes as a tree. pstree(1): -p, -a? no, -A, [pid] */
#include <ctype.h>
#include "procs.h"
#include "util.h"

static struct proc *list;
static int count, with_pids;
static int bars[128];

static void name_of(const struct proc *p, char *s)
{
    if (with_pids)
        sprintf(s, "%s(%d)", p->comm, p->pid);
    else
        strcpy(s, p->comm);
}

static int by_name(const void *a, const void *b)
{
    const struct proc *x = &list[*(const int *)a], *y = &list[*(const int *)b];
    int c = strcmp(x->comm, y->comm);
    return c ? c : x->pid - y->pid;
}

static int children_of(int pid, int *out)
{
    int i, n = 0;
    for (i = 0; i < count; i++)
        if (list[i].ppid == pid)
            out[n++] = i;
    qsort(out, n, sizeof *out, by_name);
    return n;
}

/* Are two subtrees alike, so that one line with a number says it all? */
static int alike(int a, int b)
{
    int *x, *y, n, m, i, same;
    if (strcmp(list[a].comm, list[b].comm))
        return 0;
    x = xmalloc(count * sizeof *x);
    y = xmalloc(count * sizeof *y);
    n = children_of(list[a].pid, x);
    m = children_of(list[b].pid, y);
    same = n == m;
    for (i = 0; same && i < n; i++)
        same = alike(x[i], y[i]);
    free(x);
    free(y);
    return same;
}

static void indent(int depth, int column)
{
    int i, at = 0;
    for (i = 0; i < depth; i++) {
        int where = bars[i] < 0 ? -bars[i] : bars[i];
        printf("%*s%c", where - at, "", bars[i] < 0 ? ' ' : '|');
        at = where + 1;
    }
    printf("%*s", column - at, "");
}

static void show(int index, int depth, int column, int times)
{
    char name[128];
    int *below = xmalloc((count + 1) * sizeof *below), n = children_of(list[index].pid, below), i, many, first = 1;
    if (times > 1)
        column += printf("%d*[", times);
    name_of(&list[index], name);
    column += printf("%s", name);
    if (!n)
        printf("%s\n", times > 1 ? "]" : "");
    for (i = 0; i < n; i += many) {
        int last;
        for (many = 1; !with_pids && i + many < n && alike(below[i], below[i + many]); many++)
            ;
        last = i + many == n;
        if (!first)
            indent(depth, column + 1);
        if (first)
            fputs(last ? "---" : "-+-", stdout);
        else
            fputs(last ? "`-" : "|-", stdout);
        if (depth < 127)
            bars[depth] = last ? -(column + 1) : column + 1;
        show(below[i], depth < 127 ? depth + 1 : depth, column + 3, many);
        first = 0;
    }
    free(below);
}

int main(int argc, char **argv)
{
    int root = 1, i;
    while ((i = nextopt(argc, argv, "pAaunV", "show-pids=p ascii=A version=V", "[-p] [PID]\nDisplay a tree of processes.\n"))) {
        with_pids |= i == 'p';
        if (i == 'V') {
            fputs("pstree (Forklore)\n", stderr);
            return 0;
        }
    }
    if (noperands)
        root = atoi(operands[0]);
    list = read_procs(&count);
    for (i = 0; i < count; i++)
        if (list[i].pid == root)
            show(i, 0, 0, 1);
    return finish();
}
