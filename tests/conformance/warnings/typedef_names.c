/* Messages name a type as it was written, and say what it stands for: 'pid_t' {aka 'int'}. */
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>
#include <unistd.h>

typedef struct {
    int a;
} Anon;
typedef struct node {
    int v;
    struct node *next;
} Node, *List;
typedef int Vec[4];
typedef enum { RED, BLUE } Color;
typedef enum shade { DARK } Shade;
typedef const int cint;
typedef unsigned int uint_;
typedef void (*handler_t)(int);

static size_t g(void)
{
    return 4;
}

static void *work(void *arg)
{
    return arg;
}

static int formats(void)
{
    size_t n = 1, *np = &n;
    const size_t c = 2;
    pid_t p = 0;
    unsigned long u = 3;
    Node nd = {1, NULL};
    List l = &nd;
    Vec v = {1};
    Color co = RED;
    Shade sh = DARK;
    cint ci = 3;
    uint_ ui = 0;
    off_t of = 0;
    char s[64];
    int all = 0;
    all += snprintf(s, 8, "%d", n) + snprintf(s, 8, "%d", c) + snprintf(s, 8, "%ld", p) + snprintf(s, 8, "%ld", *np);
    all += snprintf(s, 8, "%d", n + 1) + snprintf(s, 8, "%d", 1 + n) + snprintf(s, 8, "%d", n + n) + snprintf(s, 8, "%d", n + u);
    all += snprintf(s, 8, "%ld", p + 1) + snprintf(s, 8, "%ld", 1 + p) + snprintf(s, 8, "%ld", p + p) + snprintf(s, 8, "%ld", -p);
    all += snprintf(s, 8, "%d", ~n) + snprintf(s, 8, "%d", n << 1) + snprintf(s, 8, "%d", n > 1 ? n : 2) + snprintf(s, 8, "%d", (size_t)n);
    all += snprintf(s, 8, "%d", n = 3) + snprintf(s, 8, "%d", g()) + snprintf(s, 8, "%ld", v[0]) + snprintf(s, 8, "%ld", ci);
    all += snprintf(s, 8, "%ld", co) + snprintf(s, 8, "%ld", sh) + snprintf(s, 8, "%ld", ui + 1) + snprintf(s, 8, "%d", of);
    all += snprintf(s, 8, "%d", n * p) + snprintf(s, 8, "%zd", l->v) + snprintf(s, 8, "%d", n += 1) + snprintf(s, 8, "%ld", getpid());
    return all > 0;
}

int main(void)
{
    size_t n = 1, *np = &n;
    pid_t p = 1;
    Node nd = {2, NULL};
    List l = &nd;
    Color co = BLUE;
    int *ip = np;
    const Node *cn = (const Node *)&n;
    const Node **cnp = &l;
    handler_t h = work;
    void (*f)(size_t) = g;
    uint8_t *b = &p;
    Vec *vv = np;
    char *cp = &co;
    np = &p;
    l = n;
    p = l;
    l = &nd;
    printf("%d %d\n", formats(), nd.v);
    return !ip + !cn + !cnp + !h + !f + !b + !vv + !cp + !np + !l;
}
