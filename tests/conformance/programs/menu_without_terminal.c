// conformance: stdin=2\n1\nabc\n9\n3\n
// A menu whose input is no terminal.
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
int main(void)
{
    struct termios t;
    if (tcgetattr(STDIN_FILENO, &t) == -1)
        printf("not a terminal: %s\n", strerror(errno));
    struct winsize w;
    if (ioctl(1, TIOCGWINSZ, &w) < 0)
        printf("no size: %s\n", strerror(errno));
    printf("%s %s\n", isatty(0) ? "tty" : "pipe", ttyname(0) ? "named" : strerror(errno));
    int c;
    do {
        printf("1) add\n2) list\n3) quit\n> ");
        if (scanf("%d", &c) != 1) {
            int ch;
            while ((ch = getchar()) != '\n' && ch != EOF)
                ;
            puts("number please");
            c = 0;
            continue;
        }
        switch (c) {
        case 1:
            puts("added");
            break;
        case 2:
            puts("list");
            break;
        case 3:
            puts("bye");
            break;
        default:
            puts("?");
        }
    } while (c != 3);
    char *p = getenv("TERM");
    printf("%d\n", p == NULL || *p);
    return EXIT_SUCCESS;
}
