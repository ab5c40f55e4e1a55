//! The random differential tester (`forklore_tests::differential`). In CI a small fixed budget; at length by `tests/campaign.sh`, which
//! sets:
//! - `FORKLORE_CASES`: how many cases (120 without it), `FORKLORE_SEED`: the number of the first one,
//! - `FORKLORE_SECONDS`: go on until so much time has passed,
//! - `FORKLORE_AREAS`: mechanisms, separated by commas; the quick ones without it; with `all` all of them,
//! - `FORKLORE_FOUND`: a folder that programs for differences are written to,
//! - `FORKLORE_VARIED`: say also how cases vary on the host that do so here as well.

use forklore_tests::differential::case::{Case, program};
use forklore_tests::differential::generate;
use forklore_tests::differential::judge::{Verdict, explained, judge};
use forklore_tests::differential::shrink::shrink;
use forklore_tests::host;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// What runs without being asked for: mechanisms whose cases take little time and do not depend on the host's.
const QUICK: &str = "fd,pipe,fifo,signal,process,psem,poll,msg,sem,shm,unix,lock,mq";
/// Cases of two programs.
const BATCH: u64 = 240;
/// Differences that are made small, which takes its time; further ones are only counted.
const EXAMINED: usize = 12;
/// How often a case that differed runs alone before its difference is taken for the host's.
const TRIES: u32 = 3;
/// Schedules under which the simulator runs them: round robin, and random ones.
const SEEDS: &[u64] = &[0, 7];

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

#[test]
fn random_programs_print_what_linux_prints() {
    if host::available().is_err() {
        return;
    }
    let (cases, first) = (number("FORKLORE_CASES", 120), number("FORKLORE_SEED", 1));
    let until = Instant::now() + Duration::from_secs(number("FORKLORE_SECONDS", 0));
    let areas = std::env::var("FORKLORE_AREAS").unwrap_or_else(|_| QUICK.to_string());
    let areas: Vec<&str> = areas.split(',').filter(|name| *name != "all").collect();
    let (mut agreed, mut varied, mut strange, mut once, mut more, mut failed) = (0, 0, 0, 0, 0, Vec::new());
    let size = if std::env::var("FORKLORE_SECONDS").is_ok() { BATCH } else { BATCH.min(cases) };
    let mut by_area: BTreeMap<&str, usize> = BTreeMap::new();
    let mut at = first;
    while at < first + cases || Instant::now() < until {
        let batch: Vec<Case> = (at..at + size).map(|seed| generate::case(seed, &areas)).collect();
        let verdicts = side_by_side(at, &batch);
        for ((case, verdict), seed) in batch.iter().zip(verdicts).zip(at..) {
            match verdict {
                Verdict::Agrees => {
                    agreed += 1;
                    case.areas.iter().for_each(|area| *by_area.entry(area).or_default() += 1);
                }
                Verdict::HostVaries(printed, among) => {
                    varied += 1;
                    let understood = among || explained(case, &printed).unwrap_or(false);
                    strange += usize::from(!understood);
                    tell_of_variation(case, seed, &printed, understood);
                }
                Verdict::Differs(host, simulated) if failed.len() < EXAMINED => match examine(case, seed) {
                    Some(text) => failed.push(text),
                    None => {
                        once += 1;
                        eprintln!("case {seed} differed once:\n--- Linux\n{host}--- simulator\n{simulated}");
                    }
                },
                Verdict::Differs(..) => more += 1,
            }
        }
        at += size;
        let differ = failed.len() + more;
        eprintln!(
            "cases {first} to {}: {agreed} agree, {varied} vary on the host ({strange} of them in another way than here), \
             {once} differed once and never again, {differ} differ",
            at - 1
        );
    }
    eprintln!("agreed, by mechanism (a case may be about several): {by_area:?}");
    assert!(failed.is_empty(), "{} differences:\n{}", failed.len(), failed.join("\n"));
}

/// A case that the host does not always answer alike. Is one answer of the simulator among the host's, and one of the host's
/// among the simulator's? With `FORKLORE_VARIED` all are shown, else those of which that is not so.
fn tell_of_variation(case: &Case, seed: u64, [first, second]: &[String; 2], understood: bool) {
    if understood && std::env::var("FORKLORE_VARIED").is_err() {
        return;
    }
    let how = if understood { "as here" } else { "in another way than here" };
    let difference = similar::TextDiff::from_lines(first, second).unified_diff().context_radius(2).to_string();
    eprintln!("case {seed} ({}) varies {how}:\n{difference}", case.areas.join(", "));
    keep(seed, std::slice::from_ref(case));
}

/// Judges in two programs at the same time: one is compiled while the other one's naps pass.
fn side_by_side(at: u64, batch: &[Case]) -> Vec<Verdict> {
    let (left, right) = batch.split_at(batch.len() / 2);
    let verdicts = std::thread::scope(|scope| {
        let left = scope.spawn(|| judge(left, SEEDS));
        let right = judge(right, SEEDS);
        left.join().unwrap_or_else(|_| Err("the judge failed".into())).and_then(|left| Ok([left, right?].concat()))
    });
    verdicts.unwrap_or_else(|e| {
        keep(at, batch);
        panic!("cases from {at}: {e}")
    })
}

/// Writes a program to the folder for what was found.
fn keep(number: u64, cases: &[Case]) {
    if let Ok(folder) = std::env::var("FORKLORE_FOUND") {
        let _ = std::fs::write(format!("{folder}/case{number}.c"), program(cases));
    }
}

/// A difference that is there again when the case runs alone: its smallest form as text.
fn examine(case: &Case, seed: u64) -> Option<String> {
    let found = (0..TRIES).map(|_| shrink(case, SEEDS)).find(|(_, verdict)| matches!(verdict, Verdict::Differs(..)));
    let Some((small, Verdict::Differs(host, simulated))) = found else {
        keep(seed, std::slice::from_ref(case));
        return None;
    };
    keep(seed, std::slice::from_ref(&small));
    let text = format!("case {seed}:\n{}--- Linux\n{host}--- simulator\n{simulated}", small.function("test"));
    eprintln!("{text}");
    Some(text)
}
