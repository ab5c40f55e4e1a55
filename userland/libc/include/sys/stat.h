#ifndef _SYS_STAT_H
#define _SYS_STAT_H
#include <bits/large.h>
#include <features.h>
#include <bits/stat.h>
typedef unsigned long dev_t;
typedef unsigned long ino_t;
typedef unsigned long nlink_t;
typedef unsigned int mode_t;
typedef unsigned int uid_t;
typedef unsigned int gid_t;
typedef long off_t;
typedef long blksize_t;
typedef long blkcnt_t;
#define __S_IFMT 0170000
#define __S_IFDIR 0040000
#define __S_IFCHR 0020000
#define __S_IFBLK 0060000
#define __S_IFREG 0100000
#define __S_IFIFO 0010000
#define __S_IFLNK 0120000
#define __S_IFSOCK 0140000
#define __S_ISUID 04000
#define __S_ISGID 02000
#define __S_ISVTX 01000
#define __S_IREAD 0400
#define __S_IWRITE 0200
#define __S_IEXEC 0100
#define __S_ISTYPE(m,t) (((m)&__S_IFMT)==(t))
#define S_IREAD 0400
#define S_IWRITE 0200
#define S_IEXEC 0100
#define ACCESSPERMS 0777
#define ALLPERMS 07777
#define DEFFILEMODE 0666
#define S_BLKSIZE 512
#define S_ISDIR(m) (((m)&0170000)==0040000)
#define S_ISCHR(m) (((m)&0170000)==0020000)
#define S_ISBLK(m) (((m)&0170000)==0060000)
#define S_ISREG(m) (((m)&0170000)==0100000)
#define S_ISFIFO(m) (((m)&0170000)==0010000)
#define S_ISLNK(m) (((m)&0170000)==0120000)
#define S_ISSOCK(m) (((m)&0170000)==0140000)
#define S_TYPEISMQ(b) 0
#define S_TYPEISSEM(b) 0
#define S_TYPEISSHM(b) 0
int stat(const char *, struct stat *);
int fstat(int, struct stat *);
int lstat(const char *, struct stat *);
int fstatat(int, const char *, struct stat *, int);
int chmod(const char *, __mode_t);
int lchmod(const char *, __mode_t);
int fchmod(int, __mode_t);
int fchmodat(int, const char *, __mode_t, int);
__mode_t umask(__mode_t);
int mkdir(const char *, __mode_t);
int mkdirat(int, const char *, __mode_t);
int mknod(const char *, __mode_t, __dev_t);
int mknodat(int, const char *, __mode_t, __dev_t);
int mkfifo(const char *, __mode_t);
int mkfifoat(int, const char *, __mode_t);
int utimensat(int, const char *, const struct timespec[2], int);
int futimens(int, const struct timespec[2]);
#ifdef _GNU_SOURCE
#define STATX_TYPE 1
#define STATX_MODE 2
#define STATX_NLINK 4
#define STATX_UID 8
#define STATX_GID 0x10
#define STATX_ATIME 0x20
#define STATX_MTIME 0x40
#define STATX_CTIME 0x80
#define STATX_INO 0x100
#define STATX_SIZE 0x200
#define STATX_BLOCKS 0x400
#define STATX_BASIC_STATS 0x7ff
#define STATX_BTIME 0x800
#define STATX_ALL 0xfff
struct statx_timestamp { long tv_sec; unsigned tv_nsec; int __pad; };
struct statx {
	unsigned stx_mask, stx_blksize;
	unsigned long stx_attributes;
	unsigned stx_nlink, stx_uid, stx_gid;
	unsigned short stx_mode, __pad0;
	unsigned long stx_ino, stx_size, stx_blocks, stx_attributes_mask;
	struct statx_timestamp stx_atime, stx_btime, stx_ctime, stx_mtime;
	unsigned stx_rdev_major, stx_rdev_minor, stx_dev_major, stx_dev_minor;
	unsigned long stx_mnt_id, __pad2[13];
};
int statx(int, const char *, int, unsigned, struct statx *);
#endif
#ifdef _GNU_SOURCE
#define STATX_ATTR_APPEND 0x20
#define STATX_ATTR_AUTOMOUNT 0x1000
#define STATX_ATTR_COMPRESSED 0x4
#define STATX_ATTR_DAX 0x200000
#define STATX_ATTR_ENCRYPTED 0x800
#define STATX_ATTR_IMMUTABLE 0x10
#define STATX_ATTR_MOUNT_ROOT 0x2000
#define STATX_ATTR_NODUMP 0x40
#define STATX_ATTR_VERITY 0x100000
#define STATX_DIOALIGN 0x2000
#define STATX_MNT_ID 0x1000
#define STATX__RESERVED 0x80000000U
#endif
#endif
