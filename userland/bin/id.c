/* id - prints user and group ids. id(1): -u -g -G -n -r */
#include <grp.h>
#include <pwd.h>
#include "util.h"

static void print_id(const char *label, unsigned id, const char *name)
{
    printf("%s%u", label, id);
    if (name)
        printf("(%s)", name);
}

static const char *user_name(uid_t uid)
{
    struct passwd *p = getpwuid(uid);
    return p ? p->pw_name : NULL;
}

static const char *group_name(gid_t gid)
{
    struct group *g = getgrgid(gid);
    return g ? g->gr_name : NULL;
}

static void print_one(unsigned id, const char *name, int by_name)
{
    if (by_name && name)
        fputs(name, stdout);
    else
        printf("%u", id);
    if (by_name && !name)
        complain("cannot find name for ID %u", id);
}

int main(int argc, char **argv)
{
    int c, what = 0, names = 0, real = 0, n, i;
    gid_t groups[64];
    while ((c = nextopt(argc, argv, "gGnru", "group=g groups=G name=n real=r user=u",
                        "[OPTION]...\nPrint user and group information of the calling process.\n"))) {
        if (c == 'n') names = 1;
        else if (c == 'r') real = 1;
        else if (what && what != c) die(1, "cannot print \"only\" of more than one choice");
        else what = c;
    }
    if (noperands)
        die(1, "%s: no such user", quote_always(operands[0]));
    if (!what && (names || real))
        die(1, "cannot print only names or real IDs in default format");
    uid_t uid = getuid(), euid = geteuid();
    gid_t gid = getgid(), egid = getegid();
    if (what == 'u') {
        c = real ? uid : euid;
        print_one(c, user_name(c), names);
    } else if (what == 'g') {
        c = real ? gid : egid;
        print_one(c, group_name(c), names);
    } else {
        n = getgroups(64, groups);
        if (!what) {
            print_id("uid=", uid, user_name(uid));
            print_id(" gid=", gid, group_name(gid));
            if (euid != uid)
                print_id(" euid=", euid, user_name(euid));
            if (egid != gid)
                print_id(" egid=", egid, group_name(egid));
            print_id(" groups=", gid, group_name(gid));
        } else {
            print_one(gid, group_name(gid), names);
        }
        for (i = 0; i < n; i++) {
            if (groups[i] == gid)
                continue;
            if (what) {
                putchar(' ');
                print_one(groups[i], group_name(groups[i]), names);
            } else {
                print_id(",", groups[i], group_name(groups[i]));
            }
        }
    }
    putchar('\n');
    return finish();
}
