//! Handing mail to the mail server.

use std::{fmt, time::Duration};

use chrono::{DateTime, Utc};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use uuid::Uuid;

use super::letter::Letter;

/// How long the mail server may take for one step.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why mail cannot be set up as it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum MailSetupError {
    /// The address of the mail server cannot be read.
    #[error(
        "--smtp-url cannot be used: {0}. Write smtps://USER:PASSWORD@HOST, smtp://HOST:PORT?tls=required, or smtp://HOST:PORT for a server on your own network"
    )]
    Url(lettre::transport::smtp::Error),
    /// The password would travel in the open.
    #[error(
        "--smtp-url names a password that would be sent without encryption. Write smtps://, or add ?tls=required"
    )]
    OpenPassword,
    /// The address that mail is from cannot be read.
    #[error("--mail-from is not an email address: {0}")]
    From(lettre::address::AddressError),
}

/// Why a mail was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The server does not answer, or hung up: whether it has the mail is not certain.
    Unreachable,
    /// The server said: not now.
    NotNow(u16),
    /// The server said: never.
    Refused(u16),
    /// The person's address cannot be written to.
    Address,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => f.write_str("unreachable"),
            Self::NotNow(code) => write!(f, "not now: {code}"),
            Self::Refused(code) => write!(f, "refused: {code}"),
            Self::Address => f.write_str("not an address"),
        }
    }
}

/// What sends.
#[derive(Clone, Debug)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    /// Sends from `from` by the mail server at `url`.
    ///
    /// # Errors
    /// When either cannot be used.
    pub fn new(url: &str, from: &str) -> Result<Self, MailSetupError> {
        if url.starts_with("smtp://") && url.contains('@') && !url.contains("tls=required") {
            return Err(MailSetupError::OpenPassword);
        }
        Ok(Self {
            transport: AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                .map_err(MailSetupError::Url)?
                .timeout(Some(PATIENCE))
                .build(),
            from: from.parse().map_err(MailSetupError::From)?,
        })
    }

    /// Hands a mail over. Its Message-ID is made of `id` alone, so that the same mail has the same
    /// one however often it is sent.
    ///
    /// # Errors
    /// Why it was not taken.
    pub async fn send(&self, id: Uuid, letter: Letter, at: DateTime<Utc>) -> Result<(), Trouble> {
        let to = letter.to.parse().map_err(|_| Trouble::Address)?;
        let header = |name, value| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
        let message = Message::builder()
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .date(at.into())
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject)
            .raw_header(header("Auto-Submitted", "auto-generated".to_owned()))
            .raw_header(header("List-Unsubscribe", format!("<{}>", letter.choices)))
            .multipart(MultiPart::alternative_plain_html(letter.text, letter.html))
            .map_err(|_| Trouble::Address)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => {
                let code = error.status().map_or(0, u16::from);
                tracing::warn!(mail = %id, %error, "a mail was not taken");
                Err(if error.is_permanent() {
                    Trouble::Refused(code)
                } else if error.is_transient() {
                    Trouble::NotNow(code)
                } else {
                    Trouble::Unreachable
                })
            }
        }
    }
}
