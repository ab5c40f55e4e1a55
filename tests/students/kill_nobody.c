/* says: kill() failed here: ESRCH */
#include <stdio.h>
#include <signal.h>
#include <unistd.h>
int main(void){
  kill(999,SIGTERM);
  printf("killed it\n");
  return 0; }
