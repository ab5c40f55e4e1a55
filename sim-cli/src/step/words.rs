//! Small things about words: splitting, numbers, names that were meant.

/// The first word and the rest.
pub fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    match text.find(char::is_whitespace) {
        Some(at) => (&text[..at], text[at..].trim_start()),
        None => (text, ""),
    }
}

/// A count before or after a command; 1 if there is none.
pub fn count(args: &str) -> Result<u64, String> {
    match args.trim() {
        "" => Ok(1),
        text => text.parse().ok().filter(|n| *n > 0).ok_or_else(|| format!("\"{text}\" is not a number of times.")),
    }
}

/// `3,000,000` of a number.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// The known word that was most likely meant.
pub fn meant<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = typed.chars().count();
    if length < 2 {
        return None; // it would be any other letter
    }
    let limit = (length / 3).max(1);
    known.map(|word| (distance(typed, word), word)).filter(|(d, _)| *d <= limit).min_by_key(|(d, _)| *d).map(|(_, w)| w)
}

/// Insertions, deletions, replacements and swaps of neighbours from one word to another.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant() {
        assert_eq!(meant("brek", ["break", "back"].into_iter()), Some("break"));
        assert_eq!(meant("sycsall", ["syscall", "step"].into_iter()), Some("syscall"));
        assert_eq!(meant("xyzzy", ["break", "back"].into_iter()), None);
        assert_eq!(grouped(1234567), "1,234,567");
    }
}
