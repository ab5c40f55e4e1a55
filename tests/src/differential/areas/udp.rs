//! Datagrams over IP: udp(7), ip(7).

use super::*;

pub fn opening(d: &mut Dice) -> String {
    let (f, port) = (slot(d), d.below(3));
    match d.below(4) {
        0 => format!(
            "R(@, {f} = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, {}));",
            d.pick(&["0", "IPPROTO_UDP", "IPPROTO_TCP"])
        ),
        _ => format!(
            "{f} = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0); R(@, bind_any({f}, {port}, {}));",
            d.pick(&["INADDR_LOOPBACK", "INADDR_ANY", "INADDR_LOOPBACK"])
        ),
    }
}

/// The address of a slot's port and its length.
fn address(d: &mut Dice) -> String {
    let len = d.pick(&["16", "16", "16", "16", "16", "16", "8", "2", "100"]);
    format!("SA &(in_t[8]){{ loop({}) }}, {len}", d.below(3))
}

pub fn plain(d: &mut Dice) -> String {
    let f = fdx(d);
    match d.below(24) {
        0..4 => format!(
            "fill({}, {n}); R(@, sendto({f}, source({n}), {n}, MSG_DONTWAIT, {})); nap(300);",
            d.below(26),
            address(d),
            n = d.pick(&["0", "1", "5", "100", "1000", "65507", "65508", "-1"])
        ),
        4..6 => format!("fill({}, 200); R(@, send({f}, b, {}, MSG_DONTWAIT)); nap(300);", d.below(26), d.below(150)),
        6..9 => format!(
            "G(@, recv({f}, b, {}, MSG_DONTWAIT{}));",
            small(d),
            d.pick(&["", " | MSG_PEEK", " | MSG_TRUNC", ""])
        ),
        9..11 => format!(
            "{{ in_t a_[2]; socklen_t n_ = {}; memset(a_, 0, sizeof a_); G(@, recvfrom({f}, b, 1000, MSG_DONTWAIT, SA a_, &n_)); say_address(a_, n_); }}",
            d.pick(&["16", "32", "4", "0"])
        ),
        11..13 => format!("R(@, connect({f}, {}));", address(d)),
        13 => format!("R(@, connect({f}, SA &(struct sockaddr){{ AF_UNSPEC }}, 16));"),
        14 => format!(
            "{{ in_t a_[2]; socklen_t n_ = 32; memset(a_, 0, sizeof a_); R(@, {}({f}, SA a_, &n_)); say_address(a_, n_); }}",
            d.pick(&["getsockname", "getpeername"])
        ),
        15 => format!(
            "{{ int v_ = -1; socklen_t n_ = 4; R(@, getsockopt({f}, SOL_SOCKET, {}, &v_, &n_)); say(\" %d\\n\", v_); }}",
            d.pick(&[
                "SO_TYPE",
                "SO_ERROR",
                "SO_ERROR",
                "SO_DOMAIN",
                "SO_PROTOCOL",
                "SO_REUSEADDR",
                "SO_BROADCAST",
                "SO_ACCEPTCONN",
                "SO_KEEPALIVE"
            ])
        ),
        16 => format!(
            "R(@, setsockopt({f}, SOL_SOCKET, {}, &(int){{ {} }}, {}));",
            d.pick(&["SO_REUSEADDR", "SO_BROADCAST", "SO_KEEPALIVE"]),
            d.below(2),
            d.pick(&["4", "4", "4", "2", "0"])
        ),
        17 => format!(
            "{{ struct pollfd p_ = {{ {f}, POLLIN | POLLOUT, 0 }}; R(@, poll(&p_, 1, 0)); say(\" %d\\n\", p_.revents); }}"
        ),
        18 => format!("{{ int n_ = -1; R(@, ioctl({f}, FIONREAD, &n_)); say(\" %d\\n\", n_); }}"),
        19 => format!("R(@, bind({f}, {}));", address(d)),
        20 => format!("R(@, shutdown({f}, {}));", d.pick(&["SHUT_RD", "SHUT_WR", "SHUT_RDWR", "9"])),
        21 => match d.below(3) {
            0 => format!("R(@, listen({f}, 5));"),
            _ => format!("R(@, close({f}));"),
        },
        22 => format!(
            "{{ struct iovec v_[2] = {{ {{ b, {} }}, {{ b + 300, {} }} }}; in_t a_ = loop({}); struct msghdr h_ = {{ .msg_name = {}, .msg_namelen = 16, .msg_iov = v_, .msg_iovlen = 2 }}; fill(1, 400); R(@, sendmsg({f}, &h_, MSG_DONTWAIT)); nap(300); }}",
            d.below(20),
            d.below(20),
            d.below(3),
            d.pick(&["&a_", "0"])
        ),
        _ => format!(
            "{{ struct iovec v_[2] = {{ {{ b, {} }}, {{ b + 300, {} }} }}; in_t a_ = {{ 0 }}; struct msghdr h_ = {{ .msg_name = &a_, .msg_namelen = 16, .msg_iov = v_, .msg_iovlen = 2 }}; memset(b, 0, 400); R(@, recvmsg({f}, &h_, MSG_DONTWAIT)); say(\" %.9s %.9s %x\\n\", b, b + 300, h_.msg_flags); say_address(&a_, h_.msg_namelen); }}",
            d.below(9),
            d.below(9)
        ),
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    let (a, w) = (slot(d), slot(d));
    let sleep = match d.below(4) {
        0 => format!("R(@, poll(&(struct pollfd){{ {a}, POLLIN, 0 }}, 1, 2000));"),
        1 => format!(
            "{{ struct timeval t_ = {{ 0, 20000 }}; setsockopt({a}, SOL_SOCKET, SO_RCVTIMEO, &t_, sizeof t_); fcntl({a}, F_SETFL, 0); G(@, recv({a}, b, 100, 0)); }}"
        ),
        _ => format!("fcntl({a}, F_SETFL, 0); G(@, recv({a}, b, {}, 0));", small(d)),
    };
    let wake = match d.below(4) {
        0 => format!("fill(3, 100); R(@, send({w}, b, {}, MSG_DONTWAIT));", d.below(50)),
        1 => format!("R(@, shutdown({a}, SHUT_RDWR));"),
        _ => format!("fill(3, 100); R(@, sendto({w}, b, {}, MSG_DONTWAIT, {}));", d.below(50), address(d)),
    };
    (sleep, wake)
}
