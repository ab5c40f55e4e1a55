/* uptime - since when the machine has been up, and its load. uptime(1): -p -s */
#include "util.h"
#include <time.h>

/* "1 day, 2 hours, 3 minutes" */
static void pretty(long seconds)
{
    static const struct {
        const char *name;
        long seconds;
    } parts[] = {{"week", 604800}, {"day", 86400}, {"hour", 3600}, {"minute", 60}};
    const char *before = " ";
    int i;
    fputs("up", stdout);
    for (i = 0; i < 4; i++) {
        long n = seconds / parts[i].seconds;
        seconds %= parts[i].seconds;
        if (n || (i == 3 && *before == ' ')) {
            printf("%s%ld %s%s", before, n, parts[i].name, n == 1 ? "" : "s");
            before = ", ";
        }
    }
    putchar('\n');
}

int main(int argc, char **argv)
{
    int c, how = 0;
    double up = 0, load[3] = {0, 0, 0};
    long days, hours, minutes;
    time_t now = time(NULL), since;
    char text[32];
    FILE *f;
    while ((c = nextopt(argc, argv, "ps", "pretty=p since=s", "[options]\nTell how long the system has been running.\n")))
        how = c;
    f = fopen("/proc/uptime", "r");
    if (!f || fscanf(f, "%lf", &up) != 1)
        die_errno(1, "/proc/uptime");
    fclose(f);
    if (how == 'p') {
        pretty(up);
        return finish();
    }
    if (how == 's') {
        since = now - (time_t)up;
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", localtime(&since));
        puts(text);
        return finish();
    }
    getloadavg(load, 3);
    strftime(text, sizeof text, "%H:%M:%S", localtime(&now));
    days = (long)up / 86400;
    hours = (long)up / 3600 % 24;
    minutes = (long)up / 60 % 60;
    printf(" %s up ", text);
    if (days)
        printf("%ld day%s, ", days, days == 1 ? "" : "s");
    if (hours)
        printf("%2ld:%02ld, ", hours, minutes);
    else
        printf("%ld min, ", minutes);
    /* Nobody logs in here. */
    printf(" 0 user,  load average: %.2f, %.2f, %.2f\n", load[0], load[1], load[2]);
    return finish();
}
