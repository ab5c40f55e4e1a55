// Words counted by mappers and reducers over pipes.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
#include <unistd.h>
#include <sys/wait.h>
static const char *docs[] = {"the quick brown fox", "the lazy dog and the fox", "a dog is a dog",
                             "quick quick slow"};
#define ND (sizeof docs / sizeof *docs)
#define NR 2
struct kv {
    char key[16];
    int n;
};
static unsigned hash(const char *s)
{
    unsigned h = 5381;
    while (*s)
        h = h * 33 ^ (unsigned char)*s++;
    return h;
}
static int bykey(const void *a, const void *b)
{
    return strcmp(((const struct kv *)a)->key, ((const struct kv *)b)->key);
}
int main(void)
{
    int rp[NR][2], out[2];
    size_t i;
    int r;
    for (r = 0; r < NR; r++)
        if (pipe(rp[r])) {
            perror("pipe");
            return 1;
        }
    pipe(out);
    for (i = 0; i < ND; i++)
        if (fork() == 0) {
            char *s = strdup(docs[i]);
            for (char *w = strtok(s, " "); w; w = strtok(NULL, " ")) {
                struct kv kv = {"", 1};
                strncpy(kv.key, w, sizeof kv.key - 1);
                write(rp[hash(w) % NR][1], &kv, sizeof kv);
            }
            free(s);
            _exit(0);
        }
    for (r = 0; r < NR; r++)
        if (fork() == 0) {
            struct kv tab[64], kv;
            int n = 0, j;
            for (j = 0; j < NR; j++)
                close(rp[j][1]);
            while (read(rp[r][0], &kv, sizeof kv) == sizeof kv) {
                for (j = 0; j < n && strcmp(tab[j].key, kv.key); j++)
                    ;
                if (j == n)
                    tab[n++] = kv;
                else
                    tab[j].n += kv.n;
            }
            for (j = 0; j < n; j++)
                write(out[1], &tab[j], sizeof *tab);
            _exit(n);
        }
    for (r = 0; r < NR; r++)
        close(rp[r][0]), close(rp[r][1]);
    close(out[1]);
    struct kv all[64];
    int n = 0;
    while (read(out[0], &all[n], sizeof *all) > 0)
        n++;
    while (wait(NULL) > 0)
        ;
    qsort(all, n, sizeof *all, bykey);
    for (int k = 0; k < n; k++)
        printf("%s\t%d\n", all[k].key, all[k].n);
    return 0;
}
