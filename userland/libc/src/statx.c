/* statx(2), by fstatat(2): all of its fields but the time of birth. */
#include <bits/libc.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

static struct statx_timestamp stamp(struct timespec t)
{
	struct statx_timestamp s = { t.tv_sec, t.tv_nsec, 0 };
	return s;
}

int statx(int dir, const char *path, int flags, unsigned mask, struct statx *x)
{
	struct stat st;
	(void)mask;
	if (fstatat(dir, path, &st, flags & (AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) < 0)
		return -1;
	memset(x, 0, sizeof *x);
	x->stx_mask = STATX_BASIC_STATS;
	x->stx_blksize = st.st_blksize;
	x->stx_nlink = st.st_nlink;
	x->stx_uid = st.st_uid;
	x->stx_gid = st.st_gid;
	x->stx_mode = st.st_mode;
	x->stx_ino = st.st_ino;
	x->stx_size = st.st_size;
	x->stx_blocks = st.st_blocks;
	x->stx_atime = stamp(st.st_atim);
	x->stx_mtime = stamp(st.st_mtim);
	x->stx_ctime = stamp(st.st_ctim);
	x->stx_rdev_major = major(st.st_rdev);
	x->stx_rdev_minor = minor(st.st_rdev);
	x->stx_dev_major = major(st.st_dev);
	x->stx_dev_minor = minor(st.st_dev);
	return 0;
}
