// The tables of System V objects in /proc/sysvipc.
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

/* The line of a table whose second column is this id; columns of pids and times become x. */
static void row(const char *path, int id, const char *hide)
{
    char line[500];
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f)) {
        int key, have, column = 0;
        if (sscanf(line, "%d %d", &key, &have) != 2 || have != id)
            continue;
        printf("%s:", path);
        char *at, *save = NULL;
        for (at = strtok_r(line, " \n", &save); at; at = strtok_r(NULL, " \n", &save), column++)
            printf(" %s", strchr(hide, 'a' + column) ? "x" : at);
        printf("\n");
        fclose(f);
        return;
    }
    if (f)
        fclose(f);
    printf("%s: no such id\n", path);
}

static void heading(const char *path)
{
    char line[500] = "";
    FILE *f = fopen(path, "r");
    fgets(line, sizeof line, f);
    fputs(line, stdout);
    fclose(f);
}

int main(void)
{
    int q = msgget(IPC_PRIVATE, 0640), s = semget(IPC_PRIVATE, 3, 0600), m = shmget(IPC_PRIVATE, 5000, 0644);
    struct { long type; char text[10]; } message = {1, "hello"};
    msgsnd(q, &message, 6, 0);
    char *at = shmat(m, NULL, 0);
    at[0] = 1;
    heading("/proc/sysvipc/msg");
    heading("/proc/sysvipc/sem");
    heading("/proc/sysvipc/shm");
    row("/proc/sysvipc/msg", q, "bfhijklmn");
    row("/proc/sysvipc/sem", s, "befghij");
    row("/proc/sysvipc/shm", m, "befhijklmn");
    shmdt(at);
    row("/proc/sysvipc/shm", m, "befhijklmn");
    shmctl(m, IPC_RMID, NULL);
    msgctl(q, IPC_RMID, NULL);
    semctl(s, 0, IPC_RMID);
    row("/proc/sysvipc/msg", q, "");
    return 0;
}
