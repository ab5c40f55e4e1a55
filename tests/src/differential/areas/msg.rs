//! System V message queues: msgop(2), msgctl(2).

use super::*;

fn id(d: &mut Dice) -> String {
    if d.percent(4) { "-1".into() } else { format!("S->ids[0][{}]", d.below(2)) }
}

pub fn opening(d: &mut Dice) -> String {
    let n = d.below(2);
    format!("forget(0, {n}); Z(@, S->ids[0][{n}] = msgget(IPC_PRIVATE, 0600));")
}

fn send(d: &mut Dice, flag: &str) -> String {
    format!(
        "m.type = {}; fill({}, 9000); memcpy(m.text, b, 9000); R(@, msgsnd({}, &m, {}, {flag}));",
        d.pick(&["1", "2", "3", "5", "0", "-1", "1", "2"]),
        d.below(26),
        id(d),
        d.pick(&["0", "1", "5", "100", "3000", "8192", "8193", "-1", "5", "10"])
    )
}

fn receive(d: &mut Dice, flag: &str) -> String {
    let flag = format!("{flag}{}", d.pick(&["", "", " | MSG_NOERROR", " | MSG_EXCEPT"]));
    format!(
        "m.type = 0; R(@, msgrcv({}, &m, {}, {}, {flag})); say(\" %ld %.5s\\n\", m.type, m.text);",
        id(d),
        d.pick(&["0", "5", "100", "9000", "9000", "-1"]),
        d.pick(&["0", "1", "2", "-2", "-5", "3", "0"])
    )
}

pub fn plain(d: &mut Dice) -> String {
    match d.below(10) {
        0..4 => send(d, "IPC_NOWAIT"),
        4..8 => receive(d, "IPC_NOWAIT"),
        8 => format!(
            "{{ struct msqid_ds q_; memset(&q_, 0, sizeof q_); R(@, msgctl({}, IPC_STAT, &q_)); say(\" %ld %ld %ld %o\\n\", (long)q_.msg_qnum, (long)q_.msg_cbytes, (long)q_.msg_qbytes, q_.msg_perm.mode); }}",
            id(d)
        ),
        _ => format!("R(@, msgctl({}, {}, 0));", id(d), d.pick(&["IPC_RMID", "99"])),
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    match d.below(4) {
        0 => (send(d, "0"), receive(d, "IPC_NOWAIT")),
        1 => (receive(d, "0"), format!("R(@, msgctl({}, IPC_RMID, 0));", id(d))),
        _ => (receive(d, "0"), send(d, "IPC_NOWAIT")),
    }
}
