//! Text that has to fit: widths as a terminal has them, cutting, and what can't be shown.

use ratatui::text::Span;

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    Span::raw(text).width()
}

/// The text in at most so many columns; what is cut off is shown by an ellipsis.
pub fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_string();
    }
    let mut out = String::new();
    let mut used = 0;
    let mut buffer = [0; 4];
    for c in text.chars() {
        let wide = width(c.encode_utf8(&mut buffer));
        if used + wide + 1 > columns {
            break;
        }
        out.push(c);
        used += wide;
    }
    if columns > 0 {
        out.push('…');
    }
    out
}

/// The text in exactly so many columns.
pub fn pad(text: &str, columns: usize) -> String {
    let mut out = fit(text, columns);
    let used = width(&out);
    out.extend(std::iter::repeat_n(' ', columns.saturating_sub(used)));
    out
}

/// Tabs as spaces (to columns of eight, as terminals have them), control characters as dots.
pub fn clean(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    let mut buffer = [0; 4];
    for c in text.chars() {
        match c {
            '\t' => {
                let n = 8 - column % 8;
                out.extend(std::iter::repeat_n(' ', n));
                column += n;
            }
            c if c.is_control() => {
                out.push('·');
                column += 1;
            }
            c => {
                out.push(c);
                column += width(c.encode_utf8(&mut buffer));
            }
        }
    }
    out
}

/// The text in lines of at most so many columns, broken between words where that is possible.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    for line in text.lines() {
        let indent: String = line.chars().take_while(|c| *c == ' ').take(columns / 2).collect();
        let mut current = String::new();
        for word in line.split_inclusive(' ') {
            let bare = word.trim_end();
            if !current.trim().is_empty() && width(&current) + width(bare) > columns {
                lines.push(current.trim_end().to_string());
                current = indent.clone();
            }
            let mut word = word.to_string();
            while width(current.as_str()) + width(word.trim_end()) > columns {
                let room = columns.saturating_sub(width(&current));
                let (head, tail) = cut(&word, room.max(1));
                current += &head;
                lines.push(std::mem::take(&mut current));
                word = tail;
            }
            current += &word;
        }
        lines.push(current.trim_end().to_string());
    }
    lines
}

/// Cuts a text after so many columns; at least one character is in the first part.
fn cut(text: &str, columns: usize) -> (String, String) {
    let mut used = 0;
    let mut buffer = [0; 4];
    for (at, c) in text.char_indices() {
        used += width(c.encode_utf8(&mut buffer));
        if used > columns && at > 0 {
            return (text[..at].to_string(), text[at..].to_string());
        }
    }
    (text.to_string(), String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(width("日本"), 4);
        assert_eq!(fit("日本語", 5), "日本…");
        assert_eq!(pad("日本語", 6), "日本語");
        assert_eq!(pad("日本語", 4), "日… ");
        assert_eq!(clean("a\tb\u{1b}"), "a       b·");
    }

    #[test]
    fn wrapping_keeps_words_and_breaks_what_is_too_long() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("  in deep", 6), ["  in", "  deep"]);
        assert_eq!(wrap("a\n\nb", 9), ["a", "", "b"]);
    }
}
