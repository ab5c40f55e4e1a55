/* top - what the machine does, once and as text. top(1): -b, -n COUNT, -d SECONDS, -p PIDS, -H (accepted). Without -b too it prints one
   report after the other: there is no full screen. */
#include <time.h>
#include "procs.h"
#include "util.h"

enum { MAX_PIDS = 20 };

static int only[MAX_PIDS], nonly;

static long long field(const char *text, const char *name)
{
    const char *at = text ? strstr(text, name) : NULL;
    return at ? atoll(at + strlen(name)) : 0;
}

static double mebi(long long kib)
{
    return kib / 1024.0;
}

static int by_use(const void *a, const void *b)
{
    const struct proc *x = a, *y = b;
    long long p = x->utime + x->stime, q = y->utime + y->stime;
    return p != q ? (p < q ? 1 : -1) : x->pid - y->pid;
}

static int wanted(const struct proc *p)
{
    int i;
    for (i = 0; i < nonly; i++)
        if (only[i] == p->pid)
            return 1;
    return !nonly;
}

static void head(const struct proc *list, int n)
{
    int i, tasks = 0, running = 0, sleeping = 0, stopped = 0, zombies = 0;
    long up = (long)uptime();
    double load[3] = {0, 0, 0}, parts[8] = {0}, sum = 0;
    time_t now = time(NULL);
    char text[32], *mem = slurp("/proc/meminfo", NULL), *stat = slurp("/proc/stat", NULL);
    long long total = field(mem, "MemTotal:"), unused = field(mem, "MemFree:"), cached = field(mem, "Buffers:") + field(mem, "\nCached:");
    for (i = 0; i < n; i++) {
        if (!wanted(&list[i]))
            continue;
        tasks++;
        switch (list[i].state) {
        case 'R': running++; break;
        case 'T': case 't': stopped++; break;
        case 'Z': zombies++; break;
        default: sleeping++;
        }
    }
    getloadavg(load, 3);
    strftime(text, sizeof text, "%H:%M:%S", localtime(&now));
    printf("top - %s up ", text);
    if (up >= 86400)
        printf("%ld day%s, ", up / 86400, up / 86400 == 1 ? "" : "s");
    if (up % 86400 >= 3600)
        printf("%2ld:%02ld, ", up / 3600 % 24, up / 60 % 60);
    else
        printf("%ld min, ", up / 60 % 60);
    printf(" 0 user,  load average: %.2f, %.2f, %.2f\n", load[0], load[1], load[2]);
    printf("Tasks: %3d total, %3d running, %3d sleeping, %3d stopped, %3d zombie\n", tasks, running, sleeping, stopped, zombies);
    if (stat)
        sscanf(stat, "cpu %lf %lf %lf %lf %lf %lf %lf %lf", &parts[0], &parts[1], &parts[2], &parts[3], &parts[4], &parts[5], &parts[6], &parts[7]);
    for (i = 0; i < 8; i++)
        sum += parts[i];
    for (i = 0; i < 8; i++)
        parts[i] = sum ? 100 * parts[i] / sum : i == 3 ? 100 : 0;
    printf("%%Cpu(s): %4.1f us, %4.1f sy, %4.1f ni, %4.1f id, %4.1f wa, %4.1f hi, %4.1f si, %4.1f st \n", parts[0], parts[2], parts[1], parts[3], parts[4], parts[5], parts[6], parts[7]);
    printf("MiB Mem : %8.1f total, %8.1f free, %8.1f used, %8.1f buff/cache     \n", mebi(total), mebi(unused), mebi(total - unused - cached), mebi(cached));
    printf("MiB Swap: %8.1f total, %8.1f free, %8.1f used. %8.1f avail Mem \n\n", 0.0, 0.0, 0.0, mebi(field(mem, "MemAvailable:")));
    printf("%5s %-8s %3s %3s %7s %6s %6s %c %5s %5s %9s %s\n", "PID", "USER", "PR", "NI", "VIRT", "RES", "SHR", 'S', "%CPU", "%MEM", "TIME+", "COMMAND");
    free(mem);
    free(stat);
}

static void report(void)
{
    int i, n;
    long tick = sysconf(_SC_CLK_TCK);
    struct proc *list = read_procs(&n);
    char *mem = slurp("/proc/meminfo", NULL);
    double total = field(mem, "MemTotal:"), up = uptime();
    qsort(list, n, sizeof *list, by_use);
    head(list, n);
    for (i = 0; i < n; i++) {
        const struct proc *p = &list[i];
        double used = (double)(p->utime + p->stime) / tick, lived = up - (double)p->start / tick;
        if (wanted(p))
            printf("%5d %-8.8s %3d %3d %7lld %6lld %6d %c %5.1f %5.1f %3d:%05.2f %s\n", p->pid, user_name(p->euid), 20 + p->nice, p->nice,
                   p->vsize / 1024, p->rss * 4, 0, p->state, lived > 0 && used <= lived ? 100 * used / lived : 0,
                   total ? 100 * p->rss * 4 / total : 0, (int)used / 60, used - 60 * ((int)used / 60), p->comm);
    }
    free(mem);
    free(list);
}

int main(int argc, char **argv)
{
    int c, batch = 0;
    long times = 0;
    double delay = 3;
    char *at;
    while ((c = nextopt(argc, argv, "bn:d:p:H", "", "-b -n COUNT\nShow what the machine does: -n how often, -d seconds between, -p these processes.\n")))
        switch (c) {
        case 'b': batch = 1; break;
        case 'n': times = atol(optval); break;
        case 'd': delay = atof(optval); break;
        case 'p':
            for (at = strtok(optval, ", "); at && nonly < MAX_PIDS; at = strtok(NULL, ", "))
                only[nonly++] = atoi(at);
        }
    if (!batch && !times)
        die(1, "not supported: a full screen; take -b -n 1");
    for (;;) {
        report();
        if (times && !--times)
            return finish();
        putchar('\n');
        fflush(stdout);
        usleep((useconds_t)(delay * 1e6));
    }
}
