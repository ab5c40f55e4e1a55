// expect-error: 3:14: error: conflicting types for 't'; have 'char'
typedef int t;
typedef char t;
int main(void)
{
    return 0;
}
