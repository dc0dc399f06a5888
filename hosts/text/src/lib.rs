//! What core can't know about text: how it is folded for a search, where its words begin and end, what a search asks
//! for, and how numbers, dates and UUIDs are written.
//!
//! - [`fold`] ← [`words`], [`grams`] ← [`term`]: a value's text becomes the inputs of search tokens, and so does what a
//!   user searches for; after opening, a [`term::Term`] tells whether a value really matches
//! - [`value`]: typed values from text and back
//!
//! This is a crate of the hosts because it needs tables and a heap. Both are a limit too: a table is looked up by the
//! characters of a secret text, and buffers that are freed keep them unless the allocator wipes them, as that of the
//! `fieldgate` binary does. Core's promise not to index by secrets ends here.
//!
//! There is no stemming and no list of synonyms: `films` doesn't find `film`. The language of a token is a label that
//! separates tokens, and changes nothing here.
//!
//! ```
//! use fieldgate_core::{
//!     field::{
//!         Context, FieldType, RootKey, Scheme,
//!         leakage::Domain,
//!         token::{TokenCipher, TokenKind, TokenSet},
//!     },
//!     secret::Secret,
//! };
//! use fieldgate_text::{fold::{Diacritics, Folded}, term::Term, words};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let root = RootKey::new(&Secret::copied_from(&[7; 32]).ok_or("32 bytes")?);
//! let context =
//!     Context { tenant: "demo", partition: "films", object: "film", field: "Title", kind: FieldType::Text, epoch: 0 };
//! let admitted = Scheme::Words.admit(Domain::Unstated)?;
//! let cipher = TokenCipher::derive(&root, &context, admitted, TokenKind::Words { language: "fr" })?;
//!
//! let title = "Les Plages d’Agnès";
//! let folded = Folded::new(title, Diacritics::Remove);
//! let inputs: Vec<&[u8]> = words::words(&folded).map(str::as_bytes).collect();
//! let mut stored = TokenSet::<64>::new();
//! stored.insert_all(&cipher, &inputs)?;
//! let salt = [5; 16]; // fresh random bytes, in practice
//! stored.pad(&cipher, 8, &salt)?;
//!
//! let term = Term::words("PLAGES", Diacritics::Remove)?;
//! for input in term.inputs() {
//!     assert!(stored.as_slice().contains(&cipher.token(input.as_bytes())?));
//! }
//! assert!(term.matches(title)); // after opening
//! # Ok(())
//! # }
//! ```

pub mod fold;
pub mod grams;
pub mod term;
pub mod value;
pub mod words;
