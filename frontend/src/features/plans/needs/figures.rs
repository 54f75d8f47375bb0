//! What the papers print about children, in figures.

use leptos::prelude::*;
use shared::needs::api::{EvidenceLink, FigureView};

/// Figures with what they count and what they rest on.
#[component]
pub fn Figures(figures: Vec<FigureView>) -> impl IntoView {
    let items = figures
        .into_iter()
        .map(|figure| {
            let FigureView {
                what,
                figure,
                note,
                evidence,
            } = figure;
            let source = evidence.map(|evidence| cited(&evidence));
            view! {
                <div class="tl-needs__figure">
                    <dt>{figure.unwrap_or_else(|| "Printed without a figure".to_owned())}</dt>
                    <dd>
                        {what} {source.map(|source| view! { <span class="tl-entry__note">{source}</span> })}
                        {note.map(|note| view! { <span class="tl-entry__note">{note}</span> })}
                    </dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="tl-needs__figures">{items}</dl> }
}

/// A source as one cites it: its author, year and title.
pub fn cited(evidence: &EvidenceLink) -> String {
    let by = match (&evidence.author, evidence.year) {
        (Some(author), Some(year)) => format!("{author}, {year}: "),
        (Some(author), None) => format!("{author}: "),
        (None, Some(year)) => format!("{year}: "),
        (None, None) => String::new(),
    };
    format!("{by}{}", evidence.title)
}

#[cfg(test)]
mod tests {
    use shared::ids::EvidenceId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_source_is_cited_by_what_is_known_of_it() {
        let cited = |author: Option<&str>, year| {
            cited(&EvidenceLink {
                id: EvidenceId(Uuid::nil()),
                title: "Actions speak".to_owned(),
                author: author.map(str::to_owned),
                year,
            })
        };
        assert_eq!(
            cited(Some("Biehal"), Some(2012)),
            "Biehal, 2012: Actions speak"
        );
        assert_eq!(cited(Some("Biehal"), None), "Biehal: Actions speak");
        assert_eq!(cited(None, Some(2012)), "2012: Actions speak");
        assert_eq!(cited(None, None), "Actions speak");
    }
}
