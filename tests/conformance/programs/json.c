// A JSON parser and printer: recursive descent, tagged unions, growing arrays.
// conformance: stdin={"name": "Ann", "age": 30, "tags": ["a", "b", [], {}], "nested": {"x": -1.5e3, "t": true, "n": null}}\n
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
typedef enum { J_NULL, J_BOOL, J_NUM, J_STR, J_ARR, J_OBJ } jtype;
typedef struct jval jval;
struct jval {
    jtype type;
    union {
        bool b;
        double num;
        char *str;
        struct { jval **items; size_t n, cap; } arr;
        struct { char **keys; jval **vals; size_t n, cap; } obj;
    };
};
typedef struct { const char *p, *start; char err[80]; int depth; } parser;

static void *xalloc(size_t n) {
    void *p = calloc(1, n);
    if (!p) {
        perror("calloc");
        exit(1);
    }
    return p;
}

static jval *mk(jtype t) {
    jval *v = xalloc(sizeof *v);
    v->type = t;
    return v;
}

static void skip(parser *ps) {
    while (*ps->p && isspace((unsigned char)*ps->p)) ps->p++;
}

static jval *fail(parser *ps, const char *why) {
    if (!ps->err[0])         snprintf(ps->err, sizeof ps->err, "%s at offset %td", why, ps->p - ps->start);
    return NULL;
}

static jval *value(parser *ps);
static int hex4(const char *s) {
    int v = 0;
    for (int i = 0; i < 4; i++) {
        int c = s[i];
        v <<= 4;
        if (c >= '0' && c <= '9') v |= c - '0';
        else if ((c | 32) >= 'a' && (c | 32) <= 'f') v |= (c | 32) - 'a' + 10;
        else return -1;
    }
    return v;
}

static char *string(parser *ps) {
    size_t cap = 8, n = 0;
    char *s = xalloc(cap);
    ps->p++;
    while (*ps->p && *ps->p != '"') {
        int c = *ps->p++;
        if (c == '\\') {
            switch (c = *ps->p++) {
                case 'n': c = '\n';
                break;
                case 't': c = '\t';
                break;
                case 'u': {
                    int u = hex4(ps->p);
                    if (u < 0) {
                        free(s);
                        fail(ps, "bad escape");
                        return NULL;
                    }
                    c = u < 128 ? u : '?';
                    ps->p += 4;
                    break;
                }
                case 0: ps->p--;
                goto unterminated;
            }
        }
        if (n + 2 > cap) s = realloc(s, cap *= 2);
        s[n++] = c;
    }
    if (*ps->p != '"') {
        unterminated:         free(s);
        fail(ps, "unterminated string");
        return NULL;
    }
    ps->p++;
    s[n] = '\0';
    return s;
}

static jval *array(parser *ps) {
    jval *v = mk(J_ARR);
    ps->p++;
    skip(ps);
    if (*ps->p == ']') {
        ps->p++;
        return v;
    }
    for (;;) {
        jval *item = value(ps);
        if (!item) return NULL;
        if (v->arr.n == v->arr.cap)             v->arr.items = realloc(v->arr.items, (v->arr.cap = v->arr.cap ? v->arr.cap * 2 : 2) * sizeof *v->arr.items);
        v->arr.items[v->arr.n++] = item;
        skip(ps);
        if (*ps->p == ',') ps->p++;
        else if (*ps->p == ']') {
            ps->p++;
            return v;
        }         else return fail(ps, "expected , or ]");
    }
}

static jval *object(parser *ps) {
    jval *v = mk(J_OBJ);
    ps->p++;
    skip(ps);
    if (*ps->p == '}') {
        ps->p++;
        return v;
    }
    do {
        skip(ps);
        if (*ps->p != '"') return fail(ps, "expected key");
        char *k = string(ps);
        if (!k) return NULL;
        skip(ps);
        if (*ps->p++ != ':') return fail(ps, "expected :");
        jval *item = value(ps);
        if (!item) return NULL;
        if (v->obj.n == v->obj.cap) {
            v->obj.cap = v->obj.cap ? v->obj.cap * 2 : 2;
            v->obj.keys = realloc(v->obj.keys, v->obj.cap * sizeof *v->obj.keys);
            v->obj.vals = realloc(v->obj.vals, v->obj.cap * sizeof *v->obj.vals);
        }
        v->obj.keys[v->obj.n] = k;
        v->obj.vals[v->obj.n++] = item;
        skip(ps);
    } while (*ps->p++ == ',');
    if (ps->p[-1] != '}') {
        ps->p--;
        return fail(ps, "expected }");
    }
    return v;
}

static jval *value(parser *ps) {
    static const struct { const char *word; jtype t; bool b; } words[] = {{"null", J_NULL}, {"true", J_BOOL, true}, {"false", J_BOOL}};
    skip(ps);
    if (++ps->depth > 50) return fail(ps, "too deep");
    jval *v = NULL;
    switch (*ps->p) {
        case '{': v = object(ps);
        break;
        case '[': v = array(ps);
        break;
        case '"': {
            char *s = string(ps);
            if (s) (v = mk(J_STR))->str = s;
            break;
        }
        case '-': case '0' ... '9': {
            char *end;
            double d = strtod(ps->p, &end);
            v = mk(J_NUM);
            v->num = d;
            ps->p = end;
            break;
        }
        default:         for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)             if (!strncmp(ps->p, words[i].word, strlen(words[i].word))) {
            v = mk(words[i].t);
            v->b = words[i].b;
            ps->p += strlen(words[i].word);
            break;
        }
        if (!v) fail(ps, "unexpected character");
    }
    ps->depth--;
    return v;
}

static void print(const jval *v, int in) {
    switch (v->type) {
        case J_NULL: printf("null");
        break;
        case J_BOOL: printf(v->b ? "true" : "false");
        break;
        case J_NUM: printf("%.10g", v->num);
        break;
        case J_STR: putchar('"');
        for (char *s = v->str; *s; s++) if (*s == '"' || *s == '\\') printf("\\%c", *s);
        else if (*s < 32) printf("\\u%04x", *s);
        else putchar(*s);
        putchar('"');
        break;
        case J_ARR: puts("[");
        for (size_t i = 0; i < v->arr.n; i++) {
            printf("%*s", in + 2, "");
            print(v->arr.items[i], in + 2);
            puts(i + 1 < v->arr.n ? "," : "");
        }
        printf("%*s]", in, "");
        break;
        case J_OBJ: puts("{");
        for (size_t i = 0; i < v->obj.n; i++) {
            printf("%*s\"%s\": ", in + 2, "", v->obj.keys[i]);
            print(v->obj.vals[i], in + 2);
            puts(i + 1 < v->obj.n ? "," : "");
        }
        printf("%*s}", in, "");
        break;
    }
}

static void release(jval *v) {
    if (v->type == J_STR) free(v->str);
    if (v->type == J_ARR) {
        for (size_t i = 0; i < v->arr.n; i++) release(v->arr.items[i]);
        free(v->arr.items);
    }
    if (v->type == J_OBJ) {
        for (size_t i = 0; i < v->obj.n; i++) {
            free(v->obj.keys[i]);
            release(v->obj.vals[i]);
        }
        free(v->obj.keys);
        free(v->obj.vals);
    }
    free(v);
}

int main(void) {
    static char buf[4096];
    size_t n = fread(buf, 1, sizeof buf - 1, stdin);
    buf[n] = 0;
    const char *tests[] = {buf, "[1, 2", "{\"a\" 1}", "[1 2]", "nul", "\"abc", "[[[[[[[[[[]]]]]]]]]]", "[1e400, -0, 0.1]", ""};
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        parser ps = {.p = tests[i], .start = tests[i]};
        jval *v = value(&ps);
        if (!v) {
            printf("error: %s\n", ps.err);
            continue;
        }
        print(v, 0);
        puts("");
        release(v);
    }
    return 0;
}
