//! Unix domain sockets: unix(7).

use super::*;

pub fn opening(d: &mut Dice) -> String {
    let a = d.below(4);
    format!(
        "R(@, socketpair(AF_UNIX, {} | SOCK_NONBLOCK, 0, &f[{a}])); say(\" %d %d\\n\", f[{a}], f[{}]);",
        d.pick(&["SOCK_STREAM", "SOCK_DGRAM", "SOCK_SEQPACKET", "SOCK_STREAM"]),
        a + 1
    )
}

fn address(d: &mut Dice) -> String {
    format!(
        "(struct sockaddr *)&(struct sockaddr_un){{ AF_UNIX, \"{}\" }}, sizeof(struct sockaddr_un)",
        d.pick(&["s", "t", "none/s", "s"])
    )
}

pub fn plain(d: &mut Dice) -> String {
    let f = fdx(d);
    match d.below(22) {
        0..4 => {
            format!("fill({}, {n}); R(@, send({f}, b, {n}, MSG_NOSIGNAL | MSG_DONTWAIT));", d.below(26), n = small(d))
        }
        4..8 => format!(
            "G(@, recv({f}, b, {}, MSG_DONTWAIT{}));",
            small(d),
            d.pick(&["", " | MSG_PEEK", "", " | MSG_TRUNC"])
        ),
        8 => format!(
            "R(@, {} = socket(AF_UNIX, {} | SOCK_NONBLOCK, 0));",
            slot(d),
            d.pick(&["SOCK_STREAM", "SOCK_DGRAM", "SOCK_SEQPACKET", "77"])
        ),
        9 => format!("R(@, bind({f}, {}));", address(d)),
        10 => format!("R(@, listen({f}, {}));", d.pick(&["0", "1", "5"])),
        11 => format!("R(@, connect({f}, {}));", address(d)),
        12 => format!("R(@, {} = accept4({f}, 0, 0, SOCK_NONBLOCK));", slot(d)),
        13 => format!("R(@, shutdown({f}, {}));", d.pick(&["SHUT_RD", "SHUT_WR", "SHUT_RDWR", "9"])),
        14 => format!("R(@, close({f}));"),
        15 => format!(
            "{{ int v_ = -1; socklen_t n_ = 4; R(@, getsockopt({f}, SOL_SOCKET, {}, &v_, &n_)); say(\" %d\\n\", v_); }}",
            d.pick(&["SO_TYPE", "SO_ERROR", "SO_ACCEPTCONN", "SO_DOMAIN"])
        ),
        16 => format!(
            "{{ struct sockaddr_un a_; socklen_t n_ = sizeof a_; memset(&a_, 0, sizeof a_); R(@, {}({f}, (struct sockaddr *)&a_, &n_)); say(\" %d %s\\n\", n_, a_.sun_family == AF_UNIX ? a_.sun_path : \"\"); }}",
            d.pick(&["getsockname", "getpeername"])
        ),
        17 => {
            format!("fill(2, 50); R(@, sendto({f}, b, {}, MSG_NOSIGNAL | MSG_DONTWAIT, {}));", d.below(20), address(d))
        }
        18 => format!(
            "{{ struct pollfd p_ = {{ {f}, POLLIN | POLLOUT | POLLRDHUP, 0 }}; R(@, poll(&p_, 1, 0)); say(\" %d\\n\", p_.revents); }}"
        ),
        19 => format!("fill(5, 99); IF_READY(@, {f}, POLLOUT, WRITE(@, {f}, {}));", small(d)),
        20 => format!("IF_READY(@, {f}, POLLIN, G(@, read({f}, b, {})));", small(d)),
        _ => format!("R(@, unlink(\"{}\"));", d.pick(&["s", "t"])),
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    let (a, w) = (slot(d), slot(d));
    match d.below(3) {
        0 => (
            format!("fcntl({a}, F_SETFL, 0); R(@, accept({a}, 0, 0));"),
            format!("R(@, connect({w}, {}));", address(d)),
        ),
        _ => (
            format!(
                "fcntl({a}, F_SETFL, 0); G(@, recv({a}, b, {}, {}));",
                small(d),
                d.pick(&["0", "MSG_WAITALL", "0"])
            ),
            format!("fill(3, 100); R(@, send({w}, b, {}, MSG_NOSIGNAL | MSG_DONTWAIT));", small(d)),
        ),
    }
}
