//! System V semaphores: semop(2), semctl(2).

use super::*;

fn id(d: &mut Dice) -> String {
    if d.percent(4) { "-1".into() } else { format!("S->ids[1][{}]", d.below(2)) }
}

pub fn opening(d: &mut Dice) -> String {
    let n = d.below(2);
    format!("forget(1, {n}); Z(@, S->ids[1][{n}] = semget(IPC_PRIVATE, {}, 0600));", d.pick(&["1", "2", "3", "3", "0"]))
}

fn operation(d: &mut Dice, flag: &str) -> String {
    let undo = if d.percent(20) { " | SEM_UNDO" } else { "" };
    format!(
        "{{ {}, {}, {flag}{undo} }}",
        d.pick(&["0", "1", "2", "0", "7"]),
        d.pick(&["1", "-1", "2", "-2", "0", "5", "-1", "32767"])
    )
}

fn semop(d: &mut Dice, flag: &str) -> String {
    let n = 1 + d.below(3);
    let ops: Vec<String> = (0..n).map(|_| operation(d, flag)).collect();
    format!("R(@, semop({}, (struct sembuf[]){{ {} }}, {n}));", id(d), ops.join(", "))
}

pub fn plain(d: &mut Dice) -> String {
    match d.below(10) {
        0..5 => semop(d, "IPC_NOWAIT"),
        5..7 => format!(
            "R(@, semctl({}, {}, {}));",
            id(d),
            d.pick(&["0", "1", "2", "9"]),
            d.pick(&["GETVAL", "GETNCNT", "GETZCNT", "GETVAL"])
        ),
        7 => format!(
            "R(@, semctl({}, {}, SETVAL, {}));",
            id(d),
            d.pick(&["0", "1", "2", "9"]),
            d.pick(&["0", "1", "5", "-1", "32767", "32768"])
        ),
        8 => format!(
            "{{ unsigned short v_[8] = {{ 9, 9, 9 }}; R(@, semctl({}, 0, GETALL, v_)); say(\" %d %d %d\\n\", v_[0], v_[1], v_[2]); }}",
            id(d)
        ),
        _ => format!("R(@, semctl({}, 0, {}));", id(d), d.pick(&["IPC_RMID", "99"])),
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    (
        semop(d, "0"),
        match d.below(5) {
            0 => format!("R(@, semctl({}, 0, IPC_RMID));", id(d)),
            1 => format!("R(@, semctl({}, {}, SETVAL, {}));", id(d), d.below(3), d.below(4)),
            2 => format!("R(@, semctl({}, {}, {}));", id(d), d.below(3), d.pick(&["GETNCNT", "GETZCNT"])),
            _ => semop(d, "IPC_NOWAIT"),
        },
    )
}
