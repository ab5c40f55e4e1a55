/* sh_exec.c - walks the tree and carries commands out. Entry points: run(), run_string(), run_input(). */
#include <ctype.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include "sh_core.h"
#include "util.h"

extern char **environ;

int skipping, skip_count, loop_depth, function_depth, run_flags;
int last_substitution = -1;
static int function_line;

/* ---- programs ---- */

static const char *exec_reason(int err)
{
    return err == ENOENT || err == ENOTDIR ? "not found" : strerror(err);
}

char *find_program(const char *name, const char *path, int *status)
{
    int err = ENOENT;
    struct stat st;
    *status = 127;
    while (path) {
        size_t n = strcspn(path, ":");
        char *full = take(n + strlen(name) + 2);
        sprintf(full, "%.*s%s%s", (int)n, path, n ? "/" : "", name);
        path = path[n] ? path + n + 1 : NULL;
        if (stat(full, &st) < 0) {
            if (errno != ENOENT && errno != ENOTDIR)
                err = errno;
            continue;
        }
        err = EACCES;
        if (S_ISREG(st.st_mode) && !access(full, X_OK))
            return full;
    }
    *status = err == ENOENT ? 127 : 126;
    warn("%s: %s", name, exec_reason(err));
    return NULL;
}

/* Is there a control character in the first line, as far as a look at the file shows? Then it is no script. */
static int is_binary(const char *file)
{
    char text[128];
    int fd = open(file, O_RDONLY | O_CLOEXEC), n = fd < 0 ? 0 : read(fd, text, sizeof text), i;
    close(fd);
    for (i = 0; i < n && text[i] != '\n'; i++)
        if (iscntrl((unsigned char)text[i]) && (text[i] < 9 || text[i] > 15) && text[i] != 27)
            return 1;
    return 0;
}

/* Becomes the program, or exits after a message. A file that is no program is a script for the shell. */
void exec_program(char **argv, const char *path)
{
    char **env = environment(), **args;
    const char *file = argv[0];
    int n = 0, status;
    if (!strchr(file, '/')) {
        file = find_program(file, path, &status);
        if (!file)
            exit_shell(status);
    }
    fflush(stdout);
    execve(file, argv, env);
    if (errno == ENOEXEC && is_binary(file)) {
        errno = ENOEXEC;
    } else if (errno == ENOEXEC) {
        while (argv[n])
            n++;
        args = take((n + 2) * sizeof *args);
        memcpy(args + 1, argv, (n + 1) * sizeof *args);
        args[0] = "/bin/sh";
        args[1] = (char *)file;
        execve(args[0], args, env);
    }
    status = errno == ENOENT || errno == ENOTDIR || errno == ELOOP || errno == ENAMETOOLONG ? 127 : 126;
    warn("%s: %s", argv[0], exec_reason(errno));
    exit_shell(status);
}

static void run_program(char **argv, const struct node *n, int flags)
{
    struct job *j;
    int status;
    sigset_t none;
    /* Whoever started the shell may have blocked signals. As with dash a command that it waits for has none blocked, nor
     * has the shell from then on. */
    if (!(flags & RUN_EXIT && subshell_depth)) {
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
    }
    if (!strchr(argv[0], '/') && !(flags & RUN_EXIT)) {
        /* Looked up before the fork, so that there is none if it is not there. */
        if (!find_program(argv[0], get_var("PATH"), &status)) {
            exit_status = status;
            return;
        }
    }
    if (flags & RUN_EXIT && !have_traps())
        exec_program(argv, get_var("PATH"));
    fflush(stdout);
    j = new_job(n);
    if (!fork_job(j, n, 0))
        exec_program(argv, get_var("PATH"));
    exit_status = wait_job(j);
}

/* ---- builtins and functions ---- */

static void run_builtin(const struct builtin *b, struct args *args, int flags)
{
    struct catcher c, *outer = catcher;
    const char *outer_name = command_name;
    void *input = input_mark();
    int outer_flags = run_flags, why, special = b->special;
    if (args->n > 1 && !strcmp(args->at[0], "command"))
        special = 0;
    why = setjmp(c.place);
    if (!why) {
        catcher = &c;
        command_name = args->at[0];
        run_flags = flags & RUN_TESTED;
        exit_status = b->run(args->n, args->at);
        if (flush_output() && !exit_status)
            exit_status = 1;
    }
    catcher = outer;
    command_name = outer_name;
    run_flags = outer_flags;
    if (why) {
        input_release(input);
        flush_output();
        if (why != FAILED || special)
            longjmp(outer->place, why);
    }
}

static void run_function(struct function *f, char **argv, int flags)
{
    struct catcher c, *outer = catcher;
    struct params saved = params;
    void *locals = begin_locals();
    int loops = loop_depth, line = function_line, why;
    memset(&params, 0, sizeof params);
    set_params(argv + 1);
    why = setjmp(c.place);
    if (!why) {
        catcher = &c;
        loop_depth = 0;
        function_depth++;
        function_line = f->line;
        run(f->body, flags & RUN_TESTED);
    }
    catcher = outer;
    function_line = line;
    function_depth--;
    loop_depth = loops;
    end_locals(locals);
    free_params(&params);
    params = saved;
    if (skipping == SKIP_RETURN)
        skipping = 0;
    if (why)
        longjmp(outer->place, why);
}

/* ---- simple commands ---- */

/* export, readonly and local take assignments, whose values are not split. */
static int declares(const struct args *args)
{
    int i = args->n > 1 && !strcmp(args->at[0], "command");
    return args->n && (!strcmp(args->at[i], "export") || !strcmp(args->at[i], "readonly") || !strcmp(args->at[i], "local"));
}

static void expand_command(struct word *words, struct args *args)
{
    for (; words; words = words->next) {
        const char *eq = strchr(words->text, '=');
        struct word one = {NULL, words->text};
        if (eq && is_name(words->text, eq - words->text) && declares(args)) {
            char *value = expand_assign(eq + 1), *both = take(eq - words->text + strlen(value) + 2);
            sprintf(both, "%.*s=%s", (int)(eq - words->text), words->text, value);
            args_add(args, both);
        } else {
            expand_words(&one, args);
        }
    }
}

static struct saved_var *assign(struct word *w, int temporary, struct saved_var *saved)
{
    for (; w; w = w->next) {
        size_t n = strchr(w->text, '=') - w->text;
        char *value = expand_assign(w->text + n + 1);
        if (opt_x)
            fprintf(stderr, "%s%.*s=%s\n", expand_prompt(get_var("PS4") ? get_var("PS4") : ""), (int)n, w->text, value);
        if (temporary)
            saved = save_var(saved, w->text, n);
        set_var(w->text, n, value, temporary ? V_EXPORT : 0);
    }
    return saved;
}

/* set -x */
static void trace(const struct args *args)
{
    int i;
    const char *ps = get_var("PS4");
    fputs(expand_prompt(ps ? ps : ""), stderr);
    for (i = 0; i < args->n; i++)
        fprintf(stderr, i ? " %s" : "%s", args->at[i]);
    putc('\n', stderr);
}

/* exec keeps its redirections, and without a program does nothing else. */
static void run_exec(struct args *args, struct saved_fd *mark)
{
    forget_redirects(mark);
    exit_status = 0;
    if (args->n > 1 && !strcmp(args->at[1], "--")) {
        args->at++;
        args->n--;
    }
    if (args->n > 1) {
        command_name = args->at[0];
        set_job_control(0);
        exec_program(args->at + 1, get_var("PATH"));
    }
}

static void run_words(struct node *n, struct args *args, struct saved_fd *mark, int flags)
{
    const struct builtin *b = find_builtin(args->at[0]);
    struct function *f = b && b->special ? NULL : find_function(args->at[0]);
    struct saved_var *saved = NULL;
    if (f)
        b = NULL;
    saved = assign(n->assigns, !(b && b->special), NULL);
    if (opt_x)
        trace(args);
    if (b && !strcmp(b->name, "exec"))
        run_exec(args, mark);
    else if (f)
        run_function(f, args->at, flags);
    else if (b)
        run_builtin(b, args, flags);
    else
        run_program(args->at, n, flags);
    restore_vars(saved);
}

static void run_simple(struct node *n, int flags)
{
    struct args args = {0};
    struct saved_fd *redirs = redirect_mark();
    line_number = n->line;
    if (function_line)
        line_number -= function_line - 1;
    last_substitution = -1;
    expand_command(n->words, &args);
    if (redirect(n->redirs, 1) < 0) {
        exit_status = 2;
        if (args.n) {
            const struct builtin *b = find_builtin(args.at[0]);
            undo_redirect(redirs);
            if (b && b->special)
                longjmp(catcher->place, FAILED);
        }
    } else if (!args.n) {
        assign(n->assigns, 0, NULL);
        exit_status = last_substitution >= 0 ? last_substitution : 0;
    } else {
        run_words(n, &args, redirs, flags);
    }
    undo_redirect(redirs);
}

/* ---- compound commands ---- */

static void run_pipeline(struct node *n, int flags)
{
    struct job *j;
    int fd[2], before = -1;
    fflush(stdout);
    j = new_job(n);
    for (; n; n = n->b) {
        fd[0] = fd[1] = -1;
        if (n->b && pipe(fd) < 0)
            fail("Pipe call failed");
        if (!fork_job(j, n->a, 0)) {
            if (before > 0) {
                dup2(before, 0);
                close(before);
            }
            if (n->b) {
                close(fd[0]);
                if (fd[1] != 1) {
                    dup2(fd[1], 1);
                    close(fd[1]);
                }
            }
            run(n->a, (flags & RUN_TESTED) | RUN_EXIT);
            exit_shell(exit_status);
        }
        if (before >= 0)
            close(before);
        before = fd[0];
        if (n->b)
            close(fd[1]);
    }
    exit_status = wait_job(j);
}

static void run_background(struct node *n)
{
    struct job *j;
    fflush(stdout);
    /* Each command of a pipeline in the background is a process of the job itself. */
    j = new_job(n->a);
    if (!fork_job(j, n->a, 1)) {
        run(n->a, RUN_EXIT);
        exit_shell(exit_status);
    }
    exit_status = 0;
}

static void run_subshell(struct node *n, int flags)
{
    struct job *j;
    struct saved_fd *mark = redirect_mark();
    if (!(flags & RUN_EXIT) || have_traps()) {
        fflush(stdout);
        j = new_job(n);
        if (fork_job(j, n, 0)) {
            exit_status = wait_job(j);
            return;
        }
    }
    line_number = n->line;
    if (redirect(n->redirs, 0) < 0)
        exit_shell(2);
    forget_redirects(mark);
    run(n->a, (flags & RUN_TESTED) | RUN_EXIT);
    exit_shell(exit_status);
}

/* After a turn of a loop: true if it ends here. */
static int loop_ends(void)
{
    if (!skipping)
        return 0;
    if (skipping == SKIP_RETURN)
        return 1;
    if (--skip_count > 0)
        return 1;
    if (skipping == SKIP_CONTINUE) {
        skipping = 0;
        return 0;
    }
    skipping = 0;
    return 1;
}

static void run_loop(struct node *n, int flags)
{
    int status = 0;
    loop_depth++;
    for (;;) {
        struct mark m = set_mark();
        int stop;
        run(n->a, RUN_TESTED);
        if (skipping) {
            stop = loop_ends();
            status = skipping == SKIP_RETURN ? exit_status : status;
        } else {
            stop = (exit_status == 0) != (n->kind == N_WHILE);
            if (!stop) {
                run(n->b, flags & RUN_TESTED);
                status = exit_status;
                stop = loop_ends();
            }
        }
        release(m);
        if (stop)
            break;
    }
    loop_depth--;
    exit_status = status;
}

static void run_for(struct node *n, int flags)
{
    struct args args = {0};
    int i, status = 0;
    line_number = n->line;
    expand_words(n->words, &args);
    loop_depth++;
    for (i = 0; i < args.n; i++) {
        struct mark m = set_mark();
        int stop;
        set_name(n->name, args.at[i]);
        run(n->b, flags & RUN_TESTED);
        status = exit_status;
        stop = loop_ends();
        release(m);
        if (stop)
            break;
    }
    loop_depth--;
    exit_status = status;
}

static void run_case(struct node *n, int flags)
{
    char *word;
    struct item *i;
    struct word *w;
    line_number = n->line;
    last_substitution = -1;
    word = expand_text(n->name);
    for (i = n->items; i; i = i->next) {
        for (w = i->patterns; w; w = w->next) {
            if (!pattern_match(expand_pattern(w->text), word))
                continue;
            exit_status = 0;
            run(i->body, flags);
            return;
        }
    }
    exit_status = 0;
}

static void run_if(struct node *n, int flags)
{
    run(n->a, RUN_TESTED);
    if (skipping)
        return;
    if (!exit_status)
        run(n->b, flags);
    else if (n->c)
        run(n->c, flags);
    else
        exit_status = 0;
}

static void run_compound(struct node *n, int flags)
{
    struct saved_fd *mark = redirect_mark();
    if (n->redirs) {
        line_number = n->line;
        flags &= ~RUN_EXIT;
        if (redirect(n->redirs, 1) < 0) {
            undo_redirect(mark);
            exit_status = 2;
            return;
        }
    }
    switch (n->kind) {
    case N_GROUP: run(n->a, flags); break;
    case N_IF: run_if(n, flags); break;
    case N_WHILE: case N_UNTIL: run_loop(n, flags); break;
    case N_FOR: run_for(n, flags); break;
    case N_CASE: run_case(n, flags); break;
    default: break;
    }
    undo_redirect(mark);
}

void run(struct node *n, int flags)
{
    struct mark m = set_mark();
    int check = 0;
    if (!n || opt_n)
        return;
    if (signal_waits())
        run_traps();
    switch (n->kind) {
    case N_SIMPLE:
        run_simple(n, flags);
        check = 1;
        break;
    case N_PIPE:
        run_pipeline(n, flags);
        check = 1;
        break;
    case N_SUBSHELL:
        run_subshell(n, flags);
        check = 1;
        break;
    case N_AND:
    case N_OR:
        run(n->a, RUN_TESTED);
        if (!skipping && (exit_status == 0) == (n->kind == N_AND))
            run(n->b, flags);
        break;
    case N_NOT:
        run(n->a, RUN_TESTED);
        if (!skipping)
            exit_status = !exit_status;
        break;
    case N_SEQUENCE:
        run(n->a, flags & RUN_TESTED);
        if (!skipping)
            run(n->b, flags);
        break;
    case N_BACKGROUND:
        run_background(n);
        break;
    case N_FUNCTION:
        define_function(n);
        exit_status = 0;
        break;
    default:
        run_compound(n, flags);
    }
    release(m);
    if (signal_waits())
        run_traps();
    if (check && opt_e && exit_status && !(flags & RUN_TESTED) && !skipping)
        exit_shell(exit_status);
    if (flags & RUN_EXIT)
        exit_shell(exit_status);
}

/* ---- texts and files ---- */

void run_string(const char *text, size_t n, int flags)
{
    int end = 0, status = 0;
    void *mark = input_mark();
    push_string(text, n);
    while (!end && !skipping) {
        struct mark m = set_mark();
        struct node *tree = parse_line(&end);
        if (tree) {
            run(tree, (flags & RUN_TESTED) | (end ? flags & RUN_EXIT : 0));
            status = exit_status;
        }
        release(m);
    }
    input_release(mark);
    exit_status = status;
}

void run_input(int interactive)
{
    int end = 0, tries = 0;
    for (;;) {
        struct mark m = set_mark();
        struct node *tree;
        if (interactive) {
            report_jobs();
            prompt_wanted = 1;
        }
        tree = parse_line(&end);
        if (tree) {
            tries = 0;
            run(tree, 0);
        }
        release(m);
        if (skipping) {
            skipping = 0;
            if (!interactive)
                return;
        }
        if (!end)
            continue;
        if (!interactive || (!tree && !(stopped_jobs() && !tries++)))
            return;
        if (!tree)
            fputs("\nYou have stopped jobs.\n", stderr);
        resume_input();
    }
}
