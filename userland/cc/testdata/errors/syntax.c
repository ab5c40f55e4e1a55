int main(void)
{
    for (int i = 0; i < 10; i++
        i;
    int y;
    y = ;
    y = 3 +;
    y = (3;
    return 0
}
