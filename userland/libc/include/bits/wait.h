#ifndef _BITS_WAIT_H
#define _BITS_WAIT_H
#define WNOHANG 1
#define WUNTRACED 2
#define WSTOPPED 2
#define WEXITED 4
#define WCONTINUED 8
#define WNOWAIT 0x01000000
#define __WNOTHREAD 0x20000000
#define __WALL 0x40000000
#define __WCLONE 0x80000000
#define WEXITSTATUS(s) (((s)&0xff00)>>8)
#define WTERMSIG(s) ((s)&0x7f)
#define WSTOPSIG(s) WEXITSTATUS(s)
#define WIFEXITED(s) (WTERMSIG(s)==0)
#define WIFSIGNALED(s) (((signed char)(((s)&0x7f)+1)>>1)>0)
#define WIFSTOPPED(s) (((s)&0xff)==0x7f)
#define WIFCONTINUED(s) ((s)==0xffff)
#define WCOREDUMP(s) ((s)&0x80)
#define W_EXITCODE(r,s) ((r)<<8|(s))
#define W_STOPCODE(s) ((s)<<8|0x7f)
#endif
