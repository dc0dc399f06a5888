//! Every setting of both schemes behind one face.

use std::cmp::Ordering;

use fieldgate_core::field::{
    Context, RootKey,
    order::{
        OrderCipher, OrderColumn, OrderError, OrderNumberCipher, OrderParameters,
        OrderRevealCipher, compare,
    },
};

use crate::{ORDER, ORDER_REVEAL};

pub(crate) enum Subject {
    Bytes(OrderCipher),
    Number(OrderNumberCipher),
    Reveal(OrderRevealCipher),
}

impl Subject {
    /// Every setting for values of `bytes` bytes.
    pub(crate) fn all(root: &RootKey, context: &Context<'_>, bytes: usize) -> Vec<Self> {
        let mut all = Vec::new();
        for parameters in OrderParameters::ALL {
            let cipher = OrderCipher::derive(root, context, ORDER, parameters, bytes).unwrap();
            all.push(Self::Bytes(cipher));
        }
        for column in OrderColumn::ALL {
            if column.value_bytes() == bytes {
                let cipher = OrderNumberCipher::derive(root, context, ORDER, column).unwrap();
                all.push(Self::Number(cipher));
            }
        }
        all.push(Self::Reveal(
            OrderRevealCipher::derive(root, context, ORDER_REVEAL, bytes).unwrap(),
        ));
        all
    }

    /// The same setting under another key.
    pub(crate) fn derived_again(&self, root: &RootKey, context: &Context<'_>) -> Self {
        let bytes = self.value_bytes();
        match self {
            Self::Bytes(cipher) => {
                let parameters = cipher.parameters();
                Self::Bytes(OrderCipher::derive(root, context, ORDER, parameters, bytes).unwrap())
            }
            Self::Number(cipher) => Self::Number(
                OrderNumberCipher::derive(root, context, ORDER, cipher.column()).unwrap(),
            ),
            Self::Reveal(_) => {
                Self::Reveal(OrderRevealCipher::derive(root, context, ORDER_REVEAL, bytes).unwrap())
            }
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Bytes(cipher) => cipher.parameters().name(),
            Self::Number(cipher) => cipher.column().name(),
            Self::Reveal(_) => "order-reveal",
        }
    }

    pub(crate) fn value_bytes(&self) -> usize {
        match self {
            Self::Bytes(cipher) => cipher.value_bytes(),
            Self::Number(cipher) => cipher.column().value_bytes(),
            Self::Reveal(cipher) => cipher.value_bytes(),
        }
    }

    pub(crate) fn ciphertext_bytes(&self) -> usize {
        match self {
            Self::Bytes(cipher) => cipher.ciphertext_bytes(),
            Self::Number(_) => 8,
            Self::Reveal(cipher) => cipher.ciphertext_bytes(),
        }
    }

    /// The low bytes of a number, as an encoded value.
    pub(crate) fn encoded(&self, value: u64) -> Vec<u8> {
        value.to_be_bytes()[8 - self.value_bytes()..].to_vec()
    }

    /// The ciphertext; a number as its 8 bytes.
    pub(crate) fn encrypt(&self, encoded: &[u8]) -> Vec<u8> {
        let mut output = [0; 64];
        match self {
            Self::Bytes(cipher) => cipher.encrypt(encoded, &mut output).unwrap().to_vec(),
            Self::Number(cipher) => cipher
                .encrypt_number(encoded)
                .unwrap()
                .to_be_bytes()
                .to_vec(),
            Self::Reveal(cipher) => cipher.encrypt(encoded, &mut output).unwrap().to_vec(),
        }
    }

    pub(crate) fn encrypt_batch(&self, encoded: &[u8]) -> Vec<u8> {
        let values = encoded.len() / self.value_bytes();
        let mut output = vec![0; values * self.ciphertext_bytes()];
        match self {
            Self::Bytes(cipher) => {
                cipher.encrypt_batch(encoded, &mut output).unwrap();
            }
            Self::Number(cipher) => {
                let mut numbers = vec![0; values];
                cipher.encrypt_numbers(encoded, &mut numbers).unwrap();
                output = numbers
                    .iter()
                    .flat_map(|number| number.to_be_bytes())
                    .collect();
            }
            Self::Reveal(cipher) => {
                cipher.encrypt_batch(encoded, &mut output).unwrap();
            }
        }
        output
    }

    /// Decrypts, and makes sure that a refusal leaves nothing behind.
    pub(crate) fn decrypt(&self, ciphertext: &[u8]) -> Result<Vec<u8>, OrderError> {
        let mut output = [0x5a; 8];
        let result = match self {
            Self::Bytes(cipher) => cipher.decrypt(ciphertext, &mut output),
            Self::Number(cipher) => {
                let number = u64::from_be_bytes(ciphertext.try_into().unwrap());
                cipher.decrypt_number(number, &mut output)
            }
            Self::Reveal(cipher) => cipher.decrypt(ciphertext, &mut output),
        };
        let result = result.map(|value| value.to_vec());
        if result.is_err() {
            assert_eq!(
                output, [0x5a; 8],
                "a refused value left something decrypted"
            );
        }
        result
    }

    /// Compares as an application would.
    pub(crate) fn compare(&self, a: &[u8], b: &[u8]) -> Ordering {
        match self {
            Self::Bytes(_) | Self::Number(_) => a.cmp(b),
            Self::Reveal(_) => compare(a, b).unwrap(),
        }
    }
}
