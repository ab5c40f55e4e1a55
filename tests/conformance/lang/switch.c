// switch: fallthrough, default anywhere, nesting, case ranges, Duff's device.
#include <stdio.h>

enum colour { RED, GREEN = 5, BLUE };

static const char *name(enum colour c)
{
    switch (c) {
    case RED:
        return "red";
    case GREEN:
        return "green";
    default:
        return "other";
    case BLUE:
        return "blue";
    }
}

static void fall(int n)
{
    printf("fall %d:", n);
    switch (n) {
    case 3:
        printf(" three");
    case 2:
        printf(" two");
    case 1:
        printf(" one");
        break;
    case 0: {
        int local = 10;
        printf(" zero %d", local + n);
    } break;
    default:
        printf(" default");
    case -1:
        printf(" minus");
    }
    printf("\n");
}

/* Duff's device. */
static void copy(char *to, const char *from, int count)
{
    int n = (count + 7) / 8;
    switch (count % 8) {
    case 0:
        do {
            *to++ = *from++;
        case 7:
            *to++ = *from++;
        case 6:
            *to++ = *from++;
        case 5:
            *to++ = *from++;
        case 4:
            *to++ = *from++;
        case 3:
            *to++ = *from++;
        case 2:
            *to++ = *from++;
        case 1:
            *to++ = *from++;
        } while (--n > 0);
    }
}

static const char *class(int c)
{
    switch (c) {
    case '0' ... '9':
        return "digit";
    case 'a' ... 'z':
    case 'A' ... 'Z':
        return "letter";
    case ' ':
    case '\t':
    case '\n':
        return "blank";
    }
    return "else";
}

static int nested(int a, int b)
{
    switch (a) {
    case 1:
        switch (b) {
        case 1:
            return 11;
        case 2:
            break;
        default:
            return 19;
        }
        return 12;
    case 2:
        for (int i = 0;; i++) {
            switch (i) {
            case 0:
                continue;
            case 3:
                goto out;
            }
            if (i == b)
                break;
        }
        return 20 + b;
    }
out:
    return -1;
}

int main(void)
{
    for (int i = 0; i < 7; i++)
        printf("%s ", name(i));
    printf("\n");
    for (int i = -2; i <= 4; i++)
        fall(i);
    for (int n = 1; n < 20; n += 6) {
        char to[30] = "";
        copy(to, "the quick brown fox jumps", n);
        printf("[%s]\n", to);
    }
    for (char *s = "a5 Z-"; *s; s++)
        printf("%s ", class(*s));
    printf("\n%d %d %d %d %d %d\n", nested(1, 1), nested(1, 2), nested(1, 3), nested(2, 1), nested(2, 7), nested(3, 0));
    long big = 0x100000001;
    switch (big) {
    case 1:
        printf("truncated\n");
        break;
    case 0x100000001:
        printf("long case\n");
    }
    unsigned char uc = 255;
    switch (uc) {
    case -1:
        printf("-1\n");
        break;
    case 255:
        printf("255\n");
    }
    switch (1)
        case 1:
            printf("without braces\n");
    switch (5)
        ;
    return 0;
}
