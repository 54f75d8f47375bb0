//! The summary set on sheets of A4: which words stand where.

use super::{
    Part, Summary, TITLE,
    font::{Face, encoded, width},
};

/// A4 in points.
pub(super) const WIDTH: f32 = 595.28;
/// A4 in points.
pub(super) const HEIGHT: f32 = 841.89;
const MARGIN: f32 = 56.7;
/// How far a list stands in.
const INDENT: f32 = 16.0;
/// What the reader is told where a letter could not be shown.
const NOT_SHOWN: &str =
    "Some letters could not be printed here. The page on the screen shows all of them.";

/// What a piece of text is, for those who have it read aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Title,
    Heading,
    Words,
    /// An entry of a list; those that follow each other are one list.
    Entry,
}

/// A piece of text, with the lines in which it is set.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub kind: Kind,
    pub face: Face,
    pub size: f32,
    pub lines: Vec<Line>,
}

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// The sheet, from 0.
    pub sheet: usize,
    pub x: f32,
    /// The line on which the letters stand, from the lower edge.
    pub y: f32,
    pub bytes: Vec<u8>,
}

/// The pieces of a summary and the number of its sheets.
pub(super) fn set(summary: &Summary) -> (Vec<Piece>, usize) {
    let mut press = Press {
        sheet: 0,
        y: HEIGHT - MARGIN,
        exact: true,
        pieces: Vec::new(),
    };
    press.piece(Kind::Title, TITLE);
    for part in &summary.parts {
        match part {
            Part::Heading(words) => press.piece(Kind::Heading, words),
            Part::Words(words) => press.piece(Kind::Words, words),
            Part::Marked(words) => press.styled(Kind::Words, Face::Bold, words),
            Part::List(entries) => {
                for entry in entries {
                    press.piece(Kind::Entry, entry);
                }
            }
        }
    }
    if !press.exact {
        press.piece(Kind::Words, NOT_SHOWN);
    }
    (press.pieces, press.sheet + 1)
}

struct Press {
    sheet: usize,
    y: f32,
    exact: bool,
    pieces: Vec<Piece>,
}

impl Press {
    fn piece(&mut self, kind: Kind, words: &str) {
        let face = match kind {
            Kind::Title | Kind::Heading => Face::Bold,
            Kind::Words | Kind::Entry => Face::Regular,
        };
        self.styled(kind, face, words);
    }

    fn styled(&mut self, kind: Kind, face: Face, words: &str) {
        let (size, before, together) = match kind {
            Kind::Title => (24.0, 0.0, 1.0),
            // A heading is not left alone at the foot of a sheet.
            Kind::Heading => (15.0, 12.0, 3.0),
            Kind::Words => (12.0, 5.0, 1.0),
            Kind::Entry => (12.0, 4.0, 1.0),
        };
        let leading = size * 1.35;
        let x = MARGIN + if kind == Kind::Entry { INDENT } else { 0.0 };
        let room = WIDTH - MARGIN - x;
        let mut lines = Vec::new();
        for (at, bytes) in self.broken(words, face, size, room).into_iter().enumerate() {
            self.y -= leading + if at == 0 { before } else { 0.0 };
            let needed = if at == 0 {
                leading * (together - 1.0)
            } else {
                0.0
            };
            if self.y - needed < MARGIN {
                self.sheet += 1;
                self.y = HEIGHT - MARGIN - leading;
            }
            lines.push(Line {
                sheet: self.sheet,
                x,
                y: self.y,
                bytes,
            });
        }
        if !lines.is_empty() {
            self.pieces.push(Piece {
                kind,
                face,
                size,
                lines,
            });
        }
    }

    /// Words broken into lines that fit; a word that is longer than a line is broken too.
    fn broken(&mut self, words: &str, face: Face, size: f32, room: f32) -> Vec<Vec<u8>> {
        let (bytes, exact) = encoded(words);
        self.exact &= exact;
        let most = (room / size * 1000.0) as u32;
        let mut lines: Vec<Vec<u8>> = Vec::new();
        let mut line: Vec<u8> = Vec::new();
        for word in bytes
            .split(|byte| *byte == b' ')
            .filter(|word| !word.is_empty())
        {
            let joined = [
                line.as_slice(),
                if line.is_empty() { b"" } else { b" " },
                word,
            ]
            .concat();
            if width(&joined, face) <= most {
                line = joined;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for byte in word {
                line.push(*byte);
                if width(&line, face) > most {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, vec![*byte]));
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}
