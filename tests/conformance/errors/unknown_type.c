// expect-error: 5:5: error: unknown type name 'string'
// A type that does not exist.
int main(void)
{
    string s = "hello";
    return 0;
}
