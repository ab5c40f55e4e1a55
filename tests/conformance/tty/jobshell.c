// A small shell with job control on a pseudo-terminal: jobs are stopped by control-Z, continued, killed by control-C.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

struct job { pid_t pid; char text[80]; int stopped; };

static struct job jobs[8];
static int njobs;

static void report(int status, const char *text)
{
    if (WIFSTOPPED(status))
        printf("[%s] stopped by %s\n", text, strsignal(WSTOPSIG(status)));
    else if (WIFSIGNALED(status))
        printf("[%s] %s\n", text, strsignal(WTERMSIG(status)));
    else
        printf("[%s] done %d\n", text, WEXITSTATUS(status));
}

/* Waits for a job in the foreground, then takes the terminal back. */
static void wait_for(struct job *j)
{
    int status;
    waitpid(j->pid, &status, WUNTRACED);
    tcsetpgrp(0, getpgrp());
    report(status, j->text);
    j->stopped = WIFSTOPPED(status);
    if (!j->stopped)
        j->pid = 0;
}

static void start(char *line)
{
    struct job *j = &jobs[njobs++];
    int background = line[strlen(line) - 1] == '&';
    char *argv[10], *at, *save = NULL;
    int n = 0;
    if (background)
        line[strlen(line) - 1] = 0;
    snprintf(j->text, sizeof j->text, "%s", line);
    for (at = strtok_r(line, " ", &save); at && n < 9; at = strtok_r(NULL, " ", &save))
        argv[n++] = at;
    argv[n] = NULL;
    fflush(stdout);
    j->pid = fork();
    if (j->pid == 0) {
        setpgid(0, 0);
        if (!background)
            tcsetpgrp(0, getpid());
        signal(SIGTTOU, SIG_DFL);
        signal(SIGTSTP, SIG_DFL);
        signal(SIGINT, SIG_DFL);
        execvp(argv[0], argv);
        printf("%s: %s\n", argv[0], strerror(errno));
        fflush(stdout);
        _exit(127);
    }
    setpgid(j->pid, j->pid);
    if (background)
        return;
    tcsetpgrp(0, j->pid);
    wait_for(j);
}

static void resume(struct job *j, int foreground)
{
    if (foreground)
        tcsetpgrp(0, j->pid);
    kill(-j->pid, SIGCONT);
    j->stopped = 0;
    if (foreground)
        wait_for(j);
}

static void shell(void)
{
    char line[100];
    signal(SIGTTOU, SIG_IGN);
    signal(SIGTSTP, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    for (;;) {
        printf("> ");
        fflush(stdout);
        if (!fgets(line, sizeof line, stdin))
            break;
        line[strcspn(line, "\n")] = 0;
        if (!strcmp(line, "jobs")) {
            for (int i = 0; i < njobs; i++)
                if (jobs[i].pid)
                    printf("%d %s %s\n", i + 1, jobs[i].stopped ? "stopped" : "running", jobs[i].text);
        } else if (!strncmp(line, "fg ", 3)) {
            resume(&jobs[atoi(line + 3) - 1], 1);
        } else if (!strncmp(line, "bg ", 3)) {
            resume(&jobs[atoi(line + 3) - 1], 0);
        } else if (!strncmp(line, "wait ", 5)) {
            struct job *j = &jobs[atoi(line + 5) - 1];
            int status;
            waitpid(j->pid, &status, WUNTRACED);
            report(status, j->text);
            j->stopped = WIFSTOPPED(status);
        } else if (*line) {
            start(line);
        }
    }
    printf("bye\n");
    fflush(stdout);
}

/* What the screen shows until nothing more comes for a while. */
static void screen(int master)
{
    char buf[1000];
    int n;
    usleep(150000);
    while ((n = read(master, buf, sizeof buf)) > 0)
        for (int i = 0; i < n; i++)
            if (buf[i] != '\r')
                putchar(buf[i]);
}

int main(void)
{
    static const char *const keys[] = {"echo hello\n", "cat\n", "some text\n", "\032", "jobs\n", "fg 2\n", "more\n", "\004", "sleep 100\n", "\003",
                                       "sleep 100\n", "\032", "bg 4\n", "jobs\n", "cat &\n", "wait 5\n", "fg 5\n", "x\n", "\003", "no_such_program\n",
                                       "sleep 100\n", "\034", "\004"};
    int master;
    pid_t pid = forkpty(&master, NULL, NULL, NULL);
    if (pid == 0) {
        shell();
        for (int i = 0; i < njobs; i++)
            if (jobs[i].pid)
                kill(-jobs[i].pid, SIGKILL);
        _exit(0);
    }
    fcntl(master, F_SETFL, O_NONBLOCK);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        screen(master);
        write(master, keys[i], strlen(keys[i]));
    }
    screen(master);
    int status;
    waitpid(pid, &status, 0);
    printf("\nthe shell ended with %d\n", WEXITSTATUS(status));
    return 0;
}
