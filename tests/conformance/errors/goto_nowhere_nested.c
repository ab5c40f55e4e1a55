// expect-error: 4:5: error: label 'nowhere' used but not defined
int main(int argc, char **argv)
{
    if (argc > 1) goto nowhere;
    return 0;
}
