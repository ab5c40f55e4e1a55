//! Named pipes: fifo(7).

use super::*;

pub fn opening(d: &mut Dice) -> String {
    match d.below(3) {
        0 => "R(@, mkfifo(\"p\", 0644));".into(),
        1 => format!("mkfifo(\"p\", 0644); R(@, {} = open(\"p\", O_RDONLY | O_NONBLOCK));", slot(d)),
        _ => format!(
            "mkfifo(\"p\", 0644); R(@, {} = open(\"p\", {} | O_NONBLOCK));",
            slot(d),
            d.pick(&["O_RDWR", "O_WRONLY", "O_RDWR"])
        ),
    }
}

pub fn plain(d: &mut Dice) -> String {
    match d.below(8) {
        0 => format!("R(@, {} = open(\"p\", {} | O_NONBLOCK));", slot(d), d.pick(&["O_RDWR", "O_WRONLY", "O_RDONLY"])),
        1 => format!("R(@, mkfifo(\"{}\", 0600));", d.pick(&["p", "q", "none/p"])),
        2 => format!("R(@, {}(\"p\"));", d.pick(&["unlink", "rmdir"])),
        3 => "R(@, stat(\"p\", &st)); say(\" %o %ld\\n\", st.st_mode, (long)st.st_size);".into(),
        _ => pipe::plain(d),
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    match d.below(3) {
        0 => (
            "R(@, f[5] = open(\"p\", O_RDONLY)); G(@, read(f[5], b, 100));".into(),
            format!(
                "R(@, f[6] = open(\"p\", O_WRONLY | O_NONBLOCK)); for (int i_ = 1; i_ < LOGS; i_++) SETTLE(i_); fill(2, {n}); R(@, write(f[6], b, {n}));",
                n = small(d)
            ),
        ),
        1 => (
            "R(@, f[5] = open(\"p\", O_WRONLY)); fill(7, 10); R(@, write(f[5], b, 10));".into(),
            "R(@, f[6] = open(\"p\", O_RDONLY | O_NONBLOCK));".into(),
        ),
        _ => pipe::blocking(d),
    }
}
