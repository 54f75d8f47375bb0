use std::net::IpAddr;

use super::{ADDRESS_MAX, NotPublic, public};
use crate::problem::{FieldCode, FieldError};

/// The ports on which a receiver may listen.
const PORTS: [u16; 2] = [443, 8443];
/// Ends of names that lead into a network of one's own.
const INNER: [&str; 6] = [
    "localhost",
    "local",
    "internal",
    "intranet",
    "home.arpa",
    "test",
];

/// The address of a receiver, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Whether TLS is spoken. It always is, but for a receiver on this machine where the server
    /// was started for trying webhooks out.
    pub secure: bool,
    /// The machine.
    pub host: Host,
    /// The port.
    pub port: u16,
    /// The path with its query, beginning with a slash.
    pub path: String,
}

/// A machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// By its name, in lower case.
    Name(String),
    /// By its address.
    Address(IpAddr),
}

/// Why an address cannot be a receiver's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetFault {
    /// It is longer than is kept.
    TooLong,
    /// It does not begin with `https://`.
    NotHttps,
    /// It holds a character that does not belong into an address.
    BadCharacter,
    /// It names a person or a password.
    Credentials,
    /// It has a part after `#`.
    Fragment,
    /// Its host is not written as a name or an address.
    BadHost,
    /// Its host is a name of an inner network.
    InnerName,
    /// Its port is not a number, or not one that is called.
    BadPort,
    /// Its address is not public.
    NotPublic(NotPublic),
}

impl TargetFault {
    /// The fault in the field `url`, with the way out.
    pub fn at(self, pointer: &str) -> FieldError {
        let not_public;
        let (code, detail) = match self {
            Self::TooLong => (
                FieldCode::TooLong,
                "The address must be 2,000 characters or fewer",
            ),
            Self::NotHttps => (
                FieldCode::NotAnAddress,
                "Enter an address that begins with https://",
            ),
            Self::BadCharacter => (
                FieldCode::BadCharacter,
                "Write the address in plain letters, digits and signs without spaces; a name with other letters in its xn-- form",
            ),
            Self::Credentials => (
                FieldCode::NotAllowed,
                "Remove the name or password before the @. The signature proves who sends",
            ),
            Self::Fragment => (FieldCode::NotAllowed, "Remove the part from # on"),
            Self::BadHost => (
                FieldCode::NotAnAddress,
                "Enter an address in the form https://name.example.org/path",
            ),
            Self::InnerName => (
                FieldCode::NotAllowed,
                "This name belongs to an inner network. Give a name that leads to the public internet",
            ),
            Self::BadPort => (
                FieldCode::NotAllowed,
                "Use port 443, which need not be named, or 8443",
            ),
            Self::NotPublic(why) => {
                not_public = format!(
                    "This address leads to {}. Give one that leads to the public internet",
                    why.words()
                );
                (FieldCode::NotAllowed, not_public.as_str())
            }
        };
        FieldError::new(pointer, code, detail)
    }
}

impl Target {
    /// Takes `text` apart. Where `loopback` is set, this machine itself may be named too, without
    /// TLS and on any port.
    ///
    /// The names of the standard that browsers follow are wider (numbers in base 8 and 16, addresses
    /// of fewer than four parts); what they would read as something else is refused here.
    ///
    /// # Errors
    /// A [`TargetFault`].
    pub fn read(text: &str, loopback: bool) -> Result<Self, TargetFault> {
        if text.len() > ADDRESS_MAX {
            return Err(TargetFault::TooLong);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic())
            || text.contains(['\\', '"', '<', '>', '^', '`', '{', '|', '}'])
        {
            return Err(TargetFault::BadCharacter);
        }
        let (secure, rest) = match text.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (true, rest),
            Some((scheme, rest)) if loopback && scheme.eq_ignore_ascii_case("http") => {
                (false, rest)
            }
            _ => return Err(TargetFault::NotHttps),
        };
        if rest.contains('#') {
            return Err(TargetFault::Fragment);
        }
        let (authority, path) = match rest.find(['/', '?']) {
            Some(at) => rest.split_at(at),
            None => (rest, "/"),
        };
        let path = if path.starts_with('/') {
            path.to_owned()
        } else {
            format!("/{path}")
        };
        if authority.contains('@') {
            return Err(TargetFault::Credentials);
        }
        let (name, port) = match authority.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => {
                let port = port.parse().map_err(|_| TargetFault::BadPort)?;
                (name, Some(port))
            }
            _ => (authority, None),
        };
        let host = host(name)?;
        let port = port.unwrap_or(if secure { 443 } else { 80 });
        let here = loopback
            && match &host {
                Host::Name(name) => name == "localhost",
                Host::Address(address) => address.is_loopback(),
            };
        if here {
            return Ok(Self {
                secure,
                host,
                port,
                path,
            });
        }
        if !secure {
            return Err(TargetFault::NotHttps);
        }
        if !PORTS.contains(&port) {
            return Err(TargetFault::BadPort);
        }
        match &host {
            Host::Address(address) => public(*address).map_err(TargetFault::NotPublic)?,
            Host::Name(name) => {
                let inner = INNER.iter().any(|end| {
                    name.strip_suffix(end)
                        .is_some_and(|front| front.is_empty() || front.ends_with('.'))
                });
                if inner || !name.contains('.') {
                    return Err(TargetFault::InnerName);
                }
            }
        }
        Ok(Self {
            secure,
            host,
            port,
            path,
        })
    }

    /// The host with its port, as the header `Host` names it.
    pub fn authority(&self) -> String {
        let host = match &self.host {
            Host::Name(name) => name.clone(),
            Host::Address(IpAddr::V4(address)) => address.to_string(),
            Host::Address(IpAddr::V6(address)) => format!("[{address}]"),
        };
        match (self.secure, self.port) {
            (true, 443) | (false, 80) => host,
            (_, port) => format!("{host}:{port}"),
        }
    }
}

fn host(text: &str) -> Result<Host, TargetFault> {
    if let Some(inner) = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        let address = inner.parse().map_err(|_| TargetFault::BadHost)?;
        return Ok(Host::Address(IpAddr::V6(address)));
    }
    let name = text.to_ascii_lowercase();
    // Whatever ends in a number is an address, or meant to be read as one.
    let last = name.rsplit('.').next().unwrap_or_default();
    if last.starts_with(|first: char| first.is_ascii_digit()) {
        return name
            .parse()
            .map(|address| Host::Address(IpAddr::V4(address)))
            .map_err(|_| TargetFault::BadHost);
    }
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    if name.len() > 253 || !name.split('.').all(label) {
        return Err(TargetFault::BadHost);
    }
    Ok(Host::Name(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receivers_are_public_and_speak_tls() {
        use TargetFault::*;
        let table = [
            ("https://hooks.example.org/in", None),
            ("https://hooks.example.org", None),
            ("HTTPS://Hooks.Example.org:8443/in?key=1", None),
            ("https://1.1.1.1/in", None),
            ("https://[2606:4700:4700::1111]/in", None),
            ("https://xn--bcher-kva.example/in", None),
            ("", Some(NotHttps)),
            ("hooks.example.org", Some(NotHttps)),
            ("http://hooks.example.org/in", Some(NotHttps)),
            ("ftp://hooks.example.org/in", Some(NotHttps)),
            ("file:///etc/passwd", Some(NotHttps)),
            ("https://", Some(BadHost)),
            ("https:///in", Some(BadHost)),
            ("https://hooks..example.org/", Some(BadHost)),
            ("https://hooks.example.org./", Some(BadHost)),
            ("https://-hooks.example.org/", Some(BadHost)),
            ("https://hooks.example.org:443:1/", Some(BadHost)),
            ("https://lee:secret@hooks.example.org/", Some(Credentials)),
            ("https://hooks.example.org@10.0.0.1/", Some(Credentials)),
            ("https://hooks.example.org/#here", Some(Fragment)),
            ("https://hooks.example.org/a b", Some(BadCharacter)),
            ("https://bücher.example/", Some(BadCharacter)),
            ("https://hooks.example.org\\@10.0.0.1/", Some(BadCharacter)),
            ("https://hooks.example.org/\r\nX: 1", Some(BadCharacter)),
            ("https://hooks.example.org:22/", Some(BadPort)),
            ("https://hooks.example.org:80/", Some(BadPort)),
            ("https://hooks.example.org:65536/", Some(BadPort)),
            ("https://hooks.example.org:/", Some(BadPort)),
            ("https://localhost/", Some(InnerName)),
            ("https://a.localhost/", Some(InnerName)),
            ("https://intranet/", Some(InnerName)),
            ("https://metadata.google.internal/", Some(InnerName)),
            (
                "https://127.0.0.1/",
                Some(NotPublic(super::NotPublic::Loopback)),
            ),
            (
                "https://10.1.2.3/",
                Some(NotPublic(super::NotPublic::Private)),
            ),
            (
                "https://169.254.169.254/latest",
                Some(NotPublic(super::NotPublic::LinkLocal)),
            ),
            (
                "https://[::1]/",
                Some(NotPublic(super::NotPublic::Loopback)),
            ),
            (
                "https://[::ffff:10.0.0.1]/",
                Some(NotPublic(super::NotPublic::Embedded)),
            ),
            ("https://[fe80::1%25eth0]/", Some(BadHost)),
            // What other readers take for 127.0.0.1.
            ("https://127.1/", Some(BadHost)),
            ("https://2130706433/", Some(BadHost)),
            ("https://0x7f000001/", Some(BadHost)),
            ("https://0177.0.0.1/", Some(BadHost)),
            ("https://127.0.0.0x1/", Some(BadHost)),
        ];
        for (text, expected) in table {
            assert_eq!(Target::read(text, false).err(), expected, "{text}");
        }
        let long = format!("https://hooks.example.org/{}", "a".repeat(2_000));
        assert_eq!(Target::read(&long, false).err(), Some(TooLong));
    }

    #[test]
    fn this_machine_is_named_only_where_that_is_switched_on() {
        for text in [
            "http://127.0.0.1:9000/in",
            "http://localhost:9000",
            "https://[::1]:9/",
        ] {
            assert!(Target::read(text, false).is_err(), "{text}");
            assert!(Target::read(text, true).is_ok(), "{text}");
        }
        for text in [
            "http://10.0.0.1/",
            "http://hooks.example.org/",
            "https://10.0.0.1/",
        ] {
            assert!(Target::read(text, true).is_err(), "{text}");
        }
    }

    #[test]
    fn targets_are_taken_apart() {
        let target = Target::read("https://Hooks.example.org:8443?key=1", false).unwrap();
        assert_eq!(target.host, Host::Name("hooks.example.org".to_owned()));
        assert_eq!((target.port, target.path.as_str()), (8443, "/?key=1"));
        assert_eq!(target.authority(), "hooks.example.org:8443");
        let bare = Target::read("https://[2606:4700:4700::1111]/", false).unwrap();
        assert_eq!(bare.authority(), "[2606:4700:4700::1111]");
        assert!(TargetFault::NotHttps.at("/url").detail.contains("https://"));
    }
}
