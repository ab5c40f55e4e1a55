// conformance: unoptimised
/* Functions whose end is reached without `return` give what the last call or assignment left in the register. */
#include <stdio.h>

int printed(int n)
{
	printf("%d!\n", n);
}

int largest(int a, int b)
{
	if (a > b)
		return a;
	puts("b");
}

int sum(int a, int b)
{
	int c = a + b;
}

int scaled(int x)
{
	x = x * 3;
}

/* Forgets to hand on what it finds, and gets by with it. */
int find(const int *list, int n, int wanted)
{
	if (n == 0)
		return -1;
	if (list[n - 1] == wanted)
		return n - 1;
	find(list, n - 1, wanted);
}

void main(void)
{
	int list[] = { 4, 8, 15, 16, 23, 42 };
	printf("%d\n", printed(1234));
	printf("%d %d\n", largest(5, 3), largest(3, 5));
	printf("%d\n", sum(40, 2));
	printf("%d\n", scaled(7));
	printf("%d %d\n", find(list, 6, 15), find(list, 6, 7));
	printf("seventeen letters");
}
