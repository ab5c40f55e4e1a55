// A listing with modes, dates and links.
#include <sys/types.h>
#include <sys/stat.h>
#include <dirent.h>
#include <pwd.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <fcntl.h>
#include <errno.h>
static void mode_to_letters(mode_t mode, char str[])
{
    strcpy(str, "----------");
    if (S_ISDIR(mode))
        str[0] = 'd';
    if (S_ISCHR(mode))
        str[0] = 'c';
    if (S_ISFIFO(mode))
        str[0] = 'p';
    if (S_ISLNK(mode))
        str[0] = 'l';
    if (S_ISSOCK(mode))
        str[0] = 's';
    if (mode & S_IRUSR)
        str[1] = 'r';
    if (mode & S_IWUSR)
        str[2] = 'w';
    if (mode & S_IXUSR)
        str[3] = 'x';
    if (mode & S_IRGRP)
        str[4] = 'r';
    if (mode & S_IWGRP)
        str[5] = 'w';
    if (mode & S_IXGRP)
        str[6] = 'x';
    if (mode & S_IROTH)
        str[7] = 'r';
    if (mode & S_IWOTH)
        str[8] = 'w';
    if (mode & S_IXOTH)
        str[9] = 'x';
    if (mode & S_ISUID)
        str[3] = str[3] == 'x' ? 's' : 'S';
    if (mode & S_ISVTX)
        str[9] = 't';
}
static int cmp(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}
static int nodots(const struct dirent *d)
{
    return d->d_name[0] != '.';
}
int main(int ac, char **av)
{
    struct dirent **list;
    int n, i;
    struct stat st;
    char m[11], when[32], link[64];
    struct passwd *pw;
    close(open("plain", O_CREAT | O_WRONLY, 0640));
    mkdir("dir", 0755);
    mkfifo("fifo", 0600);
    symlink("plain", "sym");
    chmod("plain", 04755);
    truncate("plain", 1234);
    chmod("dir", 01777);
    struct timespec ts[2] = {{86400 * 365, 0}, {86400 * 365, 0}};
    n = scandir(".", &list, nodots, cmp);
    if (n < 0) {
        perror("scandir");
        return 1;
    }
    for (i = 0; i < n; i++) {
        if (!strcmp(list[i]->d_name, "a.out"))
            continue;
        utimensat(AT_FDCWD, list[i]->d_name, ts, AT_SYMLINK_NOFOLLOW);
        if (lstat(list[i]->d_name, &st) == -1) {
            perror(list[i]->d_name);
            continue;
        }
        mode_to_letters(st.st_mode, m);
        strftime(when, sizeof when, "%b %e %H:%M %Y", gmtime(&st.st_mtime));
        pw = getpwuid(st.st_uid);
        printf("%s %4ld %8lld %s %s", m, (long)(S_ISDIR(st.st_mode) ? 0 : st.st_nlink),
               (long long)(S_ISDIR(st.st_mode) ? 0 : st.st_size), when, list[i]->d_name);
        if (S_ISLNK(st.st_mode)) {
            ssize_t k = readlink(list[i]->d_name, link, sizeof link - 1);
            link[k] = 0;
            printf(" -> %s", link);
        }
        printf("%s\n", pw ? "" : " ?");
        free(list[i]);
    }
    free(list);
    return 0;
}
