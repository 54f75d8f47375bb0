use crate::{
    Part,
    draw::{Anchor, Chart, Shape, fitted, wide},
};

/// A whole that divides into parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// Its parts, first to last. One of nothing is not drawn.
    pub parts: Vec<Part>,
}

impl Bar {
    fn total(&self) -> u32 {
        self.parts.iter().map(|part| part.count).sum()
    }

    fn described(&self) -> String {
        let parts: Vec<String> = self
            .parts
            .iter()
            .filter(|part| part.count > 0)
            .map(|part| format!("{} {}", part.count, part.word.to_lowercase()))
            .collect();
        format!("{}: {}", self.name, parts.join(", "))
    }
}

const ROW: f64 = 46.0;
const BAR: f64 = 18.0;
const LEGEND: f64 = 28.0;

/// Bars below one another on one scale, each with its name above it and its parts' figures in it.
pub fn bars(id: &str, title: &str, rows: &[Bar], width: f64) -> Chart {
    let most = rows.iter().map(Bar::total).max().unwrap_or(0).max(1);
    let mut shapes = Vec::new();
    let top = legend(&mut shapes, rows, width);
    for (place, row) in rows.iter().enumerate() {
        let y = top + ROW * place as f64;
        let total = row.total().to_string();
        shapes.push(Shape::Words {
            x: 0.0,
            y: y + 14.0,
            anchor: Anchor::Start,
            strong: false,
            text: fitted(&row.name, width - wide(&total) - 12.0),
        });
        shapes.push(Shape::Words {
            x: width,
            y: y + 14.0,
            anchor: Anchor::End,
            strong: true,
            text: total,
        });
        let mut x = 0.0;
        for part in row.parts.iter().filter(|part| part.count > 0) {
            let length = width * f64::from(part.count) / f64::from(most);
            shapes.push(Shape::Rect {
                x: x + 0.5,
                y: y + 20.0,
                width: (length - 1.0).max(0.5),
                height: BAR,
                ink: part.ink,
            });
            x += length;
        }
    }
    let described: Vec<String> = rows.iter().map(Bar::described).collect();
    Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        described: described.join("; "),
        width,
        height: top + ROW * rows.len() as f64,
        shapes,
    }
}

/// The words of the parts that are drawn, each behind its pattern, in as many lines as they need.
/// Gives where the chart begins below it.
pub(crate) fn legend(shapes: &mut Vec<Shape>, rows: &[Bar], width: f64) -> f64 {
    let mut seen: Vec<&Part> = Vec::new();
    for part in rows.iter().flat_map(|row| &row.parts) {
        if part.count > 0 && !seen.iter().any(|other| other.word == part.word) {
            seen.push(part);
        }
    }
    let (mut x, mut y) = (0.0, 0.0);
    for part in seen {
        let long = 22.0 + wide(part.word) + 14.0;
        if x > 0.0 && x + long > width {
            (x, y) = (0.0, y + 20.0);
        }
        shapes.push(Shape::Rect {
            x: x + 1.0,
            y: y + 2.0,
            width: 14.0,
            height: 12.0,
            ink: part.ink,
        });
        shapes.push(Shape::Words {
            x: x + 21.0,
            y: y + 13.0,
            anchor: Anchor::Start,
            strong: false,
            text: part.word.to_owned(),
        });
        x += long;
    }
    y + LEGEND
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Ink, Look};

    fn row(counts: [u32; 3]) -> Bar {
        Bar {
            name: "Some".to_owned(),
            parts: [Ink::Bad, Ink::Good, Ink::Unknown]
                .into_iter()
                .zip(["Off track", "On track", "Not reported"])
                .zip(counts)
                .map(|((ink, word), count)| Part { ink, word, count })
                .collect(),
        }
    }

    #[test]
    fn a_part_of_nothing_is_not_drawn_and_a_chart_of_nothing_holds() {
        let chart = bars("a", "By outcome", &[row([0, 3, 0])], 400.0);
        let rects = chart
            .shapes
            .iter()
            .filter(|shape| matches!(shape, Shape::Rect { .. }))
            .count();
        assert_eq!(rects, 2, "the part and its place in the legend");
        assert_eq!(chart.described, "Some: 3 on track");
        assert!(
            bars("a", "Nothing", &[row([0, 0, 0])], 400.0)
                .svg(Look::File)
                .ends_with("</svg>")
        );
        assert!(bars("a", "Nothing", &[], 400.0).height > 0.0);
    }

    proptest! {
        /// Lengths are as the figures, and the longest bar fills the width.
        #[test]
        fn lengths_are_as_the_figures(a in 0u32..500, b in 0u32..500, c in 1u32..500) {
            let rows = [row([a, b, c]), row([c, 0, 0])];
            let chart = bars("a", "Some", &rows, 600.0);
            let most = f64::from((a + b + c).max(c));
            let lengths: f64 = chart.shapes.iter().filter_map(|shape| match shape {
                Shape::Rect { width, height, .. } if *height == BAR => Some(*width + 1.0),
                _ => None,
            }).sum();
            let expected = 600.0 * f64::from(a + b + c + c) / most;
            prop_assert!((lengths - expected).abs() < 6.0, "{lengths} {expected}");
        }
    }
}
