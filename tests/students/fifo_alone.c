/* says: let another process open the FIFO solo for reading */
#include <stdio.h>
#include <fcntl.h>
#include <unistd.h>
#include <sys/stat.h>
int main(void){ mkfifo("solo",0600); int f=open("solo",O_WRONLY); write(f,"x",1); return 0; }
