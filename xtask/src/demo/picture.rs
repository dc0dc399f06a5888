//! The terminal as a picture: SVG with one text element a span, so that columns hold in any monospace font.

use super::screen::{COLUMNS, Ink, Span};

const CELL_WIDTH: f64 = 8.4;
const LINE_HEIGHT: f64 = 19.0;
const MARGIN: f64 = 18.0;

/// Renders the lines.
pub(crate) fn svg(lines: &[Vec<Span>]) -> String {
    let width = COLUMNS as f64 * CELL_WIDTH + 2.0 * MARGIN;
    let height = lines.len() as f64 * LINE_HEIGHT + 2.0 * MARGIN;
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"Output of cargo xtask demo\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#11151c\"/>\n\
         <g font-family=\"ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace\" font-size=\"14\" xml:space=\"preserve\">\n"
    );
    for (row, line) in lines.iter().enumerate() {
        let y = MARGIN + (row as f64 + 0.75) * LINE_HEIGHT;
        let mut column = 0;
        for span in line {
            let columns = span.text.chars().count();
            let visible = span.text.trim_start();
            let indent = columns - visible.chars().count();
            let visible = visible.trim_end();
            if !visible.is_empty() {
                let x = MARGIN + (column + indent) as f64 * CELL_WIDTH;
                let length = visible.chars().count() as f64 * CELL_WIDTH;
                let (style, text) = (style(span.ink), escape(visible));
                picture.push_str(&format!(
                    "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{length:.1}\" {style}>{text}</text>\n"
                ));
            }
            column += columns;
        }
    }
    picture.push_str("</g>\n</svg>\n");
    picture
}

fn style(ink: Ink) -> &'static str {
    match ink {
        Ink::Plain => "fill=\"#d5dae3\"",
        Ink::Dim => "fill=\"#8a93a3\"",
        Ink::Bold => "fill=\"#ffffff\" font-weight=\"bold\"",
        Ink::Good => "fill=\"#7fd88f\"",
        Ink::Sealed => "fill=\"#d9a0f0\"",
        Ink::Clear => "fill=\"#7cc7ff\"",
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML 1.0 has no way to write these.
            char if char.is_control() => escaped.push('\u{fffd}'),
            char => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::screen::{Ink, Span};
    use super::svg;

    #[test]
    fn escapes_text_and_keeps_columns() {
        let span = |ink, text: &str| Span {
            ink,
            text: text.to_owned(),
        };
        let picture = svg(&[vec![
            span(Ink::Dim, "ab "),
            span(Ink::Plain, " <&\">\u{1b}"),
        ]]);
        assert!(picture.contains("&lt;&amp;&quot;&gt;\u{fffd}</text>"));
        // Four cells to the right of the margin.
        assert!(picture.contains("x=\"51.6\""));
    }
}
