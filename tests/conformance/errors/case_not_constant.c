// expect-error: 7:5: error: case label does not reduce to an integer constant
// A case label must be constant.
int main(int argc, char **argv)
{
    int one = 1;
    switch (argc) {
    case one:
        return 1;
    }
    return 0;
}
