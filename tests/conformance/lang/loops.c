// Loops, break, continue, goto.
#include <stdio.h>

int main(void)
{
    int i, j, n = 0;

    for (i = 0; i < 3; i++)
        for (j = 0; j < 3; j++) {
            if (i == j)
                continue;
            if (i + j == 3)
                break;
            n = n * 10 + i + j;
        }
    printf("%d, i %d, j %d\n", n, i, j);

    i = 10;
    while (i) {
        i -= 3;
        if (i < 0)
            break;
    }
    printf("%d\n", i);
    i = 0;
    do
        i += 2;
    while (i < 7);
    printf("%d\n", i);
    do {
        i--;
        if (i == 5)
            continue;
        if (i < 3)
            break;
    } while (i != 5);
    printf("%d\n", i);
    for (;;) {
        if (++i > 20)
            goto done;
        for (j = 0;; j++)
            if (j * j > i)
                break;
    }
done:
    printf("%d %d\n", i, j);

    /* Backwards and into a block. */
    n = 0;
again:
    n++;
    if (n < 5)
        goto again;
    goto inside;
    {
        n = 100;
    inside:
        n += 1;
    }
    printf("%d\n", n);

    for (int i = 0; i < 2; i++) {
        int i = 7;
        printf("%d ", i++);
    }
    printf("%d\n", i);
    char *s;
    for (s = "hello"; *s && *s != 'l'; s++)
        ;
    printf("%s\n", s);
    for (unsigned u = 3; u-- > 0;)
        printf("%u ", u);
    for (char c = 'a'; c <= 'e'; c += 2)
        printf("%c ", c);
    for (double d = 0; d < 1; d += 0.3)
        printf("%.1f ", d);
    printf("\n");
    int total = 0, count = 0;
    for (i = 1; i < 1000000; i = i % 2 ? i * 3 + 1 : i / 2) {
        if (count++ > 20)
            break;
        total += i;
    }
    printf("%d %d\n", total, count);
    for (i = 27, n = 0; i != 1; n++)
        i = i & 1 ? 3 * i + 1 : i >> 1;
    printf("Collatz 27: %d\n", n);
    while (i < 3) {
    next:
        switch (i++) {
        case 1:
            printf("one ");
            goto next;
        case 2:
            printf("two ");
            continue;
        default:
            printf("more ");
        }
    }
    printf("%d\n", i);
    return 0;
}
