int main(int argc, char **argv) {
    int i;
    argv.x = 1;
    argc->y = 2;
    i[3] = 1;
    i();
    *i = 1;
    -argv;
    !main;
    i = argv + argv;
    i = argv * 2;
    i = argv - i;
    struct { int a; } s, *ps = &s;
    ps.a = 1;
    s->a = 1;
    if (s) ;
    s + 1;
    (int)s;
    return s;
}
