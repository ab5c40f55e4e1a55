// The ends of a FIFO: FIFO-17, FIFO-18, FIFO-20.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A result as text: the number, or -1 and why. */
static const char *res(long r)
{
    static char text[8][64];
    static int next;
    char *t = text[next++ % 8];
    if (r == -1)
        snprintf(t, 64, "-1 %s", strerror(errno));
    else
        snprintf(t, 64, "%ld", r);
    return t;
}

int main(void)
{
    char buf[20];
    int status;
    unlink("f");
    mkfifo("f", 0600);

    int rw = open("f", O_RDWR);
    printf("FIFO-18 O_RDWR with nobody else: %s\n", res(rw));
    write(rw, "echo", 4);
    long n = read(rw, buf, 20);
    printf("FIFO-18b it reads its own data: %ld %.*s\n", n, (int)n, buf);
    fcntl(rw, F_SETFL, O_NONBLOCK);
    printf("FIFO-18b and never sees an end: %s\n", res(read(rw, buf, 20)));

    int w = open("f", O_WRONLY);
    printf("FIFO-18 with it open a writer does not block: %s\n", res(w));
    close(rw);
    signal(SIGPIPE, SIG_IGN);
    printf("FIFO-17 write after the last reader closed: %s\n", res(write(w, "x", 1)));
    fflush(stdout);
    if (fork() == 0) {
        signal(SIGPIPE, SIG_DFL);
        write(w, "x", 1);
        _exit(0);
    }
    wait(&status);
    printf("FIFO-17 with the default action killed by SIGPIPE: %d\n",
           WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE);

    int r = open("f", O_RDONLY | O_NONBLOCK);
    printf("FIFO-17 a new reader comes, write: %s\n", res(write(w, "new", 3)));
    printf("FIFO-20 unlink: %s\n", res(unlink("f")));
    write(w, "er", 2);
    n = read(r, buf, 20);
    printf("FIFO-20 the open ends go on: %ld %.*s\n", n, (int)n, buf);
    printf("FIFO-20 the name: %s\n", res(open("f", O_RDONLY | O_NONBLOCK)));
    struct stat st;
    fstat(r, &st);
    printf("FIFO-20 links of the open FIFO: %d\n", (int)st.st_nlink);
    return 0;
}
