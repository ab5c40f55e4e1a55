// tsearch, hsearch and lsearch.
#define _GNU_SOURCE
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static int cmp(const void *a, const void *b)
{
    return strcmp(a, b);
}
static void walk(const void *n, VISIT v, int depth)
{
    if (v == postorder || v == leaf)
        printf("%s@%d ", *(char **)n, depth);
}
int icmp(const void *a, const void *b)
{
    return *(int *)a - *(int *)b;
}
int main()
{
    void *root = NULL;
    char *w[] = {"pear", "apple", "fig", "kiwi", "apple", "date"};
    for (int i = 0; i < 6; i++) {
        char **r = tsearch(w[i], &root, cmp);
        if (*r != w[i])
            printf("dup %s\n", *r);
    }
    twalk(root, walk);
    puts("");
    printf("%s\n", tfind("fig", &root, cmp) ? "found" : "none");
    tdelete("fig", &root, cmp);
    printf("%s\n", tfind("fig", &root, cmp) ? "found" : "none");
    hcreate(16);
    for (long i = 0; i < 5; i++) {
        ENTRY e = {w[i], (void *)i};
        hsearch(e, ENTER);
    }
    ENTRY q = {.key = "kiwi"}, *f = hsearch(q, FIND);
    printf("%s %ld\n", f->key, (long)f->data);
    q.key = "plum";
    printf("%p\n", (void *)hsearch(q, FIND));
    hdestroy();
    int a[10] = {5, 3, 9};
    size_t n = 3;
    int k = 9;
    printf("%d\n", *(int *)lfind(&k, a, &n, sizeof *a, icmp));
    k = 4;
    lsearch(&k, a, &n, sizeof *a, icmp);
    printf("%zu %d\n", n, a[3]);
    return 0;
}
