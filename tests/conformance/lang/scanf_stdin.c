// conformance: stdin=3\n10 20 30\nAda 36 1.65\nBob 41 1.80\n  rest of  the line\nx
// scanf from standard input, mixed with getchar and fgets.
#include <stdio.h>
#include <string.h>

int main(void)
{
    int n, v, sum = 0, age;
    char name[20], line[100];
    double height;

    if (scanf("%d", &n) != 1)
        return 1;
    for (int i = 0; i < n; i++) {
        if (scanf("%d", &v) != 1)
            return 2;
        sum += v;
    }
    printf("%d numbers, sum %d\n", n, sum);
    for (int i = 0; i < 2; i++)
        printf("%d ", scanf("%19s %d %lf", name, &age, &height)), printf("%s %d %.2f\n", name, age, height);
    int c = getchar();
    printf("%d\n", c);
    printf("%s", fgets(line, sizeof line, stdin));
    printf("%d", ungetc('u', stdin));
    printf(" %c", getchar());
    printf(" %c\n", getchar());
    printf("%d", getchar());
    printf(" %d\n", feof(stdin) != 0);
    printf("%d\n", scanf("%d", &v));
    printf("%d %d\n", fgets(line, sizeof line, stdin) == NULL, ferror(stdin));
    return 0;
}
