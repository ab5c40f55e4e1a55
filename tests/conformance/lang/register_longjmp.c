/* gcc keeps what is declared register in registers also without optimising: longjmp gives these variables back the values
   that they had at setjmp (setjmp(3), "Caveats"). */
#include <setjmp.h>
#include <stdio.h>

static jmp_buf env;
static int global = 1;

static void leave(void)
{
    longjmp(env, 1);
}

int main(void)
{
    register int kept = 3;
    volatile int loud = 4;
    static int still = 5;
    register const char *text = "old";

    if (setjmp(env) != 0) {
        printf("after: %d %d %d %d %s\n", global, kept, loud, still, text);
        return 0;
    }
    global = 91, kept = 93, loud = 94, still = 95, text = "new";
    printf("before: %d %d %d %d %s\n", global, kept, loud, still, text);
    leave();
}
