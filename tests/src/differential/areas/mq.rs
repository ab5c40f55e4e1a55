//! POSIX message queues: mq_overview(7).

use super::*;

fn q(d: &mut Dice) -> String {
    if d.percent(4) { "(mqd_t)-1".into() } else { format!("mq[{}]", d.below(2)) }
}

pub fn opening(d: &mut Dice) -> String {
    format!(
        "{{ struct mq_attr a_ = {{ 0, {}, {}, 0 }}; char n_[64]; snprintf(n_, 64, \"/fl%d\", getpid()); mq[{}] = mq_open(n_, O_RDWR | O_CREAT | O_NONBLOCK, 0600, &a_); Z(@, mq[0]); Z(@, mq_unlink(n_)); }}",
        d.pick(&["1", "2", "4", "10", "0", "11"]),
        d.pick(&["1", "10", "100", "0", "8192", "8193"]),
        d.below(2)
    )
}

fn send(d: &mut Dice) -> String {
    format!(
        "fill({}, 9000); R(@, mq_send({}, b, {}, {}));",
        d.below(26),
        q(d),
        d.pick(&["0", "1", "5", "10", "100", "101"]),
        d.pick(&["0", "1", "5", "31", "32767", "32768"])
    )
}

fn receive(d: &mut Dice) -> String {
    format!(
        "{{ unsigned p_ = 0; G(@, mq_receive({}, b, {}, &p_)); say(\" %u\\n\", p_); }}",
        q(d),
        d.pick(&["9000", "9000", "9000", "100", "1", "0"])
    )
}

pub fn plain(d: &mut Dice) -> String {
    match d.below(10) {
        0..4 => send(d),
        4..7 => receive(d),
        7 => format!(
            "{{ struct mq_attr a_; memset(&a_, 0, sizeof a_); R(@, mq_getattr({}, &a_)); say(\" %ld %ld %ld %ld\\n\", a_.mq_flags, a_.mq_maxmsg, a_.mq_msgsize, a_.mq_curmsgs); }}",
            q(d)
        ),
        8 => format!(
            "{{ struct timespec t_ = {{ 1, {} }}; unsigned p_; G(@, mq_timedreceive({}, b, 9000, &p_, &t_)); }}",
            d.pick(&["0", "-1"]),
            q(d)
        ),
        _ => format!("R(@, mq_close({}));", q(d)),
    }
}

pub fn blocking(d: &mut Dice) -> (String, String) {
    let n = d.below(2);
    let unblock = format!("{{ struct mq_attr a_ = {{ 0 }}; mq_setattr(mq[{n}], &a_, 0); }} ");
    match d.below(2) {
        0 => (
            format!("{unblock}{{ unsigned p_ = 0; G(@, mq_receive(mq[{n}], b, 9000, &p_)); say(\" %u\\n\", p_); }}"),
            send(d),
        ),
        _ => (format!("{unblock}for (int i_ = 0; i_ < 11; i_++) R(@, mq_send(mq[{n}], \"x\", 1, i_));"), receive(d)),
    }
}
