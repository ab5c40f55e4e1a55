/* A file that somebody has open for writing is not executed: a forgotten close (ETXTBSY). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void run(const char *when)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        execl("./run.sh", "run.sh", (char *)NULL);
        printf("%s: %s\n", when, strerror(errno));
        fflush(stdout);
        _exit(1);
    }
    int status;
    waitpid(child, &status, 0);
    printf("%s: status %d\n", when, WEXITSTATUS(status));
}

int main(void)
{
    int fd = open("run.sh", O_CREAT | O_WRONLY | O_TRUNC, 0755), other;
    write(fd, "#!/bin/sh\necho ran\n", 19);
    run("open for writing");
    other = dup(fd);
    close(fd);
    run("a duplicate");
    close(other);
    run("closed");
    fd = open("run.sh", O_RDONLY);
    run("open for reading");
    other = open("run.sh", O_RDWR);
    run("open for both");
    close(other);
    close(fd);
    unlink("run.sh");
    return 0;
}
