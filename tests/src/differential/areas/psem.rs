//! POSIX semaphores in shared memory: sem_overview(7).

use super::*;

pub fn plain(d: &mut Dice) -> String {
    let n = d.below(2);
    match d.below(6) {
        0..2 => format!("R(@, sem_post(&S->sem[{n}]));"),
        2..4 => format!("R(@, sem_trywait(&S->sem[{n}]));"),
        4 => format!("{{ int v_ = -9; R(@, sem_getvalue(&S->sem[{n}], &v_)); say(\" %d\\n\", v_); }}"),
        _ => format!(
            "{{ struct timespec t_ = {{ 1, {} }}; R(@, sem_timedwait(&S->sem[{n}], &t_)); }}",
            d.pick(&["0", "-1", "1000000000"])
        ),
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    let n = d.below(2);
    (format!("R(@, sem_wait(&S->sem[{n}])); R(@, sem_wait(&S->sem[{n}]));"), format!("R(@, sem_post(&S->sem[{n}]));"))
}
