// Flexible array members and messages laid out in buffers, as System V messages are.
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct msg {
    long type;
    char text[];
};

struct msgbuf1 {
    long mtype;
    char mtext[1];
};

struct header {
    unsigned short len;
    unsigned char kind, flags;
    int seq;
} __attribute__((packed));

struct table {
    int n;
    struct {
        int key;
        double value;
    } rows[];
};

static size_t put(char *at, int kind, int seq, const char *body)
{
    struct header h = {strlen(body), kind, 0x80, seq};
    memcpy(at, &h, sizeof h);
    memcpy(at + sizeof h, body, h.len);
    return sizeof h + h.len;
}

int main(void)
{
    struct msg *m = malloc(sizeof *m + 20);
    m->type = 5;
    strcpy(m->text, "flexible");
    printf("%ld %s %zu %zu\n", m->type, m->text, sizeof *m, offsetof(struct msg, text));
    struct msgbuf1 *b = (struct msgbuf1 *)m;
    printf("%ld %c %zu %zu\n", b->mtype, *(b->mtext + 3), sizeof *b, offsetof(struct msgbuf1, mtext));
    char wire[100];
    size_t n = put(wire, 1, 1000, "first");
    n += put(wire + n, 2, 1001, "");
    n += put(wire + n, 3, 1002, "the third");
    printf("%zu bytes, header %zu\n", n, sizeof(struct header));
    for (size_t at = 0; at < n;) {
        struct header *h = (struct header *)(wire + at);
        printf("kind %d seq %d flags %x [%.*s]\n", h->kind, h->seq, h->flags, h->len, wire + at + sizeof *h);
        at += sizeof *h + h->len;
    }
    struct table *t = malloc(sizeof *t + 3 * sizeof t->rows[0]);
    t->n = 3;
    for (int i = 0; i < t->n; i++)
        t->rows[i].key = i, t->rows[i].value = i / 2.0;
    printf("%d %g %zu %zu\n", t->rows[2].key, t->rows[1].value, sizeof *t, sizeof t->rows[0]);
    free(t);
    free(m);
    int numbers[4] = {1, 2, 3, 4};
    char *bytes = (char *)numbers;
    int sum = 0;
    for (size_t i = 0; i < sizeof numbers; i++)
        sum += bytes[i];
    int back;
    memcpy(&back, bytes + 8, sizeof back);
    printf("%d %d\n", sum, back);
    return 0;
}
