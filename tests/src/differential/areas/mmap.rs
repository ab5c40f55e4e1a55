//! Mapped memory: mmap(2), mprotect(2), msync(2), shm_overview(7). An access that may fail is a child's. Places
//! are fixed, far from all others, so that what lies beyond a mapping is the same everywhere.

use super::*;

pub fn opening(d: &mut Dice) -> String {
    let n = d.below(2);
    match d.below(3) {
        0 => format!("R(@, {} = open(\"a\", O_RDWR | O_CREAT, 0644)); R(@, ftruncate({}, 6000));", "f[0]", "f[0]"),
        1 => format!(
            "Z(@, mem[{n}] = mmap(AT({n}), 12288, PROT_READ | PROT_WRITE, {} | MAP_ANONYMOUS | MAP_FIXED, -1, 0));",
            d.pick(&["MAP_SHARED", "MAP_PRIVATE"])
        ),
        _ => format!(
            "{{ char n_[40]; sprintf(n_, \"/fs%d\", getpid()); R(@, {f} = shm_open(n_, O_RDWR | O_CREAT, 0600)); R(@, shm_unlink(n_)); R(@, ftruncate({f}, 5000)); }}",
            f = slot(d)
        ),
    }
}

fn prot(d: &mut Dice) -> &'static str {
    d.pick(&["PROT_READ | PROT_WRITE", "PROT_READ | PROT_WRITE", "PROT_READ", "PROT_NONE", "PROT_WRITE"])
}

fn length(d: &mut Dice) -> &'static str {
    d.pick(&["4096", "8192", "12288", "1", "5000", "0", "-1"])
}

pub fn plain(d: &mut Dice) -> String {
    let (f, n, at) = (fdx(d), d.below(2), d.pick(&["0", "1", "4095", "4096", "5999", "8192", "12287"]));
    match d.below(18) {
        0..3 => format!(
            "Z(@, mem[{n}] = mmap(AT({n}), {}, {}, {} | MAP_FIXED, no_tcp({f}), {})); if (mem[{n}] == MAP_FAILED) mem[{n}] = 0;",
            length(d),
            prot(d),
            d.pick(&["MAP_SHARED", "MAP_PRIVATE", "MAP_SHARED", "MAP_PRIVATE | MAP_POPULATE", "0"]),
            d.pick(&["0", "0", "0", "4096", "100"])
        ),
        3 => opening(d),
        4..7 => format!(
            "{{ int p_ = fork(); if (p_ == 0) {{ signal(SIGSEGV, SIG_DFL); signal(SIGBUS, SIG_DFL); own({n})[{at}] = 'k'; _exit(0); }} while (waitpid(p_, &status, 0) < 0 && errno == EINTR) ; show_status(@, status); }}"
        ),
        7..9 => format!(
            "{{ int p_ = fork(); if (p_ == 0) {{ signal(SIGSEGV, SIG_DFL); signal(SIGBUS, SIG_DFL); _exit((unsigned char)own({n})[{at}]); }} while (waitpid(p_, &status, 0) < 0 && errno == EINTR) ; show_status(@, status); }}"
        ),
        9..11 => {
            format!("R(@, mprotect(own({n}) + {}, {}, {}));", d.pick(&["0", "4096", "8192", "1"]), length(d), prot(d))
        }
        11 => format!("R(@, munmap(own({n}) + {}, {}));", d.pick(&["0", "4096", "1"]), length(d)),
        12 => format!(
            "R(@, msync(own({n}), {}, {}));",
            length(d),
            d.pick(&["MS_SYNC", "MS_ASYNC", "MS_SYNC | MS_ASYNC", "99"])
        ),
        13 => format!("R(@, ftruncate({f}, {}));", d.pick(&["0", "100", "4096", "9000"])),
        14 => format!(
            "fill({}, 5000); R(@, pwrite({f}, b, {}, {}));",
            d.below(26),
            small(d),
            d.pick(&["0", "4090", "5000"])
        ),
        15 => format!("G(@, pread({f}, b, 100, {}));", d.pick(&["0", "4090", "5990"])),
        // A pointer handed to the kernel.
        16 => format!("R(@, write({}, own({n}) + {at}, 10));", d.pick(&["f[0]", "f[1]", "f[2]"])),
        _ => format!(
            // A place of the kernel's choice has neighbours that are not ours.
            "{{ char *p_; Z(@, p_ = mremap(own({n}), {}, {}, {}, AT({}))); if (p_ != MAP_FAILED) mem[{n}] = p_; }}",
            d.pick(&["4096", "8192", "12288", "0"]),
            d.pick(&["4096", "16384", "0", "8192"]),
            d.pick(&["0", "MREMAP_MAYMOVE | MREMAP_FIXED", "MREMAP_MAYMOVE | MREMAP_FIXED", "MREMAP_FIXED", "99"]),
            d.below(4)
        ),
    }
}

/// A futex in a mapping: who sleeps in a shared one is found by another process, in a private one not.
pub fn blocking(d: &mut Dice) -> (String, String) {
    let (n, at) = (d.below(2), d.pick(&["0", "4", "4096", "8188", "2"]));
    let other = if d.percent(80) { n } else { 1 - n };
    let wake = match d.below(6) {
        0 => format!("R(@, munmap(own({n}), 4096));"),
        1 => format!("R(@, ftruncate({}, {}));", slot(d), d.pick(&["0", "9000"])),
        _ => format!("R(@, futex((int *)(own({other}) + {at}), {}, 1));", d.pick(&["1", "1", "129"])),
    };
    (format!("R(@, futex((int *)(own({n}) + {at}), {}, 0));", d.pick(&["0", "0", "0", "128"])), wake)
}
