#pragma once

// Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3, SC 2011),
// the stream of numeric.Philox.

__device__ __forceinline__ uint4 philox(uint4 counter, unsigned long long key) {
  unsigned key0 = static_cast<unsigned>(key);
  unsigned key1 = static_cast<unsigned>(key >> 32);
#pragma unroll
  for (int round = 0; round < 10; round++) {
    unsigned low0 = 0xD2511F53u * counter.x;
    unsigned high0 = __umulhi(0xD2511F53u, counter.x);
    unsigned low1 = 0xCD9E8D57u * counter.z;
    unsigned high1 = __umulhi(0xCD9E8D57u, counter.z);
    counter = make_uint4(high1 ^ counter.y ^ key0, low1, high0 ^ counter.w ^ key1, low0);
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  return counter;
}

/** A word as a number in [0, 1), a multiple of 2^-24. */
__device__ __forceinline__ double uniform(unsigned word) { return (word >> 8) * 0x1p-24; }
