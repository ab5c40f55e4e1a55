/* says: is stopped by SIGSTOP | kill(3, SIGCONT) */
#include <signal.h>
#include <unistd.h>
#include <sys/wait.h>
int main(void){ pid_t p=fork(); if(p==0){ raise(SIGSTOP); _exit(0);} waitpid(p,0,0); return 0; }
