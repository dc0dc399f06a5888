//! Typed values from text and back. Each type is written in one way; what is read in another becomes that one, or is
//! refused where that would lose something.
