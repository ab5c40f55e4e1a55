// POSIX shared memory: PSHM-01 to PSHM-09.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
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
    char name[40];
    struct stat st;
    int status;
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    sprintf(name, "/forklore-%d", (int)getpid());
    int fd = shm_open(name, O_CREAT | O_RDWR, 0640);
    printf("PSHM-01 FD_CLOEXEC %d\n", fcntl(fd, F_GETFD));
    fstat(fd, &st);
    printf("PSHM-02 size %ld, regular file %d, mode %o\n", (long)st.st_size, !!S_ISREG(st.st_mode), st.st_mode & 0777);
    char *p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    fflush(stdout);
    if (fork() == 0) {
        p[0] = 'x';
        _exit(0);
    }
    wait(&status);
    printf("PSHM-03 touching it: killed by SIGBUS %d\n", WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS);
    printf("PSHM-04 ftruncate: %s\n", res(ftruncate(fd, 4096)));
    int other = shm_open(name, O_RDWR, 0);
    char *q = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, other, 0);
    strcpy(p, "through one mapping");
    printf("PSHM-04 another opener sees: %s\n", q);
    fflush(stdout);
    if (fork() == 0) {
        strcpy(q, "by a child");
        _exit(0);
    }
    wait(NULL);
    char buf[20];
    printf("PSHM-04 a child wrote: %s, read() gives %s", p, res(pread(fd, buf, 10, 0)));
    printf(" %.10s\n", buf);
    fflush(stdout);
    if (fork() == 0) {
        p[5000] = 'x';
        _exit(0);
    }
    wait(&status);
    printf("PSHM-03 the page after the end: killed by SIGBUS %d\n", WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS);
    close(fd);
    close(other);
    p[0] = 'B';
    printf("PSHM-05 closed, the mappings go on: %s\n", q);
    printf("PSHM-06 O_EXCL: %s\n", res(shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600)));
    printf("PSHM-07 shm_unlink: %s", res(shm_unlink(name)));
    printf(", open: %s, the mapping: %s\n", res(shm_open(name, O_RDWR, 0)), q);
    printf("PSHM-08 unlink again: %s\n", res(shm_unlink(name)));
    printf("PSHM-09 a name with an inner slash: %s\n", res(shm_open("/a/b", O_CREAT | O_RDWR, 0600)));
    printf("PSHM-09 O_WRONLY and mmap for writing: ");
    fd = shm_open(name, O_CREAT | O_RDONLY, 0600);
    p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    printf("%s\n", p == MAP_FAILED ? res(-1) : "mapped");
    shm_unlink(name);
    return 0;
}
