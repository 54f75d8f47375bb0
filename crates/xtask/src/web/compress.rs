//! Compressed copies, made once here so that the server never compresses the site itself.

use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::error::Error;
use crate::server::Build;

/// Above this size, in bytes, a development build prefers speed: its WebAssembly is ten times the shipped one.
const LARGE: usize = 400_000;
/// Brotli's window, as a power of two: 4 MiB, the most that every browser takes.
const WINDOW: u32 = 22;

/// Puts `NAME.br` and `NAME.gz` beside each file.
///
/// # Errors
/// When a file cannot be read or written.
pub fn beside(files: &[PathBuf], build: Build) -> Result<(), Error> {
    for file in files {
        let content = fs::read(file).map_err(Error::file(file))?;
        let quick = build == Build::Development && content.len() > LARGE;
        write(
            file,
            "br",
            &brotli(&content, if quick { 3 } else { 11 }).map_err(Error::file(file))?,
        )?;
        write(
            file,
            "gz",
            &gzip(
                &content,
                if quick {
                    Compression::fast()
                } else {
                    Compression::best()
                },
            )
            .map_err(Error::file(file))?,
        )?;
    }
    Ok(())
}

fn brotli(content: &[u8], quality: u32) -> std::io::Result<Vec<u8>> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 1 << 16, quality, WINDOW);
    encoder.write_all(content)?;
    encoder.flush()?;
    Ok(encoder.into_inner())
}

fn gzip(content: &[u8], level: Compression) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(content)?;
    encoder.finish()
}

fn write(file: &Path, extension: &str, content: &[u8]) -> Result<(), Error> {
    let mut name = OsString::from(file);
    name.push(".");
    name.push(extension);
    let path = PathBuf::from(name);
    fs::write(&path, content).map_err(Error::file(&path))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let content = b"the same words, the same words, the same words".repeat(50);
        let mut back = Vec::new();
        brotli::Decompressor::new(&*brotli(&content, 11).unwrap(), 4096)
            .read_to_end(&mut back)
            .unwrap();
        assert_eq!(back, content);
        back.clear();
        flate2::read::GzDecoder::new(&*gzip(&content, Compression::best()).unwrap())
            .read_to_end(&mut back)
            .unwrap();
        assert_eq!(back, content);
    }
}
