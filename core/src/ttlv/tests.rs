//! The standard's examples, round trips, and bytes that are cut, flipped or random.

use proptest::prelude::*;

use super::{DEPTH_STRUCTURES_MAX, Error, Items, Tag, Value, Writer, message_length_bytes};

extern crate std;
use std::{string::String, vec, vec::Vec};

mod check;

const TAG: Tag = Tag::standard(0x0020);

/// KMIP Specification 1.4 (OASIS Standard, 22 November 2017), section 9.1.2 "Examples": all ten, in its order.
const SPECIFICATION_EXAMPLES: [(&str, &[u8]); 10] = [
    ("Integer 8", b"\x42\x00\x20\x02\0\0\0\x04\0\0\0\x08\0\0\0\0"),
    ("Long Integer 123456789000000000", b"\x42\x00\x20\x03\0\0\0\x08\x01\xb6\x9b\x4b\xa5\x74\x92\x00"),
    (
        "Big Integer 1234567890000000000000000000",
        b"\x42\x00\x20\x04\0\0\0\x10\0\0\0\0\x03\xfd\x35\xeb\x6b\xc2\xdf\x46\x18\x08\0\0",
    ),
    ("Enumeration 255", b"\x42\x00\x20\x05\0\0\0\x04\0\0\0\xff\0\0\0\0"),
    ("Boolean true", b"\x42\x00\x20\x06\0\0\0\x08\0\0\0\0\0\0\0\x01"),
    ("Text String Hello World", b"\x42\x00\x20\x07\0\0\0\x0bHello World\0\0\0\0\0"),
    ("Byte String 01 02 03", b"\x42\x00\x20\x08\0\0\0\x03\x01\x02\x03\0\0\0\0\0"),
    ("Date-Time 2008-03-14 11:56:40", b"\x42\x00\x20\x09\0\0\0\x08\0\0\0\0\x47\xda\x67\xf8"),
    ("Interval of 10 days", b"\x42\x00\x20\x0a\0\0\0\x04\x00\x0d\x2f\x00\0\0\0\0"),
    (
        "Structure of an Enumeration 254 and an Integer 255",
        b"\x42\x00\x20\x01\0\0\0\x20\x42\x00\x04\x05\0\0\0\x04\0\0\0\xfe\0\0\0\0\x42\x00\x05\x02\0\0\0\x04\0\0\0\xff\0\0\0\0",
    ),
];

/// The ten values, written.
fn write_example(number: usize, w: &mut Writer<'_>) -> Result<(), Error> {
    match number {
        0 => w.integer(TAG, 8),
        1 => w.long_integer(TAG, 123_456_789_000_000_000),
        2 => w.big_integer(
            TAG,
            &1_234_567_890_000_000_000_000_000_000_i128.to_be_bytes()[4..],
        ),
        3 => w.enumeration(TAG, 255),
        4 => w.boolean(TAG, true),
        5 => w.text_string(TAG, "Hello World"),
        6 => w.byte_string(TAG, &[1, 2, 3]),
        7 => w.date_time(TAG, 0x47da_67f8),
        8 => w.interval(TAG, 10 * 24 * 60 * 60),
        _ => w.structure(TAG, |w| {
            w.enumeration(Tag::standard(4), 254)?;
            w.integer(Tag::standard(5), 255)
        }),
    }
}

#[test]
fn examples_of_the_specification_are_written() {
    for (number, (name, expected)) in SPECIFICATION_EXAMPLES.iter().enumerate() {
        let mut buffer = [0xaa; 64];
        let mut writer = Writer::new(&mut buffer);
        write_example(number, &mut writer).unwrap();
        let length = writer.length_bytes();
        assert_eq!(&buffer[..length], *expected, "{name}");
    }
}

#[test]
fn examples_of_the_specification_are_read() {
    let big = 1_234_567_890_000_000_000_000_000_000_i128.to_be_bytes();
    let values = [
        Value::Integer(8),
        Value::LongInteger(123_456_789_000_000_000),
        Value::BigInteger(&big),
        Value::Enumeration(255),
        Value::Boolean(true),
        Value::TextString("Hello World"),
        Value::ByteString(&[1, 2, 3]),
        Value::DateTime(1_205_495_800),
        Value::Interval(864_000),
    ];
    for ((name, bytes), expected) in SPECIFICATION_EXAMPLES.iter().zip(values) {
        let items: Vec<_> = Items::of_message(bytes).collect::<Result<_, _>>().unwrap();
        assert_eq!(items.len(), 1, "{name}");
        assert_eq!((items[0].tag, items[0].value), (TAG, expected), "{name}");
    }
    let structure = Items::of_message(SPECIFICATION_EXAMPLES[9].1)
        .next()
        .unwrap()
        .unwrap();
    let inner: Vec<_> = structure.structure().unwrap().map(Result::unwrap).collect();
    assert_eq!(
        (inner[0].tag, inner[0].value),
        (Tag::standard(4), Value::Enumeration(254))
    );
    assert_eq!(
        (inner[1].tag, inner[1].value),
        (Tag::standard(5), Value::Integer(255))
    );
    assert_eq!(inner.len(), 2);
}

#[test]
fn wrong_items_are_errors() {
    let wrong: [(&[u8], Error); 9] = [
        (b"\x43\0\x20\x02\0\0\0\x04\0\0\0\x08\0\0\0\0", Error::BadTag),
        (
            b"\x42\0\x20\x0c\0\0\0\x04\0\0\0\x08\0\0\0\0",
            Error::UnknownType(0x0c),
        ),
        (
            b"\x42\0\x20\x02\0\0\0\x05\0\0\0\x08\0\0\0\0",
            Error::BadLength(TAG),
        ),
        (
            b"\x42\0\x20\x02\0\0\0\x04\0\0\0\x08\0\0\0\x01",
            Error::BadPadding(TAG),
        ),
        (
            b"\x42\0\x20\x06\0\0\0\x08\0\0\0\0\0\0\0\x02",
            Error::BadBoolean(TAG),
        ),
        (
            b"\x42\0\x20\x07\0\0\0\x01\xff\0\0\0\0\0\0\0",
            Error::BadText(TAG),
        ),
        (b"\x42\0\x20\x04\0\0\0\x00", Error::BadLength(TAG)),
        (
            b"\x42\0\x20\x01\0\0\0\x04\0\0\0\0\0\0\0\0",
            Error::BadLength(TAG),
        ),
        (
            b"\x42\0\x20\x08\x7f\xff\xff\xff\0\0\0\0\0\0\0\0",
            Error::TooLong,
        ),
    ];
    for (bytes, error) in wrong {
        let mut items = Items::of_message(bytes);
        assert_eq!(items.next(), Some(Err(error)));
        assert_eq!(items.next(), None, "nothing follows an error");
    }
}

#[test]
fn depth_is_capped_on_both_sides() {
    fn nest(w: &mut Writer<'_>, levels: u8) -> Result<(), Error> {
        if levels == 0 {
            Ok(())
        } else {
            w.structure(TAG, |w| nest(w, levels - 1))
        }
    }
    let mut buffer = [0; 512];
    assert_eq!(
        nest(&mut Writer::new(&mut buffer), DEPTH_STRUCTURES_MAX + 1),
        Err(Error::TooDeep)
    );
    nest(&mut Writer::new(&mut buffer), DEPTH_STRUCTURES_MAX).unwrap();

    let levels = usize::from(DEPTH_STRUCTURES_MAX) + 1;
    let mut message = Vec::new();
    for level in (0..levels).rev() {
        message.extend_from_slice(&[0x42, 0, 0x20, 1, 0, 0, 0, u8::try_from(level * 8).unwrap()]);
    }
    assert_eq!(read_all(Items::of_message(&message)), Err(Error::TooDeep));
    assert_eq!(read_all(Items::of_message(&message[..0])), Ok(0));
}

#[test]
fn a_message_that_is_too_long_is_known_from_its_header() {
    assert_eq!(message_length_bytes(b"\x42\0\x7b\x01\0\0\0\x10"), Ok(24));
    assert_eq!(message_length_bytes(b"\x42\0\x7b\x08\0\0\0\x01"), Ok(16));
    assert_eq!(
        message_length_bytes(b"\x42\0\x7b\x01\0\x10\0\0"),
        Err(Error::TooLong)
    );
    assert_eq!(
        message_length_bytes(b"\x42\0\x7b\x01\xff\xff\xff\xff"),
        Err(Error::TooLong)
    );
    assert_eq!(message_length_bytes(b"HTTP/1.1"), Err(Error::BadTag));
}

#[test]
fn every_buffer_that_is_too_small_is_an_error() {
    for (number, (name, expected)) in SPECIFICATION_EXAMPLES.iter().enumerate() {
        for size in 0..expected.len() {
            let mut buffer = vec![0; size];
            let written = write_example(number, &mut Writer::new(&mut buffer));
            assert_eq!(
                written,
                Err(Error::BufferTooSmall),
                "{name} in {size} bytes"
            );
        }
    }
}

#[test]
fn debug_shows_no_text_and_no_bytes() {
    let shown = std::format!(
        "{:?} {:?}",
        Value::TextString("hunter2"),
        Value::ByteString(b"\x2a\x2b")
    );
    assert_eq!(shown, "TextString(7 bytes) ByteString(2 bytes)");

    let mut message = [0; 64];
    let mut writer = Writer::new(&mut message);
    writer
        .structure(TAG, |w| w.byte_string(TAG, &[0xfe; 32]))
        .unwrap();
    let length = writer.length_bytes();
    let outer = Items::of_message(&message[..length]);
    assert_eq!(std::format!("{outer:?}"), "Items(48 bytes, depth 0)");
    let item = { outer }.next().unwrap().unwrap();
    let inner = item.structure().unwrap();
    assert_eq!(std::format!("{inner:?}"), "Items(40 bytes, depth 1)");
    for shown in [std::format!("{item:?}"), std::format!("{inner:?}")] {
        assert!(!shown.contains("254") && !shown.contains("fe"), "{shown}");
    }
}

#[test]
fn every_cut_and_every_flipped_bit_gives_a_value_or_an_error() {
    for (_, bytes) in SPECIFICATION_EXAMPLES {
        for end in 1..bytes.len() {
            assert!(
                read_all(Items::of_message(&bytes[..end])).is_err(),
                "cut at {end}"
            );
        }
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.to_vec();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let _ = read_all(Items::of_message(&flipped));
        }
    }
}

/// Reads everything at every depth, and counts the items.
pub(crate) fn read_all(items: Items<'_>) -> Result<usize, Error> {
    items.into_iter().try_fold(0, |count, item| {
        let inner = match item?.value {
            Value::Structure(items) => read_all(items)?,
            _ => 0,
        };
        Ok(count + 1 + inner)
    })
}

/// A value that owns what it holds, for random trees.
#[derive(Clone, Debug)]
enum Owned {
    Structure(Vec<Owned>),
    Integer(i32),
    LongInteger(i64),
    BigInteger(Vec<u8>),
    Enumeration(u32),
    Boolean(bool),
    Text(String),
    Bytes(Vec<u8>),
    DateTime(i64),
    Interval(u32),
    DateTimeExtended(i64),
}

impl Owned {
    fn write(&self, w: &mut Writer<'_>) -> Result<(), Error> {
        match self {
            Self::Structure(items) => {
                w.structure(TAG, |w| items.iter().try_for_each(|item| item.write(w)))
            }
            Self::Integer(value) => w.integer(TAG, *value),
            Self::LongInteger(value) => w.long_integer(TAG, *value),
            Self::BigInteger(value) => w.big_integer(TAG, value),
            Self::Enumeration(value) => w.enumeration(TAG, *value),
            Self::Boolean(value) => w.boolean(TAG, *value),
            Self::Text(value) => w.text_string(TAG, value),
            Self::Bytes(value) => w.byte_string(TAG, value),
            Self::DateTime(value) => w.date_time(TAG, *value),
            Self::Interval(value) => w.interval(TAG, *value),
            Self::DateTimeExtended(value) => w.date_time_extended(TAG, *value),
        }
    }

    fn matches(&self, value: Value<'_>) -> bool {
        match (self, value) {
            (Self::Structure(expected), Value::Structure(items)) => {
                let items: Vec<_> = items.map(Result::unwrap).collect();
                items.len() == expected.len()
                    && expected
                        .iter()
                        .zip(items)
                        .all(|(owned, item)| owned.matches(item.value))
            }
            (Self::Integer(a), Value::Integer(b)) => *a == b,
            (Self::LongInteger(a), Value::LongInteger(b)) => *a == b,
            // Two's complement: what was put in front is the sign.
            (Self::BigInteger(a), Value::BigInteger(b)) => {
                let front = b.len() - a.len();
                let sign = if a.first().is_some_and(|first| *first >= 0x80) {
                    0xff
                } else {
                    0
                };
                b[front..] == a[..] && b[..front].iter().all(|byte| *byte == sign)
            }
            (Self::Enumeration(a), Value::Enumeration(b)) => *a == b,
            (Self::Boolean(a), Value::Boolean(b)) => *a == b,
            (Self::Text(a), Value::TextString(b)) => a == b,
            (Self::Bytes(a), Value::ByteString(b)) => a == b,
            (Self::DateTime(a), Value::DateTime(b)) => *a == b,
            (Self::Interval(a), Value::Interval(b)) => *a == b,
            (Self::DateTimeExtended(a), Value::DateTimeExtended(b)) => *a == b,
            _ => false,
        }
    }
}

fn tree() -> impl Strategy<Value = Owned> {
    let leaf = prop_oneof![
        any::<i32>().prop_map(Owned::Integer),
        any::<i64>().prop_map(Owned::LongInteger),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Owned::BigInteger),
        any::<u32>().prop_map(Owned::Enumeration),
        any::<bool>().prop_map(Owned::Boolean),
        ".{0,20}".prop_map(Owned::Text),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Owned::Bytes),
        any::<i64>().prop_map(Owned::DateTime),
        any::<u32>().prop_map(Owned::Interval),
        any::<i64>().prop_map(Owned::DateTimeExtended),
    ];
    leaf.prop_recursive(6, 40, 6, |inner| {
        prop::collection::vec(inner, 0..6).prop_map(Owned::Structure)
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(tree in tree()) {
        let mut buffer = vec![0; 16 * 1024];
        let mut writer = Writer::new(&mut buffer);
        tree.write(&mut writer).unwrap();
        let length = writer.length_bytes();
        let bytes = &buffer[..length];
        let items: Vec<_> = Items::of_message(bytes).map(Result::unwrap).collect();
        prop_assert_eq!(items.len(), 1);
        prop_assert!(tree.matches(items[0].value));
        prop_assert_eq!(message_length_bytes(bytes.first_chunk().unwrap()), Ok(length));
    }

    #[test]
    fn random_bytes_give_a_value_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_all(Items::of_message(&bytes));
    }

    #[test]
    fn a_changed_byte_gives_a_value_or_an_error(tree in tree(), place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut buffer = vec![0; 16 * 1024];
        let mut writer = Writer::new(&mut buffer);
        tree.write(&mut writer).unwrap();
        let length = writer.length_bytes();
        buffer.truncate(length);
        buffer[place.index(length)] = byte;
        let _ = read_all(Items::of_message(&buffer));
    }
}

#[test]
fn picking_finds_what_find_finds() {
    let [first, second, absent] = [1, 2, 3].map(Tag::standard);
    let mut buffer = [0; 80];
    let mut w = Writer::new(&mut buffer);
    for (tag, number) in [(second, 1), (first, 2), (TAG, 3), (second, 4), (first, 5)] {
        w.integer(tag, number).unwrap();
    }
    let items = Items::of_message(&buffer);
    // In any order, and each tag's first item.
    for tags in [[first, second, absent], [absent, second, first]] {
        assert_eq!(
            items.pick(tags),
            Ok(tags.map(|tag| items.find(tag).unwrap()))
        );
    }
    let [found, _] = items.pick([first, absent]).unwrap();
    assert_eq!(found.unwrap().integer(), Ok(2));
    assert_eq!(items.pick([]), Ok([]));
    // What is cut off is an error for those who look there, and for nobody else.
    let cut = Items::of_message(&buffer[..76]);
    assert_eq!(cut.pick([first, second, absent]), Err(Error::Truncated));
    assert!(cut.pick([first, second]).is_ok());
}
