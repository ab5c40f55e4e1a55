// expect-error: 6:5: error: case label not within a switch statement
// A case label outside of any switch.
int main(void)
{
    int n = 1;
    case 1:
        n++;
    return n;
}
