//! How does Ed448 sign (RFC 8032 5.2)? By the book, over a general big integer: no crate of the verifier is in
//! it. It leaks by timing, which test keys may.

use crypto_bigint::modular::{ConstMontyForm, ConstMontyParams};
use crypto_bigint::{NonZero, U448, U960, const_monty_params};
use shake::{ExtendableOutput, Shake256, Update, XofReader};

const_monty_params!(
    Field,
    U448,
    "fffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "The prime 2^448 - 2^224 - 1."
);
const_monty_params!(
    Order,
    U448,
    "3fffffffffffffffffffffffffffffffffffffffffffffffffffffff7cca23e9c44edb49aed63690216cc2728dc58f552378c292ab5844f3",
    "The order of the base point."
);

type FieldElement = ConstMontyForm<Field, { U448::LIMBS }>;
type Scalar = ConstMontyForm<Order, { U448::LIMBS }>;

/// Bytes of a secret, of a public key, and of each half of a signature.
pub(crate) const KEY_BYTES: usize = 57;
const DIGEST_BYTES: usize = 2 * KEY_BYTES;
/// `dom4` without context, for the pure form.
const DOMAIN: &[u8] = b"SigEd448\x00\x00";
/// -d of the curve x^2 + y^2 = 1 + d x^2 y^2.
const MINUS_D: u64 = 39_081;
const BASE_X: &str = "4f1970c66bed0ded221d15a622bf36da9e146570470f1767ea6de324a3d3a46412ae1af72ab66511433b80e18b00938e2626a82bc70cc05e";
const BASE_Y: &str = "693f46716eb6bc248876203756c9c7624bea73736ca3984087789c1e05a0c2d73ad3ff1ce67c39c4fdbd132c4ed7c8ad9808795bf230fa14";

/// A private key.
#[derive(Clone)]
pub(crate) struct Ed448Key {
    scalar: U448,
    prefix: [u8; KEY_BYTES],
    public: [u8; KEY_BYTES],
}

impl Ed448Key {
    /// The key of this secret (5.2.5).
    pub(crate) fn new(secret: &[u8; KEY_BYTES]) -> Self {
        let (mut low, prefix) = halves(&digest(&[secret]));
        let [first, .., top, last] = &mut low;
        *first &= 0xfc;
        *top |= 0x80;
        *last = 0;
        let [scalar @ .., _zero] = low;
        let scalar = U448::from_le_slice(&scalar);
        Self {
            scalar,
            prefix,
            public: Point::base().times(&scalar).encode(),
        }
    }

    /// The public key.
    pub(super) fn public(&self) -> &[u8; KEY_BYTES] {
        &self.public
    }

    /// The signature of 114 bytes over `message` (5.2.6).
    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let nonce = reduce(&digest(&[DOMAIN, &self.prefix, message]));
        let commitment = Point::base().times(&nonce).encode();
        let challenge = reduce(&digest(&[DOMAIN, &commitment, &self.public, message]));
        let product = Scalar::new(&challenge) * Scalar::new(&self.scalar);
        let response = (Scalar::new(&nonce) + product).retrieve();
        [&commitment, response.to_le_bytes().as_ref(), &[0]].concat()
    }
}

/// A point in projective coordinates.
#[derive(Clone, Copy)]
struct Point {
    x: FieldElement,
    y: FieldElement,
    z: FieldElement,
}

impl Point {
    fn base() -> Self {
        Self {
            x: FieldElement::new(&U448::from_be_hex(BASE_X)),
            y: FieldElement::new(&U448::from_be_hex(BASE_Y)),
            z: FieldElement::ONE,
        }
    }

    /// The sum; it holds for every pair, also of equal points (5.2.4).
    fn plus(&self, other: &Self) -> Self {
        let a = self.z * other.z;
        let b = a * a;
        let c = self.x * other.x;
        let d = self.y * other.y;
        // e is d times the curve's d, which is negative.
        let e = FieldElement::new(&U448::from_u64(MINUS_D)) * c * d;
        let (f, g) = (b + e, b - e);
        let h = (self.x + self.y) * (other.x + other.y);
        Self {
            x: a * f * (h - c - d),
            y: a * g * (d - c),
            z: f * g,
        }
    }

    fn times(&self, scalar: &U448) -> Self {
        let neutral = Self {
            x: FieldElement::ZERO,
            y: FieldElement::ONE,
            z: FieldElement::ONE,
        };
        (0..U448::BITS).rev().fold(neutral, |sum, bit| {
            let doubled = sum.plus(&sum);
            match scalar.bit_vartime(bit) {
                true => doubled.plus(self),
                false => doubled,
            }
        })
    }

    /// y, little-endian, with the lowest bit of x on top (5.2.2).
    fn encode(&self) -> [u8; KEY_BYTES] {
        // z^(p-2) is 1/z: z is never zero on this curve.
        let exponent = Field::PARAMS
            .modulus()
            .as_ref()
            .wrapping_sub(&U448::from_u64(2));
        let inverse = self.z.pow(&exponent);
        let x = (self.x * inverse).retrieve();
        let y = (self.y * inverse).retrieve();
        let sign = if x.bit_vartime(0) { 0x80 } else { 0 };
        let mut encoded = [0; KEY_BYTES];
        let bytes = y.to_le_bytes();
        let written = bytes.as_ref().iter().copied().chain([sign]);
        encoded
            .iter_mut()
            .zip(written)
            .for_each(|(to, from)| *to = from);
        encoded
    }
}

fn digest(parts: &[&[u8]]) -> [u8; DIGEST_BYTES] {
    let mut state = Shake256::default();
    parts.iter().for_each(|part| state.update(part));
    let mut out = [0; DIGEST_BYTES];
    state.finalize_xof().read(&mut out);
    out
}

fn halves(digest: &[u8; DIGEST_BYTES]) -> ([u8; KEY_BYTES], [u8; KEY_BYTES]) {
    let half = |skip: usize| {
        let mut half = [0; KEY_BYTES];
        let bytes = digest.iter().skip(skip);
        half.iter_mut()
            .zip(bytes)
            .for_each(|(to, from)| *to = *from);
        half
    };
    (half(0), half(KEY_BYTES))
}

/// A little-endian number modulo the order.
fn reduce(digest: &[u8; DIGEST_BYTES]) -> U448 {
    let mut wide = [0; U960::BYTES];
    wide.iter_mut()
        .zip(digest)
        .for_each(|(to, from)| *to = *from);
    let order: U960 = Order::PARAMS.modulus().as_ref().resize();
    let order = NonZero::new(order)
        .into_option()
        .unwrap_or(NonZero::<U960>::MAX);
    U960::from_le_slice(&wide).rem_vartime(&order).resize()
}

#[cfg(test)]
mod tests;
