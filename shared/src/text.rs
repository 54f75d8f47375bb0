//! What a text must be before it is kept.

use crate::problem::{FieldCode, FieldError};

/// Longest title, in characters.
pub const TITLE_MAX: usize = 200;
/// Longest passage of an update or a comment, in characters.
pub const PASSAGE_MAX: usize = 4_000;
/// Longest name of a person or an agency, in characters.
pub const NAME_MAX: usize = 120;
/// Longest e-mail address, in characters (RFC 5321 limits a path to 254).
pub const EMAIL_MAX: usize = 254;

/// Checks `text` against a greatest length in characters and for control characters that a
/// database or a reader cannot hold (NUL among them), and gives it back without surrounding space.
///
/// # Errors
/// A [`FieldError`] at `pointer`: `too_long` or `bad_character`.
pub fn passage(pointer: &str, text: &str, max: usize) -> Result<String, FieldError> {
    if let Some(found) = text
        .chars()
        .find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        return Err(FieldError::new(
            pointer,
            FieldCode::BadCharacter,
            format!(
                "Remove the character with the code {} from this text",
                u32::from(found)
            ),
        ));
    }
    let trimmed = text.trim();
    let length = trimmed.chars().count();
    if length > max {
        return Err(FieldError::new(
            pointer,
            FieldCode::TooLong,
            format!("This text must be {max} characters or fewer. It has {length}"),
        ));
    }
    Ok(trimmed.replace("\r\n", "\n"))
}

/// As [`passage`], for a text of one line that must not be empty.
///
/// # Errors
/// A [`FieldError`] at `pointer`: `required`, `too_long` or `bad_character`.
pub fn line(pointer: &str, what: &str, text: &str, max: usize) -> Result<String, FieldError> {
    let kept = passage(pointer, text, max)?;
    if kept.is_empty() {
        return Err(FieldError::new(
            pointer,
            FieldCode::Required,
            format!("Enter {what}"),
        ));
    }
    if kept.contains(['\n', '\r', '\t']) {
        return Err(FieldError::new(
            pointer,
            FieldCode::BadCharacter,
            format!("Write {what} on one line"),
        ));
    }
    Ok(kept)
}

/// Checks the shape of an e-mail address and gives it back in lower case. Whether it is somebody's
/// is found out by an invitation, not by its letters.
///
/// # Errors
/// A [`FieldError`] at `pointer`: `required`, `too_long` or `not_an_email`.
pub fn email(pointer: &str, text: &str) -> Result<String, FieldError> {
    let kept = line(pointer, "an email address", text, EMAIL_MAX)?.to_lowercase();
    let fits = match kept.split_once('@') {
        Some((name, host)) => {
            !name.is_empty()
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && !host.contains('@')
                && !kept.contains(char::is_whitespace)
        }
        None => false,
    };
    if fits {
        Ok(kept)
    } else {
        Err(FieldError::new(
            pointer,
            FieldCode::NotAnEmail,
            "Enter an email address in the form name@example.org".to_owned(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_trimmed_and_bounded() {
        assert_eq!(passage("/a", "  kept\r\nhere ", 20).unwrap(), "kept\nhere");
        assert_eq!(
            passage("/a", "abc", 2).unwrap_err().code,
            FieldCode::TooLong
        );
        assert_eq!(
            passage("/a", "é".repeat(20).as_str(), 20)
                .unwrap()
                .chars()
                .count(),
            20
        );
        assert_eq!(
            passage("/a", "a\0b", 9).unwrap_err().code,
            FieldCode::BadCharacter
        );
        assert_eq!(
            line("/a", "a title", "   ", 9).unwrap_err().code,
            FieldCode::Required
        );
        assert_eq!(
            line("/a", "a title", "a\nb", 9).unwrap_err().code,
            FieldCode::BadCharacter
        );
    }

    #[test]
    fn addresses_have_a_name_and_a_host() {
        assert_eq!(
            email("/email", " A.B@Example.ORG ").unwrap(),
            "a.b@example.org"
        );
        for bad in [
            "a",
            "a@b",
            "@b.org",
            "a@.org",
            "a@b.",
            "a b@c.org",
            "a@b@c.org",
        ] {
            assert!(email("/email", bad).is_err(), "{bad} must be refused");
        }
    }
}
