//! A receiver of webhooks as somebody would run one: a server of its own that keeps what it gets
//! and answers as it is told.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::Value;
use standardwebhooks::Webhook;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::mpsc,
    time::{Duration, sleep},
};

/// What a receiver got.
#[derive(Clone, Debug)]
pub struct Got {
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Got {
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    pub fn id(&self) -> &str {
        self.header("webhook-id")
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Whether the standard's own library takes it for signed with `secret`.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        Webhook::new(secret)
            .unwrap()
            .verify(&self.body, &self.headers)
            .is_ok()
    }
}

/// How a receiver answers.
#[derive(Clone, Debug)]
pub enum Answer {
    Status(u16),
    With(u16, &'static str, String),
    Body(u16, String),
    /// Never.
    Hang,
}

/// A receiver on this machine.
#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    got: Arc<Mutex<Vec<Got>>>,
    answer: Arc<Mutex<Answer>>,
    told: mpsc::UnboundedSender<()>,
}

impl Receiver {
    /// A receiver that answers 204, and a word on a channel for every letter that it gets.
    pub async fn start() -> (Self, mpsc::UnboundedReceiver<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (told, hears) = mpsc::unbounded_channel();
        let receiver = Self {
            url: format!(
                "http://{}/in?from=throughline",
                listener.local_addr().unwrap()
            ),
            got: Arc::default(),
            answer: Arc::new(Mutex::new(Answer::Status(204))),
            told,
        };
        let app = Router::new().fallback(take).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        (receiver, hears)
    }

    pub async fn plain() -> Self {
        Self::start().await.0
    }

    pub fn answers(&self, answer: Answer) {
        *self.answer.lock().unwrap() = answer;
    }

    pub fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    pub fn types(&self) -> Vec<String> {
        let word = |got: &Got| got.json()["type"].as_str().unwrap().to_owned();
        self.got().iter().map(word).collect()
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    receiver.got.lock().unwrap().push(Got { headers, body });
    let _ = receiver.told.send(());
    let answer = receiver.answer.lock().unwrap().clone();
    let status = |code| StatusCode::from_u16(code).unwrap();
    match answer {
        Answer::Status(code) => status(code).into_response(),
        Answer::Body(code, text) => (status(code), text).into_response(),
        Answer::With(code, name, value) => {
            let mut response = status(code).into_response();
            response.headers_mut().insert(
                HeaderName::from_static(name),
                HeaderValue::from_str(&value).unwrap(),
            );
            response
        }
        Answer::Hang => std::future::pending().await,
    }
}

/// A server that sends `beginning` and then a letter at a time, for ever.
pub async fn drip(beginning: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let _ = stream.write_all(beginning.as_bytes()).await;
                while stream.write_all(b"a").await.is_ok() {
                    sleep(Duration::from_millis(20)).await;
                }
            });
        }
    });
    url
}
