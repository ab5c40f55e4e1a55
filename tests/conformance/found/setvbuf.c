// setvbuf without a buffer before the first output, then a formatted print.
#include <stdio.h>

int main(void)
{
    int r = setvbuf(stdout, NULL, _IOFBF, 1 << 16);
    printf("full %d\n", r);
    FILE *f = fopen("x", "w+");
    printf("full %d\n", setvbuf(f, NULL, _IOFBF, 100));
    fprintf(f, "%.*s|", 3, "abcdef");
    fseek(f, 0, SEEK_SET);
    printf("%c", getc(f));
    printf("%c\n", getc(f));
    fclose(f);
    return 0;
}
