/* stat - what is known about a file. stat(1): -c FORMAT, -L */
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include "util.h"

static const char *type(const struct stat *st)
{
    switch (st->st_mode & S_IFMT) {
    case S_IFREG: return st->st_size ? "regular file" : "regular empty file";
    case S_IFDIR: return "directory";
    case S_IFCHR: return "character special file";
    case S_IFBLK: return "block special file";
    case S_IFIFO: return "fifo";
    case S_IFLNK: return "symbolic link";
    case S_IFSOCK: return "socket";
    }
    return "weird file";
}

static char *modes(mode_t m)
{
    static char s[11];
    int i;
    s[0] = S_ISDIR(m) ? 'd' : S_ISLNK(m) ? 'l' : S_ISFIFO(m) ? 'p' : S_ISCHR(m) ? 'c' : S_ISBLK(m) ? 'b' : S_ISSOCK(m) ? 's' : '-';
    for (i = 0; i < 9; i++)
        s[1 + i] = m >> (8 - i) & 1 ? "rwx"[i % 3] : '-';
    if (m & S_ISUID) s[3] = m & 0100 ? 's' : 'S';
    if (m & S_ISGID) s[6] = m & 010 ? 's' : 'S';
    if (m & S_ISVTX) s[9] = m & 1 ? 't' : 'T';
    return s;
}

static void moment(const struct timespec *t)
{
    char text[64], zone[16];
    struct tm *tm = localtime(&t->tv_sec);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", tm);
    strftime(zone, sizeof zone, "%z", tm);
    printf("%s.%09ld %s", text, (long)t->tv_nsec, zone);
}

static void name_and_target(const char *name, const struct stat *st)
{
    char target[4096];
    long n;
    fputs(name, stdout);
    if (S_ISLNK(st->st_mode) && (n = readlink(name, target, sizeof target - 1)) >= 0)
        printf(" -> %.*s", (int)n, target);
}

static void formatted(const char *f, const char *name, const struct stat *st)
{
    struct passwd *pw = getpwuid(st->st_uid);
    struct group *gr = getgrgid(st->st_gid);
    for (; *f; f++) {
        if (*f != '%' || !f[1]) {
            putchar(*f);
            continue;
        }
        switch (*++f) {
        case 'a': printf("%o", st->st_mode & 07777); break;
        case 'A': fputs(modes(st->st_mode), stdout); break;
        case 'b': printf("%ld", (long)st->st_blocks); break;
        case 'd': printf("%lu", (unsigned long)st->st_dev); break;
        case 'f': printf("%x", st->st_mode); break;
        case 'F': fputs(type(st), stdout); break;
        case 'g': printf("%u", st->st_gid); break;
        case 'G': fputs(gr ? gr->gr_name : "UNKNOWN", stdout); break;
        case 'h': printf("%lu", (unsigned long)st->st_nlink); break;
        case 'i': printf("%lu", (unsigned long)st->st_ino); break;
        case 'n': fputs(name, stdout); break;
        case 'N': name_and_target(quote_always(name), st); break;
        case 's': printf("%ld", (long)st->st_size); break;
        case 'u': printf("%u", st->st_uid); break;
        case 'U': fputs(pw ? pw->pw_name : "UNKNOWN", stdout); break;
        case 'X': printf("%ld", (long)st->st_atime); break;
        case 'Y': printf("%ld", (long)st->st_mtime); break;
        case 'Z': printf("%ld", (long)st->st_ctime); break;
        case 'y': moment(&st->st_mtim); break;
        case '%': putchar('%'); break;
        default: putchar('?');
        }
    }
    putchar('\n');
}

static void full(const char *name, const struct stat *st)
{
    struct passwd *pw = getpwuid(st->st_uid);
    struct group *gr = getgrgid(st->st_gid);
    char device[40];
    fputs("  File: ", stdout);
    name_and_target(name, st);
    printf("\n  Size: %-10ld\tBlocks: %-10ld IO Block: %-6ld %s\n", (long)st->st_size, (long)st->st_blocks, (long)st->st_blksize, type(st));
    sprintf(device, "%u,%u", (unsigned)major(st->st_dev), (unsigned)minor(st->st_dev));
    printf("Device: %s\tInode: %-11lu Links: ", device, (unsigned long)st->st_ino);
    if (S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode))
        printf("%-5lu Device type: %u,%u\n", (unsigned long)st->st_nlink, (unsigned)major(st->st_rdev), (unsigned)minor(st->st_rdev));
    else
        printf("%lu\n", (unsigned long)st->st_nlink);
    printf("Access: (%04o/%s)  Uid: (%5u/%8s)   Gid: (%5u/%8s)\n", st->st_mode & 07777, modes(st->st_mode), st->st_uid,
           pw ? pw->pw_name : "UNKNOWN", st->st_gid, gr ? gr->gr_name : "UNKNOWN");
    fputs("Access: ", stdout);
    moment(&st->st_atim);
    fputs("\nModify: ", stdout);
    moment(&st->st_mtim);
    fputs("\nChange: ", stdout);
    moment(&st->st_ctim);
    puts("\n Birth: -");
}

int main(int argc, char **argv)
{
    const char *format = NULL;
    int c, i, follow = 0;
    struct stat st;
    while ((c = nextopt(argc, argv, "c:L", "format=c dereference=L", "[OPTION]... FILE...\nDisplay file status.\n"))) {
        if (c == 'c') format = optval;
        else follow = 1;
    }
    if (!noperands) {
        complain("missing operand");
        try_help();
    }
    for (i = 0; i < noperands; i++) {
        if ((follow ? stat : lstat)(operands[i], &st) < 0) {
            complain_errno("cannot statx %s", quote_always(operands[i]));
            continue;
        }
        if (format)
            formatted(format, operands[i], &st);
        else
            full(operands[i], &st);
    }
    return finish();
}
