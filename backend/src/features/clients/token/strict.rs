//! Reading a token before anything in it is believed: three parts in plain base64url, a header that
//! says no more than which key signed it, and no member twice.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, de::DeserializeOwned};

use crate::http::tree::{self, Tree};

/// Longest token that is looked at, in bytes. Ours have some 600.
const LONGEST: usize = 4_096;

/// The header of a token. One that names a key of its own (`jwk`, `jku`, `x5c`), or an extension
/// that has to be understood (`crit`), is refused with every other header that is not here.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The algorithm.
    pub alg: String,
    /// The kind of token.
    pub typ: Option<String>,
    /// The name of the key.
    pub kid: String,
}

/// The header and the body of a token, neither of them checked against its signature yet.
///
/// # Errors
/// What is wrong with its shape.
pub fn read<T: DeserializeOwned>(token: &str) -> Result<(Head, T), &'static str> {
    if token.len() > LONGEST {
        return Err("it is too long");
    }
    let mut parts = token.split('.');
    let (Some(head), Some(body), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err("it does not have three parts");
    };
    if signature.is_empty() {
        return Err("it is not signed");
    }
    URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_| "its signature is not base64url without padding")?;
    let head: Head = part(head)
        .ok_or("its header must hold alg, kid and, at most, typ besides, each of them once")?;
    let body = part(body).ok_or("a claim is missing, given twice or of the wrong kind")?;
    Ok((head, body))
}

fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let tree: Tree = serde_json::from_slice(&bytes).ok()?;
    tree::read(&tree, false).ok()
}
