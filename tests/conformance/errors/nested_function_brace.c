// expect-error: 8:12: error: invalid storage class for function 'helper'
// A function begins inside another as a brace is missing: its static definition is an error.
int main(void)
{
    if (1) {
        return 0;

static int helper(void)
{
    return 1;
}
