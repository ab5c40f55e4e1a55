//! Reading /proc: proc(5).

use super::*;

pub fn opening(d: &mut Dice) -> String {
    match d.below(3) {
        0 => pipe::opening(d),
        1 => fd::opening(d),
        _ => job::opening(d),
    }
}

fn who(d: &mut Dice) -> String {
    match d.below(4) {
        0 => "strcpy(w_, \"self\")".into(),
        1 => "sprintf(w_, \"%d\", getppid())".into(),
        _ => {
            let n = d.below(4);
            format!("sprintf(w_, \"%d\", kid[{n}] > 0 ? kid[{n}] : 999999)")
        }
    }
}

pub fn plain(d: &mut Dice) -> String {
    match d.below(16) {
        0..3 => format!("{{ char w_[20]; {}; say_stat(@, w_); }}", who(d)),
        3..6 => format!(
            "{{ char w_[20]; {}; say_status(@, w_, \"{}\"); }}",
            who(d),
            d.pick(&[
                "State Threads",
                "Name Umask",
                "SigPnd ShdPnd SigBlk",
                "SigIgn",
                "SigCgt",
                "Uid Gid",
                "TracerPid",
                "VmSwap NoNewPrivs"
            ])
        ),
        6..8 => format!("{{ char p_[64]; sprintf(p_, \"/proc/self/fd/%d\", {}); say_link(@, p_); }}", fdx(d)),
        8 => format!("say_fdinfo(@, {});", fdx(d)),
        9 => format!("say_link(@, \"/proc/self/{}\");", d.pick(&["cwd", "root", "exe", "fd", "nothing"])),
        10 => format!(
            "{{ char w_[20], p_[64]; {}; sprintf(p_, \"/proc/%s/{}\", w_); say_file(@, p_); }}",
            who(d),
            d.pick(&["comm", "cmdline", "comm", "nothing", "stat/x"])
        ),
        11 => format!(
            "say_file(@, \"/proc/sys/{}\");",
            d.pick(&["kernel/ostype", "kernel/msgmax", "fs/mqueue/msg_max", "kernel/sem", "fs/pipe-max-size", "kernel/shmmni", "fs/mqueue/msgsize_max"])
        ),
        12 => "{ int n_ = 0; char p_[64]; for (int i_ = 0; i_ < 40; i_++) { sprintf(p_, \"/proc/self/fd/%d\", i_); n_ += access(p_, F_OK) == 0; } say(\"@: %d open\\n\", n_); }".into(),
        13 => "R(@, prctl(PR_SET_NAME, \"renamed thing that is long\")); say_file(@, \"/proc/self/comm\");".into(),
        14 => signals::plain(d),
        _ => job::plain(d),
    }
}

/// Looks at a process that sleeps.
pub fn blocking(d: &mut Dice) -> (String, String) {
    let (sleep, _) = match d.below(5) {
        0 => pipe::blocking(d),
        1 => psem::blocking(d),
        2 => process::blocking(d),
        3 => lock::blocking(d),
        _ => signals::blocking(d),
    };
    let look = match d.below(4) {
        0 => "say_stat(@, w_);",
        1 => "say_status(@, w_, \"State SigIgn SigCgt SigBlk\");",
        2 => "say_status(@, w_, \"Name ShdPnd Threads\");",
        _ => "{ char p_[64]; sprintf(p_, \"/proc/%s/fd/1\", w_); say_link(@, p_); }",
    };
    (
        sleep,
        format!(
            "for (int i_ = 1; i_ < LOGS; i_++) if (children[i_] > 0) {{ char w_[20]; sprintf(w_, \"%d\", children[i_]); {look} }}"
        ),
    )
}
