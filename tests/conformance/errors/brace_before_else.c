// expect-error: 7:5: error: expected '}' before 'else'
// The brace that ends the first block is forgotten.
int main(int argc, char **argv)
{
    if (argc > 2) {
        argc = (int)(long)argv;
    else {
        argc = 0;
    }
    return argc;
}
