//! Locks on files: fcntl_locking(2), flock(2), lockf(3).

use super::*;

fn range(d: &mut Dice) -> String {
    format!(
        ".l_type = {}, .l_whence = {}, .l_start = {}, .l_len = {}",
        d.pick(&["F_RDLCK", "F_WRLCK", "F_WRLCK", "F_UNLCK", "9"]),
        d.pick(&["SEEK_SET", "SEEK_SET", "SEEK_CUR", "SEEK_END"]),
        d.pick(&["0", "5", "10", "20", "-1"]),
        d.pick(&["0", "1", "5", "10", "100", "-3"])
    )
}

pub fn plain(d: &mut Dice) -> String {
    let f = fdx(d);
    match d.below(9) {
        0..3 => format!("{{ struct flock l_ = {{ {} }}; R(@, fcntl({f}, F_SETLK, &l_)); }}", range(d)),
        3..5 => format!(
            "{{ struct flock l_ = {{ {} }}; R(@, fcntl({f}, F_GETLK, &l_)); say(\" %d %d %ld %ld\\n\", l_.l_type, l_.l_whence, (long)l_.l_start, (long)l_.l_len); }}",
            range(d)
        ),
        5 => format!(
            "R(@, flock({f}, {}));",
            d.pick(&["LOCK_SH | LOCK_NB", "LOCK_EX | LOCK_NB", "LOCK_UN", "LOCK_EX | LOCK_NB", "0"])
        ),
        6 => format!("R(@, lockf({f}, {}, {}));", d.pick(&["F_TLOCK", "F_ULOCK", "F_TEST"]), d.pick(&["0", "10", "5"])),
        7 => format!("R(@, close({f}));"),
        _ => fd::opening(d),
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    let f = slot(d);
    (
        match d.below(3) {
            0 => format!(
                "{{ int x_ = open(\"a\", O_RDWR | O_CREAT, 0644); R(@, flock(x_, {})); }}",
                d.pick(&["LOCK_EX", "LOCK_SH"])
            ),
            1 => format!("R(@, lockf({f}, F_LOCK, 10));"),
            _ => format!("{{ struct flock l_ = {{ {} }}; R(@, fcntl({f}, F_SETLKW, &l_)); }}", range(d)),
        },
        match d.below(3) {
            0 => format!("R(@, flock({f}, LOCK_UN));"),
            1 => format!("R(@, close({f}));"),
            _ => format!(
                "{{ struct flock l_ = {{ .l_type = F_UNLCK, .l_start = {}, .l_len = {} }}; R(@, fcntl({f}, F_SETLK, &l_)); }}",
                d.pick(&["0", "5"]),
                d.pick(&["0", "5"])
            ),
        },
    )
}
