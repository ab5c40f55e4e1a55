#ifndef _SYS_WAIT_H
#define _SYS_WAIT_H
#include <bits/types.h>
#include <bits/types.h>
#include <signal.h>
#include <bits/wait.h>
typedef enum { P_ALL, P_PID, P_PGID, P_PIDFD } idtype_t;
typedef unsigned int id_t;
#define WAIT_ANY (-1)
#define WAIT_MYPGRP 0
struct rusage;
__pid_t wait(int *);
__pid_t waitpid(__pid_t, int *, int);
int waitid(idtype_t, id_t, siginfo_t *, int);
__pid_t wait3(int *, int, struct rusage *);
__pid_t wait4(__pid_t, int *, int, struct rusage *);
#define WCOREFLAG 128
#endif
