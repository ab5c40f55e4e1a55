/* word counter: N workers each read lines from own pipe; siblings inherit earlier write ends */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

#define WORKERS 3

struct worker {
    pid_t pid;
    int to;
    int id;
};

static int count_words(int fd)
{
    char c;
    int words = 0, in_word = 0;
    while (read(fd, &c, 1) == 1) {
        if (c == ' ' || c == '\n') {
            in_word = 0;
        } else if (!in_word) {
            in_word = 1;
            words++;
        }
    }
    return words;
}

static void start(struct worker *w, int id)
{
    int p[2];
    if (pipe(p) == -1) {
        perror("pipe");
        exit(1);
    }
    w->id = id;
    w->pid = fork();
    if (w->pid == -1) {
        perror("fork");
        exit(1);
    }
    if (w->pid == 0) {
        close(p[1]);
        int n = count_words(p[0]);
        printf("worker %d: %d words\n", id, n);
        fflush(stdout);
        _exit(0);
    }
    close(p[0]);
    w->to = p[1];
}

int main(void)
{
    const char *lines[] = { "the quick brown fox\n", "jumps over\n", "the lazy dog\n",
                            "and runs away\n", "into\n", "the dark wood\n" };
    struct worker ws[WORKERS];
    for (int i = 0; i < WORKERS; i++)
        start(&ws[i], i);
    for (int i = 0; i < 6; i++)
        if (write(ws[i % WORKERS].to, lines[i], strlen(lines[i])) < 0)
            perror("write");
    for (int i = 0; i < WORKERS; i++) {
        int st;
        close(ws[i].to);
        if (waitpid(ws[i].pid, &st, 0) == -1)
            perror("waitpid");
    }
    printf("all done\n");
    return 0;
}
