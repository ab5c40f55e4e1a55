// Coroutines out of switch.
#include <stdio.h>
#include <stdlib.h>
/* protothread-like coroutine with switch */
#define crBegin                                                                                              \
    static int state = 0;                                                                                    \
    switch (state) {                                                                                         \
    case 0:
#define crReturn(i, x)                                                                                       \
    do {                                                                                                     \
        state = i;                                                                                           \
        return x;                                                                                            \
    case i:;                                                                                                 \
    } while (0)
#define crFinish }
int gen(void)
{
    static int i;
    crBegin;
    for (i = 0; i < 10; i++)
        crReturn(1, i * i);
    crFinish;
    return -1;
}
int decompress(void)
{
    static const char in[] = "\xff\x03"
                             "aXY\xff\x02"
                             "b";
    static int pos, c, len;
    crBegin;
    while (1) {
        c = (unsigned char)in[pos];
        if (!c)
            break;
        pos++;
        if (c == 0xFF) {
            len = in[pos++];
            c = in[pos++];
            while (len--)
                crReturn(1, c);
        } else
            crReturn(2, c);
    }
    crReturn(3, EOF);
    crFinish;
    return EOF;
}
int main()
{
    int v;
    while ((v = gen()) >= 0)
        printf("%d ", v);
    puts("");
    while ((v = decompress()) != EOF)
        putchar(v);
    puts("");
    return 0;
}
