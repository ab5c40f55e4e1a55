/* What there is not is called by its name. */
double _Imaginary z;
__float128 big;
int main(void)
{
    int nested(int x) { return x; }
    asm("cpuid");
here:
    return 0;
}
typedef int v4 __attribute__((vector_size(16)));
