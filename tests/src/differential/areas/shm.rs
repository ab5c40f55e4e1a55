//! System V shared memory: shmop(2), shmctl(2).

use super::*;

pub fn opening(d: &mut Dice) -> String {
    let n = d.below(2);
    format!(
        "forget(2, {n}); Z(@, S->ids[2][{n}] = shmget(IPC_PRIVATE, {}, 0600)); Z(@, mem[{n}] = shmat(S->ids[2][{n}], 0, 0)); if (mem[{n}] == (char *)-1) mem[{n}] = 0;",
        d.pick(&["100", "4096", "5000", "0", "100000"])
    )
}

pub fn plain(d: &mut Dice) -> String {
    let n = d.below(2);
    match d.below(10) {
        0..3 => format!("if (mem[{n}]) {{ mem[{n}][{}]++; say(\"@: wrote\\n\"); }}", d.pick(&["0", "1", "50"])),
        3..5 => format!("if (mem[{n}]) say(\"@: %d %d %d\\n\", mem[{n}][0], mem[{n}][1], mem[{n}][50]);"),
        5 => format!("R(@, shmdt(mem[{n}])); mem[{n}] = 0;"),
        6 => format!(
            "{{ struct shmid_ds d_; memset(&d_, 0, sizeof d_); R(@, shmctl(S->ids[2][{n}], IPC_STAT, &d_)); say(\" %ld %ld %o\\n\", (long)d_.shm_segsz, (long)d_.shm_nattch, d_.shm_perm.mode); }}"
        ),
        7 => format!("R(@, shmctl(S->ids[2][{n}], {}, 0));", d.pick(&["IPC_RMID", "99"])),
        8 => format!(
            "{{ char *p_ = shmat(S->ids[2][{n}], 0, {}); Z(@, p_); if (p_ != (char *)-1) {{ say(\" %d\\n\", p_[0]); shmdt(p_); }} }}",
            d.pick(&["SHM_RDONLY", "0"])
        ),
        _ => opening(d),
    }
}

/// A futex in the segment.
pub fn blocking(d: &mut Dice) -> (String, String) {
    let (n, other) = (d.below(2), d.below(2));
    let wake = match d.below(5) {
        0 => format!("R(@, shmctl(S->ids[2][{n}], IPC_RMID, 0));"),
        1 => format!("R(@, futex((int *)mem[{other}], 1, 0));"),
        _ => format!("R(@, futex((int *)mem[{other}], 1, {}));", 1 + d.below(2)),
    };
    let expected = d.pick(&["*(int *)mem[N]", "*(int *)mem[N]", "77"]).replace('N', &n.to_string());
    (format!("if (mem[{n}]) R(@, futex((int *)mem[{n}], {}, {expected}));", d.pick(&["0", "0", "128"])), wake)
}
