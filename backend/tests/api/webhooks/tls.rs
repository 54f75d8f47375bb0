//! A receiver is who it says it is, or is told nothing.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use backend::features::webhooks::send::{Attempt, Letter, Limits, Sender};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use shared::webhooks::{Outcome, Target};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        RootCertStore, ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer},
    },
};

/// An authority of our own.
fn authority() -> (CertificateDer<'static>, Issuer<'static, KeyPair>) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = params.self_signed(&key).unwrap().der().clone();
    (certificate, Issuer::new(params, key))
}

/// A receiver on this machine with a certificate for `name`, and how many letters it has got.
async fn receiver(name: &str, issuer: &Issuer<'static, KeyPair>) -> (u16, Arc<AtomicUsize>) {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![name.to_owned()])
        .unwrap()
        .signed_by(&key, issuer)
        .unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let got = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&got);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut request = [0; 4096];
            if stream.read(&mut request).await.is_ok_and(|read| read > 0) {
                counted.fetch_add(1, Ordering::SeqCst);
                let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await;
            }
        }
    });
    (port, got)
}

async fn send(sender: &Sender, url: &str) -> Attempt {
    let letter = Letter {
        id: "1".to_owned(),
        timestamp: 0,
        signature: "v1,".to_owned(),
        body: "{}".to_owned(),
    };
    sender
        .attempt(&Target::read(url, true).unwrap(), letter)
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_asked_for_and_judged() {
    let (root, issuer) = authority();
    let mut roots = RootCertStore::empty();
    roots.add(root).unwrap();
    let sender = Sender::trusting(roots, Limits::default(), true).unwrap();
    let (port, got) = receiver("localhost", &issuer).await;
    let url = format!("https://localhost:{port}/in");
    assert_eq!(send(&sender, &url).await.outcome, Outcome::Delivered);
    assert_eq!(got.load(Ordering::SeqCst), 1);
    // A name that the certificate does not hold.
    let address = format!("https://127.0.0.1:{port}/in");
    assert_eq!(send(&sender, &address).await.outcome, Outcome::Untrusted);
    // An authority that browsers do not know.
    let public = Sender::new(Limits::default(), true).unwrap();
    assert_eq!(send(&public, &url).await.outcome, Outcome::Untrusted);
    let (_, stranger) = authority();
    let (port, other) = receiver("localhost", &stranger).await;
    let url = format!("https://localhost:{port}/in");
    assert_eq!(send(&sender, &url).await.outcome, Outcome::Untrusted);
    assert_eq!(
        (got.load(Ordering::SeqCst), other.load(Ordering::SeqCst)),
        (1, 0)
    );
}
