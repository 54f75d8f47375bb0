//! A small JSON reader that keeps positions.
//!
//! Ordinary decoders stop at the first fault, take an array for a struct and let the last of two
//! equal keys win. A plan is corrected by people, so this one keeps where every value stands and
//! leaves the judging to [`super::decode`]. It never guesses: what is not JSON by RFC 8259 is refused.

use super::errors::SyntaxFault;

/// The deepest nesting of lists and objects that is read.
const MAX_DEPTH: usize = 64;

/// A value and the byte offset where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub at: usize,
    pub value: Value,
}

/// A JSON value. Numbers keep their text; objects keep order and equal keys.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Node>),
    Object(Vec<Entry>),
}

/// One key of an object with its value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub at: usize,
    pub key: String,
    pub node: Node,
}

impl Value {
    /// The type as a person would name it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// Turns byte offsets into lines and columns.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t str) -> Self {
        let breaks = text
            .bytes()
            .enumerate()
            .filter(|(_, b)| *b == b'\n')
            .map(|(i, _)| i + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(breaks).collect(),
        }
    }

    /// Line and column of an offset, both from 1; the column counts characters.
    pub fn place(&self, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at);
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(0);
        let column = self
            .text
            .get(start..at)
            .map_or(0, |before| before.chars().count())
            + 1;
        (line, column)
    }
}

/// Reads a whole text as one JSON value; a fault comes with its byte offset.
pub(super) fn read(text: &str) -> Result<Node, (usize, SyntaxFault)> {
    let mut reader = Reader {
        text,
        at: if text.starts_with('\u{feff}') { 3 } else { 0 },
        depth: 0,
    };
    reader.blank();
    let node = reader.node()?;
    reader.blank();
    if reader.at == text.len() {
        Ok(node)
    } else {
        Err((reader.at, SyntaxFault::TrailingText))
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

type Read<T> = Result<T, (usize, SyntaxFault)>;

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn fault<T>(&self, fault: SyntaxFault) -> Read<T> {
        Err((
            self.at,
            if self.at >= self.text.len() {
                SyntaxFault::EndOfText
            } else {
                fault
            },
        ))
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn node(&mut self) -> Read<Node> {
        let at = self.at;
        let value = match self.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::list)?,
            Some(b'"') => Value::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            _ => return self.fault(SyntaxFault::Expected("a value")),
        };
        Ok(Node { at, value })
    }

    fn word(&mut self, word: &str, value: Value) -> Read<Value> {
        if self
            .text
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(word))
        {
            self.at += word.len();
            Ok(value)
        } else {
            self.fault(SyntaxFault::Expected("a value"))
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Read<Value>) -> Read<Value> {
        if self.depth == MAX_DEPTH {
            return self.fault(SyntaxFault::TooDeep);
        }
        self.depth += 1;
        self.at += 1;
        self.blank();
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn list(&mut self) -> Read<Value> {
        let mut items = Vec::new();
        if self.take(b']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.node()?);
            self.blank();
            if self.take(b']') {
                return Ok(Value::List(items));
            }
            if !self.take(b',') {
                return self.fault(SyntaxFault::Expected("a comma or the end of the list"));
            }
            self.blank();
        }
    }

    fn object(&mut self) -> Read<Value> {
        let mut entries = Vec::new();
        if self.take(b'}') {
            return Ok(Value::Object(entries));
        }
        loop {
            let at = self.at;
            if self.peek() != Some(b'"') {
                return self.fault(SyntaxFault::Expected("a key in double quotes"));
            }
            let key = self.string()?;
            self.blank();
            if !self.take(b':') {
                return self.fault(SyntaxFault::Expected("a colon"));
            }
            self.blank();
            let node = self.node()?;
            entries.push(Entry { at, key, node });
            self.blank();
            if self.take(b'}') {
                return Ok(Value::Object(entries));
            }
            if !self.take(b',') {
                return self.fault(SyntaxFault::Expected("a comma or the end of the object"));
            }
            self.blank();
        }
    }

    fn string(&mut self) -> Read<String> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let start = self.at;
            while self
                .peek()
                .is_some_and(|b| b != b'"' && b != b'\\' && b >= 0x20)
            {
                self.at += 1;
            }
            // The scan stops at ASCII bytes only, so both ends are character boundaries.
            out.push_str(self.text.get(start..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => out.push(self.escape()?),
                _ => return self.fault(SyntaxFault::ControlCharacter),
            }
        }
    }

    fn escape(&mut self) -> Read<char> {
        let begin = self.at;
        self.at += 1;
        let simple = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.unicode().ok_or((begin, SyntaxFault::Escape));
            }
            _ => return self.fault(SyntaxFault::Escape),
        };
        self.at += 1;
        Ok(simple)
    }

    fn unicode(&mut self) -> Option<char> {
        let first = self.hex4()?;
        if !(0xD800..0xE000).contains(&first) {
            return char::from_u32(first);
        }
        if !(self.take(b'\\') && self.take(b'u')) {
            return None;
        }
        let second = self.hex4()?;
        if first < 0xDC00 && (0xDC00..0xE000).contains(&second) {
            char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        } else {
            None
        }
    }

    fn hex4(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    fn digits(&mut self) -> Read<()> {
        if !self.peek().is_some_and(|b| b.is_ascii_digit()) {
            return self.fault(SyntaxFault::Number);
        }
        while self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Read<String> {
        let start = self.at;
        self.take(b'-');
        if self.take(b'0') {
            if self.peek().is_some_and(|b| b.is_ascii_digit()) {
                return self.fault(SyntaxFault::Number);
            }
        } else {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Ok(self.text.get(start..self.at).unwrap_or_default().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_place() {
        let text = "{\n  \"a\": [1, \"é\", \"\\ud83d\\ude00\"],\n  \"a\": null\n}";
        let node = read(text).unwrap();
        let lines = Lines::new(text);
        let Value::Object(entries) = &node.value else {
            panic!("{node:?}")
        };
        assert_eq!(
            entries.len(),
            2,
            "equal keys are kept for the decoder to report"
        );
        let Value::List(items) = &entries[0].node.value else {
            panic!("{node:?}")
        };
        assert_eq!(items[2].value, Value::Text("😀".to_owned()));
        assert_eq!(lines.place(items[2].at), (2, 17));
        assert_eq!(lines.place(entries[1].at), (3, 3));
    }

    #[test]
    fn what_is_not_json_is_refused() {
        let deep = "[".repeat(65);
        let table: [(&str, SyntaxFault); 15] = [
            ("", SyntaxFault::EndOfText),
            ("{", SyntaxFault::EndOfText),
            ("[1,]", SyntaxFault::Expected("a value")),
            (
                "{\"a\":1,}",
                SyntaxFault::Expected("a key in double quotes"),
            ),
            ("{a:1}", SyntaxFault::Expected("a key in double quotes")),
            ("{\"a\" 1}", SyntaxFault::Expected("a colon")),
            (
                "[1 2]",
                SyntaxFault::Expected("a comma or the end of the list"),
            ),
            ("01", SyntaxFault::Number),
            ("1.x", SyntaxFault::Number),
            ("nul ", SyntaxFault::Expected("a value")),
            ("\"a\nb\"", SyntaxFault::ControlCharacter),
            ("\"\\x\"", SyntaxFault::Escape),
            ("\"\\ud800\"", SyntaxFault::Escape),
            ("1 2", SyntaxFault::TrailingText),
            (&deep, SyntaxFault::TooDeep),
        ];
        for (text, fault) in table {
            assert_eq!(read(text).map_err(|(_, f)| f), Err(fault), "{text:?}");
        }
        assert!(read(&format!("{}{}", "[".repeat(64), "]".repeat(64))).is_ok());
    }
}
