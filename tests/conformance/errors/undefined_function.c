// expect-error: link: undefined reference to `compute'
// A function that is declared and called but nowhere defined.
int compute(int n);

int main(void)
{
    return compute(5);
}
