//! What a person may write of a meeting and of a decision.

use crate::{
    problem::{FieldCode, FieldError},
    text::{PASSAGE_MAX, TITLE_MAX, line, passage},
};

use super::api::{CreateDecision, CreateMeeting, Paper};

/// Most papers of a meeting.
pub const PAPERS_MAX: usize = 50;
/// Longest address of a paper, in characters.
const ADDRESS_MAX: usize = 2_000;

/// Checks that `text` is an address on the web that a browser can be led to, and gives it back
/// without surrounding space.
///
/// # Errors
/// A [`FieldError`] at `pointer`.
pub fn address(pointer: &str, text: &str) -> Result<String, FieldError> {
    let kept = line(pointer, "the address of the paper", text, ADDRESS_MAX)?;
    let fault = |code, detail: &str| Err(FieldError::new(pointer, code, detail));
    if kept.chars().any(|c| {
        c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\\' | '^' | '`' | '{' | '|' | '}')
    }) {
        return fault(
            FieldCode::BadCharacter,
            "Write the address without spaces, quotation marks and brackets",
        );
    }
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let begins = kept.get(..scheme.len())?;
        begins
            .eq_ignore_ascii_case(scheme)
            .then(|| kept.get(scheme.len()..))
            .flatten()
    });
    let Some(rest) = rest else {
        return fault(
            FieldCode::NotAnAddress,
            "Enter an address that begins with https:// or http://",
        );
    };
    let machine = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if machine.contains('@') {
        return fault(
            FieldCode::NotAllowed,
            "Remove the name or password before the @. Everyone who sees the plan sees the address",
        );
    }
    let name = machine.rsplit_once(':').map_or(machine, |(name, port)| {
        if port.bytes().all(|byte| byte.is_ascii_digit()) {
            name
        } else {
            machine
        }
    });
    let good = match name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'))
    {
        Some(number) => {
            !number.is_empty()
                && number
                    .chars()
                    .all(|c| c.is_ascii_hexdigit() || matches!(c, ':' | '.'))
        }
        None => {
            !name.is_empty()
                && !name.starts_with(['.', '-'])
                && !name.contains("..")
                && name
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
        }
    };
    if good {
        Ok(kept)
    } else {
        fault(
            FieldCode::NotAnAddress,
            "Enter an address in the form https://www.example.org/paper.pdf",
        )
    }
}

impl CreateMeeting {
    /// The meeting as it is kept.
    ///
    /// # Errors
    /// Every fault, at `/title` and `/papers/{n}/title` or `/papers/{n}/url`.
    pub fn checked(self) -> Result<Self, Vec<FieldError>> {
        let mut faults = Vec::new();
        let title = line(
            "/title",
            "what the meeting is called",
            &self.title,
            TITLE_MAX,
        )
        .map_err(|fault| faults.push(fault))
        .unwrap_or_default();
        if self.papers.len() > PAPERS_MAX {
            faults.push(FieldError::new(
                "/papers",
                FieldCode::TooLong,
                format!(
                    "A meeting has {PAPERS_MAX} papers at most. Link the pack instead of each paper"
                ),
            ));
        }
        let mut papers = Vec::new();
        for (at, paper) in self.papers.iter().enumerate() {
            let title = line(
                &format!("/papers/{at}/title"),
                "the title of the paper",
                &paper.title,
                TITLE_MAX,
            );
            let url = address(&format!("/papers/{at}/url"), &paper.url);
            match (title, url) {
                (Ok(title), Ok(url)) => papers.push(Paper { title, url }),
                (title, url) => faults.extend([title.err(), url.err()].into_iter().flatten()),
            }
        }
        if faults.is_empty() {
            Ok(Self {
                title,
                papers,
                ..self
            })
        } else {
            Err(faults)
        }
    }
}

impl CreateDecision {
    /// The decision as it is kept.
    ///
    /// # Errors
    /// Every fault, at `/words`, `/owner_note` and `/actions/{n}`.
    pub fn checked(self) -> Result<Self, Vec<FieldError>> {
        let mut faults = Vec::new();
        let words = passage("/words", &self.words, PASSAGE_MAX)
            .and_then(|words| {
                if words.is_empty() {
                    Err(FieldError::required(
                        "/words",
                        "Write what the board is asked to decide, or decided",
                    ))
                } else {
                    Ok(words)
                }
            })
            .map_err(|fault| faults.push(fault))
            .unwrap_or_default();
        let owner_note = match passage("/owner_note", &self.owner_note, TITLE_MAX) {
            Ok(note) if note.contains('\n') => {
                faults.push(FieldError::new(
                    "/owner_note",
                    FieldCode::BadCharacter,
                    "Write who sees to it on one line",
                ));
                note
            }
            Ok(note) => note,
            Err(fault) => {
                faults.push(fault);
                String::new()
            }
        };
        for (at, action) in self.actions.iter().enumerate() {
            if self.actions.iter().take(at).any(|other| other == action) {
                faults.push(FieldError::new(
                    format!("/actions/{at}"),
                    FieldCode::Duplicate,
                    "Name each action once",
                ));
            }
        }
        if faults.is_empty() {
            Ok(Self {
                words,
                owner_note,
                ..self
            })
        } else {
            Err(faults)
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn addresses_lead_to_the_web() {
        for good in [
            "https://www.example.org/paper.pdf",
            "HTTP://example.org",
            "https://example.org:8443/a?b=c#d",
            "https://xn--bcher-kva.example/",
            "http://[2001:db8::1]/a",
            "https://example.org/a@b",
        ] {
            assert_eq!(address("/url", &format!(" {good} ")), Ok(good.to_owned()));
        }
        for (bad, code) in [
            ("", FieldCode::Required),
            ("www.example.org", FieldCode::NotAnAddress),
            ("ftp://example.org", FieldCode::NotAnAddress),
            ("javascript:alert(1)", FieldCode::NotAnAddress),
            ("data:text/html,a", FieldCode::NotAnAddress),
            ("https://", FieldCode::NotAnAddress),
            ("https:///a", FieldCode::NotAnAddress),
            ("https://?a", FieldCode::NotAnAddress),
            ("https://a..b", FieldCode::NotAnAddress),
            ("https://a:x/", FieldCode::NotAnAddress),
            ("https://me:secret@example.org/", FieldCode::NotAllowed),
            ("https://example.org/a b", FieldCode::BadCharacter),
            ("https://example.org/\"a", FieldCode::BadCharacter),
        ] {
            let found = address("/url", bad).map_err(|fault| fault.code);
            assert_eq!(found, Err(code), "{bad}");
        }
    }

    #[test]
    fn every_fault_is_named() {
        let pointers = |faults: Vec<FieldError>| {
            faults
                .into_iter()
                .map(|fault| fault.pointer)
                .collect::<Vec<_>>()
        };
        let paper = |title: &str, url: &str| Paper {
            title: title.into(),
            url: url.into(),
        };
        let meeting = CreateMeeting {
            board: Uuid::from_u128(1).into(),
            date: "2026-11-20".parse().unwrap(),
            title: " ".into(),
            papers: vec![
                paper("Minutes", "https://example.org"),
                paper("", "example.org"),
            ],
        };
        assert_eq!(
            pointers(meeting.checked().unwrap_err()),
            ["/title", "/papers/1/title", "/papers/1/url"]
        );
        let action = Uuid::from_u128(2).into();
        let decision = CreateDecision {
            meeting: Uuid::from_u128(1).into(),
            words: "\n".into(),
            owner: None,
            owner_note: "a\nb".into(),
            due: None,
            actions: vec![action, action],
        };
        assert_eq!(
            pointers(decision.checked().unwrap_err()),
            ["/words", "/owner_note", "/actions/1"]
        );
    }
}
