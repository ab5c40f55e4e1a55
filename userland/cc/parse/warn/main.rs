//! `-Wmain`: a `main` that is not as C11 5.1.2.2.1 has it.

use super::*;

const OPTION: &str = "-Wmain";

impl Parser {
    /// About the function `main`, whose name is the token `at`.
    pub(in super::super) fn check_main(&mut self, at: u32, params: &[Param], ret: TypeId, is_static: bool) {
        if ret.unqualified() != TypeId::INT {
            self.warn(at, OPTION, "return type of 'main' is not 'int'");
        }
        let params: Vec<TypeId> = params.iter().map(|p| self.func.locals[p.local.index()].ty.unqualified()).collect();
        let pointee = |ty: TypeId| self.types.pointee(ty);
        let strings = |ty: TypeId| pointee(ty).and_then(pointee).is_some_and(|ty| ty.unqualified() == TypeId::CHAR);
        let fits = [
            params.first() == Some(&TypeId::INT),
            params.get(1).copied().is_some_and(strings),
            params.get(2).copied().is_some_and(strings),
        ];
        let expected = [("first", "int"), ("second", "char **"), ("third", "char **")];
        for (fits, (which, shown)) in fits.into_iter().zip(expected).take(params.len()) {
            if !fits {
                self.warn(at, OPTION, format!("{which} argument of 'main' should be '{shown}'"));
            }
        }
        if !matches!(params.len(), 0 | 2 | 3) {
            self.warn(at, OPTION, "'main' takes only zero or two arguments");
        }
        if is_static {
            self.warn(at, OPTION, "'main' is normally a non-static function");
        }
    }
}
