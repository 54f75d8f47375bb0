//! How a call travels: by the browser's `fetch`, or by reqwest.

use crate::{Call, Client, Fault, Method, Result, call::Body};

/// The header by which the server knows that a page of its own is calling: another site cannot
/// send it without asking first.
const OWN_PAGE: &str = "X-Throughline";

impl Client {
    fn address(&self, call: &Call) -> String {
        format!("{}{}", self.base, call.address())
    }
}

fn headers(call: &Call, fresh_key: impl FnOnce() -> String) -> Vec<(&'static str, String)> {
    let mut headers = vec![("Accept", "application/json".to_owned())];
    if call.method != Method::Get {
        headers.push((OWN_PAGE, "1".to_owned()));
    }
    if let Some(body) = &call.body {
        headers.push(("Content-Type", body.kind().to_owned()));
    }
    if call.method == Method::Post {
        let key = call.key.clone().unwrap_or_else(fresh_key);
        headers.push(("Idempotency-Key", format!("\"{key}\"")));
    }
    if let Some(version) = call.version {
        headers.push(("If-Match", format!("\"v{version}\"")));
    }
    headers
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use gloo_net::http::{Method as Verb, RequestBuilder, Response};
    use js_sys::{Promise, Reflect};
    use wasm_bindgen::{JsCast as _, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::RequestCredentials;

    use super::{Body, Call, Client, Fault, Method, Result, headers};
    use crate::pages;

    /// Where the page keeps what it asked for while the program was on its way.
    const ASKED: &str = "throughlineAsked";

    impl Client {
        pub(crate) async fn exchange(&self, call: Call) -> Result<(u16, String)> {
            let early = match call.method {
                Method::Get => asked_before(&self.address(&call)).await,
                _ => None,
            };
            let answer = match early {
                Some(answer) => answer,
                None => self.ask(call).await?,
            };
            self.hear(answer.headers().get(pages::HEADER).as_deref());
            let text = answer.text().await.map_err(|_| Fault::Unreachable)?;
            Ok((answer.status(), text))
        }

        async fn ask(&self, call: Call) -> Result<Response> {
            let verb = match call.method {
                Method::Get => Verb::GET,
                Method::Post => Verb::POST,
                Method::Put => Verb::PUT,
                Method::Patch => Verb::PATCH,
                Method::Delete => Verb::DELETE,
            };
            let mut request = RequestBuilder::new(&self.address(&call))
                .method(verb)
                .credentials(RequestCredentials::SameOrigin);
            for (name, value) in headers(&call, super::fresh_key) {
                request = request.header(name, &value);
            }
            match call.body {
                Some(body) => {
                    let request = match body {
                        Body::Json(text) => request.body(text),
                        Body::File { bytes, .. } => {
                            request.body(js_sys::Uint8Array::from(bytes.as_slice()))
                        }
                    };
                    request.map_err(|_| Fault::Unreadable)?.send().await
                }
                None => request.send().await,
            }
            .map_err(|_| Fault::Unreachable)
        }
    }

    /// The answer to a question that the page asked before the program was there. It is given once;
    /// where asking failed, the program asks by itself.
    async fn asked_before(address: &str) -> Option<Response> {
        let asked = Reflect::get(&js_sys::global(), &ASKED.into()).ok()?;
        let name = JsValue::from_str(address);
        let promise: Promise = Reflect::get(&asked, &name).ok()?.dyn_into().ok()?;
        Reflect::delete_property(asked.unchecked_ref::<js_sys::Object>(), &name).ok()?;
        let answer = JsFuture::from(promise).await.ok()?;
        Some(answer.dyn_into::<web_sys::Response>().ok()?.into())
    }
}

#[cfg(target_arch = "wasm32")]
fn fresh_key() -> String {
    use std::fmt::Write as _;

    let mut key = String::with_capacity(32);
    for _ in 0..4 {
        // Four times 32 of the generator's bits: an act's name, not a secret.
        let _ = write!(
            key,
            "{:08x}",
            (js_sys::Math::random() * 4_294_967_296.0) as u32
        );
    }
    key
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use reqwest::Method as Verb;

    use super::{Body, Call, Client, Fault, Method, Result, headers};
    use crate::pages;

    impl Client {
        pub(crate) async fn exchange(&self, call: Call) -> Result<(u16, String)> {
            let verb = match call.method {
                Method::Get => Verb::GET,
                Method::Post => Verb::POST,
                Method::Put => Verb::PUT,
                Method::Patch => Verb::PATCH,
                Method::Delete => Verb::DELETE,
            };
            let mut request = self.http.request(verb, self.address(&call));
            for (name, value) in headers(&call, super::fresh_key) {
                request = request.header(name, value);
            }
            if let Some(cookie) = &self.cookie {
                request = request.header("Cookie", cookie);
            }
            if let Some(body) = call.body {
                request = match body {
                    Body::Json(text) => request.body(text),
                    Body::File { bytes, .. } => request.body(bytes),
                };
            }
            let answer = request.send().await.map_err(|_| Fault::Unreachable)?;
            let status = answer.status().as_u16();
            self.hear(
                answer
                    .headers()
                    .get(pages::HEADER)
                    .and_then(|name| name.to_str().ok()),
            );
            let text = answer.text().await.map_err(|_| Fault::Unreachable)?;
            Ok((status, text))
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[expect(
    clippy::disallowed_methods,
    reason = "a client names its own acts; there is no request context here"
)]
fn fresh_key() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}
