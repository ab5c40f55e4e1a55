// conformance: unoptimised
/* Who reads past the end of a global array finds the program's next variables and zeros, as gcc and ld lay them out. */
#include <stdio.h>

struct item {
	const char *name;
	int key;
};

int first = 11;
int squares[4] = { 0, 1, 4, 9 };
int behind = 7;
char text[5] = "abcd";
char more[3] = { 'x', 'y', 'z' };
struct item items[] = { { "bill", 3 }, { "neil", 4 }, { "john", 2 }, { "rick", 5 }, { "alex", 1 } };
int counts[3];
char letters[5];
long total;

int main(void)
{
	volatile int n;
	int *after = squares, *zeros = counts;
	for (n = 3; n < 6; n++)
		printf("squares[%d] = %d\n", n, after[n]);
	for (n = 4; n < 8; n++)
		printf("items[%d]: %s %d\n", n, items[n].name ? items[n].name : "none", items[n].key);
	for (n = 0; n < 8; n++)
		printf("%d ", zeros[n]);
	printf("\n%td %td %td\n", (char *)squares - (char *)&first, (char *)&behind - (char *)squares, more - text);
	printf("%td %td\n", (char *)letters - (char *)counts, (char *)&total - letters);
	return 0;
}
