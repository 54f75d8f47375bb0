use crate::problem::{FieldCode, FieldError};

/// Fewest characters of a password (NCSC and NIST SP 800-63B: length, no composition rules).
pub const PASSWORD_MIN: usize = 12;
/// Most characters of a password, so that hashing cannot be made a burden.
pub const PASSWORD_MAX: usize = 256;

/// Passwords of twelve or more characters that lists of leaked ones put first, in lower case.
const COMMON: &[&str] = &[
    "123456789012",
    "1234567890123",
    "password1234",
    "password12345",
    "passwordpassword",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiopasdf",
    "iloveyou1234",
    "administrator",
    "administrator1",
    "letmeinletmein",
    "welcome12345",
    "welcome123456",
    "abcdefghijkl",
    "111111111111",
    "000000000000",
    "aaaaaaaaaaaa",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "changeme1234",
    "changemechangeme",
    "throughline1",
    "throughline12",
    "throughline123",
    "correcthorsebatterystaple",
    "manchesterunited",
    "liverpoolfc1",
    "sunshine1234",
    "football1234",
    "princess1234",
    "trustno1trustno1",
    "monkeymonkey",
    "dragondragon",
];

/// Checks a new password of the person with `email`.
///
/// # Errors
/// A [`FieldError`] at `pointer`: `too_short`, `too_long` or `too_common`.
pub fn check_password(pointer: &str, password: &str, email: &str) -> Result<(), FieldError> {
    let length = password.chars().count();
    if length < PASSWORD_MIN {
        return Err(FieldError::new(
            pointer,
            FieldCode::TooShort,
            format!(
                "Your password must be {PASSWORD_MIN} characters or more. Three words make a good one"
            ),
        ));
    }
    if length > PASSWORD_MAX {
        return Err(FieldError::new(
            pointer,
            FieldCode::TooLong,
            format!("Your password must be {PASSWORD_MAX} characters or fewer"),
        ));
    }
    let lower = password.to_lowercase();
    let name = email.split('@').next().unwrap_or_default().to_lowercase();
    let mut letters: Vec<char> = lower.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let guessable = COMMON.contains(&lower.as_str())
        || lower == email.to_lowercase()
        || letters.len() < 4
        || (name.len() >= 4 && lower.replace(&name, "").chars().count() < 6);
    if guessable {
        return Err(FieldError::new(
            pointer,
            FieldCode::TooCommon,
            "This password is too easy to guess. Choose another, for example three words that do not belong together",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_and_common_ones_are_refused() {
        let code = |text: &str| {
            check_password("/password", text, "jo.smith@example.org")
                .err()
                .map(|e| e.code)
        };
        assert_eq!(code("eleven char"), Some(FieldCode::TooShort));
        assert_eq!(code("twelve chars"), None);
        assert_eq!(code("lämpchen über"), None);
        assert_eq!(code("PasswordPassword"), Some(FieldCode::TooCommon));
        assert_eq!(code("aaaaaaaaaaaaaaaa"), Some(FieldCode::TooCommon));
        assert_eq!(code("jo.smith1234"), Some(FieldCode::TooCommon));
        assert_eq!(code("jo.smith@example.org"), Some(FieldCode::TooCommon));
        assert_eq!(code(&"xyzw".repeat(65)), Some(FieldCode::TooLong));
    }
}
