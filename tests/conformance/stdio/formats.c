// printf as programs use it, flushing to a closed descriptor, perror: STDIO-08 to STDIO-11.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    printf("STDIO-08 %%p%%d=%d|%5d|%-5d|%05d|%x|%X|%o|%u|%c|%s|%.2s|%ld|%p|%%\n", 97, 42, 42, 42, 255, 255, 8, 7u, 'z',
           "str", "truncated", 123456789012L, (void *)NULL);
    printf("STDIO-08 %+d|% d|%#x|%#o|%*d|%.*s|%hhd|%zu|%lld|%c%c\n", 5, 5, 255, 8, 6, 1, 3, "abcdef", 300, sizeof(int),
           -1LL, 'o', 'k');
    printf("STDIO-08 %f|%.2f|%e|%g|%8.3f|%-8.1f|\n", 3.14159265, 2.5, 12345.678, 0.0001, 2.71828, 1.25);
    char *volatile none = NULL;
    printf("STDIO-09 [%s] [%.3s] [%10s]\n", none, none, none);

    int n = printf("STDIO-08 printf returns its length:");
    printf(" %d\n", n);
    char buf[8];
    n = snprintf(buf, sizeof buf, "%s", "longer than this");
    printf("STDIO-08 snprintf into 8: %d, %s\n", n, buf);

    FILE *f = fdopen(dup(1), "w");
    fprintf(f, "never seen");
    close(fileno(f));
    errno = 0;
    n = fflush(f);
    printf("STDIO-10 fflush to a closed descriptor: %d %s, ferror %d\n", n, strerror(errno), !!ferror(f));

    unlink("err.txt");
    fflush(stderr);
    int keep = dup(2);
    int fd = open("err.txt", O_RDWR | O_CREAT, 0600);
    dup2(fd, 2);
    errno = ENOENT;
    perror("opening");
    errno = EPIPE;
    perror(NULL);
    errno = 0;
    perror("");
    errno = 9999;
    perror("odd");
    dup2(keep, 2);
    char text[200];
    n = pread(fd, text, sizeof text, 0);
    for (int i = 0; i < n; i++)
        if (text[i] == '\n')
            text[i] = '/';
    printf("STDIO-11 perror wrote: %.*s\n", n, text);
    unlink("err.txt");
    return 0;
}
