// An assembler and a stack machine.
// conformance: stdin=push 10\nstore n\nlabel loop\nload n\nprint\nload n\npush 1\nsub\ndup\nstore n\njnz loop\npush 6\ncall fact\nprint\nhalt\nlabel fact\ndup\npush 1\nle\njnz base\ndup\npush 1\nsub\ncall fact\nmul\nret\nlabel base\npop\npush 1\nret\n
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#define OPS(X) X(PUSH, 1) X(POP, 0) X(ADD, 0) X(SUB, 0) X(MUL, 0) X(LE, 0) X(DUP, 0) X(LOAD, 1) X(STORE, 1) X(JNZ, 1) X(CALL, 1) X(RET, 0) X(PRINT, 0) X(HALT, 0)
enum op {
#define E(n, a) OP_##n,
OPS(E) NOPS };
static const struct { const char *name; int args; } info[] = {
#define I(n, a) { #n, a },
OPS(I) };
typedef struct {
    uint8_t code[512];
    int len;
    struct { char name[16]; int at; } label[32];
    int nlabels;
    struct { char name[16]; int at; } fix[64];
    int nfix;
    char vars[16][16];
    int nvars;
} prog;
static int var(prog *p, const char *n) {
    for (int i = 0; i < p->nvars; i++) if (!strcmp(p->vars[i], n)) return i;
    strcpy(p->vars[p->nvars], n);
    return p->nvars++;
}

static void emit32(prog *p, int32_t v) {
    memcpy(p->code + p->len, &v, 4);
    p->len += 4;
}

static int assemble(prog *p, FILE *in) {
    char line[80], op[16], arg[16];
    int no = 0;
    while (fgets(line, sizeof line, in)) {
        no++;
        int n = sscanf(line, "%15s %15s", op, arg);
        if (n < 1) continue;
        if (!strcmp(op, "label")) {
            strcpy(p->label[p->nlabels].name, arg);
            p->label[p->nlabels++].at = p->len;
            continue;
        }
        int o;
        for (o = 0; o < NOPS && strcasecmp(op, info[o].name); o++);
        if (o == NOPS) {
            fprintf(stderr, "%d: bad op %s\n", no, op);
            return -1;
        }
        if (info[o].args != n - 1) {
            fprintf(stderr, "%d: %s wants %d\n", no, op, info[o].args);
            return -1;
        }
        p->code[p->len++] = o;
        switch (o) {
            case OP_PUSH: emit32(p, atoi(arg));
            break;
            case OP_LOAD: case OP_STORE: p->code[p->len++] = var(p, arg);
            break;
            case OP_JNZ: case OP_CALL: strcpy(p->fix[p->nfix].name, arg);
            p->fix[p->nfix++].at = p->len;
            emit32(p, 0);
            break;
            default: break;
        }
    }
    for (int i = 0; i < p->nfix; i++) {
        int j;
        for (j = 0; j < p->nlabels; j++) if (!strcmp(p->label[j].name, p->fix[i].name)) {
            memcpy(p->code + p->fix[i].at, &p->label[j].at, 4);
            break;
        }
        if (j == p->nlabels) return -1;
    }
    return 0;
}

static long run(prog *p) {
    int32_t st[64], vars[16] = {0};
    int sp = 0, ret[32], rp = 0, pc = 0;
    long steps = 0;
#define ARG ({ int32_t a_; memcpy(&a_, p->code + pc, 4); pc += 4; a_; })
#define BIN(o) ({ int32_t b_ = st[--sp]; st[sp - 1] = st[sp - 1] o b_; })
    for (;; steps++) switch ((enum op)p->code[pc++]) {
        case OP_PUSH: st[sp++] = ARG;
        break;
        case OP_POP: sp--;
        break;
        case OP_ADD: BIN(+);
        break;
        case OP_SUB: BIN(-);
        break;
        case OP_MUL: BIN(*);
        break;
        case OP_LE: BIN(<=);
        break;
        case OP_DUP: st[sp] = st[sp - 1];
        sp++;
        break;
        case OP_LOAD: st[sp++] = vars[p->code[pc++]];
        break;
        case OP_STORE: vars[p->code[pc++]] = st[--sp];
        break;
        case OP_JNZ: {
            int t = ARG;
            if (st[--sp]) pc = t;
            break;
        }
        case OP_CALL: {
            int t = ARG;
            ret[rp++] = pc;
            pc = t;
            break;
        }
        case OP_RET: pc = ret[--rp];
        break;
        case OP_PRINT: printf("%d\n", st[--sp]);
        break;
        case OP_HALT: return steps;
        default: abort();
    }
}

static void disasm(prog *p) {
    for (int pc = 0; pc < p->len;) {
        int o = p->code[pc];
        printf("%04x %-6s", pc++, info[o].name);
        if (o == OP_LOAD || o == OP_STORE) printf("%s", p->vars[p->code[pc++]]);
        else if (info[o].args) {
            int32_t v;
            memcpy(&v, p->code + pc, 4);
            pc += 4;
            printf(o == OP_PUSH ? "%d" : "@%04x", v);
        }
        puts("");
    }
}

int main(void) {
    static prog p;
    if (assemble(&p, stdin)) return 1;
    disasm(&p);
    printf("%ld steps\n", run(&p));
    return 0;
}
