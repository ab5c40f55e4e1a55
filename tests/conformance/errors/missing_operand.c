// expect-error: 5:17: error: expected expression before ';' token
// An expression that stops in the middle.
int main(void)
{
    int a = 3 + ;
    return a;
}
