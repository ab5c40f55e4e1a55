/* The lines of /proc/self/status, in Linux's order, and the capabilities of root and of a user. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Those that every kernel of the last years has. */
static const char *const known[] = {
    "Name", "Umask", "State", "Tgid", "Ngid", "Pid", "PPid", "TracerPid", "Uid", "Gid", "FDSize", "Groups", "NStgid", "NSpid", "NSpgid",
    "NSsid", "VmPeak", "VmSize", "VmLck", "VmPin", "VmHWM", "VmRSS", "RssAnon", "RssFile", "RssShmem", "VmData", "VmStk", "VmExe", "VmLib",
    "VmPTE", "VmSwap", "CoreDumping", "Threads", "SigQ", "SigPnd", "ShdPnd", "SigBlk", "SigIgn", "SigCgt", "CapInh", "CapPrm", "CapEff",
    "CapBnd", "CapAmb", "NoNewPrivs", "Cpus_allowed", "Cpus_allowed_list", "Mems_allowed", "Mems_allowed_list",
    "voluntary_ctxt_switches", "nonvoluntary_ctxt_switches", NULL};

static int is_known(const char *name)
{
    for (int n = 0; known[n]; n++)
        if (!strcmp(known[n], name))
            return 1;
    return 0;
}

static void show(const char *who)
{
    char line[4096];
    FILE *f = fopen("/proc/self/status", "r");
    printf("%s:", who);
    while (f && fgets(line, sizeof line, f)) {
        char *end = strchr(line, ':');
        if (!end)
            continue;
        *end = '\0';
        if (!is_known(line))
            continue;
        printf(" %s", line);
        if (!strcmp(line, "CapEff") || !strcmp(line, "CapInh"))
            printf("=%s", strspn(end + 2, "0\n") == strlen(end + 2) ? "none" : "some");
        if (!strcmp(line, "VmLck"))
            printf("=%d", end[strspn(end + 1, "\t ") + 1] - '0');
    }
    printf("\n");
    if (f)
        fclose(f);
}

int main(void)
{
    show("as started");
    if (getuid() == 0 && setuid(1000) < 0)
        perror("setuid");
    show("as a user");
    return 0;
}
