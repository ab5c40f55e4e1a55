// Recursion: direct, mutual, deep, with large frames.
#include <stdio.h>
#include <string.h>

static int moves;

static int fact(int n)
{
    return n < 2 ? 1 : n * fact(n - 1);
}

static int fib(int n)
{
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

static int ack(int m, int n)
{
    return m == 0 ? n + 1 : n == 0 ? ack(m - 1, 1) : ack(m - 1, ack(m, n - 1));
}

static int is_odd(unsigned n);

static int is_even(unsigned n)
{
    return n == 0 ? 1 : is_odd(n - 1);
}

static int is_odd(unsigned n)
{
    return n == 0 ? 0 : is_even(n - 1);
}

static void hanoi(int n, char a, char b, char c)
{
    if (n == 0)
        return;
    hanoi(n - 1, a, c, b);
    moves++;
    hanoi(n - 1, c, b, a);
}

static void permute(char *s, int k, int n)
{
    if (k == n) {
        printf("%s ", s);
        return;
    }
    for (int i = k; i < n; i++) {
        char t = s[k];
        s[k] = s[i], s[i] = t;
        permute(s, k + 1, n);
        t = s[k];
        s[k] = s[i], s[i] = t;
    }
}

static void binary(unsigned n)
{
    if (n > 1)
        binary(n / 2);
    putchar('0' + n % 2);
}

static int gcd(int a, int b)
{
    return b ? gcd(b, a % b) : a;
}

static long power(long b, int e)
{
    if (!e)
        return 1;
    long h = power(b, e / 2);
    return e & 1 ? h * h * b : h * h;
}

static int depth(int n)
{
    char frame[500];
    memset(frame, n, sizeof frame);
    if (n == 0)
        return 0;
    int r = depth(n - 1);
    return r + 1 + (frame[7] != (char)n);
}

static int queens(int n, int row, int cols, int d1, int d2)
{
    if (row == n)
        return 1;
    int count = 0;
    for (int c = 0; c < n; c++) {
        int a = 1 << c, b = 1 << (row + c), d = 1 << (row - c + n);
        if (!(cols & a || d1 & b || d2 & d))
            count += queens(n, row + 1, cols | a, d1 | b, d2 | d);
    }
    return count;
}

static int reversed(const char *s)
{
    if (!*s)
        return 0;
    int n = reversed(s + 1);
    putchar(*s);
    return n + 1;
}

int main(void)
{
    printf("%d %d %d\n", fact(10), fib(20), ack(2, 9));
    printf("%d %d\n", is_even(1000), is_odd(77));
    hanoi(10, 'a', 'b', 'c');
    printf("%d\n", moves);
    char s[] = "abc";
    permute(s, 0, 3);
    binary(1234);
    printf(" %d %ld\n", gcd(1071, 462), power(3, 30));
    printf("%d\n", depth(5000));
    printf("%d %d\n", queens(6, 0, 0, 0, 0), queens(8, 0, 0, 0, 0));
    printf(" %d\n", reversed("recursion"));
    return 0;
}
