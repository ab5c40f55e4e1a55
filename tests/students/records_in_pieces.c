/* says: read() read only 3000 of 10000 bytes here | out of step */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/wait.h>
struct rec { int id; char body[9996]; };
int main(void){
  int s[2]; socketpair(AF_UNIX,SOCK_STREAM,0,s);
  if(fork()==0){ close(s[0]); struct rec r; memset(&r,0,sizeof r);
    for(int i=0;i<10;i++){ r.id=i; write(s[1],&r,3000); usleep(100); write(s[1],(char*)&r+3000,sizeof r-3000);} _exit(0); }
  close(s[1]); struct rec r; int sum=0,n=0;
  while(read(s[0],&r,sizeof r)>0){ sum+=r.id; n++; }
  printf("%d records sum %d\n",n,sum); wait(NULL); return 0; }
