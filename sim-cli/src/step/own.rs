//! The debugger's own names in expressions, as gdb has them: `$1`, `$`, `$$` for values that were printed; `$pc`, `$sp`, `$r0` ... for
//! registers of the frame that is selected.
//!
//! Entry points: [`recalled`] for such a name alone, [`replaced`] for an expression that has some in it.

use super::session::Session;
use forklore_sim::debug::value::Value;

/// The value that `$1`, `$` or `$$` stands for; `None` if the expression is something else.
pub fn recalled(session: &Session, expression: &str) -> Result<Option<Value>, String> {
    let Some(name) = expression.trim().strip_prefix('$') else { return Ok(None) };
    match printed(session, name) {
        Some(number) => session.printed.get(&number).cloned().map(Some).ok_or_else(|| missing(session, name)),
        None => Ok(None),
    }
}

/// The expression with numbers in place of the names.
///
/// # Errors
/// A name that means nothing, or a value that is no number.
pub fn replaced(session: &Session, expression: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut rest = expression;
    while let Some(at) = rest.find('$') {
        // Within a string or a character it is itself.
        let quoted = |quote: char| rest[..at].matches(quote).count() % 2 == 1;
        let tail = &rest[at + 1..];
        let end = tail.find(|c: char| !c.is_ascii_alphanumeric() && c != '$').unwrap_or(tail.len());
        text += &rest[..at];
        text += &match quoted('"') || quoted('\'') {
            true => format!("${}", &tail[..end]),
            false => meaning(session, &tail[..end])?,
        };
        rest = &tail[end..];
    }
    Ok(text + rest)
}

/// The number of the printed value that a name stands for.
fn printed(session: &Session, name: &str) -> Option<u32> {
    let last = session.values.saturating_sub(1);
    match name {
        "" => Some(last),
        "$" => Some(last.saturating_sub(1)),
        _ => name.parse().ok(),
    }
}

fn missing(session: &Session, name: &str) -> String {
    match session.values {
        1 => "Nothing has been printed yet.".to_string(),
        n => format!("${name}: values printed so far are $1 to ${}.", n - 1),
    }
}

fn meaning(session: &Session, name: &str) -> Result<String, String> {
    if let Some(number) = printed(session, name) {
        let value = session.printed.get(&number).ok_or_else(|| missing(session, name))?;
        let number = value.number().ok_or_else(|| format!("${name} is no number; print it alone."))?;
        return Ok(format!("(({})({number}))", value.type_text()));
    }
    let frame = session.selected();
    let machine = session.debugger.machine();
    let task = machine.task(session.debugger.focus).ok_or("No process is left to look at.")?;
    let value = match name {
        "pc" => frame.map_or(u64::from(task.cpu.pc()), |frame| u64::from(frame.pc)),
        "sp" => task.cpu.sp(),
        _ => {
            let number = name.strip_prefix('r').and_then(|digits| digits.parse::<u8>().ok());
            let number = number.ok_or_else(|| {
                format!("\"${name}\": there are $1, $2, ... (values printed), $pc, $sp and $r0 to $r255.")
            })?;
            let base = frame.map(|frame| frame.base).or(task.cpu.active().next().map(|active| active.base));
            base.map_or(0, |base| task.cpu.register_in(base, number))
        }
    };
    Ok(format!("{value}UL"))
}
