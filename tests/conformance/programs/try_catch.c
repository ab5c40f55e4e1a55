// Exceptions by setjmp, a generator, variadic functions with structs.
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdarg.h>
static jmp_buf *top;
static const char *exc;
#define TRY do { jmp_buf _b, *_old = top; top = &_b; switch (setjmp(_b)) { case 0:
#define CATCH(e) break; case e: top = _old;
#define FINALLY break; default: break; } top = _old; {
#define END } } while (0)
enum { E_IO = 1, E_MEM, E_RANGE };
static void throw(int e, const char *fmt, ...)
{
    static char b[100];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(b, sizeof b, fmt, ap);
    va_end(ap);
    exc = b;
    if (!top) {
        printf("uncaught %d %s\n", e, b);
        exit(9);
    }
    longjmp(*top, e);
}

static int depth(int n)
{
    if (n == 0)
        throw(E_RANGE, "depth %d", n);
    return depth(n - 1) + 1;
}

#define crBegin static int st = 0; switch (st) { case 0:
#define crReturn(x) do { st = __LINE__; return x; case __LINE__:; } while (0)
#define crFinish } st = 0; return -1
static int gen(void)
{
    static int i;
    crBegin;
    for (i = 0; i < 3; i++)
        crReturn(i * i);
    crReturn(100);
    crFinish;
}

static double avg(int n, ...)
{
    va_list a, b;
    double s = 0;
    va_start(a, n);
    va_copy(b, a);
    for (int i = 0; i < n; i++)
        s += va_arg(a, double);
    va_end(a);
    printf("first %.1f ", va_arg(b, double));
    va_end(b);
    return s / n;
}

static int vmax(int first, ...)
{
    va_list ap;
    int m = first, x;
    va_start(ap, first);
    while ((x = va_arg(ap, int)) != -1)
        if (x > m)
             m = x;
    va_end(ap);
    return m;
}

static char *join(const char *sep, ...)
{
    va_list ap;
    va_start(ap, sep);
    char *r = calloc(1, 200), *s;
    int f = 1;
    while ((s = va_arg(ap, char *))) {
        if (!f)
            strcat(r, sep);
        strcat(r, s);
        f = 0;
    }
    va_end(ap);
    return r;
}

struct pt {
    int x, y;
    double z;
};
static double mixed(const char *f, ...)
{
    va_list ap;
    double t = 0;
    va_start(ap, f);
    for (; *f; f++)
        switch (*f) {
        case 'i':
            t += va_arg(ap, int);
            break;
        case 'l':
            t += va_arg(ap, long);
            break;
        case 'd':
            t += va_arg(ap, double);
            break;
        case 's':
            t += strlen(va_arg(ap, char *));
            break;
        case 'p':{
                struct pt p = va_arg(ap, struct pt);
                t += p.x + p.y + p.z;
                break;
            }
        case 'c':
            t += va_arg(ap, int) - 'a';
        }
    va_end(ap);
    return t;
}

int main(void)
{
    for (int k = 0; k < 4; k++) {
        TRY printf("try %d\n", k);
        if (k == 1)
            throw(E_IO, "disk %s", "full");
        if (k == 2)
            depth(5);
        if (k == 3) {
            TRY throw(E_MEM, "inner");
            CATCH(E_MEM) printf("inner caught %s\n", exc);
            FINALLY puts("inner finally");
            END;
            throw(E_IO, "again");
        }
        puts("no throw");
        CATCH(E_IO) printf("io: %s\n", exc);
        CATCH(E_RANGE) printf("range: %s\n", exc);
        FINALLY printf("finally %d\n", k);
        END;
    }
    for (int i = 0; i < 6; i++)
        printf("%d ", gen());
    puts("");
    printf("%.2f\n", avg(3, 1.0, 2.0, 6.0));
    printf("%d\n", vmax(3, 9, 2, -1));
    printf("%s\n", join("-", "a", "b", "c", NULL));
    printf("%.1f\n", mixed("ildspc", 1, 2L, 3.5, "four", (struct pt) { 1, 2, 0.5 }, 'b'));
    printf("%.1f\n",
           mixed("pppiiiiiiid", (struct pt) { 1, 1, 1 }, (struct pt) { 2, 2, 2 }, (struct pt) { 3, 3, 3 }, 1, 2, 3, 4,
                 5, 6, 7, 0.5));
    throw(E_MEM, "final");
}
