// The text of every error number.
#include <errno.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    for (int i = 0; i <= 134; i++)
        printf("%d %s\n", i, strerror(i));
    printf("%s\n", strerror(-1));
    printf("%s\n", strerror(99999));
    char buf[100];
    printf("%d ", strerror_r(ENOENT, buf, sizeof buf) == 0 || 1);
    errno = EACCES;
    printf("%m\n");
    errno = 5;
    int saved = errno;
    printf("%d\n", saved);
    return 0;
}
