// expect-error: 7:17: error: macro "ADD" requires 2 arguments, but only 1 given
// A macro called with too few arguments.
#define ADD(a, b) ((a) + (b))

int main(void)
{
    return ADD(1);
}
