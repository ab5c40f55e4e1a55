//! Terminals: pty(7), termios(3), tty_ioctl(4), job control.

use super::*;

pub fn opening(_d: &mut Dice) -> String {
    "R(@, open_pair());".into()
}

fn keys(d: &mut Dice) -> (String, usize) {
    let parts: Vec<(&str, usize)> = (0..1 + d.below(3))
        .map(|_| match d.below(26) {
            0..6 => ("abc\\n", 4),
            6..9 => ("de", 2),
            9 => ("\\177", 1),
            10 => ("\\025", 1),
            11 => ("\\027", 1),
            12..14 => ("\\004", 1),
            14 => ("\\003", 1),
            15 => ("\\026\\003", 2),
            16 => ("\\032", 1),
            17 => ("\\034", 1),
            18 => ("\\r", 1),
            19 => ("two words", 9),
            20 => ("\\t|", 2),
            21 => ("\\022", 1),
            22 => ("\\001\\033[A", 4),
            23 => ("\\0", 1),
            24 => ("\\303\\244", 2),
            _ => ("\\n", 1),
        })
        .collect();
    let text: Vec<String> = parts.iter().map(|(t, _)| format!("\"{t}\"")).collect();
    (text.join(" "), parts.iter().map(|(_, n)| n).sum())
}

fn end(d: &mut Dice) -> &'static str {
    d.pick(&["f[0]", "f[1]", "f[1]", "f[0]", "f[1]", "f[2]"])
}

pub fn plain(d: &mut Dice) -> String {
    match d.below(26) {
        0..6 => {
            let (text, n) = keys(d);
            format!("type_keys(@, f[0], {text}, {n});")
        }
        6..8 => {
            let (text, n) = keys(d);
            format!("type_keys(@, f[1], {text}, {n});")
        }
        8..13 => format!(
            "{{ nap(2000); memset(b, 0, 200); long n_ = read({}, b, {}); say_bytes(@, n_, errno); }}",
            end(d),
            d.pick(&["100", "100", "1", "2", "4", "0"])
        ),
        13..17 => {
            let which = d.below(3);
            let flags: &[&str] = match which {
                0 => &["ICRNL", "INLCR", "IGNCR", "ISTRIP", "IXON", "IUTF8", "IUCLC"],
                1 => &["OPOST", "ONLCR", "OCRNL", "ONOCR", "ONLRET", "OLCUC"],
                _ => &[
                    "ICANON",
                    "ECHO",
                    "ISIG",
                    "ECHOE",
                    "ECHOK",
                    "ECHOCTL",
                    "ECHONL",
                    "IEXTEN",
                    "NOFLSH",
                    "TOSTOP",
                    "ECHOKE",
                    "ECHO | ICANON",
                ],
            };
            let flag = d.pick(flags);
            let (off, on) = if d.percent(50) { (flag, "0") } else { ("0", flag) };
            format!("R(@, change_flags({}, {which}, {off}, {on}));", end(d))
        }
        17 => format!("say_termios(@, {});", end(d)),
        18 => format!(
            "R(@, tcgetattr(f[1], &tio)); tio.c_cc[{}] = {}; R(@, tcsetattr(f[1], {}, &tio)); nap(2000);",
            d.pick(&["VMIN", "VTIME", "VERASE", "VEOF", "VKILL", "VINTR", "VEOL"]),
            d.pick(&["0", "1", "3", "'x'"]),
            d.pick(&["TCSANOW", "TCSADRAIN", "TCSAFLUSH", "9"])
        ),
        19 => format!("{{ nap(2000); int n_ = -1; R(@, ioctl({}, FIONREAD, &n_)); say(\" %d\\n\", n_); }}", end(d)),
        20 => format!("R(@, tcflush({}, {})); nap(2000);", end(d), d.pick(&["TCIFLUSH", "TCOFLUSH", "TCIOFLUSH", "9"])),
        21 => format!(
            "{{ struct winsize w_ = {{ {}, 80, 0, 0 }}; R(@, ioctl({}, TIOCSWINSZ, &w_)); w_.ws_row = 1; R(@, ioctl({}, TIOCGWINSZ, &w_)); say(\" %d %d\\n\", w_.ws_row, w_.ws_col); }}",
            d.below(50),
            end(d),
            end(d)
        ),
        22 => format!(
            "{{ nap(2000); struct pollfd p_ = {{ {}, POLLIN | POLLOUT, 0 }}; R(@, poll(&p_, 1, 0)); say(\" %d\\n\", p_.revents); }}",
            end(d)
        ),
        23 => match d.below(4) {
            0 => format!("R(@, isatty({}));", end(d)),
            1 => format!("R(@, tcgetpgrp({}) == getpgrp());", end(d)),
            2 => format!("R(@, tcgetsid({}) == getsid(0));", end(d)),
            _ => format!("R(@, tcsetpgrp({}, {}));", end(d), d.pick(&["getpgrp()", "999999", "-1", "getpid()"])),
        },
        24 => format!("R(@, close({})); nap(2000);", end(d)),
        _ => "take_terminal(@);".into(),
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    let session = d.pick(&[
        "",
        "take_terminal(@); ",
        "take_terminal(@); ",
        "take_terminal(@); signal(SIGINT, handler); signal(SIGHUP, handler); ",
    ]);
    let sleep = match d.below(5) {
        // Who is woken by a key may be faster than the echoes of the next ones.
        0 => "R(@, poll(&(struct pollfd){ f[1], POLLIN, 0 }, 1, 2000)); nap(2000);".into(),
        1 => "R(@, pause());".to_string(),
        2 => "{ int p_ = fork(); if (p_ == 0) { prctl(PR_SET_PDEATHSIG, SIGKILL); setpgid(0, 0); fcntl(f[1], F_SETFL, 0); read(f[1], b, 9); _exit(3); } S->grandchildren[me] = p_; settle(p_, 0); R(@, waitpid(p_, &status, WUNTRACED) == p_); show_status(@, status); kill(p_, SIGKILL); }".into(),
        _ => "{ fcntl(f[1], F_SETFL, 0); memset(b, 0, 200); long n_ = read(f[1], b, 100); say_bytes(@, n_, errno); nap(2000); }".into(),
    };
    let wake = match d.below(10) {
        0 => "R(@, close(f[0]));".to_string(),
        1 => "R(@, ioctl(f[0], TIOCSWINSZ, &(struct winsize){ 3, 4, 0, 0 }));".into(),
        2 => "R(@, ioctl(f[0], TIOCSIG, SIGINT));".into(),
        // Alone: whether a sleeper sees what comes with a signal depends on who is faster.
        3 => format!("type_keys(@, f[0], \"{}\", 1);", d.pick(&["\\003", "\\034", "\\032"])),
        _ => {
            let (text, n) = loop {
                let (text, n) = keys(d);
                if ["\\003", "\\034", "\\032"].iter().all(|key| !text.replace("\\026\\003", "").contains(key)) {
                    break (text, n);
                }
            };
            format!("type_keys(@, f[0], {text}, {n});")
        }
    };
    (format!("{session}{sleep}"), wake)
}
