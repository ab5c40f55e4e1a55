/* says: pid 2 waits for SIGUSR1, but pid 3 sent it SIGUSR2 */
#include <unistd.h>
#include <signal.h>
#include <sys/wait.h>
int main(void){ sigset_t s; sigemptyset(&s); sigaddset(&s,SIGUSR1); sigprocmask(SIG_BLOCK,&s,0); if(fork()==0){ kill(getppid(),SIGUSR2); _exit(0);} signal(SIGUSR2,SIG_IGN); int g; sigwait(&s,&g); return 0; }
