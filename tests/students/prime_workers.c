/* says: sets 'found[0]' here (it left 25 there) */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>
#define N 4
static int found[N];
static int is_prime(int n) { if (n < 2) return 0; for (int i = 2; i * i <= n; i++) if (n % i == 0) return 0; return 1; }
int main(void)
{
	for (int w = 0; w < N; w++) {
		pid_t pid = fork();
		if (pid == -1) { perror("fork"); return 1; }
		if (pid == 0) {
			for (int n = w * 100; n < (w + 1) * 100; n++)
				if (is_prime(n))
					found[w]++;
			printf("worker %d done\n", w);
			exit(0);
		}
	}
	for (int w = 0; w < N; w++)
		wait(NULL);
	int total = 0;
	for (int w = 0; w < N; w++)
		total += found[w];
	printf("%d primes\n", total);
	return 0;
}
