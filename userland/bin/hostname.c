/* hostname - prints the host's name. hostname(1): no other use */
#include <sys/utsname.h>
#include "util.h"

int main(int argc, char **argv)
{
    struct utsname u;
    while (nextopt(argc, argv, "s", "short=s", "\nPrint the system's host name.\n"))
        ;
    if (noperands)
        die(1, "not supported: setting the host name");
    if (uname(&u) < 0)
        die_errno(1, "uname");
    puts(u.nodename);
    return finish();
}
