// expect-error: 4:2: error: #error "please define CONFIGURED"
// A program that refuses to be compiled.
#ifndef CONFIGURED
#error "please define CONFIGURED"
#endif

int main(void)
{
    return 0;
}
