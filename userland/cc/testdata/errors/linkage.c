int main(void) { int a; int a; int b[2]; char b; static int c; int c; extern int d; int d; int e = 1; int e = 2; { int a; } return 0; }
typedef int T; typedef char T;
int f(int x) { int x; return x; }
extern int g; static int g;
int h(void); static int h(void) { return 1; }
struct s; struct s v;
int arr[]; int *p = &undefd; int w = f(1); int z = 1.5 + 2; char *s = (char*)&arr + 1; long l = (long)&arr; int i = (int)&arr;
enum { X = 1.5, Y = f };
int k[f(1)];
static int unused(void);
int q() { return unused(); }
