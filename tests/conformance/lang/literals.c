// Constants: bases, suffixes, characters, floating.
#include <stdio.h>

#define T(e) \
    printf("%-22s %zu %s\n", #e, sizeof(e), \
           _Generic((e), int: "int", unsigned: "unsigned", long: "long", unsigned long: "unsigned long", \
                    long long: "long long", unsigned long long: "unsigned long long", float: "float", \
                    double: "double", char: "char", char *: "char *", default: "?"))

int main(void)
{
    T(0);
    T(2147483647);
    T(2147483648);
    T(0x7fffffff);
    T(0x80000000);
    T(0xffffffff);
    T(0x100000000);
    T(4294967296);
    T(0x8000000000000000);
    T(9223372036854775807);
    T(1u);
    T(1l);
    T(1UL);
    T(1ll);
    T(1LLU);
    T(1.0);
    T(1.f);
    T(.5e-3);
    T('x');
    T("text");
    printf("%d %d %d %d %d\n", 010, 0x10, 0b101, 0xAbC, 00);
    printf("%d %d %d %d %d %d\n", '\0', '\n', '\x41', '\101', '\377', '\\');
    printf("%d %d %d %d %d %d %d %d\n", '\a', '\b', '\f', '\r', '\t', '\v', '\'', '"');
    printf("%d %d\n", 'ab', '\e');
    printf("%.17g %.17g %.17g %.17g\n", 1e10, 1.5E-5, 0x1.8p3, 123.);
    printf("%.9g %.17g\n", 0.1f, 0.1);
    printf("%zu %zu %zu\n", sizeof "abc", sizeof "", sizeof "a\0b");
    printf("%zu\n", sizeof "one" " " "two");
    printf("%s\n", "a\x42" "c\104e\x20" "f");
    printf("[%s] [%c]\n", "tab\there", "hello"[1]);
    printf("%d %d\n", 1["abc"], *"z");
    printf("%ld %lu %llx\n", -9223372036854775807L - 1, 18446744073709551615UL, 0xdeadbeefcafebabeull);
    return 0;
}
