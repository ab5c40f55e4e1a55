// One producer, three consumers on one pipe; every item is consumed once.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

struct item {
    int number, square;
};

int main(void)
{
    int items[2], totals[2];
    struct item it;
    pipe(items);
    pipe(totals);

    for (int c = 0; c < 3; c++)
        if (fork() == 0) {
            long sum[2] = {0, 0};
            close(items[1]);
            while (read(items[0], &it, sizeof it) == sizeof it) {
                if (it.square != it.number * it.number)
                    _exit(1);
                sum[0]++;
                sum[1] += it.number;
                usleep(1000);
            }
            write(totals[1], sum, sizeof sum);
            _exit(0);
        }
    close(items[0]);
    close(totals[1]);
    for (int i = 1; i <= 100; i++) {
        it.number = i;
        it.square = i * i;
        write(items[1], &it, sizeof it);
    }
    close(items[1]);
    long all[2] = {0, 0}, one[2];
    while (read(totals[0], one, sizeof one) == sizeof one) {
        all[0] += one[0];
        all[1] += one[1];
    }
    int status, bad = 0;
    while (wait(&status) > 0)
        bad += status != 0;
    printf("%ld items consumed, their sum is %ld, bad consumers %d\n", all[0], all[1], bad);
    return 0;
}
