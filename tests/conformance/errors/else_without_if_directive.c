// expect-error: 7:2: error: #endif without #if
// #endif without #if.
int main(void)
{
    return 0;
}
#endif
