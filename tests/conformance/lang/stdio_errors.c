// Errors of stdio: reading a directory, closed descriptors, end of file that stays, a stdout that is closed.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    int c, r;
    FILE *f = fopen("/tmp", "r");
    errno = 0;
    c = f ? fgetc(f) : -2;
    printf("reading a directory: %d %s, ferror %d feof %d\n", c, strerror(errno), f && ferror(f) != 0, f && feof(f) != 0);
    f = fopen("/tmp", "w");
    printf("writing one: %d %s\n", f != NULL, strerror(errno));
    f = fopen("/dev/null", "r");
    c = fgetc(f);
    printf("/dev/null: %d feof %d ferror %d\n", c, feof(f) != 0, ferror(f) != 0);
    r = fclose(f);
    f = fopen("/dev/zero", "r");
    c = fgetc(f);
    printf("/dev/zero: %d\n", c);
    fclose(f);
    f = fopen("e.txt", "w+");
    close(fileno(f));
    r = fputs("text", f);
    printf("fputs into the buffer: %d", r >= 0);
    errno = 0;
    r = fclose(f);
    printf(", fclose: %d %s\n", r, strerror(errno));
    f = fdopen(99, "r");
    printf("fdopen of a closed one: %d %s\n", f != NULL, strerror(errno));
    int fd = open("e.txt", O_RDONLY);
    f = fdopen(fd, "w");
    printf("fdopen for writing of a read-only one: %d %s\n", f != NULL, strerror(errno));

    int p[2];
    pipe(p);
    write(p[1], "ab", 2);
    close(p[1]);
    f = fdopen(p[0], "r");
    printf("%c", fgetc(f));
    printf("%c", fgetc(f));
    printf(" %d", fgetc(f));
    printf(" %d\n", feof(f) != 0);
    clearerr(f);
    printf("feof after clearerr %d", feof(f) != 0);
    printf(", fgetc %d\n", fgetc(f));
    errno = 0;
    r = fseek(f, 0, SEEK_SET);
    printf("fseek on a pipe: %d %s\n", r, strerror(errno));
    printf("ftell on a pipe: %ld\n", ftell(f));
    unlink("e.txt");
    printf("printf to a closed stdout: ");
    fflush(stdout);
    int keep = dup(1);
    close(1);
    r = printf("lost");
    int r2 = fflush(stdout), e = errno;
    dup2(keep, 1);
    clearerr(stdout);
    printf("printf %d, fflush %d %s\n", r, r2, strerror(e));
    return 0;
}
