/* true - does nothing, successfully. true(1) */
int main(void)
{
    return 0;
}
