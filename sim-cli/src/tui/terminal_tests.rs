//! The caller's terminal is given back as it was, however the full screen is left: by a key, a signal, a panic. A second process of
//! this test's own program has a pseudo-terminal for that.

use super::tests::session;
use super::{on_screen, run};
use crate::host::Colour;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcgetattr, tcsetwinsize};
use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

#[test]
#[ignore = "what the other tests start on a terminal"]
fn a_session_on_this_terminal() {
    let status = run(session("examples/pipe_parent_child.c"), Colour(false)).unwrap_or_else(|_| panic!("no terminal"));
    std::process::exit(status.into());
}

#[test]
#[ignore = "what the other tests start on a terminal"]
fn a_panic_on_this_terminal() {
    let _ = on_screen::<()>(|terminal| {
        terminal.draw(|frame| frame.render_widget("timeline", frame.area()))?;
        panic!("on purpose");
    });
}

/// A process on a terminal of its own.
struct Seat {
    master: File,
    slave: File,
    before: String,
    child: Child,
    shown: Arc<Mutex<Vec<u8>>>,
}

fn window(rows: u16, columns: u16) -> Winsize {
    Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }
}

impl Seat {
    /// Starts one of the tests above and waits until it has drawn its screen.
    fn of(test: &str) -> Seat {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&master).and_then(|()| unlockpt(&master)).expect("it can be used");
        let name = ptsname(&master, Vec::new()).expect("a name").into_string().expect("UTF-8");
        let slave = File::options().read(true).write(true).open(name).expect("its other end");
        tcsetwinsize(&slave, window(24, 80)).expect("a size");
        let before = format!("{:?}", tcgetattr(&slave).expect("a terminal"));
        let end = || slave.try_clone().expect("a descriptor");
        let child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--ignored", "--exact", "--nocapture", "--test-threads=1", test])
            .env("TERM", "xterm-256color")
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .expect("it starts");
        let master = File::from(master);
        let shown = Arc::new(Mutex::new(Vec::new()));
        let (mut from, into) = (master.try_clone().expect("a descriptor"), shown.clone());
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n @ 1..) = from.read(&mut buffer) {
                into.lock().expect("nobody panics").extend_from_slice(&buffer[..n]);
            }
        });
        Seat { master, slave, before, child, shown }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.shown.lock().expect("nobody panics")).into_owned()
    }

    fn wait_for(&self, what: &str) {
        self.wait_until(what, |text| text.contains(what));
    }

    fn wait_until(&self, what: &str, done: impl Fn(&str) -> bool) {
        let begun = Instant::now();
        while !done(&self.text()) {
            assert!(begun.elapsed() < Duration::from_secs(60), "{what:?} does not appear:\n{:?}", self.text());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn attributes(&self) -> String {
        format!("{:?}", tcgetattr(&self.slave).expect("a terminal"))
    }

    fn press(&mut self, keys: &[u8]) {
        self.master.write_all(keys).expect("pressed");
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status();
        assert!(sent.expect("kill starts").success());
    }

    /// Waits for the end, and looks at what the terminal is then.
    fn left(mut self) -> ExitStatus {
        let status = self.child.wait().expect("it ends");
        // What it wrote last may still be on its way when it has ended.
        for (what, sequence) in [("mouse", "\x1b[?1000l"), ("screen", "\x1b[?1049l"), ("cursor", "\x1b[?25h")] {
            let given_back =
                |text: &str| text.rsplit_once("\x1b[?1049h").is_some_and(|(_, after)| after.contains(sequence));
            self.wait_until(what, given_back);
        }
        assert_eq!(self.attributes(), self.before);
        status
    }
}

#[test]
fn the_terminal_is_given_back_after_a_key() {
    for key in [b"q", b"\x03"] {
        let mut seat = Seat::of("tui::terminal_tests::a_session_on_this_terminal");
        seat.wait_for("timeline");
        assert_ne!(seat.attributes(), seat.before, "it is raw meanwhile");
        seat.press(key);
        assert_eq!(seat.left().code(), Some(0));
    }
}

#[test]
fn the_terminal_is_given_back_after_a_signal() {
    for (name, status) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
        let seat = Seat::of("tui::terminal_tests::a_session_on_this_terminal");
        seat.wait_for("timeline");
        seat.signal(name);
        assert_eq!(seat.left().code(), Some(status), "{name}");
    }
}

#[test]
fn the_terminal_is_given_back_after_a_panic() {
    let seat = Seat::of("tui::terminal_tests::a_panic_on_this_terminal");
    seat.wait_for("on purpose");
    let text = seat.text();
    let (screen, told) = (text.find("\x1b[?1049l"), text.find("on purpose"));
    assert!(screen < told, "the message is on the ordinary screen: {text:?}");
    assert!(!seat.left().success());
}

#[test]
fn a_window_that_is_resized_is_drawn_anew() {
    let mut seat = Seat::of("tui::terminal_tests::a_session_on_this_terminal");
    seat.wait_for("timeline");
    assert!(!seat.text().contains("\x1b[40;"), "the window has 24 rows");
    tcsetwinsize(&seat.slave, window(40, 120)).expect("a size");
    seat.signal("WINCH");
    seat.wait_for("\x1b[40;");
    seat.press(b"q");
    assert_eq!(seat.left().code(), Some(0));
}
