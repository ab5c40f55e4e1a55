//! Arithmetic as the compiled program does it: conversions, operators, bytes.

use super::walk::{Data, Eval};
use super::{Refusal, word};
use forklore_userland::cc::ast::*;
use forklore_userland::cc::types::{TypeId, TypeKind};

impl Eval<'_> {
    pub(super) fn data_of(&self, bytes: Vec<u8>, ty: TypeId) -> Data {
        let types = &self.tree.types;
        match types.kind(types.strip_enum(ty)) {
            TypeKind::Float => Data::Float(f64::from(f32::from_bits(word(&bytes) as u32))),
            TypeKind::Double | TypeKind::LongDouble => Data::Float(f64::from_bits(word(&bytes))),
            _ if types.is_scalar(ty) => Data::Int(self.wrapped(word(&bytes) as i64, ty)),
            _ => Data::Bytes(bytes),
        }
    }

    /// A value as it lies in memory.
    pub(super) fn bytes_of(&self, data: Data, ty: TypeId) -> Result<Vec<u8>, Refusal> {
        let types = &self.tree.types;
        let size = types.size(ty).unwrap_or(0) as usize;
        let mut bytes = match (data, types.kind(types.strip_enum(ty))) {
            (Data::Bytes(bytes), _) => bytes,
            (Data::Void, _) => Vec::new(),
            (Data::Float(x), TypeKind::Float) => (x as f32).to_le_bytes().to_vec(),
            (Data::Float(x), _) => x.to_le_bytes().to_vec(),
            (Data::Int(n), _) => n.to_le_bytes().to_vec(),
        };
        bytes.resize(size, 0);
        Ok(bytes)
    }

    /// An integer in the canonical form of a type.
    pub(super) fn wrapped(&self, value: i64, ty: TypeId) -> i64 {
        let types = &self.tree.types;
        let bits = 8 * types.size(ty).unwrap_or(8).clamp(1, 8) as u32;
        if bits == 64 {
            return value;
        }
        let up = 64 - bits;
        if types.is_signed(ty) { value << up >> up } else { ((value as u64) << up >> up) as i64 }
    }

    pub(super) fn cast(&self, data: Data, from: TypeId, to: TypeId) -> Data {
        let types = &self.tree.types;
        if types.is_void(to) {
            return Data::Void;
        }
        if to.unqualified() == TypeId::BOOL {
            return match data {
                Data::Int(n) => Data::Int(i64::from(n != 0)),
                Data::Float(x) => Data::Int(i64::from(x != 0.0)),
                other => other,
            };
        }
        match data {
            Data::Int(n) if types.is_float(to) => {
                let unsigned = !types.is_signed(from) && types.size(from) == Some(8);
                self.rounded(if unsigned { n as u64 as f64 } else { n as f64 }, to)
            }
            Data::Int(n) => Data::Int(self.wrapped(n, to)),
            Data::Float(x) if types.is_float(to) => self.rounded(x, to),
            Data::Float(x) if types.is_signed(to) => Data::Int(self.wrapped(x as i64, to)),
            Data::Float(x) => Data::Int(self.wrapped(x as u64 as i64, to)),
            other => other,
        }
    }

    pub(super) fn rounded(&self, x: f64, ty: TypeId) -> Data {
        Data::Float(if ty.unqualified() == TypeId::FLOAT { f64::from(x as f32) } else { x })
    }

    pub(super) fn binary(&self, op: BinaryOp, a: Data, b: Data, ty: TypeId) -> Result<Data, Refusal> {
        let (a, b) = match (a, b) {
            (Data::Float(a), Data::Float(b)) => {
                let x = match op {
                    BinaryOp::Add => a + b,
                    BinaryOp::Sub => a - b,
                    BinaryOp::Mul => a * b,
                    BinaryOp::Div => a / b,
                    _ => return Err(NOT_SCALAR.to_string()),
                };
                return Ok(self.rounded(x, ty));
            }
            (a, b) => (whole(a)?, whole(b)?),
        };
        let types = &self.tree.types;
        let signed = types.is_signed(ty);
        let bits = 8 * types.size(ty).unwrap_or(8) as u32;
        let shift = (b as u32) & (bits.max(1) - 1);
        if matches!(op, BinaryOp::Div | BinaryOp::Rem) && b == 0 {
            return Err("Division by zero".to_string());
        }
        let value = match op {
            BinaryOp::Add => a.wrapping_add(b),
            BinaryOp::Sub => a.wrapping_sub(b),
            BinaryOp::Mul => a.wrapping_mul(b),
            BinaryOp::Div if signed => a.wrapping_div(b),
            BinaryOp::Div => (a as u64 / b as u64) as i64,
            BinaryOp::Rem if signed => a.wrapping_rem(b),
            BinaryOp::Rem => (a as u64 % b as u64) as i64,
            BinaryOp::And => a & b,
            BinaryOp::Or => a | b,
            BinaryOp::Xor => a ^ b,
            BinaryOp::Shl => a.wrapping_shl(shift),
            BinaryOp::Shr if signed => a.wrapping_shr(shift),
            BinaryOp::Shr => (a as u64).wrapping_shr(shift) as i64,
        };
        Ok(Data::Int(self.wrapped(value, ty)))
    }

    pub(super) fn compare(&self, op: CompareOp, a: Data, b: Data, ty: TypeId) -> Result<bool, Refusal> {
        let order = match (a, b) {
            (Data::Float(a), Data::Float(b)) => a.partial_cmp(&b),
            (a, b) => {
                let (a, b) = (whole(a)?, whole(b)?);
                Some(if self.tree.types.is_signed(ty) { a.cmp(&b) } else { (a as u64).cmp(&(b as u64)) })
            }
        };
        Ok(match op {
            CompareOp::Eq => order.is_some_and(|o| o.is_eq()),
            CompareOp::Ne => order.is_none_or(|o| o.is_ne()),
            CompareOp::Lt => order.is_some_and(|o| o.is_lt()),
            CompareOp::Le => order.is_some_and(|o| o.is_le()),
            CompareOp::Gt => order.is_some_and(|o| o.is_gt()),
            CompareOp::Ge => order.is_some_and(|o| o.is_ge()),
        })
    }
}

pub(super) const NOT_SCALAR: &str = "Argument to arithmetic operation not a number or boolean.";

pub(super) fn whole(data: Data) -> Result<i64, Refusal> {
    match data {
        Data::Int(n) => Ok(n),
        _ => Err(NOT_SCALAR.to_string()),
    }
}

pub(super) fn truth(data: &Data) -> Result<bool, Refusal> {
    match data {
        Data::Int(n) => Ok(*n != 0),
        Data::Float(x) => Ok(*x != 0.0),
        _ => Err(NOT_SCALAR.to_string()),
    }
}

pub(super) fn elem_size(elem: ElemSize) -> Result<i64, Refusal> {
    match elem {
        ElemSize::Const(size) => Ok(size as i64),
        ElemSize::Local(_) => Err("not supported: arrays of variable length arrays in the debugger".to_string()),
    }
}
