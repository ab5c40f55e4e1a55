// expect-error: 7:9: error: size of array 'a' is negative
// An array of negative size.
#define SIZE (2 - 3)

int main(void)
{
    int a[SIZE];
    return sizeof a;
}
