/* procs.h - processes as /proc shows them: for ps, pstree and their like. */
#ifndef PROCS_H
#define PROCS_H

struct proc {
    int pid, ppid, pgid, sid, tty, tpgid, uid, euid, nice, threads;
    long long utime, stime, start;  /* ticks */
    long long vsize, rss;           /* bytes, pages */
    char state, comm[64], wchan[64];
    char *cmdline;                  /* arguments with blanks between them, NULL without any */
};

/* All processes by number; *n: how many. */
struct proc *read_procs(int *n);
/* One process; 0 if there is none. */
int read_proc(int pid, struct proc *p);
/* The whole of a small file, ended by NUL; NULL if it cannot be read. *size may be NULL. */
char *slurp(const char *path, long *size);
/* "pts/0", or "?". */
void tty_name(int tty, char *name);
/* A user's name, or the number. */
const char *user_name(int uid);
double uptime(void);

#endif
