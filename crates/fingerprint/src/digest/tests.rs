//! Every way that this machine can go finds what the crates find, and what the standards say.

use super::way::tests::ways;
use super::*;
use sha2::Digest as _;

/// The truth: the crates from end to end, padding included.
fn truth(bytes: &[u8]) -> Digests {
    Digests {
        md5: Some(Md5(md5::Md5::digest(bytes).into())),
        sha1: Some(Sha1(sha1::Sha1::digest(bytes).into())),
        sha256: Some(Sha256(sha2::Sha256::digest(bytes).into())),
    }
}

/// Numbers without pattern, the same in every run (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn bytes(&mut self, n: usize) -> Vec<u8> {
        (0..n).map(|_| self.next() as u8).collect()
    }
}

fn in_pieces<'a>(way: Way, pieces: impl IntoIterator<Item = &'a [u8]>) -> Digests {
    let mut digester = Digester::by(way);
    pieces.into_iter().for_each(|piece| digester.update(piece));
    digester.finish()
}

#[test]
fn the_messages_of_the_standards_have_the_digests_of_the_standards() {
    // RFC 1321 A.5; the examples that NIST gives for FIPS 180-4: one block, two blocks, a million times "a".
    let md5: [(&[u8], &str); 7] = [
        (b"", "d41d8cd98f00b204e9800998ecf8427e"),
        (b"a", "0cc175b9c0f1b6a831c399e269772661"),
        (b"abc", "900150983cd24fb0d6963f7d28e17f72"),
        (b"message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        (b"abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
        (b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f"),
        (
            b"12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            "57edf4a22be3c955ac49da2e2107b67a",
        ),
    ];
    let million = vec![b'a'; 1_000_000];
    let sha: [(&[u8], &str, &str); 4] = [
        (
            b"",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ),
        (
            b"abc",
            "a9993e364706816aba3e25717850c26c9cd0d89d",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
        (
            b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ),
        (
            &million,
            "34aa973cd4c4daa4f61eeb2bdbad27316534016f",
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
        ),
    ];
    for (name, way) in ways() {
        for (bytes, wanted) in md5 {
            assert_eq!(in_pieces(way, [bytes]).md5.unwrap().to_string(), wanted, "{name}");
            for digests in of_many(way, &[bytes; 17]) {
                assert_eq!(digests.md5.unwrap().to_string(), wanted, "{name}");
            }
        }
        for (bytes, wanted_sha1, wanted_sha256) in sha {
            for digests in of_many(way, &[bytes; 9]).into_iter().chain([in_pieces(way, [bytes])]) {
                assert_eq!(digests.sha1.unwrap().to_string(), wanted_sha1, "{name}");
                assert_eq!(digests.sha256.unwrap().to_string(), wanted_sha256, "{name}");
            }
        }
    }
}

#[test]
fn every_length_up_to_300_and_around_whole_blocks_is_right() {
    let bytes = Random(1).bytes(64 * 1025);
    let around = [16, 17, 63, 64, 255, 256, 257, 1023, 1024].map(|n| 64 * n);
    let lengths: Vec<usize> =
        (0..=300).chain(around.into_iter().flat_map(|n| [n - 9, n - 8, n - 1, n, n + 1])).collect();
    let wholes: Vec<&[u8]> = lengths.iter().map(|length| &bytes[..*length]).collect();
    let wanted: Vec<Digests> = wholes.iter().map(|whole| truth(whole)).collect();
    for (name, way) in ways() {
        for (whole, wanted) in wholes.iter().zip(&wanted) {
            assert_eq!(in_pieces(way, [*whole]), *wanted, "{name}, {} bytes", whole.len());
        }
        // Together, and so few together that some lanes stay empty.
        assert_eq!(of_many(way, &wholes), wanted, "{name}");
        for n in [0, 1, 2, 3, 4, 5, 7, 15, 16, 17] {
            assert_eq!(of_many(way, &wholes[290..290 + n]), wanted[290..290 + n], "{name}, {n} streams");
        }
    }
}

/// All million where `SANAD_LONG` is set, as `make test` does; a fiftieth of them otherwise.
#[test]
fn a_million_random_messages_are_right_in_any_company() {
    let n_batches = if std::env::var_os("SANAD_LONG").is_some() { 15_625 } else { 313 };
    let mut random = Random(0x5eed);
    let bytes = random.bytes(1 << 16);
    for _ in 0..n_batches {
        let wholes: [&[u8]; 64] = std::array::from_fn(|_| {
            let (start, length) = (random.below(bytes.len() - 200), random.below(200));
            &bytes[start..start + length]
        });
        let wanted = wholes.map(truth);
        for (name, way) in ways() {
            assert_eq!(of_many(way, &wholes), wanted, "{name}");
        }
    }
}

#[test]
fn pieces_give_what_the_whole_gives() {
    let mut random = Random(2);
    let bytes = random.bytes(1_000_000);
    let wanted = truth(&bytes);
    for (name, way) in ways() {
        for size in [1, 7, 63, 64, 65, 127, 1000, 16 * 1024 + 1, 999_999] {
            assert_eq!(in_pieces(way, bytes.chunks(size)), wanted, "{name}, pieces of {size}");
        }
        let mut pieces = Vec::new();
        let mut left = &bytes[..];
        while !left.is_empty() {
            let (piece, after) = left.split_at(random.below(300).min(left.len()));
            pieces.push(piece);
            left = after;
        }
        assert_eq!(in_pieces(way, pieces), wanted, "{name}, pieces of all sizes");
    }
}

#[test]
fn streams_of_unequal_length_do_not_disturb_each_other() {
    let mut random = Random(3);
    let mut streams: Vec<Vec<u8>> = (0..200)
        .map(|n| {
            let length = match n % 4 {
                0 => 0,
                1 => random.below(200),
                2 => random.below(5_000),
                _ => random.below(60_000),
            };
            random.bytes(length)
        })
        .collect();
    streams[77] = random.bytes(3_000_001);
    let wholes: Vec<&[u8]> = streams.iter().map(Vec::as_slice).collect();
    let wanted: Vec<Digests> = wholes.iter().map(|whole| truth(whole)).collect();
    for (name, way) in ways() {
        assert_eq!(of_many(way, &wholes), wanted, "{name}");

        // In pieces of random size: in every round some streams get much, some little, some nothing.
        let mut left = wholes.clone();
        let mut digesters = vec![Digester::by(way); wholes.len()];
        while left.iter().any(|left| !left.is_empty()) {
            let mut round: Vec<(&mut Digester, &[u8])> = Vec::new();
            for (digester, left) in digesters.iter_mut().zip(&mut left) {
                let size_max = 1 << random.below(19);
                let size = if random.below(5) == 0 { 0 } else { random.below(size_max) };
                let (piece, after) = left.split_at(size.min(left.len()));
                *left = after;
                if random.below(3) > 0 || !piece.is_empty() {
                    round.push((digester, piece));
                }
            }
            Digester::update_many(&mut round);
        }
        let found: Vec<Digests> = digesters.into_iter().map(Digester::finish).collect();
        assert_eq!(found, wanted, "{name}, in pieces");
    }
}

#[test]
fn a_kernel_named_finds_the_same() {
    let bytes = Random(4).bytes(10_000);
    for kernel in Kernel::ALL {
        assert_eq!(Digests::of_with(kernel, &bytes), truth(&bytes));
        assert_eq!(Digests::of_many_with(kernel, &[&bytes, &[], &bytes[1..]])[2], truth(&bytes[1..]));
    }
    assert_eq!(Digests::of(&bytes), truth(&bytes));
    assert_eq!(Digests::of_many(&[]), []);
    Digester::update_many(&mut []);
}
