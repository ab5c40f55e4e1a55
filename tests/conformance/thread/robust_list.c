/* get_robust_list(2). */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
    struct robust_list_head mine = {{&mine.list}, 8, 0}, *head = 0;
    size_t len = 0;
    char line[20] = "";
    printf("%ld\n", syscall(SYS_set_robust_list, &mine, sizeof mine));
    printf("%ld", syscall(SYS_get_robust_list, 0, &head, &len));
    printf(" %d %zu\n", head == &mine, len);
    head = 0;
    printf("%ld", syscall(SYS_get_robust_list, getpid(), &head, &len));
    printf(" %d %zu\n", head == &mine, len);
    printf("%ld", syscall(SYS_get_robust_list, 999999, &head, &len));
    printf(" %s\n", strerrorname_np(errno));
    printf("%ld", syscall(SYS_get_robust_list, 0, 1L, &len));
    printf(" %s\n", strerrorname_np(errno));
    printf("%ld", syscall(SYS_set_robust_list, &mine, 8L));
    printf(" %s\n", strerrorname_np(errno));
    mine.list.next = &mine.list;
    FILE *f = fopen("/proc/self/oom_score_adj", "r");
    printf("%s", fgets(line, sizeof line, f));
    f = fopen("/proc/self/oom_score", "r");
    printf("%d\n", fgets(line, sizeof line, f) != 0);
    return 0;
}
