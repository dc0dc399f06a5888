//! Whole messages: deep, long, many, overlapping, and what is written from them again.

use proptest::prelude::*;

use super::super::{
    DEPTH_STRUCTURES_MAX, Error, HEADER_BYTES, ITEMS_MAX, Items, MESSAGE_BYTES_MAX, Shape, Tag,
    Value, Writer, check_message,
};
use super::{SPECIFICATION_EXAMPLES, TAG, read_all, tree};

extern crate std;
use std::{vec, vec::Vec};

fn header(kind: u8, length: usize) -> [u8; HEADER_BYTES] {
    let [a, b, c, d] = u32::try_from(length).unwrap().to_be_bytes();
    [0x42, 0, 0x20, kind, a, b, c, d]
}

/// Structures within one another, the innermost empty.
fn nested(levels: usize) -> Vec<u8> {
    (0..levels)
        .rev()
        .flat_map(|inner| header(1, inner * HEADER_BYTES))
        .collect()
}

#[test]
fn the_specifications_examples_have_their_shapes() {
    for (name, bytes) in SPECIFICATION_EXAMPLES {
        let (items, depth) = match name.starts_with("Structure") {
            true => (3, 1),
            false => (1, 0),
        };
        assert_eq!(check_message(bytes), Ok(Shape { items, depth }), "{name}");
    }
}

#[test]
fn depth_is_capped() {
    let max = usize::from(DEPTH_STRUCTURES_MAX);
    let shape = check_message(&nested(max)).unwrap();
    assert_eq!((shape.items, shape.depth), (16, DEPTH_STRUCTURES_MAX));
    for levels in [max + 1, 10_000, 100_000] {
        assert_eq!(check_message(&nested(levels)), Err(Error::TooDeep));
    }
}

#[test]
fn items_are_counted_and_capped() {
    let with_items = |count: usize| {
        let mut message = header(1, (count - 1) * HEADER_BYTES).to_vec();
        message.extend((1..count).flat_map(|_| header(8, 0)));
        check_message(&message)
    };
    let max = ITEMS_MAX as usize;
    assert_eq!(
        with_items(max),
        Ok(Shape {
            items: ITEMS_MAX,
            depth: 1
        })
    );
    assert_eq!(with_items(max + 1), Err(Error::TooManyItems));
    assert_eq!(
        with_items(MESSAGE_BYTES_MAX / HEADER_BYTES),
        Err(Error::TooManyItems)
    );
}

#[test]
fn lengths_up_to_4_gib_are_refused_for_every_type() {
    for kind in 0x01..=0x0b {
        for length in [0xffff_ffff, 0xffff_fff8, 0x8000_0000, 0x0010_0001] {
            let mut message = header(kind, length).to_vec();
            message.extend([0; 64]);
            assert_eq!(check_message(&message), Err(Error::TooLong), "{kind:#x}");
            // The same, inside a structure that has the bytes it says.
            let mut outer = header(1, message.len()).to_vec();
            outer.extend(&message);
            assert_eq!(check_message(&outer), Err(Error::TooLong), "{kind:#x}");
        }
    }
}

#[test]
fn a_child_longer_than_its_structure_is_an_overlap() {
    // Structure of 16 bytes, in it a Byte String of 16 that reaches into the structure's sibling.
    let mut inner = header(1, 16).to_vec();
    inner.extend(header(8, 16));
    inner.extend([1; 8]);
    inner.extend(header(8, 8));
    inner.extend([2; 8]);
    let mut message = header(1, inner.len()).to_vec();
    message.extend(&inner);
    assert_eq!(check_message(&message), Err(Error::Overlap(TAG)));

    // A structure in a structure that reaches beyond it, and one that reaches beyond by its padding.
    let mut deep = header(1, 16).to_vec();
    deep.extend(header(1, 16));
    deep.extend([0; 16]);
    deep.splice(4..8, 8_u32.to_be_bytes());
    assert_eq!(check_message(&deep[..16]), Err(Error::Overlap(TAG)));
    let mut padded = header(1, 8).to_vec();
    padded.extend(header(7, 1));
    padded.extend(*b"a\0\0\0\0\0\0\0");
    assert_eq!(check_message(&padded[..16]), Err(Error::Overlap(TAG)));
}

#[test]
fn a_message_is_one_item_with_nothing_behind_it() {
    assert_eq!(check_message(&[]), Err(Error::Truncated));
    for (name, bytes) in SPECIFICATION_EXAMPLES {
        let mut longer = bytes.to_vec();
        longer.push(0);
        assert_eq!(check_message(&longer), Err(Error::BytesAfterMessage));
        longer.pop();
        longer.extend(bytes);
        assert_eq!(
            check_message(&longer),
            Err(Error::BytesAfterMessage),
            "{name}"
        );
    }
}

#[test]
fn a_copy_stays_within_the_depth() {
    let message = nested(usize::from(DEPTH_STRUCTURES_MAX));
    let item = Items::of_message(&message).next().unwrap().unwrap();
    let mut buffer = [0; 512];
    let mut writer = Writer::new(&mut buffer);
    writer.item_as_it_is(&item).unwrap();
    let within = writer.structure(TAG, |w| w.item_as_it_is(&item));
    assert_eq!(within, Err(Error::TooDeep));
}

#[test]
fn a_copy_of_a_structure_that_is_not_ttlv_is_refused() {
    let mut message = header(1, 16).to_vec();
    message.extend(header(6, 8));
    message.extend([2; 8]);
    let item = Items::of_message(&message).next().unwrap().unwrap();
    let mut buffer = [0; 64];
    let copied = Writer::new(&mut buffer).item_as_it_is(&item);
    assert_eq!(copied, Err(Error::BadBoolean(TAG)));
}

#[test]
fn every_accessor_takes_its_own_type_only() {
    let values = [
        Value::Structure(Items::none()),
        Value::Integer(1),
        Value::LongInteger(1),
        Value::BigInteger(&[0; 8]),
        Value::Enumeration(1),
        Value::Boolean(true),
        Value::TextString("a"),
        Value::ByteString(b"a"),
        Value::DateTime(1),
        Value::Interval(1),
        Value::DateTimeExtended(1),
    ];
    for (place, value) in values.into_iter().enumerate() {
        let item = super::super::Item { tag: TAG, value };
        assert_eq!(usize::from(item.value.kind() as u8), place + 1);
        let taken = [
            item.structure().is_ok(),
            item.integer().is_ok(),
            item.long_integer().is_ok(),
            item.big_integer().is_ok(),
            item.enumeration().is_ok(),
            item.boolean().is_ok(),
            item.text().is_ok(),
            item.bytes().is_ok(),
            item.date_time().is_ok(),
            item.interval().is_ok(),
            item.date_time_extended().is_ok(),
        ];
        for (other, taken) in taken.into_iter().enumerate() {
            assert_eq!(taken, other == place);
        }
    }
}

proptest! {
    #[test]
    fn a_copy_is_byte_for_byte_the_same(tree in tree()) {
        let mut buffer = vec![0; 16 * 1024];
        let mut writer = Writer::new(&mut buffer);
        tree.write(&mut writer).unwrap();
        let length = writer.length_bytes();
        let bytes = &buffer[..length];
        let item = Items::of_message(bytes).next().unwrap().unwrap();
        let mut copy = vec![0; length];
        let mut writer = Writer::new(&mut copy);
        writer.item_as_it_is(&item).unwrap();
        prop_assert_eq!(writer.length_bytes(), length);
        prop_assert_eq!(&copy[..], bytes);
    }

    /// The one pass and the recursive reader agree: on trees, on trees with a changed byte, on cuts, on random bytes.
    #[test]
    fn the_check_agrees_with_the_reader(
        tree in tree(), place in any::<prop::sample::Index>(), byte in any::<u8>(), end in any::<prop::sample::Index>(),
    ) {
        let mut buffer = vec![0; 16 * 1024];
        let mut writer = Writer::new(&mut buffer);
        tree.write(&mut writer).unwrap();
        let length = writer.length_bytes();
        buffer.truncate(length);
        let count = read_all(Items::of_message(&buffer)).unwrap();
        prop_assert_eq!(check_message(&buffer).unwrap().items as usize, count);
        prop_assert!(check_message(&buffer[..end.index(length)]).is_err());

        buffer[place.index(length)] = byte;
        let read = read_all(Items::of_message(&buffer));
        match check_message(&buffer) {
            Ok(shape) => prop_assert_eq!(read, Ok(shape.items as usize)),
            Err(Error::BytesAfterMessage) => {}
            Err(error) => prop_assert_eq!(read, Err(error)),
        }
    }

    #[test]
    fn random_bytes_are_a_message_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200), tag in any::<u16>()) {
        let mut message = Tag::standard(tag).bytes().to_vec();
        message.extend(bytes);
        if let Ok(shape) = check_message(&message) {
            prop_assert_eq!(read_all(Items::of_message(&message)), Ok(shape.items as usize));
        }
    }
}
