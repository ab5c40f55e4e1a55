// expect-error: 6:5: error: duplicate label 'l'
int main(void)
{
    goto l;
    l: ;
    l: return 0;
}
