//! A page as text. What the program writes itself is markup; whatever comes from anywhere else
//! passes [`Html::text`], the one place where it is escaped.

/// A page, or a part of one.
#[derive(Clone, Debug, Default)]
pub struct Html(String);

impl Html {
    /// Markup of the program's own: only what stands in its source can be given here.
    pub fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Words, escaped so that they stay words, between tags as well as between the quotation marks
    /// of an attribute.
    pub fn text(&mut self, words: &str) -> &mut Self {
        for letter in words.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                other => self.0.push(other),
            }
        }
        self
    }

    /// Words in lines, as paragraphs.
    pub fn paragraphs(&mut self, words: &str) -> &mut Self {
        for line in words.lines().filter(|line| !line.trim().is_empty()) {
            self.raw("<p class=\"govuk-body\">").text(line).raw("</p>");
        }
        self
    }

    /// Another part.
    pub fn part(&mut self, part: &Self) -> &mut Self {
        self.0.push_str(&part.0);
        self
    }

    /// The whole.
    pub fn finish(self) -> String {
        self.0
    }
}

/// A web address that a link may lead to: one of a website, and nothing that a browser would run.
pub fn safe_address(address: &str) -> Option<&str> {
    let lower = address.trim().to_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://")).then(|| address.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        for (words, page) in [
            (
                "<script>alert(1)</script>",
                "&lt;script&gt;alert(1)&lt;/script&gt;",
            ),
            ("\" onload=\"x", "&quot; onload=&quot;x"),
            ("' autofocus", "&#39; autofocus"),
            ("&lt;", "&amp;lt;"),
            (
                "Fish & chips \u{2013} 0\u{2013}25",
                "Fish &amp; chips \u{2013} 0\u{2013}25",
            ),
        ] {
            let mut html = Html::default();
            html.text(words);
            assert_eq!(html.finish(), page);
        }
        let mut html = Html::default();
        html.paragraphs("One.\n\n<b>Two.");
        assert_eq!(
            html.finish(),
            "<p class=\"govuk-body\">One.</p><p class=\"govuk-body\">&lt;b&gt;Two.</p>"
        );
    }

    #[test]
    fn links_lead_to_websites_alone() {
        for (address, safe) in [
            ("https://example.org/a", true),
            ("HTTP://example.org", true),
            ("javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("//example.org", false),
            ("", false),
        ] {
            assert_eq!(safe_address(address).is_some(), safe, "{address}");
        }
    }
}
