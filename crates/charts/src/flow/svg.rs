//! The picture as SVG. Its colours come from the style sheet of the page; what they say is said by shapes and lines too.

use std::fmt::Write;

use crate::draw::{escaped, short};

use super::{
    Way,
    place::{Drawn, DrawnArrow, DrawnBand, DrawnBox, LINE, NAME, TITLE},
};

/// How round the corners of a line are.
const ROUND: f64 = 6.0;
/// How long and how wide half of an arrow's head is.
const HEAD: (f64, f64) = (9.0, 4.5);

impl Drawn {
    /// The picture as an SVG element. Its boxes are links to the elements of the page that they name.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut out = String::new();
        let (width, height) = (short(self.width), short(self.height));
        let title = escaped(&self.title);
        let _ = write!(
            out,
            r#"<svg class="tl-flow__svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" aria-label="{title}" focusable="false">"#
        );
        for (at, band) in self.bands.iter().enumerate() {
            band.write(&mut out, at);
        }
        out.push_str(r#"<g aria-hidden="true">"#);
        for arrow in &self.arrows {
            let _ = write!(
                out,
                r#"<path class="tl-flow__way tl-flow__way--{}" d="{}"/>"#,
                arrow.way.name(),
                rounded(&arrow.shaft())
            );
        }
        for arrow in &self.arrows {
            if let Some(end) = arrow.points.last() {
                head(&mut out, *end, arrow.way);
            }
        }
        for band in &self.bands {
            band.name(&mut out);
        }
        out.push_str("</g>");
        for one in &self.boxes {
            one.write(&mut out);
        }
        out.push_str("</svg>");
        out
    }
}

impl DrawnBand {
    fn write(&self, out: &mut String, at: usize) {
        let _ = write!(
            out,
            r#"<rect class="tl-flow__band tl-flow__band--{}" x="{}" y="{}" width="{}" height="{}"/>"#,
            if at.is_multiple_of(2) { "even" } else { "odd" },
            short(self.x),
            short(self.y),
            short(self.width),
            short(self.height)
        );
    }

    fn name(&self, out: &mut String) {
        let _ = write!(
            out,
            r#"<text class="tl-flow__name" x="{}" y="{}">{}</text>"#,
            short(self.x + 10.0),
            short(self.y + NAME - 8.0),
            escaped(&self.title)
        );
        if self.empty {
            let _ = write!(
                out,
                r#"<text class="tl-flow__words" x="{}" y="{}">No stage</text>"#,
                short(self.x + 10.0),
                short(self.y + NAME + 8.0)
            );
        }
    }
}

impl DrawnArrow {
    /// The line up to where its head begins.
    fn shaft(&self) -> Vec<(f64, f64)> {
        let mut points = self.points.clone();
        if let Some(last) = points.last_mut() {
            last.1 -= HEAD.0 - 1.0;
        }
        points
    }
}

impl DrawnBox {
    fn write(&self, out: &mut String) {
        let kind = self.kind();
        let unsure = if self.node.unsure {
            " tl-flow__box--unsure"
        } else {
            ""
        };
        // Whoever speaks to the page says what they see: the name begins with the words in the box.
        let seen: Vec<&str> = self
            .title
            .iter()
            .chain(&self.lines)
            .map(String::as_str)
            .collect();
        let described = escaped(&format!("{}, {}", seen.join(" "), self.node.described));
        let end = match &self.node.href {
            Some(id) => {
                let _ = write!(
                    out,
                    r##"<a class="tl-flow__box tl-flow__box--{kind}{unsure}" href="#{}" aria-label="{described}">"##,
                    escaped(id)
                );
                "</a>"
            }
            None => {
                let _ = write!(
                    out,
                    r#"<g class="tl-flow__box tl-flow__box--{kind}{unsure}" role="img" aria-label="{described}">"#
                );
                "</g>"
            }
        };
        let _ = write!(
            out,
            r#"<rect x="{}" y="{}" width="{}" height="{}" rx="{}"/>"#,
            short(self.x),
            short(self.y),
            short(self.width),
            short(self.height),
            if kind == "stage" { "3" } else { "16" }
        );
        let x = short(self.x + 10.0);
        let mut y = self.y + 10.0;
        for line in &self.title {
            let _ = write!(
                out,
                r#"<text class="tl-flow__title" x="{x}" y="{}">{} </text>"#,
                short(y + 13.5),
                escaped(line)
            );
            y += TITLE;
        }
        for line in &self.lines {
            let _ = write!(
                out,
                r#"<text class="tl-flow__words" x="{x}" y="{}">{} </text>"#,
                short(y + 12.0),
                escaped(line)
            );
            y += LINE;
        }
        out.push_str(end);
    }
}

/// A line with round corners.
fn rounded(points: &[(f64, f64)]) -> String {
    let mut out = String::new();
    let mut rest = points;
    let mut before: Option<(f64, f64)> = None;
    while let Some((point, after)) = rest.split_first() {
        let _ = match (before, after.first()) {
            (None, _) => write!(out, "M{} {}", short(point.0), short(point.1)),
            (Some(_), None) => write!(out, " L{} {}", short(point.0), short(point.1)),
            (Some(before), Some(next)) => {
                let (into, leave) = (toward(*point, before), toward(*point, *next));
                write!(
                    out,
                    " L{} {} Q{} {} {} {}",
                    short(into.0),
                    short(into.1),
                    short(point.0),
                    short(point.1),
                    short(leave.0),
                    short(leave.1)
                )
            }
        };
        before = Some(*point);
        rest = after;
    }
    out
}

/// The point a little way from one corner to the next, at most half of the way.
fn toward(from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.abs() + dy.abs();
    if length <= 0.0 {
        return from;
    }
    let part = (ROUND / length).min(0.5);
    (from.0 + dx * part, from.1 + dy * part)
}

/// The head of an arrow that points down: full, double for a way up, open for a side door.
fn head(out: &mut String, (x, y): (f64, f64), way: Way) {
    let (length, half) = HEAD;
    let point = |x: f64, y: f64| format!("{} {}", short(x), short(y));
    let triangle = |y: f64| {
        format!(
            "M{} L{} L{} Z",
            point(x - half, y - length),
            point(x + half, y - length),
            point(x, y)
        )
    };
    let path = match way {
        Way::Up => format!("{} {}", triangle(y), triangle(y - length + 1.0)),
        Way::On | Way::Down | Way::Side => triangle(y),
    };
    let _ = write!(
        out,
        r#"<path class="tl-flow__head tl-flow__head--{}" d="{path}"/>"#,
        way.name()
    );
}

/// A short piece of the line of a way, for the words that explain it.
#[must_use]
pub fn sample(way: Way) -> String {
    let mut out = String::from(
        r#"<svg class="tl-flow__sample" viewBox="0 0 20 40" width="20" height="40" aria-hidden="true" focusable="false">"#,
    );
    let _ = write!(
        out,
        r#"<path class="tl-flow__way tl-flow__way--{}" d="M10 1 L10 31"/>"#,
        way.name()
    );
    head(&mut out, (10.0, 39.0), way);
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample as flow;
    use super::*;

    #[test]
    fn words_never_become_tags_and_the_page_gives_the_colours() {
        let mut flow = flow();
        flow.nodes[1].title = "<b>\"Ask\" & go</b>".to_owned();
        flow.nodes[1].described = "\"><script>".to_owned();
        flow.nodes[1].href = Some("\" onclick=\"x".to_owned());
        flow.bands[0] = "<i>".to_owned();
        let svg = flow.draw().svg();
        assert!(!svg.contains("<b>") && !svg.contains("<script") && !svg.contains("<i>"));
        assert!(!svg.contains("\" onclick=\""));
        assert!(!svg.contains("style=") && !svg.contains("fill=\"#"));
    }

    #[test]
    fn every_box_is_a_link_with_its_words() {
        let svg = flow().draw().svg();
        for (href, words) in [
            ("ask", "Ask 1 service, Ask"),
            ("treatment", "Treatment 1 service, Treatment"),
        ] {
            assert!(
                svg.contains(&format!("href=\"#{href}\" aria-label=\"{words}\"")),
                "{svg}"
            );
        }
        assert_eq!(svg.matches("<a ").count(), 5);
    }

    #[test]
    fn each_way_has_a_line_of_its_own() {
        let all: std::collections::HashSet<String> = Way::ALL.into_iter().map(sample).collect();
        assert_eq!(all.len(), Way::ALL.len());
    }
}
