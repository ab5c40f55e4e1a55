const int c = 1;
int main(void) {
    const char *s = "x";
    char *t = s;
    c = 2;
    *s = 'a';
    const int k = 1;
    k++;
    5 = c;
    s + 1 = 0;
    int a[2]; int b[2];
    a = b;
    (a) = 0;
    return 0;
}
