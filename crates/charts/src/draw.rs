use std::fmt::Write;

/// How a part is drawn: each has a colour and a pattern of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Not as it should be: crossed lines.
    Bad,
    /// Needs watching: lines that rise.
    Watch,
    /// As it should be: plain.
    Good,
    /// Done: dots.
    Done,
    /// Not known: an outline.
    Unknown,
}

impl Ink {
    /// Every ink, in the order in which parts of a whole are drawn.
    pub const ALL: [Self; 5] = [
        Self::Bad,
        Self::Watch,
        Self::Good,
        Self::Done,
        Self::Unknown,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Bad => "bad",
            Self::Watch => "watch",
            Self::Good => "good",
            Self::Done => "done",
            Self::Unknown => "unknown",
        }
    }

    /// On white, for files.
    const fn colour(self) -> &'static str {
        match self {
            Self::Bad => "#bf2c22",
            Self::Watch => "#b86200",
            Self::Good => "#1e7b46",
            Self::Done => "#2458b3",
            Self::Unknown => "#6b7a77",
        }
    }

    /// What is drawn over the colour, in a square of eight.
    const fn pattern(self) -> &'static str {
        match self {
            Self::Bad => "M0 0 L8 8 M8 0 L0 8",
            Self::Watch => "M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6",
            Self::Done => "M3 4 h2",
            Self::Good | Self::Unknown => "",
        }
    }
}

/// Where a chart is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// On a page, whose style sheet gives the colours of its scheme.
    Page,
    /// In a file of its own: dark on white.
    File,
}

/// What a line of a chart is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stroke {
    Grid,
    Axis,
    Planned,
    Actual,
    Now,
}

impl Stroke {
    const fn name(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Axis => "axis",
            Self::Planned => "planned",
            Self::Actual => "actual",
            Self::Now => "now",
        }
    }

    const fn colour(self) -> &'static str {
        match self {
            Self::Grid => "#d6dfdc",
            Self::Axis => "#6b7a77",
            Self::Planned => "#35423f",
            Self::Actual => "#0b5c63",
            Self::Now => "#6b7a77",
        }
    }

    /// Width and dashes.
    const fn form(self) -> (&'static str, &'static str) {
        match self {
            Self::Grid | Self::Axis => ("1", ""),
            Self::Planned => ("2", "6 4"),
            Self::Actual => ("3", ""),
            Self::Now => ("1", "2 3"),
        }
    }
}

/// On which side of its place a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Rect {
        x: f64,
        y: f64,
        width: f64,
        height: f64,
        ink: Ink,
    },
    /// Points that are joined.
    Line {
        points: Vec<(f64, f64)>,
        stroke: Stroke,
    },
    /// A mark of a shape of its own: see [`Ink`].
    Mark { x: f64, y: f64, ink: Ink },
    Words {
        x: f64,
        y: f64,
        anchor: Anchor,
        strong: bool,
        text: String,
    },
}

/// Half of a mark's width.
pub(crate) const MARK: f64 = 5.0;

/// A chart, drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// A word of its own on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The same in words, for those who do not see it.
    pub described: String,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    pub(crate) shapes: Vec<Shape>,
}

impl Chart {
    /// The chart as an SVG element.
    #[must_use]
    pub fn svg(&self, look: Look) -> String {
        let mut out = String::new();
        let (width, height) = (short(self.width), short(self.height));
        let id = escaped(&self.id);
        let described = escaped(&format!("{}: {}", self.title, self.described));
        let _ = match look {
            Look::Page => write!(
                out,
                r#"<svg class="tl-chart__svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{described}" focusable="false">"#
            ),
            Look::File => write!(
                out,
                r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" font-family="Helvetica Neue, Helvetica, Arial, sans-serif" font-size="13"><title>{}</title><desc>{described}</desc><rect width="{width}" height="{height}" fill="#ffffff"/>"##,
                escaped(&self.title)
            ),
        };
        self.patterns(&mut out, &id, look);
        for shape in &self.shapes {
            shape.write(&mut out, &id, look);
        }
        out.push_str("</svg>");
        out
    }

    fn patterns(&self, out: &mut String, id: &str, look: Look) {
        let used = |ink: Ink| {
            self.shapes
                .iter()
                .any(|shape| matches!(shape, Shape::Rect { ink: other, .. } if *other == ink))
        };
        let paint = match look {
            Look::Page => r#"class="tl-chart__pattern""#,
            Look::File => r##"stroke="#ffffff" stroke-opacity="0.55""##,
        };
        out.push_str("<defs>");
        for ink in Ink::ALL {
            if !ink.pattern().is_empty() && used(ink) {
                let _ = write!(
                    out,
                    r#"<pattern id="{id}-{}" width="8" height="8" patternUnits="userSpaceOnUse"><path d="{}" fill="none" stroke-width="1.5" stroke-linecap="round" {paint}/></pattern>"#,
                    ink.name(),
                    ink.pattern()
                );
            }
        }
        out.push_str("</defs>");
    }
}

impl Shape {
    fn write(&self, out: &mut String, id: &str, look: Look) {
        let _ = match self {
            Self::Rect {
                x,
                y,
                width,
                height,
                ink,
            } => {
                let place = format!(
                    r#"x="{}" y="{}" width="{}" height="{}""#,
                    short(*x),
                    short(*y),
                    short(*width),
                    short(*height)
                );
                let paint = match (look, ink) {
                    (Look::Page, ink) => format!(r#"class="tl-chart__ink--{}""#, ink.name()),
                    (Look::File, Ink::Unknown) => format!(
                        r##"fill="#ffffff" stroke="{}" stroke-width="1.5""##,
                        ink.colour()
                    ),
                    (Look::File, ink) => format!(r#"fill="{}""#, ink.colour()),
                };
                let _ = write!(out, "<rect {place} {paint}/>");
                if ink.pattern().is_empty() {
                    Ok(())
                } else {
                    write!(out, r#"<rect {place} fill="url(#{id}-{})"/>"#, ink.name())
                }
            }
            Self::Line { points, stroke } => {
                let points: Vec<String> = points
                    .iter()
                    .map(|(x, y)| format!("{},{}", short(*x), short(*y)))
                    .collect();
                let (width, dashes) = stroke.form();
                let colour = match look {
                    Look::Page => format!(r#"class="tl-chart__line--{}""#, stroke.name()),
                    Look::File => format!(r#"stroke="{}""#, stroke.colour()),
                };
                write!(
                    out,
                    r#"<polyline points="{}" fill="none" stroke-width="{width}" stroke-dasharray="{}" {colour}/>"#,
                    points.join(" "),
                    if dashes.is_empty() { "none" } else { dashes }
                )
            }
            Self::Mark { x, y, ink } => mark(out, *x, *y, *ink, look),
            Self::Words {
                x,
                y,
                anchor,
                strong,
                text,
            } => {
                let paint = match look {
                    Look::Page if *strong => r#"class="tl-chart__words tl-chart__words--strong""#,
                    Look::Page => r#"class="tl-chart__words""#,
                    Look::File if *strong => r##"fill="#101816" font-weight="700""##,
                    Look::File => r##"fill="#35423f""##,
                };
                write!(
                    out,
                    r#"<text x="{}" y="{}" text-anchor="{}" {paint}>{}</text>"#,
                    short(*x),
                    short(*y),
                    anchor.name(),
                    escaped(text)
                )
            }
        };
    }
}

/// A square on its corner, a triangle, a disc, a square, a ring: so that each is known without its
/// colour.
fn mark(out: &mut String, x: f64, y: f64, ink: Ink, look: Look) -> std::fmt::Result {
    let place = |dx: f64, dy: f64| format!("{} {}", short(x + dx * MARK), short(y + dy * MARK));
    let path = |points: &[(f64, f64)]| {
        let points: Vec<String> = points.iter().map(|(dx, dy)| place(*dx, *dy)).collect();
        format!("M{} Z", points.join(" L"))
    };
    let paint = match look {
        Look::Page => format!(r#"class="tl-chart__mark--{}""#, ink.name()),
        Look::File if ink == Ink::Unknown => format!(
            r##"fill="#ffffff" stroke="{}" stroke-width="1.5""##,
            ink.colour()
        ),
        Look::File => format!(r#"fill="{}""#, ink.colour()),
    };
    match ink {
        Ink::Bad => write!(
            out,
            r#"<path d="{}" {paint}/>"#,
            path(&[(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)])
        ),
        Ink::Watch => write!(
            out,
            r#"<path d="{}" {paint}/>"#,
            path(&[(0.0, -1.1), (1.1, 0.9), (-1.1, 0.9)])
        ),
        Ink::Done => write!(
            out,
            r#"<path d="{}" {paint}/>"#,
            path(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
        ),
        Ink::Good | Ink::Unknown => write!(
            out,
            r#"<circle cx="{}" cy="{}" r="{}" {paint}/>"#,
            short(x),
            short(y),
            short(if ink == Ink::Good { MARK } else { MARK * 0.7 })
        ),
    }
}

/// A length with at most one digit behind the point.
pub(crate) fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    match text.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

/// A text that stands for itself between tags and in quotation marks. What XML cannot hold is left
/// out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// How wide a text is, about: a page has no other way to know before it is drawn.
pub(crate) fn wide(text: &str) -> f64 {
    text.chars()
        .map(|letter| match letter {
            'i' | 'l' | 'I' | 'j' | 't' | 'f' | 'r' | '.' | ',' | ' ' | '\'' => 4.0,
            'm' | 'w' | 'M' | 'W' => 11.0,
            letter if letter.is_uppercase() => 8.7,
            _ => 7.2,
        })
        .sum()
}

/// A text cut to a width, with a sign that it was.
pub(crate) fn fitted(text: &str, width: f64) -> String {
    if wide(text) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        kept.push(letter);
        if wide(&kept) + 9.0 > width {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(text: &str) -> Chart {
        Chart {
            id: "one".to_owned(),
            title: text.to_owned(),
            described: text.to_owned(),
            width: 100.0,
            height: 40.25,
            shapes: vec![
                Shape::Rect {
                    x: 0.0,
                    y: 1.0,
                    width: 12.34,
                    height: 5.0,
                    ink: Ink::Bad,
                },
                Shape::Words {
                    x: 0.0,
                    y: 0.0,
                    anchor: Anchor::Start,
                    strong: true,
                    text: text.to_owned(),
                },
            ],
        }
    }

    #[test]
    fn words_never_become_tags() {
        for look in [Look::Page, Look::File] {
            let svg = chart("<script>\"A\" & b</script>\u{0}").svg(look);
            assert!(!svg.contains("<script"), "{svg}");
            assert!(svg.contains("&lt;script&gt;&quot;A&quot; &amp; b&lt;/script&gt;"));
            assert!(!svg.contains('\u{0}'));
        }
    }

    #[test]
    fn a_page_gives_the_colours_and_a_file_brings_its_own() {
        let page = chart("Some").svg(Look::Page);
        assert!(page.contains("tl-chart__ink--bad"));
        assert!(!page.contains("style=") && !page.contains("fill=\"#"));
        let file = chart("Some").svg(Look::File);
        assert!(file.contains("fill=\"#bf2c22\"") && !file.contains("class="));
        assert!(file.starts_with("<svg xmlns="));
        for svg in [page, file] {
            assert!(svg.contains("url(#one-bad)") && svg.contains("id=\"one-bad\""));
            assert!(svg.contains("width=\"12.3\""));
        }
    }

    #[test]
    fn long_names_are_cut_where_they_end() {
        assert_eq!(fitted("Early help", 200.0), "Early help");
        let cut = fitted(
            "Northshire and Westshire Clinical Commissioning Group",
            120.0,
        );
        assert!(cut.ends_with('…') && wide(&cut) <= 121.0, "{cut}");
        assert_eq!(fitted("Some", 0.0), "…");
    }
}
