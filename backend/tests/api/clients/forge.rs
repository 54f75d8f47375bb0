//! Tokens and assertions made by hand, so that every part of them can be bent.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::support::World;

/// Something that signs.
pub enum Signer {
    Ed(Ed25519KeyPair),
    Ec(EcdsaKeyPair),
    Mac(Vec<u8>),
    None,
}

impl Signer {
    pub fn ed(seed: &[u8]) -> Self {
        Self::Ed(Ed25519KeyPair::from_seed_unchecked(seed).unwrap())
    }

    pub fn fresh() -> Self {
        Self::ed(&backend::clock::secret().unwrap())
    }

    pub fn ec() -> Self {
        let rng = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &rng).unwrap();
        Self::Ec(
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &rng)
                .unwrap(),
        )
    }

    /// The public half.
    pub fn public(&self) -> Vec<u8> {
        match self {
            Self::Ed(pair) => pair.public_key().as_ref().to_vec(),
            Self::Ec(pair) => pair.public_key().as_ref().to_vec(),
            Self::Mac(_) | Self::None => Vec::new(),
        }
    }

    /// The public half as a JSON Web Key.
    pub fn jwk(&self, kid: &str) -> Value {
        let public = self.public();
        match self {
            Self::Ec(_) => json!({
                "kty": "EC", "crv": "P-256", "kid": kid,
                "x": b64(&public[1..33]), "y": b64(&public[33..]),
            }),
            _ => json!({"kty": "OKP", "crv": "Ed25519", "kid": kid, "x": b64(&public)}),
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Ed(pair) => pair.sign(message).as_ref().to_vec(),
            Self::Ec(pair) => pair
                .sign(&SystemRandom::new(), message)
                .unwrap()
                .as_ref()
                .to_vec(),
            Self::Mac(key) => {
                let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
                mac.update(message);
                mac.finalize().into_bytes().to_vec()
            }
            Self::None => Vec::new(),
        }
    }

    /// A token of these words, as they are.
    pub fn raw(&self, head: &str, claims: &str) -> String {
        let message = format!("{}.{}", b64(head.as_bytes()), b64(claims.as_bytes()));
        self.over(&message)
    }

    /// A token over two parts that are encoded already.
    pub fn over(&self, message: &str) -> String {
        format!("{message}.{}", b64(&self.sign(message.as_bytes())))
    }

    pub fn token(&self, head: &Value, claims: &Value) -> String {
        self.raw(&head.to_string(), &claims.to_string())
    }
}

pub fn b64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// `value` with `member` set to `new`, or without it.
pub fn with(value: &Value, member: &str, new: impl Into<Option<Value>>) -> Value {
    let mut value = value.clone();
    let members = value.as_object_mut().unwrap();
    match new.into() {
        Some(new) => members.insert(member.to_owned(), new),
        None => members.remove(member),
    };
    value
}

/// The server's own signer and its name.
pub async fn ours(world: &World) -> (Signer, String) {
    use entities::signing_key::{Column, Entity};
    let row = Entity::find()
        .filter(Column::SignsFrom.is_not_null())
        .filter(Column::RetiredAt.is_null())
        .one(&world.app.db.read)
        .await
        .unwrap()
        .unwrap();
    let seed = world
        .app
        .vault
        .open("signing key", row.id, &row.sealed)
        .unwrap();
    (Signer::ed(&seed), row.id.to_string())
}
