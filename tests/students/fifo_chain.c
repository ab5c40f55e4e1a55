/* says: pid 3 opens it so, once its own wait is over | pid 4 opens it so, once | let another process open the FIFO fa for writing | not: circle */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    mkfifo("fa", 0600); mkfifo("fb", 0600); mkfifo("fc", 0600);
    if (fork() == 0) { int i = open("fa", O_RDONLY); int o = open("fb", O_WRONLY); (void)i; (void)o; exit(0); }
    if (fork() == 0) { int i = open("fb", O_RDONLY); int o = open("fc", O_WRONLY); (void)i; (void)o; exit(0); }
    if (fork() == 0) { int i = open("fc", O_RDONLY); int o = open("nosuch", O_WRONLY); (void)i; (void)o; exit(0); }
    while (wait(NULL) > 0) ;
    return 0;
}
