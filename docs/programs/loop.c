int main(void)
{
    unsigned long n = 0;
    for (;;)
        n++;
}
