// expect-error: 5:7: error: conflicting types for 'length'; have 'char *(const char *)'
// A definition that contradicts the prototype.
int length(const char *s);

char *length(const char *s)
{
    return 0;
}

int main(void)
{
    return 0;
}
