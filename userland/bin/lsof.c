/* lsof - open descriptors, from /proc/PID/fd. lsof(8): -p PID,..., -c NAME, [FILE]...  Columns as lsof 4 prints them. */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include "procs.h"
#include "util.h"

struct row { char command[10], pid[12], user[16], fd[12], access, type[8], device[16], size[24], node[24], name[512]; };

static struct row *rows;
static int nrows;

static void add(const struct proc *p, const char *fd, const char *link, const struct stat *st)
{
    struct row *r;
    if (nrows % 64 == 0)
        rows = xrealloc(rows, (nrows + 64) * sizeof *rows);
    r = &rows[nrows++];
    snprintf(r->command, sizeof r->command, "%.9s", p->comm);
    sprintf(r->pid, "%d", p->pid);
    snprintf(r->user, sizeof r->user, "%.8s", user_name(p->euid));
    snprintf(r->fd, sizeof r->fd, "%s", fd);
    strcpy(r->type, S_ISREG(st->st_mode) ? "REG" : S_ISDIR(st->st_mode) ? "DIR" : S_ISCHR(st->st_mode) ? "CHR" : S_ISFIFO(st->st_mode) ? "FIFO" : S_ISSOCK(st->st_mode) ? "unix" : "a_inode");
    sprintf(r->device, "%u,%u", (unsigned)major(S_ISCHR(st->st_mode) ? st->st_rdev : st->st_dev), (unsigned)minor(S_ISCHR(st->st_mode) ? st->st_rdev : st->st_dev));
    if (S_ISREG(st->st_mode) || S_ISDIR(st->st_mode))
        sprintf(r->size, "%ld", (long)st->st_size);
    else
        strcpy(r->size, "0t0");
    sprintf(r->node, "%lu", (unsigned long)st->st_ino);
    snprintf(r->name, sizeof r->name, "%s", !strncmp(link, "pipe:", 5) ? "pipe" : !strncmp(link, "socket:", 7) ? "socket" : link);
}

static char mode_of(int pid, const char *fd)
{
    char path[64], *text, *at;
    long flags = -1;
    snprintf(path, sizeof path, "/proc/%d/fdinfo/%s", pid, fd);
    text = slurp(path, NULL);
    if (text && (at = strstr(text, "flags:")))
        flags = strtol(at + 6, NULL, 8);
    free(text);
    return flags < 0 ? ' ' : (flags & 3) == O_RDONLY ? 'r' : (flags & 3) == O_WRONLY ? 'w' : 'u';
}

static void one(const struct proc *p, const char *path, const char *fd)
{
    char link[512];
    struct stat st;
    long n = readlink(path, link, sizeof link - 1);
    if (n < 0 || stat(path, &st) < 0)
        return;
    link[n] = 0;
    add(p, fd, link, &st);
    rows[nrows - 1].access = isdigit((unsigned char)*fd) ? mode_of(p->pid, fd) : ' ';
}

static void process(const struct proc *p)
{
    char path[300];
    DIR *dir;
    struct dirent *e;
    snprintf(path, sizeof path, "/proc/%d/cwd", p->pid);
    one(p, path, "cwd");
    snprintf(path, sizeof path, "/proc/%d/exe", p->pid);
    one(p, path, "txt");
    snprintf(path, sizeof path, "/proc/%d/fd", p->pid);
    dir = opendir(path);
    while (dir && (e = readdir(dir))) {
        if (!isdigit((unsigned char)*e->d_name))
            continue;
        snprintf(path, sizeof path, "/proc/%d/fd/%s", p->pid, e->d_name);
        one(p, path, e->d_name);
    }
    if (dir)
        closedir(dir);
}

static int widest(size_t at, int least)
{
    int i;
    for (i = 0; i < nrows; i++) {
        int n = strlen((char *)&rows[i] + at);
        if (n > least)
            least = n;
    }
    return least;
}

#define WIDTH(field, header) widest((size_t)&((struct row *)0)->field, sizeof header - 1)

static int shown(const struct row *r)
{
    int i;
    if (!noperands)
        return 1;
    for (i = 0; i < noperands; i++)
        if (!strcmp(r->name, operands[i]))
            return 1;
    return 0;
}

int main(int argc, char **argv)
{
    int c, n, i, any = 0, header = 0;
    char *pids = NULL, *name = NULL, key[16];
    struct proc *list;
    while ((c = nextopt(argc, argv, "p:c:nPUw", "", "[-p PID,...] [-c COMMAND] [FILE]...\nList open files.\n"))) {
        if (c == 'p') pids = optval;
        else if (c == 'c') name = optval;
    }
    list = read_procs(&n);
    for (i = 0; i < n; i++) {
        int wanted = !pids && !name;
        if (pids) {
            char *copy = xstrdup(pids), *at, *save = NULL;
            snprintf(key, sizeof key, "%d", list[i].pid);
            for (at = strtok_r(copy, ",", &save); at; at = strtok_r(NULL, ",", &save))
                wanted |= !strcmp(at, key);
            free(copy);
        }
        if (name && !strncmp(list[i].comm, name, strlen(name)))
            wanted = 1;
        if (wanted)
            process(&list[i]);
    }
    int wc = WIDTH(command, "COMMAND"), wp = WIDTH(pid, "PID"), wu = WIDTH(user, "USER"), wf = widest((size_t)&((struct row *)0)->fd, 4), wt = WIDTH(type, "TYPE");
    int wd = WIDTH(device, "DEVICE"), ws = WIDTH(size, "SIZE/OFF"), wn = WIDTH(node, "NODE");
    for (i = 0; i < nrows; i++) {
        struct row *r = &rows[i];
        if (!shown(r))
            continue;
        if (!header++)
            printf("%-*s %*s %*s %*s   %*s %*s %*s %*s NAME\n", wc, "COMMAND", wp, "PID", wu, "USER", wf, "FD", wt, "TYPE", wd, "DEVICE", ws, "SIZE/OFF", wn, "NODE");
        any = 1;
        printf("%-*s %*s %*s %*s%c  %*s %*s %*s %*s %s\n", wc, r->command, wp, r->pid, wu, r->user, wf, r->fd, r->access, wt, r->type, wd, r->device, ws, r->size, wn, r->node, r->name);
    }
    finish();
    return !any;
}
