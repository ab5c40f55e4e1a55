// Structures and constants of terminals, epoll, eventfd, signalfd, timerfd, directories, passwd, locks.
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <pwd.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <termios.h>
#include <unistd.h>

#define C(n) printf(#n " %ld\n", (long)(n))
#define S(t) printf("%s size %zu\n", #t, sizeof(t))
#define O(t, m) printf("  %s at %zu size %zu\n", #m, offsetof(t, m), sizeof(((t *)0)->m))

int main(void)
{
    C(EPOLLIN); C(EPOLLPRI); C(EPOLLOUT); C(EPOLLERR); C(EPOLLHUP); C(EPOLLRDHUP); C(EPOLLONESHOT); C(EPOLLET);
    C(EPOLL_CTL_ADD); C(EPOLL_CTL_DEL); C(EPOLL_CTL_MOD); C(EPOLL_CLOEXEC);
    C(EFD_SEMAPHORE); C(EFD_CLOEXEC); C(EFD_NONBLOCK); C(SFD_CLOEXEC); C(SFD_NONBLOCK); C(TFD_CLOEXEC); C(TFD_NONBLOCK);
    C(TFD_TIMER_ABSTIME); C(LOCK_SH); C(LOCK_EX); C(LOCK_NB); C(LOCK_UN); C(F_LOCK); C(F_ULOCK); C(F_TLOCK); C(F_TEST);
    C(TIOCGPGRP); C(TIOCSPGRP); C(TIOCSCTTY); C(TIOCNOTTY); C(TIOCGWINSZ); C(FIONREAD); C(FIONBIO); C(TCGETS); C(TCSETS);
    C(ISIG); C(ICANON); C(ECHO); C(ECHOE); C(ECHOK); C(ECHONL); C(NOFLSH); C(TOSTOP); C(IEXTEN); C(ICRNL); C(INLCR);
    C(IGNCR); C(BRKINT); C(IXON); C(OPOST); C(ONLCR); C(CS8); C(CREAD); C(PARENB);
    C(VINTR); C(VQUIT); C(VERASE); C(VKILL); C(VEOF); C(VTIME); C(VMIN); C(VSTART); C(VSTOP); C(VSUSP); C(VEOL); C(NCCS);
    C(TCSANOW); C(TCSADRAIN); C(TCSAFLUSH); C(B9600); C(B38400);
    C(DT_UNKNOWN); C(DT_FIFO); C(DT_CHR); C(DT_DIR); C(DT_REG); C(DT_LNK); C(DT_SOCK);
    C(PR_SET_PDEATHSIG); C(PR_SET_NAME); C(PR_GET_NAME); C(PR_SET_CHILD_SUBREAPER);
    S(struct epoll_event);
    O(struct epoll_event, events); O(struct epoll_event, data);
    S(epoll_data_t); S(struct signalfd_siginfo);
    O(struct signalfd_siginfo, ssi_signo); O(struct signalfd_siginfo, ssi_code); O(struct signalfd_siginfo, ssi_pid);
    O(struct signalfd_siginfo, ssi_status); O(struct signalfd_siginfo, ssi_int);
    S(struct termios);
    O(struct termios, c_iflag); O(struct termios, c_lflag); O(struct termios, c_cc);
    S(struct winsize); S(tcflag_t); S(cc_t); S(speed_t);
    S(struct dirent);
    O(struct dirent, d_ino); O(struct dirent, d_reclen); O(struct dirent, d_type); O(struct dirent, d_name);
    S(struct passwd);
    O(struct passwd, pw_uid); O(struct passwd, pw_dir); O(struct passwd, pw_shell);
    return 0;
}
