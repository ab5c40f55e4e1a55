// setjmp and longjmp, try and catch made of them, goto, labels as values.
#include <stdio.h>
#include <setjmp.h>
#include <stdlib.h>
#include <signal.h>
#include <unistd.h>
#include <string.h>
static jmp_buf env;
static sigjmp_buf senv;
static int depth;
#define TRY do { jmp_buf *prev = top, cur; top = &cur; int ex = setjmp(cur); if (!ex) {
#define CATCH(v) top = prev; } else { top = prev; int v = ex;
#define END } } while (0)
#define THROW(v) longjmp(*top, v)
static jmp_buf *top;
static void deep(int n) {
    char buf[100];
    memset(buf, n, sizeof buf);
    if (n == 0) longjmp(env, 42);
    deep(n - 1);
    depth += buf[0];
}

static void onfpe(int s) {
    siglongjmp(senv, s);
}

int gen_state;
int next(void) {
    switch (gen_state) {
        case 0: gen_state = 1;
        return 10;
        case 1: gen_state = 2;
        return 20;
        case 2: while (1) {
            return 30;
            case 3: return 40;
        }
    }
    return -1;
}

int main(void) {
    volatile int tries = 0;
    int r = setjmp(env);
    printf("setjmp %d\n", r);
    if (r == 0) deep(20);
    if (++tries < 3) longjmp(env, tries);
    printf("tries %d depth %d\n", tries, depth);
    if (setjmp(env) == 0) longjmp(env, 0);
    else puts("zero becomes one");
    signal(SIGFPE, onfpe);
    volatile int zero = 0;
    int s = sigsetjmp(senv, 1);
    if (!s) printf("%d\n", 7 / zero);
    else printf("caught %d\n", s);
    signal(SIGSEGV, onfpe);
    s = sigsetjmp(senv, 1);
    if (!s) *(volatile int *)8 = 1;
    else printf("caught %d %s\n", s, strsignal(s));
    TRY {
        puts("in");
        TRY {
            THROW(7);
        }
        CATCH(e) {
            printf("inner %d\n", e);
            THROW(8);
        }
        END;
    }
    CATCH(e) {
        printf("outer %d\n", e);
    }
    END;
    printf("%d %d %d\n", next(), next(), next());
    int i = 0;
    again: if (i++ < 3) {
        printf("goto %d\n", i);
        goto again;
    }
    for (int a = 0; a < 3; a++) for (int b = 0; b < 3; b++) if (a * b == 2) {
        printf("found %d %d\n", a, b);
        goto done;
    }
    done:;
    static void *labels[] = {&&l0, &&l1, &&l2};
    int pc[] = {0, 1, 1, 2}, at = 0;
    goto *labels[pc[at++]];
    l0: puts("l0");
    goto *labels[pc[at++]];
    l1: puts("l1");
    goto *labels[pc[at++]];
    l2: puts("l2");
    return 0;
}
