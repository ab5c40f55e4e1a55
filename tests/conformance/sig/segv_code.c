// si_code of SIGSEGV: no mapping, no permission, no address that the CPU knows.
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>

static sigjmp_buf back;
static volatile int code;
static void *volatile address;

static void handler(int sig, siginfo_t *info, void *context)
{
    code = info->si_code;
    address = info->si_addr;
    siglongjmp(back, 1);
}

#define TRY(what, expected, statement) \
    do { \
        code = 0; \
        if (!sigsetjmp(back, 1)) \
            statement; \
        printf("%s: %d, address %s\n", what, code, address == (void *)(expected) ? "as expected" : "another"); \
    } while (0)

int main(void)
{
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    volatile char value = 0;
    sigaction(SIGSEGV, &action, NULL);
    char *data = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *none = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *gone = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(gone, 4096);
    TRY("call of data", data, ((void (*)(void))data)());
    TRY("call of PROT_NONE", none, ((void (*)(void))none)());
    TRY("call of nothing", gone, ((void (*)(void))gone)());
    TRY("call of null", 0, ((void (*)(void))0)());
    TRY("store to PROT_NONE", none, *(volatile char *)none = 1);
    TRY("load from nothing", gone, value = *(volatile char *)gone);
    TRY("store to non-canonical", 0, *(volatile char *)0x8000000000000000ul = 1);
    TRY("load from non-canonical", 0, value = *(volatile char *)0x800000000000ul);
    TRY("load from the kernel's half", 0xffff900000000000ul, value = *(volatile char *)0xffff900000000000ul);
    return 0;
}
