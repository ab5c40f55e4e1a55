// expect-error: 2:79: error: switch jumps into scope of identifier with variably modified type
int main(int n, char **v) { switch (n) { case 0: ; int a[n]; a[0] = 1; break; case 1: return 0; } return 0; }
