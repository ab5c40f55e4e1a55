int main(void) {
    int x = 08;
    int y = 12abc;
    double d = 1.2.3;
    int z = 0xg;
    char c = '';
    char d2 = 'abc';
    char *q = "\q";
    long l = 99999999999999999999;
    return 0;
}
