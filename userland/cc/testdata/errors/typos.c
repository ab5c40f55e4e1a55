#include <stdio.h>
int main(void) {
	int count = 0;
	cuont = 1;
	prinft("x");
	if (count = 1) count =+ 1;
	else else count = 2;
	return 0;
}
