/* cc - compiles C files of the machine. The compiler itself is outside: it is reached by one private call. cc(1): -o, -D, -I, -w */
#include <sys/syscall.h>
#include "util.h"

/* compile(argv, messages, size, &status): the length of what the compiler says. */
enum { COMPILE = 0x66630001 };

int main(int argc, char **argv)
{
    static char text[1 << 16];
    int code = 1;
    (void)argc;
    progname = "cc";
    long n = syscall(COMPILE, argv, text, sizeof text, &code);
    if (n < 0)
        die_errno(1, "fatal error: no compiler");
    write_all(2, text, n < (long)sizeof text ? n : (long)sizeof text);
    return code;
}
