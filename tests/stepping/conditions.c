#include <stdio.h>

static int squared(int n)
{
	return n * n;
}

int main(void)
{
	int total = 0;
	for (int i = 0; i < 4; i++)
		total += squared(i);
	printf("%d\n", total);
	return 0;
}
