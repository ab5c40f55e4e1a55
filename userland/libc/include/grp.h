#ifndef _GRP_H
#define _GRP_H
#include <features.h>
typedef unsigned long size_t;
typedef unsigned int gid_t;
struct group { char *gr_name; char *gr_passwd; __gid_t gr_gid; char **gr_mem; };
struct group *getgrgid(__gid_t);
struct group *getgrnam(const char *);
int getgrgid_r(__gid_t, struct group *, char *, size_t, struct group **);
int getgrnam_r(const char *, struct group *, char *, size_t, struct group **);
struct group *getgrent(void);
void setgrent(void);
void endgrent(void);
int setgroups(size_t, const __gid_t *);
int initgroups(const char *, __gid_t);
int getgrouplist(const char *, __gid_t, __gid_t *, int *);
#define NSS_BUFLEN_GROUP 1024
#endif
