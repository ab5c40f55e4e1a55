/* pwd - prints the working directory. pwd(1): -L, -P */
#include <limits.h>
#include <sys/stat.h>
#include "util.h"

int main(int argc, char **argv)
{
    static char buf[4096];
    int c, logical = 0;
    struct stat here, there;
    char *env;
    while ((c = nextopt(argc, argv, "LP", "logical=L physical=P", "[OPTION]...\nPrint the full filename of the current working directory.\n")))
        logical = c == 'L';
    if (noperands)
        complain("ignoring non-option arguments"), status = 0;
    env = logical ? getenv("PWD") : NULL;
    if (env && env[0] == '/' && !stat(env, &here) && !stat(".", &there) && here.st_ino == there.st_ino && here.st_dev == there.st_dev)
        puts(env);
    else if (getcwd(buf, sizeof buf))
        puts(buf);
    else
        die_errno(1, "couldn't find directory entry in '..' with matching i-node");
    return finish();
}
