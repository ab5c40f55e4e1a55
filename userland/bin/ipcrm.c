/* ipcrm - removes System V IPC objects. ipcrm(1): -q -m -s ID, -Q -M -S KEY, and the old form: ipcrm msg|shm|sem ID... */
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include "util.h"

static int remove_id(int kind, int id)
{
    return kind == 'q' ? msgctl(id, IPC_RMID, NULL) : kind == 'm' ? shmctl(id, IPC_RMID, NULL) : semctl(id, 0, IPC_RMID);
}

static void drop(int kind, const char *text, int by_key)
{
    char *end;
    long n = strtoul(text, &end, by_key ? 0 : 10);
    int id = n;
    if (!*text || *end) {
        complain("failed to parse argument: %s", quote_always(text));
        return;
    }
    if (by_key) {
        if (n == IPC_PRIVATE) {
            complain("illegal key (%s)", text);
            return;
        }
        id = kind == 'q' ? msgget(n, 0) : kind == 'm' ? shmget(n, 0, 0) : semget(n, 0, 0);
        if (id < 0) {
            if (errno == ENOENT)
                complain("invalid key (%s)", text);
            else
                complain_errno("key failed");
            return;
        }
    }
    if (remove_id(kind, id) < 0) {
        if (errno == EINVAL || errno == EIDRM)
            complain(by_key ? "invalid key (%s)" : "invalid id (%s)", text);
        else if (errno == EPERM || errno == EACCES)
            complain(by_key ? "permission denied for key (%s)" : "permission denied for id (%s)", text);
        else
            complain_errno("remove id failed");
    }
}

int main(int argc, char **argv)
{
    int c, any = 0;
    if (argc > 2 && *argv[1] != '-') {
        int kind = !strcmp(argv[1], "msg") ? 'q' : !strcmp(argv[1], "shm") ? 'm' : !strcmp(argv[1], "sem") ? 's' : 0;
        progname = argv[0];
        if (!kind)
            die(1, "unknown argument: %s", argv[1]);
        for (argv += 2; *argv; argv++)
            drop(kind, *argv, 0);
        return status;
    }
    while ((c = nextopt(argc, argv, "q:m:s:Q:M:S:", "queue-id=q shmem-id=m semaphore-id=s queue-key=Q shmem-key=M semaphore-key=S",
                        "[options]\n ipcrm shm|msg|sem <id>...\nRemove certain IPC resources.\n"))) {
        any = 1;
        drop(c | 32, optval, c < 'a');
    }
    if (!any) {
        complain("bad usage");
        try_help();
    }
    return status;
}
