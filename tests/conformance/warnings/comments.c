/* What gcc says with -Wall of comments; nothing is executed. */
// line \
continued
int main(void)
{
    // what?? \
    return 1;
    int n = 0;
    /* a /* b */
    return n;
}
