// expect-error: 10:5: error: unknown type name 'msgbuf1'; use 'struct' keyword to refer to the type
// A structure tag used without the word struct.
struct msgbuf1 {
    long type;
    char text[10];
};

int main(void)
{
    msgbuf1 m;
    return 0;
}
