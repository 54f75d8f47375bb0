//! Searching: what was asked, what of it the caller may know of, and how it is told.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use shared::{
    problem::ErrorCode,
    search::{
        SearchKind, Wanted,
        api::{SearchAnswer, SearchGroup},
    },
};

use crate::{ctx::Ctx, error::ApiError, features::plans, http::page};

use super::{
    find::{self, Span},
    show,
};

/// How many records of a kind can be paged through. Who does not find it among them needs another
/// word, and not another page.
const MOST: u32 = 1_000;

/// What to look for.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// The words, 1 to 200 characters
    #[param(required = true)]
    pub q: Option<String>,
    /// Among which kind of record; among all without it
    pub kind: Option<SearchKind>,
    /// In which plan, by its word in addresses or its id
    pub plan: Option<String>,
    /// How many of each kind at most: 1 to 200
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u16>,
    /// Where the page begins: the `next` of a group. It goes with `kind`
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
}

/// What is found, and the address of what comes next where one kind was asked for.
///
/// # Errors
/// `bad_query` for words that cannot be looked for, a bad limit or a bad cursor; `not_found` for a
/// plan out of reach.
pub async fn search(ctx: &Ctx, filter: Filter) -> Result<(SearchAnswer, Option<String>), ApiError> {
    let limit = page::limit(filter.limit)?;
    let text = filter.q.as_deref().unwrap_or_default();
    let wanted = Wanted::read(text).map_err(|fault| {
        ApiError::new(
            ErrorCode::BadQuery,
            format!("The parameter q cannot be used. {}", fault.sentence()),
        )
    })?;
    let skip = match (&filter.cursor, filter.kind) {
        (None, _) => 0,
        (Some(cursor), Some(_)) => decode(cursor)?,
        (Some(_), None) => {
            return Err(ApiError::new(
                ErrorCode::BadQuery,
                "The parameter cursor goes with the parameter kind.",
            ));
        }
    };
    let plan = match &filter.plan {
        Some(name) => Some(plans::find::seen(ctx, name).await?.id()),
        None => None,
    };
    let kinds = match filter.kind {
        Some(kind) => vec![kind],
        None => SearchKind::ALL.to_vec(),
    };
    let span = Span { skip, limit };
    let found = if wanted.is_empty() {
        Vec::new()
    } else {
        let among = find::Among {
            kinds: &kinds,
            plan,
        };
        find::ranked(ctx, &wanted, among, span).await?
    };
    let mut hits = show::hits(ctx, &wanted, &found).await?;
    let mut groups = Vec::new();
    for kind in kinds {
        let of_kind = || found.iter().filter(move |row| row.kind == kind);
        let shown = u32::try_from(of_kind().count()).unwrap_or(u32::MAX);
        let count = of_kind().next().map_or(0, |row| row.count);
        let end = skip.saturating_add(shown);
        let more = shown > 0 && u64::from(end) < count && end < MOST;
        groups.push(SearchGroup {
            kind,
            count,
            items: of_kind().filter_map(|row| hits.remove(&row.id)).collect(),
            next: more.then(|| address(&filter, text, kind, limit, end)),
        });
    }
    let next = match groups.as_slice() {
        [only] => only.next.clone(),
        _ => None,
    };
    let answer = SearchAnswer {
        looked_for: wanted.looked_for(),
        left_out: wanted.left_out,
        groups,
    };
    Ok((answer, next))
}

fn address(filter: &Filter, text: &str, kind: SearchKind, limit: u16, end: u32) -> String {
    let cursor = URL_SAFE_NO_PAD.encode(end.to_be_bytes());
    let mut address = format!(
        "/api/v1/search?q={}&kind={}&limit={limit}&cursor={cursor}",
        encoded(text),
        kind.code()
    );
    if let Some(plan) = &filter.plan {
        address.push_str(&format!("&plan={}", encoded(plan)));
    }
    address
}

/// A text as it stands in a query string.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

fn decode(cursor: &str) -> Result<u32, ApiError> {
    URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .map(u32::from_be_bytes)
        .filter(|skip| *skip < MOST)
        .ok_or_else(|| {
            ApiError::new(
                ErrorCode::BadQuery,
                "The parameter cursor must be one that a page before gave as next.",
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_read_strictly() {
        assert_eq!(
            decode(&URL_SAFE_NO_PAD.encode(7u32.to_be_bytes())).ok(),
            Some(7)
        );
        let beyond = URL_SAFE_NO_PAD.encode(MOST.to_be_bytes());
        for bad in ["", "x", "AAAA", "=", "é", &beyond] {
            assert!(decode(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn addresses_hold_any_text() {
        assert_eq!(encoded("a b&c=é"), "a%20b%26c%3D%C3%A9");
    }
}
