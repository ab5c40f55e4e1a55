/* says: end what popen() began with pclose() */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    char line[100];
    FILE *f = popen("echo hi", "r");
    fgets(line, sizeof line, f);
    printf("%s", line);
    sleep(1);
    return 0;
}
