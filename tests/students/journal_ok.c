#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static FILE *journal;
static void worker(int n) { fprintf(journal, "worker %d\n", n); exit(0); }
int main(void) {
    journal = fopen("journal.txt", "w");
    if (!journal) return 1;
    fprintf(journal, "start\n");
    fflush(journal);
    for (int i = 0; i < 3; i++) if (fork() == 0) worker(i);
    while (wait(NULL) > 0) ;
    fprintf(journal, "stop\n");
    fclose(journal);
    execlp("cat", "cat", "journal.txt", (char *)NULL);
    return 1;
}
