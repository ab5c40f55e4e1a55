// expect-error: 4: error: unterminated #ifdef
// #ifdef without #endif.
#define DEBUG
#ifdef DEBUG
int main(void)
{
    return 0;
}
