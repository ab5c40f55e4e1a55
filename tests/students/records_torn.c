/* says: the next one began in the middle of that record */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>
struct rec { int id; char pad[5996]; };
int main(void){
  int p[2]; pipe(p);
  if(fork()==0){ close(p[0]); struct rec r; memset(&r,0,sizeof r); for(int i=1;i<=20;i++){ r.id=i; write(p[1],&r,sizeof r);} return 0; }
  close(p[1]); struct rec r; int n=0; long ids=0;
  while(read(p[0],&r,sizeof r)>0){
    n++;
    ids+=r.id;
  }
  printf("%d records, ids sum %ld (want 20, 210)\n",n,ids);
  wait(NULL); return 0; }
