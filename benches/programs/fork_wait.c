/* fork, _exit in the child, waitpid in the parent: n times; the second argument is how many MiB the parent has touched. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long n = atol(argv[1]);
    long mib = argc > 2 ? atol(argv[2]) : 0;
    if (mib > 0) {
        char *p = malloc(mib << 20);
        for (long i = 0; i < mib << 20; i += 4096)
            p[i] = 1;
    }
    for (long i = 0; i < n; i++) {
        pid_t pid = fork();
        if (pid == 0)
            _exit(0);
        if (pid < 0 || waitpid(pid, NULL, 0) != pid)
            return 1;
    }
    return 0;
}
