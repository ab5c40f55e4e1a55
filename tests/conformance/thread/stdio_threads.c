// Streams are locked: lines of several threads do not mix; flockfile keeps several calls together; malloc in threads.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *f;

static void *lines(void *arg)
{
    int n = *(int *)arg, i;
    for (i = 0; i < 100; i++) {
        fprintf(f, "%c%c%c%c %d\n", 'a' + n, 'a' + n, 'a' + n, 'a' + n, i);
        flockfile(f);
        fputs("two ", f);
        putc_unlocked('0' + n, f);
        fputs(" calls\n", f);
        funlockfile(f);
        char *p = malloc(10 + i * n % 700);
        memset(p, n, 10);
        p = realloc(p, 20 + i);
        free(p);
    }
    return NULL;
}

int main(void)
{
    pthread_t t[4];
    int ids[] = { 0, 1, 2, 3 }, i, bad = 0, count[4] = { 0 }, pairs = 0;
    char line[100];
    f = tmpfile();
    for (i = 0; i < 4; i++)
        pthread_create(&t[i], NULL, lines, &ids[i]);
    for (i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    rewind(f);
    while (fgets(line, sizeof line, f)) {
        if (!strncmp(line, "two ", 4)) {
            pairs += strlen(line) == 12;
            continue;
        }
        int c = line[0];
        if (c < 'a' || c > 'd' || line[1] != c || line[2] != c || line[3] != c || atoi(line + 5) != count[c - 'a']++)
            bad++;
    }
    printf("bad %d pairs %d counts %d %d %d %d\n", bad, pairs, count[0], count[1], count[2], count[3]);
    printf("ftrylockfile %d\n", ftrylockfile(stdout));
    funlockfile(stdout);
    return 0;
}
