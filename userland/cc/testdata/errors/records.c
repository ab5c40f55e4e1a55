enum e { A, B, A };
struct s { int a; int a; };
struct s { int b; };
union s u;
struct t { struct t x; int f(void); int w : 40; int v : -1; int : 0; char c[]; int z; };
int main(void) { return sizeof(struct q) + sizeof(int[]); }
