/* Two processes that both read first, from each other. */
#include <unistd.h>

int main(void)
{
    int to_child[2], to_parent[2];
    char c;
    pipe(to_child);
    pipe(to_parent);
    if (fork() == 0) {
        close(to_child[1]);
        close(to_parent[0]);
        read(to_child[0], &c, 1);
        write(to_parent[1], "a", 1);
        return 0;
    }
    close(to_child[0]);
    close(to_parent[1]);
    read(to_parent[0], &c, 1);
    write(to_child[1], "b", 1);
}
