/* says: only when pid 3 (/bin/sleep) ended | FD_CLOEXEC */
#include <stdio.h>
#include <unistd.h>
#include <sys/wait.h>
int main(void){
  int p[2];
  pipe(p);
  if(fork()==0){            /* helper inherits p[1] over exec */
    close(p[0]);
    execl("/bin/sleep","sleep","50",NULL);
    _exit(1);
  }
  if(fork()==0){
    close(p[1]);
    char c; int n=0;
    while(read(p[0],&c,1)>0) n++;
    printf("reader: %d bytes\n",n);
    return 0;
  }
  close(p[0]);
  write(p[1],"x",1);
  close(p[1]);
  while(wait(0)>0);
  return 0;
}
