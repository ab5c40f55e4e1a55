// expect-error: 2:16: error: width of 'a' exceeds its type
struct s { int a : 33; int b : 0; int c : -1; float d : 3; int e : 1.5; char f : 9; int *g : 2; };
int main(void)
{
    return 0;
}
