//! Layout of structs and unions: offsets, bit-fields, size and alignment (System V AMD64 ABI, as gcc has it).
//!
//! Entry point: `Parser::lay_out`.

use super::record::{Field, round_up};
use super::specifiers::Attributes;
use super::*;

impl Parser {
    pub(super) fn lay_out(&mut self, ty: TypeId, fields: Vec<Field>, attrs: &Attributes, pack: u32, token: u32) {
        let Some(id) = self.types.as_record(ty) else {
            return;
        };
        let kind = self.types.record(id).kind;
        let union = kind == RecordKind::Union;
        let mut bit = 0u64; // next free bit
        let mut max_end = 0u64; // of a union, in bits
        let mut align = 1u32;
        let mut has_const = false;
        let mut depth = 0;
        let mut members = Vec::with_capacity(fields.len());
        let count = fields.len();
        for (i, field) in fields.iter().enumerate() {
            let flexible = matches!(self.types.kind(field.ty), TypeKind::Array { len: None, .. });
            if flexible {
                self.check_flexible(field, i, count, union, &members);
            }
            depth = depth.max(self.types.depth(field.ty) + 1);
            has_const |= field.ty.quals().has(Quals::CONST)
                || self.types.as_record(field.ty).is_some_and(|r| self.types.record(r).has_const);
            if union {
                bit = 0;
            }
            let (placed, next, least) = self.place_field(field, bit, attrs.packed, pack);
            bit = next;
            align = align.max(least);
            max_end = max_end.max(bit);
            if bit > i64::MAX as u64 {
                let shown = self.quoted(ty);
                self.error(token, format!("size of {shown} is too large"));
                bit = 0;
                max_end = 0;
            }
            if let Some((offset, width)) = placed
                && (width.is_none() || field.name.is_some())
            {
                // bit-fields keep their bit position here; their unit is chosen when the size is known
                let bits = width.map(|w| BitField { unit: 0, shift: 0, width: w as u8 });
                members.push(Member { name: field.name, ty: field.ty, offset, bits });
            }
        }
        if depth > MAX_TYPE_DEPTH {
            self.complain_depth(token);
            return;
        }
        align = align.max(attrs.aligned);
        let size = round_up(max_end.div_ceil(8), u64::from(align));
        self.choose_units(&mut members, size, token);
        self.check_duplicates(&members, &fields);
        let record = self.types.record_mut(id);
        record.members = Some(members);
        record.size = size;
        record.align = align;
        record.has_const = has_const;
        record.depth = depth;
    }

    /// Where a field goes if `bit` is the next free one: its byte offset, or for a bit-field its first bit
    /// and width (`None` for a gap only); the next free bit; the alignment that it asks of the record.
    #[allow(clippy::type_complexity)]
    fn place_field(&self, field: &Field, bit: u64, packed: bool, pack: u32) -> (Option<(u64, Option<u64>)>, u64, u32) {
        let packed = packed || field.packed;
        let natural = self.types.align(field.ty);
        let mut align = if packed { 1 } else { natural };
        if pack != 0 {
            align = align.min(pack);
        }
        align = align.max(field.aligned).max(1);
        let size = self.types.size(field.ty).unwrap_or(0);
        match field.width {
            None => {
                let start = round_up(bit, u64::from(align) * 8);
                let next = start.saturating_add(size.saturating_mul(8));
                (Some((start / 8, None)), next, align)
            }
            Some(0) => (None, round_up(bit, u64::from(natural) * 8), 1),
            Some(width) => {
                let unit = size * 8;
                let crosses = bit / unit != (bit + width - 1) / unit;
                let mut start = bit;
                if field.aligned > 0 || (!packed && pack == 0 && crosses) {
                    start = round_up(bit, u64::from(align) * 8);
                }
                // an unnamed bit-field does not align the record
                let least = if field.name.is_some() { align } else { 1 };
                (Some((start, Some(width))), start.saturating_add(width), least)
            }
        }
    }

    pub(super) fn check_flexible(&mut self, field: &Field, i: usize, count: usize, union: bool, before: &[Member]) {
        let problem = if union {
            "flexible array member in union"
        } else if i + 1 < count {
            "flexible array member not at end of struct"
        } else if before.is_empty() {
            "flexible array member in a struct with no named members"
        } else {
            return;
        };
        self.error(field.token, problem);
    }

    /// Turns the bit positions of bit-fields into units to load and store.
    pub(super) fn choose_units(&mut self, members: &mut [Member], size: u64, token: u32) {
        for member in members {
            let Some(bits) = member.bits else { continue };
            let (start, width) = (member.offset, u64::from(bits.width));
            let end = start + width;
            let fit = |at: u64, unit: u64| at * 8 <= start && end <= (at + unit) * 8 && at + unit <= size;
            let mut found = None;
            for unit in [1u64, 2, 4, 8] {
                let natural = start / (unit * 8) * unit;
                let late = (end.div_ceil(8)).saturating_sub(unit);
                found = [natural, start / 8, late].into_iter().find(|at| fit(*at, unit)).map(|at| (at, unit));
                if found.is_some() {
                    break;
                }
            }
            match found {
                Some((at, unit)) => {
                    member.offset = at;
                    member.bits = Some(BitField { unit: unit as u8, shift: (start - at * 8) as u8, width: bits.width });
                }
                None => {
                    self.error(token, "not supported: a packed bit-field that no aligned access can hold");
                    member.offset = 0;
                    member.bits = None;
                }
            }
        }
    }

    pub(super) fn check_duplicates(&mut self, members: &[Member], fields: &[Field]) {
        let mut names = Vec::new();
        self.member_names(members, &mut names);
        names.sort_unstable();
        let twice: Vec<Sym> = names.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0]).collect();
        for name in twice {
            let token = fields.iter().rev().find(|f| f.name == Some(name)).or(fields.last()).map_or(0, |f| f.token);
            let text = self.text(name);
            self.error(token, format!("duplicate member '{text}'"));
        }
    }

    pub(super) fn member_names(&self, members: &[Member], out: &mut Vec<Sym>) {
        for m in members {
            match (m.name, self.types.as_record(m.ty)) {
                (Some(name), _) => out.push(name),
                (None, Some(id)) => {
                    if out.len() < 1_000_000
                        && let Some(inner) = &self.types.record(id).members
                    {
                        self.member_names(inner, out);
                    }
                }
                _ => {}
            }
        }
    }
}
