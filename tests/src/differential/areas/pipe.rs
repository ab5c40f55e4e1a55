//! Pipes: pipe(7).

use super::*;

pub fn opening(d: &mut Dice) -> String {
    let a = d.below(4);
    let flags =
        d.pick(&["0", "O_NONBLOCK", "O_NONBLOCK", "O_NONBLOCK | O_CLOEXEC", "O_DIRECT | O_NONBLOCK", "O_NONBLOCK"]);
    format!("R(@, pipe2(&f[{a}], {flags})); say(\" %d %d\\n\", f[{a}], f[{}]);", a + 1)
}

pub fn plain(d: &mut Dice) -> String {
    let f = fdx(d);
    match d.below(18) {
        0..5 => {
            format!("fill({}, {n}); IF_READY(@, {f}, POLLOUT, WRITE(@, {f}, {n}));", d.below(26), n = size(d))
        }
        5..9 => format!("IF_READY(@, {f}, POLLIN, G(@, read({f}, b, {})));", size(d)),
        9..11 => format!("R(@, close({f}));"),
        11 => format!("{{ int n_ = -1; R(@, ioctl({f}, FIONREAD, &n_)); say(\" %d\\n\", n_); }}"),
        12 => format!("R(@, fcntl({f}, F_GETPIPE_SZ));"),
        13 => {
            format!("R(@, fcntl({f}, F_SETPIPE_SZ, {}));", d.pick(&["4096", "8192", "1", "0", "100000", "65536"]))
        }
        14 => format!(
            "signal(SIGPIPE, {}); say(\"@: signal\\n\");",
            d.pick(&["SIG_IGN", "handler", "SIG_DFL", "SIG_IGN"])
        ),
        15 => format!("R(@, fcntl({f}, F_SETFL, {}));", d.pick(&["0", "O_NONBLOCK", "O_NONBLOCK"])),
        16 => format!(
            "{{ struct pollfd p_ = {{ {f}, POLLIN | POLLOUT, 0 }}; R(@, poll(&p_, 1, 0)); say(\" %d\\n\", p_.revents); }}"
        ),
        _ => format!("R(@, lseek({f}, 0, SEEK_CUR));"),
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    let (a, n) = (d.below(4), size(d));
    let w = d.pick(&["f[0]", "f[1]", "f[2]", "f[3]", "f[4]"]);
    match d.below(3) {
        0 => (
            format!("fcntl(f[{a}], F_SETFL, 0); G(@, read(f[{a}], b, {n}));"),
            format!("fill(1, 9000); IF_READY(@, {w}, POLLOUT, WRITE(@, {w}, {}));", small(d)),
        ),
        1 => (
            format!("close(f[{}]); fcntl(f[{a}], F_SETFL, 0); G(@, read(f[{a}], b, {n}));", a + 1),
            format!("R(@, close({w}));"),
        ),
        _ => (
            format!(
                "fill(4, 100000); fcntl(f[{w}], F_SETFL, 0); R(@, write(f[{w}], b, room(f[{w}], {})));",
                d.pick(&["5000", "66000", "70000", "140000"]),
                w = a + 1,
            ),
            format!("G(@, read(f[{a}], b, {}));", d.pick(&["100", "4096", "70000"])),
        ),
    }
}
