//! Calls as a program makes them.

use reqwest::{Client, Method};
use serde_json::Value;

/// Somebody who calls.
#[derive(Clone, Debug)]
pub struct Caller {
    http: Client,
    base: String,
    pub cookie: Option<String>,
    /// An access token, for a program.
    pub token: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The answer's JSON, when it has the status that is expected.
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        if self.text.is_empty() {
            Value::Null
        } else {
            self.json()
        }
    }

    /// The code of a problem with the status that is expected.
    pub fn problem(self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.text);
        let content_type = self
            .headers
            .get("content-type")
            .map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(
            content_type.as_deref(),
            Some("application/problem+json"),
            "{}",
            self.text
        );
        let problem: shared::problem::Problem = serde_json::from_str(&self.text).unwrap();
        assert_eq!(problem.status, status);
        assert!(!problem.request_id.is_empty());
        problem.code.code().to_owned()
    }

    /// The pointers of the fields that a 422 names.
    pub fn pointers(self) -> Vec<String> {
        assert_eq!(self.status, 422, "{}", self.text);
        let problem: shared::problem::Problem = serde_json::from_str(&self.text).unwrap();
        problem
            .errors
            .into_iter()
            .map(|error| error.pointer)
            .collect()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

impl Caller {
    pub fn new(base: String, cookie: Option<String>) -> Self {
        Self {
            http: Client::new(),
            base,
            cookie,
            token: None,
        }
    }

    /// The same person at another server.
    pub fn at(&self, base: &str) -> Self {
        Self {
            base: base.to_owned(),
            ..self.clone()
        }
    }

    /// A call under `/api/v1` with whatever headers the test wants.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Answer {
        let mut request = self
            .http
            .request(method, format!("{}/api/v1{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if let Some(body) = body {
            request = request.body(body.to_owned());
        }
        let answer = request.send().await.unwrap();
        Answer {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            text: answer.text().await.unwrap(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], None).await
    }

    /// An answer that goes on, and has not been read yet.
    pub async fn watch(&self, path: &str, last: Option<&str>) -> reqwest::Response {
        let mut request = self.http.get(format!("{}/api/v1{path}", self.base));
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        request.send().await.unwrap()
    }

    /// A file as it comes, with its headers.
    pub async fn download(&self, path: &str) -> (Answer, Vec<u8>) {
        let mut request = self.http.get(format!("{}/api/v1{path}", self.base));
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let bytes = answer.bytes().await.unwrap().to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        (
            Answer {
                status,
                headers,
                text,
            },
            bytes,
        )
    }

    /// Sends a file.
    pub async fn upload(&self, path: &str, media_type: &str, bytes: Vec<u8>) -> Answer {
        let mut request = self
            .http
            .post(format!("{}/api/v1{path}", self.base))
            .header("x-throughline", "1")
            .header("content-type", media_type)
            .header(
                "idempotency-key",
                format!("\"{}\"", backend::clock::random_id()),
            )
            .body(bytes);
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let answer = request.send().await.unwrap();
        Answer {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            text: answer.text().await.unwrap(),
        }
    }

    async fn change(
        &self,
        method: Method,
        path: &str,
        version: Option<i64>,
        body: &Value,
    ) -> Answer {
        let key = format!("\"{}\"", backend::clock::random_id());
        let tag = version.map(|version| format!("\"v{version}\""));
        let mut headers = vec![("x-throughline", "1"), ("content-type", "application/json")];
        if method == Method::POST {
            headers.push(("idempotency-key", key.as_str()));
        }
        if let Some(tag) = &tag {
            headers.push(("if-match", tag.as_str()));
        }
        self.send(method, path, &headers, Some(&body.to_string()))
            .await
    }

    /// Makes or does something.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.change(Method::POST, path, None, body).await
    }

    /// Does something to a version of a record.
    pub async fn post_to(&self, path: &str, version: i64, body: &Value) -> Answer {
        self.change(Method::POST, path, Some(version), body).await
    }

    pub async fn put(&self, path: &str, version: i64, body: &Value) -> Answer {
        self.change(Method::PUT, path, Some(version), body).await
    }

    pub async fn patch(&self, path: &str, version: i64, body: &Value) -> Answer {
        self.change(Method::PATCH, path, Some(version), body).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.change(Method::DELETE, path, None, &serde_json::json!({}))
            .await
    }
}
