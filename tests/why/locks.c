/* Locks on files: fcntl waits for the parent, flock too; the parent waits for the children. */
#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int one = open("/tmp/one", O_RDWR | O_CREAT, 0600), two = open("/tmp/two", O_RDWR | O_CREAT, 0600);
    fcntl(one, F_SETLK, &whole);
    flock(two, LOCK_EX);
    if (fork() == 0) {
        fcntl(one, F_SETLKW, &whole);
        return 0;
    }
    if (fork() == 0) {
        int mine = open("/tmp/two", O_RDWR);
        flock(mine, LOCK_EX);
        return 0;
    }
    while (wait(NULL) > 0)
        ;
}
