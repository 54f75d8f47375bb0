//! What a workbook unzips to, counted before anything in it is read. The sizes that its directory
//! declares may lie, so the bytes themselves are counted.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::{fault::Unreadable, limits};

/// The parts of a workbook, which together stay within the limits.
pub struct Parts<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
}

impl<'b> Parts<'b> {
    /// Opens the archive and counts what is in it.
    ///
    /// # Errors
    /// When it cannot be unzipped, or goes beyond the limits.
    pub fn counted(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
        if archive.len() > limits::PARTS {
            return Err(Unreadable::TooManyParts);
        }
        let mut left = limits::UNZIPPED;
        for at in 0..archive.len() {
            let part = archive.by_index(at).map_err(|_| Unreadable::Damaged)?;
            let mut bytes = Vec::new();
            let read = part
                .take(left + 1)
                .read_to_end(&mut bytes)
                .map_err(|_| Unreadable::Damaged)?;
            left = u64::try_from(read)
                .ok()
                .and_then(|read| left.checked_sub(read))
                .ok_or(Unreadable::Unzips)?;
            if boasts(&bytes) {
                return Err(Unreadable::Damaged);
            }
        }
        Ok(Self { archive })
    }

    /// The bytes of a part; none where there is no such part.
    ///
    /// # Errors
    /// When it cannot be unzipped.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let Ok(part) = self.archive.by_name(name) else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        part.take(limits::UNZIPPED)
            .read_to_end(&mut bytes)
            .map_err(|_| Unreadable::Damaged)?;
        Ok(Some(bytes))
    }
}

/// The attribute by which a part says how many texts it holds.
const COUNT: &[u8] = b"uniqueCount";

/// Whether a part says that it holds more texts than it has bytes. The reader makes room for as many
/// as are said, whatever follows. A part in UTF-16 could say so unseen, and no spreadsheet writes one.
fn boasts(part: &[u8]) -> bool {
    if part.starts_with(b"\xFF\xFE")
        || part.starts_with(b"\xFE\xFF")
        || part.starts_with(b"<\0")
        || part.starts_with(b"\0<")
    {
        return true;
    }
    part.windows(COUNT.len())
        .enumerate()
        .filter(|(_, found)| *found == COUNT)
        .any(|(at, _)| {
            let digits: String = part
                .iter()
                .skip(at + COUNT.len())
                .skip_while(|byte| !byte.is_ascii_digit())
                .take_while(|byte| byte.is_ascii_digit())
                .map(|byte| char::from(*byte))
                .collect();
            digits
                .parse::<usize>()
                .map_or(!digits.is_empty(), |count| count > part.len())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_that_cannot_be_are_seen() {
        assert!(!boasts(
            b"<sst count=\"2\" uniqueCount=\"2\"><si/><si/></sst>"
        ));
        assert!(!boasts(b"no count at all"));
        assert!(boasts(b"<sst uniqueCount=\"999999999999\"/>"));
        assert!(boasts(b"<sst uniqueCount = '99999999999999999999999999'/>"));
        assert!(boasts(b"\xFF\xFE<\0"));
    }
}
