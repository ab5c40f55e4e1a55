#include <unistd.h>
#include <stdio.h>
int main(void)
{
    int p[2];
    pipe(p);
    for (int n = 0; n < 6; n++) {
        write(p[1], "x", 1);
    }
    puts("done");
    return 0;
}
