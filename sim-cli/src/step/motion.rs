//! Commands that move through the run.

use super::breaks;
use super::session::{Session, end_text};
use super::words;
use forklore_sim::debug::breakpoint::Life;
use forklore_sim::debug::stepping::{Direction, Motion, Stopped, Why};
use forklore_sim::history::{Acted, Arrived, Kind, Seek};

type Done = Result<(), String>;

/// Moves so often, or until something else stops the run, and shows where that is.
fn go(session: &mut Session, motion: Motion, direction: Direction, times: u64) -> Done {
    let from = session.debugger.history.step();
    session.before = from;
    let mut stopped = Stopped { why: Why::Done, events: Vec::new(), returned: None };
    if motion == Motion::Finish
        && direction == Direction::Forward
        && let Some(frame) = session.frames().first().cloned()
        && session.frames().len() > 1
    {
        let line = session.frame_line(&frame);
        session.say(&format!("Run till exit from {line}"));
    }
    for n in 0..times {
        stopped = session.interruptibly(|debugger, stop| debugger.go_until(motion, direction, stop));
        if stopped.why != Why::Done {
            break;
        }
        if n + 1 < times {
            // What happened on the way is told as if each had been asked for by itself.
            session.show_events(&stopped);
        }
    }
    if stopped.why == Why::Start {
        // Before main there is nothing to look at; `goto 0` goes there.
        session.debugger.start();
    }
    session.show_stop(&stopped, from);
    Ok(())
}

fn forward(session: &mut Session, motion: Motion, args: &str) -> Done {
    go(session, motion, Direction::Forward, words::count(args)?)
}

fn backward(session: &mut Session, motion: Motion, args: &str) -> Done {
    go(session, motion, Direction::Backward, words::count(args)?)
}

pub fn step(session: &mut Session, args: &str) -> Done {
    forward(session, Motion::Step, args)
}

pub fn next(session: &mut Session, args: &str) -> Done {
    forward(session, Motion::Next, args)
}

pub fn finish(session: &mut Session, args: &str) -> Done {
    forward(session, Motion::Finish, args)
}

pub fn stepi(session: &mut Session, args: &str) -> Done {
    forward(session, Motion::Instruction, args)
}

pub fn cont(session: &mut Session, args: &str) -> Done {
    forward(session, Motion::Continue, args)
}

pub fn back(session: &mut Session, args: &str) -> Done {
    backward(session, Motion::Step, args)
}

pub fn reverse_next(session: &mut Session, args: &str) -> Done {
    backward(session, Motion::Next, args)
}

pub fn reverse_finish(session: &mut Session, args: &str) -> Done {
    backward(session, Motion::Finish, args)
}

pub fn reverse_stepi(session: &mut Session, args: &str) -> Done {
    backward(session, Motion::Instruction, args)
}

pub fn reverse_continue(session: &mut Session, args: &str) -> Done {
    backward(session, Motion::Continue, args)
}

pub fn syscall(session: &mut Session, args: &str) -> Done {
    let (motion, rest) = calls(args);
    forward(session, motion, rest)
}

pub fn reverse_syscall(session: &mut Session, args: &str) -> Done {
    let (motion, rest) = calls(args);
    backward(session, motion, rest)
}

fn calls(args: &str) -> (Motion, &str) {
    match words::split(args) {
        ("any" | "all", rest) => (Motion::AnySyscall, rest),
        _ => (Motion::Syscall, args),
    }
}

const KINDS: [&str; 7] = ["switch", "signal", "block", "wake", "life", "call", "output"];

const OBJECTS: &str = "fd N, pipe N, queue N, sem N, page ADDRESS";

fn kind(args: &str) -> Result<(Motion, &str), String> {
    let (word, rest) = words::split(args);
    let motion = match word {
        "switch" => Motion::Kind(Kind::Switch),
        "signal" => Motion::Kind(Kind::Signal),
        "block" => Motion::Kind(Kind::Block),
        "wake" => Motion::Kind(Kind::Wake),
        "life" => Motion::Kind(Kind::Life),
        "fork" => Motion::Life(Life::Fork),
        "exec" => Motion::Life(Life::Exec),
        "exit" => Motion::Life(Life::Exit),
        "call" | "syscall" => Motion::AnySyscall,
        "output" => Motion::Output,
        "fd" | "pipe" | "queue" | "sem" => return Err(format!("Which {word}? A number: to {word} 0.")),
        "page" => return Err("Which page? An address in it: to page &x.".to_string()),
        "" => return Err(format!("To what? One of: {}; or the next change of {OBJECTS}.", KINDS.join(", "))),
        other => {
            let hint =
                words::meant(other, KINDS.into_iter()).map(|m| format!(" Did you mean \"{m}\"?")).unwrap_or_default();
            return Err(format!(
                "\"{other}\" is no kind of moment.{hint} There are: {}; and {OBJECTS}.",
                KINDS.join(", ")
            ));
        }
    };
    Ok((motion, rest))
}

pub fn to(session: &mut Session, args: &str) -> Done {
    to_moment(session, args, Direction::Forward)
}

pub fn reverse_to(session: &mut Session, args: &str) -> Done {
    to_moment(session, args, Direction::Backward)
}

fn to_moment(session: &mut Session, args: &str, direction: Direction) -> Done {
    if let Some(watch) = breaks::on_object(session, args)? {
        // A watchpoint for this movement, under a number that no other has.
        session.debugger.breakpoints.push(watch);
        let done = go(session, Motion::Continue, direction, 1);
        session.debugger.breakpoints.retain(|b| b.number != 0);
        return done;
    }
    let (motion, rest) = kind(args)?;
    go(session, motion, direction, words::count(rest)?)
}

pub fn until(session: &mut Session, args: &str) -> Done {
    if args.is_empty() {
        return Err("Until where? A line or a function: until 12, until child.".to_string());
    }
    let number = breaks::temporary_quietly(session, args)?;
    let done = forward(session, Motion::Continue, "");
    // Something else may have stopped the run.
    session.debugger.breakpoints.retain(|b| b.number != number);
    done
}

pub fn goto(session: &mut Session, args: &str) -> Done {
    let from = session.debugger.history.step();
    session.before = from;
    match args {
        "start" | "main" => {
            let stopped = session.debugger.start();
            session.forget_shown();
            session.show_stop(&stopped, u64::MAX);
            return Ok(());
        }
        "end" => {
            // As far as ^C lets it.
            let arrived = session.interruptibly(|debugger, stop| {
                debugger.history.forward_until(&Seek::default(), u64::MAX, &mut |_| false, stop)
            });
            session.debugger.refocus();
            let why = match arrived {
                Arrived::Ended(ended) => Why::Ended(ended),
                Arrived::NeedsInput => Why::NeedsInput,
                Arrived::Interrupted => Why::Interrupted,
                _ => Why::Done,
            };
            session.show_stop(&Stopped { why, events: Vec::new(), returned: None }, from);
            return Ok(());
        }
        _ => {}
    }
    if args.is_empty() {
        return Err(
            "To which step? A number (`where` tells the present one, `timeline` others); or start, end.".to_string()
        );
    }
    let step: u64 = args.replace(',', "").parse().map_err(|_| {
        format!("\"{args}\" is no step. Steps are numbers (`where` tells the present one, `timeline` others); or start, end.")
    })?;
    let arrived = session.debugger.history.goto(step);
    session.debugger.refocus();
    if let Some(tid) = session.debugger.machine().kernel.current() {
        session.debugger.focus = tid;
    }
    let now = session.debugger.history.step();
    if now > from {
        session.show_output(from, now);
    }
    if now != step {
        let why = match arrived {
            Arrived::Ended(ended) => end_text(&ended),
            _ => "There the program waits for standard input.".to_string(),
        };
        session.say(&format!("The run goes to step {} only. {why}", words::grouped(now)));
    }
    session.forget_shown();
    // The output has been shown.
    session.show_stop(&Stopped { why: Why::Done, events: Vec::new(), returned: None }, now);
    Ok(())
}

pub fn run(session: &mut Session, args: &str) -> Done {
    if args.is_empty() {
        return goto(session, "start");
    }
    let tid = session.task(args)?;
    session.before = session.debugger.history.step();
    match session.debugger.run_next(tid) {
        Ok(acted) => {
            acted_text(session, &acted);
            session.frame = 0;
            session.show_place();
            Ok(())
        }
        Err(_) => {
            let doing = forklore_sim::debug::tables::doing(session.debugger.machine(), tid);
            Err(format!("pid {tid} can't run now: it {doing}. (`runq` shows who can, `why {tid}` what it waits for.)"))
        }
    }
}

/// Tells of a branch that has begun.
pub fn acted_text(session: &mut Session, acted: &Acted) {
    if let Acted::NewBranch(name) = acted {
        session.say(&format!("[This is a new branch: {name}]"));
    }
}

pub fn focus(session: &mut Session, args: &str) -> Done {
    if args.is_empty() {
        let who = forklore_sim::debug::describe::who(session.debugger.machine(), session.debugger.focus);
        session.say(&format!("In focus is {who}."));
        return Ok(());
    }
    let tid = session.task(args)?;
    session.debugger.focus = tid;
    session.frame = 0;
    session.show_place();
    Ok(())
}
