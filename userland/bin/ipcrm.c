/* ipcrm - removes System V IPC objects. ipcrm(1): -q -m -s ID, -Q -M -S KEY, -a, and the old form: ipcrm msg|shm|sem ID... */
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

/* -a: all that may be removed, of one kind or of each. */
static void drop_all(const char *kinds)
{
    static const char *const tables[] = {"/proc/sysvipc/shm", "/proc/sysvipc/msg", "/proc/sysvipc/sem"};
    int k;
    if (kinds && strcmp(kinds, "shm") && strcmp(kinds, "msg") && strcmp(kinds, "sem"))
        die(1, "unknown argument: %s", kinds);
    for (k = 0; k < 3; k++) {
        char *line = NULL, id[16];
        size_t cap = 0;
        FILE *f = kinds && strcmp(kinds, tables[k] + 14) ? NULL : fopen(tables[k], "r");
        while (f && read_line(f, &line, &cap) >= 0)
            if (sscanf(line, "%*d %15[0-9]", id) == 1)
                drop(tables[k][15] == 'h' ? 'm' : tables[k][14] == 'm' ? 'q' : 's', id, 0);
        if (f)
            fclose(f);
        free(line);
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
    while ((c = nextopt(argc, argv, "q:m:s:Q:M:S:a", "all=a queue-id=q shmem-id=m semaphore-id=s queue-key=Q shmem-key=M semaphore-key=S",
                        "[options]\n ipcrm shm|msg|sem <id>...\nRemove certain IPC resources.\n"))) {
        any = 1;
        if (c == 'a') {
            drop_all(argv[argc - 1][0] != '-' ? argv[argc - 1] : NULL);
            return status;
        }
        drop(c | 32, optval, c < 'a');
    }
    if (!any) {
        complain("bad usage");
        try_help();
    }
    return status;
}
