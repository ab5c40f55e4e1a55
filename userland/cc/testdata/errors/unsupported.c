/* What there is not is called by its name. */
double _Complex z;
__int128 big;
int main(void)
{
    int nested(int x) { return x; }
    asm("nop");
here:
    return 0;
}
typedef int v4 __attribute__((vector_size(16)));
