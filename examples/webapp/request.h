/* What the web server and the application server say to each other, and where they find each other. */
#include <sys/types.h>
#include <sys/ipc.h>
#include <sys/msg.h>

#define QUEUE_KEY 0x5757 /* the message queue of the application server */
#define DATABASE "/tmp/database.sock"
#define REQUESTS 1 /* the type of all requests; an answer has the asking process's number */

struct message {
    long type;
    pid_t sender;
    char text[200];
};

/* How many bytes of a message count: all but its type. */
#define MESSAGE_SIZE (sizeof(struct message) - sizeof(long))
