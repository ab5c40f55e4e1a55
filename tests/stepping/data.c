/* Something of every type, for `print`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT 3
#define TWICE(x) ((x) * 2)

enum colour { RED, GREEN = 5, BLUE };
enum flags { READ = 1, WRITE = 2, EXEC = 4 };
struct point {
    int x, y;
};
struct node {
    char name[8];
    struct point at;
    unsigned low : 3, high : 5;
    enum colour colour;
    struct node *next;
    int (*show)(const char *);
};
union word {
    unsigned long whole;
    unsigned char bytes[8];
};

static int counter = 7;
static const char *const words[] = {"one", "two", NULL};
int table[20];

static int add(int a, int b)
{
    static int calls;
    int sum = a + b;
    calls++;
    return sum;
}

int main(int argc, char *argv[])
{
    struct node second = {"second", {3, 4}, 7, 31, BLUE, NULL, puts};
    struct node first = {"first", {1, -2}, 5, 17, RED, &second, puts};
    union word w = {0x4142434445464748};
    enum flags flags = READ | EXEC;
    char text[40] = "hello\tworld";
    double third = 1.0 / 3;
    float half = 0.5f;
    unsigned char byte = 200;
    _Bool yes = 1;
    int *p = &table[2];
    long big = -1234567890123;

    for (int i = 0; i < 20; i++)
        table[i] = i < 12 ? 1 : i;
    int x = 1;
    {
        int x = 2;
        counter += x;
    }
    int r = add(x, counter);
    printf("%d %s %d %f %f %d %d %ld %d\n", r, text, argc, third, half, byte, yes, big, *p);
    return argv[0] && words[0] && first.show && w.whole && flags ? 0 : 1;
}
