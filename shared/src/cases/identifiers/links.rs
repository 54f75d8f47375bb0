//! E-mail addresses, account names, and web addresses that lead to one person.

use super::{
    IdentifierKind as Kind,
    fold::{Folded, Hit},
};

/// Endings of web addresses that people write without `https://`.
const ENDINGS: &[&str] = &["com", "org", "net", "uk", "co", "io", "me", "eu", "info"];

pub(super) fn find(text: &Folded, hits: &mut Vec<Hit>) {
    emails(text, hits);
    written_out(text, hits);
    web(text, hits);
}

const fn local(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-')
}

/// `name@host.org`, also with a space beside the sign; and `@name`.
fn emails(text: &Folded, hits: &mut Vec<Hit>) {
    for (at, c) in text.chars.iter().enumerate() {
        if *c != '@' {
            continue;
        }
        let mut start = at;
        if text.before(start) == Some(' ') {
            start -= 1;
        }
        let gap = start;
        while text.before(start).is_some_and(local) {
            start -= 1;
        }
        let mut end = at + 1;
        if text.char(end) == Some(' ') {
            end += 1;
        }
        let host = end;
        while text.char(end).is_some_and(local) {
            end += 1;
        }
        while text.before(end) == Some('.') {
            end -= 1;
        }
        let name = start < gap;
        // "@ 3.30pm" is a time.
        let dotted = text
            .low(host, end)
            .rsplit_once('.')
            .is_some_and(|(_, last)| last.len() > 1 && last.chars().all(char::is_alphabetic));
        if name && dotted {
            hits.push(Hit::refused(Kind::Email, start, end));
            continue;
        }
        // An account name has something of an account in it: a digit, a dot or an underscore.
        let account = text.chars.get(at + 1..end).unwrap_or_default();
        let marked = account
            .iter()
            .any(|c| c.is_ascii_digit() || matches!(c, '_' | '.'))
            && account.iter().any(char::is_ascii_alphabetic)
            && account.first().is_some_and(|c| local(*c));
        if !text.before(at).is_some_and(local) && marked {
            hits.push(Hit::refused(Kind::Handle, at, end));
        }
    }
}

/// `name (at) host dot org`.
fn written_out(text: &Folded, hits: &mut Vec<Hit>) {
    for word in text.words.iter().filter(|word| word.low == "at") {
        let bracketed = matches!(
            (text.before(word.start), text.char(word.end)),
            (Some('('), Some(')')) | (Some('['), Some(']')) | (Some('{'), Some('}'))
        );
        let mut start = word.start.saturating_sub(usize::from(bracketed));
        let mut end = word.end + usize::from(bracketed);
        if text.before(start) == Some(' ') {
            start -= 1;
        }
        let gap = start;
        while text.before(start).is_some_and(local) {
            start -= 1;
        }
        if text.char(end) == Some(' ') {
            end += 1;
        }
        let host = end;
        while text.char(end).is_some_and(local) {
            end += 1;
        }
        while text.before(end) == Some('.') {
            end -= 1;
        }
        if start == gap || end == host {
            continue;
        }
        let dotted = text
            .chars
            .get(host..end)
            .unwrap_or_default()
            .split(|c| *c == '.')
            .next_back()
            .is_some_and(|last| ENDINGS.contains(&last.iter().collect::<String>().as_str()))
            && (host..end).any(|place| text.char(place) == Some('.'));
        // "dot com" in words.
        let spelt = text
            .words_after(end, 20)
            .take(2)
            .map(|word| word.low.as_str())
            .collect::<Vec<_>>();
        let spelt = matches!(spelt.as_slice(), ["dot", ending] if ENDINGS.contains(ending));
        if spelt {
            let last = text
                .words_after(end, 20)
                .nth(1)
                .map_or(end, |word| word.end);
            hits.push(Hit::refused(Kind::Email, start, last));
        } else if bracketed && dotted {
            hits.push(Hit::refused(Kind::Email, start, end));
        }
    }
}

/// A web address with a number, a query or a long mark in it. That of an organisation is none.
fn web(text: &Folded, hits: &mut Vec<Hit>) {
    let mut at = 0;
    while at < text.chars.len() {
        let rest = text.low(at, (at + 8).min(text.chars.len()));
        let begins =
            rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.");
        let begins = begins && !text.before(at).is_some_and(char::is_alphanumeric);
        let bare = !begins && bare(text, at);
        if !begins && !bare {
            at += 1;
            continue;
        }
        let start = at;
        while text
            .char(at)
            .is_some_and(|c| !c.is_whitespace() && !matches!(c, '"' | '<' | '>' | ')' | ','))
        {
            at += 1;
        }
        let address = text.low(start, at);
        let path = address
            .split_once("://")
            .map_or(address.as_str(), |(_, rest)| rest);
        let path = path.split_once('/').map_or("", |(_, path)| path);
        let digits = path.chars().filter(char::is_ascii_digit).count();
        let marked = digits >= 4
            || path.contains('?')
            || path.contains('@')
            || path
                .split('/')
                .any(|part| part.len() >= 24 && !part.contains('-'));
        if marked {
            hits.push(Hit::refused(Kind::Link, start, at));
        }
    }
}

/// Whether `host.ending/` begins here.
fn bare(text: &Folded, at: usize) -> bool {
    if text
        .before(at)
        .is_some_and(|c| !c.is_whitespace() && c != '(')
    {
        return false;
    }
    let mut end = at;
    while text
        .char(end)
        .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
    {
        end += 1;
    }
    text.char(end) == Some('/')
        && text
            .low(at, end)
            .rsplit_once('.')
            .is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}
