//! Lowering of one translation unit: which functions and data are emitted, symbols, relocations, source places.
//!
//! Entry point: [`Unit::lower`]. External functions and objects are always emitted, static ones when something
//! that is emitted refers to them.

use super::LowerError;
use super::debug::TypeTable;
use super::func;
use crate::cc::ast::{self, SymbolId, TranslationUnit};
use crate::cc::intern::{FxBuild, Sym};
use crate::cc::source::Span;
use crate::cc::types::{TypeId, TypeKind};
use crate::vm::program::{DataItem, DataReloc, Definition, Linkage, Object, Place, Ref, Section, Symbol};
use indexmap::IndexMap;

const NO_SYMBOL: u32 = u32::MAX;

/// State of the lowering of one unit.
pub struct Unit<'a> {
    /// What is lowered.
    pub tu: &'a TranslationUnit,
    /// What it becomes.
    pub object: Object,
    /// Types for debuggers.
    pub types: TypeTable,
    /// Options.
    pub options: super::Options,
    /// What went wrong.
    pub errors: Vec<LowerError>,
    /// Object symbol of each symbol of the unit.
    symbols: Vec<u32>,
    /// Symbols whose definitions are still to be emitted.
    queue: Vec<SymbolId>,
    refs: IndexMap<(u32, i64), (), FxBuild>,
    consts: IndexMap<u64, (), FxBuild>,
    files: Vec<u16>,
    last_place: (Span, Place),
    strings: u32,
}

impl<'a> Unit<'a> {
    /// Lowers a unit.
    pub fn lower(tu: &'a TranslationUnit, options: super::Options) -> Result<Object, Vec<LowerError>> {
        let mut unit = Unit {
            tu,
            object: Object::default(),
            types: TypeTable::default(),
            options,
            errors: Vec::new(),
            symbols: vec![NO_SYMBOL; tu.symbols.len()],
            queue: Vec::new(),
            refs: IndexMap::default(),
            consts: IndexMap::default(),
            files: vec![u16::MAX; tu.source.file_count()],
            last_place: (Span::NONE, Place::default()),
            strings: 0,
        };
        unit.run();
        if unit.errors.is_empty() { Ok(unit.finish()) } else { Err(unit.errors) }
    }

    fn run(&mut self) {
        for (i, symbol) in self.tu.symbols.iter().enumerate() {
            let defined = !matches!(symbol.def, ast::Definition::Undefined) || symbol.alias.is_some();
            let root =
                symbol.linkage == ast::Linkage::External || symbol.constructor.is_some() || symbol.destructor.is_some();
            if defined && root {
                let function = self.symbol(SymbolId(i as u32));
                self.call_at(symbol.constructor.map(Section::Init), function);
                self.call_at(symbol.destructor.map(Section::Fini), function);
            }
        }
        let mut next = 0;
        while next < self.queue.len() {
            let id = self.queue[next];
            next += 1;
            self.define(id);
        }
    }

    /// A word in the list of what is called at start or exit.
    fn call_at(&mut self, section: Option<Section>, function: u32) {
        let Some(section) = section else { return };
        let relocs = vec![DataReloc { offset: 0, target: Ref { symbol: function, addend: 0 } }];
        let ty = self.debug_type(TypeId::LONG);
        self.object.data.push(DataItem { section, size: 8, align: 8, bytes: Vec::new(), relocs, ty });
        let def = Definition::Data(self.object.data.len() as u32 - 1);
        let name = format!(".L{section:?}");
        self.object.symbols.push(Symbol { name, linkage: Linkage::Static, def, place: Place::default() });
    }

    fn finish(mut self) -> Object {
        self.object.refs = self.refs.keys().map(|(symbol, addend)| Ref { symbol: *symbol, addend: *addend }).collect();
        self.object.consts = self.consts.keys().copied().collect();
        self.object.types = self.types.finish();
        self.object
    }

    /// The object's symbol for a symbol of the unit; its definition will be emitted.
    pub fn symbol(&mut self, id: SymbolId) -> u32 {
        let known = self.symbols[id.index()];
        if known != NO_SYMBOL {
            return known;
        }
        let tu = self.tu;
        let symbol = tu.symbol(id);
        let name = if symbol.name == Sym::EMPTY {
            self.strings += 1;
            format!(".L{}", self.strings)
        } else {
            tu.name(symbol.name).to_string()
        };
        let linkage = match (&symbol.def, symbol.linkage) {
            (_, ast::Linkage::Internal) => Linkage::Static,
            _ if symbol.weak => Linkage::Weak,
            (ast::Definition::Tentative(_), _) => Linkage::Common,
            _ => Linkage::Global,
        };
        let index = self.object.symbols.len() as u32;
        let place = self.place(symbol.span);
        self.object.symbols.push(Symbol { name, linkage, def: Definition::Undefined, place });
        self.symbols[id.index()] = index;
        self.queue.push(id);
        index
    }

    /// Emits the definition of a symbol.
    fn define(&mut self, id: SymbolId) {
        let tu = self.tu;
        let index = self.symbols[id.index()] as usize;
        let mut symbol = tu.symbol(id);
        if let Some(target) = symbol.alias {
            let found =
                tu.symbols.iter().position(|s| s.name == target && !matches!(s.def, ast::Definition::Undefined));
            if let Some(position) = found {
                let target = self.symbol(SymbolId(position as u32)) as usize;
                if self.object.symbols[target].def == Definition::Undefined {
                    symbol = tu.symbol(SymbolId(position as u32));
                    let def = self.definition(symbol);
                    self.object.symbols[target].def = def;
                }
                self.object.symbols[index].def = self.object.symbols[target].def;
                return;
            }
        }
        if self.object.symbols[index].def == Definition::Undefined {
            let def = self.definition(symbol);
            self.object.symbols[index].def = def;
        }
    }

    fn definition(&mut self, symbol: &'a ast::Symbol) -> Definition {
        match &symbol.def {
            ast::Definition::Undefined => Definition::Undefined,
            ast::Definition::Function(function) => match func::lower(self, symbol, function) {
                Ok(code) => {
                    self.object.functions.push(code);
                    Definition::Function(self.object.functions.len() as u32 - 1)
                }
                Err(error) => {
                    self.errors.push(error);
                    Definition::Undefined
                }
            },
            ast::Definition::Tentative(object) | ast::Definition::Object(object) => {
                let item = self.data(symbol, object);
                self.object.data.push(item);
                Definition::Data(self.object.data.len() as u32 - 1)
            }
        }
    }

    fn data(&mut self, symbol: &ast::Symbol, object: &ast::Object) -> DataItem {
        let mut bytes = Vec::new();
        let mut relocs = Vec::new();
        if let Some(init) = &object.init {
            bytes = init.bytes.clone();
            for reloc in &init.relocs {
                let target = Ref { symbol: self.symbol(reloc.symbol), addend: reloc.addend };
                relocs.push(DataReloc { offset: reloc.offset, target });
            }
        }
        let section = match object.section {
            _ if symbol.thread => Section::Thread,
            ast::Section::Rodata if self.is_string(symbol) => Section::Strings,
            ast::Section::Rodata => Section::Rodata,
            ast::Section::Data | ast::Section::Bss => Section::Data,
        };
        let align = match section {
            Section::Strings | Section::Thread => object.align,
            _ => object.align.max(self.usual_align(symbol.ty, object.size)),
        };
        let ty = self.debug_type(symbol.ty);
        DataItem { section, size: object.size, align, bytes, relocs, ty }
    }

    /// What gcc aligns arrays and structures to, at least, where they are not in the stack (the psABI asks for a part of it).
    fn usual_align(&self, ty: TypeId, size: u64) -> u32 {
        match size {
            _ if self.tu.types.is_scalar(ty) => 1,
            ..8 => 1,
            8..16 => 8,
            16..32 => 16,
            _ => 32,
        }
    }

    /// A string literal: anonymous characters.
    fn is_string(&self, symbol: &ast::Symbol) -> bool {
        let types = &self.tu.types;
        let is_char = |ty: TypeId| matches!(types.kind(ty), TypeKind::Char | TypeKind::SChar | TypeKind::UChar);
        symbol.name == Sym::EMPTY && types.element(symbol.ty).is_some_and(is_char)
    }

    /// The index of a reference, for `target` fields of instructions.
    pub fn reference(&mut self, symbol: u32, addend: i64) -> u32 {
        self.refs.insert_full((symbol, addend), ()).0 as u32
    }

    /// The index of a 64-bit constant.
    pub fn constant(&mut self, value: i64) -> u32 {
        self.consts.insert_full(value as u64, ()).0 as u32
    }

    /// The debug description of a type.
    pub fn debug_type(&mut self, ty: TypeId) -> crate::vm::program::TypeId {
        self.types.get(self.tu, ty)
    }

    /// The source place of a span.
    pub fn place(&mut self, span: Span) -> Place {
        if span == self.last_place.0 {
            return self.last_place.1;
        }
        let Some(location) = self.tu.source.locate(span) else {
            return Place::default();
        };
        let place = Place {
            file: self.file(location.file),
            line: location.line,
            col: u16::try_from(location.column).unwrap_or(u16::MAX),
        };
        self.last_place = (span, place);
        place
    }

    fn file(&mut self, id: crate::cc::source::FileId) -> u16 {
        let slot = id.0 as usize;
        if self.files.get(slot).is_none_or(|f| *f == u16::MAX) {
            let index = self.object.files.len().min(usize::from(u16::MAX) - 1);
            if self.files.len() <= slot {
                self.files.resize(slot + 1, u16::MAX);
            }
            self.files[slot] = index as u16;
            self.object.files.push(self.tu.source.file_name(id).to_string());
        }
        self.files[slot]
    }
}
