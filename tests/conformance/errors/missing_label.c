// expect-error: 5:5: error: label 'out' used but not defined
// goto to a label that is not there.
int main(void)
{
    goto out;
    return 0;
}
