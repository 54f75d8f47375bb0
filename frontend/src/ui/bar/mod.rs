//! One bar in parts: how a whole divides, drawn in SVG, with the same figures in words beside it.

use leptos::prelude::*;

use crate::ui::status::{Tone, ToneShape};

/// One part of a bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// How the part stands.
    pub tone: Tone,
    /// What the part is called.
    pub label: String,
    /// How many it holds.
    pub count: u32,
    /// The list behind the figure.
    pub href: Option<String>,
}

/// Whether the parts are also listed beside the bar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Legend {
    /// Each part's shape, word and figure under the bar.
    #[default]
    Shown,
    /// Where the figures stand elsewhere in the same row.
    Hidden,
}

/// The bar. A part that holds nothing is not drawn, and still listed.
#[component]
pub fn StackedBar(
    /// What is divided: "Actions by status".
    #[prop(into)]
    title: String,
    segments: Vec<Segment>,
    #[prop(optional)] legend: Legend,
) -> impl IntoView {
    let described = segments
        .iter()
        .map(|segment| format!("{} {}", segment.count, segment.label.to_lowercase()))
        .collect::<Vec<_>>()
        .join(", ");
    let bars = spans(&segments)
        .into_iter()
        .map(|(tone, start, width)| {
            view! {
                <rect
                    class=format!("tl-bar__part tl-mark--{}", tone.name())
                    x=format!("{start}%")
                    y="0"
                    width=format!("{width}%")
                    height="100%"
                />
            }
        })
        .collect_view();
    view! {
        <div class="tl-proportion">
            <svg class="tl-bar" role="img" aria-label=format!("{title}: {described}") width="100%" height="14">
                {bars}
            </svg>
            {(legend == Legend::Shown).then(|| view! { <BarLegend segments /> })}
        </div>
    }
}

#[component]
fn BarLegend(segments: Vec<Segment>) -> impl IntoView {
    let items = segments
        .into_iter()
        .map(
            |Segment {
                 tone,
                 label,
                 count,
                 href,
             }| {
                let words = format!("{count} {}", label.to_lowercase());
                let words = match href {
                    Some(href) => view! { <a href=href>{words}</a> }.into_any(),
                    None => words.into_any(),
                };
                view! { <li class="tl-status"><ToneShape tone /> {words}</li> }
            },
        )
        .collect_view();
    view! { <ul class="tl-proportion__legend">{items}</ul> }
}

/// Where each part that holds anything starts and how wide it is, in hundredths of the whole.
fn spans(segments: &[Segment]) -> Vec<(Tone, f64, f64)> {
    let whole: f64 = segments
        .iter()
        .map(|segment| f64::from(segment.count))
        .sum();
    let mut start = 0.0;
    segments
        .iter()
        .filter(|segment| segment.count > 0)
        .map(|segment| {
            let width = f64::from(segment.count) / whole * 100.0;
            let span = (segment.tone, start, width);
            start += width;
            span
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(tone: Tone, count: u32) -> Segment {
        Segment {
            tone,
            label: "Some".to_owned(),
            count,
            href: None,
        }
    }

    #[test]
    fn parts_follow_one_another_and_fill_the_bar() {
        let parts = [
            segment(Tone::Good, 1),
            segment(Tone::Watch, 0),
            segment(Tone::Bad, 3),
        ];
        assert_eq!(
            spans(&parts),
            [(Tone::Good, 0.0, 25.0), (Tone::Bad, 25.0, 75.0)]
        );
    }

    #[test]
    fn a_whole_of_nothing_draws_nothing() {
        assert!(spans(&[segment(Tone::Good, 0)]).is_empty());
    }
}
