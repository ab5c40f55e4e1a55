// expect-error: 5:5: error: unterminated comment
// A comment that is never closed.
int main(void)
{
    /* this comment has no end
    return 0;
}
