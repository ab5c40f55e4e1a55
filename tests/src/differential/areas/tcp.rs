//! Streams over IP: tcp(7), accept(2), connect(2).

use super::*;

pub fn opening(d: &mut Dice) -> String {
    let (f, port) = (slot(d), d.below(3));
    match d.below(5) {
        0..2 => format!("R(@, {f} = listener({port}, {}));", d.pick(&["0", "1", "5"])),
        _ => format!("R(@, tcp_pair(&f[{}]));", d.below(4)),
    }
}

fn address(d: &mut Dice) -> String {
    let len = d.pick(&["16", "16", "16", "16", "16", "16", "8", "100"]);
    format!("SA &(in_t[8]){{ loop({}) }}, {len}", d.below(3))
}

pub fn plain(d: &mut Dice) -> String {
    let f = fdx(d);
    match d.below(27) {
        0..4 => format!(
            "fill({}, {n}); R(@, send({f}, b, {n}, MSG_NOSIGNAL | MSG_DONTWAIT)); nap(400);",
            d.below(26),
            n = small(d)
        ),
        4..8 => format!(
            "G(@, recv({f}, b, {}, MSG_DONTWAIT{}));",
            small(d),
            d.pick(&["", " | MSG_PEEK", "", " | MSG_TRUNC", " | MSG_WAITALL"])
        ),
        8 => format!("R(@, {} = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));", slot(d)),
        9..11 => format!("R(@, connect({f}, {})); nap(600);", address(d)),
        11..13 => format!("R(@, {} = accept4({f}, 0, 0, SOCK_NONBLOCK));", slot(d)),
        13..15 => {
            format!("R(@, shutdown({f}, {})); nap(400);", d.pick(&["SHUT_RD", "SHUT_WR", "SHUT_RDWR", "SHUT_WR", "9"]))
        }
        15..17 => format!("R(@, close({f})); nap(400);"),
        17 => format!(
            "{{ int v_ = -1; socklen_t n_ = 4; R(@, getsockopt({f}, SOL_SOCKET, {}, &v_, &n_)); say(\" %d\\n\", v_); }}",
            d.pick(&[
                "SO_TYPE",
                "SO_ERROR",
                "SO_ERROR",
                "SO_ACCEPTCONN",
                "SO_PROTOCOL",
                "SO_REUSEADDR",
                "SO_KEEPALIVE"
            ])
        ),
        18 => format!(
            "{{ in_t a_[2]; socklen_t n_ = 32; memset(a_, 0, sizeof a_); R(@, {}({f}, SA a_, &n_)); say(\" %d %x %d\\n\", n_, ntohl(a_[0].sin_addr.s_addr), a_[0].sin_port != 0); }}",
            d.pick(&["getsockname", "getpeername"])
        ),
        19..21 => format!(
            "{{ struct pollfd p_ = {{ {f}, POLLIN | POLLOUT | POLLRDHUP, 0 }}; R(@, poll(&p_, 1, 0)); say(\" %d\\n\", p_.revents); }}"
        ),
        21 => format!("{{ int n_ = -1; R(@, ioctl({f}, FIONREAD, &n_)); say(\" %d\\n\", n_); }}"),
        22 => format!(
            "{{ struct linger l_ = {{ {}, 0 }}; R(@, setsockopt({f}, SOL_SOCKET, SO_LINGER, &l_, sizeof l_)); }}",
            d.below(2)
        ),
        23 => format!(
            "{{ int v_ = {}; socklen_t n_ = 4; R(@, setsockopt({f}, IPPROTO_TCP, TCP_NODELAY, &v_, 4)); v_ = 7; R(@, getsockopt({f}, IPPROTO_TCP, TCP_NODELAY, &v_, &n_)); say(\" %d\\n\", v_); }}",
            d.below(2)
        ),
        24 => format!(
            "signal(SIGPIPE, {}); fill(5, 99); IF_READY(@, {f}, POLLOUT, WRITE(@, {f}, {})); nap(400);",
            d.pick(&["SIG_IGN", "handler"]),
            small(d)
        ),
        25 => format!("IF_READY(@, {f}, POLLIN, G(@, read({f}, b, {})));", small(d)),
        _ => match d.below(4) {
            0 => format!("R(@, listen({f}, {}));", d.below(3)),
            1 => format!("R(@, bind_any({f}, {}, INADDR_ANY));", d.below(3)),
            2 => format!("R(@, connect({f}, SA &(struct sockaddr){{ AF_UNSPEC }}, 16)); nap(400);"),
            _ => format!("R(@, bind({f}, {}));", address(d)),
        },
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    let (a, w) = (slot(d), slot(d));
    // The wait for no bytes ends with whatever wakes the socket, be it a late acknowledgment.
    let small = |d: &mut Dice| d.pick(&["1", "2", "3", "5", "8", "20", "100", "1000"]);
    let sleep = match d.below(6) {
        0 => format!("fcntl({a}, F_SETFL, 0); R(@, accept({a}, 0, 0));"),
        1 => format!("R(@, poll(&(struct pollfd){{ {a}, {}, 0 }}, 1, 2000));", d.pick(&["POLLIN", "POLLRDHUP", "0"])),
        2 => format!("fcntl({a}, F_SETFL, 0); G(@, recv({a}, b, {}, MSG_WAITALL));", small(d)),
        3 => format!(
            "{{ struct timeval t_ = {{ 0, 20000 }}; setsockopt({a}, SOL_SOCKET, SO_RCVTIMEO, &t_, sizeof t_); fcntl({a}, F_SETFL, 0); G(@, recv({a}, b, 100, 0)); }}"
        ),
        _ => format!("fcntl({a}, F_SETFL, 0); G(@, recv({a}, b, {}, 0));", small(d)),
    };
    let wake = match d.below(6) {
        0..2 => format!("R(@, connect({w}, {}));", address(d)),
        2 => format!("R(@, shutdown({w}, {}));", d.pick(&["SHUT_RD", "SHUT_WR", "SHUT_RDWR"])),
        _ => format!("fill(3, 1000); R(@, send({w}, b, {}, MSG_NOSIGNAL | MSG_DONTWAIT));", small(d)),
    };
    (sleep, format!("{wake} nap(500);"))
}
