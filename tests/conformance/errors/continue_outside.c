// expect-error: 5:5: error: continue statement not within a loop
// continue outside of a loop.
int main(void)
{
    continue;
}
