//! The signatures that tokens carry: EdDSA and ES256 and no others, made by the cryptography that
//! the connection to the database is made with too. Whatever a token's header says, another
//! algorithm cannot be reached from here.

use jsonwebtoken::{
    Algorithm, AlgorithmFamily, DecodingKey, EncodingKey,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{Error as TokenError, ErrorKind},
    signature::{Error, Signer, Verifier},
};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, Ed25519KeyPair, UnparsedPublicKey, VerificationAlgorithm,
};

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes the library use these signatures. Further calls change nothing.
pub fn install() {
    // It fails when it is installed already, which is what is wanted.
    let _ = PROVIDER.install_default();
}

struct Seeded(Ed25519KeyPair);

impl Signer<Vec<u8>> for Seeded {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        Ok(self.0.sign(message).as_ref().to_vec())
    }
}

impl JwtSigner for Seeded {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

/// Signs with the seed of an Ed25519 key.
fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>, TokenError> {
    if *algorithm != Algorithm::EdDSA || key.family() != AlgorithmFamily::Ed {
        return Err(ErrorKind::InvalidAlgorithm.into());
    }
    let pair = Ed25519KeyPair::from_seed_unchecked(key.as_bytes())
        .map_err(|_| TokenError::from(ErrorKind::InvalidEddsaKey))?;
    Ok(Box::new(Seeded(pair)))
}

struct Public {
    algorithm: Algorithm,
    rule: &'static dyn VerificationAlgorithm,
    key: Vec<u8>,
}

impl Verifier<Vec<u8>> for Public {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), Error> {
        UnparsedPublicKey::new(self.rule, &self.key)
            .verify(message, signature)
            .map_err(|_| Error::new())
    }
}

impl JwtVerifier for Public {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>, TokenError> {
    let rule: &'static dyn VerificationAlgorithm = match (algorithm, key.family()) {
        (Algorithm::EdDSA, AlgorithmFamily::Ed) => &ED25519,
        (Algorithm::ES256, AlgorithmFamily::Ec) => &ECDSA_P256_SHA256_FIXED,
        _ => return Err(ErrorKind::InvalidAlgorithm.into()),
    };
    Ok(Box::new(Public {
        algorithm: *algorithm,
        rule,
        key: key.try_get_as_bytes()?.to_vec(),
    }))
}

/// The public half of the key that `seed` makes.
///
/// # Errors
/// When the seed does not have 32 bytes.
pub fn public_half(seed: &[u8]) -> Result<Vec<u8>, crate::error::ApiError> {
    use ring::signature::KeyPair;
    let pair = Ed25519KeyPair::from_seed_unchecked(seed)
        .map_err(|_| crate::error::ApiError::Lost("a signing key could not be made"))?;
    Ok(pair.public_key().as_ref().to_vec())
}
