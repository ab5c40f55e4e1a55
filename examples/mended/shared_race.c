/* Two tellers pay money into the same account, which lies in shared memory with a semaphore: who changes the account has it. */
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/wait.h>

#define PAYMENTS 20

struct account {
    sem_t free;
    int balance;
    int payments;
};

static void teller(struct account *account)
{
    for (int i = 0; i < PAYMENTS; i++) {
        int balance;
        sem_wait(&account->free);
        balance = account->balance;
        usleep(1000);                       /* the customer signs */
        account->balance = balance + 10;
        account->payments++;
        sem_post(&account->free);
    }
}

int main(void)
{
    struct account *account = mmap(NULL, sizeof *account, PROT_READ | PROT_WRITE,
                                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (account == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    sem_init(&account->free, 1, 1);         /* shared by processes, free */
    for (int i = 0; i < 2; i++) {
        pid_t pid = fork();
        if (pid < 0) {
            perror("fork");
            return 1;
        }
        if (pid == 0) {
            teller(account);
            _exit(0);
        }
    }
    while (wait(NULL) > 0)
        ;
    printf("the balance is %s\n", account->balance == 2 * PAYMENTS * 10 ? "right" : "wrong");
    return 0;
}
