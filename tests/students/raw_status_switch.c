/* says: 'status' is 768 here, and raw_status_switch.c:11 tells it apart by numbers, but the child has ended with 3 | [raw-status] */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    int status;
    if (fork() == 0) exit(3);
    wait(&status);
    switch (status) {
    case 0: puts("fine"); break;
    case 3: puts("three"); break;
    default: puts("something else");
    }
    return 0;
}
