// expect-error: 4:10: error: declaration of 'a' as array of voids
int main(void)
{
    void a[3];
    return 0;
}
