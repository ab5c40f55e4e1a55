/* says: close fd 4 in pid 4 after the fork at pipeline.c:22 | also fd 4 in pid 5, which never wrote there | close fd 6 in pid 5 */
/* three-process pipeline: gen | upper | count, ends in a struct array */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
struct channel { int in, out; };
static struct channel link_[2];
static void gen(void) { const char *t = "a\nb\nc\n"; write(link_[0].out, t, strlen(t)); }
static void upper(void) {
    char c;
    while (read(link_[0].in, &c, 1) == 1) { c = toupper((unsigned char)c); write(link_[1].out, &c, 1); }
}
static void count(void) {
    char c; int n = 0;
    while (read(link_[1].in, &c, 1) == 1) n += c == '\n';
    printf("%d lines\n", n);
}
static void spawn(void (*stage)(void)) {
    pid_t p = fork();
    if (p < 0) { perror("fork"); exit(1); }
    if (p == 0) { stage(); exit(0); }
}
int main(void) {
    for (int i = 0; i < 2; i++) {
        int p[2];
        if (pipe(p) < 0) { perror("pipe"); return 1; }
        link_[i].in = p[0]; link_[i].out = p[1];
    }
    spawn(gen); spawn(upper); spawn(count);
    for (int i = 0; i < 2; i++) { close(link_[i].in); close(link_[i].out); }
    while (wait(NULL) > 0) ;
    return 0;
}
