//! Responses that are cut, flipped or changed at random.

use proptest::prelude::*;

use super::super::op::{
    Activate, Create, Destroy, DiscoverVersions, Get, GetAttributes, Locate, Query, Register,
    Revoke,
};
use super::*;

/// Responses to every operation.
fn corpus() -> Vec<Vec<u8>> {
    let identified = |operation| {
        response(|w| {
            success(w, operation, |w| {
                w.text_string(tags::UNIQUE_IDENTIFIER, "1")
            })
        })
    };
    let failed = response(|w| {
        w.enumeration(tags::RESULT_STATUS, 1)?;
        w.enumeration(tags::RESULT_REASON, 3)?;
        w.text_string(tags::RESULT_MESSAGE, "no")
    });
    let named = response(|w| {
        success(w, Operation::GET_ATTRIBUTES, |w| {
            w.structure(tags::ATTRIBUTE, |w| {
                w.text_string(tags::ATTRIBUTE_NAME, "Name")?;
                w.structure(tags::ATTRIBUTE_VALUE, |w| {
                    w.text_string(tags::NAME_VALUE, "films")
                })
            })
        })
    });
    let versions = response(|w| {
        success(w, Operation::DISCOVER_VERSIONS, |w| {
            ProtocolVersion::V1_0.write(w)
        })
    });
    let abilities = response(|w| {
        success(w, Operation::QUERY, |w| {
            w.enumeration(tags::OPERATION, 0x0a)
        })
    });
    let mut all: Vec<_> = [
        Operation::CREATE,
        Operation::REGISTER,
        Operation::ACTIVATE,
        Operation::REVOKE,
        Operation::DESTROY,
        Operation::LOCATE,
    ]
    .map(identified)
    .into();
    all.extend([
        get_response(2, raw_key_block),
        failed,
        named,
        versions,
        abilities,
    ]);
    all
}

/// Reads a message as the response to each operation, down to its last item. Whether any could.
fn read_as_everything(message: &[u8]) -> bool {
    fn one<R: Request>(message: &[u8], take: impl FnOnce(R::Response<'_>)) -> bool {
        match read_message::<R>(message) {
            Ok(Answer::Success(response)) => take(response),
            Ok(Answer::Failure(failure)) => drop(std::format!("{failure}")),
            Ok(Answer::Pending { correlation }) => assert!(correlation.len() <= message.len()),
            Err(error) => {
                drop(std::format!("{error}"));
                return false;
            }
        }
        true
    }
    [
        one::<Create<'_>>(message, |_| ()),
        one::<Register<'_>>(message, |_| ()),
        one::<Activate<'_>>(message, |_| ()),
        one::<Revoke<'_>>(message, |_| ()),
        one::<Destroy<'_>>(message, |_| ()),
        one::<Locate<'_>>(message, |found| assert!(found.count() <= message.len())),
        one::<Get<'_>>(message, |got| {
            assert!(got.key.material.len() <= message.len());
        }),
        one::<GetAttributes<'_>>(message, |attributes| {
            assert!(attributes.has_name("films").is_err() || attributes.count() <= message.len());
        }),
        one::<DiscoverVersions>(message, |offered| assert!(offered.count() <= message.len())),
        one::<Query<'_>>(message, |response| {
            assert!(response.operations().count() <= message.len());
        }),
    ]
    .contains(&true)
}

#[test]
fn every_cut_is_an_error_and_every_flipped_bit_a_value_or_an_error() {
    for message in corpus() {
        assert!(read_as_everything(&message));
        for end in 0..message.len() {
            assert!(!read_as_everything(&message[..end]), "cut at {end}");
        }
        for bit in 0..message.len() * 8 {
            let mut flipped = message.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            read_as_everything(&flipped);
        }
    }
}

proptest! {
    #[test]
    fn random_changes_give_a_value_or_an_error(
        number in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut message = number.get(&corpus()).clone();
        for (place, byte) in changes {
            let place = place.index(message.len());
            message[place] = byte;
        }
        read_as_everything(&message);
    }
}
