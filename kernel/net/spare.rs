//! Buffers of messages that have been read, kept for the next ones: asking the host for memory costs more than a small message.

/// The buffers. No part of a machine's value: equal to any others, and none in a clone.
#[derive(Default, Debug)]
pub(super) struct Spare(Vec<Vec<u8>>);

impl Spare {
    /// More buffers than this go back to the host ...
    const MOST: usize = 64;
    /// ... and larger ones, in bytes.
    const LARGEST: usize = 4096;

    /// A buffer of `len` zeros.
    #[inline]
    pub(super) fn take(&mut self, len: usize) -> Vec<u8> {
        let mut bytes = self.0.pop().unwrap_or_default();
        bytes.resize(len, 0);
        bytes
    }

    /// Gives a buffer back.
    #[inline]
    pub(super) fn give(&mut self, mut bytes: Vec<u8>) {
        if self.0.len() < Self::MOST && bytes.capacity() <= Self::LARGEST {
            bytes.clear();
            self.0.push(bytes);
        }
    }
}

crate::beside_the_value!(clones empty: Spare);
