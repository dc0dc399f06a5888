//! What the demo shows: lines of inked text, 100 columns wide, on the terminal and kept for the picture.

use std::io::{IsTerminal as _, Write as _, stdout};

/// The width that every line keeps to.
pub(crate) const COLUMNS: usize = 100;

/// What a piece of text means; the terminal and the picture choose its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Plain,
    Dim,
    Bold,
    /// A claim that held.
    Good,
    /// Sealed, or refused.
    Sealed,
    /// Plaintext that only clients of the gateway see.
    Clear,
}

/// One piece of a line.
#[derive(Debug)]
pub(crate) struct Span {
    pub(crate) ink: Ink,
    pub(crate) text: String,
}

/// The demo's terminal.
#[derive(Debug)]
pub(crate) struct Screen {
    lines: Vec<Vec<Span>>,
    steps: usize,
    step_title: String,
    verbose: bool,
    terminal: bool,
    colour: bool,
}

impl Screen {
    pub(crate) fn new(verbose: bool) -> Self {
        let terminal = stdout().is_terminal();
        let colour = terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self {
            lines: Vec::new(),
            steps: 0,
            step_title: "start".to_owned(),
            verbose,
            terminal,
            colour,
        }
    }

    /// All lines so far.
    pub(crate) fn lines(&self) -> &[Vec<Span>] {
        &self.lines
    }

    /// The step that runs now.
    pub(crate) fn step_title(&self) -> &str {
        &self.step_title
    }

    /// The first line.
    pub(crate) fn title(&mut self, name: &str, rest: &str) {
        self.line(&[(Ink::Bold, name), (Ink::Dim, &format!("   {rest}"))]);
    }

    /// Opens a step.
    pub(crate) fn step(&mut self, title: &str) {
        self.steps += 1;
        title.clone_into(&mut self.step_title);
        self.blank();
        self.line(&[
            (Ink::Good, &format!("{}  ", self.steps)),
            (Ink::Bold, title),
        ]);
    }

    /// A line below a step's title: a label and what there is to say.
    pub(crate) fn fact(&mut self, label: &str, spans: &[(Ink, &str)]) {
        let label = format!("   {label:<22}");
        let mut all = vec![(Ink::Dim, label.as_str())];
        all.extend_from_slice(spans);
        self.line(&all);
    }

    /// A whole line. Where it is too long, its last span goes on below its own start.
    pub(crate) fn line(&mut self, spans: &[(Ink, &str)]) {
        let mut line = Vec::new();
        let mut used = 0;
        let (last, first) = spans
            .split_last()
            .map_or((None, spans), |(last, first)| (Some(last), first));
        for &(ink, text) in first {
            let text = shorten(text, COLUMNS - used);
            used += text.chars().count();
            line.push(Span { ink, text });
        }
        let Some(&(ink, text)) = last else {
            return self.show(line);
        };
        for text in wrap(text, COLUMNS - used) {
            line.push(Span { ink, text });
            self.show(std::mem::take(&mut line));
            line.push(Span {
                ink: Ink::Plain,
                text: " ".repeat(used),
            });
        }
    }

    fn show(&mut self, line: Vec<Span>) {
        self.clear_progress();
        println!("{}", self.paint(&line));
        self.lines.push(line);
    }

    /// An empty line.
    pub(crate) fn blank(&mut self) {
        self.line(&[]);
    }

    /// A line that the next one replaces; only on a terminal.
    pub(crate) fn progress(&self, text: &str) {
        if self.terminal {
            print!("\r\x1b[K   {}", shorten(text, COLUMNS - 3));
            let _ = stdout().flush();
        }
    }

    /// A line for `--verbose`; not in the picture.
    pub(crate) fn detail(&self, text: &str) {
        if self.verbose {
            self.clear_progress();
            println!("   . {text}");
        }
    }

    fn clear_progress(&self) {
        if self.terminal {
            print!("\r\x1b[K");
        }
    }

    fn paint(&self, line: &[Span]) -> String {
        let code = |ink| match ink {
            Ink::Plain => "",
            Ink::Dim => "2",
            Ink::Bold => "1",
            Ink::Good => "32",
            Ink::Sealed => "35",
            Ink::Clear => "36",
        };
        line.iter()
            .fold(String::new(), |painted, span| match code(span.ink) {
                code if self.colour && !code.is_empty() => {
                    painted + &format!("\x1b[{code}m{}\x1b[0m", span.text)
                }
                _ => painted + &span.text,
            })
    }
}

/// At most this many characters, with an ellipsis where something went.
pub(crate) fn shorten(text: &str, columns: usize) -> String {
    if text.chars().count() <= columns {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(columns.saturating_sub(1)).collect();
    kept.push('…');
    kept
}

/// Breaks a text after spaces, which it keeps; a word that doesn't fit is shortened.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_inclusive(' ') {
        let at = lines.len() - 1;
        if lines[at].is_empty()
            || lines[at].chars().count() + word.trim_end().chars().count() <= columns
        {
            lines[at].push_str(word);
        } else {
            let end = lines[at].trim_end().len();
            lines[at].truncate(end);
            lines.push(word.to_owned());
        }
    }
    // Spaces at the end of a full line have no room, and need none.
    lines
        .iter()
        .map(|line| {
            if line.chars().count() > columns {
                shorten(line.trim_end(), columns)
            } else {
                line.clone()
            }
        })
        .collect()
}

/// A number with its thousands apart.
pub(crate) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{shorten, thousands, wrap};

    #[test]
    fn wraps_at_spaces_and_keeps_them() {
        assert_eq!(wrap("one  two three", 8), ["one  two", "three"]);
        assert_eq!(wrap("  in abcdefghij", 6), ["  in", "abcde…"]);
        assert_eq!(wrap("", 6), [""]);
    }

    #[test]
    fn shortens_by_characters() {
        assert_eq!(shorten("été en été", 4), "été…");
        assert_eq!(shorten("abc", 3), "abc");
    }

    #[test]
    fn sets_thousands_apart() {
        assert_eq!(
            [0, 999, 3201, 1_234_567].map(thousands),
            ["0", "999", "3,201", "1,234,567"]
        );
    }
}
