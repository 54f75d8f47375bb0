//! A program that calls, as an agency's lead makes it.

use serde_json::{Value, json};

use super::{Answer, Caller, World};

/// An API client of the council.
#[derive(Clone, Debug)]
pub struct Client {
    pub id: String,
    pub secret: String,
}

impl World {
    /// A client of the council with `scopes`, made by its lead.
    pub async fn client(&self, scopes: &[&str]) -> Client {
        let lead = self.by(self.seed.council_lead).await;
        let form = json!({
            "agency": self.seed.council,
            "name": backend::clock::random_id().to_string(),
            "scopes": scopes,
        });
        let made = lead.post("/api-clients", &form).await.expect(201);
        Client {
            id: made["secret"]["client_id"].as_str().unwrap().to_owned(),
            secret: made["secret"]["client_secret"].as_str().unwrap().to_owned(),
        }
    }

    /// Posts a form to the token endpoint.
    pub async fn ask(&self, headers: &[(&str, &str)], form: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        self.ask_raw(headers, body.join("&")).await
    }

    pub async fn ask_raw(&self, headers: &[(&str, &str)], body: String) -> Answer {
        let mut request = reqwest::Client::new().post(format!("{}/oauth/token", self.base()));
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.body(body).send().await.unwrap();
        Answer {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            text: answer.text().await.unwrap(),
        }
    }

    /// The answer to a client that shows its secret.
    pub async fn token(&self, client: &Client, scope: Option<&str>) -> Answer {
        let mut form = vec![("grant_type", "client_credentials")];
        form.extend(scope.map(|scope| ("scope", scope)));
        self.ask(&[("authorization", &client.basic())], &form).await
    }

    /// A caller with a fresh token of `client`.
    pub async fn program(&self, client: &Client, scope: Option<&str>) -> Caller {
        let answer: Value = self.token(client, scope).await.expect(200);
        self.with(answer["access_token"].as_str().unwrap())
    }

    /// A caller with `token`.
    pub fn with(&self, token: &str) -> Caller {
        let mut caller = self.guest();
        caller.token = Some(token.to_owned());
        caller
    }
}

impl Client {
    /// The header by which it shows its secret.
    pub fn basic(&self) -> String {
        use base64::{Engine, engine::general_purpose::STANDARD};
        format!(
            "Basic {}",
            STANDARD.encode(format!("{}:{}", self.id, self.secret))
        )
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
