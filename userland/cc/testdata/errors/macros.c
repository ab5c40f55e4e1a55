#define F(x) ((x) + undefined_thing)
#define G(x) F(x)
int main(void)
{
    int i = F(1);
    i = F(bad);
    i = G(2);
    return i;
}
