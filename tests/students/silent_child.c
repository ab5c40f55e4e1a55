/* says: pid 3 has ended without writing | those that had it too have ended without writing */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    int p[2];
    char buf[20];
    pipe(p);
    if (fork() == 0) {
        printf("child has nothing to say\n");
        exit(0);
    }
    read(p[0], buf, sizeof buf);
    printf("parent: %s\n", buf);
    wait(NULL);
    return 0;
}
