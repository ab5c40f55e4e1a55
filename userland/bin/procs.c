/* procs.c - reads /proc. Entry points: read_procs(), read_proc(). */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include "procs.h"
#include "util.h"

char *slurp(const char *path, long *size)
{
    int fd = open(path, O_RDONLY);
    long used = 0, cap = 4096, n;
    char *text;
    if (fd < 0)
        return NULL;
    text = xmalloc(cap);
    while ((n = read(fd, text + used, cap - used - 1)) > 0) {
        used += n;
        if (cap - used < 1024)
            text = xrealloc(text, cap *= 2);
    }
    close(fd);
    if (n < 0) {
        free(text);
        return NULL;
    }
    text[used] = 0;
    if (size)
        *size = used;
    return text;
}

int read_proc(int pid, struct proc *p)
{
    char path[64], *text, *end, *at;
    long size, i;
    struct stat st;
    memset(p, 0, sizeof *p);
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    if (!(text = slurp(path, NULL)))
        return 0;
    /* The name may hold anything, parentheses too. */
    at = strchr(text, '(');
    end = strrchr(text, ')');
    if (!at || !end) {
        free(text);
        return 0;
    }
    p->pid = pid;
    snprintf(p->comm, sizeof p->comm, "%.*s", (int)(end - at - 1), at + 1);
    sscanf(end + 2, "%c %d %d %d %d %d %*d %*d %*d %*d %*d %lld %lld %*d %*d %*d %d %d %*d %lld %lld %lld", &p->state, &p->ppid,
           &p->pgid, &p->sid, &p->tty, &p->tpgid, &p->utime, &p->stime, &p->nice, &p->threads, &p->start, &p->vsize, &p->rss);
    free(text);
    snprintf(path, sizeof path, "/proc/%d", pid);
    if (!stat(path, &st))
        p->euid = p->uid = st.st_uid;
    snprintf(path, sizeof path, "/proc/%d/wchan", pid);
    if ((text = slurp(path, NULL))) {
        snprintf(p->wchan, sizeof p->wchan, "%s", strcmp(text, "0") ? text : "-");
        free(text);
    }
    snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
    if ((text = slurp(path, &size))) {
        for (i = 0; i < size - 1; i++)
            if (!text[i])
                text[i] = ' ';
        if (size > 0)
            p->cmdline = text;
        else
            free(text);
    }
    return 1;
}

static int by_pid(const void *a, const void *b)
{
    return ((const struct proc *)a)->pid - ((const struct proc *)b)->pid;
}

struct proc *read_procs(int *n)
{
    struct proc *list = NULL;
    int cap = 0, count = 0;
    DIR *dir = opendir("/proc");
    struct dirent *e;
    while (dir && (e = readdir(dir))) {
        if (!isdigit((unsigned char)e->d_name[0]))
            continue;
        if (count == cap)
            list = xrealloc(list, (cap = cap ? 2 * cap : 32) * sizeof *list);
        count += read_proc(atoi(e->d_name), &list[count]);
    }
    if (dir)
        closedir(dir);
    if (count)
        qsort(list, count, sizeof *list, by_pid);
    *n = count;
    return list;
}

void tty_name(int tty, char *name)
{
    int major = tty >> 8 & 0xfff, minor = (tty & 0xff) | (tty >> 12 & 0xfff00);
    if (major >= 136 && major <= 143)
        sprintf(name, "pts/%d", (major - 136) * 256 + minor);
    else if (major == 4)
        sprintf(name, "tty%d", minor);
    else
        strcpy(name, "?");
}

const char *user_name(int uid)
{
    static char number[16];
    struct passwd *pw = getpwuid(uid);
    if (pw)
        return pw->pw_name;
    sprintf(number, "%d", uid);
    return number;
}

double uptime(void)
{
    char *text = slurp("/proc/uptime", NULL);
    double up = text ? strtod(text, NULL) : 0;
    free(text);
    return up;
}
