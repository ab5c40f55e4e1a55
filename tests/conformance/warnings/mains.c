/* What gcc says with -Wall of a main with other parameters; nothing is executed. */
int main(int argc, char *argv)
{
    return 0;
}
