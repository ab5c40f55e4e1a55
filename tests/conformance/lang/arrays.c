// Arrays of one to three dimensions, pointers to arrays.
#include <stdio.h>
#include <string.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))

static int global[3][4] = {{1, 2}, {5}, {9, 10, 11, 12}};
static char names[][8] = {"zero", "one", "two", "three"};
static const char *words[] = {"alpha", "beta", "gamma", NULL};

static int total(int rows, int m[][4])
{
    int t = 0;
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < 4; j++)
            t += m[i][j];
    return t;
}

static int size_in_function(int a[100])
{
    return sizeof a;
}

static void row(int (*r)[4])
{
    for (int j = 0; j < 4; j++)
        printf(" %d", (*r)[j]);
}

int main(void)
{
    int a[5] = {1, 2, 3}, b[] = {9, 8, 7, 6}, cube[2][3][4];
    printf("%zu %zu %zu %zu\n", sizeof a, N(b), sizeof global, N(names));
    printf("%d %d %d\n", a[2], a[3], a[4]);
    printf("%zu %zu %zu\n", sizeof global[0], sizeof *global, sizeof names[1]);
    printf("%d %d\n", total(3, global), total(1, global + 2));
    printf("%d\n", size_in_function(a));
    for (int i = 0; i < 3; i++)
        row(&global[i]);
    printf("\n");
    int (*p)[4] = global;
    printf("%d %d %d\n", (*p)[1], p[2][3], *(*(p + 1)));
    p++;
    printf("%d %ld\n", **p, (long)((char *)p - (char *)global));
    int *flat = &global[0][0];
    for (int i = 0; i < 12; i++)
        printf("%d ", flat[i]);
    printf("\n");
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 3; j++)
            for (int k = 0; k < 4; k++)
                cube[i][j][k] = i * 100 + j * 10 + k;
    printf("%d %d %zu %zu\n", cube[1][2][3], *(*(*(cube + 1) + 1) + 2), sizeof cube, sizeof cube[0]);
    for (int i = 0; i < (int)N(names); i++)
        printf("%s/%zu ", names[i], strlen(names[i]));
    printf("\n");
    strcpy(names[1], "changed");
    printf("%s %s %ld\n", names[1], names[2], (long)(names[2] - names[0]));
    for (const char **w = words; *w; w++)
        printf("%s %c, ", *w, (*w)[1]);
    printf("\n");
    const char **w = words;
    printf("%s %s %c\n", *++w, *w + 1, **w);
    char text[] = "modifiable", copy[20] = "padded";
    text[0] = 'M';
    printf("%s %zu, %s %zu %d\n", text, sizeof text, copy, sizeof copy, copy[10]);
    char exact[3] = "abc";
    printf("%.3s\n", exact);
    int i = 2;
    printf("%d %d %d\n", b[i], i[b], *(b + i));
    printf("%d %d\n", &b[3] - b, &b[1] < &b[2]);
    int *end = b + N(b), sum = 0;
    for (int *q = b; q != end; q++)
        sum += *q;
    printf("%d\n", sum);
    int (*ap)[4] = &b;
    printf("%d %zu %d\n", (*ap)[0], sizeof *ap, ap[0][3]);
    return 0;
}
