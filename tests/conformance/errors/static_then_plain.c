// expect-error: 3:5: error: non-static declaration of 'g' follows static declaration
static int g;
int g;
int main(void)
{
    return g;
}
