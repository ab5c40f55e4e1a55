#ifndef _SYS_SELECT_H
#define _SYS_SELECT_H
#include <bits/timespec.h>
#include <bits/timeval.h>
#include <bits/sigset.h>
typedef long suseconds_t;
typedef long fd_mask;
typedef long __fd_mask;
#define FD_SETSIZE 1024
#define NFDBITS 64
typedef struct { long fds_bits[16]; } fd_set;
#define __FD_ELT(d) ((d)/64)
#define __FD_MASK(d) (1L<<((d)%64))
#define FD_SET(d,s) ((void)((s)->fds_bits[(d)/64]|=1UL<<((d)%64)))
#define FD_CLR(d,s) ((void)((s)->fds_bits[(d)/64]&=~(1UL<<((d)%64))))
#define FD_ISSET(d,s) (((s)->fds_bits[(d)/64]&(1UL<<((d)%64)))!=0)
#define FD_ZERO(s) do{unsigned int __i;fd_set*__s=(s);for(__i=0;__i<16;++__i)__s->fds_bits[__i]=0;}while(0)
int select(int, fd_set *, fd_set *, fd_set *, struct timeval *);
int pselect(int, fd_set *, fd_set *, fd_set *, const struct timespec *, const sigset_t *);
#endif
