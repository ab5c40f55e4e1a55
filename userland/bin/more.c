/* more - shows text a screenful at a time. Space goes on, Enter by a line, q ends; where standard output is no terminal it
   only copies. */
#include "util.h"
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>

static int rows, left, keys = -1;
static struct termios before;

/* Asks whether to go on; how many lines are shown next. */
static int ask(void)
{
    struct termios raw = before;
    char c = 'q';
    fputs("\033[7m--More--\033[m", stdout);
    fflush(stdout);
    raw.c_lflag &= ~(ICANON | ECHO);
    tcsetattr(keys, TCSANOW, &raw);
    do
        if (read(keys, &c, 1) != 1)
            c = 'q';
    while (!strchr(" \nqQ", c));
    tcsetattr(keys, TCSANOW, &before);
    fputs("\r        \r", stdout);
    if (c == 'q' || c == 'Q')
        exit(finish());
    return c == '\n' ? 1 : rows;
}

static void show(FILE *f)
{
    char *line = NULL;
    size_t cap = 0;
    long n;
    while ((n = read_line(f, &line, &cap)) >= 0) {
        if (keys >= 0 && left-- == 0)
            left = ask() - 1;
        fwrite(line, 1, n, stdout);
    }
    free(line);
}

int main(int argc, char **argv)
{
    int i, from_stdin = !isatty(0);
    struct winsize size;
    struct stat st;
    nextopt(argc, argv, "", "", "[FILE]...\nShow each FILE a screenful at a time.\n");
    if (!noperands && !from_stdin) {
        fprintf(stderr, "more: bad usage\nTry 'more --help' for more information.\n");
        return 1;
    }
    if (isatty(1) && (keys = isatty(2) ? 2 : open("/dev/tty", O_RDWR)) >= 0 && tcgetattr(keys, &before) == 0) {
        rows = ioctl(1, TIOCGWINSZ, &size) == 0 && size.ws_row > 1 ? size.ws_row - 1 : 23;
        left = rows;
    } else
        keys = -1;
    if (from_stdin)
        show(stdin);
    for (i = 0; i < noperands; i++) {
        FILE *f = stat(operands[i], &st) == 0 && S_ISDIR(st.st_mode) ? NULL : fopen(operands[i], "r");
        if (f) {
            if (from_stdin || noperands > 1)
                printf("::::::::::::::\n%s\n::::::::::::::\n", operands[i]);
            show(f);
            fclose(f);
        } else if (errno)
            fprintf(stderr, "more: cannot open %s: %s\n", operands[i], strerror(errno));
        else
            printf("\n*** %s: directory ***\n\n", operands[i]);
        errno = 0;
    }
    return finish();
}
