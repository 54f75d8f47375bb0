//! WebAssembly's container: a header of eight bytes, then sections of an id, a length and that many bytes.

/// The header: the magic number and the version.
const HEADER: usize = 8;
/// The id of a section that says nothing to the machine: names, producers.
const CUSTOM: u8 = 0;

/// The module without what only a debugger reads; none when it is not a module.
pub fn bare(module: &[u8]) -> Option<Vec<u8>> {
    let mut kept = module.get(..HEADER)?.to_vec();
    let mut at = HEADER;
    while let Some(id) = module.get(at) {
        let (length, bytes) = number(module.get(at + 1..)?)?;
        let end = (at + 1 + bytes).checked_add(length)?;
        let section = module.get(at..end)?;
        if *id != CUSTOM {
            kept.extend_from_slice(section);
        }
        at = end;
    }
    Some(kept)
}

/// The number in LEB128 at the start, and how many bytes it takes.
fn number(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0;
    for (at, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, at + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{bare, number};

    const MAGIC: [u8; 8] = *b"\0asm\x01\0\0\0";

    #[test]
    fn what_only_a_debugger_reads_goes() {
        let module = [&MAGIC[..], &[0, 3, 1, b'n', 7], &[1, 2, 8, 9], &[0, 1, 0]].concat();
        assert_eq!(bare(&module), Some([&MAGIC[..], &[1, 2, 8, 9]].concat()));
    }

    #[test]
    fn a_module_that_is_cut_short_is_none() {
        assert_eq!(bare(&[&MAGIC[..], &[1, 9, 0]].concat()), None);
        assert_eq!(bare(b"asm"), None);
    }

    #[test]
    fn numbers_of_several_bytes() {
        assert_eq!(number(&[0xe5, 0x8e, 0x26, 1]), Some((624_485, 3)));
        assert_eq!(number(&[0x80]), None);
    }
}
