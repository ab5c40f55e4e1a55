#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    printf("HOME=%s GREETING=%s\n", getenv("HOME"), getenv("GREETING"));
    return system("pwd; ls -l; ./worker one; worker two; cat notes.txt");
}
