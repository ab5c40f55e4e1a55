main()
{
    x = 1;
    printf("%d\n", x);
}
foo(a, b) char *b; { return a; }
static y;
