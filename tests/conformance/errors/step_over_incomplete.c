// expect-error: 10:6: error: increment of pointer to an incomplete type 'struct s'
int main(void)
{
    void *p = 0;
    p++;
    p = p + 1;
    void (*f)(void) = 0;
    f++;
    struct s *q = 0;
    q++;
    q + 1;
    q - q;
    q[1];
    return 0;
}
