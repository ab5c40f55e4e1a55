#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#define PORT 8080
int main(void)
{
	int server_fd, new_socket;
	struct sockaddr_in address;
	int opt = 1;
	socklen_t addrlen = sizeof(address);
	char *hello = "Hello from server";
	server_fd = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(server_fd, SOL_SOCKET, SO_REUSEADDR, &opt, sizeof(opt));
	address.sin_family = AF_INET;
	address.sin_addr.s_addr = INADDR_ANY;
	address.sin_port = htons(PORT);
	bind(server_fd, (struct sockaddr *)&address, sizeof(address));
	listen(server_fd, 3);
	if (fork() == 0) {
		struct sockaddr_in serv;
		char buffer[1024] = { 0 };
		int c = socket(AF_INET, SOCK_STREAM, 0);
		serv.sin_family = AF_INET;
		serv.sin_port = htons(PORT);
		inet_pton(AF_INET, "127.0.0.1", &serv.sin_addr);
		if (connect(c, (struct sockaddr *)&serv, sizeof(serv)) < 0) {
			printf("\nConnection Failed \n");
			return -1;
		}
		send(c, "Hello from client", 17, 0);
		read(c, buffer, 1024 - 1);
		printf("%s\n", buffer);
		close(c);
		exit(0);
	}
	char buffer[1024] = { 0 };
	new_socket = accept(server_fd, (struct sockaddr *)&address, &addrlen);
	read(new_socket, buffer, 1024 - 1);
	printf("%s\n", buffer);
	fflush(stdout);
	send(new_socket, hello, strlen(hello), 0);
	close(new_socket);
	close(server_fd);
	wait(NULL);
	return 0;
}
