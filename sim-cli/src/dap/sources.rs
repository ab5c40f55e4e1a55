//! The program's source files, as the client and the compiler name them.

use super::server::{Answer, Server};
use super::stops::Source;
use super::wire::Request;
use forklore_sim::debug::code;
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

impl Server {
    /// The program's file that a client's path means.
    pub fn source_of(&self, path: &str) -> Option<String> {
        let setup = self.run.as_ref()?.session.debugger.setup();
        let wanted = absolute(path);
        let names = source_names(setup);
        let same = |name: &&String| *name == path || absolute(name) == wanted;
        names
            .iter()
            .find(same)
            .or_else(|| names.iter().find(|name| real(name).is_some() && real(name) == real(path)))
            .cloned()
    }

    /// A source as the client is told of it: by path, or by reference if the file is not at hand.
    pub fn told_source(&self, file: &str) -> Value {
        let path = absolute(file);
        let name = path.file_name().map_or_else(|| file.to_string(), |name| name.to_string_lossy().into_owned());
        if path.is_file() {
            return json!({"name": name, "path": path.display().to_string()});
        }
        let setup = self.run.as_ref().map(|run| run.session.debugger.setup());
        let number = setup.and_then(|setup| source_names(setup).iter().position(|known| known == file));
        json!({"name": name, "path": file, "sourceReference": number.map_or(0, |n| n + 1)})
    }

    pub fn source(&mut self, request: &Request) -> Answer {
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        struct Arguments {
            source: Source,
            source_reference: i64,
        }
        let arguments: Arguments = request.take()?;
        let reference = arguments.source.reference.unwrap_or(arguments.source_reference);
        let by_path = arguments.source.path.as_deref().and_then(|path| self.source_of(path));
        let setup = self.ready()?.session.debugger.setup();
        let by_number = usize::try_from(reference)
            .ok()
            .and_then(|n| n.checked_sub(1))
            .and_then(|n| source_names(setup).into_iter().nth(n));
        let name = by_number.or(by_path).ok_or("This file is not part of the program.")?;
        let text = code::text_of(setup, &name).unwrap_or_default();
        Ok(json!({"content": String::from_utf8_lossy(text), "mimeType": "text/x-c"}))
    }

    pub fn loaded_sources(&mut self) -> Answer {
        let names = source_names(self.ready()?.session.debugger.setup());
        let sources: Vec<Value> = names.iter().map(|name| self.told_source(name)).collect();
        Ok(json!({"sources": sources}))
    }
}

/// All files of the programs that are run.
fn source_names(setup: &forklore_sim::setup::Setup) -> Vec<String> {
    let all = std::iter::once(&setup.program).chain(setup.bins.iter().map(|(_, sources)| sources));
    all.flat_map(|sources| sources.files.iter().chain(&sources.headers)).map(|(name, _)| name.clone()).collect()
}

/// A path from the root on, without `.` and `..`.
fn absolute(path: &str) -> PathBuf {
    use std::path::Component;
    let joined = std::env::current_dir().unwrap_or_default().join(path);
    let mut plain = PathBuf::new();
    for part in joined.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// The file that a path leads to, through symbolic links.
fn real(path: &str) -> Option<PathBuf> {
    std::fs::canonicalize(Path::new(path)).ok()
}
