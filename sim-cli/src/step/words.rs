//! Small things about words: splitting, numbers, names that were meant.

pub use forklore_sim::meant::meant;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(1234567), "1,234,567");
    }
}
