use serde::{Deserialize, Serialize};

use crate::problem::{FieldCode, FieldError};

use super::api::PublicKey;

/// Most public keys of a client.
pub const KEYS_MAX: usize = 5;
/// Longest name of a key, in characters.
const KID_MAX: usize = 100;
/// Characters of 32 bytes in base64url without padding.
const COORDINATE: usize = 43;

/// How a client signs its assertions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum KeyAlgorithm {
    /// ECDSA over P-256 with SHA-256 (RFC 7518).
    #[serde(rename = "ES256")]
    Es256,
    /// Ed25519 (RFC 8037).
    #[serde(rename = "EdDSA")]
    EdDsa,
}

impl KeyAlgorithm {
    /// The word in a key, in a token and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }

    /// The algorithm that a word names.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Es256, Self::EdDsa]
            .into_iter()
            .find(|algorithm| algorithm.code() == code)
    }
}

/// Checks public keys as they are pasted from a key set (RFC 7517) and says how each signs.
///
/// # Errors
/// The first fault of each key, with pointers as `/keys/0/x`.
pub fn check_keys(keys: &[PublicKey]) -> Result<Vec<KeyAlgorithm>, Vec<FieldError>> {
    if keys.len() > KEYS_MAX {
        return Err(vec![FieldError::new(
            "/keys",
            FieldCode::TooLong,
            format!("A client has {KEYS_MAX} keys at most. Leave out those that it no longer uses"),
        )]);
    }
    let mut algorithms = Vec::with_capacity(keys.len());
    let mut faults = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        match check(key) {
            Ok(_) if keys.iter().take(at).any(|other| other.kid == key.kid) => {
                faults.push(FieldError::new(
                    format!("/keys/{at}/kid"),
                    FieldCode::Duplicate,
                    "Two keys have this name. Give each a name of its own",
                ));
            }
            Ok(algorithm) => algorithms.push(algorithm),
            Err((field, code, detail)) => {
                faults.push(FieldError::new(format!("/keys/{at}/{field}"), code, detail));
            }
        }
    }
    if faults.is_empty() {
        Ok(algorithms)
    } else {
        Err(faults)
    }
}

type Fault = (&'static str, FieldCode, &'static str);

fn check(key: &PublicKey) -> Result<KeyAlgorithm, Fault> {
    if key.d.is_some() {
        return Err((
            "d",
            FieldCode::NotAllowed,
            "This is a private key, which must never leave the program. Make a new one and send its public half",
        ));
    }
    if key.kid.trim().is_empty() {
        return Err(("kid", FieldCode::Required, "Give the key a name (kid)"));
    }
    if key.kid.chars().count() > KID_MAX || key.kid.chars().any(char::is_control) {
        return Err((
            "kid",
            FieldCode::TooLong,
            "The name of a key has 100 characters at most, all of them visible",
        ));
    }
    let algorithm = match (key.kty.as_str(), key.crv.as_str()) {
        ("OKP", "Ed25519") => KeyAlgorithm::EdDsa,
        ("EC", "P-256") => KeyAlgorithm::Es256,
        _ => {
            return Err((
                "kty",
                FieldCode::NotAllowed,
                "Use a key for EdDSA (kty OKP, crv Ed25519) or ES256 (kty EC, crv P-256)",
            ));
        }
    };
    if key
        .alg
        .as_deref()
        .is_some_and(|named| named != algorithm.code())
    {
        return Err((
            "alg",
            FieldCode::Contradiction,
            "The algorithm does not fit the curve. Leave it out, or use EdDSA with Ed25519 and ES256 with P-256",
        ));
    }
    if key.r#use.as_deref().is_some_and(|word| word != "sig") {
        return Err((
            "use",
            FieldCode::NotAllowed,
            "Use a key that is for signing (sig)",
        ));
    }
    if !coordinate(&key.x) {
        return Err((
            "x",
            FieldCode::WrongType,
            "Write 32 bytes in base64url without padding",
        ));
    }
    match (algorithm, key.y.as_deref()) {
        (KeyAlgorithm::EdDsa, None) => {}
        (KeyAlgorithm::EdDsa, Some(_)) => {
            return Err(("y", FieldCode::NotAllowed, "A key on Ed25519 has no y"));
        }
        (KeyAlgorithm::Es256, Some(y)) if coordinate(y) => {}
        (KeyAlgorithm::Es256, _) => {
            return Err((
                "y",
                FieldCode::Required,
                "Write 32 bytes in base64url without padding",
            ));
        }
    }
    Ok(algorithm)
}

fn coordinate(text: &str) -> bool {
    text.len() == COORDINATE
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(json: &str) -> PublicKey {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn keys_are_public_and_of_two_kinds() {
        let x = "A".repeat(43);
        let okp = format!(r#"{{"kty":"OKP","crv":"Ed25519","kid":"a","x":"{x}"}}"#);
        let ec = format!(
            r#"{{"kty":"EC","crv":"P-256","kid":"b","x":"{x}","y":"{x}","alg":"ES256","use":"sig"}}"#
        );
        assert_eq!(
            check_keys(&[key(&okp), key(&ec)]),
            Ok(vec![KeyAlgorithm::EdDsa, KeyAlgorithm::Es256])
        );
        let pointer = |json: String| check_keys(&[key(&json)]).unwrap_err()[0].pointer.clone();
        assert_eq!(
            pointer(okp.replace("\"x\"", "\"d\":\"AA\",\"x\"")),
            "/keys/0/d"
        );
        assert_eq!(pointer(okp.replace("Ed25519", "X25519")), "/keys/0/kty");
        assert_eq!(pointer(okp.replace("OKP", "RSA")), "/keys/0/kty");
        assert_eq!(pointer(okp.replace("\"a\"", "\" \"")), "/keys/0/kid");
        assert_eq!(pointer(okp.replace(&x, "AAAA")), "/keys/0/x");
        assert_eq!(pointer(ec.replace("ES256", "HS256")), "/keys/0/alg");
        assert_eq!(pointer(ec.replace("sig", "enc")), "/keys/0/use");
        assert_eq!(pointer(ec.replace("\"y\"", "\"d\"")), "/keys/0/d");
        assert_eq!(
            check_keys(&[key(&okp), key(&okp)]).unwrap_err()[0].pointer,
            "/keys/1/kid"
        );
        assert_eq!(
            check_keys(&vec![key(&okp); 6]).unwrap_err()[0].pointer,
            "/keys"
        );
    }
}
