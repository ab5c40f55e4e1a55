// expect-error: 5:5: error: unknown type name 'bool'
// bool without stdbool.h.
int main(void)
{
    bool done = 0;
    return done;
}
