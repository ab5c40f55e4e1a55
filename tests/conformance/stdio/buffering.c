// What reaches the pipe, and when: STDIO-01 to STDIO-04, STDIO-12.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void full(void)
{
    for (int i = 0; i < 5000; i++)
        putchar('x');
    _exit(0);
}

static void full_exit(void)
{
    for (int i = 0; i < 5000; i++)
        putchar('x');
    exit(0);
}

static void one_big(void)
{
    static char text[10001];
    memset(text, 'y', 10000);
    printf("%s", text);
    _exit(0);
}

static void errors(void)
{
    printf("[out1]");
    fprintf(stderr, "[err1]");
    printf("[out2]\n");
    fprintf(stderr, "[err2]");
    exit(0);
}

static void lines(void)
{
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    printf("one\ntwo\nthree");
    _exit(0);
}

static void unbuffered(void)
{
    setbuf(stdout, NULL);
    printf("no newline");
    _exit(0);
}

static void flushed(void)
{
    printf("flushed");
    fflush(stdout);
    printf("not flushed");
    _exit(0);
}

static void forks(void)
{
    printf("X");
    fork();
    fork();
    while (wait(NULL) > 0)
        ;
    exit(0);
}

static void forks_newline(void)
{
    printf("line\n");
    if (fork() == 0)
        printf("child\n");
    else
        wait(NULL);
    exit(0);
}

static void own_buffer(void)
{
    static char buf[10];
    setvbuf(stdout, buf, _IOFBF, sizeof buf);
    printf("0123456789abcdefghijklm");
    _exit(0);
}

static void run(const char *what, void (*f)(void))
{
    int p[2], n = 0, r;
    static char got[20000];
    pipe(p);
    fflush(stdout);
    if (fork() == 0) {
        dup2(p[1], 1);
        dup2(p[1], 2);
        close(p[0]);
        close(p[1]);
        f();
    }
    close(p[1]);
    while ((r = read(p[0], got + n, sizeof got - n)) > 0)
        n += r;
    close(p[0]);
    wait(NULL);
    printf("%s: %d bytes", what, n);
    if (n < 100) {
        for (char *s = got; s < got + n; s++)
            if (*s == '\n')
                *s = '/';
        printf(", %.*s", n, got);
    }
    printf("\n");
}

int main(void)
{
    run("STDIO-01 5000 characters, then _exit", full);
    run("STDIO-01 5000 characters, then exit", full_exit);
    run("STDIO-01 one string of 10000, then _exit", one_big);
    run("STDIO-02 stderr between", errors);
    run("STDIO-03 by line, then _exit", lines);
    run("STDIO-04 setbuf(stdout, NULL), then _exit", unbuffered);
    run("STDIO-04 fflush, more, then _exit", flushed);
    run("STDIO-12 printf X, fork, fork", forks);
    run("STDIO-12 a line, fork", forks_newline);
    run("STDIO-01 a buffer of 10 bytes, then _exit", own_buffer);
    return 0;
}
