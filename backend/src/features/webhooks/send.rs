//! One attempt at a delivery: resolve, connect to the very address that was checked, speak TLS,
//! send, read a little of the answer. No redirect is followed, no proxy asked, no connection kept,
//! and all of it has an end.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http_body_util::{BodyExt, Full};
use hyper::{
    Request, Response,
    body::Incoming,
    client::conn::http1,
    header::{CONTENT_TYPE, HOST, RETRY_AFTER, USER_AGENT},
};
use hyper_util::rt::TokioIo;
use shared::webhooks::{Host, Outcome, Target};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, Error as TlsError, RootCertStore, crypto::ring, pki_types::ServerName},
};

use tokio_util::task::AbortOnDropHandle;

use crate::clock;

use super::resolve::{Unresolved, resolve};

/// What an attempt may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The time from the first question to the answer's head.
    pub time: Duration,
    /// The time for the beginning of the answer's body.
    pub body_time: Duration,
    /// The bytes of the answer's body that are read.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(20),
            body_time: Duration::from_secs(2),
            body: 1024,
        }
    }
}

/// Longest excerpt that is kept, in characters.
const EXCERPT: usize = 500;
/// Most bytes of an answer's head.
const HEAD: usize = 16 * 1024;

/// What is sent.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The header `webhook-id`.
    pub id: String,
    /// The header `webhook-timestamp`, in seconds since 1970.
    pub timestamp: i64,
    /// The header `webhook-signature`.
    pub signature: String,
    /// The body.
    pub body: String,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// How.
    pub outcome: Outcome,
    /// The status of the answer.
    pub status: Option<u16>,
    /// The beginning of the answer.
    pub excerpt: String,
    /// How long the receiver asks to be left alone.
    pub retry_after: Option<chrono::Duration>,
}

impl From<Outcome> for Attempt {
    fn from(outcome: Outcome) -> Self {
        Self {
            outcome,
            status: None,
            excerpt: String::new(),
            retry_after: None,
        }
    }
}

/// Sends.
#[derive(Clone)]
pub struct Sender {
    limits: Limits,
    loopback: bool,
    tls: TlsConnector,
}

impl std::fmt::Debug for Sender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sender")
            .field("limits", &self.limits)
            .finish()
    }
}

impl Sender {
    /// A sender that trusts the authorities that browsers trust, and calls this machine only where
    /// `loopback` is set.
    ///
    /// # Errors
    /// When the TLS library offers no protocol that is safe.
    pub fn new(limits: Limits, loopback: bool) -> Result<Self, TlsError> {
        let roots = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        Self::trusting(roots, limits, loopback)
    }

    /// As [`Self::new`], trusting `roots` alone.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn trusting(
        roots: RootCertStore,
        limits: Limits,
        loopback: bool,
    ) -> Result<Self, TlsError> {
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            limits,
            loopback,
            tls: TlsConnector::from(Arc::new(config)),
        })
    }

    /// Makes one attempt.
    pub async fn attempt(&self, target: &Target, letter: Letter) -> Attempt {
        match timeout(self.limits.time, self.exchange(target, letter)).await {
            Err(_) => Outcome::TimedOut.into(),
            Ok(Err(outcome)) => outcome.into(),
            Ok(Ok(answer)) => self.read(answer).await,
        }
    }

    async fn exchange(&self, target: &Target, letter: Letter) -> Result<Answer, Outcome> {
        let addresses = resolve(target, self.loopback)
            .await
            .map_err(|error| match error {
                Unresolved::NoAddress => Outcome::NoAddress,
                Unresolved::NotPublic(_) => Outcome::NotPublic,
            })?;
        let stream = TcpStream::connect(addresses.as_slice())
            .await
            .map_err(|_| Outcome::Unreachable)?;
        if !target.secure {
            return speak(stream, target, letter).await;
        }
        let name = match &target.host {
            Host::Name(name) => {
                ServerName::try_from(name.clone()).map_err(|_| Outcome::NoAddress)?
            }
            Host::Address(address) => ServerName::IpAddress((*address).into()),
        };
        let stream = self.tls.connect(name, stream).await.map_err(|error| {
            // A certificate that is refused is told from a line that broke.
            match error.get_ref().and_then(|inner| inner.downcast_ref()) {
                Some(TlsError::InvalidCertificate(_)) => Outcome::Untrusted,
                _ => Outcome::Unreachable,
            }
        })?;
        speak(stream, target, letter).await
    }

    async fn read(&self, Answer { answer, _line }: Answer) -> Attempt {
        let status = answer.status();
        let outcome = match status.as_u16() {
            200..=299 => Outcome::Delivered,
            300..=399 => Outcome::Redirected,
            410 => Outcome::Gone,
            _ => Outcome::Refused,
        };
        let retry_after = answer
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok())
            .and_then(|text| asked(text, clock::now()));
        let mut body = answer.into_body();
        let mut bytes = Vec::new();
        // The status has said all that counts. What drips, breaks off or never ends is cut.
        let _ = timeout(self.limits.body_time, async {
            while bytes.len() < self.limits.body {
                match body.frame().await {
                    Some(Ok(frame)) => {
                        if let Ok(data) = frame.into_data() {
                            bytes.extend_from_slice(&data);
                        }
                    }
                    _ => break,
                }
            }
        })
        .await;
        bytes.truncate(self.limits.body);
        Attempt {
            outcome,
            status: Some(status.as_u16()),
            excerpt: excerpt(&bytes),
            retry_after,
        }
    }
}

/// The head of an answer, and the line on which its body comes: it is cut when this is let go.
struct Answer {
    answer: Response<Incoming>,
    _line: AbortOnDropHandle<()>,
}

async fn speak(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    target: &Target,
    letter: Letter,
) -> Result<Answer, Outcome> {
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(HEAD)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|_| Outcome::Unreadable)?;
    let line = AbortOnDropHandle::new(tokio::spawn(async move {
        let _ = connection.await;
    }));
    let request = Request::post(&target.path)
        .header(HOST, target.authority())
        .header(USER_AGENT, "Throughline-Webhooks/1")
        .header(CONTENT_TYPE, "application/json")
        .header("webhook-id", letter.id)
        .header("webhook-timestamp", letter.timestamp)
        .header("webhook-signature", letter.signature)
        .body(Full::new(Bytes::from(letter.body)))
        .map_err(|_| Outcome::Unreadable)?;
    let answer = sender.send_request(request).await.map_err(|error| {
        if error.is_parse() || error.is_parse_too_large() {
            Outcome::Unreadable
        } else {
            Outcome::Unreachable
        }
    })?;
    Ok(Answer {
        answer,
        _line: line,
    })
}

/// How long `Retry-After` asks for: seconds, or an HTTP date.
fn asked(text: &str, now: DateTime<Utc>) -> Option<chrono::Duration> {
    if let Ok(seconds) = text.trim().parse::<u32>() {
        return Some(chrono::Duration::seconds(i64::from(seconds)));
    }
    let until = DateTime::parse_from_rfc2822(text.trim()).ok()?;
    Some(until.with_timezone(&Utc) - now)
}

/// The beginning of an answer, as text that can be kept and shown.
fn excerpt(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(EXCERPT)
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receivers_ask_for_seconds_or_until_a_date() {
        let now = "2026-11-22T10:00:00Z".parse().unwrap();
        let seconds = |text| asked(text, now).map(|wait| wait.num_seconds());
        assert_eq!(seconds(" 120 "), Some(120));
        assert_eq!(seconds("Sun, 22 Nov 2026 10:01:00 GMT"), Some(60));
        assert_eq!(seconds("Sun, 22 Nov 2026 09:59:00 GMT"), Some(-60));
        for bad in ["", "-1", "soon", "1e9", "99999999999"] {
            assert_eq!(seconds(bad), None, "{bad}");
        }
    }

    #[test]
    fn excerpts_are_short_and_plain() {
        assert_eq!(excerpt(b" no\0pe\r\n"), "no pe");
        assert_eq!(excerpt(&[0xff, b'a']), "\u{fffd}a");
        assert_eq!(excerpt("é".repeat(600).as_bytes()).chars().count(), EXCERPT);
    }
}
