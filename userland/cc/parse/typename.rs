//! Types as gcc writes them in messages: `int (*)(int,  char *)`, `struct point`, `const char *`.
//!
//! Entry points: `Parser::type_name`, [`TypeNames`].

use super::*;

impl Parser {
    /// A type's name, and what it stands for if that is another: `pid_t {aka int}`.
    pub(super) fn type_name(&self, ty: TypeId) -> String {
        match self.names_of_type(ty) {
            (name, Some(plain)) => format!("{name} {{aka {plain}}}"),
            (name, None) => name,
        }
    }

    /// The same, each in quotes: `'pid_t' {aka 'int'}`.
    pub(super) fn quoted(&self, ty: TypeId) -> String {
        match self.names_of_type(ty) {
            (name, Some(plain)) => format!("'{name}' {{aka '{plain}'}}"),
            (name, None) => format!("'{name}'"),
        }
    }

    /// A type as it was spelled, and without any typedef's name if that differs (print_type in gcc's c-objc-common.cc).
    fn names_of_type(&self, ty: TypeId) -> (String, Option<String>) {
        let names = TypeNames { types: &self.types, names: &self.names, style: TypeStyle::Gcc };
        let plain = names.name(ty.plain());
        let name = match self.types.typedef_name(ty) {
            Some(typedef) => self.names.get(typedef).to_string(),
            None => names.name(ty),
        };
        let differs = name != plain && !self.is_of_the_library(ty);
        (name, differs.then_some(plain))
    }

    /// What a library's header names, such as FILE, has no other name for who uses it (get_aka_type in the same file).
    fn is_of_the_library(&self, ty: TypeId) -> bool {
        let mut ty = ty;
        while let Some(target) = self.types.pointee(ty) {
            ty = target;
        }
        let tag = self.types.as_record(ty).and_then(|record| self.types.record(record).tag);
        tag.is_some_and(|tag| {
            let tag = self.names.get(tag).as_bytes();
            matches!(tag, [b'_', b'_' | b'A'..=b'Z', ..])
        })
    }

    pub(super) fn record_word(&self, kind: RecordKind) -> &'static str {
        record_word(kind)
    }
}

/// Whose habits names of types follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TypeStyle {
    /// The compiler's messages: `long unsigned int`, `int[3]`.
    Gcc,
    /// The debugger's: `unsigned long`, `int [3]`.
    Gdb,
}

/// Writes types as C.
#[derive(Clone, Copy)]
pub struct TypeNames<'a> {
    /// The types.
    pub types: &'a Types,
    /// The names in them.
    pub names: &'a Interner,
    /// How they are written.
    pub style: TypeStyle,
}

impl TypeNames<'_> {
    /// A type's name.
    pub fn name(&self, ty: TypeId) -> String {
        self.declare(ty, String::new(), 0)
    }

    /// The declaration of `name` with a type.
    pub fn declaration(&self, ty: TypeId, name: &str) -> String {
        self.declare(ty, name.to_string(), 0)
    }

    /// The declaration of `inner` with a type, as in `int (*inner)[3]`.
    fn declare(&self, ty: TypeId, inner: String, level: u32) -> String {
        if level > 60 {
            return format!("...{inner}");
        }
        let quals = qualifiers(ty.quals());
        match self.types.kind(ty) {
            TypeKind::Pointer(target) => {
                let to_function = self.style == TypeStyle::Gcc && inner.starts_with("(*");
                let mut text = String::from(if to_function { "* " } else { "*" });
                text.push_str(quals.trim_end());
                if !quals.is_empty() && !inner.is_empty() && !inner.starts_with(['*', '(', '[']) {
                    text.push(' ');
                }
                text.push_str(&inner);
                let parens = matches!(
                    self.types.kind(*target),
                    TypeKind::Array { .. } | TypeKind::Vla { .. } | TypeKind::Function(_)
                );
                if parens {
                    text = format!("({text})");
                }
                self.declare(*target, text, level + 1)
            }
            TypeKind::Array { elem, len } => {
                let len = len.map_or(String::new(), |n| n.to_string());
                let elem = elem.qualified(ty.quals());
                self.declare(elem, format!("{inner}[{len}]"), level + 1)
            }
            TypeKind::Vla { elem, .. } => self.declare(*elem, format!("{inner}[*]"), level + 1),
            TypeKind::Function(f) => {
                let mut list: Vec<String> =
                    f.params.iter().map(|p| self.declare(*p, String::new(), level + 1)).collect();
                let text = match f.style {
                    FunctionStyle::Unprototyped => String::new(),
                    FunctionStyle::Fixed if list.is_empty() => "void".into(),
                    FunctionStyle::Fixed => list.join(",  "),
                    FunctionStyle::Variadic => {
                        let last = list.pop().unwrap_or_default();
                        list.push(format!("{last}, ..."));
                        list.join(",  ")
                    }
                };
                let text = if self.style == TypeStyle::Gdb { text.replace(",  ", ", ") } else { text };
                self.declare(f.ret, format!("{inner}({text})"), level + 1)
            }
            _ => {
                let base = format!("{quals}{}", self.base_name(ty));
                let parens = inner.starts_with("(void)") || inner.starts_with("()");
                match inner.chars().next() {
                    None => base,
                    Some('[') if self.style == TypeStyle::Gcc => base + &inner,
                    Some('(') if self.style == TypeStyle::Gcc && (parens || !inner.starts_with("(*")) => base + &inner,
                    _ => format!("{base} {inner}"),
                }
            }
        }
    }

    fn base_name(&self, ty: TypeId) -> String {
        if let Some(name) = self.types.typedef_name(ty).filter(|_| self.style == TypeStyle::Gcc) {
            return self.names.get(name).to_string();
        }
        let short = match self.types.kind(ty) {
            _ if self.style == TypeStyle::Gcc => "",
            TypeKind::Short => "short",
            TypeKind::UShort => "unsigned short",
            TypeKind::Long => "long",
            TypeKind::ULong => "unsigned long",
            TypeKind::LongLong => "long long",
            TypeKind::ULongLong => "unsigned long long",
            _ => "",
        };
        if !short.is_empty() {
            return short.to_string();
        }
        if let Some(wide) = self.types.wide(ty) {
            return match wide {
                Wide::Int => "__int128".into(),
                Wide::Unsigned => "__int128 unsigned".into(),
                Wide::Complex(part) => format!("_Complex {}", self.base_name(part)),
            };
        }
        let fixed = match self.types.kind(ty) {
            TypeKind::Void => "void",
            TypeKind::Bool => "_Bool",
            TypeKind::Char => "char",
            TypeKind::SChar => "signed char",
            TypeKind::UChar => "unsigned char",
            TypeKind::Short => "short int",
            TypeKind::UShort => "short unsigned int",
            TypeKind::Int => "int",
            TypeKind::UInt => "unsigned int",
            TypeKind::Long => "long int",
            TypeKind::ULong => "long unsigned int",
            TypeKind::LongLong => "long long int",
            TypeKind::ULongLong => "long long unsigned int",
            TypeKind::Float => "float",
            TypeKind::Double => "double",
            TypeKind::LongDouble => "long double",
            TypeKind::Record(id) => {
                let record = self.types.record(*id);
                let word = record_word(record.kind);
                return match (record.tag, record.alias) {
                    (Some(tag), _) => format!("{word} {}", self.names.get(tag)),
                    (None, Some(alias)) => self.names.get(alias).to_string(),
                    (None, None) => format!("{word} <anonymous>"),
                };
            }
            TypeKind::Enum(id) => {
                let e = self.types.enumeration(*id);
                return match (e.tag, e.alias) {
                    (Some(tag), _) => format!("enum {}", self.names.get(tag)),
                    (None, Some(alias)) => self.names.get(alias).to_string(),
                    (None, None) => "enum <anonymous>".into(),
                };
            }
            _ => "",
        };
        fixed.to_string()
    }
}

fn record_word(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Struct => "struct",
        RecordKind::Union => "union",
    }
}

/// Qualifiers, each followed by a space.
fn qualifiers(quals: Quals) -> String {
    let mut text = String::new();
    for (qual, word) in [
        (Quals::CONST, "const "),
        (Quals::VOLATILE, "volatile "),
        (Quals::RESTRICT, "restrict "),
        (Quals::ATOMIC, "_Atomic "),
    ] {
        if quals.has(qual) {
            text.push_str(word);
        }
    }
    text
}
