/* The frame of the ping-pong programs: a child and its parent take n turns. `pong` is what the child does in a turn, `ping`
   what the parent does; both are expressions that are true when it went well. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define PING_PONG(n, ping, pong)                                                                                       \
    do {                                                                                                               \
        if (fork() == 0) {                                                                                             \
            for (long turn = 0; turn < (n); turn++)                                                                    \
                if (!(pong))                                                                                           \
                    _exit(1);                                                                                          \
            _exit(0);                                                                                                  \
        }                                                                                                              \
        for (long turn = 0; turn < (n); turn++)                                                                        \
            if (!(ping))                                                                                               \
                exit(1);                                                                                               \
        wait(NULL);                                                                                                    \
    } while (0)
