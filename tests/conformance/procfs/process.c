// /proc/self and /proc/PID: what a process and its parent can read there.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char text[20000];

static char *slurp(const char *path)
{
    int fd = open(path, O_RDONLY), n = 0, r;
    if (fd < 0)
        return strerror(errno);
    while ((r = read(fd, text + n, sizeof text - 1 - n)) > 0)
        n += r;
    close(fd);
    text[n] = 0;
    return r < 0 ? strerror(errno) : text;
}

static char *of(pid_t pid, const char *name)
{
    char path[100];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    return slurp(path);
}

static void field(const char *name)
{
    char *at = strstr(text, name);
    if (at)
        printf("  %.*s\n", (int)strcspn(at, "\n"), at);
    else
        printf("  no %s\n", name);
}

static void link_(const char *path)
{
    char target[300], *p;
    int n = readlink(path, target, sizeof target - 1);
    if (n < 0) {
        printf("  %s: %s\n", path, strerror(errno));
        return;
    }
    target[n] = 0;
    /* Numbers of inodes differ. */
    for (p = target; *p; p++)
        if (*p >= '0' && *p <= '9' && strchr(target, '['))
            *p = 'N';
    printf("  %s -> %s\n", path, target);
}

static char state(pid_t pid)
{
    char *s = of(pid, "stat"), *end = strrchr(s, ')');
    return end ? end[2] : '?';
}

int main(void)
{
    int p[2], status, pid, ppid, pgrp, sid;
    char c, comm[100], st;
    sigset_t set;
    umask(027);
    signal(SIGUSR1, SIG_IGN);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    sigprocmask(SIG_BLOCK, &set, NULL);
    raise(SIGUSR2);
    puts("status");
    slurp("/proc/self/status");
    static const char *const names[] = {"Umask:", "State:", "TracerPid:", "Threads:", "SigPnd:", "ShdPnd:", "SigBlk:"};
    for (int i = 0; i < 7; i++)
        field(names[i]);
    /* Only the standard signals: how a program is started may leave glibc's own two ignored. */
    printf("  SigIgn: %llx\n", strtoull(strstr(text, "SigIgn:") + 7, NULL, 16) & 0x7fffffff);
    kill(getpid(), SIGUSR2);
    slurp("/proc/self/status");
    field("ShdPnd:");
    printf("  Pid is ours %d, PPid %d, Tgid %d\n", atoi(strstr(text, "\nPid:") + 5) == getpid(), atoi(strstr(text, "PPid:") + 5) == getppid(), atoi(strstr(text, "Tgid:") + 5) == getpid());
    puts("stat");
    slurp("/proc/self/stat");
    sscanf(text, "%d (%[^)]) %c %d %d %d", &pid, comm, &st, &ppid, &pgrp, &sid);
    printf("  pid %d ppid %d pgrp %d sid %d, state %c\n", pid == getpid(), ppid == getppid(), pgrp == getpgrp(), sid == getsid(0), st);
    puts("names");
    printf("  comm is the program's name: %d\n", !strncmp(of(getpid(), "comm"), comm, strlen(comm)));
    pid = fork();
    if (pid == 0) {
        execl("/bin/sh", "a name", "-c", "read x; cat /proc/$$/cmdline | tr '\\0' '|'; echo", (char *)NULL);
        _exit(1);
    }
    waitpid(pid, NULL, 0);
    pid = fork();
    if (pid == 0) {
        char *argv[] = {"renamed", "-c", "tr '\\0' '|' < /proc/$$/cmdline; tr '\\0' '|' < /proc/$$/environ; echo; echo $(cat /proc/$$/comm)", NULL};
        char *env[] = {"ONE=1", "PATH=/bin:/usr/bin", NULL};
        execve("/bin/sh", argv, env);
        _exit(1);
    }
    waitpid(pid, NULL, 0);
    puts("descriptors");
    pipe(p);
    int null = open("/dev/null", O_RDWR);
    dup2(null, 20);
    mkdir("sub", 0755);
    chdir("sub");
    int fd = open("a file", O_CREAT | O_RDWR | O_APPEND | O_CLOEXEC, 0644);
    write(fd, "12345", 5);
    lseek(fd, 2, SEEK_SET);
    char path[64], target[300];
    sprintf(path, "/proc/self/fd/%d", p[0]);
    snprintf(target, sizeof target, "/proc/self/fd/%d", fd);
    int n = readlink(target, text, sizeof text - 1);
    text[n > 0 ? n : 0] = 0;
    printf("  the file's link ends in %s\n", n > 10 ? text + n - 10 : text);
    link_("/proc/self/fd/20");
    n = readlink(path, text, 6);
    printf("  a pipe: %.*s\n", n, text);
    sprintf(path, "/proc/self/fdinfo/%d", fd);
    slurp(path);
    field("pos:");
    field("flags:");
    int again = open(target, O_RDONLY);
    n = read(again, text, 10);
    printf("  opened by its link: %d bytes from the beginning\n", n);
    DIR *dir = opendir("/proc/self/fd");
    struct dirent *e;
    int count = 0, open_ones = 0;
    while ((e = readdir(dir)))
        count += e->d_name[0] != '.';
    closedir(dir);
    for (int i = 0; i < 1024; i++)
        open_ones += fcntl(i, F_GETFD) >= 0;
    printf("  the directory lists as many as are open, and itself: %d\n", count == open_ones + 1);
    n = readlink("/proc/self/cwd", text, sizeof text - 1);
    text[n] = 0;
    printf("  cwd ends in %s\n", n > 4 ? text + n - 4 : text);
    n = readlink("/proc/self", text, sizeof text - 1);
    text[n] = 0;
    printf("  self is our number: %d\n", atoi(text) == getpid());
    printf("  no such descriptor: %s\n", readlink("/proc/self/fd/77", text, 10) < 0 ? strerror(errno) : "?");
    puts("others");
    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        close(p[1]);
        read(p[0], &c, 1);
        _exit(5);
    }
    usleep(50000);
    printf("  a child that waits: %c\n", state(pid));
    kill(pid, SIGSTOP);
    waitpid(pid, &status, WUNTRACED);
    printf("  stopped: %c\n", state(pid));
    kill(pid, SIGCONT);
    close(p[1]);
    usleep(50000);
    printf("  dead: %c", state(pid));
    printf(", its command line is empty: %d", !*of(pid, "cmdline"));
    sprintf(path, "/proc/%d/fd/0", pid);
    putchar(10);
    n = readlink(path, text, 10);
    printf("  its descriptors are gone: %d\n", n < 0);
    waitpid(pid, &status, 0);
    printf("  waited for: %s\n", of(pid, "stat"));
    puts("errors");
    printf("  %s\n", slurp("/proc/99999999/stat"));
    printf("  %s\n", slurp("/proc/self/nothing"));
    printf("  %s\n", slurp("/proc/self"));
    printf("  mkdir %d, unlink %d, rmdir %d\n", mkdir("/proc/self/x", 0755), unlink("/proc/self/stat"), rmdir("/proc"));
    printf("  O_WRONLY as nobody in particular: %d\n", open("/proc/self/stat", O_WRONLY) >= 0 && geteuid());
    struct stat s;
    stat("/proc/self/stat", &s);
    printf("  stat is a file of mode %o and size %ld\n", s.st_mode, (long)s.st_size);
    stat("/proc/self/fd", &s);
    printf("  fd is a directory of mode %o\n", s.st_mode);
    lstat("/proc/self/cwd", &s);
    printf("  cwd is a link: %o\n", s.st_mode);
    return 0;
}
