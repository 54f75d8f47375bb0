//! Makes the folder of the pages when there is none yet: a development build notes where it is, and
//! can only do so of a folder that exists.

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    std::fs::create_dir_all("../target/site")
}
