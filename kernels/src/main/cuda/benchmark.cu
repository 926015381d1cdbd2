// kernel         block  grid                      dynamic shared memory
// matrixProduct    256  (n / 128, n / 128)        0
//
// The yardstick of ComputeBackend.matrixProductGflops: the tiles of backAffine and nothing else.

#include "tiles.cuh"

extern "C" {

/** C = A B, n x n, n a multiple of 128. */
__global__ void __launch_bounds__(WideTile::THREADS, WideTile::RESIDENT) matrixProduct(
    const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ c, int n) {
  __shared__ WideTile::Shared shared;
  PlainLeft<WideTile> left(a, n, n);
  Right<WideTile, false> right(b, n, n);
  Sums<WideTile> sums;
  product<WideTile, MultiplyNearest>(shared, left, right, n, sums);
  forEachFour<WideTile>(sums, n, n, [&](int row, int column, const Four (&x)[1]) {
    store4(c + static_cast<size_t>(row) * n + column, x[0].packed());
  });
}
}
