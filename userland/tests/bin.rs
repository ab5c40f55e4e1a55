//! The programs of /bin and the examples go through the compiler's front end, without a warning or an error.

use std::sync::Arc;

use forklore_userland::{bin, cc, libc};

struct Sources;

impl cc::Loader for Sources {
    fn load(&self, path: &str) -> Option<Arc<[u8]>> {
        bin::source(path).map(|text| Arc::from(text.as_bytes()))
    }
}

fn complaints(name: &str, text: &str) -> String {
    let file = cc::SourceFile { name: name.into(), text: Arc::from(text.as_bytes()) };
    let options = cc::Options { headers: libc::HEADERS, defines: libc::OWN_MACROS, ..Default::default() };
    match cc::frontend(&[file], &Sources, &options) {
        Ok((_, diagnostics)) => diagnostics.render(),
        Err(diagnostics) => diagnostics.render(),
    }
}

#[test]
fn every_source_is_accepted() {
    let found: String = bin::SOURCES
        .iter()
        .filter(|(name, _)| name.ends_with(".c"))
        .map(|(name, text)| complaints(name, text))
        .collect();
    assert!(found.is_empty(), "{found}");
}

#[test]
fn every_example_is_accepted() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples");
    let mut found = String::new();
    for entry in std::fs::read_dir(folder).expect("the examples") {
        let path = entry.expect("an example").path();
        if path.extension().is_some_and(|end| end == "c") {
            found += &complaints(&path.to_string_lossy(), &std::fs::read_to_string(&path).expect("its text"));
        }
    }
    assert!(found.is_empty(), "{found}");
}

#[test]
fn every_program_is_complete() {
    for (name, sources) in bin::PROGRAMS {
        assert!(sources.iter().all(|file| bin::source(file).is_some()), "{name} misses a source");
        assert!(
            sources.iter().any(|file| bin::source(file).is_some_and(|text| text.contains("int main("))),
            "{name} has no main"
        );
    }
}
