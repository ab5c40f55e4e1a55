// expect-error: 2:73: error: multiple default labels in one switch
int main(int c, char **v) { switch (c) { default: break; case 1: break; default: break; } return 0; }
