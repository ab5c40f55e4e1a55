/* says: fork() failed here: EAGAIN | its result was only compared with 0 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/resource.h>
#include <sys/wait.h>
int main(void){
  struct rlimit r={3,3}; setrlimit(RLIMIT_NPROC,&r);
  for(int i=0;i<6;i++){
    pid_t p=fork();
    if(p==0){ sleep(1); printf("worker %d\n",i); exit(0); }
  }
  while(wait(NULL)>0);
  printf("all 6 done\n");
  return 0; }
