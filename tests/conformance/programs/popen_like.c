// popen and pclose written with pipe, fork, dup2 and exec.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t pids[64];

static FILE *my_popen(const char *cmd, const char *mode)
{
    int p[2], reading = *mode == 'r';
    pid_t pid;
    if ((*mode != 'r' && *mode != 'w') || mode[1]) {
        errno = EINVAL;
        return NULL;
    }
    if (pipe(p) < 0 || (pid = fork()) < 0)
        return NULL;
    if (pid == 0) {
        dup2(p[reading ? 1 : 0], reading ? 1 : 0);
        close(p[0]);
        close(p[1]);
        for (int i = 0; i < 64; i++)
            if (pids[i])
                close(i);
        execl("/bin/sh", "sh", "-c", cmd, (char *)NULL);
        _exit(127);
    }
    int mine = p[reading ? 0 : 1];
    close(p[reading ? 1 : 0]);
    pids[mine] = pid;
    return fdopen(mine, mode);
}

static int my_pclose(FILE *f)
{
    int fd = fileno(f), status;
    pid_t pid = pids[fd];
    if (pid == 0)
        return -1;
    pids[fd] = 0;
    fclose(f);
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return status;
}

int main(void)
{
    char line[100];
    FILE *in = my_popen("echo first; echo second >&2 2>/dev/null; exit 3", "r");
    while (fgets(line, sizeof line, in))
        printf("read: %s", line);
    int status = my_pclose(in);
    printf("status %d\n", WEXITSTATUS(status));
    fflush(stdout);
    FILE *out = my_popen("sort", "w"), *none = my_popen("true", "x");
    printf("bad mode: %s, %s\n", none ? "opened" : "NULL", strerror(errno));
    fflush(stdout);
    fprintf(out, "pear\napple\n");
    fprintf(out, "fig\n");
    status = my_pclose(out);
    printf("status %d\n", WEXITSTATUS(status));
    return 0;
}
