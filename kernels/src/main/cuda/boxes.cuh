#pragma once

#include "ends.cuh"
#include "tiles.cuh"

// Boxes as the left factor of a tiled product.

/** Both ends of boxes, as a tile loads them. */
template <class T>
struct Ends {
  Offsets<T::SLOTS> offsets;
  float4 lower[T::SLOTS];
  float4 upper[T::SLOTS];
  const float* lowerTile;
  const float* upperTile;
  int ld;
  int boxes;

  __device__ __forceinline__ Ends(const float* lower, const float* upper, int ld, int boxes)
      : lowerTile(lower + static_cast<size_t>(T::firstRow()) * ld),
        upperTile(upper + static_cast<size_t>(T::firstRow()) * ld),
        ld(ld),
        boxes(boxes) {}

  __device__ __forceinline__ void bind(int slot, int box, int k) {
    offsets.bind(slot, box, boxes, T::firstRow(), ld, k);
  }

  __device__ __forceinline__ void fetch(int slot) {
    lower[slot] = load4(lowerTile + offsets.at[slot]);
    upper[slot] = load4(upperTile + offsets.at[slot]);
    offsets.at[slot] += T::DEPTH;
  }
};

/** Boxes as centres and inflated radii. */
template <class T>
struct CentreRadius : Ends<T> {
  float inflation;

  __device__ __forceinline__ CentreRadius(
      const float* lower, const float* upper, int ld, int boxes, float inflation)
      : Ends<T>(lower, upper, ld, boxes), inflation(inflation) {}

  __device__ __forceinline__ float4 plane(int slot, int p) const {
    Four l(this->lower[slot]);
    Four u(this->upper[slot]);
    Four x;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      x.at[j] = p == 0 ? centre(l.at[j], u.at[j]) : radius(l.at[j], u.at[j], inflation);
    }
    return x.packed();
  }
};

/** Boxes as their largest magnitudes. */
template <class T>
struct Magnitudes : Ends<T> {
  using Ends<T>::Ends;

  __device__ __forceinline__ float4 plane(int slot, int) const {
    Four l(this->lower[slot]);
    Four u(this->upper[slot]);
    Four x;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      x.at[j] = largest(l.at[j], u.at[j]);
    }
    return x.packed();
  }
};
