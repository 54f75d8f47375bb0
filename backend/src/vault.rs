//! Secrets that the service has to use again, such as those that sign webhooks, and therefore
//! cannot keep as a digest: they lie in the database encrypted (AES-256-GCM) with a key that lies
//! outside of it.

use std::{fmt, io, path::Path, sync::Arc};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use crate::{
    clock,
    db::{Database, Who},
    error::ApiError,
};

/// The name of the key's file, where no other is named.
pub const KEY_FILE: &str = "secrets.key";
/// The setting by which a key is known to be the one with which the database was sealed.
const CHECK: &str = "vault.check";

/// Why the key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The file cannot be read or made.
    #[error("The key file {path} cannot be used: {error}")]
    File {
        /// Which.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// Others than its owner can read it.
    #[error("The key file {0} can be read by others. Take their rights away: chmod 600 {0}")]
    Open(String),
    /// It does not hold 32 bytes.
    #[error(
        "The key file {0} does not hold 32 bytes. Restore it from your backup; without it the secrets in the database cannot be read."
    )]
    Length(String),
    /// The database was sealed with another key.
    #[error(
        "The key file is not the one with which the secrets in this database were sealed. Name the right one with --key-file, or restore it from your backup."
    )]
    Other,
    /// The database failed.
    #[error("{0}")]
    Database(#[from] ApiError),
}

/// Seals secrets and opens them again.
#[derive(Clone)]
pub struct Vault {
    key: Arc<LessSafeKey>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault")
    }
}

impl Vault {
    /// The vault whose key is in the file `path`, which is made on first use and readable by its
    /// owner alone.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn at(path: &Path) -> Result<Self, VaultError> {
        let name = || path.display().to_string();
        let bytes = match std::fs::read(path) {
            Ok(bytes) => {
                if readable_by_others(path) {
                    return Err(VaultError::Open(name()));
                }
                bytes
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => match make(path) {
                // Another process was faster.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => std::fs::read(path),
                made => made,
            }
            .map_err(|error| VaultError::File {
                path: name(),
                error,
            })?,
            Err(error) => {
                return Err(VaultError::File {
                    path: name(),
                    error,
                });
            }
        };
        let key = UnboundKey::new(&AES_256_GCM, &bytes).map_err(|_| VaultError::Length(name()))?;
        Ok(Self {
            key: Arc::new(LessSafeKey::new(key)),
        })
    }

    /// Seals `secret`. It opens only for the same `purpose` and record, so that a row cannot be
    /// given another one's secret.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn seal(&self, purpose: &str, record: Uuid, secret: &[u8]) -> Result<Vec<u8>, ApiError> {
        let nonce: [u8; NONCE_LEN] = clock::random()?;
        let mut sealed = secret.to_vec();
        self.key
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                bound(purpose, record),
                &mut sealed,
            )
            .map_err(|_| ApiError::Sealed)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Self::seal`] gave.
    ///
    /// # Errors
    /// [`ApiError::Sealed`] when it was sealed with another key or for something else, or changed.
    pub fn open(&self, purpose: &str, record: Uuid, sealed: &[u8]) -> Result<Vec<u8>, ApiError> {
        let (nonce, rest) = sealed
            .split_first_chunk::<NONCE_LEN>()
            .ok_or(ApiError::Sealed)?;
        let mut bytes = rest.to_vec();
        let secret = self
            .key
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                bound(purpose, record),
                &mut bytes,
            )
            .map_err(|_| ApiError::Sealed)?;
        Ok(secret.to_vec())
    }

    /// Makes sure that this is the key with which the secrets of `db` are sealed; the first one
    /// that asks is.
    ///
    /// # Errors
    /// [`VaultError::Other`] when it is not.
    pub async fn fits(&self, db: &Database) -> Result<(), VaultError> {
        let known = |value: &str| {
            STANDARD_NO_PAD
                .decode(value)
                .ok()
                .is_some_and(|sealed| self.open(CHECK, Uuid::nil(), &sealed).is_ok())
        };
        let find = || entities::setting::Entity::find_by_id(CHECK);
        if let Some(kept) = find().one(&db.read).await.map_err(ApiError::from)? {
            return known(&kept.value).then_some(()).ok_or(VaultError::Other);
        }
        let value = STANDARD_NO_PAD.encode(self.seal(CHECK, Uuid::nil(), CHECK.as_bytes())?);
        let kept = db
            .unit(Who::console("vault"), move |unit| {
                Box::pin(async move {
                    unit.changes_nothing();
                    unit.alone(CHECK).await?;
                    if let Some(kept) = find().one(unit.txn).await? {
                        return Ok(kept.value);
                    }
                    entities::setting::ActiveModel {
                        key: Set(CHECK.to_owned()),
                        value: Set(value.clone()),
                    }
                    .insert(unit.txn)
                    .await?;
                    Ok(value)
                })
            })
            .await?;
        known(&kept).then_some(()).ok_or(VaultError::Other)
    }
}

fn bound(purpose: &str, record: Uuid) -> Aad<Vec<u8>> {
    Aad::from([purpose.as_bytes(), record.as_bytes()].concat())
}

fn make(path: &Path) -> io::Result<Vec<u8>> {
    let key = clock::secret().map_err(io::Error::other)?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    io::Write::write_all(&mut file, &key)?;
    file.sync_all()?;
    Ok(key.to_vec())
}

#[cfg(unix)]
fn readable_by_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
const fn readable_by_others(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(seed: u8) -> Vault {
        let key = UnboundKey::new(&AES_256_GCM, &[seed; 32]).unwrap();
        Vault {
            key: Arc::new(LessSafeKey::new(key)),
        }
    }

    #[test]
    fn secrets_open_for_what_they_were_sealed_for() {
        let (vault, record) = (vault(1), Uuid::from_u128(1));
        let sealed = vault.seal("webhook", record, b"secret").unwrap();
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_eq!(vault.open("webhook", record, &sealed).unwrap(), b"secret");
        assert_ne!(vault.seal("webhook", record, b"secret").unwrap(), sealed);
        assert!(vault.open("key", record, &sealed).is_err());
        assert!(vault.open("webhook", Uuid::nil(), &sealed).is_err());
        assert!(
            super::tests::vault(2)
                .open("webhook", record, &sealed)
                .is_err()
        );
        for at in 0..sealed.len() {
            let mut bent = sealed.clone();
            bent[at] ^= 1;
            assert!(vault.open("webhook", record, &bent).is_err(), "byte {at}");
        }
        assert!(vault.open("webhook", record, &sealed[..5]).is_err());
    }

    #[test]
    fn the_key_is_its_owners_alone() {
        let directory = std::env::temp_dir().join(format!("vault-{}", clock::random_id().simple()));
        std::fs::create_dir(&directory).unwrap();
        let path = directory.join(KEY_FILE);
        let sealed = Vault::at(&path)
            .unwrap()
            .seal("a", Uuid::nil(), b"b")
            .unwrap();
        assert_eq!(
            Vault::at(&path)
                .unwrap()
                .open("a", Uuid::nil(), &sealed)
                .unwrap(),
            b"b"
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
            assert!(matches!(Vault::at(&path), Err(VaultError::Open(_))));
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        std::fs::write(&path, b"short").unwrap();
        assert!(matches!(Vault::at(&path), Err(VaultError::Length(_))));
        std::fs::remove_dir_all(&directory).unwrap();
    }
}
