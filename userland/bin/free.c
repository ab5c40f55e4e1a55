/* free - memory in use. free(1): -b -k -m -g -h */
#include "procs.h"
#include "util.h"

static long long field(const char *text, const char *name)
{
    const char *at = strstr(text, name);
    return at ? atoll(at + strlen(name)) : 0;
}

static void number(long long kib, int unit)
{
    static const char *const letters[] = {"Ki", "Mi", "Gi", "Ti"};
    double v = kib;
    int i = 0;
    if (unit != 'h') {
        printf("%12lld", unit == 'b' ? kib * 1024 : unit == 'm' ? kib / 1024 : unit == 'g' ? kib / 1024 / 1024 : kib);
        return;
    }
    if (!kib) {
        printf("%12s", "0B");
        return;
    }
    while (v >= 1000 && i < 3) {
        v /= 1024;
        i++;
    }
    printf(v < 10 ? "%10.1f%s" : "%10.0f%s", v, letters[i]);
}

int main(int argc, char **argv)
{
    int c, unit = 'k', i;
    long long total, available, unused, cached, shared, row[6];
    char *text;
    while ((c = nextopt(argc, argv, "bkmgh", "bytes=b kibi=k mebi=m gibi=g human=h", "[options]\nDisplay the amount of free and used memory.\n")))
        unit = c;
    text = slurp("/proc/meminfo", NULL);
    if (!text)
        die_errno(1, "/proc/meminfo");
    total = field(text, "MemTotal:");
    unused = field(text, "MemFree:");
    available = field(text, "MemAvailable:");
    cached = field(text, "Cached:") + field(text, "Buffers:") + field(text, "SReclaimable:");
    shared = field(text, "Shmem:");
    row[0] = total, row[1] = total - available, row[2] = unused, row[3] = shared, row[4] = cached, row[5] = available;
    puts("               total        used        free      shared  buff/cache   available");
    fputs("Mem:    ", stdout);
    for (i = 0; i < 6; i++)
        number(row[i], unit);
    fputs("\nSwap:   ", stdout);
    for (i = 0; i < 3; i++)
        number(0, unit);
    putchar('\n');
    return finish();
}
