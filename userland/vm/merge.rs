//! Joins objects to one, as `ar` does: compiled libraries are kept and searched as a single object.
//!
//! Entry points: [`Object::append`], [`Object::strip`].

use super::isa::Op;
use super::program::{Definition, Location, Object, Place, Ref, TypeDesc, TypeId};

impl Object {
    /// Adds all that another object has. Names that one of them defines and the other uses are joined by the linker.
    pub fn append(&mut self, other: Object) {
        let files = self.files.len() as u16;
        let functions = self.functions.len() as u32;
        let data = self.data.len() as u32;
        let symbols = self.symbols.len() as u32;
        let refs = self.refs.len() as u32;
        let consts = self.consts.len() as u32;
        let types = self.types.len() as u32;
        let place = |p: Place| Place { file: p.file.saturating_add(files), ..p };
        let ty = |t: TypeId| TypeId(t.0.saturating_add(types));
        let target = |r: Ref| Ref { symbol: r.symbol.saturating_add(symbols), ..r };
        self.files.extend(other.files);
        self.consts.extend(other.consts);
        self.refs.extend(other.refs.into_iter().map(target));
        self.types.extend(other.types.iter().map(|t| t.shifted(types)));
        for mut f in other.functions {
            for op in &mut f.code {
                if let Op::Const { index, .. } = op {
                    *index = index.saturating_add(consts);
                }
                if let Some(t) = op.target_mut() {
                    *t = t.saturating_add(refs);
                }
            }
            f.place = place(f.place);
            f.lines.iter_mut().for_each(|l| l.place = place(l.place));
            for v in &mut f.vars {
                v.ty = ty(v.ty);
                v.place = place(v.place);
                if let Location::Symbol(s) = &mut v.location {
                    *s = s.saturating_add(symbols);
                }
            }
            f.ty = ty(f.ty);
            self.functions.push(f);
        }
        for mut item in other.data {
            item.relocs.iter_mut().for_each(|r| r.target = target(r.target));
            item.ty = ty(item.ty);
            self.data.push(item);
        }
        for mut s in other.symbols {
            s.place = place(s.place);
            s.def = match s.def {
                Definition::Undefined => Definition::Undefined,
                Definition::Function(n) => Definition::Function(n.saturating_add(functions)),
                Definition::Data(n) => Definition::Data(n.saturating_add(data)),
            };
            self.symbols.push(s);
        }
    }

    /// Removes types and variables, which only debuggers want; lines stay.
    pub fn strip(&mut self) {
        self.types = vec![TypeDesc::Unknown];
        for f in &mut self.functions {
            f.vars = Vec::new();
            f.ty = TypeId(0);
        }
        for item in &mut self.data {
            item.ty = TypeId(0);
        }
    }
}
