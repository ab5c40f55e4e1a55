#define A 1
#define A 2
#if A +
#endif
#if (A
#endif
#undef
#define
#endif
#else
#elif
#error stop here
#warning careful
#foo
int main(void) { return 0; }
