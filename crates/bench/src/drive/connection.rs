//! A connection that is kept: blocking, HTTP/1.1, nothing that the bench does not need, so that the
//! driver costs little of the machine that it shares with the server.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::error::Error;

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// An open connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    pub status: u16,
    /// The header lines.
    pub head: &'a str,
    pub body: &'a [u8],
}

impl Answer<'_> {
    /// The value of a header, whose name is given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(self.head, name)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.body).into_owned()
    }
}

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

/// The bytes of a request that reads `path`.
pub fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\n{headers}\r\n").into_bytes()
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub fn open(address: SocketAddr) -> Result<Self, Error> {
        let stream = TcpStream::connect(address).map_err(Error::io(address.to_string()))?;
        stream
            .set_nodelay(true)
            .and_then(|()| stream.set_read_timeout(Some(PATIENCE)))
            .map_err(Error::io("a socket"))?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 * 1024),
        })
    }

    /// Sends a request and reads its answer.
    ///
    /// # Errors
    /// When the connection ends, or the answer is not one.
    pub fn ask(&mut self, request: &[u8]) -> Result<Answer<'_>, Error> {
        self.stream
            .write_all(request)
            .map_err(Error::io("sending a request"))?;
        self.buffer.clear();
        let end = loop {
            let from = self.buffer.len().saturating_sub(3);
            self.more()?;
            let fresh = self.buffer.get(from..).unwrap_or_default();
            if let Some(at) = fresh.windows(4).position(|four| four == b"\r\n\r\n") {
                break from + at + 4;
            }
        };
        let head = self.buffer.get(..end).unwrap_or_default();
        let head = std::str::from_utf8(head).map_err(|_| Error::Unreadable("its head"))?;
        let status = head
            .get(9..12)
            .and_then(|digits| digits.parse().ok())
            .ok_or(Error::Unreadable("its status"))?;
        let length: usize = match header(head, "content-length") {
            Some(length) => length
                .parse()
                .map_err(|_| Error::Unreadable("its length"))?,
            None if matches!(status, 204 | 304) => 0,
            None => return Err(Error::Unreadable("it has no length")),
        };
        while self.buffer.len() < end + length {
            self.more()?;
        }
        let (head, body) = self
            .buffer
            .split_at_checked(end)
            .ok_or(Error::Unreadable("its head"))?;
        Ok(Answer {
            status,
            head: std::str::from_utf8(head).map_err(|_| Error::Unreadable("its head"))?,
            body,
        })
    }

    fn more(&mut self) -> Result<(), Error> {
        let filled = self.buffer.len();
        self.buffer.resize(filled + 32 * 1024, 0);
        let room = self.buffer.get_mut(filled..).unwrap_or_default();
        let read = self
            .stream
            .read(room)
            .map_err(Error::io("reading an answer"))?;
        self.buffer.truncate(filled + read);
        if read == 0 {
            return Err(Error::Unreadable("the connection ended"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    #[test]
    fn answers_are_read_whole_and_one_after_the_other() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 512];
            let parts: [&[u8]; 3] = [
                b"HTTP/1.1 200 OK\r\nContent-Le",
                b"ngth: 5\r\nETag: \"v1\"\r\n\r\nhe",
                b"llo",
            ];
            let _ = stream.read(&mut request).unwrap();
            for part in parts {
                stream.write_all(part).unwrap();
                stream.flush().unwrap();
            }
            let _ = stream.read(&mut request).unwrap();
            stream
                .write_all(b"HTTP/1.1 304 Not Modified\r\netag: \"v1\"\r\n\r\n")
                .unwrap();
        });
        let mut connection = Connection::open(address).unwrap();
        let request = get("/", "");
        let first = connection.ask(&request).unwrap();
        assert_eq!((first.status, first.body), (200, &b"hello"[..]));
        assert_eq!(first.header("etag"), Some("\"v1\""));
        let second = connection.ask(&request).unwrap();
        assert_eq!((second.status, second.body.len()), (304, 0));
        server.join().unwrap();
    }
}
