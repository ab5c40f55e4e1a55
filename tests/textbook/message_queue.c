#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>
struct mesg_buffer { long mesg_type; char mesg_text[100]; } message;
int main(void)
{
	int id = msgget(IPC_PRIVATE, 0666 | IPC_CREAT);
	if (fork() == 0) {
		message.mesg_type = 1;
		strcpy(message.mesg_text, "data");
		msgsnd(id, &message, sizeof(message.mesg_text), 0);
		exit(0);
	}
	msgrcv(id, &message, sizeof(message.mesg_text), 1, 0);
	printf("Data Received is : %s \n", message.mesg_text);
	wait(NULL);
	msgctl(id, IPC_RMID, NULL);
	return 0;
}
