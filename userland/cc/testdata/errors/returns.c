void f(int);
int main(void) {
    int x = f(1);
    if (f(1)) ;
    return f(2);
}
void g(void) { return 1; }
int h(void) { return; }
int *k(void) { int l; return &l; }
char *m(void) { return 1; }
