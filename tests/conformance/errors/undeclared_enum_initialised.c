// expect-error: 6:10: error: variable 'x' has initializer but incomplete type
// An enumeration that is never defined.
enum color { RED, GREEN };
int main(void)
{
    enum colour x = GREEN;
    return x;
}
