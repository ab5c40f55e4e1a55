/* says: msgsnd() failed here: EINVAL | msgrcv() failed here: ENOMSG */
#include <stdio.h>
#include <string.h>
#include <sys/msg.h>
#include <unistd.h>
struct m{long t; char b[8];};
int main(void){ int q=msgget(IPC_PRIVATE,0600|IPC_CREAT); struct m m={0,"hi"}; msgsnd(q,&m,sizeof m,0); struct m r; msgrcv(q,&r,sizeof r,0,IPC_NOWAIT); printf("%s\n",r.b); msgctl(q,IPC_RMID,0); return 0; }
