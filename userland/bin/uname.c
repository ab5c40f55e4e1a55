/* uname - prints system information. uname(1): -a -m -n -o -r -s -v -p -i */
#include <sys/utsname.h>
#include "util.h"

int main(int argc, char **argv)
{
    static const char order[] = "snrvmo";
    struct utsname u;
    const char *want = "", *gap = "", *p;
    char picked[16] = "";
    int c;
    while ((c = nextopt(argc, argv, "amnoprsvi",
                        "all=a machine=m nodename=n operating-system=o processor=p kernel-release=r kernel-name=s kernel-version=v hardware-platform=i",
                        "[OPTION]...\nPrint certain system information.  With no OPTION, same as -s.\n"))) {
        if (c == 'a')
            want = order;
        else if (!strchr(picked, c) && strlen(picked) < 15)
            picked[strlen(picked)] = c;
    }
    if (noperands) {
        complain("extra operand %s", quote_always(operands[0]));
        try_help();
    }
    if (!*want)
        want = *picked ? picked : "s";
    if (uname(&u) < 0)
        die_errno(1, "cannot get system name");
    for (p = "snrvmpio"; *p; p++) {
        const char *field = "unknown";
        if (!strchr(want, *p))
            continue;
        switch (*p) {
        case 's': field = u.sysname; break;
        case 'n': field = u.nodename; break;
        case 'r': field = u.release; break;
        case 'v': field = u.version; break;
        case 'm': field = u.machine; break;
        case 'o': field = "GNU/Linux"; break;
        }
        printf("%s%s", gap, field);
        gap = " ";
    }
    putchar('\n');
    return finish();
}
