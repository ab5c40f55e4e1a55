//! Waiting for several things: poll(2), select(2), epoll(7), eventfd(2).

use super::*;

fn events(d: &mut Dice) -> &'static str {
    d.pick(&["POLLIN", "POLLOUT", "POLLIN | POLLOUT", "POLLPRI", "0", "POLLIN | POLLRDHUP", "POLLRDNORM", "POLLWRNORM"])
}

pub fn plain(d: &mut Dice) -> String {
    match d.below(12) {
        0..3 => format!(
            "pfd[0] = (struct pollfd){{ {}, {}, 9 }}; pfd[1] = (struct pollfd){{ {}, {}, 9 }}; R(@, poll(pfd, {}, {})); say(\" %d %d\\n\", pfd[0].revents, pfd[1].revents);",
            fdx(d),
            events(d),
            fdx(d),
            events(d),
            d.pick(&["2", "1", "0", "2"]),
            "0"
        ),
        3..5 => format!(
            "{{ fd_set i_, o_; struct timeval t_ = {{ 0, {} }}; int x_ = {}, y_ = {}; FD_ZERO(&i_); FD_ZERO(&o_); if (x_ >= 0 && x_ < 1024) FD_SET(x_, &i_); if (y_ >= 0 && y_ < 1024) FD_SET(y_, &o_); R(@, select({}, &i_, &o_, 0, &t_)); say(\" %d %d\\n\", x_ >= 0 && FD_ISSET(x_, &i_), y_ >= 0 && FD_ISSET(y_, &o_)); }}",
            "0",
            slot(d),
            slot(d),
            d.pick(&["20", "5", "0", "-1", "100"])
        ),
        5 => format!(
            "R(@, {} = eventfd({}, EFD_NONBLOCK{}));",
            slot(d),
            d.pick(&["0", "1", "5"]),
            d.pick(&["", " | EFD_SEMAPHORE"])
        ),
        6 => format!(
            "{{ unsigned long v_ = {}; IF_READY(@, {f}, POLLOUT, R(@, write({f}, &v_, 8))); }}",
            d.pick(&["1", "3", "0", "-1UL"]),
            f = fdx(d)
        ),
        7 => format!("R(@, {} = epoll_create1(0));", slot(d)),
        8 => format!(
            "{{ struct epoll_event e_ = {{ {} }}; e_.data.u32 = {}; R(@, epoll_ctl({}, {}, {}, &e_)); }}",
            d.pick(&["EPOLLIN", "EPOLLOUT", "EPOLLIN | EPOLLET", "EPOLLIN | EPOLLOUT", "EPOLLOUT | EPOLLONESHOT"]),
            d.below(9),
            fdx(d),
            d.pick(&["EPOLL_CTL_ADD", "EPOLL_CTL_ADD", "EPOLL_CTL_MOD", "EPOLL_CTL_DEL", "9"]),
            fdx(d)
        ),
        9 => format!(
            "{{ struct epoll_event e_[4]; int n_; R(@, n_ = epoll_wait({}, e_, {}, 0)); for (int i_ = 0; i_ < n_; i_++) say(\" %x/%d\", e_[i_].events, e_[i_].data.u32); say(\"\\n\"); }}",
            fdx(d),
            d.pick(&["4", "1", "0", "4"])
        ),
        _ => pipe::plain(d),
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    let (a, w) = (slot(d), slot(d));
    (
        match d.below(2) {
            0 => format!(
                "pfd[0] = (struct pollfd){{ {a}, {}, 0 }}; R(@, poll(pfd, 1, {})); say(\" %d\\n\", pfd[0].revents);",
                d.pick(&["POLLIN", "POLLIN", "POLLOUT", "0"]),
                d.pick(&["-1", "3000"])
            ),
            _ => format!(
                "{{ fd_set i_; int x_ = {a}; FD_ZERO(&i_); if (x_ >= 0) FD_SET(x_, &i_); R(@, select(x_ + 1, &i_, 0, 0, 0)); }}"
            ),
        },
        match d.below(3) {
            0 => format!("R(@, close({w}));"),
            _ => format!("fill(1, 9000); IF_READY(@, {w}, POLLOUT, WRITE(@, {w}, {}));", small(d)),
        },
    )
}
