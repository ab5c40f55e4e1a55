//! The token cursor and the scopes of names.
//!
//! Entry points: `Parser::peek`, `advance`, `eat`, `enter`, `recover`, `lookup`, `bind`, `open_scope`.

use super::*;

impl Parser {
    pub(super) fn peek(&self) -> Tok {
        self.toks[self.pos].kind
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Tok {
        self.toks.get(self.pos + ahead).map_or(Tok::Eof, |t| t.kind)
    }

    pub(super) fn tok(&self) -> Token {
        self.toks[self.pos]
    }

    /// Index of the next token.
    pub(super) fn here(&self) -> u32 {
        self.pos as u32
    }

    /// Index of the token before the next one.
    pub(super) fn before(&self) -> u32 {
        let mut at = self.pos.saturating_sub(1);
        while at > 0 && matches!(self.toks[at].kind, Tok::Other | Tok::Hash | Tok::HashHash) {
            at -= 1;
        }
        at as u32
    }

    pub(super) fn advance(&mut self) {
        if self.pos + 1 < self.toks.len() {
            self.pos += 1;
            if matches!(self.peek(), Tok::Other | Tok::Hash | Tok::HashHash) {
                self.skip_strays();
            }
        }
    }

    pub(super) fn eat(&mut self, kind: Tok) -> bool {
        let yes = self.peek() == kind;
        if yes {
            self.advance();
        }
        yes
    }

    pub(super) fn span_at(&self, index: u32) -> Span {
        self.toks.get(index as usize).map_or(Span::NONE, |t| t.span)
    }

    pub(super) fn len_at(&self, index: u32) -> u32 {
        let Some(token) = self.toks.get(index as usize) else {
            return 1;
        };
        let len = if token.sym == Sym::EMPTY { token.kind.text().len() } else { self.names.bytes(token.sym).len() };
        len.max(1) as u32
    }

    pub(super) fn text(&self, sym: Sym) -> String {
        self.names.get(sym).to_string()
    }

    /// Skips to behind the matching closer of an opener that the cursor is at.
    pub(super) fn skip_balanced(&mut self) {
        let mut depth = 0usize;
        loop {
            match self.peek() {
                Tok::LParen | Tok::LBrace | Tok::LBracket => depth += 1,
                Tok::RParen | Tok::RBrace | Tok::RBracket => depth = depth.saturating_sub(1),
                Tok::Eof => return,
                _ => {}
            }
            self.advance();
            if depth == 0 {
                return;
            }
        }
    }

    /// After a syntax error: to behind the next `;`, or to before a `}`, minding brackets.
    pub(super) fn recover(&mut self) {
        self.skip_declaration();
        self.erring = false;
    }

    fn skip_declaration(&mut self) {
        let mut braces = 0usize;
        let mut parens = 0usize;
        loop {
            match self.peek() {
                Tok::Eof => return,
                Tok::Semi if braces == 0 => {
                    self.advance();
                    return;
                }
                Tok::LBrace => braces += 1,
                Tok::RBrace if braces == 0 => return,
                Tok::RBrace => {
                    braces -= 1;
                    if braces == 0 && parens == 0 {
                        self.advance();
                        return;
                    }
                }
                Tok::LParen => parens += 1,
                Tok::RParen => parens = parens.saturating_sub(1),
                _ => {}
            }
            self.advance();
        }
    }

    /// One level deeper in the source; too deep is an error.
    pub(super) fn enter(&mut self) -> Parse<()> {
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            self.complain_depth(self.here());
            self.nesting -= 1;
            return Err(Stop);
        }
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.nesting = self.nesting.saturating_sub(1);
    }

    pub(super) fn complain_depth(&mut self, at: u32) {
        if !self.too_deep {
            self.too_deep = true;
            self.error(at, "nesting too deep: not supported");
        }
        self.give_up();
    }

    /// Nothing more is read or said.
    pub(super) fn give_up(&mut self) {
        self.gave_up = true;
        self.pos = self.toks.len() - 1;
    }

    pub(super) fn depth(&self) -> u32 {
        self.scopes.len() as u32
    }

    pub(super) fn open_scope(&mut self) {
        self.scopes.push((self.bindings.len(), self.tags.len()));
    }

    pub(super) fn close_scope(&mut self) {
        let Some((bindings, tags)) = self.scopes.pop() else {
            return;
        };
        while self.bindings.len() > bindings {
            if let Some(b) = self.bindings.pop() {
                self.binding_of[b.sym.0 as usize] = b.hidden;
            }
        }
        while self.tags.len() > tags {
            if let Some(t) = self.tags.pop() {
                self.tag_of[t.sym.0 as usize] = t.hidden;
            }
        }
    }

    pub(super) fn lookup(&self, sym: Sym) -> Option<&Binding> {
        match self.binding_of.get(sym.0 as usize) {
            None | Some(0) => None,
            Some(n) => self.bindings.get(*n as usize - 1),
        }
    }

    pub(super) fn bind(&mut self, sym: Sym, meaning: Meaning, token: u32) {
        let slot = sym.0 as usize;
        if slot >= self.binding_of.len() {
            self.binding_of.resize(slot + 64, 0);
        }
        let hidden = self.binding_of[slot];
        self.bindings.push(Binding { sym, meaning, token, depth: self.depth(), hidden });
        self.binding_of[slot] = self.bindings.len() as u32;
    }

    pub(super) fn lookup_tag(&self, sym: Sym) -> Option<&Tag> {
        match self.tag_of.get(sym.0 as usize) {
            None | Some(0) => None,
            Some(n) => self.tags.get(*n as usize - 1),
        }
    }

    pub(super) fn bind_tag(&mut self, sym: Sym, ty: TypeId, token: u32) {
        let slot = sym.0 as usize;
        if slot >= self.tag_of.len() {
            self.tag_of.resize(slot + 64, 0);
        }
        let hidden = self.tag_of[slot];
        self.tags.push(Tag { sym, ty, token, depth: self.depth(), hidden });
        self.tag_of[slot] = self.tags.len() as u32;
    }

    /// Opens a block of the function: names and [`ScopeId`].
    pub(super) fn open_block(&mut self) -> (ScopeId, u32) {
        self.open_scope();
        let outer = self.func.scope;
        let id = self.func.scopes.len() as u32;
        let parent = if id == 0 { None } else { Some(ScopeId(outer)) };
        self.func.scopes.push(Scope { parent, has_vla: false });
        self.func.scope_ends.push(0);
        self.func.scope = id;
        (ScopeId(id), outer)
    }

    pub(super) fn close_block(&mut self, outer: u32) {
        self.close_scope();
        let end = self.here();
        if let Some(slot) = self.func.scope_ends.get_mut(self.func.scope as usize) {
            *slot = end;
        }
        self.func.scope = outer;
    }
}
