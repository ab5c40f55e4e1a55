// conformance: exit=5
// Exceptions as macros over setjmp, and survival of SIGSEGV.
#include <setjmp.h>
#include <stdio.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#define TRY                                                                                                  \
    do {                                                                                                     \
        jmp_buf *prev = cur;                                                                                 \
        jmp_buf jb;                                                                                          \
        cur = &jb;                                                                                           \
        int ex = setjmp(jb);                                                                                 \
        if (!ex) {
#define CATCH(e)                                                                                             \
    cur = prev;                                                                                              \
    }                                                                                                        \
    else if (cur = prev, ex == (e))                                                                          \
    {
#define ENDTRY                                                                                               \
    }                                                                                                        \
    else THROW(ex);                                                                                          \
    }                                                                                                        \
    while (0)
#define THROW(e)                                                                                             \
    do {                                                                                                     \
        if (!cur) {                                                                                          \
            fprintf(stderr, "uncaught %d\n", e);                                                             \
            exit(e);                                                                                         \
        }                                                                                                    \
        longjmp(*cur, e);                                                                                    \
    } while (0)
static jmp_buf *cur;
static sigjmp_buf sj;
static void deep(int n)
{
    if (n == 0)
        THROW(5);
    deep(n - 1);
}
static void segv(int s)
{
    siglongjmp(sj, s);
}
int main(void)
{
    TRY deep(10);
    puts("no");
    CATCH(5) puts("caught 5");
    ENDTRY;
    TRY TRY THROW(6);
    CATCH(5) puts("wrong");
    ENDTRY;
    CATCH(6) puts("outer 6");
    ENDTRY;
    signal(SIGSEGV, segv);
    for (int i = 0; i < 3; i++) {
        volatile int k = i;
        if (sigsetjmp(sj, 1) == 0) {
            *(volatile char *)(long)(i * 8) = 1;
            puts("not reached");
        } else
            printf("segv %d survived\n", k);
    }
    TRY deep(1);
    CATCH(9) puts("wrong");
    ENDTRY;
    return 0;
}
