// expect-error: 4:33: error: parameter 1 ('c') has incomplete type
// A misspelled tag names another enumeration, which is never defined.
enum color { RED, GREEN };
static int is_green(enum colour c)
{
    return c == GREEN;
}
int main(void)
{
    enum colour x = GREEN;
    return is_green(x);
}
