/* The database server: names and numbers, behind a Unix socket. "visits" counts up, everything else is looked up. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include "request.h"

static const char *const stock[][2] = {{"apples", "12"}, {"pears", "7"}, {"plums", "none left"}};

int main(void)
{
    struct sockaddr_un address = {AF_UNIX, DATABASE};
    int visits = 0, listener = socket(AF_UNIX, SOCK_STREAM, 0);
    unlink(DATABASE);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 8) < 0) {
        perror("db");
        return 1;
    }
    for (;;) {
        char question[100], answer[100] = "unknown";
        int client = accept(listener, NULL, NULL);
        ssize_t n = read(client, question, sizeof question - 1);
        question[n > 0 ? n : 0] = 0;
        printf("db: %s\n", question);
        fflush(stdout);
        if (strcmp(question, "visits") == 0)
            snprintf(answer, sizeof answer, "%d", ++visits);
        for (int i = 0; i < 3; i++)
            if (strcmp(question, stock[i][0]) == 0)
                strcpy(answer, stock[i][1]);
        write(client, answer, strlen(answer));
        close(client);
    }
}
