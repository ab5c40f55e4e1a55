#ifndef _PWD_H
#define _PWD_H
#include <features.h>
typedef unsigned long size_t;
typedef unsigned int uid_t;
typedef unsigned int gid_t;
struct passwd { char *pw_name; char *pw_passwd; __uid_t pw_uid; __gid_t pw_gid; char *pw_gecos; char *pw_dir; char *pw_shell; };
struct passwd *getpwuid(__uid_t);
struct passwd *getpwnam(const char *);
int getpwuid_r(__uid_t, struct passwd *, char *, size_t, struct passwd **);
int getpwnam_r(const char *, struct passwd *, char *, size_t, struct passwd **);
struct passwd *getpwent(void);
void setpwent(void);
void endpwent(void);
#define NSS_BUFLEN_PASSWD 1024
#endif
