// popen in both directions, its status, system.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
    char b[128];
    FILE *p = popen("printf 'b\\na\\nc\\n' | sort", "r");
    if (!p) {
        perror("popen");
        exit(1);
    }
    while (fgets(b, sizeof b, p))
        printf("line: %s", b);
    printf("status %d\n", pclose(p));
    p = popen("tr a-z A-Z", "w");
    fprintf(p, "shout\n");
    fflush(stdout);
    pclose(p);
    p = popen("exit 5", "r");
    int st = pclose(p);
    printf("%d\n", WEXITSTATUS(st));
    p = popen("wc -l", "w");
    for (int i = 0; i < 7; i++)
        fprintf(p, "x\n");
    pclose(p);
    fflush(stdout);
    system("echo from system; (exit 3); echo $?");
    p = popen("no_such_cmd 2>/dev/null", "r");
    printf("%d\n", WEXITSTATUS(pclose(p)));
    printf("%d\n", system("test -d /tmp && test ! -f /nope"));
    return 0;
}
