//! Charts on a page: the picture at two widths, the same figures in a table, and ways to keep both. What they show comes
//! drawn from the crate `charts`; here is only where it stands.

mod save;

use charts::{Chart, Data, Ink, Look};
use leptos::prelude::*;

use crate::ui::notice::Details;
use crate::ui::status::Tone;
use save::{SaveChart, SaveData};

/// How wide a picture is drawn for a desktop or paper, and for a phone.
pub const WIDTHS: [f64; 2] = [720.0, 340.0];

impl From<Tone> for Ink {
    fn from(tone: Tone) -> Self {
        match tone {
            Tone::Done => Self::Done,
            Tone::Good => Self::Good,
            Tone::Watch => Self::Watch,
            Tone::Bad => Self::Bad,
            Tone::Unknown => Self::Unknown,
        }
    }
}

/// A picture with the table of its figures, and ways to save them.
#[component]
pub fn ChartFigure(
    /// The picture at a width; the word that it is given keeps it apart from others on the page.
    draw: impl Fn(&str, f64) -> Chart + 'static,
    /// A word of its own on the page, and the beginning of the names of saved files.
    #[prop(into)]
    id: String,
    data: Data,
    /// The figures as a table, with their links.
    children: Children,
) -> impl IntoView {
    let [wide, narrow] = WIDTHS;
    let picture = draw(&format!("{id}-wide"), wide);
    let small = draw(&format!("{id}-narrow"), narrow);
    view! {
        <figure class="tl-chart">
            <div class="tl-chart__wide" inner_html=picture.svg(Look::Page)></div>
            <div class="tl-chart__narrow" inner_html=small.svg(Look::Page)></div>
            <Details summary="The same figures in a table">{children()}</Details>
            <Saving name=id chart=picture data />
        </figure>
    }
}

/// Ways to save a picture that stands in a table already.
#[component]
pub fn Saving(
    /// The beginning of the names of the files.
    #[prop(into)]
    name: String,
    chart: Chart,
    data: Data,
) -> impl IntoView {
    let label = format!("Save {}", chart.title.to_lowercase());
    view! {
        <div class="tl-chart__save" role="group" aria-label=label>
            <span aria-hidden="true">"Save as"</span>
            <SaveChart name=name.clone() chart />
            <SaveData name data />
        </div>
    }
}

/// A small line of marks in a row of a table.
#[component]
pub fn Sparkline(chart: Chart) -> impl IntoView {
    view! { <span class="tl-spark" inner_html=chart.svg(Look::Page)></span> }
}
