struct in { int a, b; char c[3]; };
struct out { int n; struct in in[2]; union { int u; float f; }; };
struct out o = { 1, { { 1, 2, "abcd" }, { 3, 4, { 1, 2, 3, 4 } }, { 5 } }, { 6, 7 }, 8 };
int a[2] = { 1, 2, 3 };
int m[2][2] = { { 1, 2, 3 }, { 4, "x" }, 5 };
struct in i = { .zz = 1, .a = 3, .c = { [5] = 1 } };
int sc = { 1, 2 };
int e = { };
int *p = { 5 };
int main(void) { struct out l = { .in = { [0].a = "s", [1] = { 1.5, main } } }; int x[] = 5; int y[2] = main; struct in z = 5; struct in t = o; }
