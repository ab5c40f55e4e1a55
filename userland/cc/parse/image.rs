//! What an initialiser becomes: bytes and relocations for static objects, an image and stores for locals.
//!
//! Entry points: `Parser::finish_static`, `Parser::finish_local`, `Parser::compound_literal`.

use super::fold::Constant;
use super::initializer::{Initializer, MAX_IMAGE, Part, Value};
use super::*;

impl Parser {
    /// The contents of an object with static storage. Everything must be constant.
    pub(super) fn finish_static(&mut self, init: Initializer) -> InitData {
        let mut data = InitData::default();
        for part in &init.parts {
            match &part.value {
                Value::Bytes(bytes) => self.put_bytes(&mut data, part.offset, bytes, init.at),
                Value::Expr(e, at) => self.put_static(&mut data, part, *e, *at, &init),
            }
        }
        data
    }

    pub(super) fn not_constant(&mut self, part: &Part, at: u32, message: &str, init: &Initializer) {
        self.error(at, message);
        if !init.whole {
            let path = self.path_to(init.name, init.ty, part.ty, part.offset);
            self.note(at, format!("(near initialization for '{path}')"));
        }
    }

    pub(super) fn put_static(&mut self, data: &mut InitData, part: &Part, e: ExprId, at: u32, init: &Initializer) {
        let overrides = init.overrides;
        let size = self.types.size(part.ty).unwrap_or(0);
        if overrides {
            data.relocs.retain(|r| r.offset + 8 <= part.offset || r.offset >= part.offset + size);
        }
        if self.types.is_record(part.ty) || self.types.is_array(part.ty) {
            // a compound literal of the whole type
            if let ExprKind::Load(place) = self.func.body.expr(e).kind
                && let PlaceKind::Symbol(id) = self.func.body.place(place).kind
                && let Definition::Object(object) = &self.symbols[id.0 as usize].def
                && self.symbols[id.0 as usize].name == Sym::EMPTY
            {
                let copy = object.init.clone().unwrap_or_default();
                self.put_bytes(data, part.offset, &copy.bytes, at);
                data.relocs.extend(copy.relocs.iter().map(|r| Reloc { offset: r.offset + part.offset, ..*r }));
            } else {
                self.not_constant(part, at, "initializer element is not constant", init);
            }
            return;
        }
        match self.static_value(e) {
            Some(Constant::Int(n)) => match part.bits {
                Some(bits) => self.put_bits(data, part.offset, bits, n, at),
                None => self.put_bytes(data, part.offset, &n.to_le_bytes()[..size.min(8) as usize], at),
            },
            Some(Constant::Float(x)) if part.ty == TypeId::FLOAT => {
                self.put_bytes(data, part.offset, &(x as f32).to_bits().to_le_bytes(), at);
            }
            Some(Constant::Float(x)) => self.put_bytes(data, part.offset, &x.to_bits().to_le_bytes(), at),
            Some(Constant::Address(symbol, addend)) if size == 8 => {
                self.symbols[symbol.0 as usize].used = true;
                self.put_bytes(data, part.offset, &[0; 8], at);
                data.relocs.push(Reloc { offset: part.offset, symbol, addend });
            }
            Some(Constant::Address(..)) => {
                self.not_constant(part, at, "initializer element is not computable at load time", init);
            }
            None => self.not_constant(part, at, "initializer element is not constant", init),
        }
    }

    pub(super) fn put_bytes(&mut self, data: &mut InitData, offset: u64, bytes: &[u8], at: u32) {
        let end = offset.saturating_add(bytes.len() as u64);
        if end > MAX_IMAGE {
            self.error(at, "initializer larger than 64 MiB: not supported");
            return;
        }
        if bytes.iter().all(|b| *b == 0) && data.bytes.len() as u64 <= offset {
            return; // what is not there is zero
        }
        if (data.bytes.len() as u64) < end {
            data.bytes.resize(end as usize, 0);
        }
        data.bytes[offset as usize..end as usize].copy_from_slice(bytes);
    }

    pub(super) fn put_bits(&mut self, data: &mut InitData, offset: u64, bits: BitField, value: i64, at: u32) {
        let unit = usize::from(bits.unit);
        let end = offset as usize + unit;
        if end as u64 > MAX_IMAGE {
            self.error(at, "initializer larger than 64 MiB: not supported");
            return;
        }
        if data.bytes.len() < end {
            data.bytes.resize(end, 0);
        }
        let mut word = [0u8; 8];
        word[..unit].copy_from_slice(&data.bytes[offset as usize..end]);
        let mask = if bits.width >= 64 { u64::MAX } else { (1u64 << bits.width) - 1 };
        let word = u64::from_le_bytes(word) & !(mask << bits.shift) | (value as u64 & mask) << bits.shift;
        data.bytes[offset as usize..end].copy_from_slice(&word.to_le_bytes()[..unit]);
    }

    /// The initialiser of a local: constants in an image, the rest as steps.
    pub(super) fn finish_local(&mut self, init: Initializer, at: u32) -> Init {
        if init.whole
            && let [Part { value: Value::Expr(e, _), .. }] = init.parts.as_slice()
        {
            return Init::Value(*e);
        }
        let mut data = InitData::default();
        let mut steps: Vec<InitStep> = Vec::new();
        let mut sizes: Vec<u64> = Vec::new();
        for part in &init.parts {
            let size = match (&part.value, part.bits) {
                (Value::Bytes(b), _) => b.len() as u64,
                (_, Some(bits)) => u64::from(bits.unit),
                _ => self.types.size(part.ty).unwrap_or(0),
            };
            if init.overrides && part.bits.is_none() && !steps.is_empty() {
                let covered = |s: &InitStep, n: u64| s.offset >= part.offset && s.offset + n <= part.offset + size;
                let keep: Vec<bool> = steps.iter().zip(&sizes).map(|(s, n)| !covered(s, *n)).collect();
                let mut it = keep.iter();
                steps.retain(|_| *it.next().unwrap_or(&true));
                let mut it = keep.iter();
                sizes.retain(|_| *it.next().unwrap_or(&true));
            }
            match &part.value {
                Value::Bytes(bytes) => self.put_bytes(&mut data, part.offset, bytes, at),
                Value::Expr(e, e_at) => {
                    let constant = match self.func.body.expr(*e).kind {
                        ExprKind::Int(n) => Some(n),
                        ExprKind::Float(x) if part.ty == TypeId::FLOAT => Some(i64::from((x as f32).to_bits())),
                        ExprKind::Float(x) => Some(x.to_bits() as i64),
                        _ => None,
                    };
                    match constant {
                        Some(n) => match part.bits {
                            Some(bits) => self.put_bits(&mut data, part.offset, bits, n, *e_at),
                            None => {
                                self.put_bytes(&mut data, part.offset, &n.to_le_bytes()[..size.min(8) as usize], *e_at)
                            }
                        },
                        None => {
                            steps.push(InitStep { offset: part.offset, bits: part.bits, value: *e });
                            sizes.push(size);
                        }
                    }
                }
            }
        }
        let image = if data.bytes.iter().all(|b| *b == 0) {
            None
        } else {
            let size = self.types.size(init.ty).unwrap_or(data.bytes.len() as u64);
            let object = Object { size, align: self.types.align(init.ty), section: Section::Rodata, init: Some(data) };
            Some(self.anonymous_symbol(init.ty, Definition::Object(object), at))
        };
        Init::Aggregate { image, steps: steps.into() }
    }

    /// Bytes that a static object needs: more than its type's size if a flexible member has elements.
    pub(super) fn initialized_size(&self, init: &Initializer) -> u64 {
        self.types.size(init.ty).unwrap_or(0).max(if self.is_flexible(init.ty) { init.end } else { 0 })
    }

    /// `(type){ ... }`, the cursor at the brace.
    pub(super) fn compound_literal(&mut self, ty: TypeId, at: u32) -> Parse<Operand> {
        let bad = self.types.is_function(ty) || self.types.is_void(ty) || self.types.is_variably_sized(ty);
        if bad || self.types.size(ty).is_none() && !self.types.is_array(ty) {
            self.error(
                at,
                if self.types.is_variably_sized(ty) {
                    "compound literal has variable size"
                } else {
                    "compound literal has incomplete type"
                },
            );
            self.skip_balanced();
            return Ok(self.bad(at, at, self.before()));
        }
        let init = self.initializer(ty)?;
        let (ty, last) = (init.ty, self.before());
        if !self.func.active || self.in_params > 0 {
            let size = self.initialized_size(&init);
            let data = self.finish_static(init);
            let section = if ty.quals().has(Quals::CONST) { Section::Rodata } else { Section::Data };
            let object = Object { size, align: self.types.align(ty), section, init: Some(data) };
            let id = self.anonymous_symbol(ty, Definition::Object(object), at);
            return Ok(self.made_place(PlaceKind::Symbol(id), ty, at, at, last));
        }
        let local = self.new_local(Sym::EMPTY, ty, at, LocalKind::Hidden);
        let init = Box::new(self.finish_local(init, at));
        Ok(self.made_place(PlaceKind::CompoundLiteral { local, init }, ty, at, at, last))
    }
}
