/* sh_core.h - the shell's parts and what they show each other. Messages and behaviour are those of dash.
   sh_lex.c and sh_parse.c read commands into a tree, sh_exec.c walks it, sh_expand.c turns words into arguments. */
#ifndef SH_CORE_H
#define SH_CORE_H

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* ---- memory (sh_core.c): a stack of blocks for trees and expansions, strings that grow ---- */
struct mark { void *block; size_t used; };
void *take(size_t size);
char *take_string(const char *s, size_t n);
struct mark set_mark(void);
void release(struct mark m);

struct str { char *s; size_t n, cap; };
void str_put(struct str *b, int c);
void str_add(struct str *b, const char *s, size_t n);
void str_adds(struct str *b, const char *s);
/* The text, ending in NUL, in the stack of blocks; the string is empty again. */
char *str_take(struct str *b);
char *copy_string(const char *s);

/* ---- errors (sh_core.c) ---- */
extern char *shell_name;      /* $0 */
extern const char *command_name; /* the builtin that runs, for its messages */
extern int line_number;       /* of the command that runs */
/* "NAME: LINE: [BUILTIN: ]text"; fail() goes back to the last catcher with exit status 2. */
void warn(const char *fmt, ...);
void fail(const char *fmt, ...);
struct catcher { jmp_buf place; };
extern struct catcher *catcher;
enum { FAILED = 1, INTERRUPTED = 2, EXITING = 3 }; /* what setjmp() gives there */
extern int exit_status;
void exit_shell(int status);
/* A decimal number without sign, or fail("Illegal number"). */
int number(const char *s);

/* ---- options ---- */
extern int opt_e, opt_f, opt_i, opt_m, opt_n, opt_s, opt_u, opt_v, opt_x, opt_a, opt_b, opt_C, opt_I;
extern int subshell_depth;
int set_options(char **argv, int at_start);

/* ---- input (sh_lex.c) ---- */
void push_string(const char *text, size_t n);
void push_file(int fd);
void pop_input(void);
/* For errors: the input as it is now, and back to it. */
void *input_mark(void);
void input_release(void *mark);
/* Goes on reading a terminal after its end of file. */
void resume_input(void);
extern int prompt_wanted; /* 1: PS1, 2: PS2 before the next line is read */
int get_char(void);
void unget_char(int c);
void forget_input(void);
extern int input_line;

/* ---- tokens and trees (sh_lex.c, sh_parse.c) ---- */
enum token { T_EOF, T_NEWLINE, T_SEMI, T_BACKGROUND, T_AND, T_OR, T_PIPE, T_LEFT, T_RIGHT, T_END_CASE, T_REDIR, T_WORD,
             T_NOT, T_CASE, T_DO, T_DONE, T_ELIF, T_ELSE, T_ESAC, T_FI, T_FOR, T_IF, T_IN, T_THEN, T_UNTIL, T_WHILE,
             T_BEGIN, T_END };
enum { KEYWORDS = 1, NEWLINES = 2 };
enum redir_kind { R_INPUT, R_OUTPUT, R_CLOBBER, R_APPEND, R_BOTH, R_DUP_IN, R_DUP_OUT, R_HERE, R_HERE_TABS };

struct word { struct word *next; char *text; };
struct redir { struct redir *next; enum redir_kind kind; int fd; char *word, *body; int quoted; };
struct item { struct item *next; struct word *patterns; struct node *body; };
enum kind { N_SIMPLE, N_PIPE, N_AND, N_OR, N_NOT, N_SEQUENCE, N_BACKGROUND, N_SUBSHELL, N_GROUP, N_IF, N_WHILE, N_UNTIL,
            N_FOR, N_CASE, N_FUNCTION };
struct node {
    enum kind kind;
    int line;
    struct node *a, *b, *c;
    struct word *words, *assigns;
    struct redir *redirs;
    struct item *items;
    char *name;
};

enum token next_token(int flags);
enum token peek_token(int flags);
void push_back(void);
extern enum token last_token;
extern char *token_text;
extern int token_quoted;
extern struct redir *token_redir;
void want_body(struct redir *here);
void read_bodies(void);
void reset_lexer(void);
void syntax_error(const char *text);
/* The last token does not fit; expected: the one that would, or -1. */
void unexpected(int expected);
/* One line or more of commands; *end is set at the end of the input. */
struct node *parse_line(int *end);
struct node *parse_list(int may_be_empty);
/* The commands in a text: up to its end, or with `close` up to a parenthesis. *end: what is behind. */
struct node *parse_part(const char *text, size_t n, int close, const char **end);
/* A copy that lives for ever, for functions. */
struct node *copy_tree(const struct node *n);
/* The source text of a command, for jobs. */
void tree_text(struct str *b, const struct node *n);
int is_name(const char *s, size_t n);

/* ---- variables (sh_var.c) ---- */
enum { V_EXPORT = 1, V_READONLY = 2 };
struct var { struct var *next; char *name, *value; int flags; };
void init_vars(char **env);
struct var *find_var(const char *name, size_t n);
char *get_var(const char *name);
void set_var(const char *name, size_t n, const char *value, int flags);
void set_name(const char *name, const char *value);
int unset_var(const char *name);
char **environment(void);
void show_vars(int flags, const char *prefix);
void make_local(const char *name);
void *begin_locals(void);
void end_locals(void *saved);
/* Puts back a variable as it was before a temporary assignment. */
struct saved_var { struct saved_var *next; char *name, *value; int flags, existed; };
struct saved_var *save_var(struct saved_var *list, const char *name, size_t n);
void restore_vars(struct saved_var *list);
struct params { char **at; int n; int optind, optoff; };
extern struct params params;
void set_params(char **argv);
void free_params(struct params *p);
struct function { struct function *next; char *name; struct node *body; int line; };
struct function *find_function(const char *name);
void define_function(const struct node *n);
void unset_function(const char *name);

/* ---- words (sh_expand.c, sh_pattern.c, sh_arith.c) ---- */
struct args { char **at; int n, cap; };
void args_add(struct args *a, char *s);
void expand_words(struct word *w, struct args *out);
char *expand_text(const char *raw);              /* no splitting */
char *expand_assign(const char *raw);            /* with tildes behind : */
char *expand_pattern(const char *raw);           /* quoted characters behind backslashes */
char *expand_body(const char *raw);              /* of a here-document */
char *expand_prompt(const char *raw);
int pattern_match(const char *pattern, const char *s);
int has_pattern(const char *pattern);
void glob(const char *pattern, struct args *out);
long long arithmetic(const char *text);

/* ---- running (sh_exec.c, sh_redir.c) ---- */
enum { RUN_EXIT = 1, RUN_TESTED = 2 };
void run(struct node *n, int flags);
void run_string(const char *text, size_t n, int flags);
void run_input(int interactive);
extern int run_flags; /* RUN_TESTED for a builtin that runs commands */
/* A break, continue or return on its way out. */
enum { SKIP_BREAK = 1, SKIP_CONTINUE, SKIP_RETURN };
extern int skipping, skip_count, loop_depth, function_depth;
extern int last_substitution; /* status of the last $(...), for a command without words; -1: none */
/* The path of a program; NULL and a warning if there is none. */
char *find_program(const char *name, const char *path, int *status);
void exec_program(char **argv, const char *path);
/* Redirections that will be undone lie on a stack: redirect() adds what was there, undo_redirect() goes back to a mark. */
struct saved_fd;
struct saved_fd *redirect_mark(void);
/* Carries redirections out; keep: remembers what was there. -1 after a warning. */
int redirect(struct redir *r, int keep);
void undo_redirect(struct saved_fd *mark);
/* They stay: for exec. */
void forget_redirects(struct saved_fd *mark);
/* Writes what builtins have printed; a failure is reported once and gives 1. */
int flush_output(void);

/* ---- jobs (sh_jobs.c) ---- */
struct process { struct process *next; pid_t pid; int status, state; char *text; };
enum { J_RUNNING, J_STOPPED, J_DONE };
struct job { struct job *next; int number; pid_t group; struct process *first; int state, changed, controlled; };
extern pid_t shell_pid, last_background;
struct job *new_job(const struct node *n);
/* Forks into the job (NULL: none); the child is set up as a subshell. */
pid_t fork_job(struct job *j, const struct node *n, int background);
int wait_job(struct job *j);
/* The newest job that is done or running with this process, NULL if there is none. */
struct job *job_of(pid_t pid);
struct job *find_job(const char *spec);
void set_job_control(int on);
void report_jobs(void);
void free_job(struct job *j);
void forget_jobs(void);
int job_status(struct job *j);
int stopped_jobs(void);
/* Waits for one child; 0 if there is none, -1 if a signal came. block: 0 returns at once. */
int wait_any(struct job *watched, int block);
/* The line of a job as jobs(1) prints it; mode: 0, 'l' or 'p'. */
void show_job(FILE *out, struct job *j, int mode);
extern struct job *jobs;

/* ---- signals (sh_trap.c) ---- */
extern volatile sig_atomic_t pending_signals;
extern volatile sig_atomic_t interrupt_pending;
void set_interactive_signals(int on);
void run_traps(void);
void run_exit_trap(void);
void clear_traps(void);
int have_traps(void);
void ignore_signal(int sig);
/* True if a trap or an interrupt waits to be seen to. */
int signal_waits(void);
int b_trap(int argc, char **argv);
extern int last_trap_signal;

/* ---- builtins (sh_builtin.c) ---- */
struct builtin { const char *name; int (*run)(int argc, char **argv); int special; };
const struct builtin *find_builtin(const char *name);
/* The next option letter of a builtin, 0 at the end; *argv moves on to the operands. */
int builtin_option(char ***argv, const char *letters);
extern char *builtin_value;
int b_fg(int argc, char **argv);
int b_jobs(int argc, char **argv);
int b_wait(int argc, char **argv);
int b_kill(int argc, char **argv);
int b_read(int argc, char **argv);
int b_test(int argc, char **argv);
int b_printf(int argc, char **argv);
int b_echo(int argc, char **argv);
int b_getopts(int argc, char **argv);
int b_umask(int argc, char **argv);
int b_ulimit(int argc, char **argv);
int b_times(int argc, char **argv);
int b_cd(int argc, char **argv);
int b_pwd(int argc, char **argv);
void init_directory(void);

#endif
