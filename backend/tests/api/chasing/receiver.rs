//! A mail server: as much of SMTP (RFC 5321) as it takes to receive a mail, and to refuse one.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// What the server does when it has got a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It takes it.
    Take,
    /// It takes it and hangs up before it says so.
    TakeAndHangUp,
    /// It answers with this code.
    Say(u16),
}

/// A mail as it came.
#[derive(Clone, Debug)]
pub struct Mail {
    pub to: String,
    pub text: String,
}

impl Mail {
    /// A header, unfolded.
    pub fn header(&self, name: &str) -> String {
        let head = self
            .text
            .split("\r\n\r\n")
            .next()
            .unwrap()
            .replace("\r\n ", " ");
        let start = format!("{name}: ");
        let line = head
            .lines()
            .find(|line| line.starts_with(&start))
            .unwrap_or_else(|| panic!("no {name} in {head}"));
        line[start.len()..].to_owned()
    }

    /// The words of all parts, with quoted-printable undone.
    pub fn words(&self) -> String {
        let joined = self.text.replace("=\r\n", "");
        let mut out = Vec::new();
        let bytes = joined.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let coded = (bytes[at] == b'=')
                .then(|| bytes.get(at + 1..at + 3))
                .flatten();
            match coded
                .and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
            {
                Some(byte) => {
                    out.push(byte);
                    at += 3;
                }
                None => {
                    out.push(bytes[at]);
                    at += 1;
                }
            }
        }
        String::from_utf8(out).unwrap()
    }
}

#[derive(Debug)]
struct State {
    answer: Answer,
    got: Vec<Mail>,
}

/// A mail server on a port of its own.
#[derive(Clone, Debug)]
pub struct Receiver {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State {
            answer: Answer::Take,
            got: Vec::new(),
        }));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, Arc::clone(&shared)));
            }
        });
        Self { port, state }
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    pub fn answers(&self, answer: Answer) {
        self.state.lock().unwrap().answer = answer;
    }

    /// The mails that it took, first to last.
    pub fn got(&self) -> Vec<Mail> {
        self.state.lock().unwrap().got.clone()
    }

    /// Those to whom it got mail, by address.
    pub fn reached(&self) -> Vec<String> {
        let mut people: Vec<String> = self.got().into_iter().map(|mail| mail.to).collect();
        people.sort();
        people
    }
}

async fn talk(stream: TcpStream, state: Arc<Mutex<State>>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut to = String::new();
    write.write_all(b"220 ready\r\n").await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        let word = line.split(' ').next().unwrap_or_default().to_uppercase();
        let reply = match word.as_str() {
            "EHLO" => "250-hello\r\n250 8BITMIME\r\n".to_owned(),
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                "250 ok\r\n".to_owned()
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut text = String::new();
                while let Some(line) = lines.next_line().await.ok()? {
                    if line == "." {
                        break;
                    }
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    text.push_str("\r\n");
                }
                let answer = state.lock().unwrap().answer;
                if !matches!(answer, Answer::Say(_)) {
                    state.lock().unwrap().got.push(Mail {
                        to: to.clone(),
                        text,
                    });
                }
                match answer {
                    Answer::Take => "250 taken\r\n".to_owned(),
                    Answer::TakeAndHangUp => return None,
                    Answer::Say(code) => format!("{code} no\r\n"),
                }
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await.ok()?;
                return None;
            }
            _ => "250 ok\r\n".to_owned(),
        };
        write.write_all(reply.as_bytes()).await.ok()?;
    }
    Some(())
}
