#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#define MAXLINE 1024
int main(void)
{
	int sockfd = socket(AF_INET, SOCK_DGRAM, 0);
	char buffer[MAXLINE];
	struct sockaddr_in servaddr, cliaddr;
	memset(&servaddr, 0, sizeof(servaddr));
	memset(&cliaddr, 0, sizeof(cliaddr));
	servaddr.sin_family = AF_INET;
	servaddr.sin_addr.s_addr = INADDR_ANY;
	servaddr.sin_port = htons(8080);
	bind(sockfd, (const struct sockaddr *)&servaddr, sizeof(servaddr));
	if (fork() == 0) {
		int c = socket(AF_INET, SOCK_DGRAM, 0);
		socklen_t len = sizeof servaddr;
		sendto(c, "Hello from client", 17, 0, (const struct sockaddr *)&servaddr, sizeof(servaddr));
		int n = recvfrom(c, buffer, MAXLINE, 0, (struct sockaddr *)&servaddr, &len);
		buffer[n] = '\0';
		printf("Server : %s\n", buffer);
		close(c);
		exit(0);
	}
	socklen_t len = sizeof(cliaddr);
	int n = recvfrom(sockfd, buffer, MAXLINE, MSG_WAITALL, (struct sockaddr *)&cliaddr, &len);
	buffer[n] = '\0';
	printf("Client : %s\n", buffer);
	fflush(stdout);
	sendto(sockfd, "Hello from server", 17, 0, (const struct sockaddr *)&cliaddr, len);
	wait(NULL);
	return 0;
}
