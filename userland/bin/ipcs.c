/* ipcs - System V IPC objects, from /proc/sysvipc. ipcs(1): -q -m -s -a, -l, -p, -t, -u, -i ID. Layout of util-linux. */
#include <grp.h>
#include <pwd.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <time.h>
#include "procs.h"
#include "util.h"

enum { Q = 1, M = 2, S = 4 };
enum { PLAIN, LIMITS, CREATORS, PIDS, TIMES, SUMMARY };

static const char *owner(long uid)
{
    static char number[24];
    struct passwd *pw = getpwuid(uid);
    if (pw)
        return pw->pw_name;
    sprintf(number, "%ld", uid);
    return number;
}

static const char *group(long gid)
{
    static char number[24];
    struct group *gr = getgrgid(gid);
    if (gr)
        return gr->gr_name;
    sprintf(number, "%ld", gid);
    return number;
}

/* The words of a line as numbers; the key is decimal, perms octal. */
static int numbers(const char *line, long *v)
{
    int n = 0;
    char *end;
    while (n < 24) {
        long value = strtol(line, &end, n == 2 ? 8 : 10);
        if (end == line)
            return n;
        v[n++] = value;
        line = end;
    }
    return n;
}

static long setting(const char *path, int which)
{
    char *text = slurp(path, NULL), *at = text;
    long v = 0;
    if (!text)
        return 0;
    do
        v = strtol(at, &at, 10);
    while (which--);
    free(text);
    return v;
}

static void when(long t, int width)
{
    char text[40];
    time_t at = t;
    if (!t) {
        printf(" %-*s", width, "Not set");
        return;
    }
    strftime(text, sizeof text, width == 20 ? "%b %e %H:%M:%S" : "%a %b %e %H:%M:%S %Y", localtime(&at));
    printf(" %-*s", width, text);
}

static void creators(long id, const long *perms, const long *ids)
{
    printf("%-10ld %-10lo", id, *perms);
    printf(" %-10s", owner(ids[2]));
    printf(" %-10s", group(ids[3]));
    printf(" %-10s", owner(ids[0]));
    printf(" %-10s\n", group(ids[1]));
}

static void queues(const char *text, int mode)
{
    const char *line;
    long v[24], n = 0, bytes = 0, messages = 0;
    if (mode == PLAIN)
        printf("------ Message Queues --------\n%-10s %-10s %-10s %-10s %-12s %-12s\n", "key", "msqid", "owner", "perms", "used-bytes", "messages");
    else if (mode == CREATORS)
        printf("------ Message Queues Creators/Owners --------\n%-10s %-10s %-10s %-10s %-10s %-10s\n", "msqid", "perms", "cuid", "cgid", "uid", "gid");
    else if (mode == PIDS)
        printf("------ Message Queues PIDs --------\n%-10s %-10s %-10s %-10s\n", "msqid", "owner", "lspid", "lrpid");
    else if (mode == TIMES)
        printf("------ Message Queues Send/Recv/Change Times --------\n%-8s %-10s %-20s %-20s %-20s\n", "msqid", "owner", "send", "recv", "change");
    for (line = strchr(text, '\n'); line && line[1]; line = strchr(line + 1, '\n')) {
        if (numbers(line, v) < 14)
            continue;
        n++, bytes += v[3], messages += v[4];
        if (mode == PLAIN)
            printf("0x%08lx %-10ld %-10s %-10lo %-12ld %-12ld\n", v[0] & 0xffffffff, v[1], owner(v[7]), v[2], v[3], v[4]);
        else if (mode == CREATORS)
            creators(v[1], &v[2], &v[7]);
        else if (mode == PIDS)
            printf("%-8ld %-10s %6ld %9ld\n", v[1], owner(v[7]), v[5], v[6]);
        else if (mode == TIMES)
            printf("%-8ld %-10s", v[1], owner(v[7])), when(v[11], 20), when(v[12], 20), when(v[13], 20), putchar('\n');
    }
    if (mode == SUMMARY)
        printf("------ Messages Status --------\nallocated queues = %ld\nused headers = %ld\nused space = %ld bytes\n", n, messages, bytes);
    putchar('\n');
}

static void segments(const char *text, int mode)
{
    const char *line;
    long v[24], n = 0, pages = 0, resident = 0;
    if (mode == PLAIN)
        printf("------ Shared Memory Segments --------\n%-10s %-10s %-10s %-10s %-10s %-10s %-12s\n", "key", "shmid", "owner", "perms", "bytes", "nattch", "status");
    else if (mode == CREATORS)
        printf("------ Shared Memory Segment Creators/Owners --------\n%-10s %-10s %-10s %-10s %-10s %-10s\n", "shmid", "perms", "cuid", "cgid", "uid", "gid");
    else if (mode == PIDS)
        printf("------ Shared Memory Creator/Last-op PIDs --------\n%-10s %-10s %-10s %-10s\n", "shmid", "owner", "cpid", "lpid");
    else if (mode == TIMES)
        printf("------ Shared Memory Attach/Detach/Change Times --------\n%-10s %-10s %-20s %-20s %-20s\n", "shmid", "owner", "attached", "detached", "changed");
    for (line = strchr(text, '\n'); line && line[1]; line = strchr(line + 1, '\n')) {
        if (numbers(line, v) < 14)
            continue;
        n++, pages += (v[3] + 4095) / 4096, resident += v[14] / 4096;
        if (mode == PLAIN)
            printf("0x%08lx %-10ld %-10s %-10lo %-10ld %-10ld %-6s %-6s\n", v[0] & 0xffffffff, v[1], owner(v[7]), v[2] & 0777, v[3], v[6],
                   v[2] & 01000 ? "dest" : " ", v[2] & 02000 ? "locked" : " ");
        else if (mode == CREATORS)
            v[2] &= 0777, creators(v[1], &v[2], &v[7]);
        else if (mode == PIDS)
            printf("%-10ld %-10s %-10ld %-10ld\n", v[1], owner(v[7]), v[4], v[5]);
        else if (mode == TIMES)
            printf("%-10ld %-10s", v[1], owner(v[7])), when(v[11], 20), when(v[12], 20), when(v[13], 20), putchar('\n');
    }
    if (mode == SUMMARY)
        printf("------ Shared Memory Status --------\nsegments allocated %ld\npages allocated %ld\npages resident  %ld\npages swapped   0\nSwap performance: 0 attempts\t 0 successes\n", n, pages, resident);
    putchar('\n');
}

static void semaphores(const char *text, int mode)
{
    const char *line;
    long v[24], n = 0, total = 0;
    if (mode == PLAIN)
        printf("------ Semaphore Arrays --------\n%-10s %-10s %-10s %-10s %-10s\n", "key", "semid", "owner", "perms", "nsems");
    else if (mode == CREATORS)
        printf("------ Semaphore Arrays Creators/Owners --------\n%-10s %-10s %-10s %-10s %-10s %-10s\n", "semid", "perms", "cuid", "cgid", "uid", "gid");
    else if (mode == TIMES)
        printf("------ Semaphore Operation/Change Times --------\n%-8s %-10s %-26.24s %-26.24s\n", "semid", "owner", "last-op", "last-changed");
    for (line = strchr(text, '\n'); line && line[1]; line = strchr(line + 1, '\n')) {
        if (numbers(line, v) < 10)
            continue;
        n++, total += v[3];
        if (mode == PLAIN)
            printf("0x%08lx %-10ld %-10s %-10lo %-10ld\n", v[0] & 0xffffffff, v[1], owner(v[4]), v[2], v[3]);
        else if (mode == CREATORS)
            creators(v[1], &v[2], &v[4]);
        else if (mode == TIMES)
            printf("%-8ld %-10s ", v[1], owner(v[4])), when(v[8], 26), when(v[9], 26), putchar('\n');
    }
    if (mode == SUMMARY)
        printf("------ Semaphore Status --------\nused arrays = %ld\nallocated semaphores = %ld\n", n, total);
    putchar('\n');
}

static void limits(int what)
{
    if (what & Q)
        printf("------ Messages Limits --------\nmax queues system wide = %ld\nmax size of message (bytes) = %ld\ndefault max size of queue (bytes) = %ld\n\n",
               setting("/proc/sys/kernel/msgmni", 0), setting("/proc/sys/kernel/msgmax", 0), setting("/proc/sys/kernel/msgmnb", 0));
    if (what & M)
        printf("------ Shared Memory Limits --------\nmax number of segments = %ld\nmax seg size (kbytes) = 18014398509465599\n"
               "max total shared memory (kbytes) = 18446744073709551612\nmin seg size (bytes) = 1\n\n", setting("/proc/sys/kernel/shmmni", 0));
    if (what & S)
        printf("------ Semaphore Limits --------\nmax number of arrays = %ld\nmax semaphores per array = %ld\nmax semaphores system wide = %ld\n"
               "max ops per semop call = %ld\nsemaphore max value = 32767\n\n", setting("/proc/sys/kernel/sem", 3),
               setting("/proc/sys/kernel/sem", 0), setting("/proc/sys/kernel/sem", 1), setting("/proc/sys/kernel/sem", 2));
}

static void time_line(const char *label, long t)
{
    time_t when = t;
    printf("%s%-26.24s\n", label, t ? ctime(&when) : "Not set");
}

/* -i: all about one object. */
static int details(int what, int id)
{
    struct msqid_ds q;
    struct shmid_ds m;
    struct semid_ds s;
    union { int val; struct semid_ds *buf; } arg;
    unsigned long i;
    if (what == Q) {
        if (msgctl(id, IPC_STAT, &q) < 0)
            return complain("id %d not found", id), 1;
        printf("\nMessage Queue msqid=%d\nuid=%u\tgid=%u\tcuid=%u\tcgid=%u\tmode=%#o\n", id, q.msg_perm.uid, q.msg_perm.gid, q.msg_perm.cuid, q.msg_perm.cgid, q.msg_perm.mode);
        printf("cbytes=%lu\tqbytes=%lu\tqnum=%lu\tlspid=%d\tlrpid=%d\n", q.__msg_cbytes, q.msg_qbytes, q.msg_qnum, q.msg_lspid, q.msg_lrpid);
        time_line("send_time=", q.msg_stime);
        time_line("rcv_time=", q.msg_rtime);
        time_line("change_time=", q.msg_ctime);
    } else if (what == M) {
        if (shmctl(id, IPC_STAT, &m) < 0)
            return complain("id %d not found", id), 1;
        printf("\nShared memory Segment shmid=%d\nuid=%u\tgid=%u\tcuid=%u\tcgid=%u\n", id, m.shm_perm.uid, m.shm_perm.gid, m.shm_perm.cuid, m.shm_perm.cgid);
        printf("mode=%#o\taccess_perms=%#o\nbytes=%lu\tlpid=%d\tcpid=%d\tnattch=%lu\n", m.shm_perm.mode, m.shm_perm.mode & 0777, m.shm_segsz, m.shm_lpid, m.shm_cpid, m.shm_nattch);
        time_line("att_time=", m.shm_atime);
        time_line("det_time=", m.shm_dtime);
        time_line("change_time=", m.shm_ctime);
    } else {
        arg.buf = &s;
        if (semctl(id, 0, IPC_STAT, arg) < 0)
            return complain("id %d not found", id), 1;
        printf("\nSemaphore Array semid=%d\nuid=%u\t gid=%u\t cuid=%u\t cgid=%u\n", id, s.sem_perm.uid, s.sem_perm.gid, s.sem_perm.cuid, s.sem_perm.cgid);
        printf("mode=%#o, access_perms=%#o\nnsems = %lu\n", s.sem_perm.mode, s.sem_perm.mode & 0777, s.sem_nsems);
        time_line("otime = ", s.sem_otime);
        time_line("ctime = ", s.sem_ctime);
        printf("%-10s %-10s %-10s %-10s %-10s\n", "semnum", "value", "ncount", "zcount", "pid");
        for (i = 0; i < s.sem_nsems; i++)
            printf("%-10lu %-10d %-10d %-10d %-10d\n", i, semctl(id, i, GETVAL), semctl(id, i, GETNCNT), semctl(id, i, GETZCNT), semctl(id, i, GETPID));
    }
    putchar('\n');
    return finish();
}

static char *table(const char *name)
{
    char path[64], *text;
    snprintf(path, sizeof path, "/proc/sysvipc/%s", name);
    text = slurp(path, NULL);
    return text ? text : xstrdup("");
}

int main(int argc, char **argv)
{
    int c, what = 0, mode = PLAIN, id = -1;
    while ((c = nextopt(argc, argv, "qmsalcptui:", "id=i queues=q shmems=m semaphores=s all=a limits=l creator=c pid=p time=t summary=u",
                        "[resource-option...] [output-option]\nShow information on IPC facilities.\n"))) {
        switch (c) {
        case 'q': what |= Q; break;
        case 'm': what |= M; break;
        case 's': what |= S; break;
        case 'a': what |= Q | M | S; break;
        case 'i': id = atoi(optval); break;
        case 'l': mode = LIMITS; break;
        case 'c': mode = CREATORS; break;
        case 'p': mode = PIDS; break;
        case 't': mode = TIMES; break;
        case 'u': mode = SUMMARY; break;
        }
    }
    if (id >= 0) {
        if (what != Q && what != M && what != S)
            die(1, "when using an ID, a single resource must be specified");
        return details(what, id);
    }
    if (!what)
        what = Q | M | S;
    putchar('\n');
    if (mode == LIMITS) {
        limits(what);
        return finish();
    }
    if (what & Q)
        queues(table("msg"), mode);
    if (what & M)
        segments(table("shm"), mode);
    if (what & S)
        semaphores(table("sem"), mode);
    return finish();
}
