/* who - who is logged in, from utmp(5): name, line, time. */
#include <stdio.h>
#include <time.h>
#include <utmp.h>
#include "util.h"

int main(int argc, char **argv)
{
    struct utmp *u;
    (void)argc;
    progname = "who";
    (void)argv;
    setutent();
    while ((u = getutent())) {
        char when[32];
        time_t t = u->ut_tv.tv_sec;
        if (u->ut_type != USER_PROCESS)
            continue;
        strftime(when, sizeof when, "%Y-%m-%d %H:%M", localtime(&t));
        printf("%-8.32s %-12.32s %s\n", u->ut_user, u->ut_line, when);
    }
    finish();
    return 0;
}
