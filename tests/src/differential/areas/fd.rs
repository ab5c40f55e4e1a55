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
        3..6 => format!("fill({}, {n}); R(@, write({f}, b, room({f}, {n})));", d.below(26), n = size(d)),
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
    match d.below(4) {
        0..2 => {
            let (mask, wake) = match d.below(6) {
                0 => ("IN_CREATE", "R(@, mkdir(\"made\", 0755));"),
                1 => ("IN_DELETE", "R(@, unlink(\"a\"));"),
                2 => ("IN_MOVED_TO | IN_ONESHOT", "R(@, rename(\"a\", \"moved\"));"),
                3 => ("IN_ATTRIB", "R(@, chmod(\"a\", 0640));"),
                4 => ("IN_CREATE | IN_ONLYDIR", "R(@, symlink(\"a\", \"made\"));"),
                _ => ("IN_DELETE_SELF | IN_MODIFY", "R(@, truncate(\"a\", 3));"),
            };
            let watched = if mask.contains("SELF") { "a" } else { "." };
            (format!("watch(@, \"{watched}\", {mask});"), wake.into())
        }
        2 => lock::blocking(d),
        _ => pipe::blocking(d),
    }
}
