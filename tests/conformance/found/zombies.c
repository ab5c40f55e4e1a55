/* A dead process keeps its nice value until it is waited for, and is no reason to wait for stops. */
#define _GNU_SOURCE
#include <stdio.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
int main(void) {
 siginfo_t i; int s, p = fork();
 if (!p) { setpriority(PRIO_PROCESS, 0, 4); _exit(3); }
 waitid(P_PID, p, &i, WEXITED | WNOWAIT);
 printf("%d\n", getpriority(PRIO_PROCESS, p));
 printf("%d\n", setpriority(PRIO_PROCESS, p, 7));
 printf("%d\n", setpriority(PRIO_PROCESS, p, 5)); printf("%d\n", errno);
 printf("%d\n", getpriority(PRIO_PROCESS, p));
 errno = 0; printf("%d %s\n", waitid(P_PID, p, &i, WSTOPPED), strerror(errno));
 errno = 0; printf("%d %s\n", waitid(P_ALL, p, &i, WCONTINUED | WNOHANG), strerror(errno));
 errno = 0; printf("%d %s\n", waitpid(p, &s, 0) == p, strerror(errno));
 errno = 0; printf("%d ", getpriority(PRIO_PROCESS, p)); printf("%s\n", strerror(errno));
 p = fork();
 if (!p) { usleep(20000); _exit(3); }
 errno = 0; printf("%d %s\n", waitid(P_ALL, 0, &i, WSTOPPED), strerror(errno));
 errno = 0; printf("%d %s\n", waitpid(-1, &s, 0) == p, strerror(errno));
 return 0;
}
