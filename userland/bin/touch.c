/* touch - makes files, or sets their times to now. touch(1): -c -a -m -h -d DATE -r FILE */
#include <fcntl.h>
#include <sys/stat.h>
#include "util.h"
#include "when.h"

int main(int argc, char **argv)
{
    struct timespec times[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
    const char *reference = NULL;
    int c, i, create = 1, which = 0, flags = 0;
    while ((c = nextopt(argc, argv, "acd:fhmr:", "no-create=c date=d no-dereference=h reference=r", "[OPTION]... FILE...\nUpdate the access and modification times of each FILE to the current time.\n"))) {
        if (c == 'c') create = 0;
        else if (c == 'a') which |= 1;
        else if (c == 'm') which |= 2;
        else if (c == 'h') create = 0, flags = AT_SYMLINK_NOFOLLOW;
        else if (c == 'r') reference = optval;
        else if (c == 'd') {
            if (parse_when(optval, &times[0]) < 0)
                die(1, "invalid date format %s", quote_always(optval));
            times[1] = times[0];
        }
    }
    if (!noperands) {
        complain("missing file operand");
        try_help();
    }
    if (reference) {
        struct stat st;
        if (stat(reference, &st) < 0)
            die_errno(1, "failed to get attributes of %s", quote_always(reference));
        times[0] = st.st_atim;
        times[1] = st.st_mtim;
    }
    if (which == 1) times[1].tv_nsec = UTIME_OMIT;
    if (which == 2) times[0].tv_nsec = UTIME_OMIT;
    for (i = 0; i < noperands; i++) {
        char *name = operands[i];
        int fd = -1, err = 0;
        if (create) {
            fd = open(name, O_WRONLY | O_CREAT | O_NOCTTY | O_NONBLOCK, 0666);
            err = errno;
        }
        if (fd >= 0) {
            if (futimens(fd, times) < 0)
                complain_errno("setting times of %s", quote_always(name));
            close(fd);
        } else if (utimensat(AT_FDCWD, name, times, flags) < 0) {
            if (!create && errno == ENOENT)
                continue;
            if (create && err != EISDIR)
                errno = err, complain_errno("cannot touch %s", quote_always(name));
            else
                complain_errno("setting times of %s", quote_always(name));
        }
    }
    return status;
}
