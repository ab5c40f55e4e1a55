#ifndef _UTMP_H
#define _UTMP_H
#include <paths.h>
#include <sys/time.h>
#include <sys/types.h>
#define UT_LINESIZE 32
#define UT_NAMESIZE 32
#define UT_HOSTSIZE 256
#define EMPTY 0
#define RUN_LVL 1
#define BOOT_TIME 2
#define NEW_TIME 3
#define OLD_TIME 4
#define INIT_PROCESS 5
#define LOGIN_PROCESS 6
#define USER_PROCESS 7
#define DEAD_PROCESS 8
#define UTMP_FILE _PATH_UTMP
#define WTMP_FILE _PATH_WTMP
struct exit_status { short e_termination, e_exit; };
struct lastlog { int ll_time; char ll_line[UT_LINESIZE], ll_host[UT_HOSTSIZE]; };
struct utmp {
	short ut_type;
	pid_t ut_pid;
	char ut_line[UT_LINESIZE], ut_id[4], ut_user[UT_NAMESIZE], ut_host[UT_HOSTSIZE];
	struct exit_status ut_exit;
	int ut_session;
	struct { int tv_sec, tv_usec; } ut_tv;
	int ut_addr_v6[4];
	char __reserved[20];
};
#define ut_name ut_user
#define ut_time ut_tv.tv_sec
#define ut_addr ut_addr_v6[0]
void setutent(void);
struct utmp *getutent(void);
struct utmp *getutid(const struct utmp *);
struct utmp *getutline(const struct utmp *);
struct utmp *pututline(const struct utmp *);
void endutent(void);
int utmpname(const char *);
void updwtmp(const char *, const struct utmp *);
void logwtmp(const char *, const char *, const char *);
void login(const struct utmp *);
int logout(const char *);
int login_tty(int);
#define ACCOUNTING 9
#define BIG_ENDIAN 0x10e1
#define BYTE_ORDER 1234
#define LITTLE_ENDIAN 1234
#define PDP_ENDIAN 3412
#define UT_UNKNOWN 0
#endif
