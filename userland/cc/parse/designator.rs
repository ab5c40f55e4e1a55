//! Designators: `.member`, `[index]`, GNU's `[first ... last]` and `member:`.
//!
//! Entry points: `Parser::designators`, `Parser::replicate`.

use super::initializer::{Frame, Initializer, MAX_IMAGE};
use super::*;

impl Parser {
    /// Follows designators from the outermost level; gives a range's level and last index. `None` after
    /// an error.
    #[allow(clippy::type_complexity)]
    pub(super) fn designators(&mut self, stack: &mut Vec<Frame>, _at: u32) -> Parse<Option<Option<(usize, u64)>>> {
        stack.truncate(1);
        let mut range = None;
        let mut first = true;
        let mut lone_index = false;
        loop {
            if !first && matches!(self.peek(), Tok::Dot | Tok::LBracket) {
                // step into the designated element
                let Some(f) = stack.last().copied() else {
                    return Ok(None);
                };
                let (ty, offset, _) = self.element(&f);
                let next = self.frame(ty, offset);
                stack.push(next);
            }
            let at = self.here();
            if matches!(self.peek(), Tok::Dot | Tok::LBracket) {
                lone_index = first && self.peek() == Tok::LBracket;
            }
            match self.peek() {
                Tok::Ident if first => {
                    let name = self.tok().sym;
                    self.advance();
                    self.advance();
                    return Ok(self.designate_member(stack, name, at).then_some(None));
                }
                Tok::Dot => {
                    self.advance();
                    if self.peek() != Tok::Ident {
                        return self.syntax_error("expected identifier");
                    }
                    let name = self.tok().sym;
                    self.advance();
                    if !self.designate_member(stack, name, at + 1) {
                        return Ok(None);
                    }
                }
                Tok::LBracket => match self.designate_index(stack, at)? {
                    Some(last) => {
                        if let Some(last) = last {
                            range = Some((stack.len() - 1, last));
                        }
                    }
                    None => return Ok(None),
                },
                Tok::Eq => {
                    self.advance();
                    return Ok(Some(range));
                }
                // GNU: `[3] value` without `=`
                _ if lone_index => return Ok(Some(range)),
                _ => {
                    let _ = self.syntax_error::<()>("expected '='");
                    return Ok(None);
                }
            }
            first = false;
        }
    }

    pub(super) fn designate_member(&mut self, stack: &mut Vec<Frame>, name: Sym, at: u32) -> bool {
        loop {
            let Some(f) = stack.last().copied() else {
                return false;
            };
            let Some(id) = self.types.as_record(f.ty) else {
                self.error(at, "field name not in record or union initializer");
                return false;
            };
            let members = self.types.record(id).members.as_deref().unwrap_or(&[]);
            let direct = members.iter().position(|m| m.name == Some(name));
            let within = || {
                members.iter().position(|m| {
                    m.name.is_none() && self.types.as_record(m.ty).is_some_and(|r| self.find_member(r, name).is_some())
                })
            };
            let Some(index) = direct.or_else(within) else {
                self.no_member(id, f.ty, name, at);
                return false;
            };
            if let Some(f) = stack.last_mut() {
                f.next = index as u64;
                // a union's single slot moves to the designated member
                f.count = f.count.max(index as u64 + 1);
            }
            if direct.is_some() {
                return true;
            }
            let Some(f) = stack.last().copied() else {
                return false;
            };
            let (ty, offset, _) = self.element(&f);
            let next = self.frame(ty, offset);
            stack.push(next);
        }
    }

    /// `[n]` or `[a ... b]`: the outer option is `None` after an error.
    pub(super) fn designate_index(&mut self, stack: &mut [Frame], at: u32) -> Parse<Option<Option<u64>>> {
        self.advance();
        let op = self.conditional()?;
        let mut last = None;
        if self.eat(Tok::Ellipsis) {
            last = Some(self.conditional()?);
        }
        self.expect_close(Tok::RBracket, at)?;
        let Some(f) = stack.last().copied() else {
            return Ok(None);
        };
        if !self.types.is_array(f.ty) {
            self.error(at, "array index in non-array initializer");
            return Ok(None);
        }
        let index = |p: &mut Parser, op: &Operand| -> Option<u64> {
            match p.integer_constant(op) {
                Some(n) if n >= 0 && (n as u64) < f.count => Some(n as u64),
                Some(_) => {
                    p.error(at + 1, "array index in initializer exceeds array bounds");
                    p.near(f.ty, f.offset, at + 1);
                    None
                }
                None => {
                    if op.node != Node::Bad {
                        let what = match p.types.is_integer(op.ty) {
                            true => "nonconstant array index in initializer",
                            false => "array index in initializer not of integer type",
                        };
                        p.error(at + 1, what);
                        p.near(f.ty, f.offset, at + 1);
                    }
                    None
                }
            }
        };
        let Some(from) = index(self, &op) else {
            return Ok(None);
        };
        let to = match last {
            None => None,
            Some(op) => match index(self, &op) {
                Some(to) if to < from => {
                    self.error(at, "empty index range in initializer");
                    return Ok(None);
                }
                Some(to) => Some(to),
                None => return Ok(None),
            },
        };
        if let Some(f) = stack.last_mut() {
            f.next = from;
        }
        Ok(Some(to))
    }

    /// `[a ... b] = x`: the parts of element a again for those up to b.
    pub(super) fn replicate(
        &mut self,
        stack: &mut Vec<Frame>,
        init: &mut Initializer,
        before: usize,
        _start: u64,
        level: usize,
        last: u64,
    ) {
        let Some(frame) = stack.get(level).copied() else {
            return;
        };
        let Some(elem) = self.types.element(frame.ty) else {
            return;
        };
        let size = self.types.size(elem).unwrap_or(0);
        let first = if stack.len() - 1 == level { frame.next.saturating_sub(1) } else { frame.next };
        let parts = init.parts[before..].to_vec();
        let copies = last.saturating_sub(first);
        if copies.saturating_mul(parts.len() as u64) > 4_000_000 || copies.saturating_mul(size) > MAX_IMAGE {
            self.error(init.at, "range initializer too large: not supported");
            return;
        }
        for i in 1..=copies {
            for part in &parts {
                let mut part = part.clone();
                part.offset += i * size;
                init.end = init.end.max(part.offset + self.types.size(part.ty).unwrap_or(0));
                init.parts.push(part);
            }
        }
        stack.truncate(level + 1);
        if let Some(f) = stack.last_mut() {
            f.next = last + 1;
        }
    }
}
