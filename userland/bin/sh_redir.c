/* sh_redir.c - redirections: opening, duplicating, here-documents, and putting back what was there. */
#include <ctype.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "sh_core.h"
#include "util.h"

struct saved_fd { struct saved_fd *next; int fd, copy; };

static struct saved_fd *all_saved; /* innermost first; copy is -1 if the descriptor was closed */

int flush_output(void)
{
    int null, old;
    if (!fflush(stdout) && !ferror(stdout))
        return 0;
    warn("%s: I/O error", command_name ? command_name : "sh");
    /* The buffer must not come out later, when descriptor 1 is another file. */
    clearerr(stdout);
    old = fcntl(1, F_DUPFD_CLOEXEC, 10);
    null = open("/dev/null", O_WRONLY);
    if (null >= 0) {
        dup2(null, 1);
        fflush(stdout);
        if (null != 1)
            close(null);
    }
    close(1);
    if (old >= 0) {
        dup2(old, 1);
        close(old);
    }
    return 1;
}

static const char *reason(int err, const char *missing)
{
    return err == ENOENT || err == ENOTDIR ? missing : strerror(err);
}

/* Without clobbering: a regular file that is there is not to be emptied. */
static int open_new(const char *name)
{
    struct stat st;
    int fd;
    if (!stat(name, &st)) {
        if (S_ISREG(st.st_mode)) {
            errno = EEXIST;
            return -1;
        }
        return open(name, O_WRONLY);
    }
    fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0666);
    return fd;
}

static int open_file(const struct redir *r, const char *name)
{
    int fd;
    switch (r->kind) {
    case R_INPUT:
        fd = open(name, O_RDONLY);
        if (fd < 0)
            warn("cannot open %s: %s", name, reason(errno, "No such file"));
        return fd;
    case R_BOTH: fd = open(name, O_RDWR | O_CREAT, 0666); break;
    case R_APPEND: fd = open(name, O_WRONLY | O_CREAT | O_APPEND, 0666); break;
    case R_OUTPUT:
        if (opt_C) {
            fd = open_new(name);
            break;
        }
        /* fall through */
    default: fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    }
    if (fd < 0)
        warn("cannot create %s: %s", name, reason(errno, "Directory nonexistent"));
    return fd;
}

/* A pipe with the text in it; if it is too much for one, a child writes it. */
static int open_body(const char *text)
{
    int fd[2];
    size_t n = strlen(text);
    if (pipe(fd) < 0)
        fail("Pipe call failed");
    if (n <= 4096) {
        write_all(fd[1], text, n);
    } else if (!fork_job(NULL, NULL, 0)) {
        close(fd[0]);
        signal(SIGINT, SIG_IGN);
        signal(SIGQUIT, SIG_IGN);
        signal(SIGHUP, SIG_IGN);
        signal(SIGTSTP, SIG_IGN);
        signal(SIGPIPE, SIG_DFL);
        write_all(fd[1], text, n);
        _exit(0);
    }
    close(fd[1]);
    return fd[0];
}

static void push_saved(int fd, int copy)
{
    struct saved_fd *s = xmalloc(sizeof *s);
    s->fd = fd;
    s->copy = copy;
    s->next = all_saved;
    all_saved = s;
}

/* >&word and <&word. */
static int duplicate(const struct redir *r, const char *word)
{
    int from;
    if (!strcmp(word, "-")) {
        close(r->fd);
        return 0;
    }
    if (!isdigit((unsigned char)*word) || word[1]) {
        warn("Syntax error: Bad fd number");
        return -1;
    }
    from = *word - '0';
    if (from != r->fd ? dup2(from, r->fd) < 0 : fcntl(from, F_GETFD) < 0) {
        warn("%d: %s", from, strerror(errno));
        return -1;
    }
    return 0;
}

int redirect(struct redir *r, int keep)
{
    if (r)
        fflush(stdout);
    for (; r; r = r->next) {
        int fd, old = keep ? fcntl(r->fd, F_DUPFD_CLOEXEC, 10) : -1;
        if (keep)
            push_saved(r->fd, old);
        if (r->kind == R_DUP_IN || r->kind == R_DUP_OUT) {
            if (duplicate(r, expand_text(r->word)) < 0)
                return -1;
            continue;
        }
        if (r->kind >= R_HERE)
            fd = open_body(r->quoted ? r->body : expand_body(r->body));
        else
            fd = open_file(r, expand_text(r->word));
        if (fd < 0)
            return -1;
        if (fd != r->fd) {
            dup2(fd, r->fd);
            close(fd);
        }
    }
    return 0;
}

struct saved_fd *redirect_mark(void)
{
    return all_saved;
}

void undo_redirect(struct saved_fd *mark)
{
    if (all_saved == mark)
        return;
    fflush(stdout);
    while (all_saved != mark) {
        struct saved_fd *s = all_saved;
        all_saved = s->next;
        if (s->copy < 0) {
            close(s->fd);
        } else {
            dup2(s->copy, s->fd);
            close(s->copy);
        }
        free(s);
    }
}

void forget_redirects(struct saved_fd *mark)
{
    while (all_saved != mark) {
        struct saved_fd *s = all_saved;
        all_saved = s->next;
        if (s->copy >= 0)
            close(s->copy);
        free(s);
    }
}
