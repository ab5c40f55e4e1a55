// conformance: exit=1
// JSON parsed and printed with indentation.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
/* tokenizer + recursive descent JSON pretty printer */
enum type { T_NULL, T_BOOL, T_NUM, T_STR, T_ARR, T_OBJ };
struct val {
    enum type t;
    union {
        int b;
        double n;
        char *s;
        struct {
            struct val *v;
            char **k;
            size_t n;
        } a;
    };
};
static const char *s;
static void die(const char *m)
{
    printf("error: %s near '%.8s'\n", m, s);
    exit(1);
}
static void ws(void)
{
    s += strspn(s, " \t\r\n");
}
static char *str(void)
{
    char *o = malloc(strlen(s)), *d = o;
    s++;
    while (*s && *s != '"') {
        if (*s == '\\') {
            s++;
            switch (*s) {
            case 'n':
                *d++ = '\n';
                break;
            case 't':
                *d++ = '\t';
                break;
            case 'u': {
                unsigned u;
                sscanf(s + 1, "%4x", &u);
                s += 4;
                if (u < 128)
                    *d++ = u;
                else if (u < 0x800) {
                    *d++ = 0xc0 | u >> 6;
                    *d++ = 0x80 | (u & 63);
                } else {
                    *d++ = 0xe0 | u >> 12;
                    *d++ = 0x80 | (u >> 6 & 63);
                    *d++ = 0x80 | (u & 63);
                }
                break;
            }
            default:
                *d++ = *s;
            }
            s++;
        } else
            *d++ = *s++;
    }
    if (*s++ != '"')
        die("unterminated");
    *d = 0;
    return o;
}
static struct val val(void)
{
    struct val v = {T_NULL};
    ws();
    if (*s == '{' || *s == '[') {
        char close = *s == '{' ? '}' : ']';
        v.t = *s == '{' ? T_OBJ : T_ARR;
        s++;
        v.a.v = 0;
        v.a.k = 0;
        v.a.n = 0;
        ws();
        while (*s != close) {
            v.a.v = realloc(v.a.v, (v.a.n + 1) * sizeof *v.a.v);
            v.a.k = realloc(v.a.k, (v.a.n + 1) * sizeof(char *));
            if (v.t == T_OBJ) {
                ws();
                if (*s != '"')
                    die("key");
                v.a.k[v.a.n] = str();
                ws();
                if (*s++ != ':')
                    die("colon");
            }
            v.a.v[v.a.n++] = val();
            ws();
            if (*s == ',')
                s++;
            else if (*s != close)
                die("comma");
        }
        s++;
        return v;
    }
    if (*s == '"') {
        v.t = T_STR;
        v.s = str();
        return v;
    }
    if (!strncmp(s, "true", 4)) {
        v.t = T_BOOL;
        v.b = 1;
        s += 4;
        return v;
    }
    if (!strncmp(s, "false", 5)) {
        v.t = T_BOOL;
        v.b = 0;
        s += 5;
        return v;
    }
    if (!strncmp(s, "null", 4)) {
        s += 4;
        return v;
    }
    char *e;
    v.t = T_NUM;
    v.n = strtod(s, &e);
    if (e == s)
        die("value");
    s = e;
    return v;
}
static void out(struct val v, int d)
{
    switch (v.t) {
    case T_NULL:
        printf("null");
        break;
    case T_BOOL:
        printf(v.b ? "true" : "false");
        break;
    case T_NUM:
        printf("%.17g", v.n);
        break;
    case T_STR:
        printf("\"%s\"", v.s);
        break;
    default:
        putchar(v.t == T_OBJ ? '{' : '[');
        for (size_t i = 0; i < v.a.n; i++) {
            printf("%s\n%*s", i ? "," : "", d * 2 + 2, "");
            if (v.t == T_OBJ)
                printf("\"%s\": ", v.a.k[i]);
            out(v.a.v[i], d + 1);
        }
        if (v.a.n)
            printf("\n%*s", d * 2, "");
        putchar(v.t == T_OBJ ? '}' : ']');
    }
}
int main(void)
{
    s = " {\"a\":[1,2.5,-3e2,{}],\"b\":{\"c\":true,\"d\":null},\"e\":\"x\\u00e9\\ty\\\"\", \"f\":[]}";
    out(val(), 0);
    puts("");
    s = "[1,2";
    val();
    return 0;
}
