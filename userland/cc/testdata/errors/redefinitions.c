int x;
int x = 1;
int x = 2;
double x;
int f(void) { return 1; }
int f(void) { return 2; }
static int g(void);
int g;
typedef int t;
int t;
void h(int a, int a) { int a; }
