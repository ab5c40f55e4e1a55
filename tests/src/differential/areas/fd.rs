//! Descriptors and files: open(2), read(2), dup(2), fcntl(2), lseek(2), stat(2) and kin.

use super::*;

fn path(d: &mut Dice) -> &'static str {
    d.pick(&[
        "\"a\"",
        "\"b\"",
        "\"dir\"",
        "\"dir/c\"",
        "\"a/x\"",
        "\"none/x\"",
        "\"\"",
        "\".\"",
        "\"link\"",
        "\"../\"",
        "\"a\"",
    ])
}

fn flags(d: &mut Dice) -> String {
    let mut text = d.pick(&["O_RDONLY", "O_WRONLY", "O_RDWR"]).to_string();
    for (percent, flag) in [
        (50, "O_CREAT"),
        (10, "O_EXCL"),
        (15, "O_TRUNC"),
        (20, "O_APPEND"),
        (10, "O_CLOEXEC"),
        (5, "O_DIRECTORY"),
        (5, "O_NOFOLLOW"),
        (5, "O_PATH"),
        (5, "O_NONBLOCK"),
    ] {
        if d.percent(percent) {
            text += " | ";
            text += flag;
        }
    }
    text
}

pub fn opening(d: &mut Dice) -> String {
    format!("R(@, {} = open({}, O_RDWR | O_CREAT, 0644));", slot(d), d.pick(&["\"a\"", "\"b\""]))
}

pub fn plain(d: &mut Dice) -> String {
    let (f, g) = (fdx(d), fdx(d));
    match d.below(34) {
        0..3 => format!(
            "R(@, {} = open({}, {}, {}));",
            slot(d),
            path(d),
            flags(d),
            d.pick(&["0644", "0600", "0", "0777", "0444"])
        ),
        3..6 => format!("fill({}, {n}); WRITE(@, {f}, {n});", d.below(26), n = size(d)),
        6..9 => format!("IF_READY(@, {f}, POLLIN, G(@, read({f}, b, {})));", size(d)),
        9 => format!("R(@, close({f}));"),
        10 => format!("R(@, {} = dup({f}));", slot(d)),
        11 => format!("R(@, dup2({f}, {g}));"),
        12 => format!("R(@, dup3({f}, {g}, {}));", d.pick(&["0", "O_CLOEXEC", "O_NONBLOCK"])),
        13 => format!(
            "R(@, {} = fcntl({f}, {}, {}));",
            slot(d),
            d.pick(&["F_DUPFD", "F_DUPFD_CLOEXEC"]),
            d.pick(&["0", "5", "10", "-1", "2000000"])
        ),
        14 => format!("R(@, fcntl({f}, {}));", d.pick(&["F_GETFD", "F_GETFL"])),
        15 => format!("R(@, fcntl({f}, F_SETFD, {}));", d.pick(&["0", "1", "FD_CLOEXEC"])),
        16 => {
            format!("R(@, fcntl({f}, F_SETFL, {}));", d.pick(&["0", "O_NONBLOCK", "O_APPEND", "O_APPEND | O_NONBLOCK"]))
        }
        17..19 => format!(
            "R(@, lseek({f}, {}, {}));",
            d.pick(&["0", "1", "10", "-1", "100000", "5000"]),
            d.pick(&["SEEK_SET", "SEEK_CUR", "SEEK_END", "9"])
        ),
        19 => format!("R(@, ftruncate({f}, {}));", d.pick(&["0", "1", "100", "5000", "-1"])),
        20 => format!("G(@, pread({f}, b, {}, {}));", small(d), d.pick(&["0", "3", "-1", "100000"])),
        21 => format!(
            "fill({}, 1000); R(@, pwrite({f}, b, {}, {}));",
            d.below(26),
            small(d),
            d.pick(&["0", "3", "-1", "6000"])
        ),
        22 => format!(
            "memset(&st, 0, sizeof st); R(@, fstat({f}, &st)); say(\" %o %ld %ld\\n\", st.st_mode & ~(S_ISCHR(st.st_mode) ? 020 : 0), S_ISREG(st.st_mode) ? (long)st.st_size : 0L, st.st_ino == home_st.st_ino ? 0L : (long)st.st_nlink);"
        ),
        23 => format!("memset(&st, 0, sizeof st); R(@, stat({}, &st)); say(\" %o\\n\", st.st_mode);", path(d)),
        24 => format!("R(@, mkdir({}, 0755));", path(d)),
        25 => format!("R(@, {}({}));", d.pick(&["unlink", "rmdir"]), path(d)),
        26 => format!("R(@, {}({}, {}));", d.pick(&["rename", "link", "symlink"]), path(d), path(d)),
        27 => format!("R(@, chmod({}, {}));", path(d), d.pick(&["0", "0400", "0600", "0755", "04755"])),
        28 => format!("R(@, access({}, {}));", path(d), d.pick(&["F_OK", "R_OK", "W_OK", "X_OK", "R_OK | W_OK", "77"])),
        29 => format!(
            "fill(3, 50); R(@, writev({f}, (struct iovec[]){{ {{ b, {} }}, {{ b + 9, {} }} }}, {}));",
            d.below(9),
            d.below(9),
            d.pick(&["2", "1", "0", "-1"])
        ),
        30 => format!(
            "memset(b, 0, 64); IF_READY(@, {f}, POLLIN, R(@, readv({f}, (struct iovec[]){{ {{ b, {} }}, {{ b + 20, {} }} }}, 2))); say(\" %.12s %.12s\\n\", b, b + 20);",
            d.below(9),
            d.below(9)
        ),
        31 => format!("R(@, umask({}));", d.pick(&["022", "0", "077"])),
        32 => {
            format!("R(@, close_range({}, {}, 0));", d.pick(&["3", "5", "6", "9"]), d.pick(&["4", "5", "8", "~0U"]))
        }
        _ => format!("R(@, truncate({}, {}));", path(d), d.pick(&["0", "7", "-1", "9000"])),
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    let (a, w) = (d.below(4), slot(d));
    match d.below(5) {
        // inotify is left out: Linux's close of one waits for its background work, for seconds on a busy machine.
        0 => (
            format!(
                "fcntl(f[{a}], F_SETFL, 0); {{ int x_ = open(\"b\", O_RDWR | O_CREAT, 0644); R(@, {}); close(x_); }}",
                d.pick(&["splice(f[N], 0, x_, 0, 100, 0)", "splice(f[N], 0, x_, 0, 5000, 0)", "tee(f[N], x_, 10, 0)"])
                    .replace('N', &a.to_string())
            ),
            format!("fill(1, 9000); IF_READY(@, {w}, POLLOUT, WRITE(@, {w}, {}));", small(d)),
        ),
        1 => (
            format!(
                "fcntl(f[{a}], F_SETFL, 0); {{ int x_ = eventfd({}, 0); unsigned long v_ = {}; R(@, write(x_, &v_, 8)); R(@, read(x_, &v_, 8)); R(@, read(x_, &v_, 8)); }}",
                d.pick(&["0", "1"]),
                d.pick(&["0", "5", "-2UL"])
            ),
            "for (int i_ = 1; i_ < LOGS; i_++) if (children[i_] > 0) R(@, kill(children[i_], SIGUSR1));".into(),
        ),
        2 => lock::blocking(d),
        3 => fifo::blocking(d),
        _ => pipe::blocking(d),
    }
}
