//! Random cases.

use super::areas::{self, AREAS};
use super::case::{Case, Stmt};

/// A reproducible source of random numbers (splitmix64).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The sequence of this seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// True this many times of a hundred.
    pub fn percent(&mut self, n: usize) -> bool {
        self.below(100) < n
    }

    /// One of these.
    pub fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// A mechanism: its name, and how to write a statement of it.
pub struct Area {
    /// As given on the command line.
    pub name: &'static str,
    /// A statement that does not block (much).
    pub plain: fn(&mut Dice) -> String,
    /// A statement for a child to block in, and one that may wake it; `None` if there is nothing to block in.
    pub blocking: Option<fn(&mut Dice) -> (String, String)>,
    /// Statements that open what the others use.
    pub opening: fn(&mut Dice) -> String,
}

/// The case of this number: about one or two mechanisms.
pub fn case(seed: u64, wanted: &[&str]) -> Case {
    let mut dice = Dice::new(seed);
    let all: Vec<&Area> = AREAS.iter().filter(|a| wanted.is_empty() || wanted.contains(&a.name)).collect();
    let mut chosen = vec![all[dice.below(all.len())]];
    while dice.percent(35) {
        chosen.push(all[dice.below(all.len())]);
    }
    let mut body = Vec::new();
    for area in &chosen {
        for _ in 0..1 + dice.below(2) {
            body.push(Stmt::Plain((area.opening)(&mut dice)));
        }
    }
    let len = 3 + dice.below(14);
    let mut children = 0;
    body.extend(list(&mut dice, &chosen, len, &mut children, 0));
    let mut areas: Vec<&'static str> = chosen.iter().map(|area| area.name).collect();
    areas.sort_unstable();
    areas.dedup();
    Case { areas, body }
}

/// Most children of one case.
const CHILDREN: usize = 9;

fn list(dice: &mut Dice, chosen: &[&Area], len: usize, children: &mut usize, depth: usize) -> Vec<Stmt> {
    let mut found = Vec::new();
    while found.len() < len {
        let area = chosen[dice.below(chosen.len())];
        match dice.below(20) {
            0..2 if depth < 2 && *children < CHILDREN => {
                *children += 1;
                let len = 1 + dice.below(6);
                found.push(Stmt::Child(list(dice, chosen, len, children, depth + 1)));
            }
            2..5 if depth < 2 && *children < CHILDREN => {
                let Some(blocking) = area.blocking else { continue };
                *children += 1;
                let (sleep, wake) = blocking(dice);
                let mut body: Vec<Stmt> = Vec::new();
                if dice.percent(30) {
                    body.push(Stmt::Plain(areas::signals::arrange(dice)));
                }
                body.push(Stmt::Plain(sleep));
                for _ in 0..dice.below(3) {
                    body.push(Stmt::Plain((area.plain)(dice)));
                }
                let wake = match dice.below(10) {
                    0 => (area.plain)(dice),
                    1 => areas::signals::to_child(dice, *children),
                    _ => wake,
                };
                found.push(Stmt::Blocked(body, vec![Stmt::Plain(wake)]));
            }
            5..7 => found.push(Stmt::Plain((area.opening)(dice))),
            _ => found.push(Stmt::Plain((area.plain)(dice))),
        }
    }
    found
}
