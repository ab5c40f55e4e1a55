// A linked list in shared memory, with offsets instead of pointers: two attachments at different addresses see it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

struct node {
    int next;
    char name[20];
};

struct area {
    int first, used;
    struct node node[50];
};

static void add(struct area *a, const char *name)
{
    int *link = &a->first;
    while (*link >= 0 && strcmp(a->node[*link].name, name) < 0)
        link = &a->node[*link].next;
    struct node *n = &a->node[a->used];
    snprintf(n->name, sizeof n->name, "%s", name);
    n->next = *link;
    *link = a->used++;
}

static void show(const char *who, const struct area *a)
{
    printf("%s:", who);
    for (int n = a->first; n >= 0; n = a->node[n].next)
        printf(" %s", a->node[n].name);
    printf("\n");
}

int main(void)
{
    struct shmid_ds ds;
    int id = shmget(IPC_PRIVATE, sizeof(struct area), IPC_CREAT | 0600);
    struct area *one = shmat(id, NULL, 0), *two = shmat(id, NULL, SHM_RDONLY);
    one->first = -1;
    add(one, "pear");
    add(one, "apple");
    if (fork() == 0) {
        add(one, "melon");
        add(one, "zebra");
        _exit(0);
    }
    wait(NULL);
    add(one, "banana");
    show("first", one);
    show("second", two);
    shmctl(id, IPC_STAT, &ds);
    printf("different addresses %d, attached %d, bytes %d\n", one != two, (int)ds.shm_nattch, (int)ds.shm_segsz);
    shmctl(id, IPC_RMID, NULL);
    shmdt(two);
    shmctl(id, IPC_STAT, &ds);
    printf("marked: mode %o, attached %d\n", ds.shm_perm.mode, (int)ds.shm_nattch);
    show("still", one);
    shmdt(one);
    printf("gone: %d\n", shmctl(id, IPC_STAT, &ds));
    return 0;
}
