//! The table of what each scheme gives away, in the documents, is what the code says.

use fieldgate_core::field::{Scheme, growth::Shape};

#[test]
fn the_table_of_leakage_is_the_code() {
    let text = std::fs::read_to_string(fieldgate_tests::workspace::root().join("docs/schemes.md"))
        .unwrap();
    for scheme in Scheme::ALL {
        let profile = scheme.profile();
        let leaks: Vec<_> = profile.leaks.iter().map(|leak| leak.text()).collect();
        let domain = match profile.domain_min {
            0 => "none".to_owned(),
            values => thousands(values),
        };
        let (shape, with) = match scheme {
            Scheme::Words | Scheme::Prefix | Scheme::Substring => (
                Shape {
                    tokens: 8,
                    ..Shape::default()
                },
                " with 8 tokens",
            ),
            Scheme::Order => (
                Shape {
                    limb_bytes: 64,
                    ..Shape::default()
                },
                " with 64 bytes of limbs",
            ),
            Scheme::OrderReveal => (
                Shape {
                    limb_bytes: 16,
                    ..Shape::default()
                },
                " with 16 bytes of limbs",
            ),
            _ => (Shape::default(), ""),
        };
        let characters = profile.stored_characters(Shape {
            plaintext_bytes: 16,
            ..shape
        });
        let row = format!(
            "| `{scheme}` | {} | {domain} | {characters} characters{with} |",
            leaks.join("; ")
        );
        assert!(
            text.contains(&row),
            "docs/schemes.md lacks this row:\n{row}"
        );
    }
}

/// A number with a comma before each three digits.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
