use std::fmt::Write as _;

use serde::{Serialize, de::DeserializeOwned};

use crate::{Client, Fault, Result};

/// The verb of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Make, or do.
    Post,
    /// Set as a whole.
    Put,
    /// Change in part.
    Patch,
    /// Take away.
    Delete,
}

/// What a call sends.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// JSON.
    Json(String),
    /// A file as it is.
    File {
        /// Its media type.
        kind: &'static str,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

impl Body {
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Json(_) => "application/json",
            Self::File { kind, .. } => kind,
        }
    }
}

/// A call that is being put together.
#[derive(Clone, Debug)]
pub struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: Option<Body>,
    pub(crate) version: Option<i32>,
    pub(crate) key: Option<String>,
    queried: bool,
    fault: bool,
}

impl Call {
    /// A call to `path` under `/api/v1`.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            body: None,
            version: None,
            key: None,
            queried: false,
            fault: false,
        }
    }

    /// Adds a query parameter, when there is a value for it.
    #[must_use]
    pub fn query(mut self, name: &str, value: Option<impl ToString>) -> Self {
        if let Some(value) = value {
            self.path.push(if self.queried { '&' } else { '?' });
            self.queried = true;
            self.path.push_str(name);
            self.path.push('=');
            for byte in value.to_string().bytes() {
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    self.path.push(char::from(byte));
                } else {
                    let _ = write!(self.path, "%{byte:02X}");
                }
            }
        }
        self
    }

    /// Sends `body` as JSON.
    #[must_use]
    pub fn json(mut self, body: &impl Serialize) -> Self {
        match serde_json::to_string(body) {
            Ok(text) => self.body = Some(Body::Json(text)),
            Err(_) => self.fault = true,
        }
        self
    }

    /// Sends `text`, which is JSON already.
    #[must_use]
    pub fn raw(mut self, text: String) -> Self {
        self.body = Some(Body::Json(text));
        self
    }

    /// Sends a file as it is.
    #[must_use]
    pub fn file(mut self, kind: &'static str, bytes: Vec<u8>) -> Self {
        self.body = Some(Body::File { kind, bytes });
        self
    }

    /// The address of the call, for a link that the browser follows by itself.
    pub fn address(&self) -> String {
        format!("/api/v1{}", self.path)
    }

    /// Names the version that is being changed.
    #[must_use]
    pub const fn version(mut self, version: i32) -> Self {
        self.version = Some(version);
        self
    }

    /// Names the act, so that doing it again does nothing twice. Without a key of the caller's
    /// own, each call of [`Client::send`] is an act of its own.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

impl Client {
    /// Sends `call` and reads its answer.
    ///
    /// # Errors
    /// A [`Fault`].
    pub async fn send<T: DeserializeOwned>(&self, call: Call) -> Result<T> {
        if call.fault {
            return Err(Fault::Unreadable);
        }
        let (status, text) = self.exchange(call).await?;
        if (200..300).contains(&status) {
            let text = if text.is_empty() {
                "null"
            } else {
                text.as_str()
            };
            return serde_json::from_str(text).map_err(|_| Fault::Unreadable);
        }
        match serde_json::from_str(&text) {
            Ok(problem) => Err(Fault::Problem(Box::new(problem))),
            Err(_) => Err(Fault::Unreadable),
        }
    }
}
