//! From a receiver's name to the addresses that may be called. Asked when a webhook is saved, and
//! again before every attempt, which then goes to these very addresses: a name that leads elsewhere
//! a moment later leads nobody there.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use shared::{
    problem::{FieldCode, FieldError},
    webhooks::{Host, NotPublic, Target, TargetFault, public},
};
use tokio::{net::lookup_host, time::timeout};

/// How long a name may take when a webhook is saved.
const TIME: Duration = Duration::from_secs(5);

/// Why a receiver cannot be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// Its name has no address.
    NoAddress,
    /// One of its addresses is not public.
    NotPublic(NotPublic),
}

/// The addresses of a receiver. One that is not public spoils all of them: an honest name has none.
pub async fn resolve(target: &Target, loopback: bool) -> Result<Vec<SocketAddr>, Unresolved> {
    let found: Vec<SocketAddr> = match &target.host {
        Host::Address(address) => vec![SocketAddr::new(*address, target.port)],
        Host::Name(name) => lookup_host((name.as_str(), target.port))
            .await
            .map_err(|_| Unresolved::NoAddress)?
            .collect(),
    };
    if found.is_empty() {
        return Err(Unresolved::NoAddress);
    }
    judge(found.iter().map(SocketAddr::ip), loopback && here(target))?;
    Ok(found)
}

/// Whether every address may be called.
fn judge(found: impl Iterator<Item = IpAddr>, here: bool) -> Result<(), Unresolved> {
    for address in found {
        if !(here && address.is_loopback()) {
            public(address).map_err(Unresolved::NotPublic)?;
        }
    }
    Ok(())
}

/// Whether a receiver says openly that it is this machine.
fn here(target: &Target) -> bool {
    match &target.host {
        Host::Name(name) => name == "localhost",
        Host::Address(address) => address.is_loopback(),
    }
}

/// Checks the address of a webhook that is being saved.
///
/// # Errors
/// A [`FieldError`] at `/url`.
pub async fn check(url: &str, loopback: bool) -> Result<(), FieldError> {
    const AT: &str = "/url";
    let target = Target::read(url, loopback).map_err(|fault| fault.at(AT))?;
    match timeout(TIME, resolve(&target, loopback)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(Unresolved::NotPublic(why))) => Err(TargetFault::NotPublic(why).at(AT)),
        Ok(Err(Unresolved::NoAddress)) | Err(_) => Err(FieldError::new(
            AT,
            FieldCode::NotFound,
            "This name leads to no address. Check how it is written",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_that_is_not_public_spoils_the_name() {
        let judge = |addresses: &[&str], here| {
            judge(
                addresses.iter().map(|address| address.parse().unwrap()),
                here,
            )
        };
        assert_eq!(judge(&["1.1.1.1", "2606:4700:4700::1111"], false), Ok(()));
        assert_eq!(
            judge(&["1.1.1.1", "10.0.0.1"], false),
            Err(Unresolved::NotPublic(NotPublic::Private))
        );
        assert_eq!(
            judge(&["127.0.0.1"], false),
            Err(Unresolved::NotPublic(NotPublic::Loopback))
        );
        assert_eq!(judge(&["127.0.0.1", "::1"], true), Ok(()));
        assert!(judge(&["127.0.0.1", "10.0.0.1"], true).is_err());
    }

    #[tokio::test]
    async fn a_public_name_that_leads_here_is_refused_whatever_is_switched_on() {
        // What DNS rebinding does: the name is honest, its address is not.
        let target = Target {
            secure: true,
            host: Host::Name("localhost".to_owned()),
            port: 443,
            path: "/".to_owned(),
        };
        assert_eq!(
            resolve(&target, false).await,
            Err(Unresolved::NotPublic(NotPublic::Loopback))
        );
        assert!(resolve(&target, true).await.is_ok());
    }
}
