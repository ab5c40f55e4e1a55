/* What gcc says with -Wall; nothing is executed. */
#include <stdio.h>
#include <unistd.h>
#include <string.h>
#include <stdlib.h>
#include <sys/types.h>
static int helper(int x) { return x; }
static void nothing(void);
int noret(int a) { if (a) printf("x\n"); }
int noret2(int a) { if (a) return 1; }
int enough(int a) { for (;;) { if (a) return 3; } }
int sw(int a) { switch (a) { case 1: return 2; default: return 4; } }
int sw2(int a) { switch (a) { case 1: return 2; case 3: return 4; } }
int w(int a) { while (a) { return 2; } }
int ex(int a) { if (a) return 2; exit(1); }
void vmain(void) { int unused; int set; set = 3; int init = 4; int inc = 0; inc++; int inc2 = 0; inc2 += 3; }
enum color { RED, GREEN, BLUE };
int col(enum color c) { switch (c) { case RED: return 1; case GREEN: return 2; } return 0; }
int a_param(int a[], int *p, char s[10]) { return sizeof(a) + sizeof(p) / sizeof(p[0]) + sizeof s / sizeof s[0]; }
int grid[2][2] = {1, 2, 3, 4}, zero[2][2] = {0};
static int forever(void) { for (;;) ; }
static int used;
int uses(void) { return forever() + used; }
static int idle;
int main(int argc, char **argv)
{
    if (argc == 1)
        return 0;
    int fd = 0, n, m = 2;
    char buf[10];
    pid_t pid;
    int u;
    struct { int a; } st;
    int arr[3] = {0};
    if (n = read(0, buf, 10) > 0) printf("hi\n");
    while (n = 3) break;
    if ((n = 3)) n = 2;
    if (n & 1 == 0) n = 3;
    if (n == 1 || n == 2 && fd == 3) n = 4;
    if (1 < n < m) n = 5;
    n = n << 2 + 1;
    n = n & 3 | 4 + n;
    n = 1 | 2 & n;
    n = n ^ 1 == 2;
    n = n == 1 == 0;
    if (!n == m) n = 3;
    if (!n & m) n = 3;
    if (!n | 8) n = 3;
    if (!n & !m) n = 3;
    if (!n & 1) n = 3;
    n == 3;
    n;
    *buf;
    n + read(0, buf, 1);
    char *p = buf;
    *p++;
    n + 1, n = 2;
    st.a = 3;
    printf("%d\n", arr[1]);
    if (n)
        if (fd) n = 1;
    else
        n = 2;
    if (n)
        n = 1;
        fd = 3;
    while (n--);
    { n = 3; }
    printf("%d\n", u);
    foo: n = 3;
    char c = 'a';
    arr[c] = 2;
    memset(p, 0, sizeof(p));
    if (n == n) n = 3;
    if (buf) n = 1;
    for (n = 0; n = 3; n++) ;
    n = (n = 3) ? 1 : 0;
    do n = 1; while (n = 0);
    if (!(n = 3)) n = 2;
    if (n = 3 && fd) n = 1;
    return n = 3, 0;
}
int assigned(int n)
{
    int a, b, c, d;
    if ((a = n) > 3)
        return 1;
    b = c = 2;
    for (d = 0; n < 3; d = n)
        n++;
    return 0;
}
