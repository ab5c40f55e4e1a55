/* sh_var.c - the shell's variables, positional parameters and functions. */
#include <ctype.h>
#include "sh_core.h"
#include "util.h"

enum { BUCKETS = 61 };

static struct var *table[BUCKETS];
static struct function *functions;
struct params params;
static struct saved_var *locals; /* of the function that runs */

static unsigned hash(const char *s, size_t n)
{
    unsigned h = 0;
    while (n--)
        h = h * 31 + (unsigned char)*s++;
    return h % BUCKETS;
}

struct var *find_var(const char *name, size_t n)
{
    struct var *v;
    for (v = table[hash(name, n)]; v; v = v->next)
        if (!strncmp(v->name, name, n) && !v->name[n])
            return v;
    return NULL;
}

char *get_var(const char *name)
{
    struct var *v = find_var(name, strlen(name));
    return v ? v->value : NULL;
}

void set_var(const char *name, size_t n, const char *value, int flags)
{
    struct var *v = find_var(name, n);
    char *old;
    if (v && v->flags & V_READONLY && (value || flags & V_READONLY) && value)
        fail("%.*s: is read only", (int)n, name);
    if (!v) {
        v = xmalloc(sizeof *v);
        v->name = xmalloc(n + 1);
        memcpy(v->name, name, n);
        v->name[n] = 0;
        v->value = NULL;
        v->flags = 0;
        v->next = table[hash(name, n)];
        table[hash(name, n)] = v;
    }
    v->flags |= flags | (opt_a ? V_EXPORT : 0);
    if (value) {
        old = v->value;
        v->value = copy_string(value);
        free(old);
        if (!strcmp(v->name, "OPTIND")) {
            params.optind = atoi(value);
            params.optoff = 0;
        }
    }
}

void set_name(const char *name, const char *value)
{
    set_var(name, strlen(name), value, 0);
}

int unset_var(const char *name)
{
    size_t n = strlen(name);
    struct var **p = &table[hash(name, n)], *v;
    for (; (v = *p); p = &v->next) {
        if (strcmp(v->name, name))
            continue;
        if (v->flags & V_READONLY)
            fail("%s: is read only", name);
        *p = v->next;
        free(v->name);
        free(v->value);
        free(v);
        break;
    }
    return 0;
}

void init_vars(char **env)
{
    char buf[16];
    for (; env && *env; env++) {
        char *eq = strchr(*env, '=');
        if (eq && is_name(*env, eq - *env))
            set_var(*env, eq - *env, eq + 1, V_EXPORT);
    }
    set_name("IFS", " \t\n");
    set_name("OPTIND", "1");
    if (!get_var("PATH"))
        set_name("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    if (!get_var("PS1") || !*get_var("PS1"))
        set_name("PS1", geteuid() ? "$ " : "# ");
    set_name("PS2", "> ");
    set_name("PS4", "+ ");
    sprintf(buf, "%d", (int)getppid());
    set_name("PPID", buf);
}

char **environment(void)
{
    struct var *v;
    int i, n = 0;
    char **env;
    for (i = 0; i < BUCKETS; i++)
        for (v = table[i]; v; v = v->next)
            n += v->flags & V_EXPORT && v->value;
    env = take((n + 1) * sizeof *env);
    n = 0;
    for (i = 0; i < BUCKETS; i++) {
        for (v = table[i]; v; v = v->next) {
            if (!(v->flags & V_EXPORT) || !v->value)
                continue;
            env[n] = take(strlen(v->name) + strlen(v->value) + 2);
            sprintf(env[n++], "%s=%s", v->name, v->value);
        }
    }
    env[n] = NULL;
    return env;
}

static int by_name(const void *a, const void *b)
{
    return strcmp((*(struct var *const *)a)->name, (*(struct var *const *)b)->name);
}

/* A value as the shell would read it back. */
static void print_quoted(const char *s)
{
    do {
        size_t n = strcspn(s, "'"), quotes;
        if (n || !*s)
            printf("'%.*s'", (int)n, s);
        s += n;
        quotes = strspn(s, "'");
        if (quotes)
            printf("\"%.*s\"", (int)quotes, s);
        s += quotes;
    } while (*s);
}

/* set, export -p, readonly -p: the variables with all of flags, sorted. */
void show_vars(int flags, const char *prefix)
{
    struct var *v, **list;
    int i, n = 0;
    for (i = 0; i < BUCKETS; i++)
        for (v = table[i]; v; v = v->next)
            n++;
    list = take((n + 1) * sizeof *list);
    n = 0;
    for (i = 0; i < BUCKETS; i++)
        for (v = table[i]; v; v = v->next)
            if ((v->flags & flags) == flags && (v->value || *prefix))
                list[n++] = v;
    if (n)
        qsort(list, n, sizeof *list, by_name);
    for (i = 0; i < n; i++) {
        printf("%s%s", prefix, list[i]->name);
        if (list[i]->value) {
            putchar('=');
            print_quoted(list[i]->value);
        }
        putchar('\n');
    }
}

/* ---- values that come back ---- */

struct saved_var *save_var(struct saved_var *list, const char *name, size_t n)
{
    struct saved_var *s = xmalloc(sizeof *s);
    struct var *v = find_var(name, n);
    s->next = list;
    s->name = xmalloc(n + 1);
    memcpy(s->name, name, n);
    s->name[n] = 0;
    s->existed = v != NULL;
    s->value = v && v->value ? copy_string(v->value) : NULL;
    s->flags = v ? v->flags : 0;
    return s;
}

void restore_vars(struct saved_var *list)
{
    while (list) {
        struct saved_var *s = list;
        struct var *v = find_var(s->name, strlen(s->name));
        list = s->next;
        if (v)
            v->flags = 0;
        if (!s->existed) {
            unset_var(s->name);
        } else {
            if (!v)
                set_name(s->name, s->value);
            v = find_var(s->name, strlen(s->name));
            if (v) {
                free(v->value);
                v->value = s->value ? copy_string(s->value) : NULL;
                v->flags = s->flags;
            }
        }
        free(s->name);
        free(s->value);
        free(s);
    }
}

void *begin_locals(void)
{
    void *saved = locals;
    locals = NULL;
    return saved;
}

void end_locals(void *saved)
{
    restore_vars(locals);
    locals = saved;
}

void make_local(const char *name)
{
    size_t n = strcspn(name, "=");
    locals = save_var(locals, name, n);
    if (name[n])
        set_var(name, n, name + n + 1, 0);
}

/* ---- positional parameters and functions ---- */

void free_params(struct params *p)
{
    int i;
    for (i = 0; i < p->n; i++)
        free(p->at[i]);
    free(p->at);
    memset(p, 0, sizeof *p);
}

void set_params(char **argv)
{
    struct params fresh = {0};
    int i;
    while (argv[fresh.n])
        fresh.n++;
    fresh.at = xmalloc((fresh.n + 1) * sizeof *fresh.at);
    for (i = 0; i < fresh.n; i++)
        fresh.at[i] = copy_string(argv[i]);
    fresh.at[i] = NULL;
    free_params(&params);
    params = fresh;
    params.optind = 1;
}

struct function *find_function(const char *name)
{
    struct function *f;
    for (f = functions; f; f = f->next)
        if (f->body && !strcmp(f->name, name))
            return f;
    return NULL;
}

/* An old body stays: it may be running. */
void define_function(const struct node *n)
{
    struct function *f = find_function(n->name);
    if (!f) {
        f = xmalloc(sizeof *f);
        f->name = copy_string(n->name);
        f->next = functions;
        functions = f;
    }
    f->body = copy_tree(n->a);
    f->line = n->line;
}

void unset_function(const char *name)
{
    struct function *f = find_function(name);
    if (f)
        f->body = NULL;
}
