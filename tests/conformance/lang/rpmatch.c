/* rpmatch(3). */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    const char *answers[] = {"yes", "Y", "no", "Nein", "", "maybe", " y"};
    for (int i = 0; i < 7; i++)
        printf("%s: %d\n", answers[i], rpmatch(answers[i]));
    return 0;
}
