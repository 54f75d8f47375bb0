//! What goes down a connection, as the HTML standard writes server-sent events.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::Bytes;
use hyper::body::{Body, Frame};
use tokio::sync::mpsc::Receiver;

/// Says that the connection is still there; pages do not hear it.
pub const HEARTBEAT: Bytes = Bytes::from_static(b":\n\n");

/// One message. `id` is the place in the feed that a page gives when it comes back.
pub fn message(kind: &str, id: Option<&str>, data: &str) -> String {
    let id = id.map_or_else(String::new, |id| format!("id: {id}\n"));
    format!("event: {kind}\n{id}data: {data}\n\n")
}

/// The first letter: where the page is in the feed, and after how many milliseconds it should come
/// back should the connection end.
pub fn hello(kind: &str, cursor: &str, patience: u32) -> Bytes {
    Bytes::from(format!(
        "retry: {patience}\n{}",
        message(kind, Some(cursor), "{}")
    ))
}

/// The letters to one page, as the body of its answer.
#[derive(Debug)]
pub struct Letters(pub Receiver<Bytes>);

impl Body for Letters {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0
            .poll_recv(context)
            .map(|letter| letter.map(|letter| Ok(Frame::data(letter))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_end_with_an_empty_line() {
        assert_eq!(
            message("change", Some("AA"), "{\"a\":1}"),
            "event: change\nid: AA\ndata: {\"a\":1}\n\n"
        );
        assert_eq!(message("reset", None, "{}"), "event: reset\ndata: {}\n\n");
        assert!(hello("hello", "AA", 2_000).starts_with(b"retry: 2000\nevent: hello\nid: AA\n"));
    }
}
