// A database of records in a mapped file, record locks, private mappings, deadlock detection.
// record database via mmap; record locking by fcntl
#include <sys/mman.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <sys/wait.h>
typedef struct {
    int id;
    char name[20];
    double bal;
    unsigned char flags:3, active:1;
} __attribute__((packed)) rec;
static int lock(int fd, int t, off_t o, int wait)
{
    struct flock l;
    memset(&l, 0, sizeof l);
    l.l_type = t;
    l.l_whence = SEEK_SET;
    l.l_start = o * sizeof(rec);
    l.l_len = sizeof(rec);
    return fcntl(fd, wait ? F_SETLKW : F_SETLK, &l);
}

int main()
{
    int fd = open("db", O_RDWR | O_CREAT | O_TRUNC, 0600);
    printf("sizeof %zu\n", sizeof(rec));
    ftruncate(fd, 100 * sizeof(rec));
    rec *db = mmap(0, 100 * sizeof(rec), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (db == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    for (int i = 0; i < 100; i++) {
        db[i].id = i;
        sprintf(db[i].name, "cust%03d", i);
        db[i].bal = i * 10.5;
        db[i].active = i % 3 == 0;
    }
    msync(db, 4096, MS_SYNC);
    for (int c = 0; c < 4; c++)
        if (!fork()) {
            for (int k = 0; k < 25; k++) {
                lock(fd, F_WRLCK, 7, 1);
                double v = db[7].bal;
                if (k % 5 == 0)
                    sched_yield();
                db[7].bal = v + 1;
                lock(fd, F_UNLCK, 7, 1);
            }
            _exit(0);
        }
    while (wait(0) > 0);
    printf("%.2f\n", db[7].bal);
    lock(fd, F_WRLCK, 3, 0);
    fflush(stdout);
    if (!fork()) {
        struct flock q = {.l_type = F_WRLCK,.l_start = 0,.l_len = 0 };
        fcntl(fd, F_GETLK, &q);
        printf("lock by parent %d start %ld len %ld type %d\n", q.l_pid == getppid(),
               (long) q.l_start / (long) sizeof(rec), (long) q.l_len / (long) sizeof(rec), q.l_type == F_WRLCK);
        printf("try: %d %s\n", lock(fd, F_RDLCK, 3, 0), strerror(errno));
        printf("other ok: %d\n", lock(fd, F_WRLCK, 4, 0));
        exit(0);
    }
    wait(0);
    int act = 0;
    for (rec * r = db; r < db + 100; r++)
        act += r->active;
    printf("active %d\n", act);
    munmap(db, 100 * sizeof(rec));
    char b[sizeof(rec)];
    pread(fd, b, sizeof b, 42 * sizeof(rec));
    rec *r = (rec *) b;
    printf("%d %s %.1f\n", r->id, r->name, r->bal);
    char *p = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    p[0] = 99;
    lseek(fd, 0, SEEK_SET);
    int x;
    read(fd, &x, 4);
    printf("private: file has %d\n", x);
    mprotect(p, 4096, PROT_READ);
    int st;
    if (!fork()) {
        p[1] = 1;
        _exit(0);
    }
    wait(&st);
    printf("%d\n", WTERMSIG(st));
    if (!fork()) {
        volatile char c = p[4096];
        _exit(0);
    }
    wait(&st);
    printf("beyond eof: %d\n", WIFSIGNALED(st) ? WTERMSIG(st) : 0);
    printf("%d %s\n", (int) (long) mmap(0, 0, PROT_READ, MAP_PRIVATE, fd, 0), strerror(errno));
    printf("%s\n", mmap(0, 100, PROT_READ, MAP_SHARED, 99, 0) == MAP_FAILED ? strerror(errno) : "ok");
    int *an = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!fork()) {
        *an = 5;
        _exit(0);
    }
    wait(0);
    printf("%d\n", *an);
    if (!fork()) {
        lock(fd, F_WRLCK, 10, 1);
        usleep(50000);
        printf("deadlock? %d %s\n", lock(fd, F_WRLCK, 11, 1), strerror(errno));
        exit(0);
    }
    lock(fd, F_WRLCK, 11, 1);
    fflush(stdout);
    usleep(20000);
    int e = lock(fd, F_WRLCK, 10, 1);
    printf("parent %d\n", e);
    wait(0);
    return 0;
}
