//! Compiles the C library and the programs of /bin once, when the simulator is built.

use forklore_userland::bin;
use forklore_userland::library::{Library, compile_library, compile_tool};
use std::fs;
use std::path::PathBuf;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let objects = compile_library().unwrap_or_else(|e| panic!("the C library does not compile:\n{}", e.render()));
    let packed = Library::pack(&objects).expect("objects serialise");
    fs::write(out.join("libc.bin"), &packed).expect("writable");
    let library = Library::open(&packed).expect("what was just packed");
    let mut table = String::from("&[\n");
    for (n, (name, sources)) in bin::PROGRAMS.iter().enumerate() {
        let program =
            compile_tool(sources, &library).unwrap_or_else(|e| panic!("/bin/{name} does not compile:\n{}", e.render()));
        let file = out.join(format!("tool{n}.bin"));
        fs::write(&file, postcard::to_allocvec(&program).expect("programs serialise")).expect("writable");
        table += &format!("    ({name:?}, include_bytes!({:?})),\n", file.display().to_string());
    }
    table += "]\n";
    fs::write(out.join("tools.rs"), table).expect("writable");
}
